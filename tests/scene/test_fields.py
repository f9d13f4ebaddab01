from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from threedkit.errors import FieldError
from threedkit.scene import (
    Environment,
    Image,
    Material,
    MorphTarget,
    Node,
    OrthographicCamera,
    PerspectiveCamera,
    Primitive,
    Sampler,
    SpotLight,
    Texture,
    TextureInfo,
)
from threedkit.transforms import colors


@pytest.mark.parametrize(
    ("make", "field", "value", "words"),
    [
        (Material, "roughness", 3.5, "Material.roughness must be a number from 0 to 1, not 3.5"),
        (Material, "metallic", float("nan"), "Material.metallic must be a number from 0 to 1, not nan"),
        (Material, "metallic", True, "from 0 to 1"),
        (Material, "alpha_mode", "GLASS", "one of 'OPAQUE', 'MASK', 'BLEND', not 'GLASS'"),
        (Material, "double_sided", 1, "True or False"),
        (Material, "base_color", "#12", "Material.base_color must be linear RGBA"),
        (Material, "base_color", (1, 2, 3), "from 0 to 1"),
        (Material, "emissive", (0.1, 0.2), "Material.emissive"),
        (Material, "normal_texture", 7, "a TextureInfo, Texture, Image or array of uint8 or None"),
        (Material, "name", 5, "Material.name must be text"),
        (Node, "position", (1, 2), "Node.position must be 3 finite numbers, not (1, 2)"),
        (Node, "position", (1, 2, float("inf")), "3 finite numbers"),
        (Node, "rotation", (0, 0, 0, 0), "not all zero"),
        (Node, "matrix", np.eye(3), "an array of shape (3, 3)"),
        (Node, "mesh", 3, "a Mesh or None"),
        (PerspectiveCamera, "yfov", 0, "above 0"),
        (PerspectiveCamera, "zfar", -1, "or None"),
        (OrthographicCamera, "xmag", 0, "above 0"),
        (SpotLight, "outer_cone_angle", 2.0, "SpotLight.outer_cone_angle"),
        (Sampler, "wrap_s", "WRAP", "'CLAMP_TO_EDGE'"),
        (Environment, "radiance", np.zeros((4, 8)), "shape (n, n, 3)"),
        (Environment, "intensity", -1, "of at least 0"),
        (Primitive, "positions", np.zeros((3, 2)), "shape (n, 3)"),
        (Primitive, "positions", [[np.nan, 0, 0]], "all finite: 1 of its values"),
        (Primitive, "indices", [-1], "Primitive.indices"),
        (Primitive, "joints", np.zeros((1, 4), np.float32), "Primitive.joints"),
        (lambda: TextureInfo(Texture()), "texcoord", -1, "whole number"),
    ],
)
def test_a_bad_value_is_refused_and_named(make, field, value, words):
    thing = make()
    before = getattr(thing, field)
    with pytest.raises(FieldError) as caught:
        setattr(thing, field, value)
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)
    assert getattr(thing, field) is before or getattr(thing, field) == before


def test_a_misspelt_field_is_an_error_and_lists_the_fields():
    with pytest.raises(FieldError, match=r"has no field 'rougness'.*roughness"):
        Material().rougness = 0.5
    with pytest.raises(FieldError, match="has no field 'colour'"):
        Material(colour="red")


@given(st.integers(0, 255), st.integers(0, 255), st.integers(0, 255))
def test_hex_colours_are_srgb_and_stored_linear(r, g, b):
    material = Material(base_color=f"#{r:02x}{g:02x}{b:02x}")
    expected = colors.srgb_to_linear(np.array([r, g, b]) / 255)
    np.testing.assert_allclose(material.base_color[:3], expected, atol=1e-12)
    assert material.base_color[3] == 1.0


def test_numpy_scalars_and_lists_are_taken():
    material = Material(roughness=np.float32(0.5), base_color=[np.float64(0.25)] * 3)
    assert material.roughness == 0.5
    assert material.base_color == (0.25, 0.25, 0.25, 1.0)
    assert Node(position=np.array([1, 2, 3])).position == (1.0, 2.0, 3.0)


@given(st.lists(st.floats(-1e3, 1e3), min_size=4, max_size=4).filter(lambda q: np.linalg.norm(q) > 1e-3))
def test_rotations_are_normalised(quaternion):
    assert np.linalg.norm(Node(rotation=quaternion).rotation) == pytest.approx(1.0, abs=1e-6)


def test_textures_are_wrapped_from_arrays_and_images():
    pixels = np.arange(2 * 3 * 4, dtype=np.uint8).reshape(2, 3, 4)
    pixels[..., 3] = 255
    material = Material(base_color_texture=pixels)
    image = material.base_color_texture.texture.source
    assert isinstance(image, Image)
    np.testing.assert_array_equal(image.pixels, pixels)
    texture = Texture(image)
    material.normal_texture = texture
    assert material.normal_texture.texture is texture
    assert set(material.slots()) == {"base_color_texture", "normal_texture"}


def test_arrays_keep_views_and_convert_only_when_needed():
    buffer = np.frombuffer(np.arange(9, dtype=np.float32).tobytes(), np.float32).reshape(3, 3)
    assert Primitive(buffer).positions is buffer
    assert Primitive(buffer.astype(np.float64)).positions.dtype == np.float32
    assert Primitive(buffer, indices=np.array([0, 1, 2], np.uint16)).indices.dtype == np.uint16
    assert Primitive(buffer, indices=[[0, 1, 2]]).indices.dtype == np.uint32


def test_arrays_of_one_primitive_must_agree():
    with pytest.raises(FieldError, match="NORMAL has 2 rows where POSITION has 3"):
        Primitive(np.zeros((3, 3)), normals=np.zeros((2, 3)))
    with pytest.raises(FieldError, match="9 is past the last of 3 vertices"):
        Primitive(np.zeros((3, 3)), indices=[0, 1, 9])
    with pytest.raises(FieldError, match=r"targets\[0\].POSITION"):
        Primitive(np.zeros((3, 3)), targets=MorphTarget(positions=np.zeros((1, 3))))


def test_normalised_integers_become_floats():
    primitive = Primitive(np.zeros((2, 3)), colors=np.array([[0, 255, 51, 255]] * 2, np.uint8))
    np.testing.assert_allclose(primitive.as_float("colors")[0], [0, 1, 0.2, 1])


@pytest.mark.parametrize(
    ("mode", "expected"),
    [
        ("TRIANGLES", [[0, 1, 2]]),
        ("TRIANGLE_STRIP", [[0, 1, 2], [1, 3, 2], [2, 3, 4]]),
        ("TRIANGLE_FAN", [[1, 2, 0], [2, 3, 0], [3, 4, 0]]),
        ("POINTS", np.empty((0, 3))),
        ("LINES", np.empty((0, 3))),
    ],
)
def test_triangles_of_every_mode(mode, expected):
    primitive = Primitive(np.zeros((5, 3)), mode=mode)
    np.testing.assert_array_equal(primitive.triangles, expected)
    assert primitive.triangle_count == len(expected)


def test_an_array_assigned_again_is_a_change_if_it_can_have_been_written_into():
    primitive, told = Primitive(positions=np.zeros((3, 3), np.float32)), []
    primitive.observe(told.append, names="positions")
    primitive.positions += 1
    assert len(told) == 1
    primitive.positions.flags.writeable = False
    primitive.positions = primitive.positions
    assert len(told) == 1
