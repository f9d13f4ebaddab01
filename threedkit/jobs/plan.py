"""How many frames a task takes: few enough to steer and to balance, many enough to cost nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["MAX_RANGES", "as_ranges", "chunk_size", "from_ranges", "take"]

TARGET_SECONDS = 1.0
"""A task should take about so long: pausing, balancing and progress are then of that grain."""

MAX_RANGES = 48
"""A task carries at most so many runs of frames, so that it stays small."""

_MAX_FRAMES = 500

Ranges = tuple[tuple[int, int], ...]


def chunk_size(remaining: int, workers: int, seconds: float | None) -> int:
    """Return how many frames the next task should take.

    Guided self-scheduling (Polychronopoulos and Kuck 1987) bounded by time: a task gets no more than half of an even
    share of what is left, so that the last tasks are small and the workers end together, and no more than what takes
    about a second.

    Args:
        remaining: frames that are not handed out yet.
        workers: worker processes.
        seconds: measured seconds a frame on one worker; None while nothing is known: then one frame is tried.

    Example:
        >>> chunk_size(1000, 2, 0.01), chunk_size(10, 2, 0.01), chunk_size(10, 2, 5.0), chunk_size(10, 2, None)
        (100, 2, 1, 1)
    """
    if seconds is None:
        return 1
    share = remaining // (2 * max(workers, 1))
    timely = int(TARGET_SECONDS / max(seconds, TARGET_SECONDS / _MAX_FRAMES))
    return max(1, min(share, timely, remaining))


def as_ranges(frames: Iterable[int]) -> Ranges:
    """Write ascending frame numbers as half-open ranges.

    Example:
        >>> as_ranges([0, 1, 2, 5, 7, 8])
        ((0, 3), (5, 6), (7, 9))
    """
    ranges: list[tuple[int, int]] = []
    for frame in frames:
        if ranges and ranges[-1][1] == frame:
            ranges[-1] = (ranges[-1][0], frame + 1)
        else:
            ranges.append((frame, frame + 1))
    return tuple(ranges)


def from_ranges(ranges: Ranges) -> list[int]:
    """Return the frame numbers in the ranges.

    Example:
        >>> from_ranges(((0, 3), (5, 6)))
        [0, 1, 2, 5]
    """
    return [frame for start, stop in ranges for frame in range(start, stop)]


def take(waiting: list[tuple[int, int]], count: int) -> Ranges:
    """Remove up to `count` frames, of at most `MAX_RANGES` runs, from the front of `waiting` and return them.

    Args:
        waiting: runs of frames, last run first (a stack), changed in place.
        count: how many frames are wanted.
    """
    taken: list[tuple[int, int]] = []
    while waiting and count > 0 and len(taken) < MAX_RANGES:
        start, stop = waiting.pop()
        cut = min(stop, start + count)
        taken.append((start, cut))
        count -= cut - start
        if cut < stop:
            waiting.append((cut, stop))
    return tuple(taken)
