"""Depth, alpha and ids as grey pictures of 16 bits, for programs that read PNG only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from threedkit.errors import OutputError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from threedkit.render.frame import Frame

__all__ = ["OUTPUTS", "as_grey", "units"]

_MOST = 65535
_MILLIMETRES = 1000.0
_UNITS: Final = {"depth": "mm", "alpha": "1/65535", "object_id": "id", "material_id": "id"}
OUTPUTS: Final = tuple(_UNITS)
"""Images that can be grey of 16 bits."""


def as_grey(frame: Frame, output: str, place: str) -> NDArray[np.uint16]:
    """Turn one image into 16-bit grey.

    Args:
        frame: what holds the image.
        output: one of `OUTPUTS`. ``depth``: whole millimetres along the view axis, at least 1, and 0 where nothing is
            (the convention of depth cameras and of the TUM and ScanNet data sets); ``alpha``: 65535 is all covered;
            ``object_id`` and ``material_id``: as they are.
        place: what the file is called in a message.

    Returns:
        (h, w) uint16.

    Raises:
        RenderError: the frame has no such image.
        OutputError: a value does not fit.

    Example:
        >>> from threedkit.render import Frame
        >>> as_grey(Frame(depth=np.array([[1.5, np.inf]], np.float32)), "depth", "a.png").tolist()
        [[1500, 0]]
    """
    place = place or "a .png"
    image = frame.image(output)
    if output == "depth":
        return _millimetres(image, place)
    if output == "alpha":
        return np.asarray(np.rint(np.clip(np.nan_to_num(image), 0, 1) * _MOST), np.uint16)
    largest = int(image.max())
    if largest > _MOST:
        raise OutputError(f"{place}: {output} {largest} does not fit a PNG's 16 bits; save it as .exr or .npz")
    return np.asarray(image, np.uint16)


def units(output: str) -> dict[str, Any]:
    """What the grey values of an output mean, for the provenance."""
    return {"output": output, "unit": _UNITS[output]}


def _millimetres(depth: NDArray[np.float32], place: str) -> NDArray[np.uint16]:
    """Depth in whole millimetres; 0 where it is infinite."""
    if np.isnan(depth).any():
        raise OutputError(f"{place}: a PNG holds no depth that is no number (NaN); save it as .exr or .npz")
    seen = depth[np.isfinite(depth)]
    nearest, farthest = float(seen.min(initial=0.0)), float(seen.max(initial=0.0))
    if nearest < 0 or round(farthest * _MILLIMETRES) > _MOST:
        raise OutputError(
            f"{place}: a PNG holds depths from 0 to 65.535 m, and here they go from {nearest:.6g} to {farthest:.6g} m; "
            "save it as .exr or .npz"
        )
    scaled = np.maximum(np.rint(depth * np.float64(_MILLIMETRES)), 1)
    return np.where(np.isinf(depth), 0, scaled).astype(np.uint16)
