"""Tangents against the definition, worked out one corner at a time, and against stored ones."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import threedkit as tk
from threedkit.geometry.mikktspace import corner_tangents


def unit(v):
    length = np.linalg.norm(v)
    return v / length if length > 0 else v


def by_definition(p, n, t, triangles):
    """One corner at a time: walk around the vertex while the image keeps its side, sum what is there."""
    p, n, t = (np.asarray(a, np.float64) for a in (p, n, t))
    same = {}
    weld = [same.setdefault((*p[i], *n[i], *t[i]), i) for i in range(len(p))]
    tris = [[weld[i] for i in triangle] for triangle in triangles]
    sides, ways = [], []
    for a, b, c in tris:
        (s1, t1), (s2, t2) = t[b] - t[a], t[c] - t[a]
        area = s1 * t2 - t1 * s2
        sides.append(area > 0)
        ways.append(unit(t2 * (p[b] - p[a]) - t1 * (p[c] - p[a])) * (1 if area > 0 else -1))
    edges = {(tri[i], tri[(i + 1) % 3]): f for f, tri in enumerate(tris) for i in range(3)}
    found = np.zeros((len(tris), 3, 4))
    for f, tri in enumerate(tris):
        for i, vertex in enumerate(tri):
            total, seen, stack = np.zeros(3), {f}, [f]
            while stack:
                face = stack.pop()
                k = tris[face].index(vertex)
                after, before = tris[face][(k + 1) % 3], tris[face][(k + 2) % 3]
                flat = [
                    unit(v - (v @ n[vertex]) * n[vertex])
                    for v in (ways[face], p[before] - p[vertex], p[after] - p[vertex])
                ]
                total += np.arccos(np.clip(flat[1] @ flat[2], -1, 1)) * flat[0]
                for edge in ((after, vertex), (vertex, before)):
                    other = edges.get(edge)
                    if other is not None and other not in seen and sides[other] == sides[f]:
                        seen.add(other)
                        stack.append(other)
            found[f, i] = (*unit(total), -1 if sides[f] else 1)
    return found


@st.composite
def sheets(draw):
    """A bent grid, some of whose triangles show their image mirrored or on another chart."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    rows, columns = draw(st.integers(1, 4)), draw(st.integers(1, 4))
    x, y = np.meshgrid(np.arange(columns + 1), np.arange(rows + 1))
    positions = np.stack([x, y, np.zeros_like(x)], -1).reshape(-1, 3) + rng.uniform(-0.3, 0.3, (x.size, 3))
    normals = rng.normal((0, 0, 3), 1, (x.size, 3))
    normals /= np.linalg.norm(normals, axis=1, keepdims=True)
    texcoords = positions[:, :2] * rng.uniform(0.5, 2, 2) + rng.uniform(-0.2, 0.2, (x.size, 2))
    texcoords[x.reshape(-1) > columns // 2, 0] *= -1  # the image turns back
    corner = (np.arange(rows)[:, None] * (columns + 1) + np.arange(columns)).reshape(-1)
    quads = np.stack([corner, corner + 1, corner + columns + 2, corner, corner + columns + 2, corner + columns + 1], 1)
    return [a.astype(np.float32) for a in (positions, normals, texcoords)], quads.reshape(-1, 3)


@given(sheets(), st.booleans())
@settings(deadline=None, max_examples=60)
def test_by_definition(sheet, loose):
    arrays, triangles = sheet
    expected = by_definition(*arrays, triangles)
    if loose:  # a soup is welded first
        arrays, triangles = [a[triangles.reshape(-1)] for a in arrays], np.arange(triangles.size).reshape(-1, 3)
    found = corner_tangents(*arrays, triangles)
    clear = np.linalg.norm(expected[..., :3], axis=-1) > 0.5
    np.testing.assert_array_equal(found[..., 3], expected[..., 3])
    assert np.einsum("ijk,ijk->ij", found[..., :3], expected[..., :3])[clear].min(initial=1) > 1 - 1e-3
    normal = arrays[1][triangles]
    assert np.abs(np.einsum("ijk,ijk->ij", found[..., :3], normal)).max() < 1e-5
    np.testing.assert_allclose(np.linalg.norm(found[..., :3], axis=-1), 1, atol=1e-5)


@pytest.mark.parametrize("make", [tk.plane, tk.box, tk.torus, tk.cylinder, tk.sphere])
def test_primitives_have_what_the_algorithm_finds(make):
    shape = make()
    found = corner_tangents(shape.positions, shape.normals, shape.texcoords[0], shape.triangles)
    stored = shape.tangents[shape.triangles]
    assert (found[..., 3] == 1).all()
    assert np.einsum("ijk,ijk->ij", found[..., :3], stored[..., :3]).min() > 0.98


def test_up_in_the_image_is_the_normal_cross_the_tangent():
    wall = tk.plane(segments=2)
    found = corner_tangents(wall.positions, wall.normals, wall.texcoords[0], wall.triangles)[0, 0]
    up = np.cross(wall.normals[0], found[:3]) * found[3]
    top, bottom = wall.positions[wall.texcoords[0][:, 1] == 0][0], wall.positions[wall.texcoords[0][:, 1] == 1][0]
    assert up @ (top - bottom) > 0.9


def test_no_direction_gives_any_orthogonal_one():
    normals = np.float32([(0.6, 0, 0.8)] * 4)
    points = np.float32([(0, 0, 0), (1, 0, 0), (0, 1, 0), (0, 0, 0)])
    for texcoords in (np.zeros((4, 2)), np.float32([(0, 0), (1, 1), (2, 2), (0, 0)])):
        found = corner_tangents(points, normals, texcoords, np.array([(0, 1, 2), (0, 3, 1)]))
        assert np.abs(found[..., :3] @ normals[0]).max() < 1e-6
        np.testing.assert_allclose(np.linalg.norm(found[..., :3], axis=-1), 1, atol=1e-6)
    assert corner_tangents(points, normals, points[:, :2], np.empty((0, 3), int)).shape == (0, 3, 4)


def test_a_triangle_without_area_takes_part_of_its_vertices():
    points = np.float32([(0, 0, 0), (1, 0, 0), (1, 1, 0), (0, 0, 0)])
    texcoords = np.float32([(0, 0), (0, 1), (1, 1), (0, 0)])
    found = corner_tangents(points, np.float32([(0, 0, 1)] * 4), texcoords, np.array([(0, 3, 1), (0, 1, 2)]))
    np.testing.assert_array_equal(found[0, 0], found[1, 0])
    np.testing.assert_array_equal(found[0, 2], found[1, 1])


def test_vague_triangles_join_the_group_beside_them():
    points = np.float32([(0, 0, 0), (1, 0, 0), (1, 1, 0), (0, 1, 0), (-1, 1, 0)])
    texcoords = np.float32([(0, 1), (1, 1), (1, 0), (1, 0), (0, 0)])
    fan = np.array([(0, 1, 2), (0, 2, 3), (0, 3, 4)])
    found = corner_tangents(points, np.float32([(0, 0, 1)] * 5), texcoords, fan)
    np.testing.assert_array_equal(found[0, 0], found[1, 0])


# Exported by tools that use MikkTSpace. (Other models of the collection hold tangents of other makers.)
STORED = ("AlphaBlendModeTest", "AnisotropyStrengthTest", "SheenCloth")


def test_the_tangents_stored_in_real_models(shared_assets):
    scenes = []
    if shared_assets is not None:
        folder = shared_assets / "gltf-sample-assets" / "Models"
        scenes = [tk.load(next((folder / name).glob("glTF*/*.gl*"))) for name in STORED]
    for scene in scenes:
        for mesh in scene.meshes[:6]:
            for primitive in mesh.primitives:
                uv = primitive.as_float("texcoords", 0)
                found = corner_tangents(primitive.positions, primitive.normals, uv, primitive.triangles)
                stored = primitive.tangents[primitive.triangles]
                np.testing.assert_array_equal(found[..., 3], stored[..., 3])
                cosine = np.einsum("ijk,ijk->ij", found[..., :3], stored[..., :3])
                assert (cosine > 0.999).mean() > 0.999
