"""Frame numbers as half-open ranges: (0, 3) is frames 0, 1 and 2."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Ranges", "as_ranges", "from_ranges"]

Ranges: TypeAlias = tuple[tuple[int, int], ...]
"""Ascending ranges (start, stop) that do not overlap."""


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
