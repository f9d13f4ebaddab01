"""Interpolation against the formulas of glTF 2.0, appendix C, written out one value at a time."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.interpolate import CubicHermiteSpline

from threedkit.errors import FieldError
from threedkit.transforms import curves, quaternions

TIMES = np.array([0.5, 1.0, 3.0, 3.25])
MODES = ["STEP", "LINEAR", "CUBICSPLINE"]
moments = st.floats(0.0, 4.0)
rng = np.random.default_rng(3)
VALUES = rng.normal(size=(4, 3))
SPLINE = rng.normal(size=(4, 3, 3))
ROTATIONS = quaternions.normalize(rng.normal(size=(4, 4)))


def appendix_c(times, values, tc):
    """glTF 2.0, C.5, as printed: previous key k, in-tangent a, value v, out-tangent b."""
    tc = min(max(tc, times[0]), times[-1])
    k = max(i for i in range(len(times) - 1) if times[i] <= tc)
    td = times[k + 1] - times[k]
    t = (tc - times[k]) / td
    v0, b0, v1, a1 = values[k][1], values[k][2], values[k + 1][1], values[k + 1][0]
    return (
        (2 * t**3 - 3 * t**2 + 1) * v0
        + td * (t**3 - 2 * t**2 + t) * b0
        + (-2 * t**3 + 3 * t**2) * v1
        + td * (t**3 - t**2) * a1
    )


@given(moments)
def test_cubic_spline_is_appendix_c(t):
    np.testing.assert_allclose(curves.sample(TIMES, SPLINE, t, "CUBICSPLINE"), appendix_c(TIMES, SPLINE, t), atol=1e-12)


def test_cubic_spline_is_the_hermite_spline_of_scipy_when_tangents_agree():
    spline = SPLINE.copy()
    spline[:, 0] = spline[:, 2]
    ts = np.linspace(0.5, 3.25, 40)
    expected = CubicHermiteSpline(TIMES, spline[:, 1], spline[:, 2])(ts)
    np.testing.assert_allclose(curves.sample_many(TIMES, spline, ts, "CUBICSPLINE"), expected, atol=1e-12)


@given(moments)
def test_cubic_rotation_is_the_spline_normalised(t):
    spline = np.stack([0.1 * ROTATIONS[::-1], ROTATIONS, 0.1 * ROTATIONS[::-1]], axis=1)
    expected = appendix_c(TIMES, spline, t)
    result = curves.sample(TIMES, spline, t, "CUBICSPLINE", rotation=True)
    np.testing.assert_allclose(result, expected / np.linalg.norm(expected), atol=1e-12)


@given(moments)
def test_linear_and_step(t):
    np.testing.assert_allclose(
        curves.sample(TIMES, VALUES, t), [np.interp(t, TIMES, VALUES[:, c]) for c in range(3)], atol=1e-12
    )
    held = VALUES[max((i for i in range(4) if TIMES[i] <= t), default=0)]
    np.testing.assert_array_equal(curves.sample(TIMES, VALUES, t, "STEP"), held)


@given(moments)
def test_linear_rotation_is_slerp(t):
    k = min(max(np.searchsorted(TIMES, t, side="right") - 1, 0), 2)
    u = np.clip((t - TIMES[k]) / (TIMES[k + 1] - TIMES[k]), 0, 1)
    expected = quaternions.slerp(ROTATIONS[k], ROTATIONS[k + 1], u)
    np.testing.assert_allclose(curves.sample(TIMES, ROTATIONS, t, rotation=True), expected, atol=1e-12)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("shape", [(), (3,), (2, 5)])
def test_keys_are_met_ends_are_held_and_shapes_kept(mode, shape):
    values = rng.normal(size=(4, 3, *shape) if mode == "CUBICSPLINE" else (4, *shape))
    at_keys = values[:, 1] if mode == "CUBICSPLINE" else values
    np.testing.assert_allclose(curves.sample_many(TIMES, values, TIMES, mode), at_keys, atol=1e-14)
    outside = curves.sample_many(TIMES, values, [-9.0, 99.0], mode)
    np.testing.assert_allclose(outside, at_keys[[0, -1]], atol=1e-14)
    assert curves.sample(TIMES, values, 0.7, mode).shape == shape
    assert curves.sample_many(TIMES, values, np.zeros(0), mode).shape == (0, *shape)
    one = curves.sample_many(TIMES[:1], values[:1], [0.0, 5.0], mode)
    np.testing.assert_array_equal(one, at_keys[[0, 0]])


def test_equal_times_do_not_divide_by_zero():
    result = curves.sample_many([0.0, 1.0, 1.0, 2.0], [0.0, 1.0, 5.0, 6.0], [1.0, 1.5])
    np.testing.assert_allclose(result, [5.0, 5.5])


@pytest.mark.parametrize(
    ("times", "values", "mode", "text"),
    [
        ([], [], "LINEAR", "at least one key"),
        ([0, 1], [0, 1], "CUBIC", "STEP, LINEAR or CUBICSPLINE"),
        ([0, 1], [0, 1, 2], "LINEAR", "must have shape"),
        ([0, 1], np.zeros((2, 4)), "CUBICSPLINE", "must have shape"),
    ],
)
def test_what_is_no_curve_is_refused(times, values, mode, text):
    with pytest.raises(FieldError, match=text):
        curves.sample(times, values, 0.5, mode)
