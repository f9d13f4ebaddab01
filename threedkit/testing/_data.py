# ruff: noqa: S101 - asserts are what a contract suite is made of
"""Engine contract: data images against analytic shapes. What an engine does not list is not asked of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from threedkit.geometry import box, plane, sphere
from threedkit.scene import Image, Mesh, Scene, Texture
from threedkit.testing.contract import ContractBase, matte, rays, view
from threedkit.transforms import quaternions

if TYPE_CHECKING:
    from threedkit.render.engine import Engine
    from threedkit.render.frame import Frame
    from threedkit.render.shot import CameraView

__all__ = ["DataContract"]

_CAMERAS = {
    "perspective": view(),
    "oblique": view((3, 2, 4), (0.3, 0.1, 0)),
    "close": view((3, 2, 4), znear=1e-3),
    "orthographic": view((-1, 4, 3), kind="orthographic", xmag=2.0, ymag=1.5, zfar=20.0),
}
_SIZE = (64, 48)
_NAMES = ("depth", "normal", "position", "object_id")


class DataContract(ContractBase):
    """Depth, normal, position, object id."""

    def data(self, engine: Engine, scene: Scene, camera: CameraView, **values: object) -> Frame:
        """Draw all data images that the engine makes."""
        names = tuple(name for name in _NAMES if name in engine.capabilities.outputs)
        assert names, f"engine {engine.name!r} makes none of {', '.join(_NAMES)}"
        return self.draw(engine, scene, camera, **({"size": _SIZE, "outputs": names} | values))

    @pytest.mark.parametrize("camera", _CAMERAS.values(), ids=_CAMERAS.keys())
    def test_sphere_is_the_analytic_one(self, engine: Engine, camera: CameraView) -> None:
        """Depth is along the view axis, normals are in world space; both at the middles of the pixels."""
        scene = Scene(environment=None)
        scene.add(Mesh(sphere(radius=1.0, segments=256, rings=128), matte()), name="ball")
        frame = self.data(engine, scene, camera)
        origin, way = rays(camera, _SIZE)
        a, b = (way**2).sum(axis=2), (origin * way).sum(axis=2)
        discriminant = b * b - a * ((origin**2).sum(axis=2) - 1)
        # Where the ray grazes, the mesh inside the true ball may be missed: 0.06 % of the radius.
        inside, outside = discriminant > 0.02 * a, discriminant < 0
        depth = (-b - np.sqrt(np.maximum(discriminant, 0))) / a
        point = origin + depth[..., None] * way
        if "depth" in frame.outputs:
            # The facets lie up to 1.5e-4 inside the ball; along a slanted ray that is 7 times as much.
            assert np.abs(frame.depth[inside] - depth[inside]).max() < 1.5e-3
            assert np.isposinf(frame.depth[outside]).all()
        if "normal" in frame.outputs:
            assert np.abs(frame.normal[inside] - point[inside]).max() < 5e-3
            assert (frame.normal[outside] == 0).all()
        if "position" in frame.outputs:
            assert np.abs(frame.position[inside] - point[inside]).max() < 5e-3
            assert np.isnan(frame.position[outside]).all()

    @pytest.mark.parametrize("camera", _CAMERAS.values(), ids=_CAMERAS.keys())
    def test_plane_is_the_analytic_one(self, engine: Engine, camera: CameraView) -> None:
        """A plane has no facets: depth is right to float32."""
        scene = Scene(environment=None)
        turn = quaternions.from_axis_angle((1, 0, 0), 0.4)
        scene.add(Mesh(plane(size=40.0), matte()), position=(0, -0.5, 0), rotation=tuple(turn))
        frame = self.data(engine, scene, camera)
        normal = quaternions.rotate(turn, (0, 1, 0))
        origin, way = rays(camera, _SIZE)
        with np.errstate(divide="ignore"):
            depth = ((np.array((0, -0.5, 0)) - origin) @ normal) / (way @ normal)
        point = origin + depth[..., None] * way
        on = (depth > 0) & (np.abs(point - (0, -0.5, 0)).max(axis=2) < 15)
        assert on.any()
        if "depth" in frame.outputs:
            # A 24-bit depth buffer at a near plane of 1 mm resolves 1e-4 of the distance at 10 m.
            assert (np.abs(frame.depth[on] - depth[on]) <= 1e-3 * depth[on]).all()
        if "normal" in frame.outputs:
            side = np.where((way @ normal < 0)[on][:, None], normal, -normal)
            assert np.abs(frame.normal[on] - side).max() < 1e-3

    def test_object_ids_name_the_nodes(self, engine: Engine) -> None:
        """Ids are 1 + place in ``scene.mesh_nodes``; the table has the nodes' names."""
        scene = Scene(environment=None)
        scene.add(Mesh(box((0.8, 0.8, 0.8)), matte()), name="left", position=(-1, 0, 0))
        group = scene.add(Mesh(box((0.8, 0.8, 0.8)), matte()), name="right", position=(1, 0, 0))
        group.add(Mesh(sphere(radius=0.3), matte()), name="top", position=(0, 0.8, 0))
        frame = self.data(engine, scene, view())
        if "object_id" not in frame.outputs:
            return
        assert frame.names == {1: "left", 2: "right", 3: "top"}
        assert frame.object_id[24, 32 - 14] == 1
        assert frame.object_id[24, 32 + 14] == 2
        assert set(np.unique(frame.object_id)) == {0, 1, 2, 3}

    def test_data_and_color_are_aligned(self, engine: Engine) -> None:
        """Where there is an id there is colour, and nowhere else, but for the edge."""
        scene = Scene()
        scene.add(Mesh(sphere(radius=1.0), matte()), position=(0.4, 0.3, 0))
        frame = self.data(engine, scene, view(), outputs=("color", "object_id"), transparent=True)
        covered = frame.color[..., 3]
        assert (frame.object_id[covered == 255] == 1).all()
        assert (frame.object_id[covered == 0] == 0).all()

    def test_cutouts_and_culled_faces_are_not_there(self, engine: Engine) -> None:
        """The data images show what the colour shows: through the hole of a mask lies what is behind it."""
        pixels = np.full((8, 8, 4), 255, np.uint8)
        pixels[:, :4, 3] = 0
        upright = tuple(quaternions.from_axis_angle((1, 0, 0), np.pi / 2))
        scene = Scene(environment=None)
        material = matte(base_color_texture=Texture(Image.from_array(pixels)), alpha_mode="MASK")
        scene.add(Mesh(plane(size=2.0), material), name="card", rotation=upright)
        scene.add(Mesh(box((3, 3, 0.1)), matte()), name="wall", position=(0, 0, -1.5))
        scene.add(
            Mesh(plane(size=3.0), matte(double_sided=False)),
            name="away",
            position=(0, 0, 1),
            rotation=tuple(quaternions.from_axis_angle((1, 0, 0), -np.pi / 2)),
        )
        frame = self.data(engine, scene, view())
        if "object_id" in frame.outputs:
            assert frame.object_id[24, 22] == 2
            assert frame.object_id[24, 42] == 1
        if "depth" in frame.outputs:
            assert abs(frame.depth[24, 22] - 6.45) < 1e-2
            assert abs(frame.depth[24, 42] - 5.0) < 1e-2
