"""The player of a view: kernel and browser mean the same by it."""

from __future__ import annotations

import numpy as np
import pytest

import threedkit as tk
from threedkit.errors import FieldError
from threedkit.jupyter.live import player as module

PLAYING = {"clip": 0, "time": 0.5, "playing": True, "speed": 1.0, "loop": True}


@pytest.fixture
def scene() -> tk.Scene:
    made = tk.Scene()
    made.add(tk.Mesh(tk.box()), name="box")
    for name, seconds in (("long", 4), ("short", 1)):
        move = tk.Channel(
            node=made.nodes["box"], path="translation", times=np.float32([0, seconds]), values=np.eye(2, 3, dtype="f4")
        )
        made.animations = [*made.animations, tk.Animation(name=name, channels=(move,))]
    return made


@pytest.fixture
def clock(monkeypatch):
    """A clock that goes on by what it is told: `clock.pass_by(0.5)`."""

    class Clock:
        now = 100.0

        def monotonic(self) -> float:
            return self.now

        def pass_by(self, seconds: float) -> None:
            self.now += seconds

    made = Clock()
    monkeypatch.setattr(module, "clock", made)
    return made


def test_the_rest_pose_is_chosen_at_both_ends(view, browser):
    browser.say(type="player", player={**PLAYING, "clip": None, "playing": False})
    assert view.player.clip is None
    shot = view.shot()
    assert (shot.time, shot.animation) == (None, None)
    view.player.clip = "short"
    assert browser.last("player")["player"]["clip"] == 1
    assert (view.shot().time, view.shot().animation) == (0.5, 1)
    view.player.clip = None
    assert browser.last("player")["player"]["clip"] is None


@pytest.mark.parametrize(
    ("name", "value", "after"), [("speed", 4.0, 0.5), ("loop", False, 0.125), ("clip", 1, 0.125), ("playing", False, 0)]
)
def test_what_is_assigned_while_it_plays_leaves_the_time_that_was_reached(view, browser, clock, name, value, after):
    browser.say(type="player", player=PLAYING)
    clock.pass_by(4.25)  # once round
    told = len(browser.all("player"))
    setattr(view.player, name, value)
    assert view.time == pytest.approx(0.75)
    (message,) = browser.all("player")[told:]
    assert message["player"]["time"] == pytest.approx(0.75)
    clock.pass_by(0.125)
    assert view.time == pytest.approx(0.75 + after)


def test_a_clip_that_goes_while_it_plays_ends_the_playing(view, browser, scene):
    view.player.clip = "short"
    view.player.play()
    scene.animations = scene.animations[:1]
    told = browser.last("scene")
    assert (told["epoch"], told["player"]["clip"]) == (1, None)
    assert (view.shot().time, view.shot().animation) == (None, None)
    browser.say(type="shown", epoch=1)
    scene.animations = []
    assert browser.last("scene")["epoch"] == 2
    assert view.player.animation is None
    view.player.pause()


def test_a_clip_that_is_not_there_changes_nothing(view, browser):
    before = view.player.state
    browser.say(type="player", player={**PLAYING, "clip": 7})
    assert view.player.state == before
    assert "player.clip must be" in view.notes[-1]
    with pytest.raises(FieldError, match="or None, not 'fly'"):
        view.player.clip = "fly"


def test_what_an_observer_makes_of_it_is_told_to_the_browser_that_played(view, browser):
    def slowly(change) -> None:
        if change.new:
            view.player.speed = 0.5

    view.player.observe(slowly, names="playing")
    browser.say(type="player", player=PLAYING)
    told = browser.last("player")
    assert "skip" not in told
    assert (told["player"]["playing"], told["player"]["speed"]) == (True, 0.5)
