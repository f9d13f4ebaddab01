"""Paths of light: passes of samples, moments of an open shutter, and what is to be seen of what is behind the scene.

What is behind the scene does not belong to the picture when the background is a colour or transparent, though it
lights the scene. Mitsuba can hide it from the camera, but hides glowing surfaces along with it. Such scenes get an
invisible sheet before the camera: what is seen through it counts as seen indirectly, and stays.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, cast

import numpy as np

from threedkit.render.denoise import denoise, denoise_cover
from threedkit.render.engines.mitsuba.glow import register_glow
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
_SCALAR_GLOW: Final = 4
"""Samples of what is traced in Python where the variant calls it for each ray."""

_GUIDES: Final = {"type": "aov", "aovs": "albedo:albedo,normal:sh_normal"}


class Traced:
    """What was measured: linear radiance multiplied by alpha, and alpha.

    Attributes:
        image: (h, w, 4) array on the host, or still a tensor of Mitsuba's.
    """

    def __init__(self, image: Any, guides: NDArray[np.float32] | None = None) -> None:
        """Keep what was measured; `guides` (h, w, 6) are albedo and world normal."""
        self.image, self._guides = image, guides

    @property
    def is_on_device(self) -> bool:
        """Whether the image is a tensor."""
        return not isinstance(self.image, np.ndarray)

    @property
    def light(self) -> NDArray[np.float32]:
        """(h, w, 4) float32: the image on the host."""
        if self.is_on_device:
            self.image = np.array(self.image, np.float32)
        return cast("NDArray[np.float32]", self.image)

    @property
    def albedo(self) -> NDArray[np.float32] | None:
        """(h, w, 3) mean over a pixel, if it was asked for: a guide of the denoiser."""
        return None if self._guides is None else self._guides[..., :3]

    @property
    def normal(self) -> NDArray[np.float32] | None:
        """(h, w, 3) the same."""
        return None if self._guides is None else self._guides[..., 3:]

    def denoise(self) -> None:
        """Take the noise out of colour and alpha."""
        light = self.light.copy()
        light[..., :3] = denoise(light[..., :3], albedo=self.albedo, normal=self.normal)
        light[..., 3] = denoise_cover(light[..., 3], albedo=self.albedo, normal=self.normal)
        self.image = light


def hides_environment(loaded: LoadedScene, shot: Shot) -> bool:
    """Whether what is behind the scene lights it and is not to be seen."""
    return loaded.has_environment and (shot.transparent or not loaded.backdrop.shows_environment)


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
    light, guides, done = _Mean(), _Mean(), 0
    for moment in moments:
        loaded.prepare(mi, moment, sheet=sheet)
        image = _trace_colors(mi, loaded, moment, done, hides=hides, sheet=sheet)
        light.add(_with_glow(mi, loaded, moment, image) if sheet and loaded.fades else image)
        if guided:
            guides.add(_trace_guides(mi, loaded, moment, done, sheet=sheet))
        done += moment.samples
    image = light.array if mi.variant().startswith("scalar") else light.value
    return Traced(image, guides.array if guided else None)


def _moments(loaded: LoadedScene, shot: Shot) -> list[Shot]:
    """The shot at each moment to be drawn: itself alone where nothing moves."""
    if shot.shutter == 0 or not ((loaded.moves and shot.time is not None) or shot.camera_shut is not None):
        return [shot]
    return list(instants(shot, min(shot.samples, _MOMENTS, max(_FEWEST, shot.samples // 2))))


def _trace_colors(mi: Any, loaded: LoadedScene, shot: Shot, done: int, *, hides: bool, sheet: bool) -> Any:
    """The samples, or where glass disperses light those of red, green and blue one after the other: same lots drawn."""
    if not loaded.disperses:
        return _trace_samples(mi, loaded, shot, done, hides=hides, sheet=sheet)
    whole = np.zeros((shot.size[1], shot.size[0], 4), np.float32)
    for color in (0, 2, 1):
        loaded.refract(mi, color)
        image = np.array(_trace_samples(mi, loaded, shot, done, hides=hides, sheet=sheet), np.float32)
        whole[..., color], whole[..., 3] = image[..., color], image[..., 3]
    return whole


def _trace_samples(mi: Any, loaded: LoadedScene, shot: Shot, done: int, *, hides: bool, sheet: bool) -> Any:
    """(h, w, 4) mean over the shot's samples, after so many that were done at other moments."""
    # volpath lets the light of lamps through cut-outs, path keeps glowing surfaces behind the sheet.
    # volpathmis measures each colour's way through a volume.
    kind = "path" if sheet else "volpathmis" if loaded.has_media else "volpath" if loaded.is_masked else "path"
    depth = _CLEAR_DEPTH if loaded.is_clear else _MAX_DEPTH
    integrator = mi.load_dict({"type": kind, "hide_emitters": hides, "max_depth": depth + sheet})
    near = sheet_range(shot.camera).start if sheet else None
    mean = _Mean()
    for first, count in _passes(mi, shot):
        sensor = make_sensor(mi, shot.camera, shot.size, samples=count, near=near)
        seed = _seed(shot.seed, done + first)
        mean.add(mi.render(loaded.scene, sensor=sensor, integrator=integrator, spp=count, seed=seed), count)
    return mean.value


def _with_glow(mi: Any, loaded: LoadedScene, shot: Shot, image: Any) -> NDArray[np.float32]:
    """Add the emission that the integrator drops; see `glow`."""
    register_glow(mi)
    count = min(shot.samples, _SCALAR_GLOW if mi.variant().startswith("scalar") else _GUIDE_SAMPLES)
    sensor = make_sensor(mi, shot.camera, shot.size, samples=count, near=sheet_range(shot.camera).end)
    integrator = mi.load_dict({"type": "tk_glow"})
    glow = mi.render(loaded.scene, sensor=sensor, integrator=integrator, spp=count, seed=_seed(shot.seed, 0))
    whole = np.array(image, np.float32)
    whole[..., :3] += np.array(glow, np.float32)[..., :3]
    return whole


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


class _Mean:
    """The weighted mean of images; a single one stays as it is, where it is."""

    def __init__(self) -> None:
        self._only: Any = None
        self._sum: NDArray[np.float64] | None = None
        self._weight = 0.0

    def add(self, image: Any, weight: float = 1.0) -> None:
        if self._weight == 0.0:
            self._only = image
        else:
            if self._sum is None:
                self._sum = self._weight * np.array(self._only, np.float64)
            self._sum += weight * np.array(image, np.float32)
        self._weight += weight

    @property
    def value(self) -> Any:
        return self._only if self._sum is None else (self._sum / self._weight).astype(np.float32)

    @property
    def array(self) -> NDArray[np.float32]:
        return np.asarray(self.value, np.float32)
