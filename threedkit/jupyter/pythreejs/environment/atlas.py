"""The prefiltered environment in the layout that three.js r97 reads (`CubeUVReflectionMapping`).

r97's shader chunk `cube_uv_reflection_fragment` looks light up in one picture of 1024 x 1024 texels, which holds for
each of six roughness levels (0, 0.2 ... 1) the six faces of a cube, and smaller copies of them for use far away.
pythreejs has no generator for it (PMREM), so it is made here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from threedkit.jupyter.pythreejs.environment import latlong

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

__all__ = ["SIZE", "blocks", "prefilter", "unfold"]

SIZE = 1024
_LEVELS = 6
_COPIES = 6
_SMALLEST = 16
_ROWS = (512, 128, 64, 32, 32, 32)
"""Rows of the equirectangular picture that each level is made from: rough levels are smooth."""


class Block(NamedTuple):
    """Where one face lies: texels of the atlas, row 0 at v = 0."""

    level: int
    face: int
    row: int
    column: int
    size: int


def blocks() -> Iterator[Block]:
    """All faces that the shader may read, as its `getCubeUV` computes their places."""
    for level in range(_LEVELS):
        # The shader keeps to the full size from level 4 up.
        for copy in range(_COPIES if level < 4 else 1):
            size = (SIZE // 4) >> (level + copy)
            if copy == 0:
                size = max(size, _SMALLEST)
            if size < 1:
                continue
            shift = round(0.75 * (1 - 2.0**-copy) * 2.0**-level * SIZE)
            rows = [(3 * SIZE // 4) >> (level + copy), (SIZE // 2) >> (level + copy)]
            if copy == 0:
                rows = [row if row >= 2 * _SMALLEST else low for row, low in zip(rows, (_SMALLEST, 0), strict=True)]
            for face in range(6):
                yield Block(level, face, rows[face // 3], (face % 3) * size + shift, size)


def _directions(face: int, size: int) -> NDArray[np.float64]:
    """(size, size, 3) directions of a face's texels: the outer ones lie on the cube's edges, so no seam shows."""
    steps = np.linspace(-1, 1, size) if size > 1 else np.zeros(1)
    v, u = np.meshgrid(steps, steps, indexing="ij")
    one = np.ones_like(u)
    axes = {
        0: (one, v, -u),
        1: (u, one, v),
        2: (u, v, one),
        3: (-one, v, u),
        4: (u, -one, -v),
        5: (-u, v, -one),
    }
    return np.stack(axes[face], axis=-1)


def prefilter(radiance: Floats) -> tuple[Floats, ...]:
    """One equirectangular picture a roughness level: the radiance itself, then ever more blurred."""
    sharp = latlong.resize(radiance, min(_ROWS[0], radiance.shape[0]))
    blurred = (
        latlong.blur(latlong.resize(radiance, rows), level / (_LEVELS - 1))
        for level, rows in enumerate(_ROWS)
        if level > 0
    )
    return (sharp, *blurred)


def unfold(levels: tuple[Floats, ...], rotation: float = 0.0) -> Floats:
    """The (1024, 1024, 3) float32 atlas of prefiltered levels turned by `rotation` radians about +Y."""
    atlas = np.zeros((SIZE, SIZE, 3), np.float32)
    for level, face, row, column, size in blocks():
        texels = latlong.sample(levels[level], _directions(face, size), rotation)
        atlas[row : row + size, column : column + size] = texels
    return atlas
