"""Picks where an engine draws: the kernel finds the triangle by itself, on whatever the scene holds."""

from __future__ import annotations

import numpy as np
import pytest

import threedkit as tk
from threedkit.geometry.rays import along_ray, crossed_triangles
from threedkit.jupyter.live.picking import picked
from threedkit.jupyter.packing import pack
from threedkit.jupyter.remote.casting import Ray, catch
from threedkit.jupyter.remote.encoding import At
from threedkit.jupyter.remote.frames import Look
from threedkit.jupyter.tools.clipping import Clipping
from threedkit.render import CameraView
from threedkit.transforms import matrices

SIZE = (200, 100)
MIDDLE = (100.0, 50.0)
UNKNOWN = At(None, None)


def front(**values):
    return Look(camera=CameraView.from_matrix(matrices.look_at((0, 0, 5), (0, 0, 0)), **values), size=SIZE)


def caught(scene, at=MIDDLE, found=UNKNOWN, clipping=None, look=None):
    return catch(scene, front() if look is None else look, SIZE, at, found, clipping)


def square(z=0.0, **values):
    """A unit square of two triangles that faces +Z."""
    corners = np.float32([(-1, -1, z), (1, -1, z), (1, 1, z), (-1, 1, z)])
    return tk.Primitive(positions=corners, indices=np.uint8([0, 1, 2, 0, 2, 3]), **values)


def test_triangles_are_those_that_a_ray_by_itself_finds():
    rng = np.random.default_rng(7)
    points = rng.normal(size=(300, 3))
    triangles = rng.integers(0, 300, (500, 3))
    origin, direction = np.array([0.0, 0, 5]), np.array([0.05, 0.02, -1])
    met = crossed_triangles(along_ray(points, origin, direction), triangles)
    a, b, c = points[triangles].swapaxes(0, 1)
    solved = []
    for row in range(500):
        matrix = np.stack([b[row] - a[row], c[row] - a[row], -direction], axis=1)
        if abs(np.linalg.det(matrix)) > 1e-12:
            u, v, t = np.linalg.solve(matrix, origin - a[row])
            if min(u, v, 1 - u - v) >= 0:
                solved.append((row, t, (1 - u - v, u, v)))
    assert met.rows.tolist() == [row for row, _, _ in solved]
    np.testing.assert_allclose(met.along, [t for _, t, _ in solved])
    np.testing.assert_allclose(met.weights, [weights for _, _, weights in solved], atol=1e-9)


def test_a_hit_has_all_that_a_pick_tells():
    scene = tk.Scene()
    uv = np.float32([(0, 1), (1, 1), (1, 0), (0, 0)])
    scene.add(tk.Mesh(tk.sphere(radius=0.1)), position=(3, 0, 0))
    mesh = tk.Mesh([square(-2), square(texcoords=uv)])
    node = scene.add(mesh, position=(0.5, 0.25, 1), scale=(1, 1, 3))
    hit = caught(scene)
    assert (hit.node, hit.primitive, hit.instance, hit.triangle) == (node, 1, None, 1)
    assert hit.point == pytest.approx((0, 0, 1))
    assert hit.normal == pytest.approx((0, 0, 1))
    assert hit.uv == pytest.approx((0.25, 0.625))
    assert hit.distance == pytest.approx(4)
    assert caught(scene, (1, 1)) is None


def test_single_sides_mirrors_and_flattened_nodes():
    scene = tk.Scene()
    node = scene.add(square(), rotation=(0, 1, 0, 0))
    assert caught(scene) is None  # its back
    node.scale = (1, 1, -1)
    assert caught(scene).normal == pytest.approx((0, 0, 1))
    node.scale = (1, 1, 1)
    node.mesh.primitives[0].material = tk.Material(double_sided=True)
    assert caught(scene).normal == pytest.approx((0, 0, 1))
    flat = scene.add(tk.sphere(), position=(0, 0, 2), scale=(1, 1, 0))
    assert caught(scene).node is flat
    assert caught(scene).point == pytest.approx((0, 0, 2))
    flat.visible = False
    assert caught(scene).node is node


def test_instances_and_the_depth_of_a_holed_surface():
    scene = tk.Scene()
    places = np.float32([(0, 0, -1), (0, 0, 1), (9, 0, 0)])
    node = scene.add(tk.Node(mesh=tk.Mesh(square()), instances=tk.Instances(translation=places)))
    assert caught(scene).instance == 1
    assert caught(scene, found=At(1, 6.0)).instance == 1
    node.mesh.primitives[0].material = tk.Material(alpha_mode="MASK")  # the picture shows what is behind the hole
    assert caught(scene, found=At(1, 6.0)).instance == 0
    assert caught(scene, found=At(0, None)) is None


def test_planes_that_cut_and_planes_of_the_camera():
    scene = tk.Scene()
    near, far = scene.add(square(), position=(0, 0, 1)), scene.add(square())
    assert caught(scene, found=At(2, 5.0)).node is far  # the picture says so
    assert caught(scene, found=At(1, 4.0)).node is near
    cut = Clipping.through((0, 0, 0.5), (0, 0, 1))
    assert caught(scene, found=At(1, 4.0), clipping=cut).node is far
    assert caught(scene, clipping=Clipping.through((0, 0, -1), (0, 0, 1))) is None
    assert caught(scene, look=front(znear=4.5)).node is far
    assert caught(scene, look=front(zfar=3.5)) is None


def test_an_orthographic_camera_sees_along_parallels():
    scene = tk.Scene()
    scene.add(square(), position=(2, 0, 0))
    look = front(kind="orthographic", xmag=4.0, ymag=2.0, zfar=10.0)
    hit = caught(scene, (150, 50), look=look)
    assert hit.point == pytest.approx((2, 0, 0))
    assert hit.distance == pytest.approx(np.hypot(5, 2))
    ray = Ray.through(look, SIZE, 150, 50)
    assert ray.origin == pytest.approx((2, 0, 5))


def test_lines_and_points_are_hit_beside_themselves_and_hide_behind_surfaces():
    scene = tk.Scene()
    ends = np.float32([(-1, 1, 0), (1, 1, 0), (-1, 0.05, 0), (1, 0.05, 0)])
    lines = scene.add(tk.Primitive(positions=ends, mode="LINES"))
    assert (caught(scene).node, caught(scene).triangle) == (lines, 1)
    assert caught(scene).normal is None
    assert caught(scene, (100, 55)) is None  # five pixels below
    dots = scene.add(tk.Primitive(positions=np.float32([(5, 0, 0), (0, 0, 1)]), mode="POINTS"))
    assert (caught(scene).node, caught(scene).triangle) == (dots, 1)
    wall = scene.add(square(), position=(0, 0, 2))
    assert caught(scene, found=At(3, 3.0)).node is wall


def test_bodies_that_bend_are_met_where_they_are():
    scene = tk.Scene()
    bone = scene.add(tk.Node(position=(0, 2, 0)))
    joints = np.zeros((4, 4), np.uint8)
    weights = np.tile(np.float32([1, 0, 0, 0]), (4, 1))
    lift = tk.MorphTarget(positions=np.tile(np.float32([0, 0, 1]), (4, 1)))
    normals = np.tile(np.float32([0, 0, 1]), (4, 1))
    body = square(joints=[joints], weights=[weights], targets=[lift], normals=normals)
    node = scene.add(tk.Node(mesh=tk.Mesh(body), skin=tk.Skin(joints=[bone]), position=(7, 7, 7)))
    assert caught(scene) is None
    bone.position = (0, 0, 0)
    assert caught(scene).point == pytest.approx((0, 0, 0))
    node.weights = (0.5,)
    assert caught(scene).point == pytest.approx((0, 0, 0.5))
    bone.rotation = (0, 0.5, 0, 3**0.5 / 2)  # 60 degrees about +Y
    assert caught(scene).normal == pytest.approx((3**0.5 / 2, 0, 0.5))


def test_half_assigned_arrays_are_not_met():
    scene = tk.Scene()
    node = scene.add(square())
    node.mesh.primitives[0].positions = np.zeros((3, 3), np.float32)
    assert caught(scene) is None


def test_a_pick_in_own_numbers_is_taken_as_it_is():
    scene = tk.Scene()
    empty = tk.Primitive(positions=np.zeros((0, 3), np.float32))
    node = scene.add(tk.Mesh([empty, square()]))
    index = pack(scene).index
    hit = {"node": 0, "primitive": 1, "triangle": 1, "point": [0, 0, 0], "own": True}
    assert picked(hit, index)[:3] == (node, 1, 1)
    assert picked(hit | {"own": False, "primitive": 0}, index)[:3] == (node, 1, 1)  # as the document counts
    assert picked(hit | {"primitive": 2}, index) is None
