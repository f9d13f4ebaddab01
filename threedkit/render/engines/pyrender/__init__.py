"""The engine ``pyrender``: for those who have it; never the default.

pyrender keeps the meshes, textures, programs and shadow maps; shading and light are ours (`shaders/`).
"""

from __future__ import annotations

from threedkit.render.engines.pyrender.engine import PyrenderEngine

__all__ = ["PyrenderEngine"]
