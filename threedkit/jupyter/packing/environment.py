"""The light from all around as half floats."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from threedkit.jupyter.packing.blobs import Blob
from threedkit.jupyter.packing.cache import Cache, digest
from threedkit.jupyter.packing.equirect import resize
from threedkit.render.studio import studio_radiance

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from threedkit.scene import Environment

__all__ = ["environment_state", "light_map"]

_BRIGHTEST: Final = 65504.0
_MAPS: Final[Cache[tuple[Blob, int, int]]] = Cache(lambda made: made[0].size, most=32 << 20)


def light_map(environment: Environment, rows: int) -> tuple[Blob, int, int]:
    """The map of an environment, its width and its height.

    Args:
        environment: its own radiance, or the studio.
        rows: of the map at most; a larger radiance is averaged down.

    Returns:
        RGBA half floats, row 0 looks up, the middle column down -Z.
    """
    radiance: NDArray[np.float32] | None = environment.radiance
    key = ("studio", rows) if radiance is None else (digest(radiance), rows)
    return _MAPS.get(key, lambda: _made(studio_radiance(rows) if radiance is None else radiance, rows))


def _made(radiance: NDArray[np.float32], rows: int) -> tuple[Blob, int, int]:
    height = min(radiance.shape[0], rows)
    finite = np.nan_to_num(np.asarray(radiance, np.float32), posinf=_BRIGHTEST, neginf=0)
    small = finite if height == radiance.shape[0] else resize(finite, height)
    wide = np.ones((*small.shape[:2], 4), np.float16)
    wide[..., :3] = np.clip(small, 0, _BRIGHTEST)
    return Blob([wide.tobytes()]), wide.shape[1], wide.shape[0]


def environment_state(environment: Environment | None, rows: int) -> tuple[dict[str, Any] | None, Blob | None]:
    """What a view's message says of an environment, and its map."""
    if environment is None:
        return None, None
    blob, width, height = light_map(environment, rows)
    state = {
        "map": blob.hash,
        "width": width,
        "height": height,
        "intensity": environment.intensity,
        "rotation": environment.rotation,
        "background": environment.background,
        "background_color": list(environment.background_color),
    }
    return state, blob
