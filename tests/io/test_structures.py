"""Stored formats, instances, visibility, animation pointers, and the data of extensions that nobody models."""

from __future__ import annotations

import json
import struct

import numpy as np
import pytest

import threedkit as tk
from threedkit import io
from threedkit.scene import Format, Instances

TRIANGLE = np.float32([[0, 0, 0], [1, 0, 0], [0, 1, 0]])


def document_of(glb: bytes) -> dict:
    (length,) = struct.unpack_from("<I", glb, 12)
    return json.loads(glb[20 : 20 + length])


def codes(glb: bytes) -> set[str]:
    return {problem.code for problem in io.validate(glb).problems if problem.severity == "error"}


# -- formats ----------------------------------------------------------------------------------------------------------


def test_values_that_a_format_cannot_hold_are_stored_as_floats():
    primitive = tk.Primitive(TRIANGLE, formats={"POSITION": ("int8", False)})
    scene = tk.Scene()
    scene.add(primitive)
    accessor = document_of(scene.to_glb())["accessors"][0]
    assert (accessor["componentType"], accessor["max"]) == (5120, [1, 1, 0])
    assert document_of(scene.to_glb())["extensionsRequired"] == ["KHR_mesh_quantization"]
    primitive.positions = TRIANGLE * 0.5
    document = document_of(scene.to_glb())
    assert document["accessors"][0]["componentType"] == 5126
    assert "extensionsRequired" not in document


@pytest.mark.parametrize("form", [("int32", True), ("float32",), "int8", ("int8", 1)])
def test_formats_are_checked(form):
    with pytest.raises(tk.FieldError, match=r"Primitive.formats must be a dict from attribute names to Formats"):
        tk.Primitive(TRIANGLE, formats={"POSITION": form})


def test_formats_that_gltf_does_not_have_for_an_attribute_are_not_used():
    scene = tk.Scene()
    scene.add(tk.Primitive(TRIANGLE, normals=[[0, 0, 1]] * 3, formats={"NORMAL": ("uint8", True)}))
    assert codes(scene.to_glb()) == set()
    assert {accessor["componentType"] for accessor in document_of(scene.to_glb())["accessors"]} == {5126}


def test_an_array_that_two_primitives_share_is_stored_once():
    scene, forms = tk.Scene(), {"POSITION": Format("uint16")}
    for _ in range(3):
        scene.add(tk.Primitive(TRIANGLE, formats=forms))
    assert len(document_of(scene.to_glb())["accessors"]) == 1


# -- instances --------------------------------------------------------------------------------------------------------


def instanced(make_glb, **more) -> tuple[dict, bytes]:
    places = np.float32([[0, 0, 0], [2, 0, 0]])
    binary = TRIANGLE.tobytes() + places.tobytes() + np.int8([[0, 0, 0, 127], [0, 127, 0, 0]]).tobytes() + b"\1\0\2\0"
    views = [(0, 36), (36, 24), (60, 8), (68, 4)]
    document = {
        "asset": {"version": "2.0"},
        "extensionsUsed": ["EXT_mesh_gpu_instancing"],
        "scene": 0,
        "scenes": [{"nodes": [0]}],
        "nodes": [
            {
                "mesh": 0,
                "extensions": {
                    "EXT_mesh_gpu_instancing": {
                        "attributes": {"TRANSLATION": 1, "ROTATION": 2, "_ID": 3},
                        "extras": {"trees": True},
                    }
                },
            }
        ],
        "meshes": [{"primitives": [{"attributes": {"POSITION": 0}}]}],
        "accessors": [
            {"bufferView": 0, "componentType": 5126, "count": 3, "type": "VEC3", "min": [0, 0, 0], "max": [1, 1, 0]},
            {"bufferView": 1, "componentType": 5126, "count": 2, "type": "VEC3"},
            {"bufferView": 2, "componentType": 5120, "count": 2, "type": "VEC4", "normalized": True},
            {"bufferView": 3, "componentType": 5123, "count": 2, "type": "SCALAR"},
        ],
        "bufferViews": [{"buffer": 0, "byteOffset": at, "byteLength": size} for at, size in views],
        "buffers": [{"byteLength": len(binary)}],
    }
    document["accessors"][1].update(more)
    return document, binary


def test_instances_are_read_and_written(make_glb, scene_differences):
    scene = io.load(make_glb(*instanced(make_glb)))
    many = scene.nodes[0].instances
    assert (many.count, many.formats, many.extras) == (2, {"ROTATION": ("int8", True)}, {"trees": True})
    assert (many.scale, many.custom["_ID"].tolist(), many.rotation.tolist()[1]) == (None, [1, 2], [0, 1, 0, 0])
    assert scene.bounds().tolist() == [[0, 0, 0], [2, 1, 0]]
    assert scene_differences(scene, io.load(scene.to_glb())) == []
    document = document_of(scene.to_glb())
    assert "extensionsRequired" not in document
    assert document["accessors"][-1]["componentType"] in {5120, 5123}
    assert io.describe(scene)["triangles"] == 2


def test_new_instances_are_required():
    scene = tk.Scene()
    scene.add(tk.Node(mesh=tk.Mesh(tk.box()), instances=Instances(translation=np.eye(3))))
    assert document_of(scene.to_glb())["extensionsRequired"] == ["EXT_mesh_gpu_instancing"]


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"type": "VEC4", "count": 1}, "MESH_PRIMITIVE_ATTRIBUTES_ACCESSOR_INVALID_FORMAT"),
        ({"count": 1}, "MESH_PRIMITIVE_UNEQUAL_ACCESSOR_COUNT"),
    ],
)
def test_broken_instances_are_refused(make_glb, more, code):
    with pytest.raises(tk.AssetError, match=code):
        io.load(make_glb(*instanced(make_glb, **more)))


def test_instances_of_unequal_length():
    with pytest.raises(tk.FieldError, match="all attributes must be of one length, not TRANSLATION 2, SCALE 3"):
        Instances(translation=np.zeros((2, 3)), scale=np.ones((3, 3)))


def test_more_instances_than_bytes_are_refused(make_glb):
    """An accessor without a view costs a file nothing; posing its instances would."""
    document, binary = instanced(make_glb)
    document["accessors"][1:] = [{"componentType": 5126, "count": 5_000_000, "type": "VEC3"}]
    document["nodes"][0]["extensions"]["EXT_mesh_gpu_instancing"] = {"attributes": {"TRANSLATION": 1}}
    with pytest.raises(tk.AssetError, match="ACCESSOR_DATA_TOO_LARGE"):
        io.load(make_glb(document, binary))


def test_extension_objects_at_nodes_stay(make_glb, scene_differences):
    names = ["KHR_lights_punctual", "KHR_node_visibility"]
    document = {
        "asset": {"version": "2.0"},
        "extensionsUsed": names,
        "extensionsRequired": names,
        "extensions": {"KHR_lights_punctual": {"lights": [{"type": "point"}]}},
        "nodes": [
            {"extensions": {"KHR_node_visibility": {"visible": True}}},
            {"extensions": {"KHR_node_visibility": {"extras": {"why": 1}}}},
            {"extensions": {"KHR_node_visibility": {"visible": False, "extras": {"why": 2}}}},
            {"extensions": {"KHR_lights_punctual": {"light": 0, "extras": {"lamp": 3}}, "KHR_node_visibility": {}}},
        ],
    }
    scene = io.load(make_glb(document))
    assert [node.visible for node in scene.nodes] == [True, True, False, True]
    assert scene_differences(scene, io.load(scene.to_glb())) == []
    written = document_of(scene.to_glb())
    assert written["nodes"][0]["extensions"] == {"KHR_node_visibility": {}}
    assert written["nodes"][1:] == document["nodes"][1:]
    assert written["extensionsRequired"] == names


# -- pointers ---------------------------------------------------------------------------------------------------------


def moving(target, pointer: str, values, **more) -> tk.Animation:
    fields = {"times": np.arange(len(values)), "values": np.reshape(values, (len(values), -1)), **more}
    return tk.Animation(channels=tk.Channel(target=target, path="pointer", pointer=pointer, **fields))


def test_indices_in_pointers_follow_the_lists():
    scene, material = tk.Scene(), tk.Material()
    scene.add(tk.Mesh(tk.box(), tk.Material()))
    scene.add(tk.Mesh(tk.box(), material))
    scene.animations = [moving(material, "pbrMetallicRoughness/metallicFactor", [0, 1])]
    document = document_of(scene.to_glb())
    target = document["animations"][0]["channels"][0]["target"]
    pointer = "/materials/1/pbrMetallicRoughness/metallicFactor"
    assert target == {"path": "pointer", "extensions": {"KHR_animation_pointer": {"pointer": pointer}}}
    assert document["materials"][1]["pbrMetallicRoughness"] == {}
    again = io.load(scene.to_glb())
    assert again.animations[0].channels[0].target is again.materials[1]
    assert again.pose(0.25).posed(again.materials[1]).metallic == 0.25


@pytest.mark.parametrize(
    ("pointer", "made"),
    [
        ("extensions/KHR_node_visibility/visible", {"KHR_node_visibility": {}}),
        ("extensions/VENDOR_more/size", {"VENDOR_more": {}}),
    ],
)
def test_what_a_pointer_leads_through_is_written(pointer, made):
    scene = tk.Scene()
    node = scene.add(tk.Node(name="a"))
    scene.animations = [moving(node, pointer, [0, 1], interpolation="STEP")]
    document = document_of(scene.to_glb())
    assert document["nodes"][0]["extensions"] == made
    assert set(document["extensionsUsed"]) == {"KHR_animation_pointer", *made}
    assert io.load(scene.to_glb()).to_glb() == scene.to_glb()


def test_flags_are_animated_by_bytes():
    scene = tk.Scene()
    node = scene.add(tk.Node(name="a", visible=False))
    scene.animations = [moving(node, "extensions/KHR_node_visibility/visible", [1, 0], interpolation="STEP")]
    assert document_of(scene.to_glb())["accessors"][-1]["componentType"] == 5121
    assert [scene.pose(t).visible(node) for t in (None, 0, 1)] == [False, True, False]


def test_pointers_move_nodes_as_paths_do():
    scene = tk.Scene()
    one, two = scene.add(tk.Node(name="one", scale=(2, 2, 2))), scene.add(tk.Node(name="two", scale=(2, 2, 2)))
    turns = np.float32([[0, 0, 0, 1], [0, 1, 0, 0]])
    scene.animations = [
        tk.Animation(
            channels=[
                tk.Channel(target=one, path="pointer", pointer="rotation", times=[0, 1], values=turns),
                tk.Channel(node=two, path="rotation", times=[0, 1], values=turns),
            ]
        )
    ]
    pose = scene.pose(0.3)
    np.testing.assert_allclose(pose.world_from_node(one), pose.world_from_node(two))
    assert pose.moves(one)


def test_one_morph_weight_by_its_pointer():
    box = tk.box()
    box.targets = (tk.MorphTarget(positions=box.positions),) * 2
    scene = tk.Scene()
    node = scene.add(tk.Mesh(box, weights=(0.1, 0.2)))
    scene.animations = [moving(node, "weights/1", [0, 1])]
    assert scene.pose(0.5).weights(node) == (0.1, 0.5)
    again = io.load(scene.to_glb())
    assert again.pose(0.5).weights(again.nodes[0]) == pytest.approx((0.1, 0.5))


def test_pointers_to_what_is_not_modelled_are_kept(scene_differences):
    scene = tk.Scene(document_extensions={"VENDOR_fog": {"density": 1}})
    scene.animations = [moving(None, "/extensions/VENDOR_fog/density", [1, 2])]
    again = io.load(scene.to_glb())
    channel = again.animations[0].channels[0]
    assert (channel.target, channel.pointer) == (None, "/extensions/VENDOR_fog/density")
    assert scene_differences(again, io.load(again.to_glb())) == []


def test_a_channel_whose_target_has_left_the_scene_is_left_out():
    scene = tk.Scene()
    node = scene.add(tk.Node(name="a"))
    scene.animations = [moving(node, "translation", [[0, 0, 0], [1, 1, 1]])]
    scene.remove(node)
    assert scene.animations[0].channels == ()
    scene.animations = [moving(tk.Material(), "alphaCutoff", [0, 1])]
    assert "animations" not in document_of(scene.to_glb())


# -- data of extensions -----------------------------------------------------------------------------------------------


def owner(extension: dict, names: str = "VENDOR_data") -> tuple[dict, bytes]:
    """Accessors 0 to 2 and buffer views 0 to 3; the triangle uses the first of each."""
    parts = [TRIANGLE.tobytes(), np.uint16([1, 2]).tobytes(), np.int8([-127, 127]).tobytes() + b"\0\0", b"blob"]
    document = {
        "asset": {"version": "2.0"},
        "extensionsUsed": [names],
        "meshes": [{"primitives": [{"attributes": {"POSITION": 0}, "extensions": {names: extension}}]}],
        "accessors": [
            {"bufferView": 0, "componentType": 5126, "count": 3, "type": "VEC3", "min": [0, 0, 0], "max": [1, 1, 0]},
            {"bufferView": 1, "componentType": 5123, "count": 2, "type": "SCALAR"},
            {"bufferView": 2, "componentType": 5120, "count": 2, "type": "SCALAR", "normalized": True},
        ],
        "bufferViews": [
            {"buffer": 0, "byteOffset": sum(map(len, parts[:i])), "byteLength": len(part)}
            for i, part in enumerate(parts)
        ],
        "buffers": [{"byteLength": sum(map(len, parts))}],
    }
    return document, b"".join(parts)


FOUND = {"indices": {"accessor": 1, "sizeAccessor": 2, "bufferView": 3, "accessors": [1, 2], "count": 1}}


def test_data_of_unknown_extensions_travels_along(make_glb, scene_differences):
    scene = io.load(make_glb(*owner(FOUND)))
    kept = scene.meshes[0].primitives[0].extensions["VENDOR_data"]["indices"]
    assert (kept["accessor"].tolist(), kept["sizeAccessor"].tolist(), kept["count"]) == ([1, 2], [-127, 127], 1)
    assert [item.tolist() for item in kept["accessors"]] == [[1, 2], [-127, 127]]
    assert bytes(kept["bufferView"]) == b"blob"
    scene.add(tk.sphere(segments=8, rings=6))
    document = document_of(scene.to_glb())
    written = document["meshes"][0]["primitives"][0]["extensions"]["VENDOR_data"]["indices"]
    assert document["accessors"][written["sizeAccessor"]]["normalized"] is True
    assert document["accessors"][written["accessor"]]["componentType"] == 5123
    assert document["bufferViews"][written["bufferView"]]["byteLength"] == 4
    assert scene_differences(scene, io.load(scene.to_glb())) == []


def test_members_of_known_extensions_travel_along(make_glb):
    document, binary = owner({"indices": 1, "other": 2}, "CESIUM_primitive_outline")
    document["accessors"].pop()
    document["bufferViews"] = document["bufferViews"][:2]
    scene = io.load(make_glb(document, binary))
    kept = scene.meshes[0].primitives[0].extensions["CESIUM_primitive_outline"]
    assert (kept["indices"].tolist(), kept["other"]) == ([1, 2], 2)


def test_data_that_nothing_known_uses_is_warned_of_by_name(make_glb):
    with pytest.warns(UserWarning, match="nothing known uses") as caught:
        io.load(make_glb(*owner({"thing": 1})))
    texts = [str(warning.message) for warning in caught]
    assert texts[0].startswith("bytes: nothing known uses the accessors 1, 2; if VENDOR_data does, they are lost")
    assert "the buffer views 3; if VENDOR_data does" in texts[1]
