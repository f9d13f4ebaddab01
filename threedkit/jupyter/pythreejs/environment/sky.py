"""The environment as what is seen behind the scene: a sphere so large that moving does not change its picture.

pythreejs' Scene takes a colour for its background only.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
import pythreejs as three

from threedkit.jupyter.pythreejs.convert.widgets import MeshBasicMaterial, linear
from threedkit.jupyter.pythreejs.environment.light import backdrop

if TYPE_CHECKING:
    from threedkit.scene import Environment

__all__ = ["close_sky", "sky"]

_ROWS = 48


def _dome() -> Any:
    """A unit sphere whose uv are those of `threedkit.scene.Environment`; both poles and both ends of u are there."""
    v, u = np.meshgrid(np.linspace(0, 1, _ROWS + 1), np.linspace(0, 1, 2 * _ROWS + 1), indexing="ij")
    azimuth, elevation = 2 * np.pi * (u - 0.5), np.pi * (0.5 - v)
    level = np.cos(elevation)
    position = np.stack([np.sin(azimuth) * level, np.sin(elevation), -np.cos(azimuth) * level], axis=-1)
    corner = np.arange(_ROWS)[:, None] * (2 * _ROWS + 1) + np.arange(2 * _ROWS)
    below = corner + 2 * _ROWS + 1
    triangles = np.stack([corner, below, corner + 1, corner + 1, below, below + 1], axis=-1)
    arrays = {
        "position": position.reshape(-1, 3).astype(np.float32),
        "uv": np.stack([u, v], axis=-1).reshape(-1, 2).astype(np.float32),
        "index": triangles.reshape(-1).astype(np.uint16),
    }
    attributes = {name: three.BufferAttribute(array, normalized=False) for name, array in arrays.items()}
    return three.BufferGeometry(attributes=attributes)


def sky(environment: Environment, radius: float) -> Any:
    """A mesh that fills the background with the environment's radiance.

    Args:
        environment: whose radiance, intensity and rotation are shown.
        radius: metres; as far away as is still drawn.
    """
    picture = backdrop(environment)
    texture = three.ImageTexture(
        imageUri=picture.uri,
        encoding="RGBM16Encoding",
        flipY=False,
        minFilter="LinearFilter",
        generateMipmaps=False,
    )
    material = MeshBasicMaterial(
        map=texture,
        color=linear((1.0, 1.0, 1.0), picture.scale * environment.intensity),
        side="DoubleSide",
        depthTest=False,
        depthWrite=False,
    )
    half = environment.rotation / 2
    return three.Mesh(
        _dome(),
        material,
        scale=(radius, radius, radius),
        quaternion=(0.0, math.sin(half), 0.0, math.cos(half)),
        renderOrder=-1_000_000,
        frustumCulled=False,
    )


def close_sky(mesh: Any) -> None:
    """Free what `sky` made."""
    for widget in (*mesh.geometry.attributes.values(), mesh.geometry, mesh.material.map, mesh.material, mesh):
        widget.close()
