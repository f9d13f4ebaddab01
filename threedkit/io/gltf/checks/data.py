"""The numbers in accessors: what only a pass over them tells, and what does no harm in reading."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from threedkit.io.gltf.checks.bounds import check_bounds
from threedkit.io.gltf.checks.formats import INDICES, allowed_formats
from threedkit.io.gltf.checks.influences import check_influences
from threedkit.io.gltf.checks.numbers import numbers, severity_of
from threedkit.io.gltf.problems import pointer
from threedkit.io.gltf.schema import ABSENT

if TYPE_CHECKING:
    from threedkit.io.gltf import schema
    from threedkit.io.gltf.document import Document

__all__ = ["check_data"]

_UNIT3: Final = 0.00674
_UNIT4: Final = 0.00769
"""How far from 1 lengths may be: a little more than the error of signed 8 bit integers (the validator's thresholds)."""

Finding = tuple[str, str]


def check_data(document: Document) -> None:
    """Check declared bounds, unit vectors, colours, weights, key values and degenerate triangles."""
    for index in range(len(document.accessors)):
        array = numbers(document, index)
        if array is not None:
            check_bounds(document, index, array)
    known: dict[tuple[str, int], list[Finding]] = {}
    for number, mesh in enumerate(document.gltf.meshes):
        for i, primitive in enumerate(mesh.primitives):
            where = f"/meshes/{number}/primitives/{i}"
            _check_attributes(document, primitive, where, known)
            _check_triangles(document, primitive, where)
        check_influences(document, number, mesh)
    for number, skin in enumerate(document.gltf.skins):
        if skin.inverse_bind_matrices != ABSENT:
            _check_inverse_binds(document, skin.inverse_bind_matrices, f"/skins/{number}/inverseBindMatrices")
    _check_rotations(document)


def _check_attributes(
    document: Document, primitive: schema.Primitive, where: str, known: dict[tuple[str, int], list[Finding]]
) -> None:
    for semantic, index in primitive.attributes.items():
        if semantic in _CHECKED and 0 <= index < len(document.accessors):
            if (semantic, index) not in known:
                known[semantic, index] = list(_check_attribute(document, semantic, index))
            for code, text in known[semantic, index]:
                document.problems.add(
                    severity_of(document, index), code, f"{where}/attributes{pointer(semantic)}", text
                )


_CHECKED: Final = frozenset({"NORMAL", "TANGENT", "COLOR_0"})


def _check_attribute(document: Document, semantic: str, index: int) -> list[Finding]:
    info, found = document.gltf.accessors[index], []
    array = numbers(document, index)
    formats = allowed_formats(semantic.partition("_")[0], morph=False, quantized=document.quantized) or frozenset()
    if array is None or (info.type, info.component_type, info.normalized) not in formats:
        return []
    if semantic == "COLOR_0":
        outside = np.flatnonzero(((array < 0.0) | (array > 1.0)).any(axis=1))
        if array.dtype.kind == "f" and len(outside):
            found.append(("ACCESSOR_NON_CLAMPED", f"colours must be from 0 to 1; element {outside[0]} is not"))
        return found
    vectors = document.accessors.floats(index)
    if vectors is None:
        return []
    with np.errstate(all="ignore"):
        lengths = np.linalg.norm(vectors[:, :3].astype(np.float64), axis=1)
    bad = np.flatnonzero(np.abs(lengths - 1.0) > _UNIT3)
    if len(bad):
        text = f"{len(bad)} vectors are not of unit length, the first is element {bad[0]}: {lengths[bad[0]]:.6g}"
        found.append(("ACCESSOR_VECTOR3_NON_UNIT", text))
    if semantic == "TANGENT":
        signs = np.flatnonzero(np.abs(vectors[:, 3]) != 1.0)
        if len(signs):
            text = f"w must be 1 or -1; of element {signs[0]} it is {vectors[signs[0], 3]:.6g}"
            found.append(("ACCESSOR_INVALID_SIGN", text))
    return found


def _check_triangles(document: Document, primitive: schema.Primitive, where: str) -> None:
    """How many triangles have no area by their indices."""
    array = numbers(document, primitive.indices) if primitive.mode == 4 else None
    if array is None:
        return
    info = document.gltf.accessors[primitive.indices]
    if (info.type, info.component_type, info.normalized) in INDICES:
        corners = array[: len(array) // 3 * 3].reshape(-1, 3)
        a, b, c = corners[:, 0], corners[:, 1], corners[:, 2]
        flat = int(np.count_nonzero((a == b) | (b == c) | (c == a)))
        if flat:
            text = f"{flat} of {len(corners)} triangles use a vertex twice"
            document.problems.info("ACCESSOR_INDEX_TRIANGLE_DEGENERATE", f"{where}/indices", text)


def _check_inverse_binds(document: Document, index: int, where: str) -> None:
    matrices = numbers(document, index)
    if matrices is not None and matrices.shape[1:] == (4, 4) and matrices.dtype.kind == "f":
        bad = np.flatnonzero((matrices[:, 3] != (0.0, 0.0, 0.0, 1.0)).any(axis=1))
        if len(bad):
            text = f"the bottom row of a matrix must be 0, 0, 0, 1; that of element {bad[0]} is not"
            document.problems.add(severity_of(document, index), "ACCESSOR_INVALID_IBM", where, text)


def _check_rotations(document: Document) -> None:
    """Every key of a rotation is of unit length; the tangents of a spline need not be."""
    known: dict[tuple[int, bool], str] = {}
    for number, animation in enumerate(document.gltf.animations):
        for i, channel in enumerate(animation.channels):
            if channel.target.path != "rotation" or not 0 <= channel.sampler < len(animation.samplers):
                continue
            sampler = animation.samplers[channel.sampler]
            key = sampler.output, sampler.interpolation == "CUBICSPLINE"
            if key not in known:
                known[key] = _uneven_keys(document, *key)
            if known[key]:
                code = "ACCESSOR_ANIMATION_SAMPLER_OUTPUT_NON_NORMALIZED_QUATERNION"
                severity = severity_of(document, sampler.output)
                document.problems.add(severity, code, f"/animations/{number}/channels/{i}/sampler", known[key])


def _uneven_keys(document: Document, output: int, spline: bool) -> str:
    array = numbers(document, output)
    values = None if array is None or array.shape[1:] not in {(4,), (2, 2)} else document.accessors.floats(output)
    if values is None:
        return ""
    keys = values.reshape(len(values), 4)[1::3] if spline else values.reshape(len(values), 4)
    with np.errstate(all="ignore"):
        lengths = np.linalg.norm(keys.astype(np.float64), axis=1)
    bad = np.flatnonzero(np.abs(lengths - 1.0) > _UNIT4)
    return f"a quaternion's length must be 1; that of key {bad[0]} is {lengths[bad[0]]:.6g}" if len(bad) else ""
