"""Whether a matrix is a translation, a rotation and a scale, as the Khronos validator sees it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

__all__ = ["decomposable"]

_CLOSE = 5e-5


def decomposable(columns: Sequence[Sequence[float]]) -> NDArray[np.bool_]:
    """For each of n matrices (n, 16), column-major as in glTF, whether it is decomposable.

    The matrix is taken apart and put together again in single precision; it is decomposable if the largest sum over a
    column stays the same (isTrsDecomposable in the validator's lib/src/utils.dart, with Matrix4.decompose and
    absoluteError of Dart's vector_math).

    Example:
        >>> shear = [1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1]
        >>> decomposable([shear, [2, 0, 0, 0, 0, 2, 0, 0, 0, 0, 2, 0, 5, 5, 5, 1]]).tolist()
        [False, True]
    """
    with np.errstate(all="ignore"):
        given = np.array(columns, dtype=np.float64).reshape(-1, 4, 4).astype(np.float32)  # [matrix, column, row]
        axes = given[:, :3, :3].astype(np.float64)
        determinants = np.linalg.det(axes)
        bottom = (given[:, :3, 3] == 0.0).all(axis=1) & (given[:, 3, 3] == 1.0)
        scales = np.sqrt((axes**2).sum(axis=2))
        scales[:, 0] = np.where(determinants < 0.0, -scales[:, 0], scales[:, 0])
        turned = _rotations((axes / scales[:, :, None]).astype(np.float32).astype(np.float64))
        again = given.copy()
        again[:, :3, :3] = (turned * scales.astype(np.float32).astype(np.float64)[:, :, None]).astype(np.float32)
        norms = [np.abs(m.astype(np.float64)).sum(axis=2).max(axis=1) for m in (given, again)]
        close = np.abs(norms[0] - norms[1]) < _CLOSE
    good: NDArray[np.bool_] = bottom & (determinants != 0.0) & close
    return good


def _rotations(axes: NDArray[np.float64]) -> NDArray[np.float64]:
    """(n, 3, 3) columns of rotation matrices through quaternions and back, which is where shear gets lost."""
    m = axes.reshape(-1, 9)
    trace = m[:, 0] + m[:, 4] + m[:, 8]
    quaternions = np.empty((len(m), 4))
    root = np.sqrt(np.maximum(trace + 1.0, 0.0))
    half = 0.5 / root
    quaternions[:, 0] = (m[:, 5] - m[:, 7]) * half
    quaternions[:, 1] = (m[:, 6] - m[:, 2]) * half
    quaternions[:, 2] = (m[:, 1] - m[:, 3]) * half
    quaternions[:, 3] = root * 0.5
    for row in np.flatnonzero(~(trace > 0.0)):
        quaternions[row] = _from_small_trace(m[row])
    q = quaternions.astype(np.float32).astype(np.float64)
    x, y, z, w = q[:, 0], q[:, 1], q[:, 2], q[:, 3]
    columns = (
        (1 - 2 * (y * y + z * z), 2 * (x * y + w * z), 2 * (x * z - w * y)),
        (2 * (x * y - w * z), 1 - 2 * (x * x + z * z), 2 * (y * z + w * x)),
        (2 * (x * z + w * y), 2 * (y * z - w * x), 1 - 2 * (x * x + y * y)),
    )
    return np.stack([np.stack(column, axis=1) for column in columns], axis=1).astype(np.float32).astype(np.float64)


def _from_small_trace(m: NDArray[np.float64]) -> NDArray[np.float64]:
    """The quaternion of one matrix whose trace is not positive: begin with its largest axis."""
    i = (2 if m[4] < m[8] else 1) if m[0] < m[4] else (2 if m[0] < m[8] else 0)
    j, k = (i + 1) % 3, (i + 2) % 3

    def entry(row: int, column: int) -> float:
        return float(m[3 * column + row])

    result = np.empty(4)
    root = float(np.sqrt(entry(i, i) - entry(j, j) - entry(k, k) + 1.0))
    half = 0.5 / root if root else np.inf
    result[i] = root * 0.5
    result[3] = (entry(k, j) - entry(j, k)) * half
    result[j] = (entry(j, i) + entry(i, j)) * half
    result[k] = (entry(k, i) + entry(i, k)) * half
    return result
