"""Triangles of primitives: whether they enclose a volume, which way their textures run, what their vertices carry."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from threedkit.render.engines.mitsuba.maps import main_set

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from threedkit.scene import Material, Primitive

__all__ = ["area_vectors", "by_handedness", "enclosed", "texcoords", "vertex_colors"]

_CLOSED: Final = 1e-4
"""Relative size of the boundary integral above which a mesh counts as open (float32 positions leave about 1e-6)."""


def enclosed(positions: NDArray[Any], triangles: NDArray[np.uint32]) -> float:
    """Return the volume that triangles enclose: 0 when they are open, below 0 when they are inside out.

    Over a closed surface the integral of the normal is 0, and that of position times normal is the volume times
    the identity (divergence theorem); an open one practically never meets both.
    """
    area = area_vectors(positions, triangles)
    corners = positions[triangles].astype(np.float64)
    middle = corners.mean(axis=1) - corners.mean(axis=(0, 1))
    moment = np.einsum("ni,nj->ij", middle, area)
    sizes = np.linalg.norm(area, axis=1)
    reach = float(np.abs(middle).max(initial=0.0))
    residue = np.abs(moment - np.eye(3) * (np.trace(moment) / 3.0)).max()
    total = float(sizes.sum())
    if np.abs(area.sum(axis=0)).max() > _CLOSED * total or residue > _CLOSED * total * reach:
        return 0.0
    return float(np.trace(moment) / 6.0)  # the areas are twice the triangles'


def area_vectors(positions: NDArray[np.float32], triangles: NDArray[np.uint32]) -> NDArray[np.float64]:
    """(m, 3) normals with twice the triangles' areas as length."""
    corners = positions[triangles].astype(np.float64)
    return np.asarray(np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]))


def by_handedness(
    primitive: Primitive, material: Material, triangles: NDArray[np.uint32]
) -> Iterator[tuple[NDArray[np.uint32], bool]]:
    """Split off the triangles whose texture is mirrored: Mitsuba's `normalmap` takes v to run down everywhere."""
    coat = material.clearcoat
    bumps = material.normal_texture is not None or (coat is not None and coat.normal_texture is not None)
    at = texcoords(primitive, main_set(material, len(primitive.texcoords))) if bumps else None
    if at is None:
        yield triangles, False
        return
    corners = at[triangles].astype(np.float64)
    one, two = corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]
    # v points down the image: an image that is not mirrored has negative area in (u, v).
    mirrored = one[:, 0] * two[:, 1] - one[:, 1] * two[:, 0] > 0
    for side in (False, True):
        chosen = triangles[mirrored == side]
        if len(chosen):
            yield chosen, side


def vertex_colors(primitive: Primitive) -> NDArray[np.float32] | None:
    """COLOR_0 as (n, 3 or 4) float32 linear, or None when there is none or it is white throughout."""
    if not primitive.colors:
        return None
    colors = primitive.as_float("colors", 0)
    return None if np.all(colors == 1.0) else colors


def texcoords(primitive: Primitive, number: int) -> NDArray[np.float32] | None:
    """A set of texture coordinates; the first one when it is missing, None when there are none."""
    count = len(primitive.texcoords)
    return primitive.as_float("texcoords", number if number < count else 0) if count else None
