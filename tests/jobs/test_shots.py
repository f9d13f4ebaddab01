"""Turntables frame the whole subject at every angle, loop without a jump and play the animation in time."""

from __future__ import annotations

import math

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import threedkit as tk
from threedkit import jobs
from threedkit.errors import FieldError
from threedkit.jobs.shots import DEFAULT_ASPECT
from threedkit.render import CameraView
from threedkit.transforms import matrices

angles = st.floats(-1.5, 1.5)
lengths = st.floats(0.01, 50.0)


def projected(view, points, aspect):
    """Clip-space x, y of world points, (n, 2); all must lie in front of the camera."""
    clip = view.clip_from_camera(aspect) @ view.camera_from_world
    homogeneous = np.c_[points, np.ones(len(points))] @ clip.T
    assert (homogeneous[:, 3] > 0).all()
    return homogeneous[:, :2] / homogeneous[:, 3:]


def rings(orbit, count=90):
    turn = np.linspace(0, 2 * np.pi, count, endpoint=False)
    around = [np.c_[r * np.cos(turn), np.full(count, h), r * np.sin(turn)] for r, h in orbit.profile]
    return np.concatenate(around) + orbit.pivot


@settings(deadline=None, max_examples=60)
@given(
    profile=st.lists(st.tuples(lengths, st.floats(-50, 50)), min_size=1, max_size=4),
    elevation=angles,
    yfov=st.floats(0.1, 2.0),
    aspect=st.floats(0.3, 3.0),
)
def test_the_subject_is_in_view_and_touches_the_edge(profile, elevation, yfov, aspect):
    # The pivot is the middle of the heights, as `turntable` chooses it.
    profile = [*[(r, s * h) for r, h in profile for s in (1, -1)][:-1], (0.01, -profile[-1][1])]
    orbit = jobs.Orbit(frames=7, profile=tuple(profile), elevation=elevation, yfov=yfov, margin=1.0, pivot=(1, -2, 3))
    for index in range(0, 7, 3):
        points = projected(orbit.view(index, aspect).camera, rings(orbit), aspect)
        assert np.abs(points).max() <= 1.0 + 1e-6
        assert np.abs(points).max() >= 0.98
        if np.abs(points[:, 0]).max() < 0.98:  # the height sets the distance: both edges are touched
            assert points[:, 1].min() == pytest.approx(-points[:, 1].max(), abs=0.02)


def test_the_film_loops_without_a_jump():
    orbit = jobs.Orbit(frames=12, elevation=0.4)
    eyes = np.array([view.camera.position for view in orbit])
    steps = np.linalg.norm(np.roll(eyes, -1, axis=0) - eyes, axis=1)
    assert np.allclose(steps, steps[0])
    assert not np.allclose(eyes[0], eyes[-1])
    assert np.allclose(np.linalg.norm(eyes, axis=1), math.hypot(*orbit.stand(DEFAULT_ASPECT)))


def test_a_positive_turn_goes_from_front_to_right():
    front, right = (jobs.Orbit(frames=4, elevation=0.0)[index].camera.position for index in (0, 1))
    assert front[2] > 0
    assert abs(front[0]) < 1e-9
    assert right[0] > 0
    assert abs(right[2]) < 1e-9
    assert jobs.Orbit(frames=4, elevation=0.0, turns=-1)[1].camera.position[0] < 0


@pytest.mark.parametrize("elevation", [math.pi / 2, -math.pi / 2])
def test_straight_above_and_below_have_an_up(elevation):
    first, second = (jobs.Orbit(frames=4, elevation=elevation)[index].camera.matrix for index in (0, 1))
    assert np.isfinite(first).all()
    assert not np.allclose(first, second)


def test_animation_plays_in_time_and_repeats():
    orbit = jobs.Orbit(frames=60, fps=20, duration=1.5, start=0.25)
    assert [orbit.time(index) for index in (0, 1, 29)] == pytest.approx([0.25, 0.3, 1.7])
    assert orbit.time(30) == pytest.approx(0.25)
    assert jobs.Orbit(frames=3, start=None).time(2) is None


def test_a_given_camera_is_turned_about_the_axis():
    view = CameraView.from_matrix(matrices.look_at((4.0, 1.0, 0.0), (0.0, 1.0, 0.0)))
    orbit = jobs.Orbit(frames=4, pivot=(0.0, 0.0, 0.0), camera=view)
    assert np.allclose(orbit[0].camera.position, (4, 1, 0))
    assert np.allclose(orbit[1].camera.position, (0, 1, -4))


def test_bad_values_are_named():
    for wrong, word in (
        ({"frames": 0}, "frames"),
        ({"frames": 2, "fps": 0}, "fps"),
        ({"frames": 2, "elevation": 2.0}, "elevation"),
        ({"frames": 2, "margin": math.nan}, "margin"),
        ({"frames": 2, "yfov": 4.0}, "yfov"),
        ({"frames": True}, "frames"),
    ):
        with pytest.raises(FieldError, match=word) as caught:
            jobs.Orbit(**wrong)
        assert "\n" not in str(caught.value)
    with pytest.raises(FieldError, match="cameras"):
        jobs.Views(cameras=(), times=(0.0,))
    with pytest.raises(IndexError, match="frames 0 to 1"):
        jobs.Orbit(frames=2)[2]


def test_shots_survive_json():
    orbit = jobs.Orbit(frames=5, animation=("Walk", 2))
    views = jobs.Views(cameras=(orbit[0].camera,), times=(0.0, None))
    for shots in (orbit, views):
        assert msgspec.json.decode(msgspec.json.encode(shots), type=jobs.Orbit | jobs.Views) == shots
    assert len(msgspec.json.encode(orbit)) < 600


def extent(orbit):
    """Largest distance from the axis, lowest and highest corner."""
    radii, heights = np.array(orbit.profile).T
    return radii.max(), heights.min(), heights.max()


def test_turntable_frames_a_sphere_tightly(make_scene):
    scene = make_scene()
    orbit = jobs.turntable(scene, 8, margin=1.0)
    assert extent(orbit) == pytest.approx((1.0, -1.0, 1.0), abs=0.01)
    corners = np.hypot(*np.array(orbit.profile).T)
    assert 0.99 < corners.min() <= corners.max() < 1.01
    assert orbit.duration == 0


def test_dense_meshes_are_framed_as_well():
    scene = tk.Scene()
    node = scene.add(tk.Mesh(tk.sphere(radius=2.0, segments=300, rings=200)), position=(5, 0, 0))
    assert node.mesh.primitives[0].vertex_count > 20_000
    orbit = jobs.turntable(scene)
    assert orbit.pivot == pytest.approx((5, 0, 0), abs=1e-3)
    assert extent(orbit)[0] == pytest.approx(2.03, abs=0.04)
    assert extent(orbit)[0] >= 2.0 - 1e-6


def moving_scene():
    scene = tk.Scene()
    node = scene.add(tk.Mesh(tk.box()), name="lift")
    times = np.array([0.0, 2.0], np.float32)
    values = np.array([[0, 0, 0], [0, 10, 0]], np.float32)
    rise = tk.Channel(node=node, path="translation", times=times, values=values)
    scene.animations = (tk.Animation(name="up", channels=(rise,)),)
    return scene


def test_the_whole_animation_is_framed():
    moving = jobs.turntable(moving_scene(), 48)
    assert moving.duration == pytest.approx(2.0)
    assert extent(moving)[2] > 5.0
    still = jobs.turntable(moving_scene(), 48, animate=False)
    assert extent(still)[2] == pytest.approx(0.5, abs=0.01)
    assert still.time(5) is None


def test_animate_takes_one_pass_of_the_animation():
    shots = jobs.animate(moving_scene(), fps=10)
    assert len(shots) == 20
    assert np.allclose(shots[0].camera.matrix, shots[19].camera.matrix)
    assert shots[19].time == pytest.approx(1.9)


def test_animate_follows_a_camera_node():
    scene = moving_scene()
    lift = scene.find("lift")
    scene.add(tk.PerspectiveCamera(), name="eye", parent=lift, position=(0, 0, 5))
    shots = jobs.animate(scene, "eye", frames=3, fps=1)
    assert [view.camera.position[1] for view in shots] == pytest.approx([0.0, 5.0, 0.0])


def test_stills_pair_cameras_and_times(make_scene):
    scene = make_scene()
    view = CameraView.from_matrix(matrices.look_at((0, 0, 4), (0, 0, 0)))
    shots = jobs.stills(scene, [None, view], times=[0.0, None])
    assert [one.time for one in shots] == [0.0, None]
    with pytest.raises(FieldError, match="times"):
        jobs.stills(scene, [view, view], times=[0.0])


def test_nothing_to_frame_is_said():
    with pytest.raises(FieldError, match="add a mesh"):
        jobs.turntable(tk.Scene(name="empty"))
    with pytest.raises(FieldError, match="no animation"):
        jobs.animate(tk.Scene(name="empty"))
