from __future__ import annotations

import io

import numpy as np
import PIL.Image
import pytest

from threedkit.errors import AssetError, FieldError
from threedkit.scene import Image


def _encoded(kind, mode="RGB", size=(3, 2)):
    stream = io.BytesIO()
    PIL.Image.new(mode, size, 100).save(stream, kind)
    return stream.getvalue()


@pytest.mark.parametrize(("kind", "mime"), [("PNG", "image/png"), ("JPEG", "image/jpeg"), ("WEBP", "image/webp")])
def test_the_bytes_tell_the_type(kind, mime):
    picture = Image(data=_encoded(kind))
    assert picture.media_type == mime
    assert picture.size == (3, 2)
    assert picture.pixels.shape == (2, 3, 3)


@pytest.mark.parametrize("channels", [1, 2, 3, 4])
def test_arrays_survive(channels):
    pixels = np.random.default_rng(1).integers(0, 255, (5, 4, channels), np.uint8)
    np.testing.assert_array_equal(Image.from_array(pixels).pixels, pixels)


def test_sixteen_bits_are_scaled_not_clipped():
    stream = io.BytesIO()
    PIL.Image.fromarray(np.array([[0, 32768, 65535]], np.uint16)).save(stream, "PNG")
    assert Image(data=stream.getvalue()).pixels[0, :, 0].tolist() == [0, 128, 255]


def test_pixels_are_decoded_once_and_anew_for_new_bytes():
    picture = Image(data=_encoded("PNG"))
    first = picture.pixels
    assert picture.pixels is first
    picture.data = _encoded("PNG", size=(1, 1))
    assert picture.pixels.shape == (1, 1, 3)


@pytest.mark.parametrize(
    "data", [b"", b"not an image", _encoded("PNG")[:40], _encoded("JPEG")[:300], b"GIF89a" + b"\0" * 40]
)
def test_broken_images_are_refused_by_name(data):
    with pytest.raises(AssetError, match=r"hat\.png"):
        _ = Image(data=data, uri="hat.png").pixels


def test_wrong_arrays_are_refused():
    with pytest.raises(FieldError, match="uint8"):
        Image.from_array(np.zeros((2, 2, 3)))


def test_a_transparent_colour_is_an_alpha_channel():
    stream = io.BytesIO()
    PIL.Image.fromarray(np.array([[[1, 2, 3], [4, 5, 6]]], np.uint8)).save(stream, "PNG", transparency=(4, 5, 6))
    picture = Image(data=stream.getvalue())
    assert picture.header.alpha
    assert picture.pixels.tolist() == [[[1, 2, 3, 255], [4, 5, 6, 0]]]


def test_memory_on_the_graphics_card_is_that_of_all_levels():
    assert Image.from_array(np.zeros((1, 1, 4), np.uint8)).gpu_bytes == 4
    assert Image.from_array(np.zeros((8, 8), np.uint8)).gpu_bytes == 4 * (64 + 16 + 4 + 1)
    assert Image.from_array(np.zeros((3, 5, 3), np.uint8)).gpu_bytes == 4 * (15 + 2 + 1)


def test_large_images_are_read_without_pillows_own_limit(monkeypatch):
    monkeypatch.setattr(PIL.Image, "MAX_IMAGE_PIXELS", 4)
    for kind in ("PNG", "JPEG"):
        assert Image(data=_encoded(kind, size=(40, 30))).pixels.shape == (30, 40, 3)
    with pytest.raises(AssetError, match="exceeds limit"):  # its reader of WebP has the limit built in
        _ = Image(data=_encoded("WEBP", size=(40, 30))).pixels
