"""The heads of PNG, JPEG and WebP: what they say, and how broken and boundless ones end."""

from __future__ import annotations

import io
import struct
import time
import tracemalloc
import zlib

import numpy as np
import PIL.Image
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from threedkit.errors import AssetError
from threedkit.scene import Image
from threedkit.scene.image_formats import ImageFormatError, decode, decoding, is_cut_short, read_header, sniff

MODES = {"PNG": ("1", "L", "LA", "P", "RGB", "RGBA", "I;16"), "JPEG": ("L", "RGB", "CMYK"), "WEBP": ("RGB", "RGBA")}


def encoded(kind, mode="RGB", size=(3, 2), **options):
    stream = io.BytesIO()
    PIL.Image.new(mode, size).save(stream, kind, **options)
    return stream.getvalue()


def chunk(kind, body):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(*chunks, width=4, height=2, bits=8, color=2):
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, bits, color, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(chunks) + chunk(b"IDAT", b"") + chunk(b"IEND", b"")


def segment(marker, body):
    return b"\xff" + bytes([marker]) + struct.pack(">H", len(body) + 2) + body


FRAME = struct.pack(">BHHB", 8, 2, 3, 3) + bytes(9)


def jpeg(*segments, frame=FRAME):
    return b"\xff\xd8" + b"".join(segments) + segment(0xC0, frame) + bytes(20)


@pytest.mark.parametrize(("kind", "mode"), [(kind, mode) for kind, modes in MODES.items() for mode in modes])
@pytest.mark.parametrize("size", [(1, 1), (3, 2), (300, 17)])
def test_the_head_says_what_pillow_finds(kind, mode, size):
    data = encoded(kind, mode, size)
    header = read_header(data)
    with PIL.Image.open(io.BytesIO(data)) as opened:
        assert (header.width, header.height) == opened.size
        assert header.mime_type == opened.get_format_mimetype()
    if mode not in {"P", "1", "CMYK"}:
        assert header.channels == len(PIL.Image.new(mode, (1, 1)).getbands())
    if mode != "CMYK":
        assert header.alpha == (mode in {"LA", "RGBA"})
    assert not is_cut_short(data)
    assert decode(data).shape[:2] == size[::-1]


@pytest.mark.parametrize("options", [{"lossless": True}, {"lossless": False}, {"lossless": True, "exif": b"Exif\0\0"}])
def test_a_webp_says_whether_it_is_lossless(options):
    assert read_header(encoded("WEBP", "RGBA", (9, 9), **options)).lossless is options["lossless"]


@pytest.mark.parametrize(
    ("chunks", "found"),
    [
        ((), ()),
        ((chunk(b"sRGB", b"\0"),), ()),
        ((chunk(b"gAMA", struct.pack(">I", 45455)),), ()),
        ((chunk(b"gAMA", struct.pack(">I", 50000)),), ("an embedded colour profile",)),
        ((chunk(b"sRGB", b"\0"), chunk(b"gAMA", struct.pack(">I", 50000))), ()),
        ((chunk(b"iCCP", b"x\0\0"),), ("an embedded colour profile",)),
        ((chunk(b"cHRM", struct.pack(">8I", *range(8))),), ("an embedded colour profile",)),
        ((chunk(b"pHYs", struct.pack(">IIB", 2, 2, 0)),), ()),
        ((chunk(b"pHYs", struct.pack(">IIB", 2, 3, 0)),), ("pixels that are not square",)),
    ],
)
def test_a_png_says_what_gltf_has_no_place_for(chunks, found):
    assert read_header(png(*chunks)).unsupported == found


def test_a_webp_says_what_gltf_has_no_place_for():
    stream = io.BytesIO()
    frames = [PIL.Image.new("RGB", (4, 4), color) for color in ("red", "blue")]
    frames[0].save(stream, "WEBP", save_all=True, append_images=frames[1:], icc_profile=b"profile")
    assert read_header(stream.getvalue()).unsupported == ("an embedded colour profile", "an animation")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "IMAGE_UNRECOGNIZED_FORMAT"),
        (b"\x89PNG\r\n\x1a\n", "IMAGE_UNRECOGNIZED_FORMAT"),
        (b"GIF89a" + bytes(40), "IMAGE_UNRECOGNIZED_FORMAT"),
        (b"\x89PNG\r\n\x1a\n" + bytes(8), "IMAGE_UNEXPECTED_EOS"),
        (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", bytes(12)), "IMAGE_DATA_INVALID"),
        (b"\x89PNG\r\n\x1a\n" + chunk(b"IDAT", bytes(12)), "IMAGE_DATA_INVALID"),
        (png(chunk(b"gAMA", bytes(3))), "IMAGE_DATA_INVALID"),
        (b"\xff\xd8\xff" + bytes(20), "IMAGE_DATA_INVALID"),
        (b"\xff\xd8" + b"\xff" * 20, "IMAGE_UNEXPECTED_EOS"),
        (jpeg(frame=b"\x08"), "IMAGE_DATA_INVALID"),
        (jpeg(segment(0xE0, bytes(40)))[:40], "IMAGE_UNEXPECTED_EOS"),
        (b"RIFF" + bytes(4) + b"WEBPVP8 " + bytes(4), "IMAGE_UNEXPECTED_EOS"),
        (b"RIFF" + bytes(4) + b"WEBPVP9 " + bytes(40), "IMAGE_DATA_INVALID"),
    ],
)
def test_broken_heads_have_the_validators_codes(data, code):
    with pytest.raises(ImageFormatError) as caught:
        read_header(data)
    assert caught.value.code == code


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_every_truncation_is_found(kind):
    noise = np.random.default_rng(3).integers(0, 255, (9, 11, 3), np.uint8)
    stream = io.BytesIO()
    PIL.Image.fromarray(noise).save(stream, kind)
    data = stream.getvalue()
    np.testing.assert_array_equal(decode(data).shape, noise.shape)
    for length in range(len(data) - 2):
        cut = data[:length]
        try:
            read_header(cut)
        except ImageFormatError:
            continue
        assert is_cut_short(cut), length
    for length in range(0, len(data) // 2, 7):
        with pytest.raises(AssetError, match=r"hat\.x: IMAGE_"):
            _ = Image(data=data[:length], uri="hat.x").pixels


@given(st.sampled_from(["PNG", "JPEG", "WEBP"]), st.data())
@settings(max_examples=200, deadline=None)
def test_mutated_images_are_decoded_or_refused(kind, draw):
    data = bytearray(encoded(kind, "RGB", (8, 8)))
    for _ in range(draw.draw(st.integers(1, 6))):
        data[draw.draw(st.integers(0, len(data) - 1))] = draw.draw(st.integers(0, 255))
    picture = Image(data=bytes(data))
    try:
        assert picture.pixels.dtype == np.uint8
        assert picture.pixels.shape[1::-1] == picture.size
    except AssetError:
        pass


def vp8l(width, height):
    """A whole WebP of one colour in a few bytes, as libwebp packs it, with another size in its head."""
    data = bytearray(encoded("WEBP", "RGB", (16, 16), lossless=True))
    packed = int.from_bytes(data[21:25], "little") & ~0xFFFFFFF | (width - 1) | (height - 1) << 14
    data[21:25] = packed.to_bytes(4, "little")
    return bytes(data)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (png(width=1 << 31, height=1 << 31), "are more than the 16777216"),
        (png(width=20000, height=3), "cannot hold 20000 x 3 pixels"),
        (png(width=4096, height=4096, bits=1, color=0), "cannot hold 4096 x 4096 pixels"),
        (png(width=0, height=3), "0 x 3 pixels"),
        (jpeg(frame=struct.pack(">BHHB", 8, 65535, 65535, 3) + bytes(9)), "65535 x 65535 pixels are more than"),
        (vp8l(16384, 16384), "16384 x 16384 pixels are more than"),
    ],
)
def test_bombs_are_refused_before_memory_is_taken(data, words):
    assert Image(data=data).size  # the head may be looked at
    tracemalloc.start()
    try:
        with pytest.raises(AssetError, match=words):
            _ = Image(data=data).pixels
        assert tracemalloc.get_traced_memory()[1] < 1 << 20
    finally:
        tracemalloc.stop()


def test_a_jpeg_of_endless_scans_is_refused():
    data = encoded("JPEG", "L", (64, 64), progressive=True)
    scan = data[data.rindex(b"\xff\xda") : -2]
    assert decode(data[:-2] + 50 * scan + data[-2:]).shape == (64, 64, 1)
    with pytest.raises(ImageFormatError, match="a JPEG of 1003 scans; up to 100 are decoded"):
        decode(data[:-2] + (1000 - data.count(b"\xff\xda")) * scan + 3 * scan + data[-2:])


def test_the_bound_grows_with_the_file():
    assert decoding.most_pixels(0) == 4096 * 4096
    assert decoding.most_pixels(4096) == 8192 * 8192
    assert decoding.most_pixels(1 << 40) == 16384 * 16384


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n" + chunk(b"tEXt", b"") * 300_000,
        b"\xff\xd8" + segment(0xE0, b"") * 300_000,
        b"\xff\xd8" + b"\xff" * 8_000_000,
    ],
)
def test_endless_heads_end(data):
    began = time.process_time()
    with pytest.raises(ImageFormatError):
        read_header(data)
    assert time.process_time() - began < 5  # seconds: a bound against hanging, not a measurement


def test_only_the_first_bytes_tell_the_type():
    assert sniff(png()) == "image/png"
    assert sniff(memoryview(jpeg())) == "image/jpeg"
    assert sniff(vp8l(2, 2)) == "image/webp"
    assert sniff(b"\xff\xd8\xff") == ""


@pytest.mark.parametrize(
    ("kind", "mode"), [("PNG", "P"), ("PNG", "LA"), ("PNG", "RGB"), ("PNG", "I;16"), ("JPEG", "L"), ("WEBP", "RGBA")]
)
def test_bands_make_the_same_picture(monkeypatch, kind, mode):
    from threedkit.scene.image_formats import pillow_pixels

    noise = np.random.default_rng(5).integers(0, 255, (33, 21, 4), np.uint8)
    picture = PIL.Image.fromarray(noise)
    picture = PIL.Image.fromarray(noise[:, :, 0].astype(np.uint16) * 257) if mode == "I;16" else picture.convert(mode)
    stream = io.BytesIO()
    picture.save(stream, kind, **({"transparency": 3} if mode == "P" else {}))
    whole = decode(stream.getvalue())
    monkeypatch.setattr(pillow_pixels, "_BAND", 100)
    np.testing.assert_array_equal(decode(stream.getvalue()), whole)
