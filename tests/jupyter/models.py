"""Models that the tests make for themselves."""

from __future__ import annotations

import numpy as np

import threedkit as tk


def moving_scene() -> tk.Scene:
    """A bar bent by two joints, beside a box that grows by a morph target, both animated for one second."""
    scene = tk.Scene()
    scene.environment.background_color = "#102030"
    bar = tk.box((0.4, 2.0, 0.4))
    high = bar.positions[:, 1:2] > 0
    joints = np.zeros((len(bar.positions), 4), np.uint8)
    joints[:, 1] = 1
    weights = np.zeros((len(bar.positions), 4), np.float32)
    weights[:, :2] = np.where(high, (0.0, 1.0), (1.0, 0.0))
    bar.joints, bar.weights = (joints,), (weights,)
    root = tk.Node(name="root", position=(0.5, -1.0, 0.0))
    tip = root.add(tk.Node(name="tip", position=(0.0, 1.0, 0.0)))
    inverse = np.tile(np.eye(4), (2, 1, 1))
    inverse[0, :3, 3] = (0.0, 1.0, 0.0)
    skin = tk.Skin(joints=(root, tip), inverse_bind_matrices=inverse)
    scene.add(root)
    scene.add(tk.Node(mesh=tk.Mesh(bar, tk.Material(base_color="#30c060")), skin=skin, name="bar", position=(9, 9, 9)))
    cube = tk.box((0.6, 0.6, 0.6))
    grown = np.where(cube.positions[:, 1:2] > 0, (0.0, 1.2, 0.0), (0.0, 0.0, 0.0)).astype(np.float32)
    cube.targets = (tk.MorphTarget(positions=grown),)
    mesh = tk.Mesh(cube, tk.Material(base_color="#e0a020"), weights=(0.25,))
    node = scene.add(tk.Node(mesh=mesh, name="cube", position=(-1.2, -0.5, 0.0)))
    times = np.float32([0, 1])
    turn = np.float32([[0, 0, 0, 1], [0, 0, np.sin(-0.5), np.cos(-0.5)]])
    channels = (
        tk.Channel(node=tip, path="rotation", times=times, values=turn),
        tk.Channel(node=node, path="weights", times=times, values=np.float32([[0.1], [0.9]])),
    )
    scene.animations = [tk.Animation(name="wave", channels=channels)]
    return scene
