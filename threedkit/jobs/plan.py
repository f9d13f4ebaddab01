"""How many frames a task takes: few enough to steer and to balance, many enough to cost nothing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from threedkit.errors import FieldError
from threedkit.store.ranges import as_ranges

if TYPE_CHECKING:
    from threedkit.store.ranges import Ranges

__all__ = ["MAX_RANGES", "chunk_size", "parse_frames", "take"]

TARGET_SECONDS = 1.0
"""A task should take about so long: pausing, balancing and progress are then of that grain."""

MAX_RANGES = 48
"""A task carries at most so many runs of frames, so that it stays small."""

_MAX_FRAMES = 500

_RANGE = re.compile(r"\s*(\d+)\s*(?:-\s*(\d+)\s*)?(?::\s*(\d+)\s*)?")


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


def parse_frames(text: str, total: int) -> Ranges:
    """Read frame numbers as people write them: ``"7"``, ``"0-99,120"``, ``"0-47:12"`` (every twelfth).

    Args:
        text: numbers and ranges, both ends included, with commas between them.
        total: how many frames there are.

    Returns:
        Half-open ranges, ascending, each frame once.

    Raises:
        FieldError: it cannot be read, or names a frame that is not there.

    Example:
        >>> parse_frames("120, 0-3", 121)
        ((0, 4), (120, 121))
    """
    frames: set[int] = set()
    for part in text.split(","):
        match = _RANGE.fullmatch(part)
        if match is None or (match[3] is not None and (match[2] is None or int(match[3]) == 0)):
            raise FieldError(f"frames must be numbers and ranges such as '0-99,120' or '0-47:12', not {text!r}")
        first = int(match[1])
        last = first if match[2] is None else int(match[2])
        if first > last or last >= total:
            raise FieldError(f"frames {part.strip()!r} must run upward within 0 to {total - 1}")
        frames.update(range(first, last + 1, int(match[3] or 1)))
    return as_ranges(sorted(frames))
