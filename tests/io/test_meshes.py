"""Formats that come and go through trimesh."""

from __future__ import annotations

import io as stdio
import zipfile

import numpy as np
import pytest
import trimesh
from PIL import Image as Picture

import threedkit as tk
from threedkit import io
from threedkit.io.meshes import READ_SUFFIXES

OBJ = """mtllib box.mtl
v 0 0 0
v 1 0 0
v 0 1 0
vt 0 0
vt 1 0
vt 0 1
vn 0 0 1
usemtl red
f 1/1/1 2/2/1 3/3/1
"""


@pytest.fixture
def obj(tmp_path):
    (tmp_path / "box.obj").write_text(OBJ)
    (tmp_path / "box.mtl").write_text("newmtl red\nKd 0.8 0.1 0.2\nNs 98\nd 0.5\nmap_Kd red.png\n")
    Picture.new("RGB", (4, 2), (255, 0, 0)).save(tmp_path / "red.png")
    return tmp_path / "box.obj"


def test_obj_with_its_material(obj):
    scene = io.load(obj)
    material = scene.materials[0]
    assert material.name == "red"
    np.testing.assert_allclose(material.base_color, (0.8, 0.1, 0.2, 0.5))
    assert material.alpha_mode == "BLEND"
    assert material.roughness == pytest.approx((2 / 100) ** 0.25)
    assert material.metallic == 0
    assert material.base_color_texture.texture.source.data == (obj.parent / "red.png").read_bytes()
    primitive = scene.meshes[0].primitives[0]
    assert primitive.texcoords[0].tolist() == [[0, 1], [1, 1], [0, 0]]  # the origin is the upper left
    assert primitive.normals.tolist() == [[0, 0, 1]] * 3


def test_obj_reads_nothing_outside_its_folder(obj, tmp_path):
    (tmp_path / "secret.mtl").write_text("newmtl red\nKd 1 1 1\n")
    inner = tmp_path / "inner"
    inner.mkdir()
    for reference in ("../secret.mtl", str(tmp_path / "secret.mtl")):
        (inner / "a.obj").write_text(OBJ.replace("box.mtl", reference))
        assert io.load(inner / "a.obj").materials[0].name != "red"


def test_ply_with_colours(tmp_path):
    text = "ply\nformat ascii 1.0\nelement vertex 3\nproperty float x\nproperty float y\nproperty float z\n"
    text += "property uchar red\nproperty uchar green\nproperty uchar blue\n"
    text += "element face 1\nproperty list uchar int vertex_indices\n"
    text += "end_header\n0 0 0 255 0 0\n1 0 0 0 255 0\n0 1 0 0 0 128\n3 0 1 2\n"
    (tmp_path / "a.ply").write_text(text)
    colors = io.load(tmp_path / "a.ply").meshes[0].primitives[0].colors[0]
    np.testing.assert_allclose(colors, [[1, 0, 0], [0, 1, 0], [0, 0, 0.2158605]], atol=1e-6)


def test_a_cloud_of_points(tmp_path):
    points = np.random.default_rng(0).random((10, 3))
    trimesh.PointCloud(points, colors=np.full((10, 4), 255, np.uint8)).export(tmp_path / "cloud.ply")
    primitive = io.load(tmp_path / "cloud.ply").meshes[0].primitives[0]
    assert primitive.mode == "POINTS"
    np.testing.assert_allclose(primitive.positions, points, atol=1e-6)


def test_3mf_in_metres(tmp_path):
    box = trimesh.creation.box((10, 20, 30))
    (tmp_path / "box.3mf").write_bytes(box.export(file_type="3mf"))
    size = np.ptp(io.load(tmp_path / "box.3mf").bounds(), axis=0)
    np.testing.assert_allclose(size, (0.01, 0.02, 0.03), rtol=1e-5)


@pytest.mark.parametrize("suffix", ["stl", "off", "dae", "ply", "obj"])
def test_what_trimesh_exports(tmp_path, suffix):
    ball = trimesh.creation.icosphere(subdivisions=2)
    data = ball.export(file_type=suffix)
    (tmp_path / f"ball.{suffix}").write_bytes(data.encode() if isinstance(data, str) else data)
    scene = io.load(tmp_path / f"ball.{suffix}")
    np.testing.assert_allclose(scene.bounds(), ball.bounds, atol=1e-5)
    assert scene.meshes[0].triangle_count == len(ball.faces)


@pytest.mark.parametrize("suffix", [".obj", ".stl", ".ply"])
def test_saved_and_read_again(tmp_path, suffix, obj):
    scene = tk.Scene()
    node = scene.add(io.load(obj).meshes[0], position=(1, 2, 3), scale=(-2, 1, 1))
    other = scene.add(tk.sphere(), position=(5, 0, 0))
    assert node is not other
    path = scene.save(tmp_path / f"out{suffix}")
    again = io.load(path)
    np.testing.assert_allclose(again.bounds(), scene.bounds(), atol=1e-5)
    count = sum(mesh.triangle_count for mesh in again.meshes)
    assert count == sum(mesh.triangle_count for mesh in scene.meshes)
    if suffix == ".obj":
        assert again.images[0].pixels.shape == (2, 4, 3)
        np.testing.assert_allclose(again.materials["red"].base_color[:3], (0.8, 0.1, 0.2), atol=0.01)


def test_mirrored_nodes_keep_their_front(tmp_path):
    scene = tk.Scene()
    scene.add(tk.sphere(), scale=(-1, 1, 1))
    scene.save(tmp_path / "a.stl")
    assert trimesh.load_mesh(tmp_path / "a.stl").volume > 0


def test_nothing_to_save(tmp_path):
    with pytest.raises(tk.OutputError, match="no triangles"):
        tk.Scene().save(tmp_path / "a.stl")


def test_broken_files_of_every_format(tmp_path):
    """Cut off, changed, and something else entirely: read, or refused with one line."""
    rng = np.random.default_rng(1)
    ball = trimesh.creation.icosphere(subdivisions=1)
    for suffix, kind in READ_SUFFIXES.items():
        whole = ball.export(file_type=kind)
        data = whole.encode() if isinstance(whole, str) else whole
        for number in range(40):
            broken = bytearray(data[: rng.integers(0, len(data))] if number % 2 else data)
            for _ in range(4):
                if broken:
                    broken[rng.integers(len(broken))] = rng.integers(256)
            path = tmp_path / f"a{suffix}"
            path.write_bytes(bytes(broken))
            refusals = []
            try:
                io.load(path).to_glb()
            except tk.AssetError as error:
                refusals.append(str(error))
            assert not any("\n" in refusal for refusal in refusals)


def test_a_zip_bomb(tmp_path):
    stream = stdio.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("3D/3dmodel.model", b" " * (64 << 20))
    (tmp_path / "bomb.3mf").write_bytes(stream.getvalue())
    with pytest.raises(tk.AssetError, match="unpack"):
        io.load(tmp_path / "bomb.3mf")


def test_shared_models(shared_assets):
    if shared_assets is None:
        return
    for path in sorted((shared_assets / "trimesh-models" / "models").iterdir()):
        if path.suffix.lower() not in READ_SUFFIXES or path.name.startswith("empty"):
            continue
        scene = io.load(path)
        assert scene.mesh_nodes, path
        assert io.validate(scene.to_glb()).ok or path.name == "nancolor.obj", (path, io.validate(scene.to_glb()))
