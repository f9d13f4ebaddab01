"""What the benchmarks of engines draw: made by code, with the cameras that go round it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

import threedkit as tk
from threedkit.render import CameraView, fit_camera
from threedkit.transforms import matrices

if TYPE_CHECKING:
    from threedkit.scene import Primitive

TURN = 120
"""Cameras of a full turn."""


def ball(triangles: int = 82_000, *, texture: int = 0) -> tk.Scene:
    """One dented ball of about that many triangles, with a texture of so many pixels a side if it is to have one."""
    rings = max(4, round(math.sqrt(triangles / 3.2)))
    primitive = dented(round(1.6 * rings), rings)
    scene = tk.Scene()
    scene.add(tk.Mesh(primitive, tk.Material(base_color="#c8743a", metallic=0.2, roughness=0.5)), name="ball")
    if texture:
        noise = np.random.default_rng(1).integers(0, 256, (texture // 8, texture // 8, 3), np.uint8)
        scene.materials[0].base_color_texture = tk.Image.from_array(np.kron(noise, np.ones((8, 8, 1), np.uint8)))
    return scene


def crowd(nodes: int = 1000) -> tk.Scene:
    """That many nodes which share one mesh of 720 triangles, in a cube."""
    mesh = tk.Mesh(dented(24, 16), tk.Material(base_color="#5f8fbf", metallic=0.0, roughness=0.6))
    side = math.ceil(nodes ** (1 / 3))
    scene = tk.Scene()
    for number in range(nodes):
        place = np.array(np.unravel_index(number, (side, side, side))) - (side - 1) / 2
        scene.add(mesh, name=f"node {number}", position=tuple((2.4 * place).tolist()))
    return scene


def dented(segments: int, rings: int) -> Primitive:
    """A ball of radius 1 with waves of 3 %: ``|p| = wave(p / |p|)``, and the normals that follow from it."""
    primitive = tk.sphere(segments=segments, rings=rings)
    away = np.asarray(primitive.positions, np.float64)
    phase = away * (9, 7, 8) + (0, 1, 2)
    sine, cosine = np.sin(phase), np.cos(phase)
    wave = 1 + 0.03 * sine.prod(axis=1, keepdims=True)
    slope = 0.03 * np.stack([cosine[:, i] * sine[:, i - 1] * sine[:, i - 2] for i in range(3)], axis=1) * (9, 7, 8)
    slope -= away * (away * slope).sum(axis=1, keepdims=True)
    normals = away - slope / wave
    primitive.positions = (away * wave).astype(np.float32)
    primitive.normals = (normals / np.linalg.norm(normals, axis=1, keepdims=True)).astype(np.float32)
    return primitive


def orbit(scene: tk.Scene, size: tuple[int, int]) -> list[CameraView]:
    """Views from all around, each of which shows the whole scene."""
    start = fit_camera(scene, size)
    eye = start.position
    reach = 1.15 * float(np.linalg.norm(eye))
    height = 0.3 * reach
    views = []
    for number in range(TURN):
        angle = 2 * math.pi * number / TURN
        place = np.array((reach * math.sin(angle), height, reach * math.cos(angle)))
        views.append(
            CameraView.from_matrix(
                matrices.look_at(place, (0.0, 0.0, 0.0)), yfov=start.yfov, znear=0.02 * reach, zfar=4 * reach
            )
        )
    return views


def triangles(scene: tk.Scene) -> int:
    """How many triangles a picture of the scene holds."""
    return sum(len(part.triangles) for node in scene.mesh_nodes for part in node.mesh.primitives)
