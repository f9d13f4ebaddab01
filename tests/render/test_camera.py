"""Fitted cameras, and cameras of the scene."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from threedkit.errors import RenderError
from threedkit.geometry import box, sphere
from threedkit.io import load
from threedkit.render import CameraView, fit_camera, resolve_camera
from threedkit.render.camera import fitted_view
from threedkit.render.outline import outline_of
from threedkit.scene import Animation, Channel, Mesh, OrthographicCamera, PerspectiveCamera, Scene
from threedkit.transforms import matrices, quaternions

SIZES = ((640, 480), (300, 900), (1920, 200))


def projected(view, size, points):
    clip = view.clip_from_camera(size[0] / size[1]) @ view.camera_from_world
    return matrices.project_points(clip, np.asarray(points, float))


def all_points(scene, times=(None,)):
    return np.concatenate(
        [
            scene.pose(t).positions(node, part)
            for t in times
            for node in scene.mesh_nodes
            for part in node.mesh.primitives
        ]
    )


@settings(max_examples=80, deadline=None)
@given(
    points=st.lists(st.tuples(*[st.floats(-50, 50)] * 3), min_size=2, max_size=30),
    scale=st.sampled_from((1e-4, 1.0, 1e5)),
    size=st.sampled_from(SIZES),
    azimuth=st.floats(-4, 4),
    elevation=st.floats(-1.4, 1.4),
)
def test_the_fitted_picture_holds_all_points_and_wastes_no_room(points, scale, size, azimuth, elevation):
    points = np.array(points) * scale
    if np.ptp(points, axis=0).max() < 1e-3 * scale:
        return
    view = fitted_view(points, size, azimuth=azimuth, elevation=elevation)
    seen = projected(view, size, points)
    assert (np.abs(seen[:, :2]) <= 0.92 + 1e-6).all()
    assert (np.abs(seen[:, 2]) <= 1).all(), "between the near and the far plane"
    flat = (points - view.position) @ view.matrix[:3, :3]
    assert (flat[:, 2] < 0).all()
    if np.ptp(flat[:, 2]) < 0.2 * np.abs(flat[:, 2]).min() and np.ptp(flat[:, :2]) > np.ptp(flat[:, 2]):
        assert np.abs(seen[:, :2]).max() > 0.8, "no farther away than needed"


@pytest.mark.parametrize("size", SIZES)
def test_models_fill_the_picture(suzanne, size):
    scene = load(suzanne)
    seen = np.abs(projected(fit_camera(scene, size), size, all_points(scene))[:, :2])
    assert 0.85 < seen.max() < 0.95


@pytest.mark.parametrize("seed", range(6))
def test_bodies_that_are_not_looked_into_would_change_nothing(seed):
    rng = np.random.default_rng(seed)
    scene = Scene()
    for _ in range(rng.integers(1, 300)):
        place, turn = rng.normal(size=3) * (40, 2, 2) ** rng.integers(0, 2), rng.normal(size=4)
        shape = sphere(radius=0.1 + rng.random(), segments=8, rings=5)
        scene.add(Mesh(shape), position=tuple(place), rotation=tuple(turn), scale=tuple(rng.random(3) * 2 - 0.5))
    view = {"azimuth": rng.random() * 6, "elevation": rng.random() * 2 - 1}
    whole = outline_of(scene, [scene.pose(None)])
    whole.look_into(np.ones(len(whole.corners), bool))
    assert len(whole.corners) == 0
    expected = fitted_view(whole, (300, 200), **view)
    found = fit_camera(scene, (300, 200), **view)
    np.testing.assert_allclose(found.matrix, expected.matrix, rtol=1e-12, atol=1e-12)
    assert (found.znear, found.zfar) == pytest.approx((expected.znear, expected.zfar))
    assert fit_camera(scene, (300, 200), pose=scene.pose(0.0), **view) == found


def test_few_of_many_bodies_are_looked_into(monkeypatch):
    scene = Scene()
    for place in np.random.default_rng(0).normal(size=(500, 3)) * 5:
        scene.add(Mesh(sphere(radius=0.2, segments=8, rings=5)), position=tuple(place))
    looked = []
    monkeypatch.setattr("threedkit.render.outline._outermost", lambda one: looked.append(one) or one.positions)
    fit_camera(scene, (300, 200))
    assert 4 <= len(looked) < 60


def test_the_whole_animation_is_in_the_picture_with_one_camera(shared_assets):
    scene = Scene()
    node = scene.add(Mesh(box((1, 1, 1))))
    values = np.array([(0, 0, 0), (0, 9, 0), (-4, 0, 0)], np.float32)
    scene.animations = (
        Animation(name="fly", channels=(Channel(node=node, path="translation", times=[0, 1, 2], values=values),)),
    )
    scenes = [scene]
    if shared_assets is not None:
        scenes += [load(next(shared_assets.rglob(name))) for name in ("Fox.glb", "BoxAnimated.glb", "RiggedSimple.glb")]
    for one in scenes:
        view = fit_camera(one, (400, 300))
        end = one.animations[0].duration
        seen = projected(view, (400, 300), all_points(one, np.linspace(0, end, 23)))
        assert np.abs(seen).max() <= 1.0
        assert resolve_camera(one, None, (400, 300)) == view


def test_one_moment_is_fitted_when_asked_for():
    scene = Scene()
    node = scene.add(Mesh(box((1, 1, 1))))
    values = np.array([(0, 0, 0), (0, 9, 0)], np.float32)
    scene.animations = (
        Animation(name="fly", channels=(Channel(node=node, path="translation", times=[0, 1], values=values),)),
    )
    near, far = fit_camera(scene, (64, 64), time=0.0), fit_camera(scene, (64, 64))
    assert np.linalg.norm(near.position) < np.linalg.norm(far.position)


def test_an_empty_scene_and_a_point_have_cameras():
    for scene in (Scene(), Scene()):
        assert np.isfinite(fit_camera(scene, (10, 10)).world_from_camera).all()
    flat = fitted_view(np.zeros((3, 3)), (10, 10))
    assert np.linalg.norm(flat.position) > 0.5


def test_a_scene_camera_is_found_by_node_name_and_content():
    scene = Scene()
    scene.add(Mesh(sphere(radius=1)))
    node = scene.add(PerspectiveCamera(yfov=0.6, znear=0.2, zfar=9.0), name="eye", scale=(2, 3, 4))
    node.look_at((0, 1, 5), (0, 0, 0))
    wanted = CameraView.from_matrix(matrices.look_at((0, 1, 5), (0, 0, 0)), yfov=0.6, znear=0.2, zfar=9.0)
    for camera in (node, "eye", node.camera, wanted):
        found = resolve_camera(scene, camera, (40, 30))
        assert np.allclose(found.matrix, wanted.matrix), "the node's scale does not count"
        assert (found.yfov, found.znear, found.zfar) == pytest.approx((0.6, 0.2, 9.0))


def test_unknown_cameras_are_named_with_those_there_are():
    scene = Scene()
    with pytest.raises(RenderError, match="no camera 'eye' in the scene; its cameras are none: pass camera=None"):
        resolve_camera(scene, "eye", (4, 4))
    scene.add(PerspectiveCamera(), name="a")
    with pytest.raises(RenderError, match="its cameras are 'a'"):
        resolve_camera(scene, "eye", (4, 4))
    other = Scene().add(PerspectiveCamera(), name="b")
    with pytest.raises(RenderError, match="'b' is not in the scene"):
        resolve_camera(scene, other, (4, 4))


def test_all_of_the_cameras_picture_is_shown_unstretched():
    scene = Scene()
    wide = scene.add(PerspectiveCamera(yfov=0.5, aspect=2.0))
    for size in ((200, 100), (300, 100), (100, 100)):
        view = resolve_camera(scene, wide, size)
        tan_y = math.tan(view.yfov / 2)
        assert tan_y >= math.tan(0.25) - 1e-9
        assert tan_y * size[0] / size[1] >= 2 * math.tan(0.25) - 1e-9
    flat = scene.add(OrthographicCamera(xmag=2, ymag=1))
    for size, expected in (((200, 100), (2, 1)), ((400, 100), (4, 1)), ((100, 100), (2, 2))):
        view = resolve_camera(scene, flat, size)
        assert (view.xmag, view.ymag) == pytest.approx(expected)


def test_an_animated_camera_moves():
    scene = Scene()
    rig = scene.add(OrthographicCamera(), name="eye")
    turn = [quaternions.IDENTITY, quaternions.from_axis_angle((0, 1, 0), math.pi / 2)]
    channel = Channel(node=rig, path="rotation", times=[0, 1], values=np.array(turn, np.float32))
    scene.animations = (Animation(name="turn", channels=(channel,)),)
    assert np.allclose(resolve_camera(scene, "eye", (4, 4), time=1.0).matrix[:3, 2], (1, 0, 0), atol=1e-6)
    assert np.allclose(resolve_camera(scene, "eye", (4, 4), time=None).matrix[:3, 2], (0, 0, 1))
