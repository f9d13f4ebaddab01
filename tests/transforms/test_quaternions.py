"""Group axioms, and agreement with scipy's Rotation and Slerp."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from scipy.spatial.transform import Rotation, Slerp

from threedkit.transforms import quaternions as quat

finite = st.floats(-1e3, 1e3, allow_nan=False)
vectors = hnp.arrays(np.float64, (3,), elements=finite)
raw = hnp.arrays(np.float64, (4,), elements=st.floats(-1, 1)).filter(lambda q: np.linalg.norm(q) > 1e-3)
units = raw.map(quat.normalize)
unit_interval = st.floats(0, 1)


def same_rotation(a, b, atol=1e-9):
    return np.allclose(a, b, atol=atol) or np.allclose(a, -b, atol=atol)


@given(units, units, units)
def test_product_is_associative(a, b, c):
    left, right = quat.multiply(quat.multiply(a, b), c), quat.multiply(a, quat.multiply(b, c))
    np.testing.assert_allclose(left, right, atol=1e-12)


@given(units)
def test_identity_and_inverse(q):
    np.testing.assert_allclose(quat.multiply(q, quat.IDENTITY), q, atol=1e-15)
    np.testing.assert_allclose(quat.multiply(quat.IDENTITY, q), q, atol=1e-15)
    np.testing.assert_allclose(quat.multiply(q, quat.conjugate(q)), quat.IDENTITY, atol=1e-12)


@given(units, units, vectors)
def test_rotating_is_an_action_of_the_group(a, b, v):
    np.testing.assert_allclose(quat.rotate(quat.multiply(a, b), v), quat.rotate(a, quat.rotate(b, v)), atol=1e-9)
    np.testing.assert_allclose(quat.rotate(a, v), quat.to_matrix(a) @ v, atol=1e-9)
    np.testing.assert_allclose(np.linalg.norm(quat.rotate(a, v)), np.linalg.norm(v), rtol=1e-9, atol=1e-9)


@given(units)
def test_matrix_round_trip_and_scipy(q):
    m = quat.to_matrix(q)
    np.testing.assert_allclose(m, Rotation.from_quat(q).as_matrix(), atol=1e-12)
    assert same_rotation(quat.from_matrix(m), q)
    assert quat.from_matrix(m)[3] >= 0


@pytest.mark.parametrize("axis", np.eye(3))
def test_half_turns_have_a_matrix_and_back(axis):
    q = quat.from_axis_angle(axis, np.pi)
    assert same_rotation(quat.from_matrix(quat.to_matrix(q)), q)


@given(units, units, unit_interval)
def test_slerp_agrees_with_scipy(a, b, t):
    expected = Slerp([0, 1], Rotation.from_quat([a, b]))(t).as_quat()
    # Half a turn apart, both ways round are shortest.
    if abs(np.dot(a, b)) > 1e-6:
        assert same_rotation(quat.slerp(a, b, t), expected, atol=1e-7)


@given(units, units)
def test_slerp_meets_its_ends(a, b):
    np.testing.assert_allclose(quat.slerp(a, b, 0.0), a, atol=1e-15)
    assert same_rotation(quat.slerp(a, b, 1.0), b, atol=1e-15)


@given(units, st.floats(1e-12, 1e-3), unit_interval)
def test_slerp_of_near_neighbours_keeps_constant_speed(a, angle, t):
    b = quat.multiply(a, quat.from_axis_angle((0, 0, 1), angle))
    expected = quat.multiply(a, quat.from_axis_angle((0, 0, 1), t * angle))
    np.testing.assert_allclose(quat.slerp(a, b, t), expected, atol=1e-15)


def test_functions_broadcast():
    a = quat.normalize(np.random.default_rng(0).normal(size=(5, 4)))
    assert quat.slerp(a[0], a, np.linspace(0, 1, 5)).shape == (5, 4)
    assert quat.multiply(a[:, None], a[None]).shape == (5, 5, 4)
    assert quat.rotate(a[:, None], np.ones((7, 3))).shape == (5, 7, 3)
    assert quat.from_axis_angle((0, 1, 0), np.zeros(5)).shape == (5, 4)
    assert quat.from_axis_angle(np.eye(3)[:, None], np.zeros(5)).shape == (3, 5, 4)
    assert quat.from_matrix(quat.to_matrix(a)).shape == (5, 4)


def test_degenerate_input_becomes_the_identity():
    np.testing.assert_array_equal(quat.normalize((0, 0, 0, 0)), quat.IDENTITY)
    np.testing.assert_array_equal(quat.from_axis_angle((0, 0, 0), 1.0), quat.IDENTITY)
    np.testing.assert_allclose(quat.normalize((0, 0, 1e-300, 1e-300)), (0, 0, 0.5**0.5, 0.5**0.5))
    np.testing.assert_allclose(quat.normalize((1e300, 0, 0, 1e300)), (0.5**0.5, 0, 0, 0.5**0.5))
