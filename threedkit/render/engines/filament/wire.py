"""The bytes that filly gets: threedkit's canonical GLB in the words that Filament's loader knows."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Any, Final

import msgspec
import numpy as np

from threedkit import io
from threedkit.render.engines.filament.pictures import make_readable

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from threedkit.scene import Node, Primitive, Scene

__all__ = ["prepare", "without_environment"]

_HEADER: Final = struct.Struct("<4sII")
_CHUNK: Final = struct.Struct("<I4s")
_ENVIRONMENT: Final = "THREEDKIT_environment"
_LEVELS: Final = "MSFT_lod"


def prepare(scene: Scene) -> tuple[bytes, Scene]:
    """Return the GLB for filly and the scene that it holds: a copy, node by node at the same place in `nodes`."""
    glb = without_environment(io.to_glb(scene))
    copy = io.load(glb, strict=False)  # whoever loaded the scene has decided on its faults
    changed = [_simplify(copy), _leave_out_unseen(copy), make_readable(copy, scene)]
    # Filament never shows what is hidden when it loads: what an animation will show is told to be visible.
    hidden = [node for node in _switched(copy) if not node.visible]
    for node in hidden:
        node.visible = True
    glb = io.to_glb(copy) if hidden or any(changed) else glb
    for node in hidden:
        node.visible = False
    return glb, copy


def _switched(scene: Scene) -> list[Node]:
    """Nodes that an animation hides or shows."""
    found = (channel for clip in scene.animations for channel in clip.channels if channel.meaning is not None)
    return [channel.target for channel in found if channel.meaning.field == "visible"]


def without_environment(glb: bytes) -> bytes:
    """Drop the root extension that holds the environment, so that filly does not warn of an unknown extension."""
    length, _ = _CHUNK.unpack_from(glb, _HEADER.size)
    start = _HEADER.size + _CHUNK.size
    text = glb[start : start + length]
    if _ENVIRONMENT.encode() not in text:
        return glb
    document: dict[str, Any] = msgspec.json.decode(text)
    for key in ("extensions", "extensionsUsed", "extensionsRequired"):
        kept = document.get(key)
        if isinstance(kept, dict):
            kept.pop(_ENVIRONMENT, None)
        elif isinstance(kept, list):
            document[key] = [name for name in kept if name != _ENVIRONMENT]
        if key in document and not document[key]:
            del document[key]
    text = msgspec.json.encode(document)
    text += b" " * (-len(text) % 4)
    rest = glb[start + length :]
    head = _HEADER.pack(b"glTF", 2, start + len(text) + len(rest))
    return b"".join((head, _CHUNK.pack(len(text), b"JSON"), text, rest))


def _leave_out_unseen(scene: Scene) -> bool:
    """Empty the nodes that the scene does not reach, which filly would draw: other scenes, levels of detail, leftovers.

    Levels are forgotten too, so that filly does not warn of them: the full one is drawn, whatever its size.
    """
    drawn = {id(node) for node in scene.traverse()}
    unseen = [node for node in scene.nodes if id(node) not in drawn]
    for node in unseen:
        node.mesh = node.skin = node.light = node.instances = None
    for node in scene.nodes if _LEVELS in scene.extensions_used else ():
        if node.levels:
            node.levels = ()
    scene.extensions_used = tuple(name for name in scene.extensions_used if name != _LEVELS)
    return bool(unseen)


def _simplify(scene: Scene) -> bool:
    """Take out or rewrite what Filament's loader refuses; say whether there was anything.

    Triangle fans and line loops become lists and strips, attributes of an application's own are left out, and of more
    than four joints a vertex the strongest stay. A texture info has one set of coordinates, the right one.
    """
    found = False
    for material in scene.materials:
        for info in material.slots().values():
            if info.fallback_texcoord is not None:
                info.fallback_texcoord = None
                found = True
    for mesh in scene.meshes:
        for primitive in mesh.primitives:
            if primitive.mode == "TRIANGLE_FAN":
                indices = primitive.triangles.reshape(-1)
                primitive.mode, primitive.indices = "TRIANGLES", indices
                found = True
            elif primitive.mode == "LINE_LOOP":
                count = primitive.vertex_count
                loop = np.arange(count, dtype=np.uint32) if primitive.indices is None else primitive.indices
                primitive.mode, primitive.indices = "LINE_STRIP", np.append(loop, loop[:1])
                found = True
            if primitive.custom:
                primitive.custom = {}
                found = True
            if len(primitive.joints) > 1:
                primitive.joints, primitive.weights = _strongest_four(primitive)
                found = True
    return found


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
