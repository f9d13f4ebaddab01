"""How much a document may unfold into."""

from __future__ import annotations

from typing import Final

__all__ = ["ALLOWANCE", "MULTIPLE", "decoded_limit"]

ALLOWANCE: Final = 128 << 20
"""Decoded bytes that any document may have: 128 MiB, some 5 million triangles."""

MULTIPLE: Final = 64
"""Decoded bytes for each byte of the buffers beyond that. Real meshes unfold to 3 to 30 times their size."""


def decoded_limit(size: int) -> int:
    """The most bytes that all compressed data of a document may unfold into.

    Args:
        size: bytes of the document's buffers.

    Example:
        >>> decoded_limit(1000)
        134281728
    """
    return ALLOWANCE + MULTIPLE * size
