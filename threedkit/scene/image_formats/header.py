"""What the head of an image file says, and which format its first bytes tell."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["ImageFormatError", "ImageHeader", "sniff"]

_SHORTEST = 14
"""Bytes that every image has at least: as in the Khronos validator, fewer are not looked at."""


class ImageFormatError(ValueError):
    """An image file that cannot be read.

    Attributes:
        code: the Khronos validator's name for it: IMAGE_UNRECOGNIZED_FORMAT, IMAGE_UNEXPECTED_EOS or
            IMAGE_DATA_INVALID.
    """

    def __init__(self, code: str, message: str) -> None:
        """Keep the code beside the message."""
        super().__init__(message)
        self.code = code

    @classmethod
    def invalid(cls, message: str) -> ImageFormatError:
        """The bytes break a rule of their format."""
        return cls("IMAGE_DATA_INVALID", message)

    @classmethod
    def truncated(cls, message: str = "the file ends before the image does") -> ImageFormatError:
        """There are not enough bytes."""
        return cls("IMAGE_UNEXPECTED_EOS", message)


@dataclass(frozen=True, slots=True)
class ImageHeader:
    """What an image's head says.

    Attributes:
        mime_type: of the format that the bytes are in.
        width: pixels.
        height: pixels.
        channels: of the stored image: 1 grey, 2 grey and alpha, 3 RGB, 4 RGBA (in a JPEG: CMYK).
        bits: of a stored channel (of a palette's index).
        alpha: whether there is an alpha channel, a transparent colour, or a palette with either.
        lossless: whether decoding gives back what was encoded.
        unsupported: what glTF does not allow for in it, in words ("an embedded colour profile" ...).
        levels: stored mipmap levels; 1 in formats that have none.
        codec: of a KTX2: "ETC1S", "UASTC", "ASTC", "plain", or what it is instead; else empty.
    """

    mime_type: str
    width: int
    height: int
    channels: int
    bits: int = 8
    alpha: bool = False
    lossless: bool = False
    unsupported: tuple[str, ...] = ()
    levels: int = 1
    codec: str = ""


def sniff(data: bytes | memoryview) -> str:
    """The media type that the first bytes tell, or "" if they tell none.

    Example:
        >>> sniff(bytes([0xFF, 0xD8, 0xFF]) + bytes(20))
        'image/jpeg'
    """
    head = bytes(memoryview(data)[:_SHORTEST])
    if len(head) < _SHORTEST:
        return ""
    if head.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if head.startswith(b"RIFF") and head[8:14] == b"WEBPVP":
        return "image/webp"
    if head.startswith(b"\xabKTX 20\xbb\r\n\x1a\n"):
        return "image/ktx2"
    return ""
