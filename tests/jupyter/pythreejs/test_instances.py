"""Instances and hidden nodes in the live view."""

from __future__ import annotations

import numpy as np
import pythreejs as three

import threedkit as tk
from threedkit.jupyter.pythreejs.convert import animation
from threedkit.jupyter.pythreejs.convert.instances import InstanceMaker
from threedkit.jupyter.pythreejs.convert.live import LiveScene
from threedkit.scene import Instances


def forest(count: int = 3) -> tuple[tk.Scene, tk.Node]:
    scene = tk.Scene()
    places = np.float32([(i, 0, 0) for i in range(count)])
    node = tk.Node(name="trees", mesh=tk.Mesh(tk.box()), position=(0, 1, 0), instances=Instances(translation=places))
    scene.add(node)
    return scene, node


def shown(live: LiveScene, number: int = 0) -> list:
    return [child for child in live.content.children[number].children if isinstance(child, three.Mesh)]


def test_instances_share_geometry_and_are_picked_as_their_node():
    scene, node = forest()
    live = LiveScene(scene)
    meshes = shown(live)
    assert [mesh.matrix[12] for mesh in meshes] == [0, 1, 2]
    assert len({id(mesh.geometry) for mesh in meshes}) == 1
    assert len({id(mesh.material) for mesh in meshes}) == 1
    assert [live.origin(mesh) for mesh in meshes] == [(node, 0)] * 3
    live.close()


def test_instances_follow_their_node():
    scene, node = forest()
    live = LiveScene(scene)
    node.instances.translation = np.float32([(5, 0, 0), (6, 0, 0)])
    assert [mesh.matrix[12] for mesh in shown(live)] == [5, 6]
    node.instances = None
    assert len(shown(live)) == 1
    node.instances = Instances(scale=np.float32([(2, 2, 2)] * 4))
    assert [mesh.matrix[0] for mesh in shown(live)] == [2] * 4
    live.close()


def test_there_are_only_so_many():
    scene, node = forest(50)
    live = LiveScene(scene)
    maker = InstanceMaker(live._maker, live.notes, most=40)
    made = list(maker.make(node, node.mesh.primitives[0], "n0p0"))
    assert len(made) == 40
    assert live.notes[-1] == "node 'trees': 40 of 50 instances are shown"
    maker.forget(made[:10])
    assert len(list(maker.make(node, node.mesh.primitives[0], "n1p0"))) == 10
    live.close()


def test_hidden_nodes():
    scene, node = forest()
    node.visible = False
    live = LiveScene(scene)
    assert live.content.children[0].visible is False
    node.visible = True
    assert live.content.children[0].visible is True
    live.close()


def test_a_skinned_mesh_is_hidden_with_what_is_above_it():
    scene = tk.Scene()
    box = tk.box()
    box.joints = np.zeros((box.vertex_count, 4), np.uint8)
    box.weights = np.tile(np.float32([1, 0, 0, 0]), (box.vertex_count, 1))
    bone = scene.add(tk.Node(name="bone"))
    group = scene.add(tk.Node(name="group", visible=False))
    group.add(tk.Node(mesh=tk.Mesh(box), skin=tk.Skin(joints=(bone,))))
    live = LiveScene(scene)
    (mesh,) = [child for child in live.content.children if isinstance(child, three.SkinnedMesh)]
    assert mesh.visible is False
    group.visible = True
    assert mesh.visible is True
    live.close()


def test_pointers_to_nodes_play():
    node = forest()[1]
    show = "extensions/KHR_node_visibility/visible"
    fields = {"target": node, "path": "pointer", "times": [0, 1]}
    channels = [
        tk.Channel(**fields, pointer="rotation", values=[[0, 0, 0, 1], [0, 1, 0, 0]]),
        tk.Channel(**fields, pointer=show, values=[[0], [1]], interpolation="STEP"),
        tk.Channel(
            target=node.mesh.primitives[0].material or tk.Material(), path="pointer", pointer="alphaCutoff",
            times=[0, 1], values=[[0], [1]],
        ),
    ]  # fmt: skip
    clip = animation.clip(tk.Animation(name="a", channels=channels), lambda node, path: [f"x-{path}"])
    assert [(type(track), track.name) for track in clip.tracks] == [
        (three.QuaternionKeyframeTrack, "x-rotation.quaternion"),
        (three.BooleanKeyframeTrack, "x-visible.visible"),
    ]
