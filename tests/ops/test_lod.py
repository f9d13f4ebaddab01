"""LOD: levels of detail that stay right wherever the nodes go."""

from __future__ import annotations

import json
import struct

import numpy as np
import pytest

import threedkit as tk
from threedkit.errors import ParameterError


def document_of(glb):
    """The JSON of a GLB."""
    (length,) = struct.unpack_from("<I", glb, 12)
    return json.loads(glb[20 : 20 + length])


def levels_of(glb):
    """Names of the nodes with levels and of those, by the indices in the file."""
    nodes = document_of(glb)["nodes"]
    return {
        node["name"]: [nodes[i]["name"] for i in node["extensions"]["MSFT_lod"]["ids"]]
        for node in nodes
        if "MSFT_lod" in node.get("extensions", {})
    }


def balls():
    scene, ball = tk.Scene(), tk.Mesh(tk.sphere(segments=48, rings=24), tk.Material(), name="ball")
    for name in "ab":
        scene.add(ball, name=name, position=(3 if name == "b" else 0, 0, 0))
    scene.add(tk.Node(name="between"))
    scene.add(tk.Mesh(tk.box()), name="box")
    return scene


def test_each_level_is_simpler_and_nodes_share_meshes(draws_the_same):
    scene = balls()
    still = draws_the_same(scene)
    assert tk.ops.lod(scene, levels=3, ratio=0.4) is scene
    assert still()
    (first,), (second,) = (scene.nodes[name].children for name in "ab")
    counts = [first.mesh.triangle_count, *(level.mesh.triangle_count for level in first.levels)]
    assert counts == sorted(counts, reverse=True)
    assert counts[1] <= 0.4 * counts[0] + 2
    assert [level.mesh for level in first.levels] == [level.mesh for level in second.levels]
    assert first.extras["MSFT_screencoverage"] == pytest.approx([0.5, 0.2, 0.08, 0.0])
    assert not scene.nodes["box"].children  # there is nothing to leave out
    assert len(scene.mesh_nodes) == 3


def test_levels_survive_files_copies_edits_and_cleaning():
    scene = balls()
    scene.declare(nodes=scene.nodes, materials=[tk.Material(name="unused")])
    tk.ops.lod(scene)
    expected = {"a LOD0": ["a LOD1", "a LOD2"], "b LOD0": ["b LOD1", "b LOD2"]}
    glb = scene.to_glb()
    assert levels_of(glb) == expected
    again = tk.load(glb)
    assert again.to_glb() == glb
    assert [level.name for level in again.nodes["a LOD0"].levels] == expected["a LOD0"]
    assert again.nodes["a LOD0"].extensions == {}
    copy = again.copy()
    assert copy.nodes["a LOD0"].levels[0] is not again.nodes["a LOD0"].levels[0]
    tk.ops.prune(copy)
    copy.remove(copy.nodes["a"])
    copy.roots = (tk.Node(name="new"), *copy.roots)
    assert levels_of(copy.to_glb()) == {"b LOD0": expected["b LOD0"]}
    tk.ops.apply(copy, ["dedup", "flatten", "join", "instance:minimum=2", "prune", "center"])
    assert levels_of(copy.to_glb()) == {"b LOD0": expected["b LOD0"]}


def test_again_changes_nothing():
    scene = tk.ops.lod(balls())
    before = scene.to_glb()
    assert tk.ops.lod(scene).to_glb() == before


def test_extension_data_that_is_not_understood_stays_plain():
    for wrong in ({"ids": []}, {"ids": [99]}, {"ids": [1], "more": 1}, {"ids": "1"}, {"ids": [True]}):
        scene = tk.Scene(extensions_used=["MSFT_lod"])
        scene.add(tk.Mesh(tk.box()), name="a", extensions={"MSFT_lod": wrong})
        scene.add(tk.Node(name="b"))
        assert tk.load(scene.to_glb()).nodes["a"].extensions == {"MSFT_lod": wrong}


def test_materials_keep_theirs():
    scene = tk.Scene()
    scene.add(tk.Mesh(tk.box(), tk.Material(name="fine", extensions={"MSFT_lod": {"ids": [1]}})))
    scene.declare(materials=[*scene.materials, tk.Material(name="plain")])
    assert tk.load(scene.to_glb()).materials["fine"].extensions == {"MSFT_lod": {"ids": [1]}}


def test_skins_morphs_and_their_animations_go_along(draws_the_same):
    ball = tk.sphere(segments=32, rings=16)
    ball.targets = [tk.MorphTarget(positions=ball.positions)]
    ball.joints, ball.weights = (
        np.zeros((len(ball.positions), 4), np.uint8),
        np.tile(np.float32([1, 0, 0, 0]), (len(ball.positions), 1)),
    )
    scene = tk.Scene()
    hip = scene.add(tk.Node(name="hip"))
    node = scene.add(
        tk.Mesh(ball, tk.Material(), target_names=("grow",)), name="ball", skin=tk.Skin(joints=hip), weights=(0.5,)
    )
    leaf = node.add(tk.Node(name="leaf"))
    scene.animations = [tk.Animation(channels=tk.Channel(node=node, path="weights", times=[0, 1], values=[[0], [1]]))]
    still = draws_the_same(scene)
    tk.ops.lod(scene)
    assert still()
    full, other = node.children
    assert other is leaf
    assert node.mesh is node.skin is node.weights is None
    for level in full.levels:
        assert level.skin is full.skin
        assert level.mesh.target_names == ("grow",)
        assert level.mesh.primitives[0].joints
        assert level.mesh.primitives[0].targets
    assert [channel.node for channel in scene.animations[0].channels] == [full, *full.levels]
    report = tk.validate(scene.to_glb())
    assert report.ok


@pytest.mark.parametrize("options", [{"levels": 0}, {"ratio": 0}, {"error": 2}, {"coverage": -1}])
def test_wrong_options_are_refused(options):
    with pytest.raises(ParameterError, match=f"lod: {next(iter(options))} must be"):
        tk.ops.lod(tk.Scene(), **options)


def test_real_models(models, draws_the_same):
    for path in models[:6]:
        scene = tk.load(path)
        still = draws_the_same(scene)
        tk.ops.lod(scene, levels=1)
        assert still(), path
        assert tk.validate(scene.to_glb()).ok
