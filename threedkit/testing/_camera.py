# ruff: noqa: S101 - asserts are what a contract suite is made of
"""Engine contract: where things are in the picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from threedkit.geometry import box, sphere
from threedkit.scene import Mesh
from threedkit.testing.contract import ContractBase, furnace, matte, view
from threedkit.transforms import matrices

if TYPE_CHECKING:
    from threedkit.render.engine import Engine
    from threedkit.render.shot import CameraView
    from threedkit.scene import Scene

__all__ = ["CameraContract"]

_PIXEL = 0.35
"""Bound on places, in pixels: rasterisers sample coverage at 4 or 8 points, path tracers at random."""


class CameraContract(ContractBase):
    """Orientation, projection, clipping."""

    def test_x_is_right_y_is_up_row_0_is_the_top(self, engine: Engine) -> None:
        """A red box at +X is right of a blue one, a green one at +Y above it."""
        scene = furnace()
        scene.add(Mesh(box(), matte((0, 0, 1))))
        scene.add(Mesh(box(), matte((1, 0, 0))), position=(1.4, 0, 0))
        scene.add(Mesh(box(), matte((0, 1, 0))), position=(0, 1.4, 0))
        frame = self.draw(engine, scene, view((0, 0, 6)), transparent=True)
        step = 1.4 / 5.5 / np.tan(np.radians(20.0)) / 2
        places = {"blue": (0.5, 0.5, 2), "red": (0.5 + step, 0.5, 0), "green": (0.5, 0.5 - step, 1)}
        for x, y, channel in places.values():
            assert self.light(frame, x, y).argmax() == channel
        assert frame.color[-1, :, 3].max() == 0

    def test_perspective_puts_a_small_ball_where_the_matrix_says(self, engine: Engine) -> None:
        """The centroid of a small ball agrees with the projection matrix, in a wide picture too."""
        scene = furnace()
        place = np.array((0.9, -0.55, 0.4))
        scene.add(Mesh(sphere(radius=0.12), matte()), position=tuple(place))
        for size, camera in (((128, 80), view((1, 2, 4))), ((80, 96), view((-2, 1, 3), (0.3, 0, 0), yfov=1.0))):
            cover = self.coverage(engine, scene, camera, size=size)
            x, y = _project(camera, place, size)
            found = self.centroid(cover)
            # The image of a ball's centre is not quite the centre of its image: 0.1 pixel here.
            assert np.abs(np.subtract(found, (x, y))).max() < _PIXEL + 0.1

    def test_perspective_scale_is_the_vertical_field_of_view(self, engine: Engine) -> None:
        """A ball before the camera covers the disc of its tangent cone."""
        scene = _ball()
        for yfov, distance in ((0.7, 5.0), (1.2, 3.0)):
            camera = view((0, 0, distance), yfov=yfov)
            cover = self.coverage(engine, scene, camera, size=(120, 96))
            expected = np.tan(np.arcsin(1.0 / distance)) / np.tan(yfov / 2) * 96 / 2
            # The mesh lies inside the true ball: 64 segments lose 0.16 % of the area.
            assert abs(np.sqrt(cover.sum() / np.pi) - expected) < _PIXEL
            assert self.centroid(cover) == _about(60, 48)

    def test_orthographic_scale_is_xmag_and_ymag(self, engine: Engine) -> None:
        """A ball covers the same disc at every distance."""
        scene = _ball()
        for distance in (3.0, 12.0):
            camera = view((0, 0, distance), kind="orthographic", xmag=2.5, ymag=2.0, zfar=50.0)
            cover = self.coverage(engine, scene, camera, size=(120, 96))
            assert abs(np.sqrt(cover.sum() / np.pi) - 24.0) < _PIXEL
            assert self.centroid(cover) == _about(60, 48)

    def test_near_and_far_planes_cut(self, engine: Engine) -> None:
        """What lies before the near plane or behind the far plane is not there."""
        scene = furnace()
        scene.add(Mesh(box((1, 1, 0.2)), matte((1, 0, 0))), position=(0, 0, 2))
        scene.add(Mesh(box((1, 1, 0.2)), matte((0, 1, 0))))
        scene.add(Mesh(box((4, 4, 0.2)), matte((0, 0, 1))), position=(0, 0, -3))
        assert self.light(self.draw(engine, scene, view()), 0.5, 0.5).argmax() == 0
        cut = self.draw(engine, scene, view(znear=4.0, zfar=6.0), transparent=True)
        assert self.light(cut, 0.5, 0.5).argmax() == 1
        assert cut.color[4, 4, 3] == 0

    def test_camera_rolls_with_its_up_vector(self, engine: Engine) -> None:
        """With +X up, a box at +X is at the top."""
        scene = furnace()
        scene.add(Mesh(box((0.5, 0.5, 0.5)), matte()), position=(1, 0, 0))
        x, y = self.centroid(self.coverage(engine, scene, view(up=(1, 0, 0))))
        assert abs(x - 48) < 1
        assert y < 40

    def test_node_transforms_compose(self, engine: Engine) -> None:
        """A child is scaled, turned and moved by its parents, and a mirrored one is drawn too."""
        scene = furnace()
        parent = scene.add(Mesh(box((0.1, 0.1, 0.1)), matte()), position=(0, -1, 0), scale=(2, 2, 2))
        turned = tuple(np.array((0, 0, np.sin(np.pi / 4), np.cos(np.pi / 4))))
        middle = parent.add(Mesh(box((0.1, 0.1, 0.1)), matte()), rotation=turned)
        leaf = middle.add(Mesh(sphere(radius=0.2), matte(double_sided=False)), position=(0.9, 0, 0), scale=(-1, 1, 1))
        place = leaf.world_from_node[:3, 3]
        assert np.allclose(place, (0, 0.8, 0))
        cover = self.coverage(engine, scene)
        x, y = _project(view(), place, (96, 96))
        assert cover[int(y), int(x)] == 1.0


def _ball() -> Scene:
    scene = furnace()
    scene.add(Mesh(sphere(radius=1.0), matte()))
    return scene


def _project(camera: CameraView, point: np.ndarray, size: tuple[int, int]) -> tuple[float, float]:
    clip = camera.clip_from_camera(size[0] / size[1]) @ camera.camera_from_world
    x, y = matrices.project_points(clip, point[None, :])[0, :2]
    return (x + 1) / 2 * size[0], (1 - y) / 2 * size[1]


def _about(x: float, y: float) -> object:
    import pytest

    return pytest.approx((x, y), abs=_PIXEL)
