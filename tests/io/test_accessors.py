"""Accessors of every kind, against arrays that are packed by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from threedkit.io.gltf.accessors import Accessors
from threedkit.io.gltf.buffers import Buffers, Resources
from threedkit.io.gltf.layout import COMPONENT_TYPES, DTYPES, WIDTHS, layout_of, to_float
from threedkit.io.gltf.problems import Problems
from threedkit.io.gltf.schema import decode, encode

import msgspec  # isort: skip


def opened(document: dict, binary: bytes) -> tuple[Accessors, Problems]:
    problems = Problems("test")
    gltf = decode(msgspec.json.encode({"asset": {"version": "2.0"}, **document}))
    buffers = Buffers(gltf, memoryview(binary), Resources(None, problems), problems)
    return Accessors(gltf, buffers, problems), problems


@settings(max_examples=150, deadline=None)
@given(
    kind=st.sampled_from(sorted(WIDTHS)),
    component=st.sampled_from(sorted(DTYPES)),
    count=st.integers(1, 7),
    more=st.integers(0, 5),
    start=st.integers(0, 3),
    seed=st.integers(0, 2**32 - 1),
)
def test_every_type_stride_and_offset(kind, component, count, more, start, seed):
    dtype, layout = DTYPES[component], layout_of(kind, component)
    rng = np.random.default_rng(seed)
    values = rng.integers(0, 100, (count, *layout.shape)).astype(dtype)
    stride = -(-layout.size // 4) * 4 + 4 * more
    offset = 4 * start
    binary = bytearray(rng.bytes(offset + stride * count + 8))
    for i in range(count):
        if values.ndim == 3:  # columns, each from a multiple of 4 bytes
            for column in range(values.shape[2]):
                at = offset + 4 + i * stride + column * layout.strides[0]
                binary[at : at + values[i, :, column].nbytes] = values[i, :, column].tobytes()
        else:
            at = offset + 4 + i * stride
            binary[at : at + values[i].nbytes] = values[i].tobytes()
    view = {"buffer": 0, "byteOffset": 4, "byteLength": len(binary) - 4}
    if 4 <= stride <= 252:
        view["byteStride"] = stride
    elif stride != layout.size:
        return
    document = {
        "buffers": [{"byteLength": len(binary)}],
        "bufferViews": [view],
        "accessors": [
            {"componentType": component, "type": kind, "count": count, "bufferView": 0, "byteOffset": offset}
        ],
    }
    accessors, problems = opened(document, bytes(binary))
    array = accessors.array(0)
    assert problems.items == ()
    assert array.dtype == dtype
    np.testing.assert_array_equal(array, values)
    assert not array.flags.writeable


def test_views_are_not_copies():
    binary = np.arange(12, dtype=np.float32).tobytes()
    document = {
        "buffers": [{"byteLength": 48}],
        "bufferViews": [{"buffer": 0, "byteLength": 48}],
        "accessors": [{"componentType": 5126, "type": "VEC3", "count": 4, "bufferView": 0}] * 2,
    }
    accessors, _ = opened(document, binary)
    assert np.shares_memory(accessors.array(0), np.frombuffer(binary, np.uint8))
    assert accessors.array(0) is accessors.array(1)


@pytest.mark.parametrize("base", [True, False])
def test_sparse(base):
    values = np.float32([[1, 2, 3], [4, 5, 6], [7, 8, 9], [1, 1, 1]])
    replaced = np.float32([[10, 20, 30], [40, 50, 60]])
    binary = values.tobytes() + np.uint16([1, 3]).tobytes() + replaced.tobytes()
    accessor = {
        "componentType": 5126,
        "type": "VEC3",
        "count": 4,
        "sparse": {
            "count": 2,
            "indices": {"bufferView": 1, "componentType": 5123},
            "values": {"bufferView": 2},
        },
    }
    if base:
        accessor["bufferView"] = 0
    document = {
        "buffers": [{"byteLength": len(binary)}],
        "bufferViews": [
            {"buffer": 0, "byteLength": 48},
            {"buffer": 0, "byteOffset": 48, "byteLength": 4},
            {"buffer": 0, "byteOffset": 52, "byteLength": 24},
        ],
        "accessors": [accessor],
    }
    accessors, problems = opened(document, binary)
    wanted = values.copy() if base else np.zeros_like(values)
    wanted[[1, 3]] = replaced
    np.testing.assert_array_equal(accessors.array(0), wanted)
    assert problems.items == ()


@pytest.mark.parametrize("dtype", ["int8", "uint8", "int16", "uint16"])
def test_normalised_integers(dtype):
    """The table of glTF 2.0, 3.6.2.2, and its inverse: round(f * max)."""
    info = np.iinfo(dtype)
    every = np.arange(info.min, info.max + 1, dtype=np.int64).astype(dtype)
    floats = to_float(every, normalized=True)
    assert floats.dtype == np.float32
    assert floats.max() == 1.0
    assert floats.min() == (-1.0 if info.min else 0.0)
    back = np.round(floats * info.max).astype(np.int64)
    np.testing.assert_array_equal(back, np.maximum(every.astype(np.int64), -info.max))
    np.testing.assert_array_equal(to_float(every, normalized=False), every.astype(np.float32))


def test_component_types_are_a_bijection():
    assert {number: dtype for dtype, number in COMPONENT_TYPES.items()} == DTYPES


def test_schema_keeps_what_it_reads():
    text = b'{"asset":{"version":"2.0","extras":{"a":[1,{"b":null}]}},"extensions":{"X":{"y":1}},"extras":5}'
    gltf = decode(text)
    assert gltf.extras == 5
    assert decode(encode(gltf)) == gltf
