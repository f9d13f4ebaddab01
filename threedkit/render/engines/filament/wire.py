"""The bytes that filly gets: threedkit's canonical GLB in the words that Filament's loader knows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from threedkit import io
from threedkit.geometry.facets import facet_normals, facets
from threedkit.io.gltf.collector import paused_collector
from threedkit.render.engines.filament.morphs import settle_morphs
from threedkit.render.engines.filament.pictures import make_readable
from threedkit.render.engines.filament.skews import is_skewed, straighten
from threedkit.scene.copying import frozen_copy

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from threedkit.scene import Inventory, Node, Primitive, Scene

__all__ = ["prepare"]

_LEVELS: Final = "MSFT_lod"
_SETS: Final = ("texcoords", "colors", "joints", "weights")
_UP: Final = (0.0, 0.0, 1.0)


def prepare(scene: Scene) -> tuple[bytes, Scene, tuple[str, ...]]:
    """Turn a scene into what filly reads.

    Returns:
        The GLB, in which a material's name is its place among the scene's materials; the scene that it shows, a copy,
        node by node at the same place in `nodes`; and one line for each thing that is not shown as it should be.
    """
    with paused_collector():
        snapshot = frozen_copy(scene)
        parts = snapshot.inventory
        _simplify(parts)
        _leave_out_unseen(snapshot, parts.nodes)
        make_readable(parts, scene)
        wire, losses = _reshaped(snapshot, parts)
        return _written(wire), snapshot, losses


def _reshaped(snapshot: Scene, parts: Inventory) -> tuple[Scene, tuple[str, ...]]:
    """The scene itself, or a copy with other vertices where Filament would shade them wrongly, and what stays wrong."""
    primitives = [primitive for mesh in parts.meshes for primitive in mesh.primitives]
    morphs = any(primitive.targets for primitive in primitives)
    skewed = any(is_skewed(info) for material in parts.materials for info in material.slots().values())
    if not (morphs or skewed or any(map(_is_flat, primitives))):
        return snapshot, ()
    wire = snapshot.copy()
    if morphs:
        settle_morphs(wire)
    losses = straighten(wire.meshes) if skewed else ()
    for mesh in wire.meshes:
        for primitive in filter(_is_flat, mesh.primitives):
            _take_apart(primitive)
    return wire, losses


def _written(scene: Scene) -> bytes:
    """The GLB of a scene whose materials are called by their numbers for the time of writing.

    Without the animations: whoever draws sets every pose.
    """
    # Filament never shows what is hidden when it loads: what an animation will show is told to be visible.
    hidden = [node for node in _switched(scene) if not node.visible]
    parts = scene.inventory
    materials, animations = parts.materials, parts.animations
    names = [material.name for material in materials]
    for number, material in enumerate(materials):
        material.name = str(number)
    for node in hidden:
        node.visible = True
    scene.animations = ()
    glb = io.to_glb(scene, environment=False)
    scene.animations = animations
    for node in hidden:
        node.visible = False
    for material, name in zip(materials, names, strict=True):
        material.name = name
    return glb


def _switched(scene: Scene) -> list[Node]:
    """Nodes that an animation hides or shows."""
    found = (channel for clip in scene.animations for channel in clip.channels if channel.meaning is not None)
    return [channel.target for channel in found if channel.meaning.field == "visible"]


def _leave_out_unseen(scene: Scene, nodes: Sequence[Node]) -> None:
    """Empty the nodes that the scene does not reach, which filly would draw: other scenes, levels of detail, leftovers.

    Levels are forgotten too, so that filly does not warn of them: the full one is drawn, whatever its size.
    """
    drawn = {id(node) for node in scene.traverse()}
    for node in [node for node in nodes if id(node) not in drawn]:
        node.mesh = node.skin = node.light = node.instances = None
    for node in [node for node in nodes if node.levels]:
        node.levels = ()
    scene.extensions_used = tuple(name for name in scene.extensions_used if name != _LEVELS)


def _simplify(parts: Inventory) -> None:
    """Take out or rewrite what Filament's loader refuses.

    Triangle fans and line loops become lists and strips, attributes of an application's own are left out, and of more
    than four joints a vertex the strongest stay. A texture info has one set of coordinates, the right one.
    """
    for material in parts.materials:
        for info in material.slots().values():
            if info.fallback_texcoord is not None:
                info.fallback_texcoord = None
    for mesh in parts.meshes:
        for primitive in mesh.primitives:
            if primitive.mode == "TRIANGLE_FAN":
                indices = primitive.triangles.reshape(-1)
                primitive.mode, primitive.indices = "TRIANGLES", indices
            elif primitive.mode == "LINE_LOOP":
                count = primitive.vertex_count
                loop = np.arange(count, dtype=np.uint32) if primitive.indices is None else primitive.indices
                primitive.mode, primitive.indices = "LINE_STRIP", np.append(loop, loop[:1])
            if primitive.custom:
                primitive.custom = {}
            if len(primitive.joints) > 1:
                primitive.joints, primitive.weights = _strongest_four(primitive)


def _strongest_four(primitive: Primitive) -> tuple[tuple[NDArray[Any], ...], tuple[NDArray[Any], ...]]:
    """Joints and weights, one (n, 4) array each, of the four joints that move a vertex most."""
    sets = range(min(len(primitive.joints), len(primitive.weights)))
    joints = np.concatenate([primitive.joints[number] for number in sets], axis=1)
    weights = np.concatenate([primitive.as_float("weights", number) for number in sets], axis=1)
    order = np.argsort(-weights, axis=1, kind="stable")[:, :4]
    kept = np.take_along_axis(weights, order, axis=1)
    total = kept.sum(axis=1, keepdims=True)
    kept = np.divide(kept, total, out=np.zeros_like(kept), where=total > 0)
    return (np.take_along_axis(joints, order, axis=1),), (kept.astype(np.float32),)


def _is_flat(primitive: Primitive) -> bool:
    """Whether glTF asks for flat normals, which Filament's loader would smooth over shared vertices."""
    unlit = primitive.material is not None and primitive.material.unlit
    return primitive.normals is None and primitive.triangle_count > 0 and not unlit


def _take_apart(primitive: Primitive) -> None:
    """Give each triangle vertices and a normal of its own."""
    triangles = primitive.triangles
    (positions,) = facets(triangles, primitive.positions)
    normals = _upward(facet_normals(positions))
    values = {
        name: tuple(facets(triangles, *getattr(primitive, name)))
        for name in ("texcoords", "colors", "joints", "weights")
    }
    targets = tuple(type(target)(positions=facets(triangles, target.positions)[0]) for target in primitive.targets)
    with primitive.hold_trait_notifications():
        primitive.mode, primitive.indices, primitive.tangents = "TRIANGLES", None, None
        primitive.positions, primitive.normals = positions, normals.astype(np.float32)
        primitive.targets, primitive.formats = targets, {}
        for name, arrays in values.items():
            setattr(primitive, name, arrays)


def _upward(normals: NDArray[np.float64]) -> NDArray[np.float64]:
    """+Z where a triangle has no area: a normal has to have a length."""
    return np.asarray(np.where(normals.any(axis=1, keepdims=True), normals, _UP))
