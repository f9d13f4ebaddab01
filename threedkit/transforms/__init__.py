"""Pure NumPy mathematics: quaternions, matrices, bounds, animation curves and colours.

Everything is vectorised over leading dimensions and computed in float64. Conventions are glTF's: right-handed,
+Y up, column vectors, quaternions xyzw, radians.
"""

from __future__ import annotations

from threedkit.transforms import bounds, colors, curves, matrices, quaternions

__all__ = ["bounds", "colors", "curves", "matrices", "quaternions"]
