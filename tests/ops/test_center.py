from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import threedkit as tk
from threedkit.errors import ParameterError

coordinates = st.floats(-1e4, 1e4)
points = st.tuples(coordinates, coordinates, coordinates)


def middle(box, height):
    return [*(box[:, 0].mean(),), box[0, 1] + height * (box[1, 1] - box[0, 1]), box[:, 2].mean()]


@given(st.lists(points, min_size=1, max_size=4), st.sampled_from([("center", 0.5), ("above", 1), ("below", 0)]))
def test_the_point_of_the_box_becomes_the_origin(places, pivot):
    scene = tk.Scene()
    for place in places:
        scene.add(tk.Mesh(tk.box(size=(1, 2, 3))), position=place)
    size = np.diff(scene.bounds(), axis=0)
    assert tk.ops.center(scene, pivot=pivot[0]) is scene
    np.testing.assert_allclose(middle(scene.bounds(), pivot[1]), 0, atol=1e-7)
    np.testing.assert_allclose(np.diff(scene.bounds(), axis=0), size, atol=1e-7)
    before = scene.to_glb()
    assert tk.ops.center(scene, pivot=pivot[0]).to_glb() == before


@given(points)
def test_a_point_becomes_the_origin(point):
    scene = tk.Scene()
    node = scene.add(tk.Mesh(tk.box()), position=(1, 2, 3))
    tk.ops.center(scene, pivot=point)
    np.testing.assert_allclose(node.position, np.subtract((1, 2, 3), point))


def test_matrices_move_too():
    scene = tk.Scene()
    matrix = np.diag([2.0, 2, 2, 1])
    matrix[:3, 3] = (7, 8, 9)
    node = scene.add(tk.Mesh(tk.box()), matrix=matrix)
    tk.ops.center(scene)
    assert node.matrix is not None
    np.testing.assert_allclose(scene.bounds(), [[-1, -1, -1], [1, 1, 1]], atol=1e-6)


@pytest.mark.parametrize("time", [None, 0.0, 0.5, 1.0])
def test_everything_moves_by_the_same_at_all_times(full, world_points, time):
    box, before = full.bounds(), world_points(full, time)
    tk.ops.center(full, pivot="below")
    after = world_points(full, time)
    offset = (after.min(axis=0) + after.max(axis=0) - before.min(axis=0) - before.max(axis=0)) / 2
    np.testing.assert_allclose(offset, [-box[:, 0].mean(), -box[0, 1], -box[:, 2].mean()], atol=1e-4)
    np.testing.assert_allclose(after.min(axis=0) - before.min(axis=0), offset, atol=1e-4)


def test_an_animated_root_is_hung_under_a_new_node_and_keeps_its_keys(full):
    a, values = full.nodes["a"], full.animations[0].channels[4].values
    tk.ops.center(full)
    assert a.parent.name == "a pivot"
    assert a.parent in full.roots
    assert a not in full.roots
    assert full.animations[0].channels[4].values is values
    assert [root.name for root in full.roots[:2]] == ["a pivot", "b"]


def test_nothing_happens_without_meshes():
    scene = tk.Scene()
    node = scene.add(tk.Node(position=(1, 2, 3)))
    tk.ops.center(scene)
    assert node.position == (1, 2, 3)


@pytest.mark.parametrize("pivot", ["middle", (1, 2), (1, 2, float("nan")), 7, None, b"abc"])
def test_wrong_pivots_are_refused(pivot):
    with pytest.raises(ParameterError, match="center: pivot must be"):
        tk.ops.center(tk.Scene(), pivot=pivot)
