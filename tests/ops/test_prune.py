from __future__ import annotations

import collections
import json
import struct

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import threedkit as tk
from threedkit.errors import ParameterError
from threedkit.ops._indices import hold_indices
from threedkit.scene import RootSet

LISTS = ("nodes", "meshes", "materials", "textures", "images", "samplers", "cameras", "lights", "skins", "animations")


def json_of(glb: bytes) -> dict:
    return json.loads(glb[20 : 20 + struct.unpack("<I", glb[12:16])[0]])


def names(items) -> list[str]:
    return [item.name for item in items]


def test_what_nothing_refers_to_leaves_the_document(full):
    tk.ops.prune(full)
    assert names(full.materials) == ["m0", "m1", "normal", "plane", "skin"]
    assert names(full.images) == ["one", "two"]
    assert len(full.textures) == len(full.samplers) == 2
    assert names(full.animations) == ["move"]
    assert {"empty", "leaf"}.isdisjoint(names(full.nodes))
    assert {"hip", "knee", "lamp", "camera"} <= set(names(full.nodes))


def test_leaves_may_stay_and_those_that_mean_something_do():
    scene = tk.Scene()
    for name, values in {
        "empty": {}, "noted": {"extras": {"a": 1}}, "extended": {"extensions": {"VENDOR_x": {"a": "b"}}},
        "inner": {"nested": {"x": {"extras": 1}}},
    }.items():  # fmt: skip
        scene.add(tk.Node(name=name, **values))
    moved = scene.add(tk.Node(name="moved"))
    keys = {"times": [0.0, 1.0], "values": [[0, 0, 0], [1, 0, 0]]}
    scene.animations = [tk.Animation(channels=(tk.Channel(node=moved, **keys),))]
    assert len(tk.ops.prune(scene.copy(), keep_leaves=True).nodes) == 5
    assert names(tk.ops.prune(scene.copy()).nodes) == ["noted", "extended", "inner", "moved"]
    assert names(tk.ops.prune(scene.copy(), keep_extras=False).nodes) == ["extended", "inner", "moved"]


def test_a_whole_empty_branch_goes_and_its_siblings_keep_their_order():
    scene = tk.Scene()
    top = scene.add(tk.Node(name="top"))
    for name in "abc":
        branch = top.add(tk.Node(name=name))
        branch.add(tk.Node()).add(tk.Node())
        if name != "b":
            branch.add(tk.Mesh(tk.box()))
    tk.ops.prune(scene)
    assert names(top.children) == ["a", "c"]
    assert all(len(child.children) == 1 for child in top.children)


def test_levels_of_detail_are_used():
    scene = tk.Scene()
    far = tk.Node(name="far", mesh=tk.Mesh(tk.box(), tk.Material(name="far")))
    scene.add(tk.Node(name="near", levels=(far,)))
    scene.declare(nodes=[*scene.nodes, tk.Node(name="orphan")])
    assert names(tk.ops.prune(scene).nodes) == ["near", "far"]
    assert names(scene.materials) == ["far"]


def test_orphans_and_what_they_hold_go_unless_another_scene_shows_them():
    scene = tk.Scene()
    scene.add(tk.Mesh(tk.box(), tk.Material(name="shown")), name="shown")
    other, orphan = (tk.Node(name=name, mesh=tk.Mesh(tk.box(), tk.Material(name=name))) for name in ("other", "orphan"))
    scene.alternates = (RootSet(roots=(other,)),)
    scene.declare(nodes=[orphan, other], meshes=[orphan.mesh])
    keys = {"times": [0.0, 1.0], "values": [[0, 0, 0], [1, 0, 0]]}
    channels = (tk.Channel(node=orphan, **keys), tk.Channel(node=other, **keys), tk.Channel(**keys))
    scene.animations = [tk.Animation(channels=channels), tk.Animation(name="idle", channels=channels[:1])]
    tk.ops.prune(scene)
    assert names(scene.nodes) == ["other", "shown"]
    assert names(scene.materials) == ["other", "shown"]
    assert len(scene.animations) == 1
    assert scene.animations[0].channels == channels[1:2]


def test_weights_without_targets_move_nothing():
    scene = tk.Scene()
    node = scene.add(tk.Mesh(tk.box()))
    channel = tk.Channel(node=node, path="weights", times=[0.0, 1.0], values=[[0.0], [1.0]])
    scene.animations = [tk.Animation(channels=(channel,))]
    assert not tk.ops.prune(scene).animations


def test_parts_with_extras_stay_unless_they_need_not():
    scene = tk.Scene()
    scene.declare(materials=[tk.Material(name="noted", extras={"a": 1}), tk.Material(name="plain")])
    assert names(tk.ops.prune(scene).materials) == ["noted"]
    assert not tk.ops.prune(scene, keep_extras=False).materials


def quad(**material) -> tuple[tk.Scene, tk.Primitive]:
    primitive = tk.plane()
    uv = primitive.texcoords[0]
    primitive.texcoords, primitive.colors = (uv, uv, uv), (np.ones((4, 3), np.float32),) * 2
    primitive.custom = {"_ID": np.arange(4, dtype=np.uint8)}
    primitive.targets = (
        tk.MorphTarget(
            positions=primitive.positions, normals=primitive.normals, texcoords=(uv, uv), colors=primitive.colors
        ),
    )
    primitive.material = tk.Material(**material)
    scene = tk.Scene()
    scene.add(primitive)
    return scene, primitive


def test_attributes_without_use_go():
    scene, primitive = quad()
    tk.ops.prune(scene)
    assert [name for name, _ in primitive.attributes()] == ["POSITION", "NORMAL", "COLOR_0", "_ID"]
    assert [name for name, _ in primitive.targets[0].arrays()] == ["POSITION", "NORMAL", "COLOR_0"]


def test_attributes_that_textures_read_stay():
    texture = tk.Texture(tk.Image.from_array(np.zeros((2, 2, 3), np.uint8)))
    scene, primitive = quad(occlusion_texture=tk.TextureInfo(texture, texcoord=1))
    tk.ops.prune(scene)
    assert len(primitive.texcoords) == 2
    assert primitive.tangents is None
    scene, primitive = quad(normal_texture=texture)
    tk.ops.prune(scene)
    assert len(primitive.texcoords) == 1
    assert primitive.tangents is not None


@pytest.mark.parametrize(
    "change",
    [
        lambda primitive: setattr(primitive, "material", None),
        lambda primitive: setattr(primitive, "extensions", {"EXT_mesh_features": {}}),
        lambda primitive: setattr(primitive.material, "extensions", {"VENDOR_shader": {}}),
    ],
)
def test_attributes_whose_reader_is_unknown_stay(change):
    scene, primitive = quad()
    change(primitive)
    before = [name for name, _ in primitive.attributes()]
    tk.ops.prune(scene)
    assert [name for name, _ in primitive.attributes()] == before


def test_attributes_stay_when_asked():
    scene, primitive = quad()
    before = [name for name, _ in primitive.attributes()]
    tk.ops.prune(scene, keep_attributes=True)
    assert [name for name, _ in primitive.attributes()] == before


def test_unlit_surfaces_need_no_normals_but_lines_keep_theirs():
    scene, primitive = quad(unlit=True)
    lines = tk.plane()
    lines.mode, lines.material = "LINES", primitive.material
    scene.add(lines)
    tk.ops.prune(scene)
    assert primitive.normals is None
    assert primitive.targets[0].normals is None
    assert lines.normals is not None


def raw_scene(extension: dict, place: str = "node") -> tk.Scene:
    """Six unused materials and nodes, of which a raw extension refers to some."""
    scene = tk.Scene()
    node = scene.add(tk.Mesh(tk.box(), tk.Material(name="used")), name="used")
    scene.declare(
        nodes=[tk.Node(name=f"n{i}") for i in range(6)],
        materials=[tk.Material(name=f"m{i}") for i in range(6)],
        textures=[tk.Texture(tk.Image(data=b"x", name=f"t{i}"), name=f"t{i}") for i in range(6)],
    )
    if place == "node":
        node.extensions = extension
    elif place == "nested":
        node.mesh.primitives[0].material.nested = {"pbrMetallicRoughness": {"extensions": extension}}
    elif place == "document":
        scene.document_extensions = extension
    elif place == "asset":
        scene.asset = {"extensions": extension}
    return scene


@pytest.mark.parametrize("place", ["node", "nested", "document", "asset"])
def test_a_number_in_an_unknown_extension_keeps_what_it_may_mean(place):
    scene = raw_scene({"VENDOR_thing": {"deep": [{"target": 3}]}}, place)
    tk.ops.prune(scene)
    assert names(scene.nodes) == ["n0", "n1", "n2", "n3", "used"]
    assert names(scene.materials) == ["m0", "m1", "m2", "m3", "used"]
    assert names(scene.textures) == ["t0", "t1", "t2", "t3"]
    assert names(scene.images) == ["t0", "t1", "t2", "t3"]


@pytest.mark.parametrize(
    ("extension", "kept"),
    [
        ({"MSFT_lod": {"ids": [2]}}, {"nodes": 3, "materials": 3, "textures": 0}),
        ({"KHR_materials_new": {"glowTexture": {"index": 1}}}, {"nodes": 0, "materials": 0, "textures": 2}),
        ({"VENDOR_pointer": {"path": "/materials/4/alphaCutoff"}}, {"nodes": 0, "materials": 5, "textures": 0}),
        ({"KHR_xmp_json_ld": {"packet": 5}}, {"nodes": 0, "materials": 0, "textures": 0}),
        (
            {"VENDOR_flags": {"on": True, "size": 0.5, "far": 1e30, "less": -1}},
            {"nodes": 0, "materials": 0, "textures": 0},
        ),
        ({"VENDOR_floats": {"index": 2.0}}, {"nodes": 3, "materials": 3, "textures": 3}),
        ({"KHR_xmp": {"extensions": {"VENDOR_x": 1}}}, {"nodes": 2, "materials": 2, "textures": 2}),
    ],
)
def test_numbers_of_known_extensions_count_where_they_count(extension, kept):
    scene = raw_scene(extension)
    tk.ops.prune(scene)
    assert {name: sum(item.name != "used" for item in getattr(scene, name)) for name in kept} == kept


def test_a_pointer_that_no_field_models_keeps_its_target():
    scene = raw_scene({})
    channel = tk.Channel(path="pointer", pointer="/nodes/2/extensions/VENDOR_x/y", times=[0.0], values=[[1.0]])
    scene.animations = [tk.Animation(channels=(channel,))]
    tk.ops.prune(scene)
    assert names(scene.nodes) == ["n0", "n1", "n2", "used"]
    assert len(scene.animations) == 1


@given(st.integers(0, 20), st.sampled_from([3, 8, 12]), st.sets(st.integers(0, 11)))
def test_indices_of_raw_extensions_mean_the_same_after_saving(index, count, used):
    scene = tk.Scene()
    materials = [tk.Material(name=f"m{i}") for i in range(count)]
    for i in sorted(used):
        scene.add(tk.Mesh(tk.box(), materials[i % count]))
    scene.declare(materials=materials)
    scene.document_extensions = {"VENDOR_choice": {"material": index}}
    meant = scene.materials[index].name if index < count else None
    tk.ops.prune(scene)
    written = json_of(scene.to_glb())
    found = written["extensions"]["VENDOR_choice"]["material"]
    assert found == index
    assert meant is None or written["materials"][found]["name"] == meant
    assert {i % count for i in used} <= {int(item["name"][1:]) for item in written.get("materials", [])}


def test_held_parts_are_those_that_a_number_may_mean(full):
    assert not hold_indices(full)
    full.nodes["a"].extensions = {"VENDOR_x": [1]}
    counts = collections.Counter(type(part).__name__ for part in hold_indices(full))
    assert set(counts.values()) == {2}
    assert set(counts) == {"Node", "Mesh", "Material", "Texture", "Image", "Sampler", "Animation"}


def test_held_lists_keep_their_order_whatever_is_added(full):
    full.nodes["a"].extensions = {"VENDOR_x": [1]}
    before = full.nodes
    tk.ops.center(full)  # hangs the animated node under a new one
    assert full.nodes[: len(before)] == before
    assert full.nodes[-1].name.endswith("pivot")


@pytest.mark.parametrize("time", [None, 0.25, 1.0])
def test_the_picture_stays(full, world_points, time):
    before = world_points(full, time)
    tk.ops.prune(full)
    np.testing.assert_array_equal(world_points(full, time), before)


def test_deep_branches_do_not_overflow():
    scene = tk.Scene()
    node = scene.add(tk.Node())
    for _ in range(3000):
        node = node.add(tk.Node())
    assert not tk.ops.prune(scene).nodes


@pytest.mark.parametrize("option", ["keep_leaves", "keep_attributes", "keep_extras"])
def test_wrong_flags_are_refused(option):
    with pytest.raises(ParameterError, match=f"prune: {option} must be True or False"):
        tk.ops.prune(tk.Scene(), **{option: "no"})
