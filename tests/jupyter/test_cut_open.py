"""A clipping plane cuts the engine's pictures of a view as it cuts the browser's."""

from __future__ import annotations

import numpy as np
import pytest

import threedkit as tk
from threedkit.jupyter.remote.states import SceneStates
from threedkit.render import Shot


@pytest.fixture
def scene():
    made = tk.Scene()
    made.add(tk.Mesh(tk.box((2, 2, 2)), tk.Material(base_color="#ef6631")), name="box")
    made.environment.background_color = "#102030"
    return made


def rows_with_something(color) -> np.ndarray:
    return np.flatnonzero((np.abs(color[..., :3].astype(int) - (16, 32, 48)).max(axis=-1) > 3).any(axis=1))


def test_a_snapshot_shows_what_is_left(scene):
    view = tk.view(scene, height=120, width=160)
    view.camera = tk.CameraView.from_matrix(np.array([[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 6], [0, 0, 0, 1.0]]))
    whole = rows_with_something(view.snapshot(samples=1).color)
    view.clipping = ((0, 2, 0), 0.0)
    half = rows_with_something(view.snapshot(samples=1).color)
    assert half[0] == pytest.approx(60, abs=1)
    assert half[-1] == whole[-1]
    assert scene.bounds()[1].tolist() == [1, 1, 1]
    view.clipping = None
    assert rows_with_something(view.snapshot(samples=1).color).tolist() == whole.tolist()
    view.close()


def test_states_of_a_scene_that_is_cut(scene):
    states, shot = SceneStates(scene), Shot(camera=tk.CameraView.from_matrix(np.eye(4)), size=(8, 8))
    whole = states.now(shot)
    plane = tk.Clipping((0.0, 1.0, 0.0), 0.25)
    cut = states.now(shot, plane)
    assert (cut.since, cut.name == whole.name) == (None, False)
    assert tk.load(cut.glb()).bounds()[1].tolist() == [1, 0.25, 1]
    assert states.now(shot, plane) is cut
    assert not states.changed()
    scene.nodes["box"].position = (0, -1, 0)
    assert states.changed()
    moved = states.now(shot, plane)
    assert moved.since is None
    assert tk.load(moved.glb()).bounds().tolist() == [[-1, -2, -1], [1, 0, 1]]
    assert tk.load(states.now(shot).glb()).bounds().tolist() == [[-1, -2, -1], [1, 0, 1]]


def test_what_is_animated_is_cut_anew_at_each_time(scene):
    up = tk.Channel(node=scene.nodes["box"], path="translation", times=[0, 2], values=[(0, 0, 0), (0, 2, 0)])
    scene.animations = [tk.Animation(channels=[up])]
    states, plane = SceneStates(scene), tk.Clipping((0.0, 1.0, 0.0), 0.5)
    camera = tk.CameraView.from_matrix(np.eye(4))
    tops = []
    for time in (0.0, 1.0):
        cut = tk.load(states.now(Shot(camera=camera, size=(8, 8), time=time, animation=0), plane).glb())
        tops.append(cut.pose(time).bounds(cut.nodes["box"])[1, 1])
    assert tops == pytest.approx([0.5, 0.5])
