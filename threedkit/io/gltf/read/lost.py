"""Data that nothing threedkit knows refers to: an extension may, in a way that cannot be told."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

from threedkit.io.gltf.extensions import ENVIRONMENT, INSTANCING, is_readable
from threedkit.io.gltf.schema import ABSENT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from threedkit.io.gltf import schema
    from threedkit.io.gltf.document import Document

__all__ = ["warn_of_lost_data"]

_NAMED = 8


def warn_of_lost_data(document: Document) -> None:
    """Warn, by their indices, of accessors and buffer views that saving the scene will leave out.

    Only where the document uses an extension that threedkit does not know: otherwise nothing can refer to them. Names
    and extras of accessors, buffer views and buffers are never kept; see docs/decisions/lossless.md.
    """
    unknown = sorted(name for name in document.gltf.extensions_used if not is_readable(name))
    if not unknown:
        return
    gltf = document.gltf
    accessors = {index for kind, index in document.adopted if kind == "accessor"}
    views = {index for kind, index in document.adopted if kind == "bufferView"}
    accessors.update(index for index in _accessors(document) if isinstance(index, int))
    views.update(index for index in _views(gltf, range(len(gltf.accessors))) if isinstance(index, int))
    for what, used, count in (
        ("accessors", accessors, len(gltf.accessors)),
        ("buffer views", views, len(gltf.buffer_views)),
    ):
        left = [str(index) for index in range(count) if index not in used]
        if left:
            more = f" and {len(left) - _NAMED} more" if len(left) > _NAMED else ""
            text = f"nothing known uses the {what} {', '.join(left[:_NAMED])}{more}"
            names = ", ".join(unknown)
            warnings.warn(
                f"{document.problems.source}: {text}; if {names} does, they are lost when the scene is saved",
                stacklevel=4,
            )


def _accessors(document: Document) -> Iterator[Any]:
    """What refers to accessors; in extensions it may be anything."""
    gltf = document.gltf
    for mesh in gltf.meshes:
        for primitive in mesh.primitives:
            yield from primitive.attributes.values()
            yield primitive.indices
            for target in primitive.targets or ():
                yield from target.values()
    for skin in gltf.skins:
        yield skin.inverse_bind_matrices
    for animation in gltf.animations:
        for sampler in animation.samplers:
            yield from (sampler.input, sampler.output)
    around = (gltf.extensions or {}).get(ENVIRONMENT)
    yield around.get("radiance", ABSENT) if isinstance(around, dict) else ABSENT
    for node in gltf.nodes:
        instances = (node.extensions or {}).get(INSTANCING)
        if isinstance(instances, dict) and isinstance(instances.get("attributes"), dict):
            yield from instances["attributes"].values()


def _views(gltf: schema.Gltf, accessors: Iterable[int]) -> Iterator[Any]:
    """The same for buffer views."""
    for image in gltf.images:
        yield image.buffer_view
    for index in accessors:
        accessor = gltf.accessors[index]
        yield accessor.buffer_view
        if accessor.sparse is not None:
            yield from (accessor.sparse.indices.buffer_view, accessor.sparse.values.buffer_view)
    for mesh in gltf.meshes:
        for primitive in mesh.primitives:
            for extension in (primitive.extensions or {}).values():  # Draco's
                yield extension.get("bufferView", ABSENT) if isinstance(extension, dict) else ABSENT
