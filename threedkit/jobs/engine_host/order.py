"""What one caller wants of the engine of its worker process."""

from __future__ import annotations

from concurrent.futures import Future
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from threedkit.render import Shot
    from threedkit.scene import Edit

__all__ = ["Order", "Since"]


class Since(NamedTuple):
    """How a scene came to be what it is: an engine process that has the earlier one loaded may follow.

    Attributes:
        scene: name of the earlier one.
        edits: what has changed since.
    """

    scene: str
    edits: tuple[Edit, ...]


class Order:
    """A frame to draw, or, without a shot, an engine to warm up.

    Attributes:
        engine: name of the engine.
        scene: SHA-256 of the scene's GLB, or another name that no other scene has.
        source: gives the file that holds the GLB, or its bytes; called only when the scene is not loaded.
        shot: what to draw.
        timeout: seconds that drawing may take; None: any.
        ticket: names the run that wants it.
        since: an earlier scene that this one was made of by edits; None: there is none.
        cancelled: why it is no longer wanted; None while it is.
        answer: what the caller waits for.
        warnings: what the engine warned of meanwhile.
    """

    def __init__(
        self,
        engine: str,
        scene: str = "",
        source: Callable[[], Path | bytes] | None = None,
        shot: Shot | None = None,
        *,
        timeout: float | None = None,
        ticket: str = "",
        since: Since | None = None,
    ) -> None:
        """Write it down."""
        self.engine, self.scene, self.source, self.shot = engine, scene, source, shot
        self.timeout, self.ticket, self.since = timeout, ticket, since
        self.cancelled: str | None = None
        self.answer: Future[Any] = Future()
        self.warnings: list[str] = []

    def is_cancelled(self) -> str | None:
        """Return why it is no longer wanted, or None."""
        return self.cancelled
