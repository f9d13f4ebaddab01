"""Affine matrices, cameras and projections."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from threedkit.errors import FieldError
from threedkit.transforms import matrices as mat
from threedkit.transforms import quaternions as quat

coordinates = st.floats(-100, 100, allow_nan=False)
vectors = hnp.arrays(np.float64, (3,), elements=coordinates)
units = (
    hnp.arrays(np.float64, (4,), elements=st.floats(-1, 1))
    .filter(lambda q: np.linalg.norm(q) > 1e-3)
    .map(quat.normalize)
)
scales = hnp.arrays(np.float64, (3,), elements=st.floats(0.01, 100) | st.floats(-100, -0.01))


@given(vectors, units, scales)
def test_compose_and_decompose_are_inverse(t, q, s):
    m = mat.compose(t, q, s)
    t2, q2, s2 = mat.decompose(m)
    np.testing.assert_allclose(mat.compose(t2, q2, s2), m, atol=1e-8)
    np.testing.assert_allclose(np.linalg.norm(q2), 1.0)
    np.testing.assert_allclose(np.abs(s2), np.abs(s), rtol=1e-9)
    assert (s2 < 0).sum() == (np.prod(s) < 0)


@given(vectors, units, scales, st.sets(st.integers(0, 2), min_size=1))
def test_scales_of_zero_survive(t, q, s, zeros):
    s[list(zeros)] = 0.0
    m = mat.compose(t, q, s)
    np.testing.assert_allclose(mat.compose(*mat.decompose(m)), m, atol=1e-8)


def test_decompose_of_many():
    rng = np.random.default_rng(1)
    m = mat.compose(rng.normal(size=(4, 5, 3)), quat.normalize(rng.normal(size=(4, 5, 4))), rng.normal(size=(4, 5, 3)))
    m[0, 0, :3, 1] = 0.0
    t, q, s = mat.decompose(m)
    assert (t.shape, q.shape, s.shape) == ((4, 5, 3), (4, 5, 4), (4, 5, 3))
    np.testing.assert_allclose(mat.compose(t, q, s), m, atol=1e-12)


@given(vectors, units, scales, vectors)
def test_normals_stay_perpendicular_and_on_their_side(t, q, s, n):
    assume(np.linalg.norm(n) > 1e-2)
    m = mat.compose(t, q, s)
    n = n / np.linalg.norm(n)
    tangent = np.cross(n, (1, 0, 0) if abs(n[0]) < 0.9 else (0, 1, 0))
    moved = mat.transform_normals(m, n)
    np.testing.assert_allclose(np.linalg.norm(moved), 1.0)
    along = mat.transform_vectors(m, tangent)
    assert abs(np.dot(moved, along)) < 1e-7 * max(1.0, float(np.linalg.norm(along)))
    assert np.dot(moved, mat.transform_vectors(m, n)) > 0


def test_normals_of_a_flattened_thing():
    flat = mat.compose((0, 0, 0), quat.IDENTITY, (2, 0, 2))
    np.testing.assert_allclose(mat.transform_normals(flat, (0.6, 0.8, 0)), (0, 1, 0))
    np.testing.assert_array_equal(mat.transform_normals(np.eye(4), np.zeros((2, 3))), np.zeros((2, 3)))
    tiny = mat.compose((0, 0, 0), quat.IDENTITY, (1e-200, 1e-200, 1e-200))
    np.testing.assert_allclose(mat.transform_normals(tiny, (0.6, 0.8, 0)), (0.6, 0.8, 0))


@given(vectors, vectors, vectors)
def test_look_at_is_rigid_and_looks_there(eye, target, up):
    distance = np.linalg.norm(target - eye)
    assume(distance > 1e-3)
    assume(np.linalg.norm(up) > 1e-2)
    m = mat.look_at(eye, target, up)
    np.testing.assert_allclose(m[:3, :3].T @ m[:3, :3], np.eye(3), atol=1e-6)
    assert np.linalg.det(m[:3, :3]) == pytest.approx(1.0, abs=1e-6)
    np.testing.assert_allclose(mat.transform_points(m, (0, 0, -distance)), target, atol=1e-6)
    assert np.dot(m[:3, 1], up) > -1e-6 * np.linalg.norm(up)


def test_look_at_straight_down_keeps_north_up():
    np.testing.assert_allclose(mat.look_at((0, 5, 0), (0, 0, 0))[:3, 1], (0, 0, -1), atol=1e-12)
    np.testing.assert_allclose(mat.look_at((0, -5, 0), (0, 0, 0))[:3, 1], (0, 0, 1), atol=1e-12)
    assert mat.look_at(np.zeros((4, 3)), np.ones((4, 3))).shape == (4, 4, 4)


@pytest.mark.parametrize("target", [(1, 2, 3), (np.nan, 0, 0), (np.inf, 0, 0)])
def test_look_at_refuses_nowhere(target):
    with pytest.raises(FieldError, match="look_at: target must be"):
        mat.look_at((1, 2, 3), target)


@given(st.floats(0.1, 3.0), st.floats(0.2, 5), st.floats(0.001, 10), st.floats(1.1, 1e4), st.booleans())
def test_perspective_maps_the_frustum_to_the_cube(yfov, aspect, znear, ratio, infinite):
    zfar = znear * ratio
    m = mat.perspective(yfov, aspect, znear, None if infinite else zfar)
    half = znear * np.tan(yfov / 2)
    np.testing.assert_allclose(mat.project_points(m, (half * aspect, half, -znear)), (1, 1, -1), atol=1e-9)
    far_corner = (-half * aspect * ratio, -half * ratio, -zfar)
    expected = 1 - 2 * znear / zfar if infinite else 1
    np.testing.assert_allclose(mat.project_points(m, far_corner), (-1, -1, expected), atol=1e-9)


def test_orthographic_maps_the_box_to_the_cube():
    m = mat.orthographic(3, 2, 0.5, 20)
    corners = [(3, 2, -0.5), (-3, -2, -20)]
    np.testing.assert_allclose(mat.project_points(m, corners), [(1, 1, -1), (-1, -1, 1)], atol=1e-12)


def test_points_and_vectors_broadcast():
    m = mat.compose(np.arange(6).reshape(2, 3), quat.IDENTITY, (1, 1, 1))
    assert m.shape == (2, 4, 4)
    assert mat.transform_points(m, np.zeros((7, 3))).shape == (2, 7, 3)
    np.testing.assert_array_equal(mat.transform_points(m, np.zeros((7, 3)))[1], np.tile((3, 4, 5), (7, 1)))
    np.testing.assert_array_equal(mat.transform_points(m, (0, 0, 0)), [(0, 1, 2), (3, 4, 5)])
    np.testing.assert_array_equal(mat.transform_vectors(m, (1, 0, 0)), [(1, 0, 0), (1, 0, 0)])
    assert mat.transform_normals(m, np.ones((7, 3))).shape == (2, 7, 3)


@given(vectors, units, scales)
def test_inverse(t, q, s):
    m = mat.compose(t, q, s)
    np.testing.assert_allclose(m @ mat.inverse(m), np.eye(4), atol=1e-6)


def test_singular_matrices_have_no_inverse():
    with pytest.raises(FieldError, match="singular"):
        mat.inverse(np.zeros((4, 4)))
