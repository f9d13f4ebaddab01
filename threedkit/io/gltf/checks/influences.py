"""Which joints move the vertices of skinned meshes, and by what weights."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from threedkit.io.gltf.checks.meshes import vertex_count
from threedkit.io.gltf.checks.numbers import numbers, severity_of
from threedkit.io.gltf.checks.semantics import semantics_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from threedkit.errors import Severity
    from threedkit.io.gltf import schema
    from threedkit.io.gltf.document import Document

__all__ = ["check_influences"]

_STEP: Final = 2e-7
"""How much each weight may add to the error of the sum."""


def check_influences(document: Document, index: int, mesh: schema.Mesh) -> None:
    """Check joints and weights of a mesh against the smallest skin that it is used with."""
    if not any(semantics_of(tuple(primitive.attributes)).joints for primitive in mesh.primitives):
        return
    skins = document.gltf.skins
    used = {node.skin for node in document.gltf.nodes if node.mesh == index and 0 <= node.skin < len(skins)}
    count = min((len(skins[skin].joints) for skin in used if skins[skin].joints), default=0)
    if not count:
        return
    for number, primitive in enumerate(mesh.primitives):
        sets = semantics_of(tuple(primitive.attributes)).joints
        arrays = _arrays(document, primitive, sets)
        if arrays is not None:
            sure = severity_of(document, primitive.attributes[f"WEIGHTS_{sets - 1}"])
            _check(document, arrays, count, f"/meshes/{index}/primitives/{number}/attributes", sure)


def _arrays(
    document: Document, primitive: schema.Primitive, sets: int
) -> tuple[NDArray[np.int64], NDArray[np.float64]] | None:
    """Joints and weights (n, 4 * sets): first those of the first component of every set, then of the second, ..."""
    vertices, parts = vertex_count(document, primitive), []
    if not document.accessors.afford(64 * sets * max(vertices, 0)):
        return None
    for kind in ("JOINTS", "WEIGHTS"):
        columns = []
        for number in range(sets):
            index = primitive.attributes[f"{kind}_{number}"]
            array = numbers(document, index)
            integer = array is not None and array.dtype.kind == "u"
            if array is None or array.shape != (vertices, 4) or (kind == "JOINTS" and not integer):
                return None
            columns.append(array if kind == "JOINTS" else _weights(array))
        if not columns:
            return None
        parts.append(np.stack(columns, axis=2).reshape(vertices, -1))
    return parts[0].astype(np.int64), parts[1]


def _weights(array: NDArray[Any]) -> NDArray[np.float64]:
    if array.dtype.kind == "f":
        return array.astype(np.float64)
    scaled: NDArray[np.float64] = array.astype(np.float64) * (1.0 / np.iinfo(array.dtype).max)
    return scaled


def _check(
    document: Document,
    arrays: tuple[NDArray[np.int64], NDArray[np.float64]],
    count: int,
    where: str,
    sure: Severity,
) -> None:
    joints, weights = arrays
    sets = joints.shape[1] // 4
    outside = joints >= count
    live = (weights != 0.0) & ~outside
    again = _repeated(np.where(live, joints, -1 - np.arange(joints.shape[1])))
    sums, limits = np.zeros(len(joints), np.float32), np.zeros(len(joints))
    for column in range(joints.shape[1]):
        number, here, twice = column % sets, live[:, column], again[:, column]
        below = here & (weights[:, column] < 0.0)
        adds = here & ~twice & ~below
        with np.errstate(all="ignore"):
            total = (sums.astype(np.float64) + weights[:, column]).astype(np.float32)
        sums, limits = np.where(adds, total, sums), limits + _STEP * adds
        idle = ~outside[:, column] & (weights[:, column] == 0.0) & (joints[:, column] != 0)
        joint, weight = f"{where}/JOINTS_{number}", f"{where}/WEIGHTS_{number}"
        text = f"there are {count} joints; it names joint {{}}"
        _tell(document, "error", "ACCESSOR_JOINTS_INDEX_OOB", joint, outside[:, column], joints[:, column], text)
        text = "joint {} moves the vertex twice"
        _tell(document, "error", "ACCESSOR_JOINTS_INDEX_DUPLICATE", joint, twice, joints[:, column], text)
        text = "a weight is negative: {}"
        _tell(document, "error", "ACCESSOR_WEIGHTS_NEGATIVE", weight, below, weights[:, column], text)
        text = "a joint without weight should be 0, not {}"
        _tell(document, "warning", "ACCESSOR_JOINTS_USED_ZERO_WEIGHT", joint, idle, joints[:, column], text)
    uneven = np.abs(sums.astype(np.float64) - 1.0) > limits
    for number in range(sets):
        text = "the weights of a vertex must sum to 1, not {}"
        _tell(document, sure, "ACCESSOR_WEIGHTS_NON_NORMALIZED", f"{where}/WEIGHTS_{number}", uneven, sums, text)


def _repeated(keys: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which elements have been in the same row before."""
    order = np.argsort(keys, axis=1, kind="stable")
    ordered = np.take_along_axis(keys, order, axis=1)
    found = np.zeros(keys.shape, bool)
    np.put_along_axis(found, order[:, 1:], ordered[:, 1:] == ordered[:, :-1], axis=1)
    return found


def _tell(
    document: Document,
    severity: Severity,
    code: str,
    where: str,
    wrong: NDArray[np.bool_],
    values: NDArray[Any],
    text: str,
) -> None:
    if wrong.any():
        first = int(wrong.argmax())
        message = f"element {first}: {text.format(values[first])} ({int(wrong.sum())} such elements)"
        document.problems.add(severity, code, where, message)
