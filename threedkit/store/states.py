"""The states of a job and of its frames, and the moves between them."""

from __future__ import annotations

from typing import Final, Literal

from threedkit.errors import JobError

__all__ = ["FINAL", "FRAME_STATES", "MOVES", "OPEN", "FrameState", "Status", "Wish", "check_move"]

Status = Literal["queued", "running", "paused", "succeeded", "failed", "cancelled"]
"""How a job stands."""

FrameState = Literal["queued", "running", "succeeded", "failed", "skipped"]
"""How a frame stands."""

Wish = Literal["", "pause", "resume", "cancel"]
"""What somebody asked the runner of a job to do."""

MOVES: Final[dict[Status, frozenset[Status]]] = {
    "queued": frozenset({"running", "paused", "failed", "cancelled"}),
    "running": frozenset({"queued", "paused", "succeeded", "failed", "cancelled"}),
    "paused": frozenset({"queued", "running", "failed", "cancelled"}),
    "succeeded": frozenset(),
    "failed": frozenset({"queued"}),
    "cancelled": frozenset(),
}
"""Status -> those that may follow it. A running job is queued again when its runner hands it back or is lost, a failed
one by a retry; success and cancellation are final."""

FINAL: Final[frozenset[Status]] = frozenset({"succeeded", "failed", "cancelled"})
"""States in which no work goes on."""

OPEN: Final[frozenset[Status]] = frozenset(MOVES) - FINAL
"""States in which work goes on, or will."""

FRAME_STATES: Final[tuple[FrameState, ...]] = ("queued", "running", "succeeded", "failed", "skipped")


def check_move(job: str, before: Status, after: Status) -> None:
    """Raise JobError when a job may not go from one state to the other.

    Example:
        >>> check_move("fox", "running", "paused")
    """
    if after not in MOVES[before]:
        allowed = ", ".join(sorted(MOVES[before])) or "nothing: it has ended"
        raise JobError(f"job {job} is {before} and cannot become {after}; allowed: {allowed}")
