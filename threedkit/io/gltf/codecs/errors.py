"""What a codec raises."""

from __future__ import annotations

from typing import Final

__all__ = ["INVALID", "MISMATCH", "TOO_LARGE", "CodecError"]

INVALID: Final = "COMPRESSED_DATA_INVALID"
"""The bytes are not of the format that they are said to be."""

MISMATCH: Final = "COMPRESSED_DATA_MISMATCH"
"""The bytes hold something else than what the document says about them."""

TOO_LARGE: Final = "COMPRESSED_DATA_TOO_LARGE"
"""A decompression bomb: decoding would take more memory or time than the bound."""


class CodecError(Exception):
    """Compressed data that cannot be decoded; the reader turns it into a Problem.

    The codes are ours: the Khronos validator does not look into compressed data.

    Attributes:
        code: COMPRESSED_DATA_INVALID, COMPRESSED_DATA_MISMATCH or COMPRESSED_DATA_TOO_LARGE.
    """

    def __init__(self, code: str, message: str) -> None:
        """Keep the code; the message is one line."""
        super().__init__(message)
        self.code = code
