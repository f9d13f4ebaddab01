"""Tangents and normals as operations: who gets them, and what goes along."""

from __future__ import annotations

import warnings

import numpy as np
import pytest

import threedkit as tk
from threedkit.geometry.mikktspace import corner_tangents
from threedkit.ops._vertices import arrays

GREY = np.full((2, 2, 3), 128, np.uint8)


def bumpy(primitive, **values):
    primitive.tangents = None
    scene = tk.Scene()
    scene.add(tk.Mesh(primitive, tk.Material(normal_texture=GREY), name="bumpy"), **values)
    return scene


def mirrored():
    """A sheet whose right half shows the left half's image mirrored."""
    sheet = tk.plane(segments=(2, 1))
    uv = np.array(sheet.texcoords[0])
    uv[:, 0] = 1 - np.abs(2 * uv[:, 0] - 1)
    sheet.texcoords = uv
    sheet.custom = {"_ID": np.arange(len(uv), dtype=np.uint16)}
    sheet.targets = [tk.MorphTarget(positions=np.zeros_like(sheet.positions) + np.arange(len(uv))[:, None])]
    return sheet


def corners(primitive, but=()):
    return {name: array[primitive.triangles] for name, array in arrays(primitive) if name not in but}


def test_a_mirrored_image_splits_the_middle_line_and_all_goes_along():
    sheet = mirrored()
    before = corners(sheet, but=("TANGENT",))
    scene = bumpy(sheet)
    assert tk.ops.tangents(scene) is scene
    after = corners(sheet)
    assert sheet.vertex_count == 8
    found = after.pop("TANGENT")
    # Where u runs to the right, w is 1; where it runs back, -1.
    np.testing.assert_array_equal(found[:, :, 3], np.sign(found[:, :, 0]))
    for name, array in before.items():
        np.testing.assert_array_equal(after[name], array)
    assert tk.validate(scene.to_glb()).ok


def test_only_who_needs_them():
    plain, with_map, with_own = tk.box(), tk.box(), tk.box()
    plain.tangents = with_map.tangents = None
    held = with_own.tangents
    scene = tk.Scene()
    bumps = tk.Material(normal_texture=GREY)
    scene.add(tk.Mesh([plain], tk.Material()))
    scene.add(tk.Mesh([with_map, with_own], bumps))
    line = tk.Primitive([(0, 0, 0), (1, 0, 0)], mode="LINES", material=bumps)
    scene.add(tk.Mesh(line))
    tk.ops.tangents(scene)
    assert plain.tangents is None
    assert line.tangents is None
    assert with_map.tangents is not None
    assert with_own.tangents is held
    tk.ops.tangents(scene, everywhere=True, overwrite=True)
    assert plain.tangents is not None
    assert with_own.tangents is not held
    np.testing.assert_allclose(with_own.tangents[with_own.triangles], held[tk.box().triangles], atol=1e-6)


def test_again_changes_nothing():
    scene = bumpy(mirrored())
    tk.ops.tangents(scene)
    before = scene.to_glb()
    assert tk.ops.tangents(scene, overwrite=True).to_glb() == before


def test_a_variant_and_its_texture_coordinates_count():
    sheet = tk.plane()
    sheet.tangents = None
    sheet.texcoords = (np.zeros_like(sheet.texcoords[0]), sheet.texcoords[0][:, ::-1])
    rough = tk.Material(normal_texture=tk.TextureInfo(tk.Texture(GREY), texcoord=1))
    sheet.variants = [tk.VariantMaterial(material=rough, variants=(tk.Variant(name="rough"),))]
    scene = tk.Scene()
    scene.add(sheet)
    tk.ops.tangents(scene)
    expected = corner_tangents(sheet.positions, sheet.normals, sheet.texcoords[1], sheet.triangles)
    np.testing.assert_array_equal(sheet.tangents[sheet.triangles], expected)


def test_missing_texture_coordinates_are_said():
    sheet = tk.plane()
    sheet.texcoords = ()
    with pytest.warns(UserWarning, match="tangents: mesh 'bumpy', primitive 0 stays as it is: it has no TEXCOORD_0"):
        tk.ops.tangents(bumpy(sheet))
    assert sheet.tangents is None


def test_without_normals_the_surface_is_flat_as_it_is_drawn():
    ball = tk.sphere(segments=8, rings=6)
    ball.normals = None
    scene = bumpy(ball)
    tk.ops.tangents(scene)
    assert ball.vertex_count == 3 * ball.triangle_count
    edges = np.diff(ball.positions[ball.triangles], axis=1)
    assert np.abs(np.einsum("ijk,ik->ij", edges, ball.normals[ball.triangles][:, 0])).max() < 1e-6


def test_a_strip_becomes_triangles():
    strip = tk.Primitive(
        [(0, 0, 0), (1, 0, 0), (0, 1, 0), (1, 1, 0)], normals=[(0, 0, 1)] * 4, mode="TRIANGLE_STRIP",
        texcoords=np.float32([(0, 1), (1, 1), (0, 0), (1, 0)]),
    )  # fmt: skip
    tk.ops.tangents(bumpy(strip))
    assert strip.mode == "TRIANGLES"
    assert strip.tangents.tolist() == [[1, 0, 0, 1]] * 4


def test_targets_with_tangents_get_theirs_anew():
    sheet = tk.plane(segments=3)
    turn = np.stack([-sheet.positions[:, 2], sheet.positions[:, 1], sheet.positions[:, 0]], axis=1)  # a quarter
    sheet.targets = [tk.MorphTarget(positions=turn - sheet.positions, tangents=np.zeros_like(turn))]
    scene = bumpy(sheet)
    tk.ops.tangents(scene)
    np.testing.assert_allclose(
        sheet.targets[0].tangents + sheet.tangents[:, :3], np.tile((0, 0, 1), (16, 1)), atol=1e-6
    )


def test_twins_keep_sharing():
    one = tk.sphere(segments=8, rings=6)
    one.tangents = None
    two = tk.Primitive(one.positions, normals=one.normals, texcoords=one.texcoords, indices=one.indices)
    scene = tk.Scene()
    scene.add(tk.Mesh([one, two], tk.Material(normal_texture=GREY)))
    tk.ops.tangents(scene)
    assert one.tangents is two.tangents
    assert one.positions is two.positions


def test_normals_for_those_who_have_none():
    own, none = tk.box(), tk.box()
    none.normals = None
    scene = tk.Scene()
    scene.add(tk.Mesh([own, none]))
    held = own.normals
    assert tk.ops.normals(scene) is scene
    assert own.normals is held
    np.testing.assert_allclose(none.normals[none.triangles], tk.box().normals[tk.box().triangles], atol=1e-6)
    assert none.tangents is None
    tk.ops.normals(scene, overwrite=True, crease=np.pi)
    assert own.normals is not held


def test_normals_of_targets_are_those_of_the_moved_surface():
    sheet = tk.plane(segments=2)
    turn = np.stack([-sheet.positions[:, 1], sheet.positions[:, 0], sheet.positions[:, 2]], axis=1)
    sheet.targets = [tk.MorphTarget(positions=turn - sheet.positions, normals=np.zeros_like(turn), name="turn")]
    expected = np.stack([-sheet.normals[:, 1], sheet.normals[:, 0], sheet.normals[:, 2]], axis=1)
    scene = tk.Scene()
    scene.add(sheet)
    tk.ops.normals(scene, overwrite=True)
    np.testing.assert_allclose(sheet.normals + sheet.targets[0].normals, expected, atol=1e-6)
    assert sheet.targets[0].name == "turn"


def test_real_models(models):
    for path in models:
        scene = tk.load(path)
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", "tangents: .* several TEXCOORD sets")
            tk.ops.tangents(scene, overwrite=True, everywhere=True)
        for mesh in scene.meshes:
            for primitive in mesh.primitives:
                if primitive.tangents is not None and primitive.texcoords:
                    xyz, normals = primitive.tangents[:, :3], primitive.normals
                    assert np.abs(np.einsum("ij,ij->i", xyz, normals)).max() < 1e-3
                    np.testing.assert_allclose(np.linalg.norm(xyz, axis=1), 1, atol=1e-3)
                    assert set(np.unique(primitive.tangents[:, 3])) <= {-1.0, 1.0}
        assert tk.validate(scene.to_glb()).ok
