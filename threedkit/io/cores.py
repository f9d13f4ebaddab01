"""Work on a long array or file by all cores at once: reading and scanning let go of Python's lock."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["in_parts"]

_MOST = 4
"""Threads: memory, not arithmetic, is what such work waits for, and few cores use all of it."""

T = TypeVar("T")


def in_parts(work: Callable[[int, int], T], length: int, *, least: int, unit: int = 1) -> list[T]:
    """Call `work(start, stop)` for consecutive parts of range(length), side by side.

    Args:
        work: what to do; it should spend its time in calls that release the interpreter lock.
        length: how much there is.
        least: the smallest length that is worth a thread; below twice that, there is one part.
        unit: parts begin at multiples of this.

    Returns:
        The results in order.

    Example:
        >>> in_parts(lambda start, stop: sum(range(start, stop)), 10, least=100)
        [45]
    """
    count = min(_cores(), max(length // least, 1))
    if count == 1:
        return [work(0, length)]
    size = -(-length // count // unit) * unit
    return list(_pool(os.getpid()).map(lambda start: work(start, min(start + size, length)), range(0, length, size)))


@cache
def _cores() -> int:
    try:
        return min(len(os.sched_getaffinity(0)), _MOST)
    except AttributeError:  # not Linux
        return min(os.cpu_count() or 1, _MOST)


@cache
def _pool(_process: int) -> ThreadPoolExecutor:
    """One pool for each process: a forked child has none of its parent's threads."""
    return ThreadPoolExecutor(_cores(), thread_name_prefix="threedkit-io")
