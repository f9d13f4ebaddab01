"""Specular-glossiness is turned into metallic-roughness when a file is read."""

from __future__ import annotations

import io as streams
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image as Picture

import threedkit as tk
from threedkit import io
from threedkit.io.gltf.read.metallic import metallic_roughness
from threedkit.scene import MadeImage
from threedkit.transforms import colors

NAME = "KHR_materials_pbrSpecularGlossiness"
UNIT = st.floats(0, 1)


def by_the_book(diffuse, specular):
    """three.pbrUtilities.js, word by word."""

    def brightness(color):
        return math.sqrt(0.299 * color[0] ** 2 + 0.587 * color[1] ** 2 + 0.114 * color[2] ** 2)

    def solve(diffuse, specular, rest):
        if specular < 0.04:
            return 0
        b = diffuse * rest / (1 - 0.04) + specular - 2 * 0.04
        discriminant = max(b * b - 4 * 0.04 * (0.04 - specular), 0)
        return min(max((-b + math.sqrt(discriminant)) / (2 * 0.04), 0), 1)

    rest = 1 - max(specular)
    metallic = solve(brightness(diffuse), brightness(specular), rest)
    of_diffuse = [d * (rest / (1 - 0.04) / max(1 - metallic, 1e-6)) for d in diffuse]
    of_specular = [(s - 0.04 * (1 - metallic)) * (1 / max(metallic, 1e-6)) for s in specular]
    base = [a + (b - a) * (metallic * metallic) for a, b in zip(of_diffuse, of_specular, strict=True)]
    return [min(max(c, 0), 1) for c in base], metallic


@settings(deadline=None)
@given(st.tuples(UNIT, UNIT, UNIT), st.tuples(UNIT, UNIT, UNIT))
def test_the_formula_is_the_one_that_khronos_published(diffuse, specular):
    base, metallic = metallic_roughness(np.array(diffuse), np.array(specular))
    wanted, strength = by_the_book(diffuse, specular)
    assert float(metallic) == pytest.approx(strength, abs=1e-9)
    assert base.tolist() == pytest.approx(wanted, abs=1e-6)


@settings(max_examples=50, deadline=None)
@given(st.tuples(UNIT, UNIT, UNIT, UNIT), st.tuples(UNIT, UNIT, UNIT), UNIT, st.booleans())
def test_factors(make_glb, diffuse, specular, glossiness, required):
    inside = {"diffuseFactor": diffuse, "specularFactor": specular, "glossinessFactor": glossiness}
    source = {
        "asset": {"version": "2.0"},
        "extensionsUsed": [NAME],
        "materials": [{"pbrMetallicRoughness": {"metallicFactor": 0.3}, "extensions": {NAME: inside}}],
    }
    if required:
        source["extensionsRequired"] = [NAME]
    scene = io.load(make_glb(source))
    material = scene.materials[0]
    base, metallic = metallic_roughness(np.array(diffuse[:3]), np.array(specular))
    assert material.base_color == pytest.approx((*base, diffuse[3]))
    assert (material.metallic, material.roughness) == pytest.approx((float(metallic), 1 - glossiness))
    again = io.load(scene.to_glb())
    assert (again.extensions_used, again.extensions_required) == ((), ())
    assert again.materials[0].base_color == material.base_color


def png(pixels):
    stream = streams.BytesIO()
    Picture.fromarray(np.asarray(pixels, np.uint8)).save(stream, "PNG")
    return stream.getvalue()


def textured(make_glb, pictures, inside, **more):
    """A file whose textures are these pictures in turn."""
    views, binary = [], b""
    for picture in pictures:
        views.append({"buffer": 0, "byteOffset": len(binary), "byteLength": len(picture)})
        binary += picture + bytes(-len(picture) % 4)
    count = range(len(pictures))
    source = {
        "asset": {"version": "2.0"},
        "extensionsUsed": [NAME, "KHR_texture_transform"],
        "materials": [{"extensions": {NAME: inside}}],
        "textures": [{"source": i, "sampler": 0} for i in count],
        "samplers": [{"wrapS": 33071}],
        "images": [{"bufferView": i, "mimeType": "image/png", "name": f"p{i}"} for i in count],
        "bufferViews": views,
        "buffers": [{"byteLength": len(binary)}],
        **more,
    }
    return io.load(make_glb(source, binary), strict=False)


def random_pictures(seed, first, second):
    rng = np.random.default_rng(seed)
    return rng.integers(0, 256, first, np.uint8), rng.integers(0, 256, second, np.uint8)


@settings(max_examples=15, deadline=None)
@given(
    st.integers(0, 99), st.sampled_from([3, 4]), st.tuples(UNIT, UNIT, UNIT, UNIT), st.tuples(UNIT, UNIT, UNIT), UNIT
)
def test_pixels(make_glb, seed, channels, diffuse, specular, glossiness):
    color, glossy = random_pictures(seed, (5, 7, channels), (5, 7, 4))
    inside = {
        "diffuseFactor": diffuse, "specularFactor": specular, "glossinessFactor": glossiness,
        "diffuseTexture": {"index": 0, "texCoord": 1}, "specularGlossinessTexture": {"index": 1, "texCoord": 1},
    }  # fmt: skip
    material = textured(make_glb, [png(color), png(glossy)], inside).materials[0]
    base, metallic = metallic_roughness(
        colors.srgb_to_linear(color[..., :3] / 255) * diffuse[:3],
        colors.srgb_to_linear(glossy[..., :3] / 255) * specular,
    )
    found = material.base_color_texture.texture.source.pixels
    assert np.abs(found[..., :3].astype(int) - colors.linear_to_srgb(base) * 255).max() <= 0.51
    if channels == 4:
        assert (found[..., 3] == color[..., 3]).all()
    rough = material.metallic_roughness_texture.texture.source.pixels
    assert np.abs(rough[..., 2].astype(int) - metallic * 255).max() <= 0.55
    assert np.abs(rough[..., 1].astype(int) - (1 - glossy[..., 3] / 255 * glossiness) * 255).max() <= 0.51
    assert (material.base_color, material.metallic, material.roughness) == ((1, 1, 1, diffuse[3]), 1.0, 1.0)
    assert material.base_color_texture.texcoord == material.metallic_roughness_texture.texcoord == 1
    assert material.base_color_texture.texture.sampler.wrap_s == "CLAMP_TO_EDGE"


def made(scene):
    return [image for image in scene.images if isinstance(image, MadeImage)]


def pending(image):
    return callable(image._trait_values["data"])


def test_textures_are_converted_when_first_asked_for(make_glb):
    color, glossy = random_pictures(1, (8, 8, 3), (8, 8, 4))
    inside = {"diffuseTexture": {"index": 0}, "specularGlossinessTexture": {"index": 1}}
    scene = textured(make_glb, [png(color), png(glossy)], inside)
    one, two = made(scene)
    assert pending(one)
    assert pending(two)
    assert (one.media_type, one.name, two.name) == ("image/png", "p0 (base color)", "p1 (metallic roughness)")
    assert one.size == (8, 8)
    assert not pending(one)
    assert pending(two)
    again = io.load(scene.to_glb())
    assert [image.name for image in again.images] == ["p0", "p1", one.name, two.name]
    assert (again.images[3].pixels == two.pixels).all()


def test_a_copied_scene_converts_its_own_images(make_glb):
    color, glossy = random_pictures(2, (4, 4, 3), (4, 4, 4))
    scene = textured(make_glb, [png(color), png(glossy)], {"diffuseTexture": {"index": 0}})
    copy = scene.copy()
    copy.images[0].data = png(np.zeros((2, 2, 3)))
    assert made(copy)[0].size == (2, 2)
    assert made(scene)[0].size == (4, 4)


def test_materials_that_use_the_same_textures_alike_share_what_is_made(make_glb):
    color, glossy = random_pictures(3, (4, 4, 3), (4, 4, 4))
    same = {"extensions": {NAME: {"diffuseTexture": {"index": 0}, "specularGlossinessTexture": {"index": 1}}}}
    other = {"extensions": {NAME: {**same["extensions"][NAME], "glossinessFactor": 0.5}}}
    scene = textured(make_glb, [png(color), png(glossy)], {}, materials=[same, same, other])
    one, two, three = (material.base_color_texture.texture for material in scene.materials)
    assert one is two
    assert one is not three


def test_a_smaller_picture_is_enlarged_and_one_that_lies_otherwise_counts_by_its_mean(make_glb):
    color, glossy = random_pictures(4, (8, 6, 3), (2, 3, 4))
    plain = {"diffuseTexture": {"index": 0}, "specularGlossinessTexture": {"index": 1}}
    material = textured(make_glb, [png(color), png(glossy)], plain).materials[0]
    assert material.base_color_texture.texture.source.size == (6, 8)
    assert material.metallic_roughness_texture.texture.source.size == (3, 2)
    moved = {"index": 1, "extensions": {"KHR_texture_transform": {"scale": [2, 2]}}}
    other = textured(make_glb, [png(color), png(glossy)], {**plain, "specularGlossinessTexture": moved}).materials[0]
    assert other.metallic_roughness_texture.scale == (2.0, 2.0)
    assert other.base_color_texture.scale == (1.0, 1.0)
    mean = colors.srgb_to_linear(glossy[..., :3] / 255).mean(axis=(0, 1))
    base, _ = metallic_roughness(colors.srgb_to_linear(color / 255), np.broadcast_to(mean, color.shape))
    found = other.base_color_texture.texture.source.pixels
    assert np.abs(found.astype(int) - colors.linear_to_srgb(base) * 255).max() <= 0.6


@pytest.mark.parametrize("inside", [{"diffuseTexture": {"index": 0}}, {"specularGlossinessTexture": {"index": 0}}])
def test_one_texture_alone_gives_both(make_glb, inside):
    picture = np.random.default_rng(5).integers(0, 256, (4, 4, 4), np.uint8)
    material = textured(make_glb, [png(picture)], {"specularFactor": [0.2, 0.1, 0.3], **inside}).materials[0]
    assert material.base_color_texture.texture.source.size == (4, 4)
    assert material.metallic_roughness_texture.texture.source.size == (4, 4)


def test_a_broken_picture_is_told_when_it_is_asked_for(make_glb):
    scene = textured(make_glb, [b"\x89PNG\r\n\x1a\nbroken"], {"diffuseTexture": {"index": 0}})
    with pytest.raises(tk.AssetError, match="p0"):
        _ = made(scene)[0].pixels


def test_extras_stay_with_what_takes_the_place(make_glb):
    inside = {"extras": {"a": 1}, "extensions": {"VENDOR_x": {}}}
    used = [NAME, "VENDOR_x"]
    source = {"asset": {"version": "2.0"}, "extensionsUsed": used, "materials": [{"extensions": {NAME: inside}}]}
    material = io.load(make_glb(source)).materials[0]
    assert material.nested == {"pbrMetallicRoughness": {"extras": {"a": 1}, "extensions": {"VENDOR_x": {}}}}
