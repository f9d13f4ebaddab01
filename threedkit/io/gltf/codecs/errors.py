"""What a codec raises."""

from __future__ import annotations

from typing import Final

__all__ = ["INVALID", "MISMATCH", "TOO_LARGE", "UNAVAILABLE", "CodecError"]

INVALID: Final = "COMPRESSED_DATA_INVALID"
"""The bytes are not of the format that they are said to be."""

MISMATCH: Final = "COMPRESSED_DATA_MISMATCH"
"""The bytes hold something else than what the document says about them."""

TOO_LARGE: Final = "COMPRESSED_DATA_TOO_LARGE"
"""A decompression bomb: decoding would take more memory or time than the bound."""

UNAVAILABLE: Final = "DECODER_UNAVAILABLE"
"""The decoder cannot be run here and now."""


class CodecError(Exception):
    """Compressed data that cannot be decoded; the reader turns it into a Problem.

    The codes are ours: the Khronos validator does not look into compressed data.

    Attributes:
        code: one of the above.
        points: how many points there are, where that is all that contradicts the document.
    """

    def __init__(self, code: str, message: str, points: int | None = None) -> None:
        """Keep the code; the message is one line."""
        super().__init__(message)
        self.code, self.points = code, points
