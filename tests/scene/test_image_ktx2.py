"""KTX 2: Basis Universal, uncompressed formats, and files that lie about themselves."""

from __future__ import annotations

import contextlib
import tracemalloc

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from threedkit.errors import AssetError
from threedkit.scene import Image
from threedkit.scene.image_formats import ImageFormatError, decode, read_header

QUARTERS = np.array([[[255, 0, 0], [0, 255, 0]], [[0, 0, 255], [255, 255, 255]]]).repeat(8, 0).repeat(8, 1)


@pytest.mark.parametrize(
    ("name", "codec", "levels", "channels", "gpu"),
    [
        ("ETC1S", "ETC1S", 5, 3, 8 * (16 + 4 + 1 + 1 + 1)),
        ("ETC1S_ALPHA", "ETC1S", 1, 4, 16 * 16),
        ("UASTC", "UASTC", 1, 3, 16 * 16),
        ("UASTC_ZSTD", "UASTC", 5, 4, 16 * (16 + 4 + 1 + 1 + 1)),
    ],
)
def test_basis_universal_is_transcoded(ktx2_files, name, codec, levels, channels, gpu):
    picture = Image(data=getattr(ktx2_files, name))
    header = picture.header
    assert (header.mime_type, header.codec, header.levels) == ("image/ktx2", codec, levels)
    assert picture.size == (16, 16)
    assert picture.pixels.shape == (16, 16, channels)
    assert header.channels == channels
    assert header.alpha is (channels == 4)
    assert np.abs(picture.pixels[:, :, :3].astype(int) - QUARTERS).max() <= 2
    if channels == 4:
        expected = np.full((16, 16), 255)
        expected[8:, 8:] = 0
        np.testing.assert_array_equal(picture.pixels[:, :, 3], expected)
    assert picture.gpu_bytes == gpu
    assert picture.pixels is picture.pixels
    assert not picture.pixels.flags.writeable


@given(st.integers(1, 9), st.integers(1, 9), st.integers(1, 4), st.sampled_from([0, 2, 3]), st.booleans())
@settings(max_examples=60, deadline=None)
def test_uncompressed_pixels_come_back_exactly(ktx2_files, height, width, channels, scheme, sixteen):
    limit, dtype = (65535, np.uint16) if sixteen else (255, np.uint8)
    stored = np.random.default_rng(width).integers(0, limit, (height, width, channels), dtype)
    found = decode(ktx2_files.plain(stored, scheme=scheme))
    expected = (stored >> 8 if sixteen else stored).astype(np.uint8)
    if channels == 2:
        expected = np.concatenate([expected, np.zeros((height, width, 1), np.uint8)], axis=2)
    np.testing.assert_array_equal(found, expected)
    assert read_header(ktx2_files.plain(stored)).channels == found.shape[2]


def test_blue_may_come_first(ktx2_files):
    stored = np.array([[[1, 2, 3, 4]]], np.uint8)
    assert decode(ktx2_files.plain(stored, vk_format=44)).tolist() == [[[3, 2, 1, 4]]]
    assert decode(ktx2_files.plain(stored[:, :, :3], vk_format=36)).tolist() == [[[3, 2, 1]]]


def test_rows_may_go_up(ktx2_files):
    stored = np.array([[[1]], [[2]]], np.uint8)
    assert decode(ktx2_files.plain(stored, metadata={"KTXorientation": "rd"})).tolist() == [[[1]], [[2]]]
    assert decode(ktx2_files.plain(stored, metadata={"KTXorientation": "ru"})).tolist() == [[[2]], [[1]]]


@pytest.mark.parametrize(
    ("swizzle", "expected"),
    [
        ("rrrg", [7, 9]),
        ("rrr1", [7]),
        ("rg01", [7, 9, 0]),
        ("gr10", [9, 7, 255, 0]),
        ("rrra", [7, 255]),
        ("odd", [7, 9, 0]),
    ],
)
def test_swizzles_are_followed(ktx2_files, swizzle, expected):
    data = ktx2_files.plain(np.array([[[7, 9]]], np.uint8), metadata={"other": "x", "KTXswizzle": swizzle})
    assert decode(data).tolist() == [[expected]]
    assert read_header(data).channels == len(expected)


@pytest.mark.parametrize(
    ("lie", "words"),
    [
        ({"width": 1 << 31}, "level 0 must have"),
        ({"height": 0}, "one flat picture"),
        ({"depth": 7}, "one flat picture"),
        ({"layers": 1 << 30}, "one flat picture"),
        ({"faces": 6}, "one flat picture"),
        ({"levels": 4}, "at most 2 mipmap levels"),
        ({"levels": 1 << 31}, "mipmap levels"),
        ({"said_scheme": 9}, "scheme 9 is not known"),
        ({"said_scheme": 1}, "BasisLZ"),
        ({"level_offset": 1 << 60}, "ends at byte"),
        ({"level_length": 1 << 60}, "ends at byte"),
        ({"level_length": 11}, "level 0 must have 12 bytes uncompressed, not 11"),
        ({"vk_format": 131}, "a KTX 2 of VkFormat 131"),
    ],
)
def test_lies_are_found(ktx2_files, lie, words):
    data = ktx2_files.plain(np.zeros((1, 3, 4), np.uint8), **lie)
    with pytest.raises(AssetError, match=words):
        _ = Image(data=data).pixels


@pytest.mark.parametrize("scheme", [2, 3])
def test_supercompression_never_unpacks_more_than_the_size_asks_for(ktx2_files, scheme):
    huge = np.zeros((4096, 4096, 1), np.uint8)
    told = ktx2_files.plain(huge, scheme=scheme, width=4, height=4, level_raw_length=16)
    assert decode(told).shape == (4, 4, 1)
    with pytest.raises(ImageFormatError, match="level 0 must have 16 bytes"):
        decode(ktx2_files.plain(huge, scheme=scheme, width=4, height=4))
    short = ktx2_files.plain(np.zeros((2, 2, 1), np.uint8), scheme=scheme, width=4096, height=4096)
    tracemalloc.start()
    try:
        with pytest.raises(ImageFormatError):
            decode(short)
        assert tracemalloc.get_traced_memory()[1] < 1 << 20
    finally:
        tracemalloc.stop()


def test_a_small_file_is_no_large_picture(ktx2_files):
    data = bytearray(ktx2_files.ETC1S)
    data[20:28] = (16384).to_bytes(4, "little") * 2
    with pytest.raises(AssetError, match="16384 x 16384 pixels are more than the 16777216"):
        _ = Image(data=bytes(data)).pixels


@pytest.mark.parametrize("name", ["ETC1S", "ETC1S_ALPHA", "UASTC", "UASTC_ZSTD"])
def test_every_truncation_is_refused(ktx2_files, name):
    data = getattr(ktx2_files, name)
    for length in range(len(data)):
        with pytest.raises(ImageFormatError):
            decode(data[:length])


@given(st.sampled_from(["ETC1S", "ETC1S_ALPHA", "UASTC", "UASTC_ZSTD"]), st.data())
@settings(max_examples=300, deadline=None)
def test_mutated_files_are_decoded_or_refused(ktx2_files, name, draw):
    data = bytearray(getattr(ktx2_files, name))
    for _ in range(draw.draw(st.integers(1, 6))):
        data[draw.draw(st.integers(0, len(data) - 1))] = draw.draw(st.integers(0, 255))
    with contextlib.suppress(ImageFormatError):
        assert decode(bytes(data)).dtype == np.uint8
