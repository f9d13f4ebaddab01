"""Normals of corners: flat, smooth and in between; and which edges and corners meet."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import threedkit as tk
from threedkit.geometry.adjacency import NONE, connected, corner_links, opposite_edges
from threedkit.geometry.normals import corner_normals, face_normals


@pytest.mark.parametrize("make", [tk.sphere, tk.torus])
def test_smooth_surfaces_get_their_own_normals(make):
    shape = make()
    found = corner_normals(shape.positions, shape.triangles)
    assert np.einsum("ijk,ijk->ij", found, shape.normals[shape.triangles]).min() > 0.99


def test_a_box_keeps_its_edges_below_a_right_angle():
    box = tk.box()
    sharp, round_ = (corner_normals(box.positions, box.triangles, crease) for crease in (1.5, 1.6))
    np.testing.assert_allclose(sharp, box.normals[box.triangles], atol=1e-6)
    assert np.abs(np.einsum("ijk,ijk->ij", round_, box.normals[box.triangles])).max() < 0.9


@given(st.integers(0, 2**32 - 1), st.floats(0, math.pi))
@settings(deadline=None)
def test_always_unit_and_flat_when_asked(seed, crease):
    rng = np.random.default_rng(seed)
    points, triangles = rng.random((9, 3)).astype(np.float32), rng.integers(0, 9, (12, 3))
    found = corner_normals(points, triangles, crease)
    np.testing.assert_allclose(np.linalg.norm(found, axis=-1), 1, atol=1e-5)
    faces = face_normals(points, triangles)
    sound = np.linalg.norm(faces, axis=1) > 1e-12
    flat = corner_normals(points, triangles, 0.0)[sound]
    expected = (faces / np.linalg.norm(faces, axis=1, keepdims=True).clip(1e-30))[sound]
    np.testing.assert_allclose(flat, np.repeat(expected[:, None], 3, axis=1), atol=1e-5)


def test_the_area_of_a_face_is_its_weight():
    points = np.float32([(0, 0, 0), (2, 0, 0), (0, 2, 0), (0, 0, 1)])
    found = corner_normals(points, np.array([(0, 1, 2), (0, 2, 3)]))
    np.testing.assert_allclose(found[0, 0], np.array([2, 0, 4]) / math.sqrt(20), atol=1e-6)


def test_edges_of_three_triangles_meet_in_order():
    fan = np.array([(0, 1, 2), (1, 0, 3), (0, 1, 4), (1, 0, 5)])
    opposite = opposite_edges(fan)
    assert opposite[[0, 3, 6, 9]].tolist() == [3, 0, 9, 6]
    assert (np.delete(opposite, [0, 3, 6, 9]) == NONE).all()
    assert opposite_edges(np.empty((0, 3), int)).shape == (0,)


@given(st.integers(0, 2**32 - 1))
def test_links_lead_to_the_same_vertex_and_back(seed):
    rng = np.random.default_rng(seed)
    triangles = np.stack([rng.permutation(6)[:3] for _ in range(8)])
    links, vertex = corner_links(triangles), triangles.reshape(-1)
    corner = np.arange(len(vertex))
    for row, other in ((0, 1), (1, 0)):
        met = links[row] >= 0
        assert (vertex[links[row][met]] == vertex[met]).all()
        assert (links[other][links[row][met]] == corner[met]).all()


@given(st.lists(st.integers(1, 9), min_size=1, max_size=6), st.integers(0, 2**32 - 1))
def test_connected_finds_the_least_of_each_chain(sizes, seed):
    order = np.random.default_rng(seed).permutation(sum(sizes))
    links = np.stack([np.arange(len(order))] * 2)
    expected = np.empty(len(order), int)
    for chain in np.split(order, np.cumsum(sizes)[:-1]):
        links[0, chain[:-1]] = chain[1:]
        links[1, chain[1:]] = chain[:-1]
        expected[chain] = chain.min()
    assert connected(links).tolist() == expected.tolist()
