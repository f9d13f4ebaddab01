"""Animations as clips for three.js' mixer, which plays them in the browser."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pythreejs as three

from threedkit.scene import Node
from threedkit.transforms import curves

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from numpy.typing import NDArray

    from threedkit.scene import Animation, Channel

__all__ = ["clip", "keys"]

_RATE = 60.0
_MOST_KEYS = 4096
_PROPERTIES = {
    "translation": "position",
    "rotation": "quaternion",
    "scale": "scale",
    "weights": "morphTargetInfluences",
    "visible": "visible",
}
_PATHS = {
    "position": "translation",
    "rotation": "rotation",
    "scale": "scale",
    "weights": "weights",
    "visible": "visible",
}


def keys(channel: Channel) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Times (k,) and values (k, c) of a channel. Cubic splines, which r97 lacks, are sampled at 60 Hz."""
    times = np.asarray(channel.times, np.float32)
    if channel.interpolation != "CUBICSPLINE":
        return times, np.asarray(channel.values, np.float32)
    count = min(int((times[-1] - times[0]) * _RATE) + 2, _MOST_KEYS)
    moments = np.union1d(np.linspace(times[0], times[-1], count, dtype=np.float32), times)
    values = curves.sample_many(
        channel.times, channel.values, moments, channel.interpolation, rotation=channel.is_rotation
    )
    return moments, np.asarray(values, np.float32)


def _aim(channel: Channel) -> tuple[Node | None, str]:
    """The node and the path that a channel moves, by a pointer or not; None: no node, or nothing that a clip moves."""
    path = channel.path
    if path == "pointer":
        path = _PATHS.get(channel.meaning.field, "") if channel.meaning is not None else ""
    return (channel.element, path) if path and isinstance(channel.element, Node) else (None, "")


def _track(channel: Channel, path: str, target: str, rate: float) -> Any:
    times, values = keys(channel)
    kind = {
        "rotation": three.QuaternionKeyframeTrack,
        "weights": three.NumberKeyframeTrack,
        "visible": three.BooleanKeyframeTrack,
    }.get(path, three.VectorKeyframeTrack)
    return kind(
        name=f"{target}.{_PROPERTIES[path]}",
        times=np.ascontiguousarray(times * np.float32(rate)),
        values=np.ascontiguousarray(values.reshape(-1)),
        interpolation="InterpolateDiscrete" if channel.interpolation == "STEP" else "InterpolateLinear",
    )


def clip(animation: Animation, names: Callable[[Node, str], Iterable[str]], rate: float = 1.0) -> Any:
    """An AnimationClip of what moves nodes and hides them; animated materials, lights and cameras stand still.

    Args:
        animation: what to play.
        names: gives the names of the three.js objects that a channel of this path moves for a node; none if the
            node is not shown.
        rate: units of the clip's time a second.
    """
    aimed = [(channel, *_aim(channel)) for channel in animation.channels]
    tracks = [
        _track(channel, path, name, rate)
        for channel, node, path in aimed
        if node is not None
        for name in names(node, path)
    ]
    duration = max(animation.duration, 1e-3) * rate
    return three.AnimationClip(name=animation.name or "animation", tracks=tracks, duration=duration)
