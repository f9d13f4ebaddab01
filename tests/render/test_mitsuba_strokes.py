"""Points and lines in the path tracer cover the pixels that OpenGL draws them in."""

from __future__ import annotations

import os
import warnings
from unittest import mock

import numpy as np
import pytest

from threedkit.geometry import plane
from threedkit.render.engines.mitsuba import MitsubaEngine
from threedkit.render.engines.mitsuba.variants import VARIABLE
from threedkit.render.gbuffer import GBuffer
from threedkit.render.shot import Shot
from threedkit.scene import Animation, Channel, Instances, Material, Mesh, MorphTarget, Primitive, Scene
from threedkit.testing.contract import furnace, srgb, view

pytestmark = pytest.mark.engine
SIZE = (160, 120)
DATA = ("object_id", "material_id", "depth", "normal", "albedo", "motion", "uv", "position")


@pytest.fixture(scope="module")
def engine():
    made = MitsubaEngine()
    yield made
    made.close()


@pytest.fixture(scope="module")
def gbuffer():
    made = GBuffer()
    yield made
    made.close()


def draw(engine, scene, camera=None, **values):
    loaded = engine.load(scene)
    shot = Shot(camera=camera or view(), **({"size": SIZE, "time": None, "outputs": DATA} | values))
    frame = engine.draw(loaded, shot)
    loaded.close()
    return frame


def compare(engine, gbuffer, scene, camera, time=None):
    """IoU of what both show of the first node, and where both do."""
    ours = draw(engine, scene, camera, time=time)
    loaded = gbuffer.load(scene)
    theirs = gbuffer.draw(loaded, camera, SIZE, scene.pose(time), DATA)
    loaded.close()
    one, other = ours.object_id == 1, theirs["object_id"] == 1
    assert other.sum() > 20
    return (one & other).sum() / (one | other).sum(), ours, theirs, one & other


@pytest.mark.parametrize("kind", ["perspective", "orthographic"])
@pytest.mark.parametrize("mode", ["POINTS", "LINES", "LINE_STRIP", "LINE_LOOP"])
def test_the_pixels_are_those_of_the_gbuffer(engine, gbuffer, mode, kind):
    rng = np.random.default_rng(7)
    positions = rng.normal(size=(60, 3)).astype(np.float32) * np.float32(0.7)
    primitive = Primitive(positions=positions, mode=mode, colors=(rng.random((60, 3), np.float32),))
    primitive.texcoords = (rng.random((60, 2), np.float32),)
    scene = Scene()
    scene.add(Mesh(primitive, Material(base_color=(0.9, 0.5, 0.2))), name="strokes")
    values = {"kind": kind, "xmag": 2.0, "ymag": 1.5, "zfar": 20.0} if kind == "orthographic" else {}
    iou, ours, theirs, both = compare(engine, gbuffer, scene, view((1, 1, 4), **values))
    # Where lines meet or end in the very middle of a pixel, rules of rasterisers decide.
    assert iou > 0.97
    for name, bound in (("depth", 0.02), ("albedo", 0.02), ("uv", 0.02), ("normal", 1e-4), ("position", 0.03)):
        difference = np.abs(ours.image(name)[both].astype(float) - theirs[name][both])
        assert np.median(difference) < bound / 5
        assert np.quantile(difference, 0.9) < bound  # crossings: the nearer of two


def test_indices_instances_morphs_and_animation_move_strokes(engine, gbuffer):
    positions = np.array([[-0.5, 0, 0], [0.5, 0, 0], [0.5, 0.5, 0], [-0.5, 0.5, 0]], np.float32)
    primitive = Primitive(positions=positions, indices=np.array([0, 1, 1, 2, 2, 3], np.uint32), mode="LINES")
    primitive.targets = (MorphTarget(positions=np.tile(np.array((0, 0.3, 0), np.float32), (4, 1))),)
    scene = Scene()
    node = scene.add(Mesh(primitive, Material(), weights=(1.0,)))
    node.instances = Instances(translation=np.array([[-0.7, -0.5, 0], [0.7, 0.2, -1]], np.float32))
    times = np.array([0, 1], np.float32)
    turn = Channel(node=node, path="translation", times=times, values=np.array([[0, 0, 0], [0.4, 0, 0]], np.float32))
    scene.animations = [Animation(channels=(turn,))]
    for time in (None, 1.0):
        iou, ours, theirs, both = compare(engine, gbuffer, scene, view((0.3, 0.2, 5)), time=time)
        assert iou > 0.97
        assert np.abs(ours.motion[both] - theirs["motion"][both]).max() < 0.05


def test_strokes_show_their_colour_and_cover_a_pixel(engine):
    """A level line through the middles of pixels covers them whole; between two rows it covers half of each."""
    for shift, covers in ((0.5, (0, 255, 0)), (0.0, (0, 127, 127))):
        y = shift * 2 * 5 * np.tan(np.radians(20)) / 64
        line = Primitive(positions=np.array([[-9, y, 0], [9, y, 0]], np.float32), mode="LINES")
        scene = furnace(0.5)
        scene.add(Mesh(line, Material(base_color=(0.2, 0.6, 0.1))))
        color = draw(engine, scene, size=(64, 64), samples=64, transparent=True, outputs=("color",)).color
        rows = color[30:33, 32] if shift else color[30:34, 32][[0, 1, 2]]
        assert np.abs(rows[:, 3].astype(int) - covers).max() < 12
        assert np.abs(rows[1, :3] - srgb((0.2, 0.6, 0.1))).max() < 2


def test_lines_that_begin_behind_the_camera_are_cut_at_its_near_plane(engine, gbuffer):
    line = Primitive(positions=np.array([[0.2, -0.3, 9], [0.4, 0.5, -9]], np.float32), mode="LINES")
    scene = Scene()
    scene.add(Mesh(line, Material()))
    iou, *_ = compare(engine, gbuffer, scene, view((0, 0, 5)))
    assert iou > 0.95


def test_strokes_without_an_end_or_a_point_are_nothing(engine):
    scene = furnace(0.5)
    for mode, count in (("LINES", 1), ("LINE_STRIP", 1), ("LINE_LOOP", 1), ("POINTS", 1)):
        scene.add(Mesh(Primitive(positions=np.full((count, 3), 0.01, np.float32), mode=mode), Material()), name=mode)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        frame = draw(engine, scene)
    assert [frame.names[key] for key in np.unique(frame.object_id) if key] == ["POINTS"]
    assert (frame.object_id > 0).sum() == 1


def test_strokes_come_into_sight_and_leave_it(engine):
    """Strokes behind the camera are nothing, before it they are there, also where they were nothing before."""
    primitive = Primitive(positions=np.array([[0, 0, 0], [0.3, 0.2, 0]], np.float32), mode="LINES")
    with mock.patch.dict(os.environ, {VARIABLE: "scalar"}):
        scalar = MitsubaEngine()
    for each in (engine, scalar):
        scene = Scene()
        scene.add(Mesh(primitive, Material()))
        loaded = each.load(scene)
        counts = []
        for target in ((0, 0, 9), (0, 0, 0), (0, 0, 9), (0, 0, 0)):
            shot = Shot(camera=view((0, 0, 5), target), size=(32, 32), samples=2, outputs=("color", "object_id"))
            counts.append(int((each.draw(loaded, shot).object_id > 0).sum()))
        loaded.close()
        assert counts[0] == counts[2] == 0 < counts[1] == counts[3]
    scalar.close()


def test_a_glowing_card_is_seen_from_its_front_only(engine):
    """Turned away it is nothing, in the scalar variant too, where a lamp without an area is an error."""
    with mock.patch.dict(os.environ, {VARIABLE: "scalar"}):
        scalar = MitsubaEngine()
    scene = Scene(environment=None)
    card = Material(base_color=(0, 0, 0), emissive=(0.5, 0.5, 0.5))
    scene.add(Mesh(plane(size=1.0), card))
    for each in (engine, scalar):
        loaded = each.load(scene)
        levels = []
        for height in (3, -3, 3):
            shot = Shot(camera=view((0, height, 0), up=(0, 0, 1)), size=(16, 16), samples=2, transparent=True)
            levels.append(each.draw(loaded, shot).color[8, 8].tolist())
        loaded.close()
        assert levels[0] == levels[2]
        assert levels[0][3] == 255
        assert levels[1] == [0, 0, 0, 0]
    scalar.close()
