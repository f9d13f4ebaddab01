"""The layers of a material are in the picture, and so is every edit of them between two pictures."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

import threedkit as tk
from threedkit.render import CameraView
from threedkit.transforms import colors, matrices

pytestmark = pytest.mark.engine
VIEW = CameraView.from_matrix(matrices.look_at((0, 0, 5), (0, 0, 0)), yfov=0.5, znear=0.1)


@pytest.fixture(scope="module")
def ball():
    scene = tk.Scene()
    scene.add(tk.Mesh(tk.sphere(radius=1), tk.Material(base_color=(0.6, 0.3, 0.2), metallic=0.0, roughness=0.4)))
    scene.add(tk.DirectionalLight(intensity=2)).look_at((2, 3, 4), (0, 0, 0))
    return scene


def picture(scene, **values):
    frame = tk.render(scene, size=(64, 64), camera=VIEW, engine="filament", outputs=("color",), **values)
    return frame.color[..., :3].astype(int)


def differs(one, other):
    return np.abs(one - other).mean() > 0.3


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("anisotropy", 1.0),
        ("clearcoat", 1.0),
        ("diffuse_transmission", 1.0),
        ("ior", 2.2),
        ("iridescence", 1.0),
        ("sheen", tk.Sheen(color=(1, 1, 1), roughness=0.5)),
        ("specular", tk.Specular(factor=0)),
        ("transmission", 1.0),
        ("unlit", True),
    ],
)
def test_a_layer_is_seen_from_the_next_picture_on(ball, field, value):
    material = ball.materials[0]
    plain, before = getattr(material, field), picture(ball)
    setattr(material, field, value)
    assert differs(picture(ball), before)
    setattr(material, field, plain)
    assert (picture(ball) == before).all()


def test_edits_within_a_layer_are_seen(ball):
    material = ball.materials[0]
    material.clearcoat = tk.Clearcoat(factor=0.2, roughness=0.0)
    pictures = [picture(ball)]
    material.clearcoat.factor = 1
    pictures.append(picture(ball))
    material.clearcoat.roughness = 0.6
    pictures.append(picture(ball))
    material.clearcoat = None
    material.transmission, material.volume = 1.0, tk.Volume(thickness=2, attenuation_distance=0.5)
    for color in ((0, 1, 0), (1, 0, 0)):
        material.volume.attenuation_color = color
        pictures.append(picture(ball))
    material.transmission = material.volume = None
    assert all(differs(one, other) for one, other in itertools.pairwise(pictures))
    assert pictures[3][32, 32].argmax() == 1
    assert pictures[4][32, 32].argmax() == 0


def test_emission_and_unlit_colour_follow_strength_and_exposure(ball):
    material = ball.materials[0]
    material.unlit = True
    shown = colors.srgb_to_linear(picture(ball, exposure=0.5)[32, 32] / 255)
    material.unlit = False
    assert shown == pytest.approx([0.3, 0.15, 0.1], abs=0.01)
    base, environment = material.base_color, ball.environment
    material.base_color, material.specular, ball.environment = (0, 0, 0, 1), 0.0, None
    material.emissive, material.emissive_strength = (0.1, 0.05, 0.02), 4.0
    glow = colors.srgb_to_linear(picture(ball)[32, 32] / 255)
    material.emissive, material.emissive_strength, material.base_color = (0, 0, 0), 1.0, base
    material.specular, ball.environment = None, environment
    assert glow == pytest.approx([0.4, 0.2, 0.08], abs=0.01)


def test_a_selected_variant_is_drawn(ball):
    primitive = ball.meshes[0].primitives[0]
    blue = tk.Material(base_color=(0, 0, 1, 1), metallic=0.0)
    primitive.variants = tk.VariantMaterial(material=blue, variants=tk.Variant(name="blue"))
    before = picture(ball)
    after = picture(tk.ops.select_variant(ball, "blue"))
    assert after[32, 32].argmax() == 2
    assert (picture(tk.ops.select_variant(ball)) == before).all()
    primitive.variants = ()


def test_a_scene_with_faults_that_do_no_harm_is_drawn(ball):
    material = ball.materials[0]
    material.normal_texture = np.full((2, 2, 3), (128, 128, 255), np.uint8)
    coordinates = ball.meshes[0].primitives[0].texcoords
    ball.meshes[0].primitives[0].texcoords = ()
    with pytest.raises(tk.AssetError):
        tk.load(ball.to_glb())
    assert picture(ball).any()
    ball.meshes[0].primitives[0].texcoords, material.normal_texture = coordinates, None


def test_the_set_of_coordinates_that_the_transform_names_is_read(ball):
    checker = np.zeros((2, 2, 3), np.uint8)
    checker[0] = 255
    scene = tk.Scene()
    flat = {"positions": [[-2, -2, 0], [2, -2, 0], [0, 3, 0]], "normals": [[0, 0, 1]] * 3}
    white, black = [np.full((3, 2), value, np.float32) for value in ((0.5, 0.25), (0.5, 0.75))]
    info = tk.TextureInfo(checker, texcoord=1, fallback_texcoord=0)
    material = tk.Material(base_color_texture=info, unlit=True)
    scene.add(tk.Primitive(**flat, texcoords=[white, black], material=material))
    assert picture(scene)[32, 32].max() < 20
    info.texcoord = 0
    assert picture(scene)[32, 32].min() > 235
