"""When a lease is lost: its beat has stood still while we looked. No wall clock of any machine is compared."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Watch"]

_LOOKS = 3


class _Seen(NamedTuple):
    token: str
    beat: int
    at: float
    still: float


class Watch:
    """Observes the leases of others by our own monotonic clock.

    What passes between two looks counts for a third of `seconds` at most: an observer that slept, whose clock jumped,
    or that could not reach the database has not seen the owner stand still. So a lease is lost after four looks at
    least, and takes longer to be found by those who look seldom.

    Args:
        seconds: a beat that stands still for so long is lost.
        clock: seconds; any zero.

    Example:
        >>> times = iter([0.0, 5.0, 10.0, 15.0])
        >>> watch = Watch(15.0, lambda: next(times))
        >>> [watch.is_lost(7, "token", beat=1) for _ in range(4)]
        [False, False, False, True]
    """

    def __init__(self, seconds: float, clock: Callable[[], float]) -> None:
        """Begin with nothing seen."""
        self.seconds = seconds
        self._clock = clock
        self._seen: dict[int, _Seen] = {}
        self._lock = threading.Lock()

    def is_lost(self, job: int, token: str, beat: int) -> bool:
        """Take a look at the lease of a job; tell whether its owner has stood still for too long."""
        with self._lock:
            now = self._clock()
            seen = self._seen.get(job)
            still = 0.0
            if seen is not None and (seen.token, seen.beat) == (token, beat):
                still = seen.still + min(max(now - seen.at, 0.0), self.seconds / _LOOKS)
            self._seen[job] = _Seen(token, beat, now, still)
            return still >= self.seconds

    def forget(self, jobs: set[int]) -> None:
        """Keep what was seen of these jobs only."""
        with self._lock:
            self._seen = {job: seen for job, seen in self._seen.items() if job in jobs}
