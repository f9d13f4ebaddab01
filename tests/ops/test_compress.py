"""ops.compress: what it prepares, and what comes back from the file."""

from __future__ import annotations

import warnings

import numpy as np
import pytest

import threedkit as tk
from threedkit.errors import ParameterError
from threedkit.ops.compress import compress
from threedkit.testing import scenes_equal


def ball(**values) -> tk.Scene:
    scene = tk.Scene()
    scene.add(tk.Mesh(tk.sphere(radius=1, segments=48, rings=24), **values), name="ball")
    return scene


def size(scene, path) -> int:
    scene.save(path)
    return path.stat().st_size


@pytest.mark.parametrize("options", [{}, {"khronos": True}, {"normals": 12}, {"reorder": False}, {"positions": 0}])
def test_what_meshopt_saves_comes_back_exactly(full, tmp_path, options):
    for scene in (ball(), full):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)
            compress(scene, **options)
        scene.save(tmp_path / "a.glb")
        again = tk.load(tmp_path / "a.glb")
        assert again.content_hash == scene.content_hash
        assert scenes_equal(tk.load(scene.to_glb()), again) == []
        assert again.compression == ""


def test_it_is_smaller_in_each_step(tmp_path):
    scene = ball()
    (primitive,) = scene.meshes[0].primitives
    shuffled = np.random.default_rng(0).permutation(primitive.indices.reshape(-1, 3))
    primitive.indices = np.ascontiguousarray(shuffled).reshape(-1)
    sizes = [size(scene, tmp_path / "a.glb")]
    scene.compression = "meshopt"
    sizes.append(size(scene, tmp_path / "a.glb"))
    steps = ({"reorder": False}, {}, {"khronos": True})
    sizes.extend(size(compress(scene, **options), tmp_path / "a.glb") for options in steps)
    assert sizes == sorted(sizes, reverse=True), sizes
    assert sizes[-1] * 4 < sizes[0]
    assert size(compress(ball(), method="draco"), tmp_path / "a.glb") * 3 < size(ball(), tmp_path / "b.glb")


def test_vertices_move_half_a_step_at_most_and_triangles_stay(tmp_path):
    scene = ball()
    before = scene.meshes[0].primitives[0]
    corners = before.positions[before.triangles].mean(axis=1)
    normals = before.normals[before.triangles].mean(axis=1)
    compress(scene, positions=12)
    node, primitive = scene.nodes["ball"], scene.meshes[0].primitives[0]
    placed = scene.pose(None).positions(scene.mesh_nodes[0], primitive)[primitive.triangles].mean(axis=1)
    distance = np.linalg.norm(corners[:, None] - placed[None], axis=2)
    step = 2 / (2**11 - 1)
    assert distance.min(axis=0).max() <= step
    assert distance.min(axis=1).max() <= step
    nearest = distance.argmin(axis=1)
    turned = (primitive.normals[primitive.triangles].mean(axis=1)[nearest] * normals).sum(axis=1)
    assert turned.min() > 0.98
    assert node is scene.nodes["ball"]


def test_everything_that_counts_vertices_goes_along():
    chance = np.random.default_rng(0)
    positions = chance.random((50, 3)).astype(np.float32)
    indices = chance.permutation(np.repeat(np.arange(48, dtype=np.uint16), 3))  # two vertices are drawn by nothing
    shift = tk.MorphTarget(positions=positions * 0.25)
    scene = tk.Scene()
    scene.add(tk.Mesh(tk.Primitive(positions, indices=indices, targets=shift, custom={"_ID": np.arange(50.0)})))
    compress(scene)
    (primitive,) = scene.meshes[0].primitives
    order = primitive.custom["_ID"].astype(int)
    assert sorted(order) == list(range(50))
    assert set(order[-2:]) == {48, 49}
    (node,) = scene.mesh_nodes
    node.weights = (1.0,)
    assert np.abs(scene.pose(None).positions(node, primitive) - 1.25 * positions[order]).max() < 1e-3
    found = {tuple(sorted(row)) for row in order[primitive.triangles].tolist()}
    assert found == {tuple(sorted(row)) for row in indices.reshape(-1, 3).tolist()}


def test_triangles_that_blend_keep_their_order():
    scene = ball(material=tk.Material(alpha_mode="BLEND"))
    before = scene.meshes[0].primitives[0]
    centers = before.positions[before.triangles].mean(axis=1)
    compress(scene, positions=0)
    after = scene.meshes[0].primitives[0]
    assert np.abs(after.positions[after.triangles].mean(axis=1) - centers).max() < 1e-6


def test_vertices_that_primitives_share_stay_shared():
    half = tk.sphere(radius=1)
    count = len(half.indices) // 6 * 3
    parts = [
        tk.Primitive(half.positions, normals=half.normals, indices=indices)
        for indices in (half.indices[:count], half.indices[count:])
    ]
    scene = tk.Scene()
    scene.add(tk.Mesh(parts))
    compress(scene)
    one, two = scene.meshes[0].primitives
    assert one.positions is two.positions
    assert one.normals is two.normals


def test_normals_of_no_length_are_left_to_quantize():
    scene = ball()
    (primitive,) = scene.meshes[0].primitives
    normals = primitive.normals.copy()
    normals[3] = 0
    primitive.normals = normals
    compress(scene, reorder=False)
    assert np.array_equal(scene.meshes[0].primitives[0].normals[3], (0, 0, 0))


@pytest.mark.parametrize("bits", [14, 16])
def test_rotations_of_animations_are_snapped_to_the_filter(tmp_path, bits):
    turns = np.random.default_rng(2).normal(size=(200, 4)).astype(np.float32)
    turns /= np.linalg.norm(turns, axis=1)[:, None]
    scene = ball()
    channel = tk.Channel(
        node=scene.nodes["ball"], path="rotation", times=np.arange(200, dtype=np.float32), values=turns
    )
    scene.animations = [tk.Animation(channels=channel)]
    compress(scene, rotations=bits)
    scene.save(tmp_path / "a.glb")
    data = (tmp_path / "a.glb").read_bytes()
    assert b'"filter":"QUATERNION"' in data
    assert tk.load(data).content_hash == scene.content_hash
    (found,) = scene.animations[0].channels
    assert np.abs(np.abs((found.values.astype(float) * turns).sum(axis=1)) - 1).max() < 1e-4
    before = scene.content_hash
    assert compress(scene, rotations=bits).content_hash == before


def test_for_draco_the_scene_stays_as_it_is(tmp_path):
    scene = ball()
    before = scene.content_hash
    compress(scene, method="draco", positions=11, level=3)
    assert scene.content_hash == before
    assert scene.compression == "draco"
    assert scene.compression_options == {"position_bits": 11, "normal_bits": 10, "texcoord_bits": 12, "level": 3}
    scene.save(tmp_path / "a.glb")
    data = (tmp_path / "a.glb").read_bytes()
    assert b"KHR_draco_mesh_compression" in data
    found = tk.load(data)
    assert np.abs(np.array(found.bounds()) - scene.bounds()).max() <= 2 / 2047 / 2 * 1.001


@pytest.mark.parametrize(
    "options",
    [
        {"method": "zip"},
        {"positions": 7},
        {"normals": 9},
        {"level": 11},
        {"rotations": 12},
        {"khronos": 1},
        {"method": "draco", "positions": 31},
        {"method": "draco", "texcoords": 0},
    ],
)
def test_wrong_options_are_refused(options):
    with pytest.raises(ParameterError, match=r"^compress: "):
        compress(ball(), **options)
