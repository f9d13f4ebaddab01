# ruff: noqa: S101 - asserts are what a contract suite is made of
"""Engine contract: a picture drawn in slices is the picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import numpy as np
import pytest

from threedkit.geometry import plane, sphere
from threedkit.render.shot import Shot
from threedkit.render.slices import Slices, slice_shot
from threedkit.scene import Environment, Mesh, Scene
from threedkit.testing.contract import ContractBase, matte, view

if TYPE_CHECKING:
    from threedkit.render.engine import Engine

__all__ = ["SlicesContract"]


class SlicesContract(ContractBase):
    """Slices of engines that trace paths and give linear light: pictures of rasterisers have no noise to share."""

    @pytest.mark.parametrize("transparent", [True, False])
    def test_two_halves_are_the_whole(self, engine: Engine, transparent: bool) -> None:
        """Two half renders merged equal one full render within the noise, pixel by pixel.

        The noise is measured: the variance of each pixel over 8 full renders. The difference of two pictures then
        has a mean square of 1 in units of its own deviation. Halves are less evenly spread over a pixel than the
        whole is, and a variance of 8 values is rough, so it may be larger, but not 3; a bias would be seen in the mean.
        """
        if not _traces(engine):
            return
        loaded = engine.load(_uneven())
        shot = Shot(
            camera=view((0, 2, 5), (0, 0.3, 0)), size=(40, 40), samples=32, time=None,
            transparent=transparent, outputs=("radiance", "alpha"), seed=5,
        )  # fmt: skip
        whole = [engine.draw(loaded, _seeded(shot, seed)) for seed in range(100, 108)]
        slices = Slices(shot, 2)
        for index, part in enumerate(slice_shot(shot, 2)):
            slices.add(index, engine.draw(loaded, part))
        loaded.close()
        merged = slices.frame()
        premultiplied = [np.dstack([one.radiance * one.alpha[..., None], one.alpha]) for one in (*whole, merged)]
        if not transparent:
            premultiplied = [np.dstack([one.radiance, one.alpha]) for one in (*whole, merged)]
        stack = np.asarray(premultiplied[:-1], np.float64)
        difference = premultiplied[-1] - stack.mean(axis=0)
        deviation = np.sqrt(stack.var(axis=0, ddof=1) * (1 + 1 / len(stack)))
        noisy = deviation > 1e-4
        z = difference[noisy] / deviation[noisy]
        assert noisy.mean() > 0.2
        assert np.abs(np.median(z)) < 0.15
        assert np.median(z**2) < 3 * 0.55  # the median of a squared normal (0.45), of Student's t with 7 degrees 0.51
        assert np.abs(difference[~noisy]).mean() < 1e-3  # an edge may be missed by the samples of all 8

    def test_slices_differ_and_repeat(self, engine: Engine) -> None:
        """Each slice has samples of its own, and the same ones each time."""
        if not _traces(engine):
            return
        loaded = engine.load(_uneven())
        shot = Shot(camera=view(), size=(24, 24), samples=8, time=None, outputs=("radiance",))
        one, other = slice_shot(shot, 2)
        first = engine.draw(loaded, one).radiance
        assert np.array_equal(first, engine.draw(loaded, one).radiance)
        assert not np.array_equal(first, engine.draw(loaded, other).radiance)
        loaded.close()


def _traces(engine: Engine) -> bool:
    capabilities = engine.capabilities
    return "radiance" in capabilities.outputs and "global_illumination" in capabilities.features


def _seeded(shot: Shot, seed: int) -> Shot:
    return msgspec.structs.replace(shot, seed=seed)


def _uneven() -> Scene:
    sky = np.full((16, 32, 3), 0.1, np.float32)
    sky[2:6, 6:12] = 6.0
    scene = Scene(environment=Environment(radiance=sky, background_color=(0.1, 0.2, 0.4)))
    scene.add(Mesh(plane(size=4.0), matte((0.5, 0.5, 0.5))))
    scene.add(Mesh(sphere(radius=0.6), matte((0.8, 0.3, 0.1))), position=(0, 0.6, 0))
    return scene
