"""Meshes: arrays into accessors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from threedkit.io.gltf import schema
from threedkit.io.gltf.write.context import Numbers, keep
from threedkit.io.gltf.write.packer import ARRAY_BUFFER, ELEMENT_ARRAY_BUFFER, storable
from threedkit.scene import MODES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from threedkit.io.gltf.write.context import Context
    from threedkit.scene import Mesh, Primitive
    from threedkit.scene.primitive import Vertices

__all__ = ["write_meshes"]

_NORMALIZED = ("TEXCOORD", "COLOR", "WEIGHTS")
_TARGET_NAMES = "targetNames"


def write_meshes(context: Context) -> list[schema.Mesh]:
    """All meshes that have anything to draw: glTF has no empty ones."""
    drawn = [mesh for mesh in context.parts.meshes if any(map(_is_drawn, mesh.primitives))]
    context.meshes = Numbers(drawn)
    return [_mesh(context, mesh) for mesh in drawn]


def _is_drawn(primitive: Primitive) -> bool:
    if primitive.indices is not None and not len(primitive.indices):
        return False
    return any(len(array) for _, array in primitive.attributes())


def _mesh(context: Context, mesh: Mesh) -> schema.Mesh:
    values = context.named(mesh)
    if mesh.target_names:
        extras = values.get("extras", {})
        values["extras"] = {**(extras if isinstance(extras, dict) else {}), _TARGET_NAMES: list(mesh.target_names)}
    primitives = [_primitive(context, primitive) for primitive in mesh.primitives if _is_drawn(primitive)]
    return schema.Mesh(**values, primitives=primitives, weights=list(mesh.weights) or None)


def _primitive(context: Context, primitive: Primitive) -> schema.Primitive:
    values: dict[str, Any] = {"mode": MODES.index(primitive.mode), "material": context.materials.of(primitive.material)}
    if primitive.indices is not None:
        values["indices"] = context.packer.accessor(primitive.indices, target=ELEMENT_ARRAY_BUFFER)
    values["attributes"] = _attributes(context, primitive.attributes())
    targets = [_attributes(context, target.arrays()) for target in primitive.targets]
    return schema.Primitive(**context.unnamed(primitive), **values, **keep(targets=(targets, [])))


def _attributes(context: Context, attributes: Iterable[Vertices]) -> dict[str, int]:
    return {
        semantic: context.packer.accessor(
            storable(array, f"Primitive.custom[{semantic!r}]") if semantic.startswith("_") else array,
            normalized=array.dtype.kind != "f" and semantic.startswith(_NORMALIZED),
            target=ARRAY_BUFFER,
            bounds=semantic == "POSITION",
        )
        for semantic, array in attributes
    }
