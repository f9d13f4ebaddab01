"""The G-buffer's material ids, base colours, coordinates and motion, where the engine contract does not look."""

from __future__ import annotations

import numpy as np
import pytest

from threedkit import geometry
from threedkit.render.gbuffer import GBuffer, Moment, material_names
from threedkit.render.shot import CameraView
from threedkit.scene import (
    Animation,
    Channel,
    Image,
    Instances,
    Material,
    Mesh,
    MorphTarget,
    Scene,
    Texture,
)
from threedkit.transforms import matrices, quaternions

pytestmark = pytest.mark.engine
SIZE = (48, 48)
METRE = 24 / (5 * np.tan(0.35))  # pixels at the origin
UPRIGHT = tuple(quaternions.from_axis_angle((1, 0, 0), np.pi / 2))


@pytest.fixture(scope="module")
def buffer():
    made = GBuffer()
    yield made
    made.close()


def view(eye=(0, 0, 5)):
    return CameraView.from_matrix(matrices.look_at(eye, (eye[0], eye[1], 0)), yfov=0.7, znear=0.1)


def draw(buffer, scene, *outputs, times=(None, None), cameras=(None, None)):
    loaded = buffer.load(scene)
    now, then = (camera or view() for camera in cameras)
    try:
        after = Moment(then, scene.pose(times[1]))
        return buffer.draw(loaded, now, SIZE, scene.pose(times[0]), outputs, after=after)
    finally:
        loaded.close()


def animate(scene, element, path, values, **where):
    times = np.array([0, 1], np.float32)
    key = "target" if where else "node"
    channel = Channel(**{key: element}, path=path, times=times, values=np.asarray(values, np.float32), **where)
    scene.animations = [Animation(channels=(channel,))]


def card(**values):
    made = geometry.plane(size=2.0)
    for name, value in values.items():
        setattr(made, name, value)
    return made


def test_instances_move_with_their_node_and_in_their_own_frames(buffer):
    scene = Scene(environment=None)
    half = np.array([0, 0, np.sqrt(0.5), np.sqrt(0.5)], np.float32)
    instances = Instances(
        translation=np.array([[-1, 0, 0], [1, 0, 0]], np.float32),
        rotation=np.stack([np.array([0, 0, 0, 1], np.float32), half]),
    )
    node = scene.add(Mesh(geometry.box((0.8, 0.8, 0.01)), Material()), instances=instances)
    animate(scene, node, "translation", [(0, 0, 0), (0, 0.5, 0)])
    found = draw(buffer, scene, "motion", "object_id", times=(0.0, 1.0))
    on = found["object_id"] == 1
    assert on[:, :24].any()
    assert on[:, 24:].any()
    np.testing.assert_allclose(found["motion"][on], np.broadcast_to((0, -0.5 * METRE), (on.sum(), 2)), atol=0.01)


@pytest.mark.parametrize("normals", [True, False])
@pytest.mark.parametrize(("times", "shift"), [((0.0, 0.5), 0.4), ((0.5, 0.0), -0.4), ((0.25, 0.25), 0.0)])
def test_a_morph_that_begins_or_ends_at_rest(buffer, normals, times, shift):
    shape = card(targets=(MorphTarget(positions=np.tile(np.array((0.8, 0, 0), np.float32), (4, 1))),))
    if not normals:
        shape.normals = shape.tangents = None
    scene = Scene(environment=None)
    node = scene.add(Mesh(shape, Material()), rotation=UPRIGHT)
    animate(scene, node, "weights", [(0.0,), (1.0,)])
    motion = draw(buffer, scene, "motion", times=times)["motion"]
    np.testing.assert_allclose(motion[20:28, 24:28], np.broadcast_to((shift * METRE, 0), (8, 4, 2)), atol=0.01)
    plain = draw(buffer, scene, "depth", "normal", times=times)
    both = draw(buffer, scene, "depth", "normal", "motion", times=times)
    for name in plain:
        np.testing.assert_allclose(plain[name], both[name], atol=1e-6)


def test_what_comes_to_lie_behind_the_eye_has_no_motion(buffer):
    scene = Scene(environment=None)
    scene.add(Mesh(geometry.box((1, 1, 0.1)), Material()))
    passed = CameraView.from_matrix(matrices.look_at((0, 0, -1), (0, 0, -2)), yfov=0.7, znear=0.1)
    found = draw(buffer, scene, "motion", "object_id", cameras=(view(), passed))
    on = found["object_id"] == 1
    assert np.isnan(found["motion"][on]).all()
    assert (found["motion"][~on] == 0).all()


def test_far_from_the_origin_motion_is_as_fine(buffer):
    scene = Scene(environment=None)
    node = scene.add(Mesh(geometry.box((1, 1, 0.01)), Material()))
    animate(scene, node, "translation", [(4e5, 0, 0), (4e5 + 0.5, 0, 0)])
    eye = view((4e5, 0, 5))
    found = draw(buffer, scene, "motion", times=(0.0, 1.0), cameras=(eye, eye))
    np.testing.assert_allclose(found["motion"][24, 24], (0.5 * 24 / (4.995 * np.tan(0.35)), 0), atol=0.02)


def test_a_masked_card_has_the_colour_of_what_is_left(buffer):
    pixels = np.full((2, 2, 4), (255, 128, 0, 255), np.uint8)
    pixels[:, 0, 3] = 0
    material = Material(
        base_color=(0.5, 0.5, 0.5, 1.0), base_color_texture=Texture(Image.from_array(pixels)), alpha_mode="MASK"
    )
    scene = Scene(environment=None)
    scene.add(Mesh(card(), material), rotation=UPRIGHT)
    found = draw(buffer, scene, "albedo", "material_id", "uv")
    np.testing.assert_allclose(found["albedo"][24, 40 - 7], (0.5, 0.5 * 0.2159, 0), atol=2e-3)
    assert (found["albedo"][24, 17] == 0).all()
    assert found["material_id"][24, [17, 33]].tolist() == [0, 1]
    assert np.isnan(found["uv"][24, 17]).all()
    np.testing.assert_array_equal(draw(buffer, scene, "albedo")["albedo"], found["albedo"])


@pytest.mark.parametrize("channels", [1, 2, 3, 4])
def test_images_of_any_number_of_channels(buffer, channels):
    pixels = np.full((3, 5, channels), 188, np.uint8)
    scene = Scene(environment=None)
    scene.add(Mesh(card(), Material(base_color_texture=Texture(Image.from_array(pixels)))), rotation=UPRIGHT)
    np.testing.assert_allclose(draw(buffer, scene, "albedo")["albedo"][24, 24], 0.503, atol=2e-3)


def test_vertex_colours_of_three_numbers_and_of_bytes(buffer):
    scene = Scene(environment=None)
    colors = np.tile(np.array((255, 51, 0), np.uint8), (4, 1))
    scene.add(Mesh(card(colors=(colors,)), Material()), rotation=UPRIGHT)
    np.testing.assert_allclose(draw(buffer, scene, "albedo")["albedo"][24, 24], (1, 0.2, 0), atol=1e-6)


def test_an_animated_base_colour(buffer):
    material = Material(base_color=(1, 1, 1, 1))
    scene = Scene(environment=None)
    scene.add(Mesh(card(), material), rotation=UPRIGHT)
    pointer = "pbrMetallicRoughness/baseColorFactor"
    animate(scene, material, "pointer", [(0, 0, 0, 1), (1, 0.5, 0, 1)], pointer=pointer)
    for time in (0.0, 0.5, 1.0):
        found = draw(buffer, scene, "albedo", times=(time, time))["albedo"]
        np.testing.assert_allclose(found[24, 24], (time, 0.5 * time, 0), atol=1e-6)


def test_the_default_material_is_named_only_where_it_is_drawn():
    scene = Scene()
    scene.add(Mesh(card(), Material(name="paint")))
    assert material_names(scene) == {1: "paint"}
    scene.add(card())
    assert material_names(scene) == {1: "paint", 2: "default material"}
