"""A packed scene is the scene: unpacked by our own reader, it has the same shapes, places and surfaces."""

from __future__ import annotations

import base64
import json
import warnings

import numpy as np

import threedkit as tk
from threedkit.jupyter.live.picking import picked
from threedkit.jupyter.packing import LARGEST_TRIANGLES, Limits, pack
from threedkit.jupyter.packing import shapes as shapes_module
from threedkit.jupyter.packing.shapes import drawn_triangle
from threedkit.jupyter.packing.streams import SMALL


def unpacked(packed) -> tk.Scene:
    """What a reader makes of the document and its blobs."""
    gltf = json.loads(json.dumps(packed.gltf))
    for entry in (*gltf.get("buffers", ()), *gltf.get("images", ())):
        if (uri := entry.get("uri", "")).startswith("tk:"):
            kind = entry.get("mimeType", "application/octet-stream")
            entry["uri"] = f"data:{kind};base64,{base64.b64encode(packed.blobs[uri[3:]].data()).decode()}"
    gltf["extensionsRequired"] = [name for name in gltf["extensionsUsed"] if "mesh" in name]
    return tk.load(json.dumps(gltf).encode(), strict=False)


def bumpy(segments: int = 64, **more) -> tk.Primitive:
    ball = tk.sphere(radius=2.0, segments=segments, rings=segments // 2)
    return tk.Primitive(
        ball.positions + np.float32(5), indices=ball.indices, normals=ball.normals, texcoords=ball.texcoords, **more
    )


def test_large_arrays_come_back_as_they_were_seen():
    shape = bumpy()
    assert shape.vertex_count > SMALL
    scene = tk.Scene()
    scene.add(tk.Mesh(shape, tk.Material(roughness=0.25)), position=(1, 2, 3))
    packed = pack(scene)
    found = unpacked(packed)
    (back,) = found.meshes[0].primitives
    around = [packed.blobs[packed.environment[name]].size for name in ("light", "picture")]
    assert around == [2 * 6 * (128**2 + 64**2 + 32**2 + 16**2 + 8**2), 2 * 4 * 512 * 256]  # grey halves; RGBA halves
    np.testing.assert_allclose(back.positions, shape.positions, atol=4.0 / 65536)
    np.testing.assert_allclose(back.as_float("texcoords"), shape.texcoords[0], atol=1 / 65535)
    lengths = np.linalg.norm(back.normals, axis=1)
    angles = np.einsum("ij,ij->i", back.normals, shape.normals) / lengths
    assert angles.min() > 1 - 1e-6
    assert sorted(map(sorted, back.triangles.tolist())) == sorted(map(sorted, shape.triangles.tolist()))
    assert found.materials[0].roughness == 0.25
    assert found.nodes[0].position == (1, 2, 3)
    assert sum(blob.size for blob in packed.blobs.values()) - sum(around) < 40_000


def loose(**more) -> tuple[tk.Primitive, tk.Primitive]:
    """A body whose triangles share their vertices, and the same with three vertices each, in another order."""
    body = bumpy()
    corners = body.triangles[np.random.default_rng(2).permutation(body.triangle_count)].reshape(-1)
    arrays = {"texcoords": body.texcoords[0][corners], "normals": body.normals[corners]}
    return body, tk.Primitive(body.positions[corners], **{**arrays, **more})


def test_loose_triangles_share_vertices_when_sent_and_are_found_again():
    body, soup = loose()
    soup.positions = soup.positions * np.float32([1, -1, 1]) * np.float32([1, -1, 1])  # some -0
    listed = tk.Primitive(soup.positions, indices=np.arange(soup.vertex_count), texcoords=soup.texcoords)
    for primitive in (soup, listed):
        scene = tk.Scene(environment=None)
        scene.add(primitive)
        packed = pack(scene)
        (back,) = unpacked(packed).meshes[0].primitives
        assert back.vertex_count <= body.vertex_count
        assert back.triangle_count == soup.triangle_count
        assert (back.normals is None) is (primitive.normals is None)
        for drawn in range(0, soup.triangle_count, 97):
            hit = picked({"node": 0, "primitive": 0, "triangle": drawn, "point": [0, 0, 0]}, packed.index)
            theirs = soup.positions[soup.triangles[hit.triangle]]
            np.testing.assert_allclose(theirs.mean(0), back.positions[back.triangles[drawn]].mean(0), atol=1e-3)


def test_normals_of_facets_are_not_sent_and_others_are():
    _, soup = loose()
    a, b, c = soup.positions[soup.triangles].swapaxes(0, 1)
    flat = np.cross(b - a, c - a)
    flat = np.repeat(flat / np.linalg.norm(flat, axis=1, keepdims=True), 3, axis=0)

    def sent(normals, **material):
        scene = tk.Scene()
        scene.add(
            tk.Mesh(tk.Primitive(soup.positions, normals=normals, texcoords=soup.texcoords), tk.Material(**material))
        )
        return unpacked(pack(scene)).meshes[0].primitives[0]

    texture = tk.Texture(source=tk.Image.from_array(np.full((4, 4, 3), 128, np.uint8)))
    assert sent(flat).normals is None
    assert sent(flat).vertex_count < soup.vertex_count / 4
    assert sent(flat, normal_texture=texture).normals is not None
    assert sent(-flat).normals is not None
    assert sent(soup.normals).normals is not None
    bent = np.array(flat)
    bent[5] = (0.8, 0.6, 0)
    assert sent(bent).normals is not None


def test_scattered_triangles_are_put_in_order_and_found_again():
    shape = bumpy()
    order = np.random.default_rng(1).permutation(shape.triangle_count)
    mixed = tk.Primitive(shape.positions, indices=shape.triangles[order].reshape(-1), normals=shape.normals)
    made = shapes_module.shape_of(mixed, 10**9)
    assert made.rows is not None
    rows = {frozenset(row) for row in mixed.triangles.tolist()}
    for number in (0, 17, mixed.triangle_count - 1):
        assert frozenset(drawn_triangle(made, number)) in rows
    assert drawn_triangle(made, mixed.triangle_count) is None


def test_what_is_shared_and_what_was_packed_before_is_sent_once():
    scene = tk.Scene()
    mesh = tk.Mesh(bumpy())
    scene.add(mesh)
    scene.add(mesh, position=(3, 0, 0))
    first = pack(scene)
    scene.add(tk.Mesh(bumpy()), position=(9, 0, 0))  # other objects with the same content
    scene.add(tk.Mesh(tk.box()))
    second = pack(scene)
    assert len(second.blobs.keys() - first.blobs.keys()) == 1  # the box
    assert first.blobs.keys() <= second.blobs.keys()


def test_small_meshes_lie_together():
    scene = tk.Scene()
    for number in range(200):
        scene.add(tk.Mesh(tk.box((1, 1, 1 + number / 100))))
    packed = pack(scene)
    assert 2 <= len(packed.blobs) < 60
    # Another one in the middle leaves most blobs as they are.
    scene.meshes[100].primitives = tk.sphere(segments=8, rings=4)
    again = pack(scene)
    assert len(again.blobs.keys() - packed.blobs.keys()) <= 2


def test_equal_streams_are_sent_once_and_apart_from_the_others():
    scene = tk.Scene(environment=None)
    for number in range(200):
        scene.add(tk.Mesh(tk.sphere(radius=1 + number / 100, segments=12, rings=8)))
        if number % 2:
            colors = np.random.default_rng(number).integers(0, 255, (115, 3)).astype(np.uint8)
            scene.meshes[-1].primitives[0].colors = colors
    packed = pack(scene)

    def shared(packed) -> list[tuple[str, str]]:
        """Where indices, normals and texture coordinates of the first and of the last mesh lie."""
        places = []
        for mesh in (packed.gltf["meshes"][1], packed.gltf["meshes"][-1]):
            primitive = mesh["primitives"][0]
            for row in (primitive["indices"], primitive["attributes"]["NORMAL"], primitive["attributes"]["TEXCOORD_0"]):
                accessor = packed.gltf["accessors"][row]
                view = packed.gltf["bufferViews"][accessor["bufferView"]]
                uri = packed.gltf["buffers"][view["buffer"]]["uri"]
                places.append((uri, accessor.get("byteOffset", 0) + view.get("byteOffset", 0)))
        assert places[:3] == places[3:]
        return places

    assert len(packed.gltf["accessors"]) == 200 + 100 + 3
    positions, colors = 200 * 115 * 12, 100 * 115 * 4
    assert sum(blob.size for blob in packed.blobs.values()) < positions + colors + 5_000
    back = unpacked(packed)
    for mine, theirs in zip(scene.meshes, back.meshes, strict=True):
        for (name, array), (other, found) in zip(
            mine.primitives[0].attributes(), theirs.primitives[0].attributes(), strict=False
        ):
            if name == other:
                np.testing.assert_array_equal(array, found)
        np.testing.assert_array_equal(mine.primitives[0].colors, theirs.primitives[0].colors)
    scene.meshes[0].primitives = tk.box()  # what the others have in common stays where it is
    again = pack(scene)
    assert shared(again) == shared(packed)
    assert len(again.blobs.keys() - packed.blobs.keys()) == 1


def test_numbers_that_are_none_and_triangles_without_corners_are_left_out():
    positions = bumpy(16).positions.copy()
    shape = tk.Primitive(positions, indices=bumpy(16).indices)
    positions[7] = np.nan
    scene = tk.Scene()
    scene.add(tk.Mesh(shape))
    scene.add(tk.Mesh(tk.Primitive(np.zeros((3, 3), np.float32))))
    scene.add(tk.Mesh(()))
    packed = pack(scene)
    assert [len(mesh["primitives"]) for mesh in packed.gltf["meshes"]] == [1, 1, 0]
    made = shapes_module.shape_of(shape, 10**9)
    corners = np.array([drawn_triangle(made, number) for number in range(made.indices.elements // 3)])
    assert 0 < len(corners) < shape.triangle_count
    assert np.isfinite(shape.positions[corners]).all()


def test_beyond_the_budget_meshes_are_coarser_and_points_fewer(monkeypatch):
    scene = tk.Scene()
    scene.add(tk.Mesh(bumpy(128)))
    cloud = np.random.default_rng(0).random((20_000, 3), np.float32)
    scene.add(tk.Mesh(tk.Primitive(cloud, mode="POINTS"), name="cloud"))
    packed = pack(scene, Limits(triangles=4000, points=1000))
    found = unpacked(packed)
    assert 1000 < found.meshes[0].triangle_count <= 4000
    assert found.meshes[1].vertex_count == 1000
    assert packed.coarse
    assert "some of the points of mesh 'cloud' with its 20,000 points is shown" in packed.notes
    np.testing.assert_allclose(found.meshes[0].bounds, scene.meshes[0].bounds, atol=0.3)
    monkeypatch.setattr(shapes_module, "LARGEST_TRIANGLES", 100)
    assert LARGEST_TRIANGLES > 100
    shapes_module._SHAPES.clear()
    boxed = unpacked(pack(scene))
    assert boxed.meshes[0].primitives[0].mode == "LINES"
    np.testing.assert_allclose(boxed.meshes[0].bounds, scene.meshes[0].bounds, atol=1e-4)
    shapes_module._SHAPES.clear()


def test_images_no_larger_than_they_are_seen():
    scene = tk.Scene()
    noise = np.random.default_rng(0).integers(0, 255, (300, 600, 3), np.uint8)
    faint = np.dstack([noise, np.full((300, 600), 128, np.uint8)])
    scene.add(tk.Mesh(tk.box(), tk.Material(base_color_texture=noise)))
    scene.add(tk.Mesh(tk.box(), tk.Material(base_color_texture=faint)))
    small = unpacked(pack(scene, Limits(texture=200)))
    assert [image.size for image in small.images] == [(200, 100), (200, 100)]
    assert [image.media_type for image in small.images] == ["image/jpeg", "image/webp"]
    whole = pack(scene)
    assert whole.blobs[whole.gltf["images"][0]["uri"][3:]].data() == bytes(scene.images[0].data)


def test_a_texture_without_an_image_is_left_out():
    scene = tk.Scene()
    broken = tk.Texture(tk.Image(data=b"no image", mime_type="image/png"), name="torn")
    scene.add(tk.Mesh(tk.box(), tk.Material(base_color_texture=broken)))
    packed = pack(scene)
    assert "texture 'torn' is left out" in packed.notes[0]
    assert "baseColorTexture" not in packed.gltf["materials"][0].get("pbrMetallicRoughness", {})


def test_morphs_and_skins_come_back(shared_assets):
    from_file = shared_assets is not None
    scene = tk.Scene()
    base = bumpy()
    base.targets = (tk.MorphTarget(positions=base.positions * np.float32(0.1)), tk.MorphTarget(normals=base.normals))
    scene.add(tk.Mesh(base, weights=(0.5, 0.0)))
    found = unpacked(pack(scene))
    first, second = found.meshes[0].primitives[0].targets
    np.testing.assert_allclose(first.positions, base.targets[0].positions, atol=1e-3)
    assert not second.positions.any()
    np.testing.assert_allclose(second.normals, base.normals, atol=2e-3)
    if from_file:
        fox = shared_assets / "gltf-sample-assets" / "Models" / "Fox" / "glTF-Binary" / "Fox.glb"
        if fox.is_file():
            scene = tk.load(fox)
            np.testing.assert_allclose(unpacked(pack(scene)).bounds(0.5), scene.bounds(0.5), atol=0.01)


def test_public_models(shared_assets):
    if shared_assets is None:
        return
    files = sorted(file for ending in ("glb", "gltf") for file in shared_assets.rglob(f"*.{ending}"))
    for file in files[:: max(len(files) // 25, 1)]:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                scene = tk.load(file)
            except tk.errors.AssetError:
                continue
            wanted, found = scene.bounds(0.0), unpacked(pack(scene)).bounds(0.0)
        assert np.isfinite(wanted).all() == np.isfinite(found).all(), file
        if np.isfinite(wanted).all():
            np.testing.assert_allclose(found, wanted, atol=1e-3 * float(np.ptp(wanted)), err_msg=str(file))


def test_an_empty_scene():
    packed = pack(tk.Scene(environment=None))
    assert packed.environment is None
    assert not packed.blobs
    assert not packed.gltf["scenes"][0].get("nodes")
