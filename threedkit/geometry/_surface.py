"""Patches of surface in float64, and how they become one Primitive."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from threedkit.scene import Primitive

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

__all__ = ["Surface", "disc", "grid_triangles", "rectangle", "revolve", "ring", "steps", "to_primitive"]


class Surface(NamedTuple):
    """A patch: vertex arrays (n, ...) float64 and triangles (m, 3), counter-clockwise from the front."""

    positions: NDArray[np.float64]
    normals: NDArray[np.float64]
    tangents: NDArray[np.float64]
    """(n, 3) unit vectors along +u."""
    texcoords: NDArray[np.float64]
    triangles: NDArray[np.int64]


def to_primitive(*patches: Surface) -> Primitive:
    """Put patches into one Primitive: float32 arrays, tangents with w = +1, flat uint32 indices."""
    starts = np.cumsum([0, *(len(patch.positions) for patch in patches)])
    tangents = np.concatenate([patch.tangents for patch in patches])
    # Adding zero turns -0.0 into 0.0: equal positions are equal bytes.
    return Primitive(
        positions=np.concatenate([patch.positions for patch in patches]).astype(np.float32) + np.float32(0.0),
        normals=np.concatenate([patch.normals for patch in patches]).astype(np.float32) + np.float32(0.0),
        tangents=np.concatenate([tangents, np.ones((len(tangents), 1))], axis=1).astype(np.float32) + np.float32(0.0),
        texcoords=np.concatenate([patch.texcoords for patch in patches]).astype(np.float32),
        indices=np.concatenate([p.triangles + s for p, s in zip(patches, starts, strict=False)])
        .ravel()
        .astype(np.uint32),
    )


def grid_triangles(rows: int, columns: int) -> NDArray[np.int64]:
    """Triangles of a grid of quads whose vertices lie row by row: row 0 at the top, columns from left to right.

    Args:
        rows: number of quads downwards.
        columns: number of quads to the right.

    Returns:
        (2 rows columns, 3).
    """
    upper_left = np.arange(rows)[:, None] * (columns + 1) + np.arange(columns)
    lower_left = upper_left + columns + 1
    quads = np.stack([upper_left, lower_left, lower_left + 1, upper_left, lower_left + 1, upper_left + 1], axis=-1)
    return quads.reshape(-1, 3)


def rectangle(
    right: ArrayLike, up: ArrayLike, center: ArrayLike, across: NDArray[np.float64], down: NDArray[np.float64]
) -> Surface:
    """A flat grid with the whole image on it.

    Args:
        right: (3,) unit vector along +u.
        up: (3,) unit vector along -v.
        center: (3,) offset of all vertices.
        across: (columns + 1,) rising coordinates along ``right``.
        down: (rows + 1,) falling coordinates along ``up``.
    """
    right, up = np.asarray(right, np.float64), np.asarray(up, np.float64)
    x, y = np.meshgrid(across, down)
    u, v = np.meshgrid(np.linspace(0, 1, len(across)), np.linspace(0, 1, len(down)))
    n = x.size
    return Surface(
        positions=x.reshape(-1, 1) * right + y.reshape(-1, 1) * up + np.asarray(center, np.float64),
        normals=np.broadcast_to(np.cross(right, up), (n, 3)),
        tangents=np.broadcast_to(right, (n, 3)),
        texcoords=np.stack([u.ravel(), v.ravel()], axis=1),
        triangles=grid_triangles(len(down) - 1, len(across) - 1),
    )


def ring(u: NDArray[np.float64]) -> NDArray[np.float64]:
    """Directions around +Y: (..., 3) for u in 0..1; u = 0 and 1 are exactly -Z, 0.25 is -X, 0.5 is +Z, 0.75 is +X."""
    # Quarter turns by integer arithmetic, so that they and the seam are exact.
    quarter = np.floor(4.0 * u + 0.5).astype(np.int64)
    rest = 0.5 * np.pi * (4.0 * u - quarter)
    cos, sin = np.cos(rest), np.sin(rest)
    turn = quarter % 4
    x = np.choose(turn, [-sin, -cos, sin, cos])
    z = np.choose(turn, [-cos, sin, cos, -sin])
    return np.stack([x, np.zeros_like(u), z], axis=-1)


def revolve(
    radii: NDArray[np.float64],
    heights: NDArray[np.float64],
    normals: NDArray[np.float64],
    v: NDArray[np.float64],
    segments: int,
) -> Surface:
    """Turn a profile about +Y. The seam is at -Z; the image's middle faces +Z.

    A row of radius zero is a pole: one vertex and one triangle a segment, with the texture coordinate u and the
    tangent of the segment's middle.

    Args:
        radii: (rows + 1,) metres; zero only at the ends.
        heights: (rows + 1,) metres; on the outside the profile runs downwards.
        normals: (rows + 1, 2) unit normals (radial, y).
        v: (rows + 1,) texture coordinates, rising.
        segments: number of quads around.
    """
    columns = np.arange(segments + 1) / segments
    middles = (np.arange(segments) + 0.5) / segments
    u_rows = [columns if radius > 0.0 else middles for radius in radii]
    sizes = np.array([len(u) for u in u_rows])
    row = np.repeat(np.arange(len(radii)), sizes)
    u = np.concatenate(u_rows)
    outward = ring(u)
    up = np.array([0.0, 1.0, 0.0])
    return Surface(
        positions=outward * radii[row, None] + up * heights[row, None],
        normals=outward * normals[row, :1] + up * normals[row, 1:],
        tangents=np.stack([outward[:, 2], np.zeros(len(u)), -outward[:, 0]], axis=1),
        texcoords=np.stack([u, v[row]], axis=1),
        triangles=_band_triangles(sizes, segments),
    )


def _band_triangles(sizes: NDArray[np.int64], segments: int) -> NDArray[np.int64]:
    """Triangles between rows of ``sizes`` vertices: ``segments`` in a pole's row, one more in any other."""
    starts = np.cumsum([0, *sizes])
    i = np.arange(segments)
    bands = []
    for row in range(len(sizes) - 1):
        upper, lower = starts[row] + i, starts[row + 1] + i
        if sizes[row] == segments:
            bands.append(np.stack([upper, lower, lower + 1], axis=1))
        elif sizes[row + 1] == segments:
            bands.append(np.stack([upper, lower, upper + 1], axis=1))
        else:
            quads = np.stack([upper, lower, lower + 1, upper, lower + 1, upper + 1], axis=1)
            bands.append(quads.reshape(-1, 3))
    return np.concatenate(bands)


def disc(radius: float, height: float, segments: int, *, upward: bool) -> Surface:
    """A flat cap across +Y with the image's inscribed circle on it; image right is +X.

    Args:
        radius: metres.
        height: of all vertices, metres.
        segments: number of triangles around the centre.
        upward: the front faces +Y (image up is -Z), else -Y (image up is +Z).
    """
    outward = ring(np.arange(segments) / segments)
    side = 1.0 if upward else -1.0
    rim = np.arange(segments)
    following = (rim + 1) % segments
    center = np.full(segments, segments)
    first, second = (rim, following) if upward else (following, rim)
    directions = np.vstack([outward, np.zeros(3)])
    n = segments + 1
    return Surface(
        positions=directions * radius + np.array([0.0, height, 0.0]),
        normals=np.broadcast_to((0.0, side, 0.0), (n, 3)),
        tangents=np.broadcast_to((1.0, 0.0, 0.0), (n, 3)),
        texcoords=0.5 + 0.5 * np.stack([directions[:, 0], side * directions[:, 2]], axis=1),
        triangles=np.stack([center, first, second], axis=1),
    )


def steps(length: float, segments: int) -> NDArray[np.float64]:
    """Coordinates of the cuts (segments + 1,) from -length / 2 to length / 2, exactly symmetric about zero."""
    return 0.5 * length * (2 * np.arange(segments + 1) - segments) / segments
