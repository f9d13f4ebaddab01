"""Encoding by table is encoding by formula, and backgrounds lie behind."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from threedkit.render.develop import Backdrop, encode, over, straight
from threedkit.scene import Environment
from threedkit.transforms.colors import linear_to_srgb, srgb_to_linear


@given(arrays.arrays(np.float32, (3, 4, 3), elements=st.floats(-1, 2, width=32)))
def test_the_table_gives_what_the_formula_gives(radiance):
    exact = linear_to_srgb(np.clip(radiance, 0, 1)) * 255.0
    # Half a step for rounding, and 12.92 * 255 / 2^19 for the table.
    assert np.abs(encode(radiance)[..., :3] - exact).max() <= 0.507
    assert (encode(radiance)[..., 3] == 255).all()


def test_every_8_bit_level_comes_back():
    levels = np.arange(256, dtype=np.uint8)
    picture = encode(np.repeat(srgb_to_linear(levels / 255.0)[None, :, None], 3, axis=2), levels[None] / 255.0)
    assert (picture[0] == levels[:, None]).all()


def test_what_is_no_number_is_black():
    assert encode(np.full((1, 1, 3), np.nan, np.float32)).tolist() == [[[0, 0, 0, 255]]]
    assert encode(np.full((1, 1, 3), np.inf, np.float32)).tolist() == [[[255, 255, 255, 255]]]


def test_the_background_shows_where_nothing_covers():
    light = np.array([[[0.2, 0.1, 0.0, 0.5], [0.0, 0.0, 0.0, 0.0]]], np.float32)
    sky = Environment(background="color", background_color=(1.0, 0.5, 0.0))
    np.testing.assert_allclose(over(light, Backdrop.of(sky))[0], [[0.7, 0.35, 0.0], [1.0, 0.5, 0.0]], atol=1e-6)
    np.testing.assert_allclose(over(light, Backdrop.of(None))[0, 1], 0.0)
    np.testing.assert_allclose(straight(light)[0], [[0.4, 0.2, 0.0], [0.0, 0.0, 0.0]], atol=1e-6)
