"""Rotations as unit quaternions, stored xyzw as in glTF; every function is vectorised over leading dimensions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

__all__ = [
    "IDENTITY",
    "conjugate",
    "from_axis_angle",
    "from_matrix",
    "multiply",
    "normalize",
    "rotate",
    "slerp",
    "to_matrix",
]

IDENTITY: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 1.0)
"""The rotation that changes nothing."""


def normalize(q: ArrayLike) -> NDArray[np.float64]:
    """Scale to unit length; a zero quaternion becomes the identity.

    Args:
        q: (..., 4) xyzw.

    Returns:
        (..., 4) float64.
    """
    q = np.asarray(q, np.float64)
    # Dividing by the largest component first keeps very small and very large ones from under- and overflowing.
    largest = np.max(np.abs(q), axis=-1, keepdims=True)
    zero = largest == 0.0
    q = np.where(zero, IDENTITY, q / np.where(zero, 1.0, largest))
    return np.asarray(q / np.linalg.norm(q, axis=-1, keepdims=True), np.float64)


def multiply(a: ArrayLike, b: ArrayLike) -> NDArray[np.float64]:
    """Hamilton product a b: the rotation b first, then a.

    Args:
        a: (..., 4) xyzw.
        b: (..., 4) xyzw, broadcast against ``a``.

    Returns:
        (..., 4) float64.
    """
    ax, ay, az, aw = np.moveaxis(np.asarray(a, np.float64), -1, 0)
    bx, by, bz, bw = np.moveaxis(np.asarray(b, np.float64), -1, 0)
    return np.stack(
        [
            aw * bx + ax * bw + ay * bz - az * by,
            aw * by - ax * bz + ay * bw + az * bx,
            aw * bz + ax * by - ay * bx + az * bw,
            aw * bw - ax * bx - ay * by - az * bz,
        ],
        axis=-1,
    )


def conjugate(q: ArrayLike) -> NDArray[np.float64]:
    """The inverse rotation of unit quaternions: (..., 4) xyzw to (..., 4)."""
    return np.asarray(np.asarray(q, np.float64) * (-1.0, -1.0, -1.0, 1.0), np.float64)


def from_axis_angle(axis: ArrayLike, angle: ArrayLike) -> NDArray[np.float64]:
    """The rotation by ``angle`` about ``axis``, counter-clockwise when the axis points at you.

    Args:
        axis: (..., 3), of any length but zero; a zero axis gives the identity.
        angle: (...) radians, broadcast against the axis' leading dimensions.

    Returns:
        (..., 4) xyzw.

    Example:
        >>> from_axis_angle((0, 1, 0), np.pi).round(6).tolist()
        [0.0, 1.0, 0.0, 0.0]
    """
    axis = np.asarray(axis, np.float64)
    half = np.asarray(angle, np.float64)[..., None] / 2.0
    length = np.linalg.norm(axis, axis=-1, keepdims=True)
    zero = length == 0.0
    unit = axis / np.where(zero, 1.0, length)
    vector = unit * np.sin(half)
    scalar = np.broadcast_to(np.where(zero, 1.0, np.cos(half)), (*vector.shape[:-1], 1))
    return np.concatenate([vector, scalar], axis=-1)


def from_matrix(m: ArrayLike) -> NDArray[np.float64]:
    """The unit quaternion of rotation matrices (Shepperd's method: the largest component decides).

    Args:
        m: (..., 3, 3) proper rotations (orthonormal, determinant +1).

    Returns:
        (..., 4) xyzw with w >= 0.
    """
    m = np.asarray(m, np.float64)
    m00, m11, m22 = m[..., 0, 0], m[..., 1, 1], m[..., 2, 2]
    xy, xz, yz = m[..., 0, 1] + m[..., 1, 0], m[..., 0, 2] + m[..., 2, 0], m[..., 1, 2] + m[..., 2, 1]
    xw, yw, zw = m[..., 2, 1] - m[..., 1, 2], m[..., 0, 2] - m[..., 2, 0], m[..., 1, 0] - m[..., 0, 1]
    # Four times the outer product of the quaternion with itself: each row is a multiple of it.
    diagonal = np.stack([1 + m00 - m11 - m22, 1 - m00 + m11 - m22, 1 - m00 - m11 + m22, 1 + m00 + m11 + m22], axis=-1)
    rows = np.stack(
        [
            np.stack([diagonal[..., 0], xy, xz, xw], axis=-1),
            np.stack([xy, diagonal[..., 1], yz, yw], axis=-1),
            np.stack([xz, yz, diagonal[..., 2], zw], axis=-1),
            np.stack([xw, yw, zw, diagonal[..., 3]], axis=-1),
        ],
        axis=-2,
    )
    best = np.argmax(diagonal, axis=-1)[..., None, None]
    q = normalize(np.take_along_axis(rows, best, axis=-2)[..., 0, :])
    return np.where(q[..., 3:] < 0.0, -q, q)


def to_matrix(q: ArrayLike) -> NDArray[np.float64]:
    """The rotation matrices of quaternions, which are normalised first.

    Args:
        q: (..., 4) xyzw.

    Returns:
        (..., 3, 3) float64.
    """
    q = normalize(q)
    x, y, z, w = np.moveaxis(q, -1, 0)
    m = np.empty((*q.shape[:-1], 3, 3))
    m[..., 0, 0] = 1 - 2 * (y * y + z * z)
    m[..., 0, 1] = 2 * (x * y - z * w)
    m[..., 0, 2] = 2 * (x * z + y * w)
    m[..., 1, 0] = 2 * (x * y + z * w)
    m[..., 1, 1] = 1 - 2 * (x * x + z * z)
    m[..., 1, 2] = 2 * (y * z - x * w)
    m[..., 2, 0] = 2 * (x * z - y * w)
    m[..., 2, 1] = 2 * (y * z + x * w)
    m[..., 2, 2] = 1 - 2 * (x * x + y * y)
    return m


def rotate(q: ArrayLike, v: ArrayLike) -> NDArray[np.float64]:
    """Rotate vectors by unit quaternions.

    Args:
        q: (..., 4) xyzw of unit length.
        v: (..., 3), broadcast against the leading dimensions of ``q``.

    Returns:
        (..., 3) float64.
    """
    q, v = np.asarray(q, np.float64), np.asarray(v, np.float64)
    twice = 2.0 * np.cross(q[..., :3], v)
    return np.asarray(v + q[..., 3:] * twice + np.cross(q[..., :3], twice), np.float64)


def slerp(a: ArrayLike, b: ArrayLike, t: ArrayLike) -> NDArray[np.float64]:
    """Interpolate at constant speed along the shorter arc from ``a`` to ``b`` (glTF 2.0, appendix C.4).

    Args:
        a: (..., 4) xyzw of unit length, at t = 0.
        b: (..., 4) xyzw of unit length, at t = 1.
        t: (...) broadcast against the leading dimensions of both.

    Returns:
        (..., 4) float64 of unit length.
    """
    a, b = np.asarray(a, np.float64), np.asarray(b, np.float64)
    t = np.asarray(t, np.float64)[..., None]
    b = np.where(np.sum(a * b, axis=-1, keepdims=True) < 0.0, -b, b)
    # atan2 of chord lengths stays exact where arccos of the dot product does not; sin(k x) / sin(x) is written as
    # a ratio of sinc, which has no hole at zero (the arc is at most a quarter turn, so the divisor is >= 2 / pi).
    chords = np.linalg.norm(b - a, axis=-1, keepdims=True), np.linalg.norm(b + a, axis=-1, keepdims=True)
    arc = 2.0 * np.arctan2(*chords) / np.pi
    whole = np.sinc(arc)
    return normalize((1.0 - t) * np.sinc((1.0 - t) * arc) / whole * a + t * np.sinc(t * arc) / whole * b)
