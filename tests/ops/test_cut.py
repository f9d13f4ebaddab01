"""What a plane leaves of a scene: exact where it is known what that is, the same as a dense sampling elsewhere."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import threedkit as tk
from threedkit.errors import ParameterError
from threedkit.geometry.cutting import cut_triangles

numbers = st.floats(-2, 2, width=16)


def area(primitive) -> float:
    a, b, c = np.moveaxis(np.asarray(primitive.positions, np.float64)[primitive.triangles], 1, 0)
    return float(np.linalg.norm(np.cross(b - a, c - a), axis=1).sum() / 2)


@given(st.lists(numbers, min_size=3, max_size=3), st.tuples(numbers, numbers, numbers))
def test_both_sides_of_a_triangle_are_the_whole(distances, corner):
    values = np.array(distances)
    points = np.array([(0.0, 0.0, 0.0), (3.0, 0.5, 0.0), corner])

    def doubled(cut) -> np.ndarray:
        met = (1 - cut.weight[:, None]) * points[cut.first] + cut.weight[:, None] * points[cut.second]
        a, b, c = np.moveaxis(met[cut.elements], 1, 0)
        return np.cross(b - a, c - a).sum(axis=0)

    triangle = np.array([[0, 1, 2]])
    one, other = cut_triangles(triangle, values), cut_triangles(triangle, -values)
    whole = np.cross(points[1] - points[0], points[2] - points[0])
    if (values == 0).all():  # in the plane: of both sides
        whole = 2 * whole
    edge_on = np.count_nonzero(values == 0) == 3
    assert edge_on or np.allclose(doubled(one) + doubled(other), whole, atol=1e-9)
    assert np.all((one.weight >= 0) & (one.weight <= 1))


@pytest.mark.parametrize("offset", [-0.9, -0.3, 0.0, 0.5])
def test_a_box_keeps_what_is_below_and_is_open_above(offset):
    scene = tk.Scene()
    node = scene.add(tk.Mesh(tk.box((2, 2, 2)), tk.Material()), position=(5, 0, 0))
    tk.ops.cut(scene, normal=(0, 3, 0), offset=offset)
    made = node.mesh.primitives[0]
    assert scene.bounds().tolist() == pytest.approx(np.array([[4, -1, -1], [6, offset, 1]]))
    assert area(made) == pytest.approx(4 + 4 * 2 * (1 + offset), rel=1e-6)
    assert np.allclose(np.linalg.norm(made.normals, axis=1), 1)
    assert made.texcoords[0].min() >= 0
    assert made.material is scene.materials[0]


def test_attributes_between_two_vertices():
    primitive = tk.Primitive(
        positions=np.float32([(0, 0, 0), (4, 0, 0), (0, 4, 0)]),
        colors=np.uint8([(0, 0, 0, 255), (200, 0, 0, 255), (0, 100, 0, 255)]),
        texcoords=np.float32([(0, 0), (1, 0), (0, 1)]),
        custom={"_TEMPERATURE": np.float32([0, 8, 0]), "_PART": np.uint8([1, 2, 3])},
    )
    scene = tk.Scene()
    node = scene.add(tk.Mesh(primitive))
    tk.ops.cut(scene, normal=(1, 0, 0), offset=1.0)
    made = node.mesh.primitives[0]
    at = {tuple(row): number for number, row in enumerate(made.positions.tolist())}
    assert set(at) == {(0, 0, 0), (0, 4, 0), (1, 0, 0), (1, 3, 0)}
    assert made.colors[0][at[1, 0, 0]].tolist() == [50, 0, 0, 255]
    assert made.texcoords[0][at[1, 3, 0]].tolist() == [0.25, 0.75]
    assert made.custom["_TEMPERATURE"][at[1, 0, 0]] == 2
    assert made.custom["_PART"][at[1, 3, 0]] == 3


def test_a_mesh_of_many_places_is_cut_at_each_by_itself():
    scene = tk.Scene()
    ball = tk.Mesh(tk.sphere(radius=1))
    below, across, above = (scene.add(tk.Node(mesh=ball, position=(0, y, 0))) for y in (-3, 0, 3))
    tk.ops.cut(scene, normal=(0, 1, 0))
    assert below.mesh is ball
    assert across.mesh.bounds[1, 1] == pytest.approx(0, abs=1e-6)
    assert above.mesh is None


def test_instances_that_are_cut_hang_below_their_node():
    scene = tk.Scene()
    places = tk.Instances(translation=[(0, -3, 0), (0, 0, 0), (0, 3, 0)], custom={"_ID": np.uint8([7, 8, 9])})
    node = scene.add(tk.Node(mesh=tk.Mesh(tk.box()), instances=places, scale=(2, 1, 1)))
    tk.ops.cut(scene, normal=(0, 1, 0), offset=0.25)
    assert node.instances.translation.tolist() == [[0, -3, 0]]
    assert node.instances.custom["_ID"].tolist() == [7]
    assert [child.mesh.bounds[1, 1] for child in node.children] == [0.25]
    assert scene.bounds().tolist() == [[-1, -3.5, -0.5], [1, 0.25, 0.5]]


def test_points_and_lines():
    scene = tk.Scene()
    points = np.float32([(x, 0, 0) for x in range(4)])
    cloud = scene.add(tk.Mesh(tk.Primitive(points, mode="POINTS")))
    line = scene.add(tk.Mesh(tk.Primitive(points, mode="LINE_STRIP")))
    tk.ops.cut(scene, offset=1.5)
    assert cloud.mesh.primitives[0].positions[:, 0].tolist() == [0, 1]
    drawn = line.mesh.primitives[0]
    assert drawn.mode == "LINES"
    assert sorted(drawn.positions[drawn.indices.reshape(-1, 2), 0].tolist()) == [[0, 1], [1, 1.5]]


def test_what_bends_is_cut_as_it_is_at_the_time(full):
    """Against the pose itself: every point that is left is below, and as much surface as the posed triangles have."""
    scene = full
    time, normal, offset = 0.4, np.array((0.0, 1.0, 0.0)), 0.2
    pose = scene.pose(time)
    expected = 0.0
    for node in scene.mesh_nodes:
        for primitive in node.mesh.primitives if pose.visible(node) else ():
            for number in range(len(pose.instances(node))):
                if primitive.triangle_count:
                    points = pose.positions(node, primitive, number)
                    expected += _area_below(points[primitive.triangles], points @ normal - offset, primitive.triangles)
    tk.ops.cut(scene, normal=tuple(normal), offset=offset, time=time)
    pose, found = scene.pose(time), 0.0
    for node in scene.mesh_nodes:
        for primitive in node.mesh.primitives if pose.visible(node) else ():
            for number in range(len(pose.instances(node))):
                points = pose.positions(node, primitive, number)
                assert (points[np.unique(primitive.triangles)] @ normal).max(initial=-9) <= offset + 1e-4
                if primitive.triangle_count:
                    a, b, c = np.moveaxis(points[primitive.triangles], 1, 0)
                    found += float(np.linalg.norm(np.cross(b - a, c - a), axis=1).sum() / 2)
    assert expected > 0
    assert found == pytest.approx(expected, rel=1e-3)


def _area_below(corners, distances, triangles) -> float:
    """Area of the part of triangles below a plane, by the formula for a triangle with one corner on its side."""
    total = 0.0
    whole = np.linalg.norm(np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]), axis=1) / 2
    for size, d in zip(whole, distances[triangles], strict=True):
        below = d <= 0
        if below.all():
            total += size
        elif below.any():
            lone = int(np.argmax(below)) if below.sum() == 1 else int(np.argmax(~below))
            others = [k for k in range(3) if k != lone]
            part = size * np.prod([d[lone] / (d[lone] - d[k]) for k in others])
            total += part if below.sum() == 1 else size - part
    return float(total)


@pytest.mark.parametrize("wrong", [{"normal": (0, 0, 0)}, {"normal": (1, 0)}, {"offset": float("nan")}])
def test_what_is_no_plane_is_refused(wrong):
    with pytest.raises(ParameterError, match=f"cut: {next(iter(wrong))} must"):
        tk.ops.cut(tk.Scene(), **wrong)
