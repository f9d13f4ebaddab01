"""Cameras: perspective and orthographic, looking down the node's -Z with +Y up."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from threedkit.scene.element import Element
from threedkit.scene.fields import Number, optional
from threedkit.transforms import matrices

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Camera", "OrthographicCamera", "PerspectiveCamera"]


class Camera(Element):
    """Base of the cameras."""

    znear = Number(0.01, minimum=0, doc="metres")

    def clip_from_camera(self, aspect: float) -> NDArray[np.float64]:
        """(4, 4) projection for a picture `aspect` times as wide as high."""
        raise TypeError(f"{type(self).__name__} does not project a picture of aspect {aspect}; use a subclass")


class PerspectiveCamera(Camera):
    """A pinhole (glTF 2.0, 3.10.3.3).

    Example:
        >>> PerspectiveCamera(yfov=0.8, znear=0.1).zfar is None
        True
    """

    yfov = Number(0.8, minimum=0, maximum=math.pi, above=True, doc="radians, from the lower to the upper edge")
    aspect = optional(Number(None, minimum=0, above=True, doc="width / height; None: the picture's"))
    znear = Number(0.01, minimum=0, above=True, doc="metres")
    zfar = optional(Number(None, minimum=0, above=True, doc="metres; None: infinite"))

    def clip_from_camera(self, aspect: float) -> NDArray[np.float64]:
        """(4, 4) projection for a picture `aspect` times as wide as high; the camera's own aspect goes before."""
        return matrices.perspective(self.yfov, self.aspect or aspect, self.znear, self.zfar)


class OrthographicCamera(Camera):
    """A parallel projection (glTF 2.0, 3.10.3.4): the picture shows 2 `xmag` by 2 `ymag` metres."""

    xmag = Number(1.0, minimum=0, above=True, doc="metres from the middle to the right edge")
    ymag = Number(1.0, minimum=0, above=True, doc="metres from the middle to the upper edge")
    zfar = Number(100.0, minimum=0, above=True, doc="metres")

    def __init__(self, **values: Any) -> None:
        """Build from keyword values."""
        super().__init__(**values)

    def clip_from_camera(self, aspect: float) -> NDArray[np.float64]:  # noqa: ARG002 - xmag and ymag say it
        """(4, 4) projection; the picture's aspect does not change it."""
        return matrices.orthographic(self.xmag, self.ymag, self.znear, self.zfar)
