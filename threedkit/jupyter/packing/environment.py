"""The light from all around as half floats: filtered for each roughness, and as a picture to be seen behind."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from threedkit.jupyter.packing.blobs import Blob
from threedkit.jupyter.packing.cache import Cache, digest
from threedkit.jupyter.packing.equirect import resize
from threedkit.render.prefilter import filtered
from threedkit.render.studio import studio_radiance

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from threedkit.scene import Environment

    Floats = NDArray[np.float32]

__all__ = ["STUDIO", "Surroundings", "blobs_of", "environment_state", "studio_file", "surroundings_of"]

STUDIO: Final = Path(__file__).parent.parent / "static" / "studio.bin"
"""The studio as it is packed: most first views show it, and filtering it would take them a quarter of a second."""

_BRIGHTEST: Final = 65504.0
_SIZE: Final = 128
"""Texels along an edge of the sharpest cube: its five levels end at 8, where three.js's filtered maps do."""
_ROWS: Final = 256
_MIRRORED: Final = (1, 0, 2, 3, 4, 5)
_KNOWN: Final[Cache[Surroundings]] = Cache(lambda made: made.light.size + made.picture.size, most=32 << 20)


class Surroundings(NamedTuple):
    """An environment as a browser takes it.

    Attributes:
        light: cube maps of half floats, one after the other: edges of 128, 64, 32, 16 and 8 texels, for the roughness
            that `render.prefilter` says; faces +X -X +Y -Y +Z -Z, mirrored in x, as three.js looks cubes up.
        channels: of the light: 1 where it is grey, else 3.
        picture: RGBA half floats, equirectangular: row 0 looks up, the middle column down -Z.
        width: columns of the picture.
        height: rows of it.
    """

    light: Blob
    channels: int
    picture: Blob
    width: int
    height: int


def surroundings_of(environment: Environment, rows: int) -> Surroundings:
    """The light of an environment; that which was packed before costs its digest alone.

    Args:
        environment: its own radiance, or the studio.
        rows: of the picture at most; a larger radiance is averaged down.
    """
    radiance: Floats | None = environment.radiance
    if radiance is None:
        return _KNOWN.get(("studio", rows), lambda: _studio() if rows == _ROWS else _made(studio_radiance(rows), rows))
    return _KNOWN.get((digest(radiance), rows), lambda: _made(radiance, rows))


def studio_file() -> bytes:
    """What `STUDIO` holds: the light of the studio, then one channel of its picture."""
    made = _made(studio_radiance(_ROWS), _ROWS)
    return made.light.data() + np.frombuffer(made.picture.data(), np.float16)[::4].tobytes()


def _studio() -> Surroundings:
    data = STUDIO.read_bytes()
    grey = np.frombuffer(data, np.float16, 2 * _ROWS * _ROWS, len(data) - 4 * _ROWS * _ROWS)
    picture = np.ones((grey.size, 4), np.float16)
    picture[:, :3] = grey[:, None]
    return Surroundings(Blob([data[: -grey.nbytes]]), 1, Blob([picture.tobytes()]), 2 * _ROWS, _ROWS)


def _made(radiance: Floats, rows: int) -> Surroundings:
    height = min(radiance.shape[0], rows)
    finite = np.clip(np.nan_to_num(np.asarray(radiance, np.float32), posinf=_BRIGHTEST, neginf=0), 0, _BRIGHTEST)
    small = finite if height == radiance.shape[0] else resize(finite, height)
    picture = np.ones((*small.shape[:2], 4), np.float16)
    picture[..., :3] = small
    levels = filtered(small, _SIZE).levels
    return Surroundings(Blob(_halves(levels)), levels[0].shape[-1], Blob([picture.tobytes()]), *small.shape[1::-1])


def _halves(levels: Sequence[Floats]) -> list[bytes]:
    return [level[_MIRRORED, :, ::-1].astype(np.float16).tobytes() for level in levels]


def environment_state(environment: Environment | None, rows: int) -> tuple[dict[str, Any] | None, tuple[Blob, ...]]:
    """What a view's message says of an environment, and the blobs that this names."""
    if environment is None:
        return None, ()
    around = surroundings_of(environment, rows)
    state = {
        "light": around.light.hash,
        "size": _SIZE,
        "channels": around.channels,
        "picture": around.picture.hash,
        "width": around.width,
        "height": around.height,
        "intensity": environment.intensity,
        "rotation": environment.rotation,
        "background": environment.background,
        "background_color": list(environment.background_color),
    }
    return state, (around.light, around.picture)


def blobs_of(state: dict[str, Any] | None) -> tuple[str, ...]:
    """Hashes of the blobs that a state refers to."""
    return () if state is None else (state["light"], state["picture"])
