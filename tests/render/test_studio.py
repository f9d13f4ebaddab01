"""The built-in studio: neutral, bright enough, unclipped."""

from __future__ import annotations

import numpy as np
import pytest

from threedkit.render import studio_radiance
from threedkit.render.studio import BRIGHTEST_WHITE


def directions(height):
    a, e = np.meshgrid(
        2 * np.pi * ((np.arange(2 * height) + 0.5) / (2 * height) - 0.5),
        np.pi * (0.5 - (np.arange(height) + 0.5) / height),
    )
    d = np.stack([np.sin(a) * np.cos(e), np.sin(e), -np.cos(a) * np.cos(e)], axis=-1).reshape(-1, 3)
    return d, (np.cos(e) * (np.pi / height) ** 2).ravel()


@pytest.mark.parametrize("height", [64, 128])
def test_a_white_sphere_reads_well(height):
    radiance = studio_radiance(height)
    assert radiance.shape == (height, 2 * height, 3)
    assert radiance.dtype == np.float32
    assert (radiance == radiance[..., :1]).all(), "neutral"
    assert not radiance.flags.writeable
    light, solid = directions(height)
    normals, _ = directions(12)
    white = np.maximum(normals @ light.T, 0) @ (radiance[..., 0].ravel() * solid) / np.pi
    assert white.max() == pytest.approx(BRIGHTEST_WHITE, abs=0.02), "bright, not clipped"
    assert white.min() > 0.1, "no black side"
    front = np.maximum(normals @ (0.48, 0.31, 0.82), 0)
    assert 0.6 < (white * front).sum() / front.sum() < 0.8


def test_it_has_highlights_for_metals():
    radiance = studio_radiance(128)[..., 0]
    assert radiance.max() > 2
    assert np.median(radiance) < 0.5
    assert radiance[:64].mean() > radiance[64:].mean(), "light from above"
