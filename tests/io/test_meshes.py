"""Formats that come and go through trimesh."""

from __future__ import annotations

import contextlib
import io as stdio
import re
import struct
import zipfile

import numpy as np
import pytest
import trimesh
from PIL import Image as Picture

import threedkit as tk
from threedkit import io
from threedkit.io.meshes import READ_SUFFIXES
from threedkit.io.meshes.ply_faces import cut_faces
from threedkit.testing.scenes import scenes_equal

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
    np.testing.assert_allclose(size, (0.01, 0.03, 0.02), rtol=1e-5)  # +Z of 3MF is up, which is +Y here


MODEL = """<?xml version="1.0"?><model unit="inch" xmlns="http://schemas.microsoft.com/3dmanufacturing/core/2015/02"
 xmlns:m="http://schemas.microsoft.com/3dmanufacturing/material/2015/02"><resources>
<basematerials id="1"><base name="red" displaycolor="#FF0000"/>
<base name="glass" displaycolor="#00FF0080"/></basematerials>
<m:colorgroup id="2"><m:color color="#000000"/><m:color color="#FFFFFF"/></m:colorgroup>
<object id="3" name="whole" pid="1" pindex="1"><mesh>{mesh}</mesh></object>
<object id="4" name="mixed" pid="1" pindex="0"><mesh>{mixed}</mesh></object></resources>
<build><item objectid="3"/><item objectid="4"/></build></model>"""
VERTICES = "<vertices>" + "".join(f'<vertex x="{x}" y="{y}" z="0"/>' for x, y in ((0, 0), (1, 0), (0, 1), (1, 1)))
PLAIN = '<triangle v1="0" v2="1" v3="2"/><triangle v1="1" v2="3" v3="2"/></triangles>'
MIXED = '<triangle v1="0" v2="1" v3="2"/><triangle v1="1" v2="3" v3="2" pid="2" p1="0" p2="1" p3="0"/></triangles>'

WRONG = MIXED.replace('p2="1"', 'p2="9"')


def archive(model: str) -> bytes:
    stream = stdio.BytesIO()
    with zipfile.ZipFile(stream, "w") as whole:
        whole.writestr("3D/3dmodel.model", model)
    return stream.getvalue()


def test_colours_of_3mf(tmp_path):
    head = VERTICES + "</vertices><triangles>"
    (tmp_path / "a.3mf").write_bytes(archive(MODEL.format(mesh=head + PLAIN, mixed=head + MIXED)))
    scene = io.load(tmp_path / "a.3mf")
    whole, mixed = (scene.nodes[name].mesh.primitives[0] for name in ("whole", "mixed"))
    assert whole.material.name == "glass"
    assert whole.material.alpha_mode == "BLEND"
    np.testing.assert_allclose(whole.material.base_color, (0, 1, 0, 128 / 255))
    assert mixed.colors[0].tolist() == [[1, 0, 0]] * 3 + [[0, 0, 0], [1, 1, 1], [0, 0, 0]]
    np.testing.assert_allclose(np.ptp(scene.bounds(), axis=0), (0.0254, 0, 0.0254), atol=1e-9)


def test_a_3mf_whose_colours_lead_nowhere(tmp_path):
    head = VERTICES + "</vertices><triangles>"
    (tmp_path / "a.3mf").write_bytes(archive(MODEL.format(mesh=head + PLAIN, mixed=head + WRONG)))
    with pytest.raises(tk.AssetError, match="not a readable"):
        io.load(tmp_path / "a.3mf")


@pytest.mark.parametrize(("up", "size"), [("Y_UP", (1, 2, 3)), ("Z_UP", (1, 3, 2)), ("X_UP", (2, 1, 3))])
def test_unit_and_up_of_collada(tmp_path, up, size):
    text = trimesh.creation.box((1, 2, 3)).export(file_type="dae").decode()
    assert "<up_axis>Y_UP</up_axis>" in text
    text = text.replace("<up_axis>Y_UP</up_axis>", f'<unit name="inch" meter="0.0254"/><up_axis>{up}</up_axis>')
    (tmp_path / "a.dae").write_text(text)
    scene = io.load(tmp_path / "a.dae")
    np.testing.assert_allclose(np.ptp(scene.bounds(), axis=0), np.array(size) * 0.0254, rtol=1e-5)
    (tmp_path / "a.dae").write_text(text.replace('meter="0.0254"', 'meter="-1"'))
    with pytest.raises(tk.AssetError, match="unit"):
        io.load(tmp_path / "a.dae")


def test_properties_and_normals_of_points(tmp_path):
    names = [("float", n) for n in ("x", "y", "z", "nx", "ny", "nz", "intensity")] + [("uchar", "label"), ("int", "id")]
    head = "ply\nformat ascii 1.0\nelement vertex 2\n" + "".join(f"property {kind} {name}\n" for kind, name in names)
    (tmp_path / "a.ply").write_text(head + "end_header\n0 0 0 0 0 2 0.5 3 7\n1 0 0 0 1 0 0.25 4 99999999\n")
    with pytest.warns(UserWarning, match="'id' cannot be kept"):
        scene = io.load(tmp_path / "a.ply")
    primitive = scene.meshes[0].primitives[0]
    assert primitive.normals.tolist() == [[0, 0, 1], [0, 1, 0]]
    assert {name: array.tolist() for name, array in primitive.custom.items()} == {
        "_INTENSITY": [0.5, 0.25],
        "_LABEL": [3, 4],
    }
    assert tk.load(scene.to_glb()).meshes[0].primitives[0].custom["_LABEL"].dtype == np.uint8


def test_xyz(tmp_path):
    (tmp_path / "a.xyz").write_text("0 0 0 255 0 0\n1 2 3 0 255 0\n")
    primitive = io.load(tmp_path / "a.xyz").meshes[0].primitives[0]
    assert primitive.mode == "POINTS"
    assert primitive.positions.tolist() == [[0, 0, 0], [1, 2, 3]]
    assert primitive.colors[0].tolist() == [[1, 0, 0], [0, 1, 0]]


def test_further_maps_of_an_mtl(obj):
    Picture.new("RGB", (2, 2), (128, 128, 255)).save(obj.parent / "bent normals.png")
    with (obj.parent / "box.mtl").open("a") as stream:
        stream.write("norm -bm 0.5 bent normals.png\nmap_Ke -s 1 1 1 -clamp on red.png\nmap_ao gone.png\n")
    with pytest.warns(UserWarning, match=r"no texture 'gone\.png'"):
        material = io.load(obj).materials[0]
    assert material.normal_texture.texture.source.pixels[0, 0].tolist() == [128, 128, 255]
    assert material.emissive_texture.texture.source.data == (obj.parent / "red.png").read_bytes()
    assert material.emissive == (1, 1, 1)
    assert material.occlusion_texture is None


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
        shape = trimesh.PointCloud(ball.vertices) if kind == "xyz" else ball
        whole = shape.export(file_type=kind)
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


def test_an_obj_with_a_texture_and_no_coordinates(obj):
    lines = [line for line in obj.read_text().splitlines() if not line.startswith("vt")]
    obj.write_text("\n".join(re.sub(r"(\d+)/\d*", r"\1/", line) if line[:1] == "f" else line for line in lines))
    (material,) = tk.load(obj).materials
    assert material.base_color[0] > 0.5
    assert not material.slots()
    assert tk.validate(tk.load(obj).to_glb()).ok


def test_remarks_in_an_obj(obj):
    plain = tk.load(obj)
    lines = obj.read_text().replace("usemtl red", "usemtl re#d").splitlines()
    obj.write_text("\n".join(line + " # a remark, 1 2 3" if line[0] in "vf" else line for line in lines))
    (obj.parent / "box.mtl").write_text((obj.parent / "box.mtl").read_text().replace("red\nKd", "re#d\nKd"))
    scene = tk.load(obj)
    assert scene.materials[0].name == "re#d"
    scene.materials[0].name = "red"
    assert not scenes_equal(plain, scene)


CORNERS = [(0, 0, 0), (1, 0, 0), (1, 1, 0), (0, 1, 0), (0.5, 1.5, 0), (2, 0.5, 0)]


def ply_of(faces: list[tuple[int, ...]], form: str) -> bytes:
    """A PLY of polygons, each with a colour, the red of which counts them."""
    head = [
        "ply",
        f"format {form} 1.0",
        f"element vertex {len(CORNERS)}",
        *(f"property float {name}" for name in "xyz"),
    ]
    head += [f"element face {len(faces)}", "property list uchar int vertex_indices"]
    head += [*(f"property uchar {name}" for name in ("red", "green", "blue")), "end_header\n"]
    if form == "ascii":
        rows = [*CORNERS, *((len(face), *face, i, 0, 255) for i, face in enumerate(faces))]
        return "\n".join([*head[:-1], "end_header", *(" ".join(map(str, row)) for row in rows), ""]).encode()
    order = "<" if form == "binary_little_endian" else ">"
    parts = [struct.pack(f"{order}3f", *corner) for corner in CORNERS]
    parts += [struct.pack(f"{order}B{len(f)}i3B", len(f), *f, i, 0, 255) for i, f in enumerate(faces)]
    return "\n".join(head).encode() + b"".join(parts)


@pytest.mark.parametrize("form", ["ascii", "binary_little_endian", "binary_big_endian"])
def test_polygons_of_a_ply_with_colours(tmp_path, form):
    (tmp_path / "a.ply").write_bytes(ply_of([(0, 1, 2, 3), (1, 5, 2), (0, 1, 2, 4, 3), (3, 2, 4), (0, 1)], form))
    (primitive,) = tk.load(tmp_path / "a.ply").meshes[0].primitives
    found = primitive.positions[primitive.triangles]
    expected = [(0, 1, 2), (0, 2, 3), (1, 5, 2), (0, 1, 2), (0, 2, 4), (0, 4, 3), (3, 2, 4)]
    np.testing.assert_array_equal(found, np.float32(CORNERS)[np.array(expected)])
    red = primitive.as_float("colors", 0)[primitive.triangles][:, 0, 0]
    assert np.argsort(red, kind="stable").tolist() == list(range(7))
    assert len(np.unique(red)) == 4  # the fifth has no area and is gone


def test_a_ply_of_triangles_is_not_written_anew():
    data = memoryview(ply_of([(0, 1, 2), (0, 2, 3)], "binary_little_endian"))
    assert cut_faces(data) is data


@pytest.mark.parametrize("form", ["ascii", "binary_little_endian", "binary_big_endian"])
def test_broken_polygons_of_a_ply(tmp_path, form):
    data = ply_of([(0, 1, 2, 3), (1, 5, 2)], form)
    for end in range(0, len(data), 3):
        (tmp_path / "a.ply").write_bytes(data[:end])
        with contextlib.suppress(tk.AssetError):
            tk.load(tmp_path / "a.ply")
    for old, new in ((b"face 2", b"face 4000000000"), (b"face 2", b"face -1"), (b"uchar int", b"char int")):
        (tmp_path / "a.ply").write_bytes(data.replace(old, new))
        with contextlib.suppress(tk.AssetError):
            tk.load(tmp_path / "a.ply")


def test_polygons_of_a_ply_do_not_multiply_what_stands_beside_them():
    names = [f"property double p{i}" for i in range(2000)]
    head = ["ply", "format binary_little_endian 1.0", "element vertex 1", "property float x", "element face 1"]
    head += ["property list ushort uchar vertex_indices", *names, "end_header\n"]
    data = memoryview("\n".join(head).encode() + bytes(4) + struct.pack("<H", 60000) + bytes(60000 + 16000))
    assert cut_faces(data) is data
