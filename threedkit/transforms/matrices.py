"""Affine and projective 4x4 matrices: float64, column vectors, named ``to_from_from`` (``world_from_node``)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from threedkit.errors import FieldError
from threedkit.transforms import quaternions

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

__all__ = [
    "compose",
    "decompose",
    "inverse",
    "look_at",
    "orthographic",
    "perspective",
    "project_points",
    "transform_normals",
    "transform_points",
    "transform_vectors",
]

_ORTHONORMAL = 1e-9  # how far from orthonormal a rotation may be before it is projected on the nearest rotation


def compose(position: ArrayLike, rotation: ArrayLike, scale: ArrayLike) -> NDArray[np.float64]:
    """The matrix T R S of glTF nodes.

    Args:
        position: (..., 3) metres.
        rotation: (..., 4) xyzw; normalised first.
        scale: (..., 3).

    Returns:
        (..., 4, 4) parent_from_node; leading dimensions broadcast.

    Example:
        >>> compose((1, 2, 3), (0, 0, 0, 1), (2, 2, 2))[0].tolist()
        [2.0, 0.0, 0.0, 1.0]
    """
    position = np.asarray(position, np.float64)
    linear = quaternions.to_matrix(rotation) * np.asarray(scale, np.float64)[..., None, :]
    m = np.zeros((*np.broadcast_shapes(linear.shape[:-2], position.shape[:-1]), 4, 4))
    m[..., :3, :3] = linear
    m[..., :3, 3] = position
    m[..., 3, 3] = 1.0
    return m


def decompose(m: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Split affine matrices into translation, rotation and scale.

    A mirrored matrix (negative determinant) gets a negative x scale. Axes of scale zero are completed to a rotation.
    A sheared matrix has no exact T R S; it gets the rotation nearest to its normalised axes.

    Args:
        m: (..., 4, 4).

    Returns:
        (..., 3) translation, (..., 4) rotation xyzw, (..., 3) scale: ``compose(*decompose(m))`` gives ``m`` back.
    """
    m = np.asarray(m, np.float64)
    linear = m[..., :3, :3]
    scale = np.linalg.norm(linear, axis=-2)
    mirrored = np.linalg.det(linear / np.where(scale == 0.0, 1.0, scale)[..., None, :]) < 0.0
    scale = scale * np.where(mirrored[..., None], (-1.0, 1.0, 1.0), 1.0)
    rotation = linear / np.where(scale == 0.0, 1.0, scale)[..., None, :]
    error = np.abs(np.swapaxes(rotation, -1, -2) @ rotation - np.eye(3)).max(axis=(-1, -2))
    if np.any(error > _ORTHONORMAL):
        rotation = np.where((error > _ORTHONORMAL)[..., None, None], _nearest_rotation(rotation), rotation)
    return m[..., :3, 3].copy(), quaternions.from_matrix(rotation), scale


def _nearest_rotation(m: NDArray[np.float64]) -> NDArray[np.float64]:
    """Project on the proper rotations by singular values (orthogonal Procrustes problem); zero axes are filled in."""
    u, _, vt = np.linalg.svd(m)
    u[..., :, 2] *= np.sign(np.linalg.det(u @ vt))[..., None]
    return np.asarray(u @ vt, np.float64)


def look_at(eye: ArrayLike, target: ArrayLike, up: ArrayLike = (0.0, 1.0, 0.0)) -> NDArray[np.float64]:
    """The pose of a camera or spot light at ``eye`` whose -Z axis points at ``target``.

    Args:
        eye: (..., 3) metres.
        target: (..., 3) metres, elsewhere than ``eye``.
        up: (..., 3) any direction; where it is along the view, another axis takes its place.

    Returns:
        (..., 4, 4) world_from_node, a rigid motion.

    Raises:
        FieldError: eye and target are the same point, or not finite.
    """
    eye, target, up = (np.asarray(a, np.float64) for a in (eye, target, up))
    back = eye - target
    distance = np.linalg.norm(back, axis=-1, keepdims=True)
    if not np.all(np.isfinite(distance) & (distance > 0.0)):
        raise FieldError("look_at: target must be a finite point elsewhere than eye")
    z = back / distance
    z, up = np.broadcast_arrays(z, up)
    x = np.cross(up, z)
    parallel = np.linalg.norm(x, axis=-1, keepdims=True) <= 1e-9 * np.linalg.norm(up, axis=-1, keepdims=True)
    # Looking straight along +-Y: screen-up becomes the world's -Z or +Z, as when one tilts the head on.
    spare = np.where(np.abs(z[..., 1:2]) > 0.9, np.sign(z[..., 1:2]) * (0.0, 0.0, -1.0), (0.0, 1.0, 0.0))
    x = np.where(parallel, np.cross(spare, z), x)
    x /= np.linalg.norm(x, axis=-1, keepdims=True)
    m = np.zeros((*np.broadcast_shapes(z.shape, eye.shape)[:-1], 4, 4))
    m[..., :3, 0], m[..., :3, 1], m[..., :3, 2], m[..., :3, 3] = x, np.cross(z, x), z, eye
    m[..., 3, 3] = 1.0
    return m


def perspective(yfov: float, aspect: float, znear: float, zfar: float | None = None) -> NDArray[np.float64]:
    """The perspective projection of glTF 2.0, section 3.10.3.3 and 3.10.3.2 (infinite when ``zfar`` is None).

    Args:
        yfov: vertical field of view, radians, 0 to pi.
        aspect: width / height.
        znear: distance of the near plane, metres, > 0.
        zfar: distance of the far plane, metres, > znear, or None.

    Returns:
        (4, 4) clip_from_camera; depth runs from -1 (near) to +1 (far) after the division by w.
    """
    focal = 1.0 / np.tan(0.5 * yfov)
    m = np.zeros((4, 4))
    m[0, 0], m[1, 1], m[3, 2] = focal / aspect, focal, -1.0
    if zfar is None:
        m[2, 2], m[2, 3] = -1.0, -2.0 * znear
    else:
        m[2, 2], m[2, 3] = (zfar + znear) / (znear - zfar), 2.0 * zfar * znear / (znear - zfar)
    return m


def orthographic(xmag: float, ymag: float, znear: float, zfar: float) -> NDArray[np.float64]:
    """The orthographic projection of glTF 2.0, section 3.10.3.4.

    Args:
        xmag: half the width of the view, metres.
        ymag: half the height of the view, metres.
        znear: distance of the near plane, metres.
        zfar: distance of the far plane, metres, > znear.

    Returns:
        (4, 4) clip_from_camera; depth runs from -1 (near) to +1 (far).
    """
    m = np.eye(4)
    m[0, 0], m[1, 1] = 1.0 / xmag, 1.0 / ymag
    m[2, 2], m[2, 3] = 2.0 / (znear - zfar), (zfar + znear) / (znear - zfar)
    return m


def transform_points(m: ArrayLike, p: ArrayLike) -> NDArray[np.float64]:
    """Apply affine matrices to points.

    Args:
        m: (..., 4, 4) with last row 0 0 0 1.
        p: (3,) one point, or (..., n, 3) points.

    Returns:
        As ``p``, float64, leading dimensions broadcast.
    """
    m = np.asarray(m, np.float64)
    moved = transform_vectors(m, p)
    return np.asarray(moved + (m[..., :3, 3] if np.ndim(p) == 1 else m[..., None, :3, 3]), np.float64)


def project_points(m: ArrayLike, p: ArrayLike) -> NDArray[np.float64]:
    """Apply projective matrices to points and divide by w.

    Args:
        m: (..., 4, 4), for example ``clip_from_camera``.
        p: (3,) one point, or (..., n, 3) points.

    Returns:
        As ``p``, float64; not finite where w is zero.
    """
    m, p = np.asarray(m, np.float64), np.asarray(p, np.float64)
    homogeneous = np.concatenate([p, np.ones((*p.shape[:-1], 1))], axis=-1)
    h = np.matvec(m, homogeneous) if p.ndim == 1 else homogeneous @ np.swapaxes(m, -1, -2)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(h[..., :3] / h[..., 3:], np.float64)


def transform_vectors(m: ArrayLike, v: ArrayLike) -> NDArray[np.float64]:
    """Apply the linear part of matrices to directions; lengths are kept as they come out.

    Args:
        m: (..., 4, 4) or (..., 3, 3).
        v: (3,) one vector, or (..., n, 3) vectors.

    Returns:
        As ``v``, float64.
    """
    linear, v = np.asarray(m, np.float64)[..., :3, :3], np.asarray(v, np.float64)
    return np.asarray(linear @ v if v.ndim == 1 else v @ np.swapaxes(linear, -1, -2), np.float64)


def transform_normals(m: ArrayLike, n: ArrayLike) -> NDArray[np.float64]:
    """Apply the inverse transpose to normals and scale them to unit length.

    Made from cofactors, so that a matrix flattened along one axis still gives the flat side's normal.

    Args:
        m: (..., 4, 4) or (..., 3, 3).
        n: (3,) one normal, or (..., n, 3) normals.

    Returns:
        As ``n``, float64, of unit length (a zero normal stays zero).
    """
    linear = np.asarray(m, np.float64)[..., :3, :3]
    # Scaling by the largest entry first keeps the products of tiny scales away from underflow.
    largest = np.abs(linear).max(axis=(-1, -2), keepdims=True)
    linear = linear / np.where(largest == 0.0, 1.0, largest)
    a, b, c = linear[..., :, 0], linear[..., :, 1], linear[..., :, 2]
    cofactors = np.stack([np.cross(b, c), np.cross(c, a), np.cross(a, b)], axis=-1)
    sign = np.where(np.linalg.det(linear) < 0.0, -1.0, 1.0)[..., None, None]
    normals = transform_vectors(sign * cofactors, n)
    length = np.linalg.norm(normals, axis=-1, keepdims=True)
    return np.asarray(normals / np.where(length == 0.0, 1.0, length), np.float64)


def inverse(m: ArrayLike) -> NDArray[np.float64]:
    """Invert (..., 4, 4) matrices.

    Raises:
        FieldError: a matrix is singular (for example, a node of scale zero).
    """
    try:
        return np.linalg.inv(np.asarray(m, np.float64))
    except np.linalg.LinAlgError as error:
        raise FieldError("inverse: the matrix is singular (is a scale zero?)") from error
