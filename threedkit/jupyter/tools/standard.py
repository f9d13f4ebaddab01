"""Standard views: from the front, from above ..."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from threedkit.render import CameraView, fit_camera

if TYPE_CHECKING:
    from threedkit.scene import Scene

__all__ = ["STANDARD_VIEWS", "standard_view"]

_POLE = math.pi / 2 - 1e-6
"""Straight down but for what tells which way is up."""
STANDARD_VIEWS: Final = {
    "front": (0.0, 0.0),
    "back": (math.pi, 0.0),
    "right": (math.pi / 2, 0.0),
    "left": (-math.pi / 2, 0.0),
    "top": (0.0, _POLE),
    "bottom": (0.0, -_POLE),
    "corner": (math.atan2(1.0, 1.3), math.atan2(0.8, math.hypot(1.0, 1.3))),
}
"""Azimuth (from +Z towards +X) and elevation of the eye, radians: the views of the view's own menu (cameras.ts)."""


def standard_view(scene: Scene, name: str, size: tuple[int, int]) -> CameraView:
    """The whole scene from a standard direction.

    Args:
        scene: what to look at.
        name: of `STANDARD_VIEWS`.
        size: (width, height) of the picture.

    Example:
        >>> from threedkit.scene import Scene
        >>> standard_view(Scene(), "right", (640, 480)).matrix[:3, 2].round(3).tolist()
        [1.0, 0.0, 0.0]
    """
    azimuth, elevation = STANDARD_VIEWS[name]
    return fit_camera(scene, size, azimuth=azimuth, elevation=elevation)
