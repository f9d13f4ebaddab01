"""Join: fewer primitives that draw the same."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import threedkit as tk
from threedkit.errors import ParameterError
from threedkit.scene import MODES


def shapes(rng, materials):
    """Boxes and soups of some modes and layouts, in one frame or another."""
    kind = rng.integers(0, 4)
    if kind == 0:
        return tk.box()
    if kind == 1:
        return tk.plane()
    count = int(rng.integers(3, 9))
    made = tk.Primitive(rng.normal(size=(count, 3)), mode=str(rng.choice(MODES)))
    if kind == 2:
        made.indices = rng.integers(0, count, int(rng.integers(3, 12))).astype(np.uint8)
    if rng.random() < 0.3:
        made.custom = {"_ID": np.arange(count, dtype=np.uint16)}
    return made


@given(st.integers(0, 2**32 - 1), st.booleans(), st.booleans())
@settings(deadline=None, max_examples=60)
def test_generated_scenes_draw_the_same(draws_the_same, seed, keep_meshes, flatten):
    rng = np.random.default_rng(seed)
    materials = [tk.Material(), None]
    scene, meshes = tk.Scene(), []
    for _ in range(3):
        parts = [shapes(rng, materials) for _ in range(rng.integers(1, 4))]
        for part in parts:
            part.material = materials[int(rng.integers(0, 2))]
        meshes.append(tk.Mesh(parts))
    parent = scene.add(tk.Node(position=(1, 2, 3)))
    for _ in range(6):
        spot = {"position": rng.normal(size=3), "rotation": rng.normal(size=4), "scale": rng.choice([1, -1, 2], 3)}
        where = None if rng.random() < 0.7 else parent
        scene.add(meshes[int(rng.integers(0, 3))], parent=where, visible=bool(rng.random() < 0.8), **spot)
    still = draws_the_same(scene)
    before = sum(len(node.mesh.primitives) for node in scene.mesh_nodes)
    assert tk.ops.join(scene, keep_meshes=keep_meshes, flatten=flatten) is scene
    assert still()
    assert sum(len(node.mesh.primitives) for node in scene.mesh_nodes) <= before
    for mesh in scene.meshes:
        for primitive in mesh.primitives:
            primitive.check()


def row(count=3, **values):
    scene, stone = tk.Scene(), tk.Material()
    nodes = [
        scene.add(tk.Mesh(tk.box(), stone, name=f"m{i}"), name=f"n{i}", position=(i, 0, 0), **values)
        for i in range(count)
    ]
    return scene, nodes


def test_the_first_keeps_name_and_frame():
    scene, nodes = row()
    tk.ops.join(scene)
    assert scene.mesh_nodes == (nodes[0],)
    assert (nodes[0].name, scene.meshes[0].name, len(scene.meshes)) == ("n0", "m0", 1)
    assert scene.bounds().tolist() == [[-0.5, -0.5, -0.5], [2.5, 0.5, 0.5]]


def test_a_mirrored_part_is_turned_over():
    scene, nodes = row(2)
    nodes[1].scale = (-1, 1, 1)
    tk.ops.join(scene)
    part = scene.meshes[0].primitives[0]
    a, b, c = (part.positions[part.triangles[:, i]] for i in range(3))
    assert (np.einsum("ij,ij->i", np.cross(b - a, c - a), part.normals[part.triangles[:, 0]]) > 0).all()
    assert part.tangents[:24, 3].tolist() == [1] * 24
    assert part.tangents[24:, 3].tolist() == [-1] * 24


def test_options_keep_what_has_names_or_is_a_mesh():
    scene, _ = row()
    assert len(tk.ops.join(scene, keep_named=True).mesh_nodes) == 3
    assert len(tk.ops.join(scene, keep_meshes=True).mesh_nodes) == 3
    two = tk.Scene()
    two.add(tk.Mesh([tk.box(), tk.sphere()]))
    assert len(tk.ops.join(two, keep_meshes=True).meshes[0].primitives) == 1


def test_what_cannot_be_joined_stays(full, draws_the_same):
    still = draws_the_same(full)
    names = {node.name for node in full.mesh_nodes}
    tk.ops.join(full)
    assert still()
    assert {"a", "morphed", "tube"} <= names & {node.name for node in full.mesh_nodes}


def test_nodes_with_extras_children_or_cameras_stay():
    scene, nodes = row(4)
    nodes[1].extras = {"id": 7}
    nodes[2].add(tk.Node(name="leaf", camera=tk.PerspectiveCamera()))
    nodes[3].camera = tk.PerspectiveCamera()
    tk.ops.join(scene)
    assert [node.name for node in scene.nodes] == ["n0", "n1", "n2", "leaf", "n3"]
    assert nodes[1].mesh is nodes[2].mesh is None
    assert nodes[3].mesh is not None


@pytest.mark.parametrize("field", ["extras", "extensions"])
def test_primitives_and_meshes_with_extras_stay(field):
    scene, nodes = row(2)
    setattr(nodes[0].mesh.primitives[0], field, {"EXT_a": {}})
    tk.ops.join(scene)
    assert len(scene.mesh_nodes) == 2
    setattr(nodes[0].mesh.primitives[0], field, {})
    setattr(nodes[1].mesh, field, {"EXT_a": {}})
    assert len(tk.ops.join(scene).mesh_nodes) == 2


def test_variants_must_agree():
    scene, nodes = row(3)
    night, dark = tk.Variant(name="night"), tk.Material(name="dark")
    for node in nodes[:2]:
        node.mesh.primitives[0].variants = [tk.VariantMaterial(material=dark, variants=night)]
    tk.ops.join(scene)
    assert [len(node.mesh.primitives) for node in scene.mesh_nodes] == [1, 1]
    assert [mapping.material for mapping in scene.meshes[0].primitives[0].variants] == [dark]


def test_stored_formats_stay_where_nothing_moves():
    scene = tk.Scene()
    parts = [tk.box(), tk.box()]
    for part in parts:
        part.formats = {"POSITION": ("int8", True), "NORMAL": ("int8", True)}
    scene.add(tk.Mesh(parts))
    assert set(tk.ops.join(scene).meshes[0].primitives[0].formats) == {"POSITION", "NORMAL"}
    scene, nodes = row(2)
    for node in nodes:
        node.mesh.primitives[0].formats = {"POSITION": ("int8", True)}
    assert tk.ops.join(scene).meshes[0].primitives[0].formats == {}


def test_a_mesh_that_others_use_is_not_touched():
    scene, nodes = row(2)
    elsewhere = scene.add(tk.Node(name="parent")).add(tk.Node(mesh=nodes[1].mesh))
    tk.ops.join(scene)
    assert elsewhere.mesh.triangle_count == 12
    assert nodes[0].mesh.triangle_count == 24


def test_wrong_options_are_refused():
    with pytest.raises(ParameterError, match="join: flatten must be True or False, not 1"):
        tk.ops.join(tk.Scene(), flatten=1)


def test_real_models(models, draws_the_same):
    for path in models:
        scene = tk.load(path)
        still = draws_the_same(scene)
        tk.ops.join(scene, flatten=True)
        assert still(), path
        assert tk.validate(scene.to_glb()).ok
