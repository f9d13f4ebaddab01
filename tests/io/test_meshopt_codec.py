"""The meshopt codec: what goes in comes out, and what is too short is refused."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from threedkit.io.gltf.codecs import CodecError, meshopt

STRIDES = st.integers(1, 64).map(lambda count: 4 * count)


@given(st.integers(1, 700), STRIDES, st.sampled_from([0, 1]), st.integers(0, 2**32 - 1), st.integers(1, 255))
def test_attributes_come_back(count, stride, version, seed, spread):
    rows = np.random.default_rng(seed).integers(0, spread, (count, stride)).astype(np.uint8)
    data = meshopt.encode(rows, "ATTRIBUTES", version)
    assert bytes(meshopt.decode(memoryview(data), count, stride, "ATTRIBUTES")) == rows.tobytes()
    assert meshopt.smallest(data[0], count, stride, "ATTRIBUTES") <= len(data)


@given(st.lists(st.integers(0, 60_000), min_size=1, max_size=300), st.sampled_from([np.uint16, np.uint32]))
def test_index_sequences_come_back(numbers, dtype):
    indices = np.array(numbers, dtype)
    data = memoryview(meshopt.encode(indices, "INDICES"))
    assert bytes(meshopt.decode(data, len(indices), indices.itemsize, "INDICES")) == indices.tobytes()


@given(st.integers(1, 100), st.integers(0, 2**32 - 1), st.sampled_from([np.uint16, np.uint32]))
def test_triangles_come_back_with_their_corners_turned(count, seed, dtype):
    triangles = np.random.default_rng(seed).integers(0, 50, (count, 3)).astype(dtype)
    data = memoryview(meshopt.encode(triangles.reshape(-1), "TRIANGLES"))
    plain = meshopt.decode(data, 3 * count, triangles.itemsize, "TRIANGLES")
    found = np.frombuffer(plain, dtype).reshape(-1, 3)
    turned = np.stack([np.roll(triangles, shift, axis=1) for shift in range(3)], axis=1)
    assert (turned == found[:, None]).all(axis=2).any(axis=1).all()


@pytest.mark.parametrize("version", [0, 1])
@pytest.mark.parametrize("stride", [4, 12, 36, 100, 256])
@pytest.mark.parametrize("count", [1, 16, 257, 5000])
def test_no_stream_is_smaller_than_the_smallest(version, stride, count):
    nothing = meshopt.encode(np.zeros((count, stride), np.uint8), "ATTRIBUTES", version)
    assert len(nothing) == meshopt.smallest(nothing[0], count, stride, "ATTRIBUTES")


@pytest.mark.parametrize(("mode", "stride"), [("ATTRIBUTES", 16), ("TRIANGLES", 4), ("INDICES", 2)])
def test_a_bomb_is_refused_before_anything_is_allocated(mode, stride):
    data = {"ATTRIBUTES": b"\xa1" + bytes(40), "TRIANGLES": b"\xe1" + bytes(40), "INDICES": b"\xd1" + bytes(40)}[mode]
    with pytest.raises(CodecError, match="need at least"):
        meshopt.decode(memoryview(data), 3 << 40, stride, mode)


def test_another_stream_is_refused_by_its_first_byte():
    data = memoryview(meshopt.encode(np.arange(6, dtype=np.uint16), "INDICES"))
    with pytest.raises(CodecError, match="does not begin"):
        meshopt.decode(data, 6, 2, "TRIANGLES")
    with pytest.raises(CodecError, match="does not begin"):
        meshopt.decode(memoryview(b""), 6, 2, "TRIANGLES")
