"""Who draws in the benchmarks of engines: ours, and each peer by the shortest loop that its own users would write.

A contestant has `draw(camera)`, which returns the picture as an array on the host, and `close()`. Those that compare
draw the same document with the same anti-aliasing: the scene's studio is the light in all but bare pyrender, which
knows none and gets one lamp instead.
"""

from __future__ import annotations

import math
import os
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from threedkit.render.registry import engine_class
from threedkit.render.shot import Shot
from threedkit.render.studio import studio_radiance

if TYPE_CHECKING:
    from collections.abc import Callable

    import threedkit as tk
    from threedkit.render import CameraView

PATH_SEGMENTS = 8
"""Longest path of light in Mitsuba, as in our engine."""


PEERS = {
    "filament": ("bare filly", "bare pyrender"),
    "mitsuba": ("bare mitsuba",),
    "pyrender": ("bare pyrender",),
}
"""Whom each engine of ours is measured against."""


class Contestant(Protocol):
    """Draws one scene at one size."""

    def draw(self, camera: CameraView) -> np.ndarray:
        """The picture, on the host."""
        ...

    def load(self, scene: tk.Scene) -> None:
        """Draw this scene from now on."""
        ...

    def close(self) -> None:
        """Free everything."""
        ...


class Ours:
    """One of our engines: load once, then `Engine.draw`."""

    def __init__(self, name: str, scene: tk.Scene, size: tuple[int, int], samples: int) -> None:
        self.engine = engine_class(name)()
        self.loaded = self.engine.load(scene)
        self._size, self._samples = size, samples

    def load(self, scene: tk.Scene) -> None:
        before, self.loaded = self.loaded, self.engine.load(scene)
        before.close()

    def draw(self, camera: CameraView) -> np.ndarray:
        shot = Shot(camera=camera, size=self._size, samples=self._samples, time=None)
        return self.engine.draw(self.loaded, shot).color

    def close(self) -> None:
        self.engine.close()


class BareFilly:
    """filly: the GLB, an environment, one render target."""

    def __init__(self, scene: tk.Scene, size: tuple[int, int], samples: int) -> None:
        import filly

        filly.set_log_level("error")
        self._renderer = filly.Renderer()
        self._camera = self._renderer.create_camera()
        self._camera.exposure = -math.log2(1.2)
        self._target = self._renderer.create_render_target(width=size[0], height=size[1])
        self._aspect = size[0] / size[1]
        self._samples = samples
        self.view: Any = None
        self._sky = self._environment()
        self.load(scene)

    def _environment(self) -> Any:
        import tempfile
        from pathlib import Path

        from threedkit.render.engines.filament.prefilter import environment_ktx

        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "studio.ktx"
            path.write_bytes(environment_ktx(studio_radiance()))
            return self._renderer.load_environment_ktx(path)

    def load(self, scene: tk.Scene) -> None:
        if self.view is not None:
            self.view.close()
        self.view = self._renderer.create_scene()
        self.view.load(scene.to_glb())
        self.view.environment = self._sky
        self.view.environment_intensity = 1.0
        self.view.msaa = 4 if self._samples > 1 else 1

    def draw(self, camera: CameraView) -> np.ndarray:
        self._camera.set_perspective(
            fov_y_deg=math.degrees(camera.yfov), aspect=self._aspect, near=camera.znear, far=camera.zfar or 1e4
        )
        self._camera.transform = camera.matrix
        self._renderer.render(self.view, self._target, camera=self._camera)
        return self._target.read()

    def close(self) -> None:
        self._renderer.close()


class BareMitsuba:
    """Mitsuba: arrays to meshes, one environment, `mi.render`, 8-bit sRGB; the variant that our engine takes."""

    def __init__(self, scene: tk.Scene, size: tuple[int, int], samples: int) -> None:
        from threedkit.render.engines.mitsuba.variants import choose_variant

        self._variant = choose_variant()
        import mitsuba as mi

        mi.set_variant(self._variant)
        self._mi, self._size, self._samples = mi, size, samples
        self._sky = mi.load_dict({"type": "envmap", "bitmap": mi.Bitmap(studio_radiance().copy())})
        self._integrator = mi.load_dict({"type": "path", "max_depth": PATH_SEGMENTS, "hide_emitters": True})
        self.load(scene)

    def load(self, scene: tk.Scene) -> None:
        self._mi.set_variant(self._variant)
        parts = {f"part{number}": mesh for number, mesh in enumerate(self._meshes(scene))}
        self._scene = self._mi.load_dict({"type": "scene", "sky": self._sky, **parts})

    def _meshes(self, scene: tk.Scene) -> list[Any]:
        mi, made = self._mi, []
        material = scene.materials[0]
        bsdf = {
            "type": "principled",
            "base_color": self._color(material),
            "metallic": material.metallic,
            "roughness": material.roughness,
        }
        properties = mi.Properties()
        properties["bsdf"] = mi.load_dict(bsdf)
        for node in scene.mesh_nodes:
            (primitive,) = node.mesh.primitives
            world = node.world_from_node
            places = primitive.positions @ world[:3, :3].T + world[:3, 3]
            mesh = mi.Mesh(
                node.name,
                len(places),
                len(primitive.triangles),
                has_vertex_normals=True,
                has_vertex_texcoords=True,
                props=properties,
            )
            values = mi.traverse(mesh)
            values["vertex_positions"] = places.astype(np.float32).ravel()
            values["vertex_normals"] = np.asarray(primitive.normals, np.float32).ravel()
            values["vertex_texcoords"] = np.asarray(primitive.texcoords[0], np.float32).ravel()
            values["faces"] = np.asarray(primitive.triangles, np.uint32).ravel()
            values.update()
            made.append(mesh)
        return made

    def _color(self, material: tk.Material) -> dict[str, Any]:
        info = material.base_color_texture
        if info is None:
            return {"type": "rgb", "value": list(material.base_color[:3])}
        return {"type": "bitmap", "bitmap": self._mi.Bitmap(info.texture.source.pixels[..., :3].copy())}

    def draw(self, camera: CameraView) -> np.ndarray:
        mi = self._mi
        mi.set_variant(self._variant)
        sensor = mi.load_dict(
            {
                "type": "perspective",
                "fov": math.degrees(camera.yfov),
                "fov_axis": "y",
                "near_clip": camera.znear,
                "far_clip": camera.zfar or 1e4,
                "to_world": mi.ScalarTransform4f(camera.matrix @ np.diag([-1.0, 1.0, -1.0, 1.0])),
                "sampler": {"type": "independent"},
                "film": {
                    "type": "hdrfilm",
                    "width": self._size[0],
                    "height": self._size[1],
                    "pixel_format": "rgba",
                    "rfilter": {"type": "box"},
                },
            }
        )
        image = mi.render(self._scene, sensor=sensor, integrator=self._integrator, spp=self._samples)
        return np.array(mi.util.convert_to_bitmap(image))

    def close(self) -> None:
        self._scene = None


class BarePyrender:
    """pyrender: a mesh for each of ours, a node each, `OffscreenRenderer.render`."""

    def __init__(self, scene: tk.Scene, size: tuple[int, int], samples: int) -> None:
        del samples  # it has four a pixel, always
        os.environ.setdefault("PYOPENGL_PLATFORM", "egl")
        import pyglet

        pyglet.options.headless = True
        import pyrender

        self._api = pyrender
        self._renderer = pyrender.OffscreenRenderer(*size)
        self.load(scene)

    def load(self, scene: tk.Scene) -> None:
        pyrender, material = self._api, scene.materials[0]
        info = material.base_color_texture
        dressed = pyrender.MetallicRoughnessMaterial(
            baseColorFactor=material.base_color,
            metallicFactor=material.metallic,
            roughnessFactor=material.roughness,
            baseColorTexture=None if info is None else info.texture.source.pixels,
        )
        meshes = {}
        self._scene = pyrender.Scene(bg_color=(0, 0, 0, 0), ambient_light=(0.3, 0.3, 0.3))
        for node in scene.mesh_nodes:
            (primitive,) = node.mesh.primitives
            mesh = meshes.get(id(primitive))
            if mesh is None:
                part = pyrender.Primitive(
                    positions=primitive.positions,
                    normals=primitive.normals,
                    texcoord_0=primitive.texcoords[0],
                    indices=primitive.triangles,
                    material=dressed,
                )
                mesh = meshes[id(primitive)] = pyrender.Mesh([part])
            self._scene.add(mesh, pose=node.world_from_node)
        self._scene.add(pyrender.DirectionalLight(intensity=3.0), pose=np.eye(4))
        self._camera = self._scene.add(pyrender.PerspectiveCamera(yfov=0.8), pose=np.eye(4))

    def draw(self, camera: CameraView) -> np.ndarray:
        held = self._camera.camera
        held.yfov, held.znear, held.zfar = camera.yfov, camera.znear, camera.zfar
        self._scene.set_pose(self._camera, camera.matrix)
        color, _ = self._renderer.render(self._scene, flags=self._api.RenderFlags.RGBA)
        return color

    def close(self) -> None:
        # OffscreenRenderer.delete() ends the display that every EGL context of the process lives on.
        self._renderer = self._scene = None


def contestants(samples: int) -> dict[str, Callable[[tk.Scene, tuple[int, int]], Contestant]]:
    """Makers by name; of each pair ours comes second, after the peer that it is measured against."""
    return {
        "bare filly": lambda scene, size: BareFilly(scene, size, samples),
        "filament": lambda scene, size: Ours("filament", scene, size, samples),
        "bare mitsuba": lambda scene, size: BareMitsuba(scene, size, samples),
        "mitsuba": lambda scene, size: Ours("mitsuba", scene, size, samples),
        "bare pyrender": lambda scene, size: BarePyrender(scene, size, samples),
        "pyrender": lambda scene, size: Ours("pyrender", scene, size, samples),
    }
