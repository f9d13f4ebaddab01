"""Flatten: the same drawing without the hierarchy."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

import threedkit as tk


def tree(rng, depth=3):
    """A random hierarchy with boxes, cameras, lights, hidden branches and sheared places."""
    node = tk.Node(position=rng.normal(size=3), rotation=rng.normal(size=4), visible=bool(rng.random() < 0.9))
    if rng.random() < 0.4:
        node.scale = rng.choice([1.0, 2.0, -1.0, 0.5], 3)
    if rng.random() < 0.6:
        node.mesh = tk.Mesh(tk.box())
    if rng.random() < 0.2:
        node.camera = tk.PerspectiveCamera()
    if depth:
        for _ in range(rng.integers(0, 4)):
            node.add(tree(rng, depth - 1))
    return node


@given(st.integers(0, 2**32 - 1))
@settings(deadline=None, max_examples=40)
def test_generated_scenes_draw_the_same(draws_the_same, seed):
    rng = np.random.default_rng(seed)
    scene = tk.Scene()
    for _ in range(2):
        scene.add(tree(rng))
    still = draws_the_same(scene)
    cameras = {id(node): node.world_from_node for node in scene.camera_nodes}
    assert tk.ops.flatten(scene) is scene
    assert still()
    for node in scene.camera_nodes:
        np.testing.assert_allclose(node.world_from_node, cameras[id(node)], atol=1e-9)


def test_the_order_of_what_is_drawn_stays(full, draws_the_same):
    names, still = [node.name for node in full.mesh_nodes], draws_the_same(full)
    tk.ops.flatten(full)
    assert [node.name for node in full.mesh_nodes] == names
    assert still()


def test_animated_branches_joints_and_extensions_stay():
    scene = tk.Scene()
    top = scene.add(tk.Node(name="top", position=(1, 0, 0)))
    moved, hip, marked = (top.add(tk.Node(name=name)) for name in ("moved", "hip", "marked"))
    balls = [node.add(tk.Mesh(tk.sphere()), name=f"on {node.name}") for node in (moved, hip, marked)]
    marked.extensions = {"EXT_mark": {}}
    scene.add(tk.Node(name="skinned", mesh=tk.Mesh(tk.box()), skin=tk.Skin(joints=hip)))
    scene.animations = [
        tk.Animation(channels=tk.Channel(node=moved, path="scale", times=[0, 1], values=[[1, 1, 1], [2, 2, 2]]))
    ]
    before = scene.to_glb()
    tk.ops.flatten(scene)
    assert [ball.parent for ball in balls] == [moved, hip, marked]
    assert scene.to_glb() == before


def test_what_is_hidden_stays_hidden_and_what_has_extras_is_kept():
    scene = tk.Scene()
    group = scene.add(tk.Node(name="group", visible=False))
    marked = group.add(tk.Node(name="marked", extras={"id": 1}))
    ball = marked.add(tk.Mesh(tk.sphere()))
    tk.ops.flatten(scene)
    assert ball.parent is None
    assert not ball.visible
    assert [(node.name, node.parent) for node in scene.nodes] == [("marked", None), ("", None)]


def test_a_sheared_place_stays():
    scene = tk.Scene()
    stretched = scene.add(tk.Node(scale=(1, 3, 1)))
    ball = stretched.add(tk.Mesh(tk.sphere()), rotation=(0, 0, 0.38268343, 0.92387953))
    tk.ops.flatten(scene)
    assert ball.parent is stretched


def test_a_deep_chain():
    scene = tk.Scene()
    node = scene.add(tk.Node(position=(0, 1, 0)))
    for _ in range(2000):
        node = node.add(tk.Node(position=(0, 1, 0)))
    node.mesh = tk.Mesh(tk.box())
    tk.ops.flatten(scene)
    assert len(scene.nodes) == 1
    assert node.position == (0, 2001, 0)


def test_real_models(models, draws_the_same):
    for path in models:
        scene = tk.load(path)
        still = draws_the_same(scene)
        tk.ops.flatten(scene)
        assert still(), path
        assert tk.validate(scene.to_glb()).ok
