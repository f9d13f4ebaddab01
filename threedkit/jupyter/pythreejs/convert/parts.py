"""What hangs on one node: the three.js objects for its mesh and light."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pythreejs as three

from threedkit.jupyter.pythreejs.convert.geometry import UvLayout, buffer_geometry, drawn_bytes, uv_layout
from threedkit.jupyter.pythreejs.convert.layers import missing
from threedkit.jupyter.pythreejs.convert.material import MaterialBank, Usage

if TYPE_CHECKING:
    from threedkit.scene import Node, Primitive

__all__ = ["BUDGET", "MeshMaker", "MorphWeights", "morph_weights", "usage_of"]

BUDGET = 256 << 20
"""Bytes of geometry that one view sends; primitives beyond are shown as their boxes."""

_LINES = {"LINES": three.LineSegments, "LINE_LOOP": three.LineLoop, "LINE_STRIP": three.Line}
_EDGES = ((0, 1), (0, 2), (0, 4), (1, 3), (1, 5), (2, 3), (2, 6), (3, 7), (4, 5), (4, 6), (5, 7), (6, 7))


def usage_of(primitive: Primitive, *, skinned: bool) -> Usage:
    """What a material must know of the geometry under it."""
    colors = bool(primitive.colors)
    if primitive.mode == "POINTS":
        return Usage("points", colors=colors)
    if primitive.mode in _LINES:
        return Usage("lines", colors=colors)
    normals = primitive.normals is not None
    return Usage(
        skinning=skinned and bool(primitive.joints) and bool(primitive.weights),
        morph=bool(primitive.targets),
        morph_normals=normals and any(target.normals is not None for target in primitive.targets),
        colors=colors,
        flat=not normals,
    )


class MorphWeights:
    """Sets morph weights, and sets them again when the browser answers with its own.

    pythreejs puts all weights to 0 when it makes a mesh, and tells us so: that answer says that it can listen now.
    """

    def __init__(self) -> None:
        """Hold nothing yet."""
        self._wanted: dict[int, list[float]] = {}

    def hold(self, mesh: Any, weights: tuple[float, ...]) -> None:
        """Keep the weights of a mesh at these."""
        known = id(mesh) in self._wanted
        self._wanted[id(mesh)] = list(weights)
        if not known:
            mesh.observe(self._again, names="morphTargetInfluences")
        mesh.morphTargetInfluences = list(weights)

    def _again(self, change: Any) -> None:
        wanted = self._wanted.get(id(change.owner))
        if wanted is not None and list(change.new) != wanted:
            change.owner.morphTargetInfluences = list(wanted)

    def forget(self, mesh: Any) -> None:
        """Let go of a mesh."""
        self._wanted.pop(id(mesh), None)


class MeshMaker:
    """Makes meshes, lines and points of primitives; primitives that several nodes use share their geometry."""

    def __init__(self, materials: MaterialBank, notes: list[str], budget: int = BUDGET) -> None:
        """Start empty; what is not shown as it is gets a line in `notes`."""
        self.materials = materials
        self._notes = notes
        self._left = budget
        self._geometries: dict[tuple[int, UvLayout], tuple[Primitive, Any]] = {}

    def geometry(self, primitive: Primitive) -> Any:
        """The shared BufferGeometry of a primitive under its material; None if it is beyond the budget."""
        layout, exact = uv_layout(primitive.material)
        key = (id(primitive), layout)
        if key not in self._geometries:
            if not exact:
                name = getattr(primitive.material, "name", "")
                self._notes.append(f"material {name!r}: all maps but occlusion use the coordinates of the first one")
            self._left -= drawn_bytes(primitive)
            self._geometries[key] = (primitive, buffer_geometry(primitive, layout) if self._left >= 0 else None)
        return self._geometries[key][1]

    def forget(self, primitive: Primitive) -> None:
        """Drop the geometry of a primitive whose arrays have changed."""
        for key in [key for key in self._geometries if key[0] == id(primitive)]:
            _, geometry = self._geometries.pop(key)
            self._left += drawn_bytes(primitive)
            if geometry is not None:
                _close_geometry(geometry)

    def make(self, primitive: Primitive, name: str) -> Any:
        """The object for one primitive: Mesh, Points or a kind of Line; None if there is nothing to draw."""
        if primitive.positions is None or not len(primitive.positions):
            return None
        geometry = self.geometry(primitive)
        if geometry is None:
            return self._box(primitive, name)
        self._note_layers(primitive)
        usage = usage_of(primitive, skinned=False)
        kind = {"points": three.Points, "lines": _LINES.get(primitive.mode)}.get(usage.kind, three.Mesh)
        mesh = kind(geometry, self.materials.get(primitive.material, usage), name=name)
        if primitive.targets:
            mesh.frustumCulled = False
        return mesh

    def _note_layers(self, primitive: Primitive) -> None:
        left_out = "" if primitive.material is None else missing(primitive.material)
        if left_out:
            self._notes.append(f"material {primitive.material.name!r}: {left_out} cannot be seen here")

    def _box(self, primitive: Primitive, name: str) -> Any:
        megabytes = drawn_bytes(primitive) >> 20
        self._notes.append(f"{name}: {primitive.vertex_count} vertices ({megabytes} MB) are too much: its box is shown")
        low, high = primitive.bounds
        corners = np.array(
            [[(low, high)[i >> 2 & 1][0], (low, high)[i >> 1 & 1][1], (low, high)[i & 1][2]] for i in range(8)]
        )
        segments = corners[np.array(_EDGES).ravel()].astype(np.float32)
        geometry = three.BufferGeometry(attributes={"position": three.BufferAttribute(segments, normalized=False)})
        return three.LineSegments(geometry, self.materials.get(primitive.material, Usage("lines")), name=name)

    def close(self) -> None:
        """Free all widgets."""
        for _, geometry in self._geometries.values():
            if geometry is not None:
                _close_geometry(geometry)
        self._geometries.clear()


def _close_geometry(geometry: Any) -> None:
    for attribute in geometry.attributes.values():
        attribute.close()
    for attributes in geometry.morphAttributes.values():
        for attribute in attributes:
            attribute.close()
    geometry.close()


def morph_weights(node: Node) -> tuple[float, ...]:
    """A node's weights: its own, else its mesh's, else zeros."""
    if node.mesh is None:
        return ()
    count = node.mesh.target_count
    weights = node.weights if node.weights is not None else node.mesh.weights
    return (*tuple(weights)[:count], *([0.0] * (count - len(weights)))) if count else ()
