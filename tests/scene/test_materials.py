"""Layers of materials: checked, observed, found by the inventory, copied."""

from __future__ import annotations

import math

import numpy as np
import pytest

import threedkit as tk
from threedkit.scene import LAYERS, Image, Layer, MadeImage, TextureInfo
from threedkit.scene import materials as room

KINDS = {
    "anisotropy": tk.Anisotropy,
    "clearcoat": tk.Clearcoat,
    "diffuse_transmission": tk.DiffuseTransmission,
    "iridescence": tk.Iridescence,
    "sheen": tk.Sheen,
    "specular": tk.Specular,
    "transmission": tk.Transmission,
    "volume": tk.Volume,
}
PIXELS = np.zeros((2, 2, 3), np.uint8)


def test_every_layer_is_a_field():
    assert tuple(KINDS) == LAYERS
    classes = {kind for kind in vars(room).values() if isinstance(kind, type) and issubclass(kind, Layer)} - {Layer}
    assert classes == set(KINDS.values())


def test_a_plain_material_has_no_layers():
    material = tk.Material()
    assert material.layers() == {}
    assert (material.unlit, material.emissive_strength, material.ior, material.dispersion) == (False, 1.0, 1.5, 0.0)


@pytest.mark.parametrize("name", LAYERS)
def test_the_main_value_makes_a_layer(name):
    kind = KINDS[name]
    value = "#ff0000" if kind.MAIN == "color" else 0.25
    material = tk.Material(**{name: value})
    assert isinstance(material.layers()[name], kind)
    assert getattr(getattr(material, name), kind.MAIN) == ((1.0, 0.0, 0.0) if kind.MAIN == "color" else 0.25)
    setattr(material, name, None)
    assert material.layers() == {}


WRONG = [
    ("ior", 0.5, "Material.ior must be a number of at least 1, or 0, not 0.5"),
    ("ior", -1, "at least 1, or 0"),
    ("emissive_strength", -1, "of at least 0"),
    ("dispersion", -0.1, "of at least 0"),
    ("unlit", 1, "True or False"),
    ("clearcoat", "red", "Material.clearcoat must be a Clearcoat or its factor or None"),
    ("clearcoat", True, "Material.clearcoat must be a Clearcoat or its factor or None"),
    ("clearcoat", 2, "Clearcoat.factor must be a number from 0 to 1, not 2"),
    ("sheen", 1, "Material.sheen must be a Sheen or its color or None"),
    ("sheen", (2, 0, 0), "Sheen.color"),
    ("volume", -1, "Volume.thickness"),
]


@pytest.mark.parametrize(("name", "value", "words"), WRONG)
def test_wrong_values_are_named(name, value, words):
    with pytest.raises(tk.FieldError, match=words):
        tk.Material(**{name: value})


@pytest.mark.parametrize(
    ("build", "words"),
    [
        (lambda: tk.Iridescence(ior=0.9), "Iridescence.ior must be a number of at least 1"),
        (lambda: tk.Iridescence(thickness_minimum=-1), "thickness_minimum"),
        (lambda: tk.Volume(attenuation_distance=0), "above 0"),
        (lambda: tk.Volume(attenuation_distance=math.nan), "attenuation_distance"),
        (lambda: tk.Volume(thickness=math.inf), "thickness"),
        (lambda: tk.Volume(attenuation_color=(1, 1, 2)), "attenuation_color"),
        (lambda: tk.Specular(color=(-1, 1, 1)), "Specular.color"),
        (lambda: tk.Specular(factor=1.5), "Specular.factor"),
        (lambda: tk.Anisotropy(strength=2), "Anisotropy.strength"),
        (lambda: tk.DiffuseTransmission(color=(0, 0, 2)), "DiffuseTransmission.color"),
        (lambda: tk.Transmission(texture=3), "a TextureInfo, Texture, Image or array"),
        (lambda: TextureInfo(PIXELS, fallback_texcoord=-1), "TextureInfo.fallback_texcoord"),
    ],
)
def test_wrong_values_of_layers_are_named(build, words):
    with pytest.raises(tk.FieldError, match=words):
        build()


def test_what_the_specifications_allow_is_taken():
    assert tk.Specular(color=(5, 1, 1)).color == (5.0, 1.0, 1.0)
    assert tk.Volume(attenuation_distance=math.inf).attenuation_distance == math.inf
    assert tk.Material(ior=0).ior == 0.0
    assert tk.Iridescence(thickness_minimum=500, thickness_maximum=100).thickness_minimum == 500.0


def test_nested_fields_are_observed():
    material, seen = tk.Material(clearcoat=0.5), []
    material.clearcoat.observe(lambda change: seen.append((change.old, change.new)), names="factor")
    material.clearcoat.factor = 1
    assert seen == [(0.5, 1.0)]


def test_nested_textures_are_slots_and_in_the_inventory():
    coat = tk.Clearcoat(factor=1, texture=PIXELS, normal_texture=PIXELS)
    material = tk.Material(base_color_texture=PIXELS, clearcoat=coat, sheen=tk.Sheen(roughness_texture=PIXELS))
    names = ["base_color_texture", "clearcoat.texture", "clearcoat.normal_texture", "sheen.roughness_texture"]
    assert list(material.slots()) == names
    scene = tk.Scene()
    scene.add(tk.Primitive(positions=[[0, 0, 0]], mode="POINTS", material=material))
    assert list(scene.textures) == [info.texture for info in material.slots().values()]
    assert len(scene.images) == 4


def test_materials_of_variants_are_in_the_inventory():
    other, look = tk.Material(clearcoat=tk.Clearcoat(texture=PIXELS)), tk.Variant(name="other")
    scene = tk.Scene()
    scene.add(tk.Primitive(positions=[[0, 0, 0]], variants=tk.VariantMaterial(material=other, variants=look)))
    assert list(scene.materials) == [other]
    assert list(scene.variants) == [look]
    assert len(scene.textures) == 1
    spare = tk.Variant(name="spare")
    scene.variants = [spare]
    assert list(scene.variants) == [spare, look]
    with pytest.raises(tk.FieldError, match="must be Variants"):
        scene.variants = ["night"]


def test_a_copy_has_layers_of_its_own():
    scene = tk.Scene()
    scene.add(tk.Primitive(positions=[[0, 0, 0]], material=tk.Material(clearcoat=0.5)))
    copy = scene.copy()
    copy.materials[0].clearcoat.factor = 1
    assert scene.materials[0].clearcoat.factor == 0.5


def test_a_made_image_is_made_once():
    calls = []

    def make():
        calls.append(1)
        return Image.from_array(PIXELS).data

    image, seen = MadeImage.of(make, "image/png", "lazy"), []
    image.observe(seen.append, names="data")
    assert image.media_type == "image/png"
    assert calls == []
    assert image.size == (2, 2)
    assert image.pixels.shape == (2, 2, 3)
    assert calls == [1]
    assert seen == []
    image.data = Image.from_array(np.zeros((1, 1), np.uint8)).data
    assert image.size == (1, 1)
    assert len(seen) == 1
