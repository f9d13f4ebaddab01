"""What is made of a frame where it was drawn: small pictures for the browser, and what is at a pixel."""

from __future__ import annotations

import io
import math
from typing import TYPE_CHECKING, Final, NamedTuple

from threedkit.errors import require
from threedkit.render.compact import on_white

if TYPE_CHECKING:
    from threedkit.render import Frame

__all__ = ["DATA", "At", "as_final", "as_jpeg", "as_moving", "as_picture", "at_pixel"]

DATA: Final = ("object_id", "depth")
"""Images that `at_pixel` reads, where the engine makes them."""

_MOVING_QUALITY: Final = 70
_FINAL_QUALITY: Final = 92
_MOST_EXACT: Final = 600_000


class At(NamedTuple):
    """What a pixel shows; None where the engine does not tell.

    Attributes:
        object_id: `scene.mesh_nodes[object_id - 1]` is the node; 0: nothing.
        depth: metres along the view axis.
    """

    object_id: int | None
    depth: float | None


def as_jpeg(frame: Frame, quality: int) -> bytes:
    """JPEG of a frame; 90 and above keep colours at full resolution.

    Example:
        >>> import numpy as np
        >>> from threedkit.render import Frame
        >>> as_jpeg(Frame(color=np.zeros((4, 4, 4), np.uint8)), 80)[:2].hex()
        'ffd8'
    """
    picture = require("PIL.Image", extra="render").fromarray(on_white(frame.color))
    stream = io.BytesIO()
    picture.save(stream, "JPEG", quality=quality, subsampling=0 if quality >= 90 else 2)
    return stream.getvalue()


def as_picture(frame: Frame) -> bytes:
    """PNG of a frame."""
    return frame.encode("png")


def as_moving(frame: Frame) -> tuple[str, bytes]:
    """Type and bytes of a frame that is seen for a moment."""
    return "image/jpeg", as_jpeg(frame, _MOVING_QUALITY)


def as_final(frame: Frame) -> tuple[str, bytes]:
    """Type and bytes of a frame that stays: exact, unless that takes many bytes."""
    exact = as_picture(frame)
    return ("image/png", exact) if len(exact) <= _MOST_EXACT else ("image/jpeg", as_jpeg(frame, _FINAL_QUALITY))


def at_pixel(frame: Frame, x: int, y: int) -> At:
    """What is at a pixel.

    Args:
        frame: with what there is of `DATA`.
        x: column, 0 at the left; outside of the picture the nearest counts.
        y: row, 0 at the top.

    Example:
        >>> import numpy as np
        >>> from threedkit.render import Frame
        >>> at_pixel(Frame(object_id=np.ones((2, 2), np.uint32)), 0, 5)
        At(object_id=1, depth=None)
    """
    width, height = frame.size
    row, column = min(max(y, 0), height - 1), min(max(x, 0), width - 1)
    number = int(frame.object_id[row, column]) if "object_id" in frame.outputs else None
    depth = float(frame.depth[row, column]) if "depth" in frame.outputs else math.inf
    return At(number, depth if math.isfinite(depth) else None)
