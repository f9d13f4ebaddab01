"""Programs that draw one picture of a file and print the time when they have it, for tests/benchmarks/engines.py."""

from __future__ import annotations

_CAMERA = "world = np.eye(4); world[2, 3] = 4.0"

_OURS = """
import time
import threedkit as tk
frame = tk.render(tk.load({glb!r}), size=(640, 480), engine={engine!r}, samples=4, outputs=("color",))
print("\\n", time.monotonic(), flush=True)
"""

_FILLY = """
import math, time
from pathlib import Path
import filly
import numpy as np
filly.set_log_level("error")
renderer = filly.Renderer()
scene = renderer.create_scene()
scene.load(Path({glb!r}).read_bytes())
scene.add_directional_light(direction=(0, -1, -1), intensity=100_000)
scene.msaa = 4
camera = renderer.create_camera()
camera.set_perspective(fov_y_deg=45, aspect=4 / 3, near=0.1, far=100)
{camera}
camera.transform = world
target = renderer.create_render_target(width=640, height=480)
renderer.render(scene, target, camera=camera)
target.read()
print("\\n", time.monotonic(), flush=True)
"""

_MITSUBA = """
import time
import mitsuba as mi
import numpy as np
from threedkit.render.engines.mitsuba.variants import choose_variant
mi.set_variant(choose_variant())
{camera}
scene = mi.load_dict({{
    "type": "scene", "integrator": {{"type": "path"}}, "sky": {{"type": "constant"}},
    "ball": {{"type": "ply", "filename": {ply!r}, "bsdf": {{"type": "principled"}}}},
    "sensor": {{
        "type": "perspective", "fov": 45, "to_world": mi.ScalarTransform4f(world @ np.diag([-1.0, 1.0, -1.0, 1.0])),
        "film": {{"type": "hdrfilm", "width": 640, "height": 480, "rfilter": {{"type": "box"}}}},
    }},
}})
np.array(mi.util.convert_to_bitmap(mi.render(scene, spp=4)))
print("\\n", time.monotonic(), flush=True)
"""

_PYRENDER = """
import os, time
os.environ["PYOPENGL_PLATFORM"] = "egl"
import pyglet
pyglet.options.headless = True
import numpy as np
import pyrender
import trimesh
loaded = trimesh.load({glb!r})
scene = pyrender.Scene.from_trimesh_scene(loaded, ambient_light=(0.3, 0.3, 0.3))
{camera}
scene.add(pyrender.PerspectiveCamera(yfov=0.8), pose=world)
scene.add(pyrender.DirectionalLight(intensity=3.0), pose=world)
pyrender.OffscreenRenderer(640, 480).render(scene)
print("\\n", time.monotonic(), flush=True)
os._exit(0)
"""


def scripts(glb: str, ply: str) -> dict[str, str]:
    """The programs, by contestant."""
    bare = {"bare filly": _FILLY, "bare mitsuba": _MITSUBA, "bare pyrender": _PYRENDER}
    made = {name: text.format(glb=glb, ply=ply, camera=_CAMERA) for name, text in bare.items()}
    return made | {name: _OURS.format(glb=glb, engine=name) for name in ("filament", "mitsuba", "pyrender")}
