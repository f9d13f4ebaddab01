"""Open Image Denoise: same bytes for the same picture, and errors that say what to do."""

from __future__ import annotations

import sys

import numpy as np
import pytest

import threedkit as tk
from threedkit.errors import MissingPackageError, RenderError
from threedkit.render.denoise import denoise, denoise_cover

NOISE = np.random.default_rng(3).random((48, 64, 3), np.float32)


def test_the_same_picture_gives_the_same_bytes():
    guides = {"albedo": np.full_like(NOISE, 0.5), "normal": np.zeros_like(NOISE)}
    assert np.array_equal(denoise(NOISE, **guides), denoise(NOISE, **guides))


def test_light_above_1_stays_and_no_value_spoils_its_neighbours():
    bright = NOISE * 40
    bright[5, 5] = np.nan
    bright[6, 6] = np.inf
    clean = denoise(bright)
    assert np.isfinite(clean).all()
    assert (clean >= 0).all()
    assert clean[20:, 20:].mean() == pytest.approx(20.0, rel=0.05)


def test_a_guide_keeps_an_edge():
    edge = np.where(np.arange(64) < 32, 0.2, 0.8)[None, :, None].astype(np.float32) * np.ones((48, 1, 3), np.float32)
    clean = denoise(edge + 0.3 * (NOISE - 0.5), albedo=edge, normal=np.zeros_like(edge))
    assert np.abs(clean - edge).mean() < 0.03
    assert (clean[8:-8, 33] - clean[8:-8, 30]).mean() > 0.5


def test_alpha_stays_between_0_and_1():
    clean = denoise_cover(NOISE[..., 0].copy(), albedo=np.ones_like(NOISE), normal=np.zeros_like(NOISE))
    assert clean.shape == (48, 64)
    assert 0 <= clean.min() <= clean.max() <= 1


def test_images_of_other_sizes_are_refused():
    with pytest.raises(RenderError, match=r"albedo must be \(h, w, 3\)"):
        denoise(NOISE, albedo=NOISE[:3])
    with pytest.raises(RenderError, match="color"):
        denoise(NOISE[..., 0])


@pytest.mark.engine
def test_without_the_package_the_command_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "pyoidn", None)
    with pytest.raises(MissingPackageError, match=r"pip install 'threedkit\[denoise\]'"):
        tk.render(tk.Scene(), size=(8, 8), engine="mitsuba", samples=1, denoise=True, outputs=("color",))


@pytest.mark.engine
def test_an_engine_without_noise_refuses():
    with pytest.raises(tk.CapabilityError, match="engine 'filament' cannot draw"):
        tk.render(tk.Scene(), size=(8, 8), engine="filament", denoise=True)
