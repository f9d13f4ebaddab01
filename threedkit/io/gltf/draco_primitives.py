"""Primitives that are stored as Draco bitstreams (KHR_draco_mesh_compression).

`unfold_meshes` runs before the meshes are checked: it gives the primitives' accessors the decoded arrays, and from then
on these primitives are like any others. Where the document does not require the extension and the same data is there
uncompressed, that is what is read, as the specification allows: nothing needs decoding then.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np

from threedkit.io.gltf.codecs import CodecError, draco
from threedkit.io.gltf.codecs.errors import INVALID, MISMATCH
from threedkit.io.gltf.conform import conform
from threedkit.io.gltf.extensions.draco import DRACO, DracoPrimitive
from threedkit.io.gltf.layout import DTYPES, WIDTHS, layout_of
from threedkit.io.gltf.schema import ABSENT

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from threedkit.io.gltf import schema
    from threedkit.io.gltf.document import Document

__all__ = ["unfold_meshes"]

_TRIANGLES, _STRIP = 4, 5


def unfold_meshes(document: Document) -> None:
    """Decode the primitives of a document that are stored as Draco bitstreams.

    Their `attributes` and `indices` then lead to accessors with decoded arrays; a triangle strip becomes triangles.
    What is wrong goes into the document's problems.

    Raises:
        MissingPackageError: DracoPy is not installed.
    """
    for index, mesh in enumerate(document.gltf.meshes):
        for number, primitive in enumerate(mesh.primitives):
            if primitive.extensions and DRACO in primitive.extensions:
                where = f"/meshes/{index}/primitives/{number}/extensions/{DRACO}"
                _unfold_primitive(document, primitive, primitive.extensions[DRACO], where)


def _unfold_primitive(document: Document, primitive: schema.Primitive, plain: object, where: str) -> None:
    said = _parse(document, plain, where)
    if said is None or not _is_sound(document, primitive, said, where):
        return
    if DRACO not in document.gltf.extensions_required and _has_fallback(document, primitive, said):
        return
    data = document.buffers.view(said.buffer_view)
    if data is None:
        document.problems.error(INVALID, f"{where}/bufferView", "the bitstream's bytes are not there")
        return
    try:
        _unfold(document, primitive, said, data, where)
    except CodecError as error:
        document.problems.error(error.code, where, str(error))


def _parse(document: Document, plain: object, where: str) -> DracoPrimitive | None:
    problems = document.problems
    try:
        return msgspec.convert(plain, DracoPrimitive)
    except msgspec.ValidationError as error:
        before = problems.counts["error"]
        conform(plain, DracoPrimitive, problems, where)
        if problems.counts["error"] == before:
            problems.error(INVALID, where, str(error))
        return None


def _is_sound(document: Document, primitive: schema.Primitive, said: DracoPrimitive, where: str) -> bool:
    """Whether the JSON lets the bitstream be decoded: its references lead somewhere and its counts are of one mind."""
    problems, accessors = document.problems, document.gltf.accessors
    if primitive.mode not in {_TRIANGLES, _STRIP}:
        problems.error(MISMATCH, where, "only triangles and triangle strips can be stored so")
        return False
    if not 0 <= said.buffer_view < len(document.gltf.buffer_views):
        text = f"there are {len(document.gltf.buffer_views)} buffer views, none with index {said.buffer_view}"
        problems.error("UNRESOLVED_REFERENCE", f"{where}/bufferView", text)
        return False
    for semantic in said.attributes.keys() - primitive.attributes.keys():
        problems.error(MISMATCH, f"{where}/attributes", f"the primitive itself has no {semantic[:60]}")
        return False
    used = [primitive.attributes[semantic] for semantic in said.attributes]
    if primitive.indices != ABSENT:
        used.append(primitive.indices)
    if not said.attributes or not all(0 <= index < len(accessors) for index in used):
        return False  # the checks of the primitive name what is wrong
    infos = [accessors[index] for index in used]
    if any(info.component_type not in DTYPES or info.type not in WIDTHS or info.sparse is not None for info in infos):
        problems.error(MISMATCH, where, "its accessors must have a known type and no sparse part")
        return False
    counts = {accessors[primitive.attributes[semantic]].count for semantic in said.attributes}
    if len(counts) > 1:
        problems.error(MISMATCH, where, "the accessors of its attributes must have the same count")
    return len(counts) == 1


def _has_fallback(document: Document, primitive: schema.Primitive, said: DracoPrimitive) -> bool:
    """Whether all that the bitstream holds is there uncompressed too."""
    used = [primitive.attributes[semantic] for semantic in said.attributes]
    if primitive.indices != ABSENT:
        used.append(primitive.indices)
    views = [document.gltf.accessors[index].buffer_view for index in used]
    return all(view != ABSENT and document.buffers.has(view) for view in views)


def _unfold(
    document: Document, primitive: schema.Primitive, said: DracoPrimitive, data: memoryview, where: str
) -> None:
    accessors, unfolding = document.gltf.accessors, document.buffers.unfolding
    infos = {semantic: accessors[primitive.attributes[semantic]] for semantic in said.attributes}
    points = next(iter(infos.values())).count
    listed = primitive.mode == _TRIANGLES and primitive.indices != ABSENT
    corners = accessors[primitive.indices].count if listed else 0
    if corners % 3:
        raise CodecError(MISMATCH, f"{corners} indices do not make whole triangles")
    row = sum(layout_of(info.type, info.component_type).size for info in infos.values())
    key = (said.buffer_view, points, corners if listed else -1, tuple(sorted(said.attributes.items())))
    mesh = document.draco_meshes.get(key)
    if mesh is None:
        decode = partial(
            draco.decode, data, faces=corners // 3 if listed else None, ids=sorted(set(said.attributes.values())),
            row=row, limit=unfolding.left, clock=unfolding.clock,
        )  # fmt: skip
        try:
            mesh = decode(points=points)
        except CodecError as error:
            if error.points is None:
                raise
            document.problems.warning(MISMATCH, where, f"{error}, as the accessors say")
            points = error.points
            mesh = decode(points=points)
        unfolding.spend(points * row + mesh.faces.nbytes)
        document.draco_meshes[key] = mesh
    arrays = {
        semantic: draco.fit(
            mesh.attributes[said.attributes[semantic]],
            DTYPES[info.component_type],
            WIDTHS[info.type],
            normalized=info.normalized,
        )
        for semantic, info in infos.items()
    }
    for semantic, array in arrays.items():
        primitive.attributes[semantic] = _supply(document, primitive.attributes[semantic], array)
    primitive.indices = _supply(document, primitive.indices, _indices(document, primitive, mesh.faces))
    primitive.mode = _TRIANGLES


def _indices(document: Document, primitive: schema.Primitive, faces: NDArray[np.uint32]) -> NDArray[Any]:
    """The triangles in the dtype of the primitive's indices."""
    flat = faces.reshape(-1)
    kind = document.gltf.accessors[primitive.indices].component_type if primitive.indices != ABSENT else 5125
    dtype = DTYPES[kind]
    if dtype.kind != "u" or (len(flat) and int(flat.max()) > np.iinfo(dtype).max):
        raise CodecError(MISMATCH, f"the triangles' indices do not fit {dtype.name}")
    array = flat.astype(dtype, copy=False)
    array.flags.writeable = False
    return array


def _supply(document: Document, index: int, array: NDArray[Any]) -> int:
    """Give an accessor its array; one that has another already, or another length, stays, and a copy of it is made."""
    accessors, gltf = document.accessors, document.gltf
    if index == ABSENT:
        made = type(gltf.accessors[0])(component_type=5125, count=len(array), type="SCALAR")
        gltf.accessors.append(made)
        index = len(gltf.accessors) - 1
    elif len(array) != gltf.accessors[index].count or (
        accessors.is_supplied(index) and not _same(accessors.array(index), array)
    ):
        gltf.accessors.append(msgspec.structs.replace(gltf.accessors[index], count=len(array)))
        index = len(gltf.accessors) - 1
    accessors.supply(index, array)
    return index


def _same(one: NDArray[Any] | None, other: NDArray[Any]) -> bool:
    return one is not None and one.shape == other.shape and bool(np.array_equal(one, other))
