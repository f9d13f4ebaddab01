"""Weld: fewer vertices, the same drawing."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import threedkit as tk
from threedkit.errors import ParameterError
from threedkit.geometry.indexing import separate
from threedkit.ops._vertices import arrays, indices_of
from threedkit.scene import MODES


def corners(primitive):
    """What is drawn, corner by corner: the bytes of all attributes of each."""
    order = separate(primitive.mode, indices_of(primitive))
    return b"".join(np.ascontiguousarray(array[order]).tobytes() for _, array in arrays(primitive))


def names(primitive):
    return [(name, array.dtype, array.shape[1:]) for name, array in arrays(primitive)]


@st.composite
def primitives(draw):
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    count = draw(st.integers(1, 30))
    values = {"positions": rng.integers(0, 3, (count, 3)).astype(np.float32)}
    if draw(st.booleans()):
        values["texcoords"] = [rng.integers(0, 2, (count, 2)).astype(np.uint8)]
    if draw(st.booleans()):
        values["joints"] = rng.integers(0, 2, (count, 4)).astype(np.uint8)
        values["weights"] = rng.integers(0, 2, (count, 4)).astype(np.float32)
    if draw(st.booleans()):
        values["custom"] = {"_ID": rng.integers(0, 2, count).astype(np.uint16)}
    if draw(st.booleans()):
        values["targets"] = [tk.MorphTarget(positions=rng.integers(0, 2, (count, 3)).astype(np.float32), name="up")]
    if draw(st.booleans()):
        values["indices"] = rng.integers(0, count, draw(st.integers(1, 40))).astype(np.uint32)
    return tk.Primitive(**values, mode=draw(st.sampled_from(MODES)))


@given(primitives())
@settings(deadline=None)
def test_the_same_is_drawn_by_no_equal_vertices(primitive):
    before, form = corners(primitive), names(primitive)
    scene = tk.Scene()
    scene.add(primitive)
    assert tk.ops.weld(scene) is scene
    assert corners(primitive) == before
    assert names(primitive) == form
    primitive.check()
    if primitive.mode != "POINTS":
        rows = [b"".join(array[i].tobytes() for _, array in arrays(primitive)) for i in range(primitive.vertex_count)]
        assert len(set(rows)) == len(rows)
        assert set(primitive.indices.tolist()) == set(range(primitive.vertex_count))
        assert primitive.indices.dtype == np.uint16


def soup(source):
    """The same triangles, three vertices each."""
    loose = tk.Primitive(source.positions[source.indices], material=source.material)
    loose.texcoords = tuple(array[source.indices] for array in source.texcoords)
    loose.normals = source.normals[source.indices]
    return loose


def test_a_soup_gets_its_indices_back():
    ball = tk.sphere(segments=24, rings=12)
    ball.tangents = None
    loose = soup(ball)
    scene = tk.Scene()
    scene.add(loose)
    tk.ops.weld(scene)
    assert loose.vertex_count == ball.vertex_count
    np.testing.assert_array_equal(loose.positions[loose.indices], ball.positions[ball.indices])


def test_tolerance_merges_across_a_seam_and_drops_what_lost_its_area():
    strip = [
        (0, 0, 0),
        (1, 0, 0),
        (1, 1, 0),
        (0, 0, 1e-4),
        (1, 1, 1e-4),
        (0, 1, 0),
        (0, 0, 0),
        (1e-4, 0, 0),
        (0, 1e-4, 0),
    ]
    scene = tk.Scene()
    mesh = scene.add(tk.Primitive(strip)).mesh
    original = scene.copy()
    assert tk.ops.weld(original).meshes[0].vertex_count == 8
    tk.ops.weld(scene, tolerance=1e-3)
    assert mesh.vertex_count == 4
    assert mesh.triangle_count == 2


def test_tolerance_minds_the_other_attributes():
    sides = tk.Primitive([(0, 0, 0), (0, 0, 1e-6), (1, 0, 0)], normals=[(0, 0, 1), (0, 1, 0), (0, 0, 1)])
    scene = tk.Scene()
    scene.add(sides)
    assert tk.ops.weld(scene, tolerance=1e-3).meshes[0].vertex_count == 3


def test_what_would_vanish_stays_with_a_warning():
    scene = tk.Scene()
    scene.add(tk.Mesh(tk.Primitive([(0, 0, 0), (1e-6, 0, 0), (0, 1e-6, 0)]), name="speck"))
    with pytest.warns(UserWarning, match=r"weld: mesh 'speck', primitive 0 stays as it is: within 1 m nothing is left"):
        assert tk.ops.weld(scene, tolerance=1.0).meshes[0].vertex_count == 3


def test_arrays_that_primitives_share_stay_shared():
    loose = soup(tk.sphere(segments=8, rings=6))
    twin = tk.Primitive(loose.positions, normals=loose.normals, texcoords=loose.texcoords)
    scene = tk.Scene()
    scene.add(tk.Mesh([loose, twin]))
    tk.ops.weld(scene)
    assert loose.positions is twin.positions
    assert loose.texcoords[0] is twin.texcoords[0]
    before = scene.to_glb()
    held = loose.positions
    tk.ops.weld(scene)
    assert loose.positions is held
    assert scene.to_glb() == before


def test_an_extension_that_counts_vertices_is_left_alone():
    scene = tk.Scene()
    outlined = tk.Primitive(np.zeros((6, 3)), extensions={"CESIUM_primitive_outline": {"indices": np.arange(6)}})
    scene.add(tk.Mesh(outlined, name="house"))
    with pytest.warns(UserWarning, match="weld: mesh 'house', primitive 0 stays as it is: its extension CESIUM_prim"):
        tk.ops.weld(scene)
    assert outlined.vertex_count == 6


def test_observers_never_see_arrays_that_do_not_fit():
    loose = soup(tk.sphere(segments=8, rings=6))
    scene = tk.Scene()
    scene.add(loose)
    seen = []
    loose.observe(lambda change: (loose.check(), seen.append(change.name)))
    tk.ops.weld(scene)
    assert {"positions", "normals", "texcoords", "indices"} <= set(seen)


@pytest.mark.parametrize("wrong", [-1, float("nan"), "1", True])
def test_a_wrong_tolerance_is_refused(wrong):
    with pytest.raises(ParameterError, match="weld: tolerance must be a number of at least 0, not"):
        tk.ops.weld(tk.Scene(), tolerance=wrong)


def test_real_models_draw_the_same(models):
    for path in models:
        scene = tk.load(path)
        parts = [primitive for mesh in scene.meshes for primitive in mesh.primitives]
        before = [corners(primitive) for primitive in parts]
        tk.ops.weld(scene)
        assert [corners(primitive) for primitive in parts] == before
        assert tk.validate(scene.to_glb()).ok
