"""A player for a scene's animations: play, pause, scrub, choose."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import ipywidgets
import pythreejs as three

from threedkit.jupyter.closing import close_tree
from threedkit.jupyter.pythreejs.convert.animation import clip

if TYPE_CHECKING:
    from threedkit.jupyter.pythreejs.convert.live import LiveScene
    from threedkit.scene import Animation

__all__ = ["RATE", "Player"]

RATE = 30
"""Steps of the player a second; its clips count time in steps, because the browser can link whole numbers only."""


class Player(ipywidgets.HBox):
    """Plays in the browser: the Play widget moves the slider and the action's time there, without the kernel.

    While it plays, pythreejs draws frame after frame and three.js' mixer poses the scene at the action's time.

    Example:
        >>> view.player.time = 0.5  # doctest: +SKIP
    """

    def __init__(self, live: LiveScene) -> None:
        """Make the controls for the animations of a live scene."""
        self._live = live
        self._mixer = three.AnimationMixer(rootObject=live.content)
        self._actions: dict[int, tuple[Animation, Any]] = {}
        self._links: list[Any] = []
        self._active = False
        animations = live.scene.animations
        names = [(animation.name or f"animation {number}", number) for number, animation in enumerate(animations)]
        self.clip = ipywidgets.Dropdown(options=names, layout=ipywidgets.Layout(width="12em"))
        self.play = ipywidgets.Play(interval=round(1000 / RATE), repeat=True, show_repeat=False)
        self.slider = ipywidgets.IntSlider(readout=False, layout=ipywidgets.Layout(flex="1 1 auto"))
        self.readout = ipywidgets.Label("0.00 s", layout=ipywidgets.Layout(width="5em"))
        super().__init__([self.play, self.slider, self.readout, *([self.clip] if len(names) > 1 else [])])
        self.clip.observe(lambda _: self._choose(), names="value")
        self.play.observe(self._toggled, names="playing")
        self.slider.observe(self._moved, names="value")
        self._choose()

    @property
    def number(self) -> int:
        """Which of the scene's animations is chosen."""
        number: int = self.clip.value
        return number

    @property
    def animation(self) -> Animation:
        """The chosen animation."""
        animation: Animation = self._live.scene.animations[self.number]
        return animation

    @property
    def time(self) -> float:
        """Seconds on the chosen animation's clock; assign to scrub."""
        return float(self.slider.value) / RATE

    @time.setter
    def time(self, seconds: float) -> None:
        self.slider.value = round(seconds * RATE)

    def _action(self) -> Any:
        if self.clip.value not in self._actions:
            made = clip(self.animation, self._live.names, rate=RATE)
            action = three.AnimationAction(self._mixer, made, self._live.content, timeScale=0.0)
            self._actions[self.clip.value] = (self.animation, action)
        return self._actions[self.clip.value][1]

    def _choose(self) -> None:
        self.play.playing = False
        for link in self._links:
            link.unlink()
        for _, other in self._actions.values():
            other.stop()
        self._active = False
        steps = max(round(self.animation.duration * RATE), 1)
        for control in (self.play, self.slider):
            control.value, control.max = 0, steps
        action = self._action()
        self._links = [
            ipywidgets.jslink((self.play, "value"), (self.slider, "value")),
            ipywidgets.jslink((self.slider, "value"), (action, "time")),
        ]

    def _toggled(self, change: Any) -> None:
        action = self._action()
        if change.new:
            self._active = True
            action.play()
        else:
            action.pause()
            self._show(self.slider.value)

    def _moved(self, change: Any) -> None:
        self.readout.value = f"{change.new / RATE:.2f} s"
        if not self.play.playing:
            self._show(change.new)

    def _show(self, step: int) -> None:
        """Pose the scene at a step without playing, and draw it once."""
        action = self._action()
        if not self._active:
            # Playing makes the mixer take the action; paused, it still poses the scene at the action's time.
            action.play()
            action.pause()
            self._active = True
        action.time = float(step)
        self._mixer.exec_three_obj_method("update", 0)
        self._live.content.renderOrder += 1

    def close(self) -> None:
        """Free the browser's side of the player."""
        for link in self._links:
            link.unlink()
        for _, action in self._actions.values():
            for track in action.clip.tracks:
                track.close()
            action.clip.close()
            close_tree(action)
        self._actions.clear()
        self._mixer.close()
        close_tree(*self.children, self.clip)
        self.layout.close()
        super().close()
