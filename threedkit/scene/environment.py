"""Environment: the light that comes from all around."""

from __future__ import annotations

from threedkit.scene.element import Element
from threedkit.scene.fields import Choice, Color, Number, Text
from threedkit.scene.references import Array

__all__ = ["Environment"]


class Environment(Element):
    """Image-based light and what is seen behind the scene.

    `radiance` is an equirectangular picture: row 0 looks up (+Y), the middle column looks down -Z and the columns
    turn towards +X: a pixel at (u, v) in 0..1 is the light from direction
    (sin a cos e, sin e, -cos a cos e), a = 2 pi (u - 0.5), e = pi (0.5 - v).
    Without it, a neutral studio of threedkit's own making lights the scene.

    Example:
        >>> import numpy as np
        >>> Environment(radiance=np.ones((16, 32, 3), np.float32)).intensity
        1.0
    """

    radiance = Array((None, None, 3), doc="(h, w, 3) float32, linear RGB, cd/m2; None: the studio")
    intensity = Number(1.0, minimum=0, doc="multiplies the radiance")
    rotation = Number(0.0, doc="radians counter-clockwise about +Y, seen from above")
    background = Choice("color", ("color", "environment"), doc="what is seen where nothing is")
    background_color = Color((0.8, 0.8, 0.8), doc='linear RGB, used where `background` is "color"')
    uri = Text(doc="the file that the radiance was read from, if any")
