"""What goes wrong behind an engine's picture does not end in silence."""

from __future__ import annotations

import time

import numpy as np
import pytest

import threedkit as tk
from threedkit.errors import RenderError
from threedkit.jupyter.remote.frames import Look, RemoteFrames
from threedkit.jupyter.remote.rendering import Rendering
from threedkit.render import CameraView, Frame, Shot

SECONDS = 60
CAMERA = CameraView.from_matrix(np.eye(4))
LOOK = Look(camera=CAMERA, size=(8, 5))


def until(done) -> None:
    end = time.monotonic() + SECONDS
    while not done():
        assert time.monotonic() < end
        time.sleep(0.005)


class Painter:
    """Draws grey, or raises what a test wants it to."""

    engine = "filament"
    error = None
    unseen = None
    looks = 0

    def paint(self, shot, work, clipping=None):
        if self.error is not None:
            raise self.error
        return work(Frame(color=np.full((*shot.size[::-1], 4), 128, np.uint8)))

    def changed(self):
        self.looks += 1
        if self.unseen is not None:
            raise self.unseen
        return False

    def cancel(self):
        pass

    def close(self):
        self.closed = True


@pytest.fixture
def drawn():
    """Frames of a painter, with what they gave."""
    painter, pictures, errors = Painter(), [], []
    frames = RemoteFrames(lambda: painter, pictures.append, errors.append)
    yield frames, painter, pictures, errors
    frames.close()
    until(lambda: not frames._thread.is_alive())


def test_an_engine_that_raises_anything_is_told_and_tried_again(drawn):
    frames, painter, pictures, errors = drawn
    painter.error = ModuleNotFoundError("No module named 'engine'")
    frames.look(LOOK)
    until(lambda: errors)
    answers = []
    frames.pick(3, 2, (8, 5), lambda found, _: answers.append(found))
    until(lambda: len(errors) == 2)
    assert errors == ["ModuleNotFoundError: No module named 'engine'"] * 2
    assert answers == [None]
    painter.error = None
    frames.look(LOOK)
    until(lambda: pictures)


def test_a_scene_that_cannot_be_compared_is_told_once(drawn, monkeypatch):
    monkeypatch.setattr("threedkit.jupyter.remote.frames._CHECK", 0.01)
    frames, painter, pictures, errors = drawn
    frames.look(LOOK)
    until(lambda: pictures)
    painter.unseen = RuntimeError("no more memory")
    until(lambda: errors)
    time.sleep(0.1)
    assert errors == ["RuntimeError: no more memory"]
    painter.unseen = None
    frames.acknowledge(1)
    frames.look(LOOK)
    until(lambda: len(pictures) == 2)
    before = painter.looks
    until(lambda: painter.looks > before)


def test_a_rendering_that_raises_anything_has_failed(monkeypatch):
    def ill(*_):
        raise ModuleNotFoundError("No module named 'threedkit_workers'")
        yield

    monkeypatch.setattr("threedkit.jupyter.remote.rendering.draw_on_cluster", ill)
    told = []
    rendering = Rendering(tk.Scene(), Shot(camera=CAMERA, size=(8, 5)), lambda *one: told.append(one), client=object())
    with pytest.raises(RenderError, match="ModuleNotFoundError: No module named 'threedkit_workers'") as raised:
        rendering.wait(SECONDS)
    assert isinstance(raised.value.__cause__, ModuleNotFoundError)
    assert (rendering.status, told[-1][0]["state"]) == ("failed", "failed")
