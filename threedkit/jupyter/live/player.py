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
        clip: which animation, by its number; None: the rest pose.
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
        self._heard: dict[str, Any] | None = None
        self._settling = False
        self._stamp = clock.monotonic()
        super().__init__()
        self.observe(self._changed, names=list(_FIELDS))

    @traitlets.validate("clip")
    def _known(self, proposal: Any) -> int | None:
        return self._checked(proposal.value)

    def _checked(self, wanted: Any) -> int | None:
        names = [animation.name for animation in self._scene.animations]
        if wanted is None:
            return None
        if isinstance(wanted, str) and wanted in names:
            return names.index(wanted)
        if isinstance(wanted, int) and not isinstance(wanted, bool) and 0 <= wanted < max(len(names), 1):
            return wanted
        raise FieldError(
            f"view: player.clip must be the name or number of an animation ({names}) or None, not {wanted!r}"
        )

    @property
    def number(self) -> int | None:
        """Which of the scene's animations is chosen; None: the rest pose, also where the chosen one is gone."""
        return self.clip if self._animation(self.clip) is not None else None

    @property
    def animation(self) -> Animation | None:
        """The chosen animation; None at the rest pose."""
        return self._animation(self.clip)

    def _animation(self, clip: int | None) -> Animation | None:
        animations = self._scene.animations
        return animations[clip] if clip is not None and clip < len(animations) else None

    @property
    def now(self) -> float:
        """Seconds on the clock at this moment."""
        return self._moment(self._fields())

    def _fields(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in _FIELDS}

    def _moment(self, fields: Mapping[str, Any]) -> float:
        """Seconds on the clock at this moment, if these fields have held since it was set."""
        animation = self._animation(fields["clip"])
        duration = 0.0 if animation is None else animation.duration
        if not fields["playing"] or duration <= 0:
            return float(fields["time"])
        moment = fields["time"] + (clock.monotonic() - self._stamp) * fields["speed"]
        return float(moment % duration if fields["loop"] else min(max(moment, 0.0), duration))

    def play(self) -> None:
        """Let it play."""
        self.playing = True

    def pause(self) -> None:
        """Let it stand."""
        self.playing = False

    @property
    def state(self) -> dict[str, Any]:
        """What the browser is told."""
        return self._fields() | {"clip": self.number, "time": self.now}

    @property
    def is_as_told(self) -> bool:
        """Whether this is just what a browser is telling at the moment, so that it need not be told."""
        return self._heard is not None and self._heard == self._fields()

    def take(self, state: Mapping[str, Any]) -> None:
        """Take over what the browser tells, without telling it back; what observers make of it is told.

        Raises:
            FieldError: there is no such animation.
        """
        known = {name: state[name] for name in _FIELDS if name in state and (state[name] is not None or name == "clip")}
        if "clip" in known:
            known["clip"] = self._checked(known["clip"])  # before anything is assigned
        self._heard = self._fields() | known
        try:
            with self.hold_trait_notifications():
                for name, value in known.items():
                    setattr(self, name, value)
                self._stamp = clock.monotonic()
        finally:
            self._heard = None

    def _changed(self, change: Any) -> None:
        if self._settling:
            return
        if self._heard is None and change.name != "time":
            self._settle(self._moment({**self._fields(), change.name: change.old}))
        self._stamp = clock.monotonic()
        if not self.is_as_told:
            self._tell()

    def _settle(self, moment: float) -> None:
        """Set the time that was reached until now, and say nothing of it yet."""
        self._stamp = clock.monotonic()
        self._settling = True
        try:
            self.set_trait("time", moment)
        finally:
            self._settling = False
