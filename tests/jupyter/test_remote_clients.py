"""Which browsers an engine's pictures are sent to, and what they are told of a pick."""

from __future__ import annotations

import numpy as np
import pytest

import threedkit as tk
from threedkit.jupyter.remote import link as linking
from threedkit.jupyter.remote.frames import Look, Picture
from threedkit.render import CameraView

LOOK = Look(camera=CameraView.from_matrix(np.eye(4)), size=(8, 5))


@pytest.fixture
def view(monkeypatch):
    """A view that an engine draws, which a test does itself: `view.draw(1)`."""

    class Still:
        def __init__(self, _make, show, fail):
            self.show, self.fail, self.looks = show, fail, 0

        def look(self, _):
            self.looks += 1

        def acknowledge(self, _):
            pass

        refresh = close = lambda _: None

    now = [100.0]
    monkeypatch.setattr(linking, "RemoteFrames", Still)
    monkeypatch.setattr(linking, "time", type("Clock", (), {"monotonic": staticmethod(lambda: now[0])}))
    scene = tk.Scene()
    scene.add(tk.Mesh(tk.box()))
    made = tk.view(scene, height=100, mode="remote")
    made.sent, made.clock = [], now
    made.send = lambda content, buffers=None: made.sent.append((content, buffers))
    made.draw = lambda seq: made._remote._show(
        Picture(data=b"a picture", mime="image/png", seq=seq, final=True, look=LOOK)
    )
    yield made
    made.close()


def hear(view, client, kind, **content):
    view.channel.hear({"type": kind, "client": client, **content}, [])


def frames_of(view):
    return [(content["to"], buffers) for content, buffers in view.sent if content["type"] == "frame"]


def test_a_picture_is_sent_once_and_not_to_pages_that_are_gone(view):
    for client in ("gone", "one", "two"):
        hear(view, client, "ready", width=160, height=100, webgl=True)
    view.draw(1)
    assert frames_of(view) == [(["gone", "one", "two"], [b"a picture"])]
    for seq in range(1, 4):
        view.clock[0] += 6
        for client in ("one", "two"):
            hear(view, client, "frame-ack", seq=seq, time=None)
        view.draw(seq + 1)
    assert frames_of(view)[-1][0] == ["one", "two"]
    view._remote._fail("no driver")
    assert view.sent[-1][0]["to"] == ["gone", "one", "two"]

    looks = view._remote._frames.looks
    hear(view, "gone", "frame-ack", seq=1, time=None)  # it was only slow
    assert view._remote._frames.looks == looks + 1
    view.draw(9)
    assert frames_of(view)[-1][0] == ["gone", "one", "two"]


def test_whom_nobody_acknowledges_is_not_gone(view):
    hear(view, "one", "ready", width=160, height=100, webgl=True)
    for seq in range(1, 5):
        view.draw(seq)
        view.clock[0] += 60  # a cell runs, and acknowledgements wait for its end
    assert [to for to, _ in frames_of(view)] == [["one"]] * 4


def test_a_pick_names_the_scene_that_its_node_is_of(view, monkeypatch):
    hear(view, "one", "ready", width=160, height=100, webgl=True)
    asked = []
    view._remote._frames.pick = lambda *given: asked.append(given[-1])
    hear(view, "one", "pick-ask", id="p", x=3, y=2, width=160, height=100)
    view.scene.add(tk.Mesh(tk.box()))
    monkeypatch.setattr(linking, "catch", lambda *_: None)
    asked[0](object(), LOOK)
    told = view.sent[-1][0]
    assert (told["type"], told["epoch"], told["hit"]) == ("pick-answer", 1, None)


def test_who_comes_second_is_sent_a_changed_scene_once_and_the_first_hears_of_it(view, monkeypatch):
    hear(view, "one", "ready", width=160, height=100, webgl=True)
    monkeypatch.setattr(view._mirror._structure, "request", lambda **_: None)  # it waits for its turn
    view.scene.add(tk.Mesh(tk.box()))
    hear(view, "two", "ready", width=160, height=100, webgl=True)
    told = [(content["to"], content["epoch"]) for content, _ in view.sent if content["type"] == "scene"]
    assert told == [("one", 0), ("one", 1), ("two", 1)]
