"""Pausing the garbage collector while many objects are made."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["paused_collector"]

_MANY: Final = 20_000
"""Objects from which on a young collection would take more than a millisecond."""
_PENDING_OBJECTS: Final = 1_000_000
_PENDING_BYTES: Final = 256 << 20


@dataclass(slots=True)
class _Tally:
    """What has been made since the collector last looked at everything.

    Attributes:
        objects: that were counted as old without a look.
        size: bytes that documents hold on to.
        alive: objects there were after the last look.
    """

    objects: int = 0
    size: int = 0
    alive: int = 0

    def settle(self) -> None:
        """Look at everything if enough has come together.

        A scene whose nodes have children is a cycle: only the collector frees it, with the bytes of its file. It
        knows nothing of bytes, and looks at old objects once in a very long while: a process that loads one file
        after the other would grow without end.
        """
        many = self.objects > max(_PENDING_OBJECTS, self.alive // 4)
        if many or self.size > _PENDING_BYTES:
            gc.collect()
            self.objects = self.size = 0
        if many:  # counting them takes as long as making some
            self.alive = len(gc.get_objects())


_tally = _Tally()


@contextmanager
def paused_collector(size: int = 0) -> Iterator[None]:
    """No cyclic garbage collection inside: nothing that is made there is garbage yet.

    Making 10,000 nodes would set the collector off many times, each time over all objects of the process: it took two
    thirds of the time. Reference counting goes on as always. At the end, many objects count as old: freezing and
    unfreezing moves them there without a look at each, which the first young collection would take (6 ms). What comes
    together in this way is looked at before the next pause, as `_Tally.settle` says.

    Args:
        size: bytes that what is made inside will hold on to.
    """
    was_on = gc.isenabled()
    if was_on:
        _tally.settle()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            _tally.size += size
            made = gc.get_count()[0]
            if made > _MANY and not gc.get_freeze_count():
                gc.freeze()
                gc.unfreeze()
                _tally.objects += made
            gc.enable()
