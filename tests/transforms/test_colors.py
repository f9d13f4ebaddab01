"""The sRGB transfer function, and colours as text."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from threedkit.errors import FieldError
from threedkit.transforms import colors


@given(st.floats(0, 1))
def test_srgb_round_trip(x):
    assert colors.linear_to_srgb(colors.srgb_to_linear(x)) == pytest.approx(x, abs=2e-7)
    assert colors.srgb_to_linear(colors.linear_to_srgb(x)) == pytest.approx(x, abs=2e-7)


def test_srgb_values_of_the_standard():
    np.testing.assert_allclose(colors.srgb_to_linear([0, 0.04045, 0.5, 1]), [0, 0.0031308, 0.2140411, 1], atol=1e-7)
    np.testing.assert_allclose(colors.linear_to_srgb([0, 0.0031308, 0.5, 1]), [0, 0.0404499, 0.7353569, 1], atol=1e-7)
    assert np.all(np.diff(colors.linear_to_srgb(np.linspace(0, 1, 10001))) > 0)


def test_all_8_bit_values_survive():
    codes = np.arange(256)
    np.testing.assert_array_equal(np.rint(255 * colors.linear_to_srgb(colors.srgb_to_linear(codes / 255))), codes)


@given(st.integers(0, 0xFFFFFFFF))
def test_hex_round_trip(number):
    text = f"#{number:08x}"
    assert colors.format_hex(colors.parse(text)) == text
    assert colors.format_hex(colors.parse(text[:7])[:3]) == text[:7]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("#fff", (1, 1, 1, 1)),
        ("#F000", (1, 0, 0, 0)),
        ("red", (1, 0, 0, 1)),
        (" White ", (1, 1, 1, 1)),
        ("transparent", (0, 0, 0, 0)),
        ("#00000080", (0, 0, 0, 128 / 255)),
    ],
)
def test_parse(text, expected):
    assert colors.parse(text) == pytest.approx(expected)


def test_format_clips():
    assert colors.format_hex((2.0, -1.0, 0.0)) == "#ff0000"


NO_COLOURS = ["", "#", "#12", "#12345", "#1234567", "ff0000", "#gggggg", "mauve", "#fff\n#", "#\u0661\u0661\u0661"]


@pytest.mark.parametrize("text", NO_COLOURS)
def test_what_is_no_colour_is_refused(text):
    with pytest.raises(FieldError, match="a colour must be"):
        colors.parse(text)
