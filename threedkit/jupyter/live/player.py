"""The player of a view's animations: plays in the browser, and is told and asked about here."""

from __future__ import annotations

import time as clock
from typing import TYPE_CHECKING, Any

import traitlets

from threedkit.errors import FieldError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from threedkit.scene import Animation, Scene

__all__ = ["Player"]

_FIELDS = ("clip", "time", "playing", "speed", "loop")


class Player(traitlets.HasTraits):
    """Play, pause, scrub, choose; each can be linked to an ipywidget.

    Attributes:
        clip: which animation, by its number.
        time: seconds on its clock; while it plays, what the browser told last (`now` goes on from there).
        playing: whether it plays.
        speed: times the clock's speed; negative plays backwards.
        loop: begin again at the end.

    Example:
        >>> view.player.clip = "Walk"  # doctest: +SKIP
        >>> view.player.playing = True  # doctest: +SKIP
    """

    clip = traitlets.Any(0)
    time = traitlets.Float(0.0)
    playing = traitlets.Bool(False)
    speed = traitlets.Float(1.0)
    loop = traitlets.Bool(True)

    def __init__(self, scene: Scene, tell: Callable[[], None]) -> None:
        """Begin at the start of the first animation.

        Args:
            scene: whose animations they are.
            tell: called when something is assigned here.
        """
        self._scene, self._tell = scene, tell
        self._told = False
        self._stamp = clock.monotonic()
        super().__init__()
        self.observe(self._changed, names=list(_FIELDS))

    @traitlets.validate("clip")
    def _known(self, proposal: Any) -> int:
        names = [animation.name for animation in self._scene.animations]
        wanted = proposal.value
        if isinstance(wanted, str) and wanted in names:
            return names.index(wanted)
        if isinstance(wanted, int) and not isinstance(wanted, bool) and 0 <= wanted < max(len(names), 1):
            return wanted
        raise FieldError(f"view: player.clip must be the name or number of an animation ({names}), not {wanted!r}")

    @property
    def number(self) -> int:
        """Which of the scene's animations is chosen."""
        number: int = self.clip
        return number

    @property
    def animation(self) -> Animation:
        """The chosen animation."""
        return self._scene.animations[self.number]

    @property
    def now(self) -> float:
        """Seconds on the clock at this moment."""
        if not self.playing:
            return float(self.time)
        duration = self.animation.duration
        moment = self.time + (clock.monotonic() - self._stamp) * self.speed
        if duration <= 0:
            return 0.0
        return float(moment % duration if self.loop else min(max(moment, 0.0), duration))

    def play(self) -> None:
        """Let it play."""
        self.playing = True

    def pause(self) -> None:
        """Let it stand."""
        self.playing = False

    @property
    def state(self) -> dict[str, Any]:
        """What the browser is told."""
        return {name: getattr(self, name) for name in _FIELDS} | {"time": self.now}

    def take(self, state: Mapping[str, Any]) -> None:
        """Take over what the browser tells, without telling it back."""
        known = {name: state[name] for name in _FIELDS if name in state and state[name] is not None}
        self._told = True
        try:
            with self.hold_trait_notifications():
                for name, value in known.items():
                    setattr(self, name, value)
            self._stamp = clock.monotonic()
        finally:
            self._told = False

    def _changed(self, change: Any) -> None:
        if change.name == "playing" and not change.new and not self._told:
            elapsed = (clock.monotonic() - self._stamp) * self.speed
            duration = self.animation.duration
            self._stamp = clock.monotonic()
            if duration > 0:
                moment = self.time + elapsed
                self.set_trait("time", moment % duration if self.loop else min(max(moment, 0.0), duration))
        if change.name in {"time", "playing", "speed", "clip"}:
            self._stamp = clock.monotonic()
        if not self._told:
            self._tell()
