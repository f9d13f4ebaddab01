"""Which workers keep failing where others succeed."""

from __future__ import annotations

__all__ = ["Health"]

_LIMIT = 3


class Health:
    """Counts the failures in a row of each worker.

    A worker that fails `limit` tasks in a row, while another one succeeds, is at fault and not the frames: it is
    excluded. Where nobody succeeds, nobody is.

    Attributes:
        excluded: name of the worker -> what it failed with last.

    Example:
        >>> health = Health(limit=2)
        >>> [health.note(*one) for one in (("a", "no GPU"), ("b", None), ("a", "no GPU"))]
        [(), (), ('a',)]
    """

    def __init__(self, limit: int = _LIMIT) -> None:
        """Begin with no failures."""
        self.excluded: dict[str, str] = {}
        self._limit = limit
        self._streaks: dict[str, int] = {}
        self._reasons: dict[str, str] = {}
        self._outdone: set[str] = set()

    def note(self, worker: str, failure: str | None) -> tuple[str, ...]:
        """Take note of how a task ended on a worker; return the workers that are excluded from now on.

        Args:
            worker: its name.
            failure: what went wrong; None: at least one frame was drawn.
        """
        if failure is None:
            self._streaks.pop(worker, None)
            self._outdone.discard(worker)
            self._outdone.update(self._streaks)
        else:
            self._streaks[worker] = self._streaks.get(worker, 0) + 1
            self._reasons[worker] = failure
        found = [
            name
            for name, streak in self._streaks.items()
            if streak >= self._limit and name in self._outdone and name not in self.excluded
        ]
        self.excluded.update((name, self._reasons[name]) for name in found)
        return tuple(found)
