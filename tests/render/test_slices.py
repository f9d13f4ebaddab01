"""Slices of a picture: shares, seeds, and a sum that does not depend on the order."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from threedkit.errors import RenderError
from threedkit.render import CameraView, Frame, Shot
from threedkit.render.slices import Slices, slice_shot

VIEW = CameraView.from_matrix(np.eye(4))


def shot(**values):
    return Shot(**({"camera": VIEW, "size": (5, 4), "samples": 7, "outputs": ("color", "alpha", "depth")} | values))


def frames(whole, count, seed=0):
    """A picture for each slice, with what it was asked for."""
    rng = np.random.default_rng(seed)
    made = []
    for one in slice_shot(whole, count):
        images = {"radiance": rng.random((4, 5, 3), np.float32)}
        if "alpha" in one.outputs:
            images["alpha"] = rng.random((4, 5), np.float32)
        if "depth" in one.outputs:
            images["depth"] = np.full((4, 5), 2.0, np.float32)
        made.append(Frame(**images, names={1: "ball"}, meta={"engine": "null", "seconds": 1.0}))
    return made


@given(samples=st.integers(1, 200), count=st.integers(1, 64), seed=st.integers(0, 2**32 - 1))
def test_samples_are_shared_out_and_seeds_are_apart(samples, count, seed):
    if count > samples:
        with pytest.raises(RenderError, match="slices"):
            slice_shot(shot(samples=samples), count)
        return
    parts = slice_shot(shot(samples=samples, seed=seed), count)
    assert sum(one.samples for one in parts) == samples
    assert max(one.samples for one in parts) - min(one.samples for one in parts) <= 1
    others = {
        one.seed for next_ in (seed + 1, seed + 99) for one in slice_shot(shot(samples=samples, seed=next_), count)
    }
    assert len({one.seed for one in parts} | others) == 3 * count


def test_data_images_come_with_the_first_slice_only():
    first, second = slice_shot(shot(denoise=True), 2)
    assert first.outputs == ("radiance", "alpha", "depth", "albedo", "normal")
    assert second.outputs == ("radiance", "alpha")
    assert slice_shot(shot(outputs=("color",)), 2)[0].outputs == ("radiance",)
    assert not first.denoise
    with pytest.raises(RenderError, match="no light"):
        slice_shot(shot(outputs=("depth",)), 2)


@pytest.mark.parametrize("transparent", [True, False])
def test_the_sum_is_the_same_in_every_order(transparent):
    whole = shot(transparent=transparent, outputs=("radiance", "color", "alpha", "depth"))
    parts = frames(whole, 4)
    found = []
    for order in itertools.permutations(range(4)):
        slices = Slices(whole, 4)
        for index in order:
            slices.add(index, parts[index])
            slices.frame()  # a preview changes nothing
        assert slices.missing == ()
        found.append(slices.frame())
    assert all(np.array_equal(found[0].radiance, one.radiance) for one in found)
    assert all(np.array_equal(found[0].color, one.color) for one in found)
    weights = np.array([2, 2, 2, 1]) / 7
    alpha = sum(w * one.alpha.astype(float) for w, one in zip(weights, parts, strict=True))
    light = sum(
        w * one.radiance.astype(float) * (one.alpha[..., None] if transparent else 1.0)
        for w, one in zip(weights, parts, strict=True)
    )
    np.testing.assert_allclose(found[0].alpha, alpha, atol=1e-6)
    np.testing.assert_allclose(found[0].radiance, light / alpha[..., None] if transparent else light, atol=1e-5)
    assert (found[0].depth == 2.0).all()
    assert found[0].names == {1: "ball"}
    assert (found[0].meta["samples"], found[0].meta["slices"], found[0].meta["seconds"]) == (7, 4, 4.0)


def test_previews_are_means_of_what_is_there():
    whole = shot(outputs=("radiance",))
    parts = frames(whole, 3)
    slices = Slices(whole, 3)
    with pytest.raises(RenderError, match="no slice"):
        slices.frame()
    slices.add(2, parts[2])
    np.testing.assert_allclose(slices.frame().radiance, parts[2].radiance, atol=1e-6)
    assert slices.missing == (0, 1)
    slices.add(2, parts[0])  # came twice, from a worker that was thought lost
    np.testing.assert_allclose(slices.frame().radiance, parts[2].radiance, atol=1e-6)


def test_pictures_that_do_not_belong_are_refused():
    slices = Slices(shot(), 2)
    with pytest.raises(RenderError, match="slice 2 is not there"):
        slices.add(2, frames(shot(), 2)[0])
    with pytest.raises(RenderError, match="pixels"):
        slices.add(0, Frame(radiance=np.zeros((2, 2, 3), np.float32), alpha=np.zeros((2, 2), np.float32)))
    with pytest.raises(RenderError, match="alpha"):
        slices.add(0, Frame(radiance=np.zeros((4, 5, 3), np.float32)))


def test_the_whole_is_denoised_at_the_end():
    whole = Shot(camera=VIEW, size=(64, 48), samples=2, outputs=("radiance",), denoise=True)
    rng = np.random.default_rng(1)
    slices = Slices(whole, 2)
    for index in range(2):
        slices.add(
            index,
            Frame(
                radiance=rng.random((48, 64, 3), np.float32),
                albedo=np.full((48, 64, 3), 0.5, np.float32),
                normal=np.zeros((48, 64, 3), np.float32),
            ),
        )
        deviation = slices.frame().radiance.std()
        assert deviation > 0.2 if index == 0 else deviation < 0.06
