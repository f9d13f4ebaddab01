"""Primitives: closed surfaces, outward fronts, analytic measures, tangent frames, texture coordinates."""

from __future__ import annotations

import math

import numpy as np
import pytest
import trimesh
from hypothesis import given, settings
from hypothesis import strategies as st

from threedkit import geometry
from threedkit.errors import FieldError

CLOSED = {
    "sphere": (geometry.sphere, 2),
    "box": (geometry.box, 2),
    "cylinder": (geometry.cylinder, 2),
    "cone": (geometry.cone, 2),
    "torus": (geometry.torus, 0),
}
OPEN = {
    "plane": lambda **_: geometry.plane((2, 3), segments=(2, 5)),
    "tube": lambda **_: geometry.cylinder(caps=False, rings=3),
    "hat": lambda **_: geometry.cone(cap=False, rings=3),
}
EVERY = {name: make for name, (make, _) in CLOSED.items()} | OPEN
lengths = st.floats(1e-3, 1e3)
few = st.integers(3, 24)


def welded(primitive):
    """The surface with bit-equal positions joined, as trimesh sees it."""
    rows = primitive.positions.view([("", np.float32)] * 3).ravel()
    unique, where = np.unique(rows.view(np.dtype((np.void, 12))), return_inverse=True)
    points = unique.view(np.float32).reshape(-1, 3).astype(np.float64)
    return trimesh.Trimesh(points, where.reshape(-1)[primitive.triangles], process=False)


def frames(primitive):
    return (a.astype(np.float64) for a in (primitive.positions, primitive.normals, primitive.tangents))


def check_closed(primitive, euler):
    mesh = welded(primitive)
    assert mesh.is_watertight
    assert mesh.is_winding_consistent
    assert mesh.euler_number == euler
    assert mesh.volume > 0
    assert mesh.area_faces.min() > 0
    check_arrays(primitive)


def check_arrays(primitive):
    positions, normals, tangents = frames(primitive)
    assert primitive.positions.dtype == primitive.normals.dtype == primitive.tangents.dtype == np.float32
    assert primitive.texcoords[0].dtype == np.float32
    assert primitive.indices.dtype == np.uint32
    assert primitive.indices.ndim == 1
    np.testing.assert_array_equal(np.unique(primitive.indices), np.arange(primitive.vertex_count))
    assert not np.signbit(primitive.positions[primitive.positions == 0]).any()
    np.testing.assert_allclose(np.linalg.norm(normals, axis=1), 1, atol=1e-6)
    np.testing.assert_allclose(np.linalg.norm(tangents[:, :3], axis=1), 1, atol=1e-6)
    np.testing.assert_allclose(np.sum(normals * tangents[:, :3], axis=1), 0, atol=1e-6)
    np.testing.assert_array_equal(tangents[:, 3], 1)
    uv = primitive.texcoords[0]
    assert uv.min() >= 0
    assert uv.max() <= 1
    corners = positions[primitive.triangles]
    faces = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    along = np.einsum("fc,fvc->fv", faces, normals[primitive.triangles])
    assert (along > 0).all(), "fronts face where the vertex normals point"


@pytest.mark.parametrize("name", CLOSED)
def test_closed_with_its_defaults(name):
    make, euler = CLOSED[name]
    check_closed(make(), euler)


@pytest.mark.parametrize("name", OPEN)
def test_open_ones_have_a_border(name):
    primitive = OPEN[name]()
    mesh = welded(primitive)
    assert not mesh.is_watertight
    assert mesh.is_winding_consistent
    check_arrays(primitive)


@given(lengths, few, st.integers(2, 24))
@settings(deadline=None)
def test_sphere(radius, segments, rings):
    primitive = geometry.sphere(radius, segments=segments, rings=rings)
    check_closed(primitive, 2)
    assert primitive.triangle_count == 2 * segments * (rings - 1)
    np.testing.assert_allclose(np.linalg.norm(primitive.positions, axis=1), radius, rtol=1e-6)
    np.testing.assert_allclose(primitive.positions, np.float32(radius) * primitive.normals, atol=1e-6 * radius)


@given(st.tuples(lengths, lengths, lengths), st.tuples(*[st.integers(1, 5)] * 3))
@settings(deadline=None)
def test_box(size, segments):
    primitive = geometry.box(size, segments=segments)
    mesh = welded(primitive)
    check_closed(primitive, 2)
    np.testing.assert_allclose(mesh.volume, np.prod(size), rtol=1e-4)
    np.testing.assert_allclose(mesh.extents, size, rtol=1e-6)


@given(lengths, lengths, few, st.integers(1, 6), st.booleans())
@settings(deadline=None)
def test_cylinder_and_cone(radius, height, segments, rings, pointed):
    make = geometry.cone if pointed else geometry.cylinder
    primitive = make(radius, height, segments=segments, rings=rings)
    check_closed(primitive, 2)
    base = 0.5 * segments * math.sin(2 * math.pi / segments) * radius**2
    assert welded(primitive).volume == pytest.approx(base * height / (3 if pointed else 1), rel=1e-4)


@given(lengths, st.floats(0.01, 0.99), few, few)
@settings(deadline=None)
def test_torus(radius, share, segments, tube_segments):
    check_closed(geometry.torus(radius, share * radius, segments=segments, tube_segments=tube_segments), 0)


@pytest.mark.parametrize(
    ("primitive", "volume", "area"),
    [
        (geometry.sphere(2, segments=256, rings=128), 4 / 3 * np.pi * 8, 16 * np.pi),
        (geometry.box((1, 2, 3)), 6, 22),
        (geometry.cylinder(2, 3, segments=256), 12 * np.pi, 2 * np.pi * 2 * (2 + 3)),
        (geometry.cone(3, 4, segments=256), 12 * np.pi, np.pi * 3 * (3 + 5)),
        (geometry.torus(2, 0.5, segments=256, tube_segments=128), 2 * np.pi**2 * 2 * 0.25, 4 * np.pi**2 * 2 * 0.5),
    ],
)
def test_measures_meet_the_formulas(primitive, volume, area):
    mesh = welded(primitive)
    assert mesh.volume == pytest.approx(volume, rel=1e-3)
    assert mesh.area == pytest.approx(area, rel=1e-3)


def test_plane_measures():
    primitive = geometry.plane((2, 3), segments=(2, 5))
    assert welded(primitive).area == pytest.approx(6)
    np.testing.assert_array_equal(primitive.normals, np.tile((0, 1, 0), (18, 1)))


@pytest.mark.parametrize("name", EVERY)
def test_tangents_follow_u_and_the_bitangent_goes_up_the_image(name):
    """As MikkTSpace defines it: on each triangle dP/du is along the tangent, -dP/dv along cross(normal, tangent) w."""
    primitive = EVERY[name]()
    positions, normals, tangents = frames(primitive)
    corners, uv = positions[primitive.triangles], primitive.texcoords[0].astype(np.float64)[primitive.triangles]
    edges, steps = corners[:, 1:] - corners[:, :1], uv[:, 1:] - uv[:, :1]
    assert (np.abs(np.linalg.det(steps)) > 1e-9).all(), "no triangle has a texture without area"
    du, dv = np.moveaxis(np.linalg.inv(steps) @ edges, 1, 0)
    t = tangents[primitive.triangles].mean(axis=1)[:, :3]
    b = np.cross(normals, tangents[:, :3])[primitive.triangles].mean(axis=1)
    cos_t = np.sum(t * du, axis=1) / np.linalg.norm(t, axis=1) / np.linalg.norm(du, axis=1)
    cos_b = -np.sum(b * dv, axis=1) / np.linalg.norm(b, axis=1) / np.linalg.norm(dv, axis=1)
    assert cos_t.min() > 0.99
    assert cos_b.min() > 0.99


def at_texcoord(primitive, u, v):
    distance = np.linalg.norm(primitive.texcoords[0] - np.float32([u, v]), axis=1)
    return primitive.positions[distance.argmin()].tolist()


def test_where_the_image_lies():
    ball = geometry.sphere(segments=8, rings=4)
    assert at_texcoord(ball, 0.5, 0.5) == [0, 0, 1]
    assert at_texcoord(ball, 0.75, 0.5) == [1, 0, 0]
    assert at_texcoord(ball, 0.5625, 0.0) == [0, 1, 0]
    ground = geometry.plane()
    assert at_texcoord(ground, 0, 0) == [-0.5, 0, -0.5]
    assert at_texcoord(ground, 1, 1) == [0.5, 0, 0.5]
    ring = geometry.torus(2, 1, segments=8, tube_segments=8)
    assert at_texcoord(ring, 0.5, 0) == [0, 0, 1]
    assert at_texcoord(ring, 0.5, 0.25) == [0, 1, 2]
    assert at_texcoord(ring, 0.5, 0.5) == [0, 0, 3]
    front = geometry.box().positions[16:20]
    np.testing.assert_array_equal(front, [(-0.5, 0.5, 0.5), (0.5, 0.5, 0.5), (-0.5, -0.5, 0.5), (0.5, -0.5, 0.5)])


@pytest.mark.parametrize(
    ("make", "text"),
    [
        (lambda: geometry.sphere(radius=-1), "sphere radius must be a finite number above 0, not -1"),
        (lambda: geometry.sphere(radius=True), "sphere radius must be a finite number above 0, not True"),
        (lambda: geometry.sphere(radius="1"), "sphere radius must be a finite number above 0, not '1'"),
        (lambda: geometry.sphere(radius=math.nan), "sphere radius must be a finite number above 0, not nan"),
        (lambda: geometry.sphere(radius=1e-40), "sphere radius must be a number from 1e-30 to 1e.30 metres"),
        (lambda: geometry.sphere(segments=2), "sphere segments must be a whole number from 3 to 4096, not 2"),
        (lambda: geometry.sphere(segments=8.0), "sphere segments must be a whole number from 3 to 4096, not 8.0"),
        (lambda: geometry.sphere(rings=1), "sphere rings must be a whole number from 2"),
        (lambda: geometry.box(size=(1, 2)), r"box size must be 3 numbers above 0, or one for all, not \(1, 2\)"),
        (lambda: geometry.box(size=(1, 0, 2)), r"box size\[1\] must be a finite number above 0, not 0"),
        (lambda: geometry.box(segments=(1, 2)), "box segments must be 3 whole numbers"),
        (lambda: geometry.plane(size="ab"), "plane size must be 2 numbers"),
        (lambda: geometry.plane(segments=0), "plane segments must be a whole number from 1 to 4096, not 0"),
        (lambda: geometry.cylinder(height=math.inf), "cylinder height must be a finite number above 0, not inf"),
        (lambda: geometry.cone(rings=5000), "cone rings must be a whole number from 1 to 4096, not 5000"),
        (lambda: geometry.torus(radius=1, tube=1), "torus tube must be a number from 0.0001 to below the radius 1"),
    ],
)
def test_out_of_range_is_one_line_with_field_and_range(make, text):
    with pytest.raises(FieldError, match=text) as error:
        make()
    assert "\n" not in str(error.value)


def test_numpy_numbers_are_numbers():
    assert geometry.sphere(np.float32(2), segments=np.int64(8), rings=4).vertex_count == 8 + 3 * 9 + 8
    assert geometry.box(np.array([1.0, 2.0, 3.0])).bounds[1].tolist() == [0.5, 1.0, 1.5]
    assert geometry.plane(3).bounds[1].tolist() == [1.5, 0, 1.5]
