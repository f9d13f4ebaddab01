"""A KTX 2 file without its largest mipmap levels: nothing is decoded, and nothing is lost of the others."""

from __future__ import annotations

import math
import struct
from typing import Final

from threedkit.scene.image_formats import ktx2

__all__ = ["drop_levels"]

_HEAD: Final = struct.Struct("<9I4I2Q")
_BEFORE: Final = 12  # bytes of the identifier
_GLOBAL: Final = 20  # bytes at the start of BasisLZ's global data
_DESCRIPTION: Final = 20  # bytes for each image in it


def drop_levels(data: bytes | memoryview, size: tuple[int, int]) -> bytes | None:
    """The file from the level of a size on.

    Args:
        data: a KTX 2 that `ktx2.parse` takes.
        size: (width, height) of the level that becomes the largest.

    Returns:
        The smaller file, or None if there is no such level.
    """
    view = memoryview(data)
    file = ktx2.parse(view)
    sizes = [(max(1, file.width >> level), max(1, file.height >> level)) for level in range(len(file.levels))]
    if size not in sizes:
        return None
    first = sizes.index(size)
    head = list(_HEAD.unpack_from(view, _BEFORE))
    head[2], head[3], head[7] = (*size, len(file.levels) - first)
    descriptor, values = (bytes(view[head[at] : head[at] + head[at + 1]]) for at in (9, 11))
    common = bytes(view[head[13] : head[13] + head[14]])
    if file.scheme == ktx2.BASIS_LZ:
        common = common[:_GLOBAL] + common[_GLOBAL + first * _DESCRIPTION :]
    kept = file.levels[first:]
    at = _BEFORE + _HEAD.size + 24 * len(kept)
    head[9:15] = at, len(descriptor), at + len(descriptor) if values else 0, len(values), 0, 0
    body = bytearray(descriptor + values)
    if common:
        body += bytes(-(at + len(body)) % 8)
        head[13:15] = at + len(body), len(common)
        body += common
    places = []
    for level in reversed(kept):  # the smallest comes first
        body += bytes(-(at + len(body)) % _alignment(file))
        places.append(struct.pack("<3Q", at + len(body), level.length, level.raw_length))
        body += view[level.offset : level.offset + level.length]
    return b"".join((bytes(view[:_BEFORE]), _HEAD.pack(*head), *reversed(places), body))


def _alignment(file: ktx2.Ktx2) -> int:
    """Bytes that a level's offset is a multiple of (KTX 2.0, 3.11.2 mipPadding)."""
    if file.scheme != ktx2.NONE:
        return 1
    if file.codec == "plain":
        form = ktx2.PLAIN_FORMATS[file.format]
        return math.lcm(form.channels * form.bytes, 4)
    return 16
