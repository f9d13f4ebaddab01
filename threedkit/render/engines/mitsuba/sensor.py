"""Camera views to Mitsuba's sensors."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from threedkit.render.shot import CameraView

__all__ = ["SheetRange", "camera_axes", "make_sensor", "sheet_corners", "sheet_range"]

_GAP: Final = 1e-4
"""Room before and behind the invisible sheet, as a part of the eye's distance from the origin: 1,700 float32 steps."""

_BULGE: Final = 0.05
"""How far the middle of the sheet stands out, as a part of its half width."""

_FAR: Final = 1e7
"""Far plane of an infinite camera, metres."""


class SheetRange(NamedTuple):
    """Distances along the view axis, metres: where rays start, where the sheet hangs, where it is safely passed."""

    start: float
    sheet: float
    end: float


def sheet_range(view: CameraView) -> SheetRange:
    """Find room for the sheet just before the near plane (or, far from the origin, a little behind it)."""
    gap = _GAP * (1.0 + float(np.abs(view.position).max()))
    if view.kind == "orthographic":
        return SheetRange(view.znear - 3.0 * gap, view.znear - 2.0 * gap, view.znear)
    gap = max(gap, 0.125 * view.znear)
    start = 0.5 * view.znear
    return SheetRange(start, start + gap, max(view.znear, start + 3.0 * gap))


def camera_axes(view: CameraView) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the eye (3,) and the rotation (3, 3) whose columns are right, up and back; scale is taken out."""
    matrix = view.matrix
    back = matrix[:3, 2] / np.linalg.norm(matrix[:3, 2])
    up = matrix[:3, 1] - back * (matrix[:3, 1] @ back)
    up /= np.linalg.norm(up)
    return matrix[:3, 3], np.stack([np.cross(up, back), up, back], axis=1)


def make_sensor(
    mi: Any, view: CameraView, size: tuple[int, int], *, samples: int | None = None, near: float | None = None
) -> Any:
    """Make the sensor with its film.

    The film has a box filter: each pixel is the mean of its own samples. Wider filters add samples to their
    neighbours in the order in which threads end: the same seed would no longer give the same bytes.

    Args:
        mi: Mitsuba with its variant set.
        view: the camera.
        size: (width, height) in pixels.
        samples: rays through each pixel; None: one, through its middle and the middle of the lens.
        near: where rays start instead of the near plane, metres along the view axis.
    """
    width, height = size
    eye, axes = camera_axes(view)
    near = view.znear if near is None else near
    # An orthographic sensor cannot start behind its own place: move it back.
    shift = max(0.0, 1e-3 - near) if view.kind == "orthographic" else 0.0
    sampler: dict[str, Any] = {"type": "stratified", "jitter": False, "sample_count": 1}
    if samples is not None:
        sampler = {"type": "multijitter", "sample_count": samples}
    world_from_sensor = np.eye(4)
    # Mitsuba's sensors look down +Z with +X to the left.
    world_from_sensor[:3, :3] = axes * (-1.0, 1.0, -1.0)
    world_from_sensor[:3, 3] = eye + shift * axes[:, 2]
    described: dict[str, Any] = {
        "type": view.kind,
        "near_clip": near + shift,
        "far_clip": (view.zfar if view.zfar is not None else max(_FAR, 1e5 * view.znear)) + shift,
        "sampler": sampler,
        "film": {
            "type": "hdrfilm",
            "width": width,
            "height": height,
            "pixel_format": "rgba",
            "component_format": "float32",
            "rfilter": {"type": "box"},
        },
    }
    if view.kind == "perspective":
        described |= {"fov": math.degrees(view.yfov), "fov_axis": "y"}
        if view.aperture > 0 and samples is not None:
            lens = {"type": "thinlens", "aperture_radius": view.aperture, "focus_distance": view.focus_distance}
            described |= lens
    else:
        # The plugin shows x from -1 to 1 and as much of y as the picture's shape gives.
        world_from_sensor = world_from_sensor @ np.diag([view.xmag, view.ymag * width / height, 1.0, 1.0])
    described["to_world"] = mi.ScalarTransform4f(world_from_sensor)
    return mi.load_dict(described)


def sheet_corners(view: CameraView, size: tuple[int, int]) -> NDArray[np.float32]:
    """(5, 3) world positions of the sheet across the view: four corners and the middle, which bulges forward.

    Flat, it would be missed by whole packets of rays: Embree's test of a box without thickness fails to rounding.
    Steep, it would shift the picture: Mitsuba starts the rays behind it a little way off along its normal.
    """
    eye, axes = camera_axes(view)
    distances = sheet_range(view)
    if view.kind == "perspective":
        tangent = math.tan(view.yfov / 2.0) * distances.sheet
        across, up = tangent * size[0] / size[1] + view.aperture, tangent + view.aperture
    else:
        across, up = abs(view.xmag), abs(view.ymag)
    signs = np.array([(-1, -1), (1, -1), (1, 1), (-1, 1), (0, 0)])
    local = np.concatenate([signs * (1.01 * across, 1.01 * up), np.full((5, 1), -distances.sheet)], axis=1)
    local[4, 2] -= min(_BULGE * min(across, up), 0.5 * (distances.end - distances.sheet))
    return np.asarray(eye + local @ axes.T, np.float32)
