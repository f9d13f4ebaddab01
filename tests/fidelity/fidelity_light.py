"""The light of the golden pictures, as far as they tell: tone curve, and an environment fitted to what they show.

The renderers were lit by a map (``lightroom_14b.hdr``) that cannot be had. Colours can be compared all the same: the
pictures themselves show the light on matte and on mirroring surfaces whose material and normal are known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import nnls

import threedkit as tk
from threedkit.testing.contract import rays
from threedkit.transforms.colors import linear_to_srgb, srgb_to_linear

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from fidelity_goldens import Scenario

# The ACES curve of Stephen Hill, as real-time renderers use it (three.js `ACESFilmicToneMapping`). That the goldens
# were made with it is seen in UnlitTest: (1, 0.216, 0) became sRGB (239, 150, 39), by this curve (239, 151, 34).
_INTO = np.array([[0.59719, 0.35458, 0.04823], [0.07600, 0.90834, 0.01566], [0.02840, 0.13383, 0.83777]])
_OUT_OF = np.array([[1.60475, -0.53108, -0.07367], [-0.10208, 1.10813, -0.00605], [-0.00327, -0.07276, 1.07602]])
_BOOST = 1 / 0.6

ROWS, COLUMNS = 16, 32
"""Size of the fitted environment."""

_MATTE, _MIRROR, _SKY = 1, 2, 3
_SMOOTH = 0.2  # weight of "neighbours are alike" against all that is seen
_BLUR = 0.008  # a direction spreads over neighbouring cells: a Gaussian of 5 degrees, half a cell
_SHARP = 2.0  # weight of a pixel that shows one place of the environment against one that shows half of it
_CLIPPED = 250
_DARK = 0.05
_PER_SCENARIO = 200


def tone_mapped(radiance: np.ndarray) -> np.ndarray:
    """Linear light (..., 3) to the goldens' sRGB, 0 to 1."""
    fitted = (_BOOST * np.asarray(radiance, np.float64)) @ _INTO.T
    fitted = (fitted * (fitted + 0.0245786) - 0.000090537) / (fitted * (0.983729 * fitted + 0.4329510) + 0.238081)
    return linear_to_srgb(np.clip(fitted @ _OUT_OF.T, 0.0, 1.0))


def tone_unmapped(srgb: np.ndarray) -> np.ndarray:
    """The inverse of `tone_mapped`: what the curve has clipped comes back too dark."""
    value = srgb_to_linear(np.asarray(srgb, np.float64)) @ np.linalg.inv(_OUT_OF).T
    value = np.clip(value, 0.0, 0.995)
    a, b, c = 1.0 - 0.983729 * value, 0.0245786 - 0.4329510 * value, -0.000090537 - 0.238081 * value
    fitted = (-b + np.sqrt(b * b - 4.0 * a * c)) / (2.0 * a)
    return np.maximum(fitted @ np.linalg.inv(_INTO).T, 0.0) / _BOOST


def fitted_environment(scenarios: Iterable[Scenario]) -> tk.Environment:
    """Return the grey environment that explains the light on plain surfaces of the scenarios best (least squares)."""
    rows, values = (np.concatenate(part) for part in zip(*_observations(scenarios), strict=True))
    middle = _directions()
    # Neighbours should be alike: one equation a pair of cells, across and down.
    grid = np.arange(ROWS * COLUMNS).reshape(ROWS, COLUMNS)
    pairs = [(grid, np.roll(grid, -1, axis=1)), (grid[:-1], grid[1:])]
    one, two = (np.concatenate([pair[side].ravel() for pair in pairs]) for side in (0, 1))
    smooth = np.zeros((len(one), len(middle)))
    smooth[np.arange(len(one)), one], smooth[np.arange(len(one)), two] = 1.0, -1.0
    weight = _SMOOTH * np.sqrt(len(rows) / len(one))
    found, _ = nnls(
        np.concatenate([rows, weight * smooth]), np.concatenate([values, np.zeros(len(one))]), maxiter=20000
    )
    radiance = np.repeat(found.reshape(ROWS, COLUMNS, 1), 3, axis=2)
    return tk.Environment(radiance=radiance.astype(np.float32))


def _observations(scenarios: Iterable[Scenario]) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Equations ``weights (n, cells) @ radiance = values (n,)`` from the pixels of plain surfaces."""
    middle, area = _directions(), _areas()
    rng = np.random.default_rng(0)
    for scenario in scenarios:
        scene = tk.load(scenario.path)
        plain = _plain_materials(scene)
        if not plain and not scenario.skybox:
            continue
        outputs = ("normal", "material_id", "object_id", "albedo")
        frame = tk.render(scene, scenario.size, scenario.camera, None, "filament", outputs=outputs)
        kind = np.zeros(frame.material_id.shape, np.int8)
        for number, plain_kind in plain.items():
            kind[frame.material_id == number] = plain_kind
        kind[scenario.skybox & (frame.object_id == 0)] = _SKY
        kind[(scenario.median[..., :3].max(axis=2) >= _CLIPPED) | ~scenario.consensus] = 0
        color = tone_unmapped(scenario.median[..., :3] / 255.0).mean(axis=2)
        albedo = frame.albedo.mean(axis=2, dtype=np.float64)
        kind[(kind != _SKY) & (albedo < _DARK)] = 0
        _, seen = rays(scenario.camera, scenario.size)
        seen = seen / np.linalg.norm(seen, axis=-1, keepdims=True)
        normal = frame.normal.astype(np.float64)
        mirrored = seen - 2.0 * (seen * normal).sum(axis=-1, keepdims=True) * normal
        for which, toward in ((_MATTE, normal), (_MIRROR, mirrored), (_SKY, seen)):
            chosen = rng.permutation(np.argwhere(kind == which))[:_PER_SCENARIO]
            at = tuple(chosen.T)
            along = toward[at] @ middle.T
            weights = np.maximum(along, 0.0) * area if which == _MATTE else np.exp((along - 1.0) / _BLUR)
            scale = {_MATTE: 0.96 * albedo[at] + 0.04, _MIRROR: albedo[at], _SKY: 1.0}[which]
            trust = _SHARP if which != _MATTE else 1.0
            yield trust * weights / weights.sum(axis=1, keepdims=True), trust * color[at] / scale


def _plain_materials(scene: tk.Scene) -> dict[int, int]:
    """Material id -> _MATTE or _MIRROR; others are left out."""
    found: dict[int, int] = {}
    for number, material in enumerate(scene.materials, 1):
        layered = material.layers() or material.unlit or any(material.emissive) or material.ior != 1.5
        textured = any(name != "base_color_texture" for name, info in material.slots().items() if info is not None)
        if layered or textured or material.alpha_mode != "OPAQUE":
            continue
        if material.roughness >= 0.8:
            found[number] = _MATTE
        elif material.metallic == 1.0 and material.roughness <= 0.15:
            found[number] = _MIRROR
    return found


def _directions() -> np.ndarray:
    """World directions (cells, 3) of the middles of the environment's pixels: row 0 up, the middle column to -Z."""
    azimuth = 2 * np.pi * ((np.arange(COLUMNS) + 0.5) / COLUMNS - 0.5)
    elevation = np.pi * (0.5 - (np.arange(ROWS) + 0.5) / ROWS)
    turn, up = np.meshgrid(azimuth, elevation)
    return np.stack([np.sin(turn) * np.cos(up), np.sin(up), -np.cos(turn) * np.cos(up)], axis=-1).reshape(-1, 3)


def _areas() -> np.ndarray:
    """Solid angles (cells,) of those pixels."""
    edges = np.sin(np.pi * (0.5 - np.arange(ROWS + 1) / ROWS))
    return np.repeat((edges[:-1] - edges[1:]) * 2 * np.pi / COLUMNS, COLUMNS)
