"""PNG: every picture comes back to the bit, from readers that are not ours, and our fast reader agrees with them."""

from __future__ import annotations

import io
import struct
import zlib

import av
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from threedkit.errors import OutputError
from threedkit.render import png
from threedkit.render.png import encode_png
from threedkit.render.png_decoding import decode_png

FFMPEG = {(1, 8): "gray", (2, 8): "ya8", (3, 8): "rgb24", (4, 8): "rgba", (1, 16): "gray16be", (3, 16): "rgb48be",
          (4, 16): "rgba64be"}  # fmt: skip


@st.composite
def pictures(draw):
    """Flat, smooth, striped or noisy; from one pixel to several bands."""
    height, width = draw(st.integers(1, 40)), draw(st.integers(1, 40))
    if draw(st.booleans()):
        height *= 40  # with the band made small below, many bands
    channels, dtype = draw(st.sampled_from((0, 1, 2, 3, 4))), draw(st.sampled_from((np.uint8, np.uint16)))
    shape = (height, width, channels) if channels else (height, width)
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    most = np.iinfo(dtype).max
    kind = draw(st.sampled_from(("flat", "smooth", "noise", "columns")))
    if kind == "noise":
        return rng.integers(0, most + 1, shape, dtype)
    if kind == "flat":
        return np.full(shape, rng.integers(0, most + 1), dtype)
    ramp = np.arange(height if kind == "smooth" else width) * 7 % (most + 1)
    ramp = ramp.reshape((-1, *(1,) * (len(shape) - 1)) if kind == "smooth" else (1, -1, *(1,) * (len(shape) - 2)))
    return np.broadcast_to(ramp, shape).astype(dtype)


def chunks(data):
    at = 8
    while at < len(data):
        (length,) = struct.unpack_from(">I", data, at)
        kind, content = data[at + 4 : at + 8], data[at + 8 : at + 8 + length]
        assert struct.unpack_from(">I", data, at + 8 + length)[0] == zlib.crc32(kind + content)
        yield kind, content
        at += length + 12


@settings(max_examples=120)
@given(image=pictures(), band=st.sampled_from((64, 5000, 1 << 20)))
def test_every_picture_comes_back(image, band):
    before, png._BAND = png._BAND, band
    try:
        data = encode_png(image, {"Software": "the tests", "threedkit": "{ä}"}, srgb=False)
    finally:
        png._BAND = before
    parts = list(chunks(data))
    assert [kind for kind, _ in parts if kind != b"IDAT"] == [b"IHDR", b"iTXt", b"iTXt", b"IEND"]
    inflated = zlib.decompress(b"".join(content for kind, content in parts if kind == b"IDAT"))  # checks the Adler-32
    channels = image.shape[2] if image.ndim == 3 else 1
    assert len(inflated) == image.shape[0] * (1 + image.shape[1] * channels * image.itemsize)
    with Image.open(io.BytesIO(data)) as opened:
        opened.verify()
    with Image.open(io.BytesIO(data)) as opened:
        opened.load()
        assert opened.text == {"Software": "the tests", "threedkit": "{ä}"}
    layout = FFMPEG.get((channels, 8 * image.itemsize))
    if layout is not None:
        with av.open(io.BytesIO(data), options={"err_detect": "crccheck+explode"}) as file:
            found = next(file.decode(video=0))
            assert found.format.name == layout
            if layout != "ya8":
                assert np.array_equal(found.to_ndarray().reshape(image.shape), image)
    if image.dtype == np.uint8:
        with Image.open(io.BytesIO(data)) as opened:
            assert np.array_equal(np.asarray(opened).reshape(image.shape), image)


@settings(max_examples=80)
@given(image=pictures().filter(lambda image: image.dtype == np.uint8 and image.ndim == 3 and image.shape[2] > 2))
def test_the_fast_reader_agrees_with_pillow(image):
    data = encode_png(image)
    found = decode_png(data)
    assert found is None or np.array_equal(found, image)
    filters = set(zlib.decompress(b"".join(c for k, c in chunks(data) if k == b"IDAT"))[:: image[0].size + 1])
    assert (found is None) == (filters == {1})


def test_the_fast_reader_leaves_what_it_does_not_know():
    rgb = np.random.default_rng(3).integers(0, 256, (20, 30, 3), np.uint8)
    data = encode_png(rgb)
    assert np.array_equal(decode_png(data), rgb)
    assert decode_png(data[:-40]) is None
    assert decode_png(b"no picture") is None
    assert decode_png(encode_png(rgb.astype(np.uint16))) is None
    assert decode_png(encode_png(rgb[..., 0])) is None
    damaged = bytearray(data)
    damaged[len(data) // 2] ^= 255
    assert decode_png(bytes(damaged)) is None
    for options in ({"transparency": (1, 2, 3)}, {"bits": 8}):
        buffer = io.BytesIO()
        picture = Image.fromarray(rgb)
        (picture if "transparency" in options else picture.quantize()).save(buffer, "PNG", **options)
        assert decode_png(buffer.getvalue()) is None
    for interlaced in (b"\1",):
        odd = data[:28] + interlaced + data[29:]
        assert decode_png(odd) is None


def test_bytes_do_not_depend_on_the_number_of_cores(monkeypatch):
    image = np.random.default_rng(5).integers(0, 256, (700, 900, 4), np.uint8)
    wanted = encode_png(image)
    assert sum(kind == b"IDAT" for kind, _ in chunks(wanted)) == 4
    monkeypatch.setattr(png, "in_parts", lambda work, length, **_: [work(0, length)])
    assert encode_png(image) == wanted


def test_noise_is_not_filtered_and_slopes_are():
    noise = (np.random.default_rng(1).gamma(3, 20, (300, 300, 3))).clip(0, 255).astype(np.uint8)
    slope = np.broadcast_to(np.arange(300, dtype=np.uint16)[:, None, None] % 256, (300, 300, 3)).astype(np.uint8)

    def filters(image):
        packed = b"".join(content for kind, content in chunks(encode_png(image)) if kind == b"IDAT")
        return set(zlib.decompress(packed)[:: 300 * 3 + 1])

    assert filters(noise) == {0}
    assert filters(slope) == {2}


@pytest.mark.parametrize(
    "image",
    [
        np.zeros((2, 2, 4)),
        np.zeros((2, 2, 5), np.uint8),
        np.zeros((0, 2, 4), np.uint8),
        np.zeros(4, np.uint8),
        np.zeros((2, 2, 2, 2), np.uint8),
    ],
)
def test_what_is_no_picture_is_refused(image):
    with pytest.raises(OutputError, match="a PNG holds"):
        encode_png(image)


def test_views_and_read_only_arrays_are_taken():
    image = np.random.default_rng(2).integers(0, 256, (9, 12, 4), np.uint8)
    flipped = image[::-1, ::2]
    flipped.flags.writeable = False
    assert np.array_equal(np.asarray(Image.open(io.BytesIO(encode_png(flipped)))), flipped)
