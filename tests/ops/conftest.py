"""What the tests of operations share: scenes with one of everything, generated scenes, and what must stay the same."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image as Picture

import threedkit as tk
from threedkit.geometry.indexing import separate
from threedkit.ops._vertices import indices_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from threedkit.scene import Scene

MODELS = (
    "AnimatedMorphCube", "BoxTextured", "BoxVertexColors", "CesiumMan", "Fox", "InterpolationTest", "MultiUVTest",
    "NegativeScaleTest", "RiggedSimple", "SimpleInstancing", "ToyCar",
)  # fmt: skip


def png(color: tuple[int, int, int], size: int = 4) -> bytes:
    stream = io.BytesIO()
    Picture.new("RGB", (size, size), color).save(stream, "PNG")
    return stream.getvalue()


def full_scene() -> Scene:
    """One of everything that an operation may meet: equal parts, a skin, morphs, animations, unused parts."""
    scene = tk.Scene(name="full", extras={"a": [1]})
    images = [tk.Image(data=png((255, 0, 0)), name="one", uri="one.png"), tk.Image(data=png((255, 0, 0)), name="two")]
    images.append(tk.Image(data=png((0, 255, 0)), name="unused"))
    samplers = [tk.Sampler(wrap_s="REPEAT"), tk.Sampler(name="same"), tk.Sampler(wrap_t="CLAMP_TO_EDGE")]
    textures = [tk.Texture(images[i % 2], sampler=samplers[i]) for i in range(2)]
    textures.append(tk.Texture(images[2], sampler=samplers[2]))
    materials = [
        tk.Material(name=f"m{i}", base_color="#4477cc", base_color_texture=textures[i % 2], roughness=0.5)
        for i in range(2)
    ]
    materials.append(tk.Material(name="unused", base_color_texture=textures[2]))
    materials.append(tk.Material(name="normal", normal_texture=textures[0], double_sided=True))
    box = tk.box()
    scene.add(tk.Mesh(box, materials[0], name="a"), name="a", position=(5, 0, 0))
    scene.add(tk.Mesh(tk.box(), materials[1], name="b"), name="b", position=(5, 3, 0), rotation=(0, 0.6, 0, 0.8))
    group = scene.add(tk.Node(name="group", scale=(1, 2, 1)))
    group.add(tk.Mesh(tk.sphere(segments=8, rings=6), materials[3], name="ball"), name="ball", position=(0, 0, 2))
    group.add(tk.Node(name="empty")).add(tk.Node(name="leaf"))
    scene.add(morphed(), name="morphed", position=(0, 5, 0))
    skinned(scene)
    lamp = scene.add(tk.PointLight(name="lamp", intensity=10), name="lamp")
    scene.add(tk.PerspectiveCamera(name="lens"), name="camera", position=(0, 1, 10))
    animate(scene, group, lamp)
    scene.declare(materials=materials, textures=textures, images=images, samplers=samplers)
    return scene


def morphed() -> tk.Mesh:
    plane = tk.plane(size=(1, 1))
    push = np.zeros_like(plane.positions)
    push[:, 1] = 0.5
    plane.targets = (tk.MorphTarget(positions=push), tk.MorphTarget(positions=-push))
    return tk.Mesh(plane, tk.Material(name="plane"), name="morphed", weights=(0.25, 0.0), target_names=("up", "down"))


def skinned(scene: Scene) -> None:
    """A tube of two joints."""
    hip = scene.add(tk.Node(name="hip"))
    knee = hip.add(tk.Node(name="knee", position=(0, 1, 0)))
    tube = tk.cylinder(radius=0.2, height=2)
    upper = np.clip((tube.positions[:, 1] + 1) / 2, 0, 1)
    tube.weights = np.stack([1 - upper, upper, 0 * upper, 0 * upper], axis=1).astype(np.float32)
    tube.joints = np.tile(np.uint8([0, 1, 0, 0]), (len(upper), 1))
    binding = np.tile(np.eye(4), (2, 1, 1))
    binding[1, 1, 3] = -1
    skin = tk.Skin(joints=(hip, knee), inverse_bind_matrices=binding, name="skin")
    scene.add(tk.Mesh(tube, tk.Material(name="skin"), name="tube"), name="tube", skin=skin)


def animate(scene: Scene, group: tk.Node, lamp: tk.Node) -> None:
    times = np.linspace(0, 1, 21, dtype=np.float32)
    half = times * np.pi / 4
    zero = np.zeros_like(times)
    turn = np.stack([zero, np.sin(half), zero, np.cos(half)], axis=1)
    knee, plane = scene.nodes["knee"], scene.nodes["morphed"]
    moves = tk.Animation(
        name="move",
        channels=(
            tk.Channel(node=group, path="rotation", times=times, values=turn),
            tk.Channel(node=lamp, path="translation", times=times, values=np.stack([times, zero, zero], axis=1)),
            tk.Channel(node=knee, path="rotation", times=times.copy(), values=turn.copy()),
            tk.Channel(node=plane, path="weights", times=times, values=np.stack([times, 1 - times], axis=1)),
            tk.Channel(
                node=scene.nodes["a"], path="translation", times=[0, 0.5, 1], interpolation="STEP",
                values=[[5, 0, 0], [5, 0, 0], [6, 0, 0]],
            ),
        ),
    )  # fmt: skip
    scene.animations = (moves, tk.Animation(name="nothing"))


@pytest.fixture
def full() -> Scene:
    return full_scene()


@pytest.fixture(scope="session")
def make_full() -> Callable[[], Scene]:
    return full_scene


@pytest.fixture(scope="session")
def models(shared_assets, suzanne) -> list[Path]:
    """Some real models: small, and with all that operations meet."""
    found = [suzanne]
    if shared_assets is not None:
        folder = shared_assets / "gltf-sample-assets" / "Models"
        found += [path for name in MODELS for path in sorted((folder / name).glob("glTF-Binary/*.glb"))]
    return found


def arrays_of(scene: Scene) -> list[np.ndarray]:
    """Every array that a primitive, a morph target, a skin or a channel of the scene holds."""
    found = []
    for mesh in scene.meshes:
        for primitive in mesh.primitives:
            found += [array for _, array in primitive.attributes()]
            found += [array for target in primitive.targets for _, array in target.arrays()]
            found += [] if primitive.indices is None else [primitive.indices]
    found += [skin.inverse_bind_matrices for skin in scene.skins if skin.inverse_bind_matrices is not None]
    return found + [array for one in scene.animations for c in one.channels for array in (c.times, c.values)]


@pytest.fixture(scope="session")
def bulk() -> Callable[[Scene], list[np.ndarray]]:
    return arrays_of


def cloud(scene: Scene, time: float | None, animation: str | int | None = None) -> np.ndarray:
    """(n, 3) world positions of everything that is drawn, sorted by x, y and z to 1e-4 m: the order does not count."""
    pose = scene.pose(time, animation)
    points = [pose.positions(node, primitive) for node in scene.mesh_nodes for primitive in node.mesh.primitives]
    joined = np.concatenate([*points, np.empty((0, 3))])
    return joined[np.lexsort(np.round(joined, 4).T)]


@pytest.fixture(scope="session")
def world_points() -> Callable[..., np.ndarray]:
    return cloud


def drawing(scene: Scene, time: float | None = None, animation: str | int | None = None) -> dict[tuple, np.ndarray]:
    """What is drawn with each material, in numbers that do not depend on its order or division.

    Sums over the triangles (or points, or the segments of lines) of waves through their corners, times their area as a
    vector: a front that has become a back shows, and so does any corner that has moved or lost an attribute.
    """
    pose, found = scene.pose(time, animation), {}
    for node in scene.mesh_nodes:
        for primitive in node.mesh.primitives if pose.visible(node) else ():
            kind = primitive.mode[:4], id(primitive.material)
            for number, matrix in enumerate(pose.instances(node)):
                points, normals = (get(node, primitive, number) for get in (pose.positions, pose.normals))
                side = np.sign(np.linalg.det(matrix[:3, :3])) if _turns(node, primitive) else 1
                found[kind] = found.get(kind, 0) + side * _waves(primitive, points, normals)
    return found


def _turns(node, primitive) -> bool:
    """Whether a mirroring transform turns the triangles of a node over."""
    return primitive.triangle_count > 0 and not (node.skin is not None and primitive.joints)


def _waves(primitive, points, normals) -> np.ndarray:
    directions = np.random.default_rng(7).normal(size=(5, 3))
    extra = [np.asarray(primitive.as_float("texcoords", i)).sum(axis=1) for i in range(len(primitive.texcoords))]
    waves = np.sin(points @ directions.T + sum(extra, np.zeros(len(points)))[:, None])
    if normals is not None:
        waves += np.cos(normals @ directions.T)
    if not primitive.triangle_count:
        order = separate(primitive.mode, indices_of(primitive))
        return np.stack([waves[order].sum(axis=0)] * 3)
    triangles = primitive.triangles
    a, b, c = (points[triangles[:, i]] for i in range(3))
    return np.cross(b - a, c - a).T @ waves[triangles].prod(axis=1)


def same(first: dict[tuple, np.ndarray], second: dict[tuple, np.ndarray]) -> bool:
    """Whether two scenes draw the same, but for rounding."""
    if first.keys() != second.keys():
        return False
    size = max((np.abs(value).max() for value in first.values()), default=1.0)
    return all(np.allclose(first[key], second[key], rtol=1e-4, atol=1e-4 * (1 + size)) for key in first)


@pytest.fixture(scope="session")
def draws_the_same() -> Callable[..., Callable[[], bool]]:
    """Call it with a scene before an operation, and what it gives after: whether the same is drawn, at three times."""

    def look(scene: Scene) -> Callable[[], bool]:
        times = [(None, None), *((t, i) for i in range(len(scene.animations)) for t in (0.0, 0.3))]
        before = [drawing(scene, *time) for time in times]
        return lambda: all(same(was, drawing(scene, *time)) for was, time in zip(before, times, strict=True))

    return look
