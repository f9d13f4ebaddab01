"""Pixels of KTX 2: Basis Universal and ASTC by opengl_basisu, uncompressed formats by NumPy."""

from __future__ import annotations

import sys
import zlib
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from threedkit.errors import require
from threedkit.scene.image_formats import ktx2
from threedkit.scene.image_formats.header import ImageFormatError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from threedkit.scene.image_formats.ktx2 import Ktx2

__all__ = ["decode", "zstandard_module"]

_ZSTANDARD: Final = "compression.zstd" if sys.version_info >= (3, 14) else "backports.zstd"


def decode(data: memoryview) -> NDArray[np.uint8]:
    """Decode level 0, its orientation and swizzle applied.

    Returns:
        (h, w, channels) uint8, row 0 on top; which channels, `ktx2.Ktx2.shown` tells.

    Raises:
        ImageFormatError: the data is broken, or of a codec that is not decoded (BC, ETC2, HDR ...).
        MissingPackageError: `opengl_basisu` or a Zstandard is not installed.
    """
    ktx = ktx2.parse(data)
    if ktx.codec == "plain":
        stored = _plain(ktx, data)
    elif ktx.codec in {"ETC1S", "UASTC", "ASTC"}:
        stored = _transcoded(ktx, data)
    else:
        raise ImageFormatError.invalid(f"a KTX 2 of {ktx.codec} is not decoded: glTF has ETC1S and UASTC")
    if ktx.metadata.get("KTXorientation", b"rd")[1:2] == b"u":
        stored = stored[::-1]
    pixels = np.ascontiguousarray(_shown(stored, ktx.shown))
    pixels.flags.writeable = False
    return pixels


def _plain(ktx: Ktx2, data: memoryview) -> NDArray[np.uint8]:
    form = ktx2.PLAIN_FORMATS[ktx.format]
    raw = np.frombuffer(_unpacked(ktx, data), "u1" if form.bytes == 1 else "<u2")
    pixels = raw.reshape(ktx.height, ktx.width, form.channels)
    if form.bytes == 2:
        pixels = pixels >> 8
    if form.bgr:
        pixels = pixels[:, :, [2, 1, 0, 3][: form.channels]]
    return pixels.astype(np.uint8, copy=False)


def _unpacked(ktx: Ktx2, data: memoryview) -> bytes | memoryview:
    """The bytes of level 0; `ktx2.parse` has made sure that it says of itself the right length."""
    level, wanted = ktx.levels[0], ktx.raw_length()
    packed = data[level.offset : level.offset + level.length]
    if ktx.scheme == ktx2.NONE:
        return packed
    raw = _inflate(packed, wanted) if ktx.scheme == ktx2.ZLIB else _zstandard(packed, wanted)
    if len(raw) != wanted:
        raise ImageFormatError.truncated(f"level 0 unpacks to {len(raw)} bytes, not {wanted}")
    return raw


def _inflate(packed: memoryview, wanted: int) -> bytes:
    try:
        return zlib.decompressobj().decompress(packed, wanted)
    except zlib.error as error:
        raise ImageFormatError.invalid(f"level 0 is not ZLIB: {error}") from error


def zstandard_module() -> Any:
    """Python's own Zstandard, or its backport before Python 3.14."""
    return require(_ZSTANDARD, extra="textures")


def _zstandard(packed: memoryview, wanted: int) -> bytes:
    zstd = zstandard_module()
    try:
        raw: bytes = zstd.ZstdDecompressor().decompress(packed, max_length=wanted)
    except zstd.ZstdError as error:
        raise ImageFormatError.invalid(f"level 0 is not Zstandard: {error}") from error
    return raw


def _transcoded(ktx: Ktx2, data: memoryview) -> NDArray[np.uint8]:
    basisu: Any = require("opengl_basisu", extra="textures")
    try:
        rgba = basisu.open(bytes(data)).transcode("rgba8").data
    except basisu.BasisuError as error:
        raise ImageFormatError.invalid(str(error)) from error
    if rgba.shape != (ktx.height, ktx.width, 4):
        raise ImageFormatError.invalid(f"the transcoder found {rgba.shape[1]} x {rgba.shape[0]} pixels")
    return np.asarray(rgba)


def _shown(stored: NDArray[np.uint8], letters: str) -> NDArray[np.uint8]:
    """The channels that the letters name; a stored channel that is not there is 0, an alpha 255."""
    if letters == "rgba"[: len(letters)] and len(letters) <= stored.shape[2]:
        return stored[:, :, : len(letters)]
    absent = {"0": 0, "1": 255, "r": 0, "g": 0, "b": 0, "a": 255}
    planes = [
        stored[:, :, at] if 0 <= (at := "rgba".find(letter)) < stored.shape[2] else absent[letter] for letter in letters
    ]
    shape = stored.shape[:2]
    return np.stack([np.broadcast_to(np.asarray(plane, np.uint8), shape) for plane in planes], axis=2)
