"""The numbers in accessors and the heads of images: what does no harm in reading, but is an error in a report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from threedkit.io.gltf.problems import pointer
from threedkit.io.gltf.schema import ABSENT

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from threedkit.io.gltf import schema
    from threedkit.io.gltf.document import Document

__all__ = ["check_data"]

_UNIT3 = 0.00674
_UNIT4 = 0.00769
_SUM = 2e-3


def check_data(document: Document) -> None:
    """Check declared bounds, unit vectors, weights and degenerate triangles of everything that is in use."""
    for index, accessor in enumerate(document.gltf.accessors):
        if accessor.min is not None or accessor.max is not None:
            _check_bounds(document, index, accessor)
    seen: set[tuple[str, int]] = set()
    for number, mesh in enumerate(document.gltf.meshes):
        for i, primitive in enumerate(mesh.primitives):
            where = f"/meshes/{number}/primitives/{i}"
            for semantic, index in primitive.attributes.items():
                check = _CHECKS.get(semantic.partition("_")[0])
                if check is not None and (semantic, index) not in seen:
                    seen.add((semantic, index))
                    check(document, index, f"{where}/attributes/{semantic}")
            _check_triangles(document, primitive, where)
    for number, skin in enumerate(document.gltf.skins):
        if skin.inverse_bind_matrices != ABSENT:
            _check_inverse_binds(
                document, skin.inverse_bind_matrices, f"{pointer('skins', number)}/inverseBindMatrices"
            )
    _check_animations(document)


def _array(document: Document, index: int) -> NDArray[Any] | None:
    return document.accessors.array(index) if index < len(document.accessors) else None


def _check_bounds(document: Document, index: int, accessor: schema.Accessor) -> None:
    array = _array(document, index)
    if array is None:
        return
    columns = (array.swapaxes(1, 2) if array.ndim == 3 else array).reshape(len(array), -1)
    for name, declared, actual in (
        ("min", accessor.min, columns.min(axis=0)),
        ("max", accessor.max, columns.max(axis=0)),
    ):
        if declared is None:
            continue
        where = f"{pointer('accessors', index)}/{name}"
        if len(declared) != len(actual):
            text = f"{accessor.type} needs {len(actual)} numbers, not {len(declared)}"
            document.problems.error("ARRAY_LENGTH_NOT_IN_LIST", where, text)
            continue
        said = np.asarray(declared, dtype=np.float64)
        if array.dtype.kind == "f":
            with np.errstate(over="ignore"):
                said = said.astype(np.float32).astype(np.float64)
        wrong = np.flatnonzero(said != actual.astype(np.float64))
        if len(wrong):
            at = int(wrong[0])
            text = f"component {at} is declared as {declared[at]!r}, but is {actual[at]!r}"
            document.problems.error(f"ACCESSOR_{name.upper()}_MISMATCH", where, text)


def _check_unit(document: Document, index: int, where: str) -> None:
    array = _array(document, index)
    if array is None or array.shape[1:] not in {(3,), (4,)}:
        return
    vectors = document.accessors.floats(index)
    if vectors is None:
        return
    lengths = np.linalg.norm(vectors[:, :3].astype(np.float64), axis=1)
    bad = np.flatnonzero(np.abs(lengths - 1.0) > _UNIT3)
    if len(bad):
        text = f"{len(bad)} vectors are not of unit length, the first is element {bad[0]}: {lengths[bad[0]]:.6g}"
        document.problems.error("ACCESSOR_VECTOR3_NON_UNIT", where, text)
    if vectors.shape[1] == 4:
        signs = np.flatnonzero(np.abs(vectors[:, 3]) != 1.0)
        if len(signs):
            text = f"w must be 1 or -1; of element {signs[0]} it is {vectors[signs[0], 3]:.6g}"
            document.problems.error("ACCESSOR_INVALID_SIGN", where, text)


def _check_animations(document: Document) -> None:
    for number, animation in enumerate(document.gltf.animations):
        for i, channel in enumerate(animation.channels):
            if channel.target.path == "rotation" and channel.sampler < len(animation.samplers):
                sampler = animation.samplers[channel.sampler]
                _check_rotations(document, sampler, f"/animations/{number}/channels/{i}/sampler")


def _check_rotations(document: Document, sampler: schema.AnimationSampler, where: str) -> None:
    array = _array(document, sampler.output)
    values = None if array is None or array.shape[1:] != (4,) else document.accessors.floats(sampler.output)
    if values is None:
        return
    keys = values[1::3] if sampler.interpolation == "CUBICSPLINE" else values
    lengths = np.linalg.norm(keys.astype(np.float64), axis=1)
    bad = np.flatnonzero(np.abs(lengths - 1.0) > _UNIT4)
    if len(bad):
        text = f"a quaternion's length must be 1; that of key {bad[0]} is {lengths[bad[0]]:.6g}"
        document.problems.error("ACCESSOR_ANIMATION_SAMPLER_OUTPUT_NON_NORMALIZED_QUATERNION", where, text)


def _check_weights(document: Document, index: int, where: str) -> None:
    array = _array(document, index)
    weights = None if array is None or array.shape[1:] != (4,) else document.accessors.floats(index)
    if weights is None:
        return
    if (weights < 0.0).any():
        row = int((weights < 0.0).any(axis=1).argmax())
        document.problems.warning("ACCESSOR_WEIGHTS_NEGATIVE", where, f"element {row} has a negative weight")
    sums = weights.sum(axis=1, dtype=np.float64)
    if where.endswith("_0") and (bad := np.flatnonzero((np.abs(sums - 1.0) > _SUM) & (sums != 0.0))).size:
        text = f"the weights of a vertex must sum to 1; those of element {bad[0]} sum to {sums[bad[0]]:.6g}"
        document.problems.warning("ACCESSOR_WEIGHTS_NON_NORMALIZED", where, text)


def _check_colors(document: Document, index: int, where: str) -> None:
    array = _array(document, index)
    if array is not None and array.dtype.kind == "f" and ((array < 0.0).any() or (array > 1.0).any()):
        document.problems.error("ACCESSOR_NON_CLAMPED", where, "colours must be from 0 to 1")


_CHECKS: Final[dict[str, Callable[[Document, int, str], None]]] = {
    "NORMAL": _check_unit,
    "TANGENT": _check_unit,
    "WEIGHTS": _check_weights,
    "COLOR": _check_colors,
}


def _check_triangles(document: Document, primitive: schema.Primitive, where: str) -> None:
    """Whether the number of vertices fits the mode, and how many triangles have no area by their indices."""
    source = primitive.indices if primitive.indices != ABSENT else primitive.attributes.get("POSITION", ABSENT)
    if not 0 <= source < len(document.accessors):
        return
    count = document.gltf.accessors[source].count
    fits = {0: count > 0, 1: count % 2 == 0, 2: count > 1, 3: count > 1, 4: count % 3 == 0, 5: count > 2, 6: count > 2}
    if not fits[primitive.mode]:
        text = f"{count} vertices or indices do not make whole shapes in mode {primitive.mode}"
        document.problems.warning("MESH_PRIMITIVE_INCOMPATIBLE_MODE", where, text)
    if primitive.indices == ABSENT or primitive.mode != 4 or count % 3:
        return
    array = _array(document, primitive.indices)
    if array is not None and array.ndim == 1:
        corners = array.reshape(-1, 3)
        a, b, c = corners[:, 0], corners[:, 1], corners[:, 2]
        flat = int(np.count_nonzero((a == b) | (b == c) | (c == a)))
        if flat:
            text = f"{flat} of {len(corners)} triangles use a vertex twice"
            document.problems.info("ACCESSOR_INDEX_TRIANGLE_DEGENERATE", f"{where}/indices", text)


def _check_inverse_binds(document: Document, index: int, where: str) -> None:
    matrices = _array(document, index)
    if matrices is not None and matrices.shape[1:] == (4, 4):
        bad = np.flatnonzero((matrices[:, 3] != (0.0, 0.0, 0.0, 1.0)).any(axis=1))
        if len(bad):
            text = f"the bottom row of a matrix must be 0, 0, 0, 1; that of element {bad[0]} is not"
            document.problems.error("ACCESSOR_INVALID_IBM", where, text)
