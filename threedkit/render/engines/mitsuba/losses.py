"""What will be missing from the pictures of a scene."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from threedkit.scene import Node, Primitive, Scene

__all__ = ["warn_of_losses"]


def warn_of_losses(scene: Scene) -> None:
    """Name what will be missing from the picture, once for each kind."""
    losses: dict[str, list[str]] = {}
    for node in scene.mesh_nodes:
        for primitive in node.mesh.primitives if node.mesh is not None else ():
            for loss in _losses(primitive):
                losses.setdefault(loss, []).append(_name(node))
    for loss, names in losses.items():
        more = f" and {len(names) - 1} more" if len(names) > 1 else ""
        warnings.warn(f"engine 'mitsuba': {loss}: mesh {names[0]}{more}", stacklevel=5)


def _losses(primitive: Primitive) -> Iterator[str]:
    material = primitive.material
    if material is None:
        return
    solid = material.transmission is not None and material.volume is not None and material.volume.thickness > 0
    lost = [name for name in material.extensions if name.startswith("KHR_materials_")]
    if solid and material.iridescence is not None and material.iridescence.factor > 0:
        lost.append("KHR_materials_iridescence of solid glass")
    if material.dispersion > 0 and not solid:
        lost.append("KHR_materials_dispersion of what is not solid glass")
    for name in sorted(lost):
        yield f"{name} is not drawn"


def _name(node: Node) -> str:
    return repr(node.name or (node.mesh.name if node.mesh is not None else "") or "unnamed")
