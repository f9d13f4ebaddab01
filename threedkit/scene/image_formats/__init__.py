"""Image files: what their heads say, and their pixels. One module for each format.

`read_header` looks at the head alone, in bounded time, and never decodes; `decode` refuses what is larger than the
bound, or cannot be whole, before it allocates anything.
"""

from __future__ import annotations

from threedkit.scene.image_formats.decoding import decode, most_pixels
from threedkit.scene.image_formats.header import ImageFormatError, ImageHeader, sniff
from threedkit.scene.image_formats.ktx2 import is_plain_basis
from threedkit.scene.image_formats.memory import gpu_bytes
from threedkit.scene.image_formats.reading import is_cut_short, read_header

__all__ = [
    "ImageFormatError",
    "ImageHeader",
    "decode",
    "gpu_bytes",
    "is_cut_short",
    "is_plain_basis",
    "most_pixels",
    "read_header",
    "sniff",
]
