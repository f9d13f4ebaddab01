"""What is made of a texture or an environment: its facts and a thumbnail."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from threedkit.errors import require
from threedkit.io import load_environment
from threedkit.render.develop import encode
from threedkit.scene import Image
from threedkit.service.pipeline.messages import Done, Made

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from threedkit.service.pipeline.messages import Order

__all__ = ["STEPS", "PictureWork"]

_MIDDLE_GREY: Final = 0.4
"""Brightness in the thumbnail of what is as bright as most of an environment."""


class PictureWork:
    """The steps on one picture; it is read once."""

    def __init__(self, order: Order) -> None:
        self.order = order
        self._radiance: NDArray[np.float32] | None = None

    @property
    def image(self) -> Image:
        """A texture."""
        return Image(data=Path(self.order.source).read_bytes(), name=self.order.name)

    @property
    def radiance(self) -> NDArray[np.float32]:
        """An environment, (h, w, 3) linear.

        Raises:
            AssetError: it cannot be read.
        """
        if self._radiance is None:
            self._radiance = np.asarray(load_environment(self.order.source).radiance)
        return self._radiance


def metadata(work: PictureWork) -> Done:
    """Say how large it is and what it holds."""
    if work.order.asset_type == "environment":
        height, width = work.radiance.shape[:2]
        facts: dict[str, Any] = {
            "width": width,
            "height": height,
            "channels": 3,
            "largest": float(work.radiance.max()),
            "mean": float(work.radiance.mean()),
        }
    else:
        image = work.image
        height, width = image.pixels.shape[:2]  # decoded: a head alone is no picture
        facts = {"width": width, "height": height, "channels": image.header.channels, "memory": image.gpu_bytes}
    return Done(kind="metadata", made=(Made(data=facts),))


def thumbnail(work: PictureWork) -> Done:
    """Make a small copy; an environment is exposed so that its median is a middle grey."""
    pillow = require("PIL.Image", extra="textures")
    if work.order.asset_type == "environment":
        bright = float(np.median(work.radiance.max(axis=2)))
        step = max(1, max(work.radiance.shape[:2]) // (4 * work.order.thumbnail))
        pixels = encode(work.radiance[::step, ::step] * (_MIDDLE_GREY / max(bright, 1e-6)))
    else:
        pixels = work.image.pixels
    picture = pillow.fromarray(np.ascontiguousarray(pixels.squeeze()))
    picture.thumbnail((work.order.thumbnail, work.order.thumbnail))
    path = Path(work.order.folder) / "thumbnail.png"
    picture.save(path)
    made = Made(file=str(path), media_type="image/png", data={"width": picture.width, "height": picture.height})
    return Done(kind="thumbnail", made=(made,))


STEPS: Final[dict[str, Callable[[PictureWork], Done]]] = {"metadata": metadata, "thumbnail": thumbnail}
"""By kind."""
