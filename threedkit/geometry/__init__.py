"""Primitives to build scenes from: numbers in, one `Primitive` out, ready for normal maps.

Every function gives float32 positions (metres, centred on the origin), normals, tangents and one set of texture
coordinates, and flat uint32 indices, counter-clockwise from the front. The axis of revolution is +Y. Texture
coordinates follow glTF: (0, 0) is the upper left of the image, v grows downwards; seen from the front the image is
never mirrored, so every tangent has w = +1. Closed shapes close exactly: vertices along a seam have bit-equal
positions, and there are no triangles without area at the poles.
"""

from __future__ import annotations

from threedkit.geometry.box import box
from threedkit.geometry.cone import cone
from threedkit.geometry.cylinder import cylinder
from threedkit.geometry.plane import plane
from threedkit.geometry.sphere import sphere
from threedkit.geometry.torus import torus

__all__ = ["box", "cone", "cylinder", "plane", "sphere", "torus"]
