"""What we read is what trimesh and pygltflib read."""

from __future__ import annotations

import numpy as np
import pygltflib
import pytest
import trimesh

import threedkit as tk
from threedkit import io


def is_compressed(path) -> bool:
    """Whether the file's meshes are compressed, which neither of the others reads; test_draco and test_meshopt do."""
    return any(name in path.read_bytes() for name in (b"KHR_draco_mesh_compression", b"_meshopt_compression"))


def world_points(scene: tk.Scene) -> np.ndarray:
    """(n, 3) all triangle corners in world coordinates, sorted."""
    found = [
        np.asarray(primitive.positions)[primitive.triangles.reshape(-1)] @ node.world_from_node[:3, :3].T
        + node.world_from_node[:3, 3]
        for node in scene.mesh_nodes
        for primitive in node.mesh.primitives
        if len(primitive.triangles)
    ]
    return np.concatenate(found)


def test_same_points_as_trimesh(real_models):
    compared = 0
    for path in real_models:
        try:
            scene = io.load(path)
        except tk.AssetError:
            continue
        if not scene.mesh_nodes or any(node.skin or node.mesh.weights for node in scene.mesh_nodes):
            continue
        modes = {primitive.mode for mesh in scene.meshes for primitive in mesh.primitives}
        if modes != {"TRIANGLES"} or "EXT_mesh_gpu_instancing" in scene.extensions_used or scene.alternates:
            continue
        if "Sparse" in path.name or is_compressed(path):
            continue  # trimesh 5.2 passes over sparse accessors
        theirs = trimesh.load_scene(path, process=False, merge_primitives=False)
        if any(isinstance(geometry, trimesh.PointCloud) for geometry in theirs.geometry.values()):
            continue
        ours = world_points(scene)
        flat = theirs.to_mesh()
        corners = np.asarray(flat.vertices)[flat.faces.reshape(-1)]
        if len(ours) != len(corners):
            continue  # trimesh leaves out what it does not know (quantised strides ...)
        np.testing.assert_allclose(ours.min(axis=0), corners.min(axis=0), atol=1e-4, err_msg=str(path))
        np.testing.assert_allclose(ours.sum(axis=0), corners.sum(axis=0), rtol=1e-3, atol=1e-2, err_msg=str(path))
        compared += 1
    assert compared >= 1


def test_same_accessors_as_pygltflib(real_models):
    """Positions of plain, tightly packed accessors, read by hand from pygltflib's blob."""
    compared = 0
    for path in real_models:
        if path.suffix != ".glb" or is_compressed(path):
            continue
        try:
            scene = io.load(path)
        except tk.AssetError:
            continue
        document = pygltflib.GLTF2().load(str(path))
        blob = document.binary_blob()
        for mesh, other in zip(scene.meshes, document.meshes, strict=True):
            for primitive, source in zip(mesh.primitives, other.primitives, strict=True):
                accessor = document.accessors[source.attributes.POSITION]
                view = document.bufferViews[accessor.bufferView]
                if accessor.componentType != pygltflib.FLOAT or view.byteStride not in {None, 12} or accessor.sparse:
                    continue
                start = (view.byteOffset or 0) + (accessor.byteOffset or 0)
                points = np.frombuffer(blob, np.float32, accessor.count * 3, start).reshape(-1, 3)
                np.testing.assert_array_equal(primitive.positions, points, err_msg=str(path))
                compared += 1
    assert compared >= 1


def test_pygltflib_there_and_back(make_glb, small):
    scene = io.load(make_glb(*small))
    document = scene.to_pygltflib()
    assert isinstance(document, pygltflib.GLTF2)
    assert document.nodes[0].name == "root"
    again = tk.from_pygltflib(document)
    assert [node.name for node in again.nodes] == [node.name for node in scene.nodes]
    np.testing.assert_array_equal(again.meshes[0].primitives[0].positions, scene.meshes[0].primitives[0].positions)


def test_a_document_made_with_pygltflib():
    points = np.float32([[0, 0, 0], [1, 0, 0], [0, 1, 0]])
    document = pygltflib.GLTF2(
        scene=0,
        scenes=[pygltflib.Scene(nodes=[0])],
        nodes=[pygltflib.Node(mesh=0, name="made")],
        meshes=[pygltflib.Mesh(primitives=[pygltflib.Primitive(attributes=pygltflib.Attributes(POSITION=0))])],
        accessors=[
            pygltflib.Accessor(
                bufferView=0, componentType=pygltflib.FLOAT, count=3, type=pygltflib.VEC3, min=[0, 0, 0], max=[1, 1, 0]
            )
        ],
        bufferViews=[pygltflib.BufferView(buffer=0, byteLength=36)],
        buffers=[pygltflib.Buffer(byteLength=36)],
    )
    document.set_binary_blob(points.tobytes())
    scene = tk.from_pygltflib(document)
    assert scene.nodes["made"].mesh.primitives[0].positions.tolist() == points.tolist()


def test_no_pygltflib_document():
    with pytest.raises(tk.AssetError, match="not a pygltflib"):
        tk.from_pygltflib({"asset": {}})


def test_pygltflib_reads_what_we_write(make_glb, small, tmp_path):
    scene = io.load(make_glb(*small))
    for name in ("a.glb", "a.gltf"):
        io.save(scene, tmp_path / name)
        document = pygltflib.GLTF2().load(str(tmp_path / name))
        assert len(document.nodes) == len(scene.nodes)


def test_trimesh_reads_what_we_write(tmp_path):
    scene = tk.Scene()
    scene.add(tk.box(), position=(1, 2, 3))
    io.save(scene, tmp_path / "box.glb")
    loaded = trimesh.load_scene(tmp_path / "box.glb")
    np.testing.assert_allclose(loaded.bounds, scene.bounds(), atol=1e-6)
