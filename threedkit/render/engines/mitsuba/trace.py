"""Paths of light: passes of samples, moments of an open shutter, and what is to be seen of what is behind the scene.

What is behind the scene does not belong to the picture when the background is a colour or transparent, though it
lights the scene. Mitsuba can hide it from the camera, but hides glowing surfaces along with it. Such scenes get an
invisible sheet before the camera: what is seen through it counts as seen indirectly, and stays.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from threedkit.render.engines.mitsuba.sensor import make_sensor, sheet_range
from threedkit.render.shutter import instants

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from threedkit.render.engines.mitsuba.loaded import LoadedScene
    from threedkit.render.shot import Shot

__all__ = ["Traced", "hides_environment", "trace_light"]

_MAX_DEPTH: Final = 8
"""Segments of a path: light reaches the camera over up to 7 surfaces."""

_CLEAR_DEPTH: Final = 16
"""The same where light passes through glass."""

_PASS_SAMPLES: Final = 1 << 27
"""Samples that a vectorised variant traces in one go. They take no memory, and are stratified within a pass only."""

_MOMENTS: Final = 32
"""Most moments into which an open shutter is cut: each poses the scene anew."""

_FEWEST: Final = 8
"""Moments of a shutter where samples are few; otherwise each has two samples or more, which are stratified."""

_GUIDE_SAMPLES: Final = 16
_GUIDES: Final = {"type": "aov", "aovs": "albedo:albedo,normal:sh_normal"}


class Traced(NamedTuple):
    """What was measured, multiplied by alpha where nothing else is said.

    Attributes:
        light: (h, w, 4) float32 linear radiance and alpha.
        guides: (h, w, 6) float32 albedo and world normal, means over the samples, for the denoiser; or None.
    """

    light: NDArray[np.float32]
    guides: NDArray[np.float32] | None


def hides_environment(loaded: LoadedScene, shot: Shot) -> bool:
    """Whether what is behind the scene lights it and is not to be seen."""
    environment = loaded.environment
    if environment is None or not loaded.has_environment:
        return False
    return shot.transparent or environment.background != "environment"


def trace_light(mi: Any, loaded: LoadedScene, shot: Shot, *, bare: bool = False, guided: bool = False) -> Traced:
    """Trace all samples of a shot.

    Args:
        mi: Mitsuba with its variant set.
        loaded: the scene.
        shot: what to draw, localized.
        bare: hide the environment whatever the background is.
        guided: make the denoiser's guides too.
    """
    hides = loaded.has_environment and (bare or hides_environment(loaded, shot))
    sheet = hides and loaded.glows
    moments = _moments(loaded, shot)
    light, guides, done = None, None, 0
    for moment in moments:
        loaded.prepare(mi, moment, sheet=sheet)
        light = _added(light, _trace_samples(mi, loaded, moment, done, hides=hides, sheet=sheet))
        if guided:
            guides = _added(guides, _trace_guides(mi, loaded, moment, done, sheet=sheet))
        done += moment.samples
    return Traced(_mean(light, len(moments)), None if guides is None else _mean(guides, len(moments)))


def _moments(loaded: LoadedScene, shot: Shot) -> list[Shot]:
    """The shot at each moment to be drawn: itself alone where nothing moves."""
    if shot.shutter == 0 or not ((loaded.moves and shot.time is not None) or shot.camera_shut is not None):
        return [shot]
    return list(instants(shot, min(shot.samples, _MOMENTS, max(_FEWEST, shot.samples // 2))))


def _trace_samples(
    mi: Any, loaded: LoadedScene, shot: Shot, done: int, *, hides: bool, sheet: bool
) -> NDArray[np.float32]:
    """(h, w, 4) mean over the shot's samples, of which so many were done before at other moments."""
    # volpath lets the light of lamps through cut-outs, path keeps glowing surfaces behind the sheet.
    # volpathmis measures each colour's way through a volume.
    kind = "path" if sheet else "volpathmis" if loaded.has_media else "volpath" if loaded.is_masked else "path"
    depth = _CLEAR_DEPTH if loaded.is_clear else _MAX_DEPTH
    integrator = mi.load_dict({"type": kind, "hide_emitters": hides, "max_depth": depth + sheet})
    near = sheet_range(shot.camera).start if sheet else None
    total = None
    for first, count in _passes(mi, shot):
        sensor = make_sensor(mi, shot.camera, shot.size, samples=count, near=near)
        seed = _seed(shot.seed, done + first)
        image = mi.render(loaded.scene, sensor=sensor, integrator=integrator, spp=count, seed=seed)
        if count == shot.samples:
            return np.array(image, np.float32)[..., :4]
        total = _added(total, count * np.array(image, np.float32)[..., :4])
    return _mean(total, shot.samples)


def _trace_guides(mi: Any, loaded: LoadedScene, shot: Shot, done: int, *, sheet: bool) -> NDArray[np.float32]:
    """(h, w, 6) albedo and normal of what is met first, through the same lens."""
    near = sheet_range(shot.camera).end if sheet else None
    count = min(shot.samples, _GUIDE_SAMPLES)
    sensor = make_sensor(mi, shot.camera, shot.size, samples=count, near=near)
    seed = _seed(shot.seed, done)
    image = mi.render(loaded.scene, sensor=sensor, integrator=mi.load_dict(_GUIDES), spp=count, seed=seed)
    return np.array(image, np.float32)[..., -6:]


def _passes(mi: Any, shot: Shot) -> Iterator[tuple[int, int]]:
    """First sample and number of samples of each pass."""
    width, height = shot.size
    limit = shot.samples if mi.variant().startswith("scalar") else max(1, _PASS_SAMPLES // (width * height))
    for first in range(0, shot.samples, limit):
        yield first, min(limit, shot.samples - first)


def _seed(seed: int, first: int) -> int:
    """Mix a shot's seed and the number of a pass's first sample: 32 bits (splitmix64 of S. Vigna, public domain)."""
    mixed = (seed * 0x9E3779B97F4A7C15 + first * 0xD1342543DE82EF95 + 0x9E3779B97F4A7C15) & 0xFFFFFFFFFFFFFFFF
    mixed = ((mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9) & 0xFFFFFFFFFFFFFFFF
    mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & 0xFFFFFFFFFFFFFFFF
    return (mixed ^ (mixed >> 31)) & 0xFFFFFFFF


def _added(total: NDArray[np.float64] | None, image: NDArray[np.float32]) -> NDArray[np.float64]:
    if total is None:
        return image.astype(np.float64)
    total += image
    return total


def _mean(total: NDArray[np.float64] | None, count: int) -> NDArray[np.float32]:
    if total is None:
        raise ValueError("nothing was traced: a shot has at least one sample")
    return np.asarray(total / count, np.float32)
