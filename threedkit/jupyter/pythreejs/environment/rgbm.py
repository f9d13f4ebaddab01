"""High dynamic range in 8-bit pictures: three.js's RGBM16 encoding, radiance = 16 rgb a."""

from __future__ import annotations

import base64
import io
from typing import TYPE_CHECKING

import numpy as np

from threedkit.errors import require

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["RANGE", "data_uri", "encode"]

RANGE = 16.0


def encode(radiance: NDArray[np.float32]) -> NDArray[np.uint8]:
    """(h, w, 3) radiance from 0 to 16 as (h, w, 4) uint8 (`LinearToRGBM` of three.js)."""
    scaled = np.clip(radiance / RANGE, 0.0, 1.0)
    multiplier = np.ceil(np.maximum(scaled.max(axis=-1, keepdims=True), 1 / 255) * 255)
    color = np.rint(scaled * (255 * 255 / multiplier))
    return np.concatenate([color, multiplier], axis=-1).astype(np.uint8)


def data_uri(pixels: NDArray[np.uint8]) -> str:
    """The pixels as a PNG in a data URI."""
    stream = io.BytesIO()
    require("PIL.Image", extra="jupyter").fromarray(pixels).save(stream, "PNG", compress_level=3)
    return "data:image/png;base64," + base64.b64encode(stream.getvalue()).decode("ascii")
