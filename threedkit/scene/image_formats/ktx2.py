"""The head of a KTX 2 file (Khronos KTX 2.0 specification): format, levels and metadata, all within stated bounds."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Final, NamedTuple

from threedkit.scene.image_formats.header import ImageFormatError, ImageHeader

__all__ = ["MIME_TYPE", "PLAIN_FORMATS", "Ktx2", "Level", "PlainFormat", "is_plain_basis", "parse", "read"]

MIME_TYPE: Final = "image/ktx2"

_HEAD: Final = struct.Struct("<9I4I2Q")
_LEVEL: Final = struct.Struct("<3Q")
_MOST_METADATA: Final = 1 << 16
_ETC1S, _UASTC, _ASTC = 163, 166, 162
_ASTC_FORMATS: Final = range(157, 185)
_ASTC_BLOCKS: Final = (
    (4, 4), (5, 4), (5, 5), (6, 5), (6, 6), (8, 5), (8, 6), (8, 8), (10, 5), (10, 6), (10, 8), (10, 10), (12, 10),
    (12, 12),
)  # fmt: skip
_ETC1S_CHANNELS: Final[dict[tuple[int, ...], str]] = {(0,): "rgb", (3,): "r", (3, 4): "rg"}
_UASTC_CHANNELS: Final[dict[tuple[int, ...], str]] = {(0,): "rgb", (4,): "r", (5,): "rg", (6,): "rg"}
NONE, BASIS_LZ, ZSTANDARD, ZLIB = range(4)


class PlainFormat(NamedTuple):
    """An uncompressed format: how many channels, of how many bytes, and whether blue is first."""

    channels: int
    bytes: int = 1
    bgr: bool = False


PLAIN_FORMATS: Final = {
    **dict.fromkeys((9, 15), PlainFormat(1)),
    **dict.fromkeys((16, 22), PlainFormat(2)),
    **dict.fromkeys((23, 29), PlainFormat(3)),
    **dict.fromkeys((30, 36), PlainFormat(3, bgr=True)),
    **dict.fromkeys((37, 43), PlainFormat(4)),
    **dict.fromkeys((44, 50), PlainFormat(4, bgr=True)),
    70: PlainFormat(1, 2),
    77: PlainFormat(2, 2),
    84: PlainFormat(3, 2),
    91: PlainFormat(4, 2),
}
"""VkFormat numbers of 8-bit (linear and sRGB) and 16-bit formats of unsigned fractions."""


class Level(NamedTuple):
    """Where one mipmap level is."""

    offset: int
    length: int
    raw_length: int


@dataclass(frozen=True, slots=True)
class Ktx2:
    """What a KTX 2 file says about itself, checked for sense.

    Attributes:
        format: VkFormat; 0 for ETC1S and UASTC.
        width: pixels of level 0.
        height: pixels of level 0.
        codec: "ETC1S", "UASTC", "ASTC", "plain", or what it is instead.
        scheme: supercompression: NONE, BASIS_LZ, ZSTANDARD or ZLIB.
        channels: what the samples hold, in the letters of KTXswizzle: "rgba", "rgb", "rg" or "r".
        second_channel: where a transcoder to RGBA puts the second of two: 1 (green) or 3 (alpha).
        levels: the mipmap levels, largest first; at least one.
        metadata: key -> value.
    """

    format: int
    width: int
    height: int
    codec: str
    scheme: int
    channels: str
    second_channel: int
    levels: tuple[Level, ...]
    metadata: dict[str, bytes]

    @property
    def shown(self) -> str:
        """A letter of KTXswizzle for each channel of the picture: which stored channel (or 0 or 1) it shows.

        Grey is one channel and grey with alpha two; an alpha of 1 is left out. Without the metadata KTXswizzle
        (KTX 2.0, 4.6), one stored channel is grey, and two are red and green with a blue of 0. Of two, a transcoder
        gives the first as grey and the second as alpha.
        """
        swizzle = self.metadata.get("KTXswizzle", b"").rstrip(b"\0").decode("ascii", "replace")
        if len(swizzle) != 4 or not set(swizzle) <= set("rgba01"):
            second = "rgba"[self.second_channel]
            swizzle = {"r": "rrr1", "rg": f"r{second}01", "rgb": "rgb1"}.get(self.channels, "rgba")
        color, alpha = swizzle[:3], swizzle[3]
        return (color[0] if len(set(color)) == 1 else color) + alpha.replace("1", "")

    def raw_length(self, level: int = 0) -> int:
        """Bytes of a level before supercompression; 0 where the format does not tell."""
        width, height = max(1, self.width >> level), max(1, self.height >> level)
        if self.codec == "plain":
            plain = PLAIN_FORMATS[self.format]
            return width * height * plain.channels * plain.bytes
        if self.codec == "UASTC":
            return -(-width // 4) * -(-height // 4) * 16
        if self.codec == "ASTC":
            wide, high = _ASTC_BLOCKS[(self.format - _ASTC_FORMATS.start) // 2]
            return -(-width // wide) * -(-height // high) * 16
        return 0


def parse(data: memoryview) -> Ktx2:
    """Read and check everything but the pixels.

    Raises:
        ImageFormatError: a field makes no sense, more than one picture is in it, or a part lies beyond the file.
    """
    if len(data) < 12 + _HEAD.size:
        raise ImageFormatError.truncated()
    head = _HEAD.unpack_from(data, 12)
    kind, _, width, height, depth, layers, faces, count, scheme = head[:9]
    if not width or not height or depth > 1 or layers > 1 or faces != 1:
        text = f"{width} x {height} x {depth} pixels, {layers} layers and {faces} faces"
        raise ImageFormatError.invalid(f"an image is one flat picture, not {text}")
    most = max(width, height).bit_length()
    if count > most:
        raise ImageFormatError.invalid(f"{width} x {height} pixels have at most {most} mipmap levels, not {count}")
    if scheme > ZLIB:
        raise ImageFormatError.invalid(f"the supercompression scheme {scheme} is not known")
    codec, channels, second = _describe(_part(data, head[9], head[10], "the data format descriptor"), kind)
    _part(data, head[13], head[14], "the supercompression's global data")
    metadata = _metadata(_part(data, head[11], head[12], "the metadata"))
    levels = _levels(data, max(1, count))
    ktx = Ktx2(kind, width, height, codec, scheme, channels, second, levels, metadata)
    _check_lengths(ktx)
    return ktx


def _part(data: memoryview, offset: int, length: int, what: str) -> memoryview:
    if offset + length > len(data):
        raise ImageFormatError.truncated(f"{what} of the KTX 2 file ends at byte {offset + length} of {len(data)}")
    return data[offset : offset + length]


def _levels(data: memoryview, count: int) -> tuple[Level, ...]:
    index = 12 + _HEAD.size
    if index + count * _LEVEL.size > len(data):
        raise ImageFormatError.truncated()
    levels = tuple(Level(*_LEVEL.unpack_from(data, index + number * _LEVEL.size)) for number in range(count))
    for number, level in enumerate(levels):
        _part(data, level.offset, level.length, f"level {number}")
    return levels


def _check_lengths(ktx: Ktx2) -> None:
    """Whether each level says of itself the length that its size asks for: nothing larger is ever unpacked."""
    if (ktx.scheme == BASIS_LZ) != (ktx.codec == "ETC1S"):
        raise ImageFormatError.invalid("ETC1S goes with the supercompression BasisLZ, and nothing else does")
    for number, level in enumerate(ktx.levels):
        wanted = ktx.raw_length(number)
        said = level.length if ktx.scheme == NONE else level.raw_length
        if wanted and said != wanted:
            raise ImageFormatError.invalid(f"level {number} must have {wanted} bytes uncompressed, not {said}")


def _describe(descriptor: memoryview, kind: int) -> tuple[str, str, int]:
    """Codec, channels, and where the second of two goes (Khronos Data Format, basic descriptor block)."""
    if len(descriptor) < 28:
        raise ImageFormatError.invalid("the KTX 2 file has no data format descriptor")
    model = descriptor[12]
    samples = tuple(descriptor[at + 3] & 0xF for at in range(28, min(len(descriptor), 28 + 4 * 16) - 15, 16))
    if kind in PLAIN_FORMATS:
        return "plain", "rgba"[: PLAIN_FORMATS[kind].channels], 1
    if kind in _ASTC_FORMATS and model == _ASTC:
        return "ASTC", "rgba", 1
    if kind == 0 and model == _ETC1S:
        return "ETC1S", _ETC1S_CHANNELS.get(samples, "rgba"), 3
    if kind == 0 and model == _UASTC:
        return "UASTC", _UASTC_CHANNELS.get(samples[:1], "rgba"), 1 if samples[:1] == (6,) else 3
    return f"VkFormat {kind} with colour model {model}", "rgba", 1


def _metadata(part: memoryview) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    at = 0
    while at + 4 <= len(part) and len(found) < _MOST_METADATA:
        length = int.from_bytes(part[at : at + 4], "little")
        key, _, value = bytes(part[at + 4 : at + 4 + length]).partition(b"\0")
        found[key.decode("utf-8", "replace")] = value
        at += 4 + length + -length % 4
    return found


def read(data: memoryview) -> ImageHeader:
    """Read the head.

    Raises:
        ImageFormatError: as in `parse`.
    """
    ktx = parse(data)
    plain = PLAIN_FORMATS.get(ktx.format) if ktx.codec == "plain" else None
    return ImageHeader(
        MIME_TYPE,
        ktx.width,
        ktx.height,
        len(ktx.shown),
        8 * plain.bytes if plain else 8,
        alpha=len(ktx.shown) in {2, 4},
        lossless=plain is not None,
        levels=len(ktx.levels),
        codec=ktx.codec,
    )


def is_plain_basis(data: bytes | memoryview) -> bool:
    """Whether a KTX 2 is as KHR_texture_basisu asks for: ETC1S or UASTC, rows downwards, channels in their order.

    Raises:
        ImageFormatError: as in `parse`.
    """
    ktx = parse(memoryview(data))
    usual = ktx.metadata.get("KTXorientation", b"rd")[:2] == b"rd" and "KTXswizzle" not in ktx.metadata
    return ktx.codec in {"ETC1S", "UASTC"} and usual
