"""The environment's light in the browser: prefiltered in NumPy, encoded as a PNG."""

from threedkit.jupyter.pythreejs.environment.light import Encoded, backdrop, light

__all__ = ["Encoded", "backdrop", "light"]
