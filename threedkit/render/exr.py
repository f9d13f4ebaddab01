"""Frames as OpenEXR files: every image a layer, linear light."""

from __future__ import annotations

import functools
import io
import json
import os
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from threedkit.errors import require
from threedkit.render.provenance import KEYWORD, as_json
from threedkit.transforms import colors

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from threedkit.render.frame import Frame

__all__ = ["encode_exr"]

_LAYERS: Final = {"normal": "XYZ", "position": "XYZ", "albedo": "RGB", "motion": "XY", "uv": "UV"}
_PLANES: Final = {"depth": "Z", "alpha": "alpha", "object_id": "object_id", "material_id": "material_id"}
"""Outputs that are layers, and their letters; outputs that are one channel, and its name."""
_MOST_THREADS = 4


def encode_exr(frame: Frame, about: Mapping[str, Any]) -> bytes:
    """Encode every image of a frame.

    Channels are named as users of EXR expect: ``R G B A`` (linear, premultiplied: half float of `color`, float32 where
    there is `radiance`), ``Z``, ``normal.X``, ``albedo.R``, ``uv.U``, ``object_id``; data are kept to the bit, NaN and
    infinity too. ZIP (16 rows) packs them: every reader knows it, and it loses nothing.

    Args:
        frame: what an engine drew.
        about: provenance; the attribute ``threedkit`` holds it as JSON.

    Example:
        >>> from threedkit.render import Frame
        >>> encode_exr(Frame(depth=np.ones((2, 2), np.float32)), {"software": "me"})[:4].hex()
        '762f3101'
    """
    openexr, threads = _openexr()
    header = {
        "compression": openexr.ZIP_COMPRESSION,
        "type": openexr.scanlineimage,
        "objectNames": json.dumps(frame.names),
        "materialNames": json.dumps(frame.material_names),
        "software": str(about.get("software", "")),
        KEYWORD: as_json(about),
    }
    buffer = io.BytesIO()
    with openexr.File(header, _channels(frame), num_threads=threads) as file:
        file.write(buffer)
    return buffer.getvalue()


@functools.cache
def _openexr() -> tuple[Any, int]:
    """The package, and how many threads pack a file; it lets go of Python's lock meanwhile."""
    openexr = require("OpenEXR", extra="render")
    count = min(os.cpu_count() or 1, _MOST_THREADS)
    openexr.set_global_thread_count(count)
    return openexr, count


def _channels(frame: Frame) -> dict[str, NDArray[Any]]:
    channels: dict[str, NDArray[Any]] = {}
    if "color" in frame.outputs:
        alpha = frame.color[..., 3].astype(np.float32) / 255
        linear = _LINEAR[frame.color[..., :3]] * alpha[..., None]
        channels |= _split(linear, "RGB", np.float16) | {"A": alpha.astype(np.float16)}
    if "radiance" in frame.outputs:
        # The finer one of two pictures; its alpha is that of the colour.
        radiance = _covered(frame) if "color" in frame.outputs else frame.radiance
        channels |= _split(radiance, "RGB", np.float32)
    for name, letters in _LAYERS.items():
        if name in frame.outputs:
            channels |= _split(frame.image(name), [f"{name}.{letter}" for letter in letters], np.float32)
    for name, channel in _PLANES.items():
        if name in frame.outputs:
            channels[channel] = np.ascontiguousarray(frame.image(name))
    return channels


def _covered(frame: Frame) -> NDArray[np.float32]:
    """Premultiplied radiance (h, w, 3); 0 where nothing is covered, whatever number the radiance is there."""
    cover = frame.color[..., 3:] / np.float32(255)
    with np.errstate(invalid="ignore", over="ignore"):
        return np.where(cover > 0, frame.radiance * cover, np.float32(0))


def _split(image: NDArray[Any], names: Sequence[str], dtype: type[np.floating[Any]]) -> dict[str, NDArray[Any]]:
    """Channels by name."""
    return {name: np.ascontiguousarray(image[..., i], dtype) for i, name in enumerate(names)}


_LINEAR: Final = colors.srgb_to_linear(np.arange(256, dtype=np.float32) / np.float32(255)).astype(np.float32)
"""(256,) linear light of each 8-bit sRGB value."""
