from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pytest

import threedkit as tk
from threedkit.jupyter.pythreejs.convert import animation, camera, geometry, light, material
from threedkit.jupyter.pythreejs.convert.texture import TextureBank
from threedkit.jupyter.pythreejs.convert.widgets import linear
from threedkit.render import CameraView

if TYPE_CHECKING:
    import pythreejs as three

QUAD = np.float32([[0, 0, 0], [1, 0, 0], [1, 1, 0], [0, 1, 0]])


def primitive(**values) -> tk.Primitive:
    return tk.Primitive(QUAD, **values)


def array(buffer: three.BufferGeometry, name: str) -> np.ndarray:
    return buffer.attributes[name].array


@pytest.mark.parametrize(
    ("mode", "indices", "wanted"),
    [
        ("TRIANGLES", [0, 1, 2], [[0, 1, 2]]),
        ("TRIANGLE_STRIP", None, [[0, 1, 2], [1, 3, 2]]),
        ("TRIANGLE_FAN", None, [[1, 2, 0], [2, 3, 0]]),
    ],
)
def test_all_triangle_modes_become_lists(mode, indices, wanted):
    made = geometry.buffer_geometry(primitive(mode=mode, indices=None if indices is None else np.uint8(indices)))
    found = array(made, "index").reshape(-1, 3)
    assert found.dtype == np.uint16
    assert {tuple(sorted(row)) for row in found.tolist()} == {tuple(sorted(row)) for row in wanted}


def test_normalised_integers_become_floats():
    made = geometry.buffer_geometry(
        primitive(
            texcoords=np.uint8([[0, 0], [255, 0], [255, 255], [0, 255]]),
            colors=np.uint16([[65535, 0, 0, 65535]] * 4),
            joints=np.uint8([[0, 1, 0, 0]] * 4),
            weights=np.uint8([[255, 255, 0, 0]] * 4),
        )
    )
    assert array(made, "uv").max() == 1
    np.testing.assert_allclose(array(made, "color"), [[1, 0, 0]] * 4)
    np.testing.assert_allclose(array(made, "skinWeight"), [[0.5, 0.5, 0, 0]] * 4)


def test_what_is_no_number_is_left_out():
    broken = QUAD.copy()
    broken[3] = np.nan
    damaged = tk.Primitive._trusted(positions=broken, indices=np.uint16([0, 1, 2, 0, 2, 3]))
    made = geometry.buffer_geometry(damaged)
    assert np.isfinite(array(made, "position")).all()
    assert array(made, "index").tolist() == [0, 1, 2]


def test_arrays_that_do_not_fit_yet_are_left_out():
    changing = primitive(indices=np.uint16([0, 1, 2, 0, 2, 3]), normals=np.float32([[0, 0, 1]] * 4))
    changing.positions = QUAD[:3]
    made = geometry.buffer_geometry(changing)
    assert "normal" not in made.attributes
    assert array(made, "index").tolist() == [0, 1, 2]


def test_morph_targets_are_absolute():
    made = geometry.buffer_geometry(primitive(targets=(tk.MorphTarget(positions=np.ones((4, 3), np.float32)),)))
    np.testing.assert_allclose(made.morphAttributes["position"][0].array, QUAD + 1)


def test_texture_transform_is_that_of_gltf():
    """KHR_texture_transform: offset + R(rotation) (scale uv), R(a) = ((cos, sin), (-sin, cos))."""
    shape = primitive(texcoords=np.float32([[1, 0], [0, 1], [1, 1], [0, 0]]))
    info = tk.TextureInfo(np.zeros((2, 2, 3), np.uint8), offset=(0.1, 0.2), rotation=math.pi / 2, scale=(2.0, 3.0))
    layout, exact = geometry.uv_layout(tk.Material(base_color_texture=info))
    assert exact
    found = geometry.coordinates(shape, layout.main)
    np.testing.assert_allclose(
        found, np.float32([[0, -2], [3, 0], [3, -2], [0, 0]]) + np.float32([0.1, 0.2]), atol=1e-6
    )


def traits(surface: tk.Material, **usage) -> dict:
    bank = TextureBank([])
    return material.material_traits(surface, material.Usage(**usage), bank, material.EnvironmentMap())


def test_material():
    image = np.zeros((2, 2, 3), np.uint8)
    surface = tk.Material(
        base_color=(0.001, 0.2, 0.3, 0.5), metallic=0.25, roughness=0.75, normal_texture=image, normal_scale=0.5,
        metallic_roughness_texture=image, base_color_texture=image, alpha_mode="BLEND", double_sided=True,
    )  # fmt: skip
    found = traits(surface, flat=True)
    assert found["color"] == linear((0.001, 0.2, 0.3))
    assert (found["opacity"], found["transparent"], found["side"]) == (0.5, True, "DoubleSide")
    assert (found["metalness"], found["roughness"], found["flatShading"]) == (0.25, 0.75, True)
    assert found["normalScale"] == (0.5, -0.5)
    assert found["metalnessMap"] is found["roughnessMap"]
    assert found["map"].encoding == "sRGBEncoding"
    assert found["metalnessMap"].encoding == "LinearEncoding"
    assert not found["map"].flipY


def test_rough_metal_gets_back_the_light_that_one_bounce_loses():
    rough, smooth, plastic = (
        traits(tk.Material(base_color=(1.0, 0.5, 0.0), metallic=metallic, roughness=roughness))["color"]
        for metallic, roughness in ((1.0, 1.0), (1.0, 0.0), (0.0, 1.0))
    )
    assert smooth == plastic == linear((1.0, 0.5, 0.0))
    assert rough["r"] > 2
    assert rough["b"] == 0


def test_alpha_modes():
    opaque, mask = (traits(tk.Material(base_color=(1, 1, 1, 0.5), alpha_mode=mode)) for mode in ("OPAQUE", "MASK"))
    assert (opaque["opacity"], opaque["transparent"], opaque["alphaTest"]) == (1.0, False, 0.0)
    assert (mask["opacity"], mask["transparent"], mask["alphaTest"]) == (0.5, False, 0.5)


def test_lights_keep_their_units():
    spot = light.light_traits(tk.SpotLight(intensity=800, range=5, inner_cone_angle=0.2, outer_cone_angle=0.4))
    assert (spot["intensity"], spot["distance"], spot["decay"], spot["angle"], spot["penumbra"]) == (
        800,
        5,
        2,
        0.4,
        0.5,
    )
    sun, target = light.light_widgets(tk.DirectionalLight(intensity=3.0))
    assert sun.intensity == 3.0
    assert sun.target is target
    assert target.position == (0, 0, -1)


@pytest.mark.parametrize("kind", ["perspective", "orthographic"])
def test_camera_there_and_back(kind):
    world = np.array([[0.8, 0, 0.6, 3], [0, 1, 0, 2], [-0.6, 0, 0.8, 4], [0, 0, 0, 1]])
    view = CameraView.from_matrix(world, kind=kind, yfov=0.7, xmag=2.0, ymag=1.0, znear=0.001, zfar=50.0)
    back = camera.camera_view(camera.three_camera(view, 2.0, 5.0))
    np.testing.assert_allclose(back.matrix, view.matrix, atol=1e-9)
    assert (back.kind, back.xmag if kind == "orthographic" else round(back.yfov, 9)) == (
        kind,
        2.0 if kind == "orthographic" else 0.7,
    )


def test_cubic_splines_are_sampled():
    node = tk.Node()
    values = np.float32([[[0] * 3, [0] * 3, [3, 0, 0]], [[3, 0, 0], [1, 0, 0], [0] * 3]])
    channel = tk.Channel(
        node=node, path="translation", times=np.float32([0, 1]), values=values, interpolation="CUBICSPLINE"
    )
    times, sampled = animation.keys(channel)
    middle = int(np.argmin(np.abs(times - 0.25)))
    np.testing.assert_allclose(sampled[middle], channel.sample(float(times[middle])), atol=1e-6)
    assert len(times) >= 60


def test_clip_names_tracks_by_object_and_counts_steps():
    node = tk.Node()
    channel = tk.Channel(
        node=node,
        path="rotation",
        times=np.float32([0, 2]),
        values=np.float32([[0, 0, 0, 1]] * 2),
        interpolation="STEP",
    )
    made = animation.clip(tk.Animation(name="spin", channels=(channel,)), lambda _node, _path: ["n7"], rate=30)
    (track,) = made.tracks
    assert (made.name, made.duration, track.name, track.interpolation) == (
        "spin",
        60,
        "n7.quaternion",
        "InterpolateDiscrete",
    )
    assert track.times.tolist() == [0, 60]
