"""Frames of an engine for a view, without a browser: which are drawn, when, and what happens when something fails."""

from __future__ import annotations

import threading
import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import threedkit as tk
from threedkit.errors import CapabilityError, RenderError
from threedkit.jupyter.packing import pack
from threedkit.jupyter.packing.skeleton import skeleton
from threedkit.jupyter.remote.encoding import at_pixel
from threedkit.jupyter.remote.frames import Look, RemoteFrames
from threedkit.jupyter.remote.painters import make_painter
from threedkit.jupyter.remote.states import SceneStates
from threedkit.render import CameraView, Frame, Shot, fit_camera

SECONDS = 90
CAMERA = CameraView.from_matrix(np.eye(4))


class Painter:
    """Draws grey; remembers what it was asked, and waits where a test wants it to."""

    engine = "filament"

    def __init__(self):
        self.shots = []
        self.go = threading.Event()
        self.go.set()
        self.error = None
        self.edited = False
        self.closed = self.cancelled = False

    def paint(self, shot, work, clipping=None):
        self.shots.append(shot)
        assert self.go.wait(SECONDS)
        if self.error is not None:
            raise self.error
        width, height = shot.size
        images = {"color": np.full((height, width, 4), 128, np.uint8), "object_id": np.ones((height, width), np.uint32)}
        return work(Frame(**{name: images[name] for name in shot.outputs if name in images}))

    def changed(self):
        edited, self.edited = self.edited, False
        return edited

    def cancel(self):
        self.cancelled = True

    def close(self):
        self.closed = True


class Screen:
    """A browser that acknowledges when it is told to."""

    def __init__(self):
        self.pictures, self.errors = [], []
        self.painter = Painter()
        self.frames = RemoteFrames(lambda: self.painter, self.pictures.append, self.errors.append)

    def until(self, done):
        end = time.monotonic() + SECONDS
        while not done():
            assert time.monotonic() < end, (self.pictures, self.errors, self.painter.shots)
            time.sleep(0.005)


@pytest.fixture
def screen():
    screen = Screen()
    yield screen
    screen.painter.go.set()
    screen.frames.close()
    screen.until(lambda: not screen.frames._thread.is_alive())
    assert screen.painter.closed


def look(number=0.0, *, moving=False, size=(64, 40)):
    return Look(camera=CAMERA, size=size, time=number, moving=moving)


def test_one_frame_is_on_its_way_and_the_newest_camera_wins(screen):
    screen.frames.look(look(0))
    screen.until(lambda: screen.pictures)
    for number in range(1, 50):
        screen.frames.look(look(number))
    time.sleep(0.05)
    assert len(screen.pictures) == 1  # not acknowledged
    screen.frames.acknowledge(1)
    screen.until(lambda: len(screen.pictures) == 2)
    assert [shot.time for shot in screen.painter.shots] == [0, 49]
    assert [picture.seq for picture in screen.pictures] == [1, 2]


def test_what_moves_is_small_and_what_stands_is_whole(screen, monkeypatch):
    monkeypatch.setattr("threedkit.jupyter.remote.frames._SETTLE", 1000.0)
    screen.frames.look(look(0, moving=True))
    screen.until(lambda: screen.pictures)
    assert not screen.pictures[0].final
    monkeypatch.setattr("threedkit.jupyter.remote.frames._SETTLE", 0.01)
    screen.frames.acknowledge(1)
    screen.until(lambda: len(screen.pictures) == 2)  # nothing more has come: it stands
    assert screen.pictures[1].final
    first, second = screen.painter.shots
    assert first.size[0] < 64
    assert first.samples == 1
    assert second.size == (64, 40)
    screen.frames.acknowledge(2)
    time.sleep(0.3)
    assert len(screen.pictures) == 2  # and nothing is drawn once more


def test_a_lost_acknowledgement_does_not_end_it(screen, monkeypatch):
    monkeypatch.setattr("threedkit.jupyter.remote.frames._PATIENCE", 0.05)
    screen.frames.look(look(0))
    screen.until(lambda: screen.pictures)
    time.sleep(0.1)
    screen.frames.look(look(1))
    screen.until(lambda: len(screen.pictures) == 2)


def test_edits_are_drawn_told_or_found(screen, monkeypatch):
    monkeypatch.setattr("threedkit.jupyter.remote.frames._CHECK", 0.02)
    screen.frames.look(look(0))
    screen.until(lambda: screen.pictures)
    screen.frames.acknowledge(1)
    screen.frames.refresh()
    screen.until(lambda: len(screen.pictures) == 2)
    screen.frames.acknowledge(2)
    screen.painter.edited = True
    screen.until(lambda: len(screen.pictures) == 3)


def test_what_fails_is_told_once_and_tried_again_at_the_next_look(screen):
    screen.painter.error = RenderError("the driver is ill")
    screen.frames.look(look(0, moving=True))
    screen.until(lambda: screen.errors)
    time.sleep(0.3)
    assert screen.errors == ["the driver is ill"]
    screen.painter.error = None
    screen.frames.look(look(1))
    screen.until(lambda: screen.pictures)


def test_a_pick_is_answered_between_frames_and_after_an_error(screen):
    answers = []
    screen.frames.look(look(0))
    screen.frames.pick(3.4, 2.6, (64, 40), lambda found, at: answers.append((found, at.time)))
    screen.until(lambda: answers)
    assert answers[0] == ((1, None), 0)
    screen.painter.error = RenderError("no")
    screen.frames.pick(3, 2, (64, 40), lambda found, at: answers.append((found, at.time)))
    screen.until(lambda: len(answers) == 2)
    assert answers[1] == (None, 0)


def test_nothing_blocks_and_the_end_gives_up_what_is_drawn():
    screen = Screen()
    screen.painter.go.clear()
    start = time.monotonic()
    screen.frames.look(look(0))
    screen.until(lambda: screen.painter.shots)
    for number in range(100):
        screen.frames.look(look(number))
        screen.frames.acknowledge(number)
    screen.frames.close()
    screen.frames.close()
    assert time.monotonic() - start < SECONDS / 2
    assert screen.painter.cancelled
    screen.painter.go.set()
    screen.until(lambda: screen.painter.closed)
    assert not screen.pictures


@given(st.integers(-50, 50), st.integers(-50, 50))
def test_a_pixel_tells_what_is_nearest_in_the_picture(x, y):
    ids = np.arange(1, 13, dtype=np.uint32).reshape(3, 4)
    found = at_pixel(Frame(object_id=ids), x, y)
    assert found.object_id == ids[min(max(y, 0), 2), min(max(x, 0), 3)]


def test_states_of_a_scene_are_followed():
    scene = tk.Scene()
    ball = scene.add(tk.Mesh(tk.sphere()))
    states = SceneStates(scene)
    first = states.now()
    assert first.since is None
    assert tk.load(first.glb()).content_hash == scene.content_hash
    ball.position = (0, 1, 0)
    assert states.changed()
    second = states.now()
    assert (second.since.scene, second.since.edits[0].field) == (first.name, "position")
    assert states.now() == second
    assert not states.changed()
    scene.add(tk.Mesh(tk.box()))
    assert states.now().since is None  # another scene
    states.forget()
    assert states.now().since is None


def seen(scene):
    """A small shot of a scene."""
    view = fit_camera(scene, (32, 32)) if len(scene.mesh_nodes) else CAMERA
    return Shot(camera=view, size=(32, 32), samples=1)


def test_a_scene_that_is_too_large_is_refused_in_words_before_it_is_touched():
    count = 100_000_000
    corner = np.lib.stride_tricks.as_strided(np.zeros(3, np.float32), (3, 3), (0, 4))
    indices = np.lib.stride_tricks.as_strided(np.zeros(1, np.uint32), (3 * count,), (0,))
    scene = tk.Scene()
    primitive = tk.Primitive(positions=np.array(corner))
    scene.add(tk.Mesh([primitive]))
    primitive._trait_values["indices"] = indices  # of no memory, so that the test needs none
    start = time.monotonic()
    with pytest.raises(CapabilityError, match=r"100,000,000 triangles and a view follows 30,000,000; tk.ops.simplify"):
        SceneStates(scene).now()
    assert time.monotonic() - start < SECONDS


@pytest.mark.engine
def test_an_engine_process_draws_edits_and_scenes_without_meshes():
    scene = tk.Scene()
    scene.environment.background_color = "#102030"
    painter = make_painter(scene, None)
    try:

        def mean(shot):
            return painter.paint(shot, lambda frame: frame.color[..., :3].mean(axis=(0, 1)).round().tolist())

        shot = seen(scene)
        assert mean(shot) == [16, 32, 48]
        ball = scene.add(tk.Mesh(tk.sphere(segments=16, rings=8), tk.Material(base_color="#ff0000")))
        point = tk.Primitive(positions=np.zeros((3, 3), np.float32))
        scene.add(tk.Mesh([point]), name="without area")
        shot = seen(scene)
        red = mean(shot)
        assert red[0] > 2 * red[1]
        assert painter.changed() is False
        ball.visible = False
        assert painter.changed()
        assert mean(shot) == [16, 32, 48]
    finally:
        painter.close()


def test_a_skeleton_needs_no_blobs():
    scene = tk.Scene()
    pixels = np.zeros((4, 4, 3), np.uint8)
    texture = tk.Texture(source=tk.Image.from_array(pixels))
    body = scene.add(tk.Mesh(tk.box(), tk.Material(base_color_texture=texture)), name="body")
    scene.add(tk.PerspectiveCamera(yfov=0.8), parent=body, name="eye")
    full = pack(scene).gltf
    bare = skeleton(full)
    assert "tk:" in str(full)
    assert "tk:" not in str(bare)
    assert [node.get("name") for node in bare["nodes"]] == [node.get("name") for node in full["nodes"]]
    assert len(bare["materials"]) == len(full["materials"])
    assert not {"images", "buffers", "textures"} & set(bare)
