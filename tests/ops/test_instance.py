"""Instance: one node draws what many drew."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import threedkit as tk
from threedkit.errors import ParameterError


@given(st.integers(0, 2**32 - 1), st.integers(2, 4))
@settings(deadline=None, max_examples=40)
def test_generated_scenes_draw_the_same(draws_the_same, seed, minimum):
    rng = np.random.default_rng(seed)
    scene, meshes = tk.Scene(), [tk.Mesh(tk.box(), tk.Material(), name=f"mesh {i}") for i in range(2)]
    groups = [scene.add(tk.Node(position=rng.normal(size=3), scale=(1, 1, rng.choice([1, 2])))) for _ in range(2)]
    for _ in range(9):
        spot = {"position": rng.normal(size=3), "rotation": rng.normal(size=4), "scale": rng.choice([1, 2, -1], 3)}
        parent = groups[int(rng.integers(0, 2))] if rng.random() < 0.5 else None
        scene.add(meshes[int(rng.integers(0, 2))], parent=parent, visible=bool(rng.random() < 0.7), **spot)
    still = draws_the_same(scene)
    assert tk.ops.instance(scene, minimum=minimum) is scene
    assert still()
    before = scene.to_glb()
    assert tk.ops.instance(scene, minimum=minimum).to_glb() == before
    assert tk.validate(before).ok


def forest(count=6, **values):
    scene, tree = tk.Scene(), tk.Mesh(tk.cone(), tk.Material(), name="tree")
    nodes = [scene.add(tree, name=f"t{i}", position=(i, 0, 0), **values) for i in range(count)]
    return scene, nodes


def test_only_what_differs_is_stored():
    scene, _ = forest()
    (node,) = tk.ops.instance(scene).mesh_nodes
    assert node.name == "tree"
    assert node.instances.rotation is node.instances.scale is None
    assert node.instances.translation[:, 0].tolist() == list(range(6))
    assert len(scene.nodes) == 1


def test_all_at_one_place_are_still_many():
    scene, nodes = forest()
    for node in nodes:
        node.position = (0, 0, 0)
    assert tk.ops.instance(scene).mesh_nodes[0].instances.count == 6


def test_few_are_left():
    scene, _ = forest(4)
    assert len(tk.ops.instance(scene).mesh_nodes) == 4
    assert len(tk.ops.instance(scene, minimum=4).mesh_nodes) == 1


def test_who_stays_out(draws_the_same):
    scene, nodes = forest(9)
    nodes[0].skin = tk.Skin(joints=nodes[1])
    nodes[2].extras = {"id": 1}
    leaf = nodes[3].add(tk.Node(name="leaf", camera=tk.PerspectiveCamera()))
    group = scene.add(tk.Node(name="group"))
    group.add(scene.remove(nodes[4]))
    scene.animations = [
        tk.Animation(channels=tk.Channel(node=group, times=[0, 1], values=[[0, 0, 0], [0, 1, 0]])),
    ]
    still = draws_the_same(scene)
    tk.ops.instance(scene)
    assert still()
    drawn = [node.name for node in scene.mesh_nodes]
    assert drawn == ["t0", "t1", "t4", "tree"]
    assert [node.name for node in scene.nodes if node.name in {"t2", "t3", "leaf"}] == ["t2", "t3", "leaf"]
    assert leaf.parent is nodes[3]


def test_below_an_animated_node_they_go_along(draws_the_same):
    scene, nodes = forest(6)
    wheel = scene.add(tk.Node(name="wheel"))
    for node in nodes:
        wheel.add(scene.remove(node))
    turn = [[0, 0, 0, 1], [0, 1, 0, 0]]
    scene.animations = [tk.Animation(channels=tk.Channel(node=wheel, path="rotation", times=[0, 1], values=turn))]
    still = draws_the_same(scene)
    tk.ops.instance(scene)
    assert still()
    assert [node.name for node in wheel.children] == ["tree"]


def test_volume_minds_the_scale():
    scene, nodes = forest(6)
    nodes[0].mesh.primitives[0].material.volume = tk.Volume(thickness=1)
    nodes[1].scale = (2, 2, 2)
    tk.ops.instance(scene)
    assert [node.name for node in scene.mesh_nodes] == ["t1", "tree"]


def test_a_wrong_minimum_is_refused():
    with pytest.raises(ParameterError, match="instance: minimum must be a whole number from 2 to"):
        tk.ops.instance(tk.Scene(), minimum=1)


def test_real_models(models, draws_the_same):
    for path in models:
        scene = tk.load(path)
        still = draws_the_same(scene)
        tk.ops.instance(scene, minimum=2)
        assert still(), path
        assert tk.validate(scene.to_glb()).ok
