"""The light of a scene as a file that a service keeps."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import numpy as np

from threedkit.errors import require

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["exr_of"]


def exr_of(radiance: NDArray[Any]) -> bytes:
    """Write radiance (h, w, 3), linear, row 0 up, as an OpenEXR file of 32-bit floats.

    Raises:
        MissingPackageError: OpenEXR is not installed.
    """
    openexr = require("OpenEXR", extra="io")
    header = {"compression": openexr.ZIP_COMPRESSION, "type": openexr.scanlineimage}
    channels = {"RGB": np.ascontiguousarray(radiance, np.float32)}
    buffer = io.BytesIO()
    with openexr.File(header, channels) as file:
        file.write(buffer)
    return buffer.getvalue()
