"""The comparison of pictures, by its properties."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from threedkit.testing import color_distance, difference_image, linear_rgb, psnr, rmse, silhouette, silhouette_iou

pictures = arrays.arrays(np.uint8, (8, 12, 4))
masks = arrays.arrays(np.bool_, (5, 7))


@given(pictures, pictures)
def test_distances_are_symmetric_and_zero_for_equals(one, two):
    for measure in (rmse, color_distance):
        assert measure(one, two) == pytest.approx(measure(two, one))
        assert measure(one, one) == 0
        assert 0 <= measure(one, two) <= 255
    assert psnr(one, one) == math.inf


@given(masks, masks)
def test_iou_is_that_of_sets(one, two):
    first, second = (set(zip(*np.nonzero(mask), strict=True)) for mask in (one, two))
    expected = len(first & second) / len(first | second) if first | second else 1.0
    assert silhouette_iou(one, two) == pytest.approx(expected)


@given(st.integers(0, 255))
def test_rmse_and_psnr_of_a_constant_step(step):
    one, two = np.zeros((4, 4, 3), np.uint8), np.full((4, 4, 3), step, np.uint8)
    assert rmse(one, two) == pytest.approx(step)
    if step:
        assert psnr(one, two) == pytest.approx(20 * math.log10(255 / step))


def test_noise_nearly_averages_out_of_the_color_distance():
    rng = np.random.default_rng(0)
    flat = np.full((64, 64, 3), 128, np.uint8)
    noisy = np.clip(128 + rng.normal(0, 12, flat.shape), 0, 255).astype(np.uint8)
    shifted = np.full((64, 64, 3), 140, np.uint8)
    assert rmse(flat, noisy) > 11
    assert color_distance(flat, noisy) < 0.25 * color_distance(flat, shifted)


def test_where_chooses_pixels():
    one, two = np.zeros((8, 8, 3), np.uint8), np.zeros((8, 8, 3), np.uint8)
    two[:, 4:] = 255
    left = np.zeros((8, 8), np.bool_)
    left[:, :4] = True
    assert rmse(one, two, where=left) == 0
    assert color_distance(one, two, where=left) == 0
    assert color_distance(one, two, where=~left) == 1
    assert rmse(one, two, where=np.zeros((8, 8), np.bool_)) == 0


def test_silhouettes_by_alpha_and_by_background():
    image = np.full((2, 2, 4), 255, np.uint8)
    image[0, 0] = (10, 20, 30, 0)
    assert silhouette(image).tolist() == [[False, True], [True, True]]
    assert silhouette(image[..., :3], background=(255, 255, 255), threshold=8).tolist() == [
        [True, False],
        [False, False],
    ]
    with pytest.raises(ValueError, match="alpha or a background"):
        silhouette(image[..., :3])


def test_linear_light_is_that_of_srgb():
    assert linear_rgb(np.full((1, 1, 3), 188, np.uint8))[0, 0, 0] == pytest.approx(0.5, abs=3e-3)


def test_the_difference_image_magnifies():
    one, two = np.zeros((4, 6, 4), np.uint8), np.full((4, 6, 4), 10, np.uint8)
    shown = difference_image(one, two, magnify=8)
    assert shown.shape == (4, 18, 3)
    assert (shown[:, 12:] == 80).all()


@pytest.mark.parametrize("bad", [np.zeros((4, 4), np.uint8), np.zeros((4, 4, 3)), np.zeros((4, 4, 2), np.uint8)])
def test_what_is_no_picture_is_refused(bad):
    with pytest.raises(ValueError, match="uint8"):
        linear_rgb(bad)


def test_sizes_must_agree():
    with pytest.raises(ValueError, match="one size"):
        rmse(np.zeros((4, 4, 3), np.uint8), np.zeros((4, 5, 3), np.uint8))
