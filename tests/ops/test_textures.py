"""resize_textures and recompress: sizes, colour spaces, alpha, formats, and what stays as it was."""

from __future__ import annotations

import io
import warnings

import numpy as np
import PIL.Image
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import threedkit as tk
from threedkit.errors import ParameterError
from threedkit.ops import recompress, resize_textures
from threedkit.scene.image_formats import ktx2
from threedkit.transforms import colors


def noise(height, width, channels=3, seed=1):
    return np.random.default_rng(seed).integers(0, 256, (height, width, channels), np.uint8)


def encoded(pixels, kind, **options):
    stream = io.BytesIO()
    PIL.Image.fromarray(pixels).save(stream, kind, **options)
    return stream.getvalue()


def scene_of(slot="base_color_texture", *images, **material):
    scene = tk.Scene()
    for image in images:
        surface = tk.Material(**material)
        part, _, name = slot.rpartition(".")
        if part:
            setattr(surface, part, tk.Sheen() if part == "sheen" else 1.0)
        setattr(getattr(surface, part) if part else surface, name, image)
        scene.add(tk.Mesh(tk.plane(), surface))
    return scene


@given(
    st.integers(1, 70), st.integers(1, 70), st.integers(1, 40), st.sampled_from(["no", "down", "nearest", "up"])
)  # fmt: skip
@settings(max_examples=60, deadline=None)
def test_sizes_are_within_the_limit(width, height, limit, rule):
    image = tk.Image.from_array(np.zeros((height, width), np.uint8))
    scene = resize_textures(tk.Scene().declare(images=[image]), max_size=limit, power_of_two=rule)
    found = image.size
    assert max(found) <= max(limit, 1)
    if rule != "no":
        assert all(side & (side - 1) == 0 for side in found)
    elif max(width, height) <= limit:
        assert found == (width, height)
    else:
        assert max(found) == limit
        assert abs(found[0] * height - found[1] * width) <= max(width, height)
    before = bytes(image.data)
    assert resize_textures(scene, max_size=limit, power_of_two=rule).images[0].data == before


@pytest.mark.parametrize(
    ("rule", "expected"), [("no", (300, 200)), ("down", (256, 128)), ("nearest", (256, 256)), ("up", (512, 256))]
)
def test_powers_of_two(rule, expected):
    image = tk.Image.from_array(np.zeros((200, 300), np.uint8))
    resize_textures(tk.Scene().declare(images=[image]), power_of_two=rule)
    assert image.size == expected


def checker(low, high, channels=3):
    tile = np.indices((64, 64)).sum(0) % 2
    return np.where(tile[:, :, None], high, low).astype(np.uint8) * np.ones((1, 1, channels), np.uint8)


@pytest.mark.parametrize(
    "slot", ["base_color_texture", "emissive_texture", "sheen.color_texture", "specular.color_texture"]
)
def test_colours_are_averaged_as_light(slot):
    image = tk.Image.from_array(checker(0, 255))
    resize_textures(scene_of(slot, image), max_size=16)
    middle = round(float(colors.linear_to_srgb(0.5)) * 255)
    assert middle == 188
    assert np.abs(image.pixels.astype(int) - middle).max() <= 1


@pytest.mark.parametrize("slot", ["occlusion_texture", "metallic_roughness_texture", "clearcoat.texture"])
def test_data_is_averaged_as_it_is(slot):
    image = tk.Image.from_array(checker(0, 255))
    resize_textures(scene_of(slot, image), max_size=16)
    assert np.abs(image.pixels.astype(int) - 127.5).max() <= 1


@pytest.mark.parametrize("slot", ["normal_texture", "clearcoat.normal_texture"])
def test_normals_stay_of_unit_length(slot):
    vectors = np.random.default_rng(4).normal((0, 0, 1.5), size=(96, 64, 3))
    vectors /= np.linalg.norm(vectors, axis=2, keepdims=True)
    image = tk.Image.from_array(np.rint((vectors * 0.5 + 0.5) * 255).astype(np.uint8))
    resize_textures(scene_of(slot, image), max_size=24)
    found = image.pixels / 255.0 * 2 - 1
    assert found.shape == (24, 16, 3)
    np.testing.assert_allclose(np.linalg.norm(found, axis=2), 1.0, atol=0.012)


def test_what_is_transparent_gives_no_colour_to_its_neighbours():
    pixels = np.zeros((64, 64, 4), np.uint8)
    pixels[:, :, 0] = 255  # red, and transparent green stripes
    pixels[:, :, 3] = 255
    pixels[:, ::4] = (0, 255, 0, 0)
    image = tk.Image.from_array(pixels)
    resize_textures(scene_of("base_color_texture", image, alpha_mode="BLEND"), max_size=16)
    assert image.pixels[:, :, 1].max() == 0
    assert image.pixels[:, :, 0].min() >= 254
    assert np.abs(image.pixels[:, :, 3].astype(int) - 191).max() <= 1


@pytest.mark.parametrize(("wrap", "blends"), [("REPEAT", True), ("CLAMP_TO_EDGE", False), ("MIRRORED_REPEAT", False)])
def test_sides_go_on_as_the_sampler_says(wrap, blends):
    pixels = np.zeros((64, 64, 1), np.uint8)
    pixels[:, :32] = 255
    texture = tk.Texture(pixels, sampler=tk.Sampler(wrap_s=wrap, wrap_t=wrap))
    resize_textures(scene_of("occlusion_texture", texture), max_size=8)
    first = int(texture.source.pixels[0, 0, 0])
    assert (first < 255) is blends


@pytest.mark.parametrize("channels", [1, 2, 3, 4])
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_formats_and_channels_stay(kind, channels):
    if kind == "JPEG" and channels in {2, 4}:
        return
    pixels = noise(40, 40, channels)
    data = encoded(pixels[:, :, 0] if channels == 1 else pixels, kind, **({"lossless": True} if kind == "WEBP" else {}))
    image = tk.Image(data=data, name="n", extras={"a": 1}, uri="maps/Ä b.x")
    before = image.header
    resize_textures(scene_of("base_color_texture", image), max_size=20)
    assert image.size == (20, 20)
    assert image.header.mime_type == image.mime_type == before.mime_type
    assert image.header.channels == before.channels
    assert image.header.lossless is before.lossless
    assert (image.name, image.extras) == ("n", {"a": 1})
    assert image.uri == "maps/Ä b" + {"PNG": ".png", "JPEG": ".jpg", "WEBP": ".webp"}[kind]


def test_shared_images_are_changed_once_and_small_ones_not_at_all():
    shared, small = tk.Image.from_array(noise(64, 64)), tk.Image.from_array(noise(8, 8))
    told = []
    shared.observe(told.append, names="data")
    small.observe(told.append, names="data")
    kept = small.data
    scene = resize_textures(scene_of("base_color_texture", shared, shared, small), max_size=32)
    assert [image.size for image in scene.images] == [(32, 32), (8, 8)]
    assert len(told) == 1
    assert small.data is kept


def test_only_smaller_files_are_kept_if_asked():
    image = tk.Image.from_array(np.zeros((4, 4, 3), np.uint8))
    before = image.data
    scene = scene_of("base_color_texture", image)
    resize_textures(scene, max_size=3, only_smaller=True)
    if image.data is not before:
        assert len(image.data) < len(before)
    photo = encoded(noise(64, 64), "JPEG", quality=1)
    image.data = photo
    resize_textures(scene, max_size=63, quality=100, only_smaller=True)
    assert image.data is photo
    resize_textures(scene, max_size=63, quality=100)
    assert image.size == (63, 63)


@pytest.mark.parametrize("name", ["ETC1S", "UASTC_ZSTD"])
def test_a_ktx2_loses_its_largest_levels(ktx2_files, name):
    data = getattr(ktx2_files, name)
    image = tk.Image(data=data)
    whole = ktx2.parse(memoryview(data))
    resize_textures(scene_of("base_color_texture", image), max_size=8)
    assert image.size == (8, 8)
    found = ktx2.parse(memoryview(image.data))
    assert len(found.levels) == 4
    for new, old in zip(found.levels, whole.levels[1:], strict=True):
        assert image.data[new.offset : new.offset + new.length] == data[old.offset : old.offset + old.length]
    assert np.abs(image.pixels[1, 1, :3].astype(int) - (255, 0, 0)).max() < 48
    assert np.abs(image.pixels[1, 6, :3].astype(int) - (0, 255, 0)).max() < 48
    assert len(image.data) < len(data)


@pytest.mark.parametrize("scheme", [0, 2, 3])
def test_an_uncompressed_ktx2_loses_levels_too(ktx2_files, scheme):
    from threedkit.ops._ktx2_levels import drop_levels

    levels = [noise(8, 6, 3), noise(4, 3, 3), noise(2, 1, 3), noise(1, 1, 3)][:3]
    data = ktx2_files.plain(levels[0], scheme=scheme, smaller=levels[1:], metadata={"KTXorientation": "rd"})
    assert len(ktx2.parse(memoryview(data)).levels) == 3
    for number, pixels in enumerate(levels):
        cut = drop_levels(data, pixels.shape[1::-1])
        np.testing.assert_array_equal(tk.Image(data=cut).pixels, pixels)
        parsed = ktx2.parse(memoryview(cut))
        assert len(parsed.levels) == 3 - number
        assert parsed.metadata == {"KTXorientation": b"rd\0"}
        if scheme == 0:
            assert all(level.offset % 12 == 0 for level in parsed.levels)
    assert drop_levels(data, (5, 5)) is None


def test_a_ktx2_without_levels_is_left_alone(ktx2_files):
    image = tk.Image(data=ktx2_files.UASTC, name="sky")
    with pytest.warns(UserWarning, match="resize_textures: image 'sky' is a KTX 2 without a mipmap level of 4 x 4"):
        resize_textures(scene_of("base_color_texture", image), max_size=4)
    assert image.data == ktx2_files.UASTC


@pytest.mark.parametrize("op", [resize_textures, recompress])
@pytest.mark.parametrize(
    ("data", "words"),
    [(b"nothing", "cannot be read"), (encoded(noise(64, 64), "PNG")[:500], "cannot be decoded")],
)
def test_broken_images_are_left_alone(op, data, words):
    image = tk.Image(data=data, uri="a.png")
    options = {"max_size": 8} if op is resize_textures else {"to": "webp"}
    with pytest.warns(UserWarning, match=f"{op.__name__}: image 'a.png' {words}: it is left alone"):
        op(scene_of("base_color_texture", image), **options)
    assert image.data is data


@pytest.mark.parametrize(
    ("op", "options"),
    [
        (resize_textures, {"max_size": 0}),
        (resize_textures, {"power_of_two": "yes"}),
        (resize_textures, {"quality": 101}),
        (recompress, {"to": "gif"}),
        (recompress, {"quality": 0}),
        (recompress, {"lossless": 1}),
    ],
)
def test_wrong_options_are_refused(op, options):
    with pytest.raises(ParameterError, match=f"{op.__name__}: {next(iter(options))}"):
        op(tk.Scene(), **options)


@pytest.mark.parametrize("source", ["PNG", "JPEG", "WEBP"])
@pytest.mark.parametrize(("to", "suffix"), [("png", ".png"), ("jpeg", ".jpg"), ("webp", ".webp")])
def test_every_format_becomes_every_other(source, to, suffix):
    pixels = np.repeat(np.repeat(noise(8, 8), 8, 0), 8, 1)
    image = tk.Image(data=encoded(pixels, source), uri="maps/a.tga", name="n", extras={"k": [1]})
    before = image.pixels.astype(int)
    recompress(scene_of("base_color_texture", image), to=to, quality=95, only_smaller=False)
    assert image.header.mime_type == f"image/{to}"
    assert (image.name, image.extras) == ("n", {"k": [1]})
    if source.lower() != to:
        assert image.uri == f"maps/a{suffix}"
        assert image.mime_type == f"image/{to}"
    assert np.abs(image.pixels.astype(int) - before).mean() < 12


def test_lossless_webp_keeps_every_pixel():
    pixels = noise(32, 32, 4)
    image = tk.Image.from_array(pixels)
    recompress(scene_of("base_color_texture", image), lossless=True, only_smaller=False)
    assert image.mime_type == "image/webp"
    np.testing.assert_array_equal(image.pixels, pixels)


@pytest.mark.parametrize(
    ("slot", "material", "refused"),
    [
        ("base_color_texture", {"alpha_mode": "BLEND"}, True),
        ("base_color_texture", {"alpha_mode": "MASK"}, True),
        ("base_color_texture", {}, False),
        ("emissive_texture", {"alpha_mode": "BLEND"}, False),
        ("specular.texture", {}, True),
        ("sheen.roughness_texture", {}, True),
        ("diffuse_transmission.texture", {}, True),
        ("clearcoat.texture", {}, False),
    ],
)
def test_a_jpeg_takes_no_alpha_that_is_read(slot, material, refused):
    image = tk.Image.from_array(noise(32, 32, 4), name="leaf")
    before = image.data
    scene = scene_of(slot, image, **material)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        recompress(scene, to="jpeg")
    assert bool(caught) is refused
    if refused:
        assert "recompress: image 'leaf' has an alpha channel that is read" in str(caught[0].message)
        assert image.data is before
    else:
        assert image.pixels.shape == (32, 32, 3)


def test_alpha_that_is_255_everywhere_is_none():
    pixels = noise(32, 32, 4)
    pixels[:, :, 3] = 255
    image = tk.Image.from_array(pixels)
    recompress(scene_of("base_color_texture", image, alpha_mode="BLEND"), to="jpeg")
    assert image.mime_type == "image/jpeg"


def test_an_image_of_unknown_use_keeps_its_alpha():
    image = tk.Image.from_array(noise(32, 32, 2))
    with pytest.warns(UserWarning, match="alpha channel"):
        recompress(tk.Scene().declare(images=[image]), to="jpeg")
    assert image.mime_type == "image/png"


def test_larger_files_are_not_taken():
    flat = tk.Image.from_array(np.zeros((64, 64, 3), np.uint8))
    before = flat.data
    recompress(scene_of("base_color_texture", flat), to="jpeg")
    assert flat.data is before
    recompress(scene_of("base_color_texture", flat), to="jpeg", only_smaller=False)
    assert flat.mime_type == "image/jpeg"


def test_what_is_in_the_format_already_stays():
    for kind, to in (("JPEG", "jpeg"), ("WEBP", "webp")):
        image = tk.Image(data=encoded(noise(32, 32), kind))
        before = image.data
        recompress(scene_of("base_color_texture", image), to=to, quality=5, only_smaller=False)
        assert image.data is before
    image = tk.Image(data=encoded(np.zeros((64, 64, 3), np.uint8), "PNG", compress_level=0))
    recompress(scene_of("base_color_texture", image), to="png")
    assert len(image.data) < 500


def test_ktx2_becomes_what_everything_reads(ktx2_files, oracle):
    plain = tk.Image.from_array(noise(16, 16))
    texture = tk.Texture(tk.Image(data=ktx2_files.UASTC), fallbacks=plain)
    scene = recompress(scene_of("base_color_texture", texture), to="png", only_smaller=False)
    assert texture.source.mime_type == "image/png"
    assert texture.fallbacks == ()
    np.testing.assert_array_equal(texture.source.pixels[0, 0], (255, 0, 0))
    glb = scene.to_glb()
    assert not tk.load(glb).extensions_required
    assert not oracle.problems(glb, least="warning")


def test_the_old_image_may_stay_as_fallback(oracle):
    image = tk.Image.from_array(noise(32, 32), name="n")
    texture = tk.Texture(image)
    scene = scene_of("base_color_texture", texture, tk.Texture(image))
    recompress(scene, quality=50, keep_fallback=True)
    assert [one.media_type for one in texture.images] == ["image/webp", "image/png"]
    assert texture.fallbacks[0] is image
    assert texture.source.name == "n"
    assert len(scene.images) == 2
    glb = scene.to_glb()
    loaded = tk.load(glb)
    assert not loaded.extensions_required
    assert loaded.to_glb() == glb
    assert not oracle.problems(glb, least="warning")
    recompress(scene, quality=50, keep_fallback=True)
    assert scene.to_glb() == glb


def test_fallbacks_are_left_alone(ktx2_files):
    plain = tk.Image.from_array(noise(16, 16))
    before = plain.data
    texture = tk.Texture(tk.Image(data=ktx2_files.UASTC), fallbacks=plain)
    recompress(scene_of("base_color_texture", texture), to="webp", only_smaller=False)
    assert [image.media_type for image in texture.images] == ["image/webp", "image/png"]
    assert plain.data is before


@pytest.mark.parametrize(
    "text", ["resize_textures:max_size=16,power_of_two=down", "recompress:to=jpeg,quality=70", "recompress"]
)
def test_they_are_to_be_had_by_name(text):
    image = tk.Image.from_array(noise(64, 48))
    tk.ops.parse(text)(scene_of("base_color_texture", image))
    assert len(image.data) < 64 * 48 * 3


def test_public_models(shared_assets):
    if shared_assets is None:
        return
    for name in ("BoxTextured", "ToyCar", "DamagedHelmet"):
        for path in sorted((shared_assets / "gltf-sample-assets").rglob(f"{name}.glb"))[:1]:
            scene = tk.load(path)
            resize_textures(scene, max_size=64)
            assert all(max(image.size) <= 64 for image in scene.images)
            recompress(scene, quality=60)
            again = tk.load(scene.to_glb())
            assert [image.size for image in again.images] == [image.size for image in scene.images]
