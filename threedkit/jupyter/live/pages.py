"""Which page has which blobs already: what a page lacks is sent to it before it asks."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from threedkit.jupyter.packing.blobs import Blob

__all__ = ["PAGES", "Pages"]

_MOST: Final = 16
_AT_ONCE: Final = 8 << 20
"""Bytes up to which a scene is sent unasked; for a larger one it pays to hear what is missing."""


class Pages:
    """What was sent unasked to the pages that this kernel knows.

    A page may have let go of it since, or may never show it: it asks for what it misses.

    Example:
        >>> from threedkit.jupyter.packing.blobs import Blob
        >>> pages, ball = Pages(), Blob([b"a ball"])
        >>> [len(pages.lacking(page, [ball])) for page in ("one", "one", "two")]
        [1, 0, 1]
    """

    def __init__(self) -> None:
        """Know none."""
        self._known: dict[str, set[str]] = {}
        self._lock = threading.Lock()

    def lacking(self, page: str, blobs: Iterable[Blob]) -> list[Blob]:
        """Those that the page was not sent yet, to be sent now; none if they are too many."""
        with self._lock:
            known = self._known.pop(page, set())
            self._known[page] = known  # the one that was heard of last comes last
            while len(self._known) > _MOST:
                self._known.pop(next(iter(self._known)))
            found = [blob for blob in blobs if blob.hash not in known]
            if sum(blob.size for blob in found) > _AT_ONCE:
                return []
            known.update(blob.hash for blob in found)
            return found

    def unsent(self, blobs: Iterable[Blob]) -> list[Blob]:
        """Those that some page was not sent, whichever is going to show them; none if they are too many.

        Example:
            >>> from threedkit.jupyter.packing.blobs import Blob
            >>> pages, ball, box = Pages(), Blob([b"a ball"]), Blob([b"a box"])
            >>> both = pages.lacking("one", [ball])
            >>> [blob is box for blob in pages.unsent([ball, box])]
            [True]
        """
        with self._lock:
            known: set[str] = set.intersection(*self._known.values()) if self._known else set()
            found = [blob for blob in blobs if blob.hash not in known]
        return found if sum(blob.size for blob in found) <= _AT_ONCE else []


PAGES: Final = Pages()
"""This kernel's."""
