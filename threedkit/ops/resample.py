"""Resample: animation keys that interpolation gives anyway are left out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from threedkit.ops._keys import kept_linear, kept_rotations, kept_steps
from threedkit.ops._options import number
from threedkit.transforms import quaternions

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from threedkit.scene import Channel, Scene

__all__ = ["resample"]


def resample(scene: Scene, *, tolerance: float = 1e-4) -> Scene:
    """Leave out animation keys without which every value stays within `tolerance`, at every time.

    The first and the last key stay, so start and duration do. Kept keys keep their values. Cubic splines are left
    alone: their tangents belong to the key intervals.

    Args:
        scene: changed in place.
        tolerance: the largest change of a component of a value: metres for translations, a factor for scales, and so
            on; for rotations the largest change of the unit quaternion, which is half the angle in radians.

    Returns:
        The same scene.

    Raises:
        ParameterError: the tolerance is not a number of at least 0.

    Example:
        >>> import numpy as np, threedkit as tk
        >>> scene = tk.Scene()
        >>> node = scene.add(tk.Node())
        >>> values = np.linspace((0, 0, 0), (1, 2, 3), 50)
        >>> channel = tk.Channel(node=node, path="translation", times=np.linspace(0, 1, 50), values=values)
        >>> scene.animations = [tk.Animation(channels=(channel,))]
        >>> len(resample(scene).animations[0].channels[0].times)
        2
    """
    tolerance = number("resample", "tolerance", tolerance, 0)
    done: dict[tuple[Any, ...], tuple[Any, ...]] = {}
    shared: dict[bytes, NDArray[np.float32]] = {}
    for animation in scene.animations:
        for channel in animation.channels:
            key = (id(channel.times), id(channel.values), channel.interpolation, channel.is_rotation)
            if key not in done:  # channels of one sampler stay so
                done[key] = (*_thinned(channel, tolerance, shared), channel.times, channel.values)
            times, values, *_ = done[key]
            if times is not channel.times:
                with channel.hold_trait_notifications():
                    channel.times, channel.values = times, values
    return scene


def _thinned(channel: Channel, tolerance: float, shared: dict[bytes, NDArray[np.float32]]) -> tuple[Any, Any]:
    """Times and values of the keys that stay; the very same arrays if all do."""
    if channel.interpolation == "CUBICSPLINE" or len(channel.times) < 3:
        return channel.times, channel.values
    times, values = np.asarray(channel.times, np.float64), np.asarray(channel.values, np.float64)
    if channel.is_rotation:
        values = quaternions.normalize(values)
    if channel.interpolation == "STEP":
        kept = kept_steps(values, tolerance / 2 if channel.is_rotation else tolerance)  # 4 components within a half
    elif channel.is_rotation:
        kept = kept_rotations(times, values, tolerance)
    else:
        kept = kept_linear(times, values, tolerance)
    if kept.all():
        return channel.times, channel.values
    thinned = channel.times[kept]
    return shared.setdefault(thinned.tobytes(), thinned), channel.values[kept]
