"""Simplify: fewer triangles out of the same vertices, and nearly the same picture."""

from __future__ import annotations

import warnings

import numpy as np
import pytest
import trimesh
from hypothesis import given, settings
from hypothesis import strategies as st

import threedkit as tk
from threedkit.errors import FieldError, ParameterError
from threedkit.geometry.simplification import simplify_triangles
from threedkit.ops._vertices import arrays
from threedkit.testing import silhouette_iou


def scene_of(*primitives, **values):
    scene = tk.Scene()
    scene.add(tk.Mesh(primitives, tk.Material(), name="thing"), **values)
    return scene


def rows(primitive):
    return {
        b"".join(np.ascontiguousarray(array[i]).tobytes() for _, array in arrays(primitive)) for i in used(primitive)
    }


def used(primitive):
    return np.unique(primitive.triangles)


def dressed(primitive):
    """A primitive with everything that must go along."""
    count = primitive.vertex_count
    primitive.custom = {"_ID": np.arange(count, dtype=np.uint16)}
    primitive.joints = np.zeros((count, 4), np.uint8)
    primitive.weights = np.tile(np.float32([1, 0, 0, 0]), (count, 1))
    primitive.targets = [tk.MorphTarget(positions=primitive.positions[:, ::-1], name="turn")]
    return primitive


@given(
    st.sampled_from(
        [tk.sphere, tk.torus, tk.cylinder, tk.cone, lambda: tk.box(segments=6), lambda: tk.plane(segments=9)]
    ),
    st.floats(0, 1),
    st.floats(0, 0.2),
    st.booleans(),
)
@settings(deadline=None, max_examples=25)
def test_the_result_is_some_of_the_vertices(make, ratio, error, lock_border):
    shape = dressed(make())
    before, form = rows(shape), [(name, array.dtype, array.shape[1:]) for name, array in arrays(shape)]
    box, count = shape.bounds, shape.triangle_count
    scene = scene_of(shape)
    assert tk.ops.simplify(scene, ratio=ratio, error=error, lock_border=lock_border) is scene
    shape.check()
    assert rows(shape) <= before
    assert [(name, array.dtype, array.shape[1:]) for name, array in arrays(shape)] == form
    assert 0 < shape.triangle_count <= count
    assert (shape.bounds[0] >= box[0]).all()
    assert (shape.bounds[1] <= box[1]).all()


def test_the_ratio_is_reached_and_the_shape_stays():
    ball = tk.sphere(segments=64, rings=32)
    tk.ops.simplify(scene_of(ball), ratio=0.25, error=1)
    assert ball.triangle_count == pytest.approx(0.25 * tk.sphere(segments=64, rings=32).triangle_count, abs=2)
    radii = np.linalg.norm(ball.positions, axis=1)
    np.testing.assert_allclose(radii, 1, atol=1e-6)
    places, where = np.unique(ball.positions, axis=0, return_inverse=True)
    mesh = trimesh.Trimesh(places, where[ball.triangles], process=False)
    assert mesh.is_watertight  # the seam of the texture is closed too
    assert mesh.volume == pytest.approx(4 / 3 * np.pi, rel=0.02)


def test_the_error_is_a_limit():
    found = []
    for error in (0.0, 0.001, 0.01, 0.1):
        ball = tk.sphere(segments=64, rings=32)
        tk.ops.simplify(scene_of(ball), error=error)
        found.append(ball.triangle_count)
    assert found[0] > found[1] > found[2] > found[3]


def test_a_flat_sheet_needs_two_triangles_unless_its_border_is_locked():
    sheet, tile = tk.plane(segments=8), tk.plane(segments=8)
    tk.ops.simplify(scene_of(sheet))
    tk.ops.simplify(scene_of(tile), lock_border=True)
    assert sheet.triangle_count == 2
    edge = np.abs(tile.positions[:, [0, 2]]).max(axis=1) == 0.5
    assert edge.sum() == 32


def test_primitives_of_a_mesh_stay_joined():
    left, right = tk.plane(segments=8), tk.plane(segments=8)
    right.positions = right.positions + np.float32([1, 0, 0])
    tk.ops.simplify(scene_of(left, right))
    line = [part.positions[part.positions[:, 0] == 0.5] for part in (left, right)]
    assert len(line[0]) == 9
    assert {tuple(p) for p in line[0].tolist()} == {tuple(p) for p in line[1].tolist()}


def test_a_soup_is_welded_first():
    ball = tk.sphere(segments=32, rings=16)
    loose = tk.Primitive(ball.positions[ball.indices], normals=ball.normals[ball.indices])
    tk.ops.simplify(scene_of(loose), ratio=0.2, error=1)
    assert loose.triangle_count <= 0.2 * ball.triangle_count + 2
    assert loose.vertex_count < 3 * loose.triangle_count


def test_points_and_lines_are_left_alone_and_said():
    points = tk.Primitive(np.zeros((5, 3)), mode="POINTS")
    line = tk.Primitive(np.zeros((5, 3)), mode="LINE_STRIP")
    with pytest.warns(UserWarning, match="points and lines stay as they are: mesh 'thing', primitive 0 and 1 more"):
        tk.ops.simplify(scene_of(points, line))
    assert points.vertex_count == line.vertex_count == 5


def test_twins_stay_alike():
    one = tk.sphere()
    two = tk.Primitive(
        one.positions, normals=one.normals, tangents=one.tangents, texcoords=one.texcoords, indices=one.indices
    )
    scene = scene_of(one)
    scene.add(tk.Mesh(two))
    tk.ops.simplify(scene, ratio=0.3)
    assert one.positions is two.positions
    assert one.indices.tolist() == two.indices.tolist()


def test_nothing_left_is_nothing_done():
    speck = tk.Primitive(np.zeros((3, 3)))
    with pytest.warns(UserWarning, match="mesh 'thing', primitive 0 stays as it is: nothing would be left of it"):
        tk.ops.simplify(scene_of(speck))
    assert speck.triangle_count == 1


def test_positions_that_are_not_finite_are_refused():
    with pytest.raises(FieldError, match="cannot simplify: positions must all be finite"):
        simplify_triangles(np.full((3, 3), np.nan), np.array([(0, 1, 2)]), {})


@pytest.mark.parametrize("options", [{"ratio": 2}, {"error": -1}, {"lock_border": 1}, {"ratio": float("nan")}])
def test_wrong_options_are_refused(options):
    with pytest.raises(ParameterError, match=f"simplify: {next(iter(options))} must be"):
        tk.ops.simplify(tk.Scene(), **options)


def test_real_models(models):
    for path in models:
        scene = tk.load(path)
        parts = [primitive for mesh in scene.meshes for primitive in mesh.primitives]
        if sum(part.triangle_count for part in parts) > 20_000:
            continue
        before = [rows(part) for part in parts]
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", "simplify: points and lines stay")
            tk.ops.simplify(scene, ratio=0.3)
        assert all(rows(part) <= was for part, was in zip(parts, before, strict=True))
        assert tk.validate(scene.to_glb()).ok


@pytest.mark.engine
def test_the_picture_is_nearly_the_same(suzanne):
    scene = tk.load(suzanne)
    options = {"size": (160, 120), "engine": "filament", "samples": 4, "outputs": ("color", "object_id")}
    original = tk.render(scene, **options)
    less = tk.ops.simplify(scene.copy(), ratio=0.25, error=0.05)
    assert sum(mesh.triangle_count for mesh in less.meshes) < 0.3 * sum(mesh.triangle_count for mesh in scene.meshes)
    picture = tk.render(less, **options)
    assert silhouette_iou(original.object_id > 0, picture.object_id > 0) > 0.97
