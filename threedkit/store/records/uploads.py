"""Uploads that are under way."""

from __future__ import annotations

from typing import Any

import msgspec

__all__ = ["Upload"]


class Upload(msgspec.Struct, frozen=True, kw_only=True):
    """A file that comes in parts.

    Attributes:
        upload_id: UUIDv7; what becomes of it has the same id.
        size: bytes of the whole file.
        part_size: bytes of each part but the last.
        sha256: which it must have; "": any.
        values: JSON of whoever began it: name, tags and so on.
        owner: subject of who began it.
        created: UTC, ISO 8601, as `expires`.
        expires: it is given up then.
    """

    upload_id: str
    size: int
    part_size: int
    sha256: str = ""
    values: dict[str, Any] = {}
    owner: str = ""
    created: str = ""
    expires: str = ""

    @property
    def parts(self) -> int:
        """How many parts it has."""
        return max(-(-self.size // self.part_size), 1)

    def size_of(self, number: int) -> int:
        """Bytes of a part.

        Example:
            >>> [Upload(upload_id="", size=10, part_size=4).size_of(number) for number in (1, 2, 3)]
            [4, 4, 2]
        """
        return max(min(self.part_size, self.size - (number - 1) * self.part_size), 0)
