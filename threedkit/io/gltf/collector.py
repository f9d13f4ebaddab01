"""Pausing the garbage collector while many objects are made."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["paused_collector"]


@contextmanager
def paused_collector() -> Iterator[None]:
    """No cyclic garbage collection inside: nothing that is made there is garbage yet.

    Making 10,000 nodes would set the collector off many times, each time over all objects of the process: it took two
    thirds of the time. Reference counting goes on as always. At the end, what was made counts as old: freezing and
    unfreezing moves it there without a look at each object, which the first young collection would take (6 ms).
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            if not gc.get_freeze_count():
                gc.freeze()
                gc.unfreeze()
            gc.enable()
