"""Axis-aligned boxes as (2, 3) float64 arrays ``[minimum, maximum]``; the empty box is ``[+inf, -inf]``."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

__all__ = [
    "center",
    "empty",
    "fit_distance",
    "is_empty",
    "of_points",
    "radius",
    "size",
    "transform",
    "transform_many",
    "union",
]


_ALL = np.zeros(1, np.intp)


def empty() -> NDArray[np.float64]:
    """The box that holds nothing: the neutral element of :func:`union`."""
    return np.array([[np.inf] * 3, [-np.inf] * 3])


def of_points(p: ArrayLike) -> NDArray[np.float64]:
    """The smallest box around points (..., 3); empty when there are none."""
    p = np.asarray(p).reshape(-1, 3)
    if len(p) == 0:
        return empty()
    ends = np.minimum.reduceat(p, _ALL), np.maximum.reduceat(p, _ALL)  # four to thirty times as fast as min(axis=0)
    return np.concatenate(ends, dtype=np.float64)


def union(*boxes: ArrayLike) -> NDArray[np.float64]:
    """The smallest box around boxes (2, 3) each; empty ones do not count."""
    if not boxes:
        return empty()
    stack = np.asarray(boxes, np.float64)
    return np.stack([stack[:, 0].min(axis=0), stack[:, 1].max(axis=0)])


def transform(m: ArrayLike, box: ArrayLike) -> NDArray[np.float64]:
    """The smallest box around a transformed box (Arvo, Graphics Gems I, "Transforming axis-aligned bounding boxes").

    Args:
        m: (4, 4) affine.
        box: (2, 3).

    Returns:
        (2, 3).
    """
    if is_empty(box):
        return empty()
    m, box = np.asarray(m, np.float64), np.asarray(box, np.float64)
    ends = m[:3, :3, None] * box.T[None, :, :]  # (row, axis, min or max)
    low, high = ends.min(axis=-1).sum(axis=-1), ends.max(axis=-1).sum(axis=-1)
    return np.asarray(np.stack([low, high]) + m[:3, 3], np.float64)


def transform_many(m: ArrayLike, box: ArrayLike) -> NDArray[np.float64]:
    """The box (2, 3) around moved boxes; empty when there are none.

    Args:
        m: (n, 4, 4) affine.
        box: (2, 3), moved by each of the matrices, or (n, 2, 3), each moved by its own; then none is empty.
    """
    m, box = np.asarray(m, np.float64), np.asarray(box, np.float64)
    if not len(m) or (box.ndim == 2 and is_empty(box)):
        return empty()
    ends = m[:, :3, :3, None] * box.swapaxes(-1, -2)[..., None, :, :]  # (matrix, row, axis, min or max)
    low, high = ends.min(axis=-1).sum(axis=-1) + m[:, :3, 3], ends.max(axis=-1).sum(axis=-1) + m[:, :3, 3]
    return np.stack([low.min(axis=0), high.max(axis=0)])


def center(box: ArrayLike) -> NDArray[np.float64]:
    """The middle (3,); the origin for an empty box."""
    if is_empty(box):
        return np.zeros(3)
    box = np.asarray(box, np.float64)
    return np.asarray(box[0] + 0.5 * (box[1] - box[0]), np.float64)


def size(box: ArrayLike) -> NDArray[np.float64]:
    """The edge lengths (3,); zeros for an empty box."""
    if is_empty(box):
        return np.zeros(3)
    box = np.asarray(box, np.float64)
    return np.asarray(box[1] - box[0], np.float64)


def radius(box: ArrayLike) -> float:
    """Half the diagonal: the radius of the sphere around the box; 0 for an empty box."""
    return float(0.5 * np.linalg.norm(size(box)))


def is_empty(box: ArrayLike) -> bool:
    """Whether the box holds no point."""
    box = np.asarray(box, np.float64)
    return bool(np.any(box[0] > box[1]))


def fit_distance(radius: float, yfov: float, aspect: float) -> float:
    """How far a perspective camera must stand from a sphere's centre to see all of it.

    Args:
        radius: of the sphere, metres.
        yfov: vertical field of view, radians.
        aspect: width / height; the narrower of both angles decides.

    Returns:
        Metres from the eye to the centre: ``radius / sin(half angle)``.
    """
    half = min(0.5 * yfov, math.atan(math.tan(0.5 * yfov) * aspect))
    return radius / math.sin(half)
