from __future__ import annotations

import io

import numpy as np
import PIL.Image
import pytest

from threedkit.errors import AssetError, FieldError
from threedkit.scene import Image, image


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


def test_image_bombs_are_refused_before_decoding(monkeypatch):
    monkeypatch.setattr(image, "MAX_PIXELS", 5)
    with pytest.raises(AssetError, match="3 x 2 pixels are more than 5"):
        _ = Image(data=_encoded("PNG")).pixels


def test_wrong_arrays_are_refused():
    with pytest.raises(FieldError, match="uint8"):
        Image.from_array(np.zeros((2, 2, 3)))
