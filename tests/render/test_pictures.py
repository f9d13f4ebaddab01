"""Images in formats that an engine or a browser does not read, drawn all the same."""

from __future__ import annotations

import gc
import io
import weakref

import numpy as np
import PIL.Image
import pytest

import threedkit as tk
from threedkit.errors import AssetError
from threedkit.render import pictures
from threedkit.render.pictures import png_of

VIEW = tk.PerspectiveCamera(yfov=0.5)
QUARTERS = np.array([[[255, 0, 0], [0, 255, 0]], [[0, 0, 255], [255, 255, 255]]])


def sheet(image):
    """A unit square seen from straight ahead, its texture upright."""
    scene = tk.Scene(environment=None)
    corners = np.float32([[-1, -1, 0], [1, -1, 0], [1, 1, 0], [-1, 1, 0]])
    square = tk.Primitive(corners, texcoords=np.float32([[0, 1], [1, 1], [1, 0], [0, 0]]), indices=[0, 1, 2, 0, 2, 3])
    material = tk.Material(emissive=(1, 1, 1), emissive_texture=image, base_color=(0, 0, 0), roughness=1.0)
    scene.add(tk.Mesh(square, material))
    camera = scene.add(VIEW, position=(0, 0, 4))
    return scene, camera


def drawn(image, engine):
    """The middles of the four quarters of the texture as drawn."""
    scene, camera = sheet(image)
    frame = tk.render(scene, size=(64, 64), camera=camera, engine=engine, samples=4, outputs=("color",))
    near, far = 16, 48
    return frame.color[[near, near, far, far], [near, far, near, far], :3].reshape(2, 2, 3).astype(int)


def files(ktx2_files):
    pixels = QUARTERS.repeat(8, 0).repeat(8, 1).astype(np.uint8)
    stream = io.BytesIO()
    PIL.Image.fromarray(pixels).save(stream, "WEBP", lossless=True)
    return {
        "png": tk.Image.from_array(pixels),
        "webp": tk.Image(data=stream.getvalue()),
        "etc1s": tk.Image(data=ktx2_files.ETC1S),
        "uastc": tk.Image(data=ktx2_files.UASTC_ZSTD),
        "uncompressed": tk.Image(data=ktx2_files.plain(pixels, scheme=2)),
        "upwards": tk.Image(data=ktx2_files.plain(pixels[::-1], metadata={"KTXorientation": "ru"})),
    }


@pytest.mark.engine
@pytest.mark.parametrize("engine", ["filament", "mitsuba"])
def test_every_format_looks_the_same(ktx2_files, engine):
    for name, image in files(ktx2_files).items():
        found = drawn(image, engine)
        assert np.abs(found - QUARTERS).max() <= 12, (name, found.tolist())


@pytest.mark.engine
def test_the_source_is_drawn_and_not_the_fallback(ktx2_files):
    fallback = tk.Image.from_array(np.full((4, 4, 3), 90, np.uint8))
    for name in ("webp", "uastc", "uncompressed"):
        texture = tk.Texture(files(ktx2_files)[name], fallbacks=fallback)
        assert np.abs(drawn(texture, "filament") - QUARTERS).max() <= 12, name


@pytest.mark.engine
@pytest.mark.parametrize(
    ("cut", "words"), [(300, "level 0 of the KTX 2 file ends at byte 448 of 300"), (60, "the file ends before")]
)
def test_filament_names_a_broken_image(ktx2_files, cut, words):
    scene, camera = sheet(tk.Image(data=ktx2_files.UASTC[:cut], name="sky"))
    with pytest.warns(UserWarning, match=f"engine 'filament': the image 'sky' is not drawn as it should be.*{words}"):
        tk.render(scene, size=(16, 16), camera=camera, engine="filament", outputs=("color",))


def test_pngs_are_made_once_and_go_with_their_images(ktx2_files):
    image = tk.Image(data=ktx2_files.ETC1S_ALPHA)
    made = png_of(image)
    assert png_of(image) is made
    np.testing.assert_array_equal(tk.Image(data=made).pixels, image.pixels)
    image.data = ktx2_files.plain(np.array([[[7, 9]]], np.uint8), metadata={"KTXswizzle": "rrrg"})
    assert tk.Image(data=png_of(image)).pixels.tolist() == [[[7, 7, 7, 9]]]
    image.data = ktx2_files.plain(np.array([[[7]]], np.uint8))
    assert tk.Image(data=png_of(image)).pixels.tolist() == [[[7, 7, 7]]]
    gone = weakref.ref(image)
    del image
    gc.collect()
    assert gone() is None
    assert all(kept is not None for kept in pictures._MADE)


def test_a_png_is_itself_and_broken_images_are_refused():
    image = tk.Image.from_array(np.zeros((2, 2), np.uint8))
    assert png_of(image) == image.data
    with pytest.raises(AssetError):
        png_of(tk.Image(data=b"nothing"))
    with pytest.raises(AssetError):
        png_of(tk.Image())
