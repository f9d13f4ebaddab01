"""The frames of a job that are still to be handed out, and in what order."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from threedkit.jobs import plan
from threedkit.store.ranges import as_ranges

if TYPE_CHECKING:
    from collections.abc import Iterable

    from threedkit.store.ranges import Ranges

__all__ = ["Backlog", "Order"]


class Order(NamedTuple):
    """Frames for one task.

    Attributes:
        ranges: which.
        attempt: 1 for the first try.
        avoid: names of workers that have failed at it: another one should try.
        alone: nothing else may be in flight.
    """

    ranges: Ranges
    attempt: int = 1
    avoid: frozenset[str] = frozenset()
    alone: bool = False


class Backlog:
    """Three kinds of waiting work.

    Runs of frames never tried; frames to try once more, each in a task of its own; and suspects: frames whose worker
    died, drawn one by one with nothing else in flight, so that a frame that kills its worker takes no other with it.

    Example:
        >>> backlog = Backlog()
        >>> backlog.add([0, 1, 2, 3])
        >>> backlog.again(7, attempt=2)
        >>> backlog.next(workers=1, seconds=0.01, busy=True).ranges
        ((7, 8),)
        >>> backlog.next(workers=1, seconds=0.01, busy=True).ranges
        ((0, 2),)
    """

    def __init__(self) -> None:
        """Begin with nothing."""
        self._waiting: list[tuple[int, int]] = []
        self._again: list[tuple[int, int, frozenset[str]]] = []
        self._suspects: list[tuple[int, int]] = []

    def __len__(self) -> int:
        """How many frames wait."""
        fresh = sum(stop - start for start, stop in self._waiting)
        return fresh + len(self._again) + len(self._suspects)

    def frames(self) -> set[int]:
        """Return the frames that wait."""
        fresh = {frame for start, stop in self._waiting for frame in range(start, stop)}
        return fresh | {one[0] for one in self._again} | {one[0] for one in self._suspects}

    def add(self, frames: Iterable[int]) -> None:
        """Take in ascending frames for a first try, to be handed out before those that wait already."""
        self._waiting.extend(reversed(as_ranges(frames)))

    def again(self, frame: int, attempt: int, avoid: frozenset[str] = frozenset()) -> None:
        """Take in a frame that failed; `attempt` is the number of the next try."""
        self._again.append((frame, attempt, avoid))

    def suspect(self, frames: Iterable[int], attempt: int) -> None:
        """Take in the frames of a task that died with its worker."""
        self._suspects.extend((frame, attempt) for frame in sorted(frames, reverse=True))

    def drop(self, frames: Iterable[int]) -> None:
        """Forget frames."""
        gone = set(frames)
        self._again = [one for one in self._again if one[0] not in gone]
        self._suspects = [one for one in self._suspects if one[0] not in gone]
        if any(start < frame + 1 and frame < stop for start, stop in self._waiting for frame in gone):
            left = [frame for start, stop in self._waiting for frame in range(start, stop) if frame not in gone]
            self._waiting = list(reversed(as_ranges(sorted(left))))

    def clear(self) -> None:
        """Forget everything."""
        for kind in (self._waiting, self._again, self._suspects):
            kind.clear()

    def next(self, *, workers: int, seconds: float | None, busy: bool, most: int | None = None) -> Order | None:
        """Take out the frames for the next task; None when nothing can be handed out now.

        Args:
            workers: processes that draw.
            seconds: measured seconds a frame; None while unknown.
            busy: whether tasks are in flight.
            most: no more frames than that; None: any number.
        """
        if self._again:
            frame, attempt, avoid = self._again.pop()
            return Order(((frame, frame + 1),), attempt, avoid)
        if self._waiting:
            left = sum(stop - start for start, stop in self._waiting)
            size = plan.chunk_size(left, workers, seconds)
            return Order(plan.take(self._waiting, size if most is None else min(size, most)))
        if self._suspects and not busy:
            frame, attempt = self._suspects.pop()
            return Order(((frame, frame + 1),), attempt, alone=True)
        return None
