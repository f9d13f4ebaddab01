"""XMP packets and what refers to them stay as they are (KHR_xmp_json_ld, and KHR_xmp before it)."""

from __future__ import annotations

import json
import struct
from base64 import b64encode

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from threedkit import io
from threedkit.scene import Image

PACKETS = st.lists(
    st.fixed_dictionaries(
        {
            "@context": st.just({"dc": "http://purl.org/dc/elements/1.1/"}),
            "@id": st.just(""),
            "dc:title": st.recursive(
                st.text(max_size=5) | st.integers(-9, 9),
                lambda inner: st.dictionaries(st.sampled_from(["@list", "@set", "rdf:_1", "bufferView"]), inner),
                max_leaves=4,
            ),
        }
    ),
    min_size=1,
    max_size=3,
)
PICTURE = "data:image/png;base64," + b64encode(Image.from_array(np.zeros((1, 1), np.uint8)).data).decode()
PLACES = ("asset", "scenes", "nodes", "meshes", "materials", "images", "animations")


def document_of(data: bytes) -> dict:
    (length,) = struct.unpack_from("<I", data, 12)
    return json.loads(data[20 : 20 + length])


def source_of(name, packets, numbers):
    reference = {place: {name: {"packet": number}} for place, number in numbers.items()}
    binary = struct.pack("<2f6f", 0.0, 1.0, *[0.0] * 6)
    return {
        "asset": {"version": "2.0", "generator": "by hand", "extensions": reference["asset"]},
        "extensionsUsed": [name],
        "extensions": {name: {"packets": packets}},
        "scene": 0,
        "scenes": [{"nodes": [0], "extensions": reference["scenes"]}],
        "nodes": [{"mesh": 0, "extensions": reference["nodes"]}],
        "meshes": [{"primitives": [{"attributes": {"POSITION": 2}}], "extensions": reference["meshes"]}],
        "materials": [{"extensions": reference["materials"]}],
        "images": [{"uri": PICTURE, "extensions": reference["images"]}],
        "animations": [
            {
                "channels": [{"sampler": 0, "target": {"node": 0, "path": "translation"}}],
                "samplers": [{"input": 0, "output": 1}],
                "extensions": reference["animations"],
            }
        ],
        "accessors": [
            {"bufferView": 0, "componentType": 5126, "count": 2, "type": "SCALAR", "min": [0], "max": [1]},
            {"bufferView": 1, "componentType": 5126, "count": 2, "type": "VEC3"},
            {"componentType": 5126, "count": 3, "type": "VEC3", "min": [0, 0, 0], "max": [0, 0, 0]},
        ],
        "bufferViews": [{"buffer": 0, "byteLength": 8}, {"buffer": 0, "byteOffset": 8, "byteLength": 24}],
        "buffers": [{"byteLength": 32}],
    }, binary


@pytest.mark.parametrize("name", ["KHR_xmp_json_ld", "KHR_xmp"])
@settings(max_examples=20, deadline=None)
@given(packets=PACKETS, data=st.data())
def test_packets_and_references(make_glb, name, packets, data):
    numbers = {place: data.draw(st.integers(0, len(packets) - 1)) for place in PLACES}
    source, binary = source_of(name, packets, numbers)
    first = io.load(make_glb(source, binary))
    again = document_of(io.to_glb(first))
    assert again["extensionsUsed"] == [name]
    assert again["extensions"][name] == {"packets": packets}
    assert again["asset"]["extensions"] == {name: {"packet": numbers["asset"]}}
    for place in PLACES[1:]:
        assert again[place][0]["extensions"] == {name: {"packet": numbers[place]}}, place
    assert io.to_glb(io.load(io.to_glb(first))) == io.to_glb(first)


def test_the_shared_model_keeps_its_packets(shared_assets):
    for path in sorted(shared_assets.rglob("TransmissionTest.glb")) if shared_assets else []:
        before, after = document_of(path.read_bytes()), document_of(io.to_glb(io.load(path)))
        assert after["extensions"]["KHR_xmp"] == before["extensions"]["KHR_xmp"]
        for place in PLACES[1:]:
            kept = [[one.get("extensions", {}).get("KHR_xmp") for one in doc.get(place, [])] for doc in (before, after)]
            assert kept[0] == kept[1], place
        assert after["asset"].get("extensions") == before["asset"].get("extensions")
