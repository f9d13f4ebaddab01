"""Boxes, and how far a camera stands."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from threedkit.transforms import bounds, matrices

clouds = hnp.arrays(np.float64, st.tuples(st.integers(1, 20), st.just(3)), elements=st.floats(-1e3, 1e3))


@given(clouds, clouds)
def test_union_of_boxes_is_the_box_of_the_union(a, b):
    both = bounds.of_points(np.concatenate([a, b]))
    np.testing.assert_array_equal(bounds.union(bounds.of_points(a), bounds.of_points(b)), both)
    np.testing.assert_array_equal(bounds.union(bounds.of_points(a), bounds.empty()), bounds.of_points(a))


@given(clouds, hnp.arrays(np.float64, (3, 4), elements=st.floats(-10, 10)))
def test_transformed_box_is_the_box_of_the_corners(a, rows):
    m = np.vstack([rows, (0, 0, 0, 1)])
    box = bounds.of_points(a)
    corners = np.array([[box[i, 0], box[j, 1], box[k, 2]] for i in (0, 1) for j in (0, 1) for k in (0, 1)])
    expected = bounds.of_points(matrices.transform_points(m, corners))
    np.testing.assert_allclose(bounds.transform(m, box), expected, atol=1e-6)


def test_empty_box():
    box = bounds.of_points(np.zeros((0, 3)))
    assert bounds.is_empty(box)
    assert bounds.is_empty(bounds.union())
    assert bounds.is_empty(bounds.transform(np.diag([0.0, 1, 1, 1]), box))
    np.testing.assert_array_equal(bounds.center(box), 0)
    np.testing.assert_array_equal(bounds.size(box), 0)
    assert bounds.radius(box) == 0


def test_measures():
    box = bounds.of_points([[1, 2, 3], [3, 2, -3]])
    np.testing.assert_array_equal(bounds.center(box), (2, 2, 0))
    np.testing.assert_array_equal(bounds.size(box), (2, 0, 6))
    assert bounds.radius(box) == pytest.approx(10**0.5)
    assert not bounds.is_empty(box)


@given(st.floats(0.01, 100), st.floats(0.1, 2.5), st.floats(0.2, 5))
def test_a_sphere_fits_just_inside_the_view(radius, yfov, aspect):
    distance = bounds.fit_distance(radius, yfov, aspect)
    halves = yfov / 2, np.arctan(np.tan(yfov / 2) * aspect)
    # Distance of the centre from the side planes of the frustum.
    assert min(distance * np.sin(h) for h in halves) == pytest.approx(radius)
