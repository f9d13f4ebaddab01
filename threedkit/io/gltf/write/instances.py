"""Instances of a node's mesh."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from threedkit.io.gltf.extensions import INSTANCING
from threedkit.io.gltf.write.packer import storable

if TYPE_CHECKING:
    from threedkit.io.gltf.write.context import Context
    from threedkit.scene import Instances

__all__ = ["write_instances"]


def write_instances(context: Context, instances: Instances) -> dict[str, Any]:
    """The extension's JSON. A document with instances requires the extension: without it, it shows something else.

    Raises:
        FieldError: the attributes are of different lengths, or glTF has no type for one.
    """
    instances.check()
    attributes = {}
    for semantic, array in instances.attributes():
        found = storable(array, f"Instances.custom[{semantic!r}]") if semantic in instances.custom else array
        found, normalized = context.stored(found, instances.formats.get(semantic))
        attributes[semantic] = context.packer.accessor(found, normalized=normalized)
    context.required.add(INSTANCING)
    return {**context.unnamed(instances), "attributes": attributes}
