"""Pictures developed where they were traced: four bytes a pixel come back, and none is touched on the host."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from threedkit.render.engines.mitsuba.loaded import LoadedScene
    from threedkit.render.shot import Shot

__all__ = ["develop_on_device"]


def develop_on_device(mi: Any, image: Any, loaded: LoadedScene, shot: Shot) -> NDArray[np.uint8]:
    """Do what `threedkit.render.develop` does, with the vectorised variants' own arithmetic.

    Args:
        mi: Mitsuba with a vectorised variant set.
        image: (h, w, 4) tensor: linear radiance multiplied by alpha, and alpha.
        loaded: whose background lies behind.
        shot: how it is exposed, and whether the background is left out.

    Returns:
        (h, w, 4) uint8 sRGB with straight alpha.
    """
    import drjit as dr

    height, width, channels = image.shape
    values, first = image.array, dr.arange(mi.UInt32, height * width) * channels
    alpha = dr.clip(dr.gather(mi.Float, values, first + 3), 0.0, 1.0)
    exposure = dr.opaque(mi.Float, shot.exposure)
    behind = loaded.backdrop.color
    word = mi.UInt32(255) if not shot.transparent else _level(mi, alpha)
    for channel in (2, 1, 0):
        value = dr.gather(mi.Float, values, first + channel)
        if shot.transparent:
            value = dr.select(alpha > 0.0, value / alpha, 0.0)
        elif behind is not None:
            value = dr.fma(1.0 - alpha, dr.opaque(mi.Float, behind[channel]), value)
        value = value * exposure
        value = dr.select(value > 0.0, dr.minimum(value, 1.0), 0.0)  # what is no number is black
        curve = dr.select(value <= 0.0031308, 12.92 * value, 1.055 * dr.power(value, 1.0 / 2.4) - 0.055)
        word = (word << 8) | _level(mi, curve)
    return np.array(word, "<u4").view(np.uint8).reshape(height, width, 4)


def _level(mi: Any, value: Any) -> Any:
    return mi.UInt32(value * 255.0 + 0.5)
