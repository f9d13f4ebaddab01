# ruff: noqa: S101 - asserts are what a contract suite is made of
"""Engine contract: the blur of lenses and of motion, and noise taken out: right, or refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np
import pytest

from threedkit.errors import CapabilityError
from threedkit.geometry import plane, sphere
from threedkit.render.shot import Shot
from threedkit.scene import Animation, Channel, Environment, Mesh, MorphTarget, Scene
from threedkit.testing.contract import ContractBase, furnace, matte, view

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from threedkit.render.engine import Engine

__all__ = ["FilmContract"]

_METRE = 96 / (2 * 5 * np.tan(np.radians(20.0)))
"""Pixels a metre at the origin, seen by `view()` in a picture of 96 pixels."""


class FilmContract(ContractBase):
    """Lens, shutter and denoising."""

    def test_what_it_cannot_do_is_refused(self, engine: Engine) -> None:
        """A lens, a shutter and denoising are drawn, or refused by name; never left out in silence."""
        asked: dict[str, dict[str, Any]] = {
            "depth_of_field": {"camera": view(aperture=0.1, focus_distance=5.0)},
            "motion_blur": {"shutter": 0.02},
            "denoise": {"denoise": True},
        }
        loaded = engine.load(Scene())
        for feature, values in asked.items():
            if feature not in engine.capabilities.features:
                shot = msgspec.structs.replace(Shot(camera=view(), size=(8, 8)), **values)
                with pytest.raises(CapabilityError, match=engine.name):
                    engine.draw(loaded, shot)
        loaded.close()

    def test_a_lens_spreads_what_is_out_of_focus(self, engine: Engine) -> None:
        """A ball is spread over a disc of radius ``aperture * |depth - focus| / depth`` in the plane in focus.

        Of a uniform disc of radius R blurred by another of radius r, the mean square distance from the middle is
        (R^2 + r^2) / 2. About 5,600 of 256 samples in each pixel hit: 1 % of one standard deviation, 5 are allowed.
        """
        if "depth_of_field" not in engine.capabilities.features:
            return
        scene, radius, aperture, depth = furnace(), 0.1, 0.4, 5.0
        scene.add(Mesh(sphere(radius=radius), matte()))
        for focus in (2.5, 5.0, 8.0):
            camera = view(aperture=aperture, focus_distance=focus)
            cover = self.coverage(engine, scene, camera, samples=256)
            blur = aperture * abs(depth - focus) / depth * _METRE * depth / focus
            assert np.abs(np.subtract(self.centroid(cover), 48)).max() < 0.3
            expected = (blur**2 + (radius * _METRE) ** 2) / 2
            # Half a pixel more or less: a pixel's own width, and 8 bits of alpha.
            assert abs(_spread(cover) - expected) < 0.05 * expected + 0.25
            assert cover.sum() == pytest.approx(np.pi * (radius * _METRE) ** 2, rel=0.05)

    @pytest.mark.parametrize("moving", ["node", "morph", "camera"])
    def test_a_shutter_spreads_what_moves(self, engine: Engine, moving: str) -> None:
        """What moves covers each place as long as it is there, while the shutter is open."""
        if "motion_blur" not in engine.capabilities.features:
            return
        scene, radius = furnace(), 0.3
        _moving_ball(scene, radius, moving)
        far = {"camera_shut": view((-1.0, 0, 5), (-1.0, 0, 0))} if moving == "camera" else {}
        start = view((0.0, 0, 5), (0.0, 0, 0))
        cover = self.coverage(engine, scene, start, time=0.25, shutter=0.5, samples=128, **far)
        # From 0 to 1 m to the right in half a second: where the whole ball passes, it is 0.6 of the time.
        x, y = self.centroid(cover)
        assert abs(x - (48 + 0.5 * _METRE)) < 1.0
        assert abs(y - 48) < 0.5
        inner = cover[47:49, int(48 + 0.35 * _METRE) : int(48 + 0.65 * _METRE)]
        assert inner.mean() == pytest.approx(2 * radius, abs=0.03)
        assert cover.sum() == pytest.approx(np.pi * (radius * _METRE) ** 2, rel=0.04)
        columns = np.indices(cover.shape)[1] + 0.5 - x
        assert (columns**2 * cover).sum() / cover.sum() == pytest.approx(_METRE**2 * (1 / 12 + radius**2 / 4), rel=0.06)

    def test_a_shutter_changes_nothing_where_nothing_moves(self, engine: Engine) -> None:
        """Still scenes give the same bytes."""
        if "motion_blur" not in engine.capabilities.features:
            return
        scene = furnace(0.5)
        scene.add(Mesh(sphere(radius=0.5), matte()))
        still, open_ = (self.draw(engine, scene, samples=8, shutter=shutter).color for shutter in (0.0, 0.5))
        assert np.array_equal(still, open_)

    def test_denoising_takes_noise_and_leaves_the_picture(self, engine: Engine) -> None:
        """A floor under an uneven sky gets smooth and keeps its mean; edges stay where they are."""
        if "denoise" not in engine.capabilities.features:
            return
        sky = np.full((16, 32, 3), 0.05, np.float32)
        sky[2:5, 6:9] = 40.0
        scene = Scene(environment=Environment(radiance=sky))
        scene.add(Mesh(plane(size=20.0), matte((0.5, 0.5, 0.5))))
        scene.add(Mesh(sphere(radius=0.5), matte((0.1, 0.2, 0.8))), position=(0, 2.0, 0))
        camera = view((0, 3, 6), (0, 1, 0))
        truth = self.draw(engine, scene, camera, samples=512, seed=1).color.astype(np.float64)
        errors = []
        for denoise in (False, True):
            color = self.draw(engine, scene, camera, samples=16, denoise=denoise).color.astype(np.float64)
            assert abs(color[80:, 10:86, 1].mean() - truth[80:, 10:86, 1].mean()) < 1.5
            errors.append(np.sqrt(((color - truth)[..., :3] ** 2).mean()))
        assert errors[1] < 0.6 * errors[0]
        clear = self.draw(engine, scene, camera, samples=16, denoise=True, transparent=True).color
        assert clear[40, 48, 3] == 255
        assert clear[0, 0, 3] < 3


def _spread(cover: NDArray[np.float64]) -> float:
    """Mean square distance from the middle of the picture, pixels."""
    rows, columns = np.indices(cover.shape) + 0.5 - cover.shape[0] / 2
    return float(((rows**2 + columns**2) * cover).sum() / cover.sum())


def _moving_ball(scene: Scene, radius: float, moving: str) -> None:
    """Add a ball that goes from x = -0.5 to x = 1.5 within a second by way of its node or of a morph target."""
    ball = sphere(radius=radius)
    values: NDArray[np.float64] = np.array([[-0.5, 0, 0], [1.5, 0, 0]])
    path = "translation"
    if moving == "morph":
        ball.targets = (MorphTarget(positions=np.tile(np.array((1, 0, 0), np.float32), (ball.vertex_count, 1))),)
        values, path = values[:, :1], "weights"
    elif moving == "camera":
        values[:] = 0.0
    node = scene.add(Mesh(ball, matte()))
    times = np.array([0.0, 1.0], np.float32)
    channel = Channel(node=node, path=path, times=times, values=values.astype(np.float32))
    scene.animations = [Animation(channels=(channel,))]
