"""KHR_draco_mesh_compression: read, and hostile."""

from __future__ import annotations

import copy
import random

import numpy as np
import pytest

from threedkit import io
from threedkit.errors import AssetError
from threedkit.io.gltf.codecs import CodecError, draco


def test_every_attribute_is_found_by_its_id(drc, make_glb, oracle):
    glb = make_glb(*drc.full_document())
    arrays, (primitive,) = drc.attributes(), io.load(glb).meshes[0].primitives
    assert np.abs(primitive.positions - arrays["POSITION"]).max() < 1e-3
    assert np.array_equal(primitive.normals, arrays["NORMAL"])
    assert np.abs(primitive.texcoords[0] - arrays["TEXCOORD_0"]).max() < 1e-3
    assert np.array_equal(primitive.texcoords[1], arrays["TEXCOORD_1"])
    assert np.array_equal(primitive.colors[0], arrays["COLOR_0"])
    assert np.array_equal(primitive.joints[0], arrays["JOINTS_0"])
    assert np.array_equal(primitive.weights[0], arrays["WEIGHTS_0"])
    assert np.array_equal(primitive.custom["_ID"], arrays["_ID"][:, 0])
    assert np.array_equal(primitive.triangles, drc.grid()[1])
    assert primitive.indices.dtype == np.uint16
    assert io.validate(glb).ok
    assert oracle.problems(glb, least="error") == []


def test_ids_may_be_swapped(drc, make_glb):
    plain, data = drc.full_document()
    ids = plain["meshes"][0]["primitives"][0]["extensions"][drc.NAME]["attributes"]
    ids["WEIGHTS_0"], ids["COLOR_0"] = ids["COLOR_0"], ids["WEIGHTS_0"]
    assert "COMPRESSED_DATA_MISMATCH" in drc.codes(make_glb(plain, data))


def test_attributes_beside_the_bitstream_are_read_as_usual(drc, make_glb):
    plain, data = drc.full_document()
    primitive, count = plain["meshes"][0]["primitives"][0], 64
    del primitive["extensions"][drc.NAME]["attributes"]["WEIGHTS_0"]
    data += bytes(-len(data) % 4)
    weights = np.random.default_rng(3).random((count, 4)).astype(np.float32)
    plain["bufferViews"].append({"buffer": 0, "byteOffset": len(data), "byteLength": weights.nbytes, "target": 34962})
    plain["accessors"][primitive["attributes"]["WEIGHTS_0"]]["bufferView"] = 1
    data += weights.tobytes()
    plain["buffers"][0]["byteLength"] = len(data)
    assert np.array_equal(io.load(make_glb(plain, data)).meshes[0].primitives[0].weights[0], weights)


def test_where_the_extension_is_not_required_the_plain_data_is_read(drc, make_glb, monkeypatch):
    positions, faces = drc.grid()
    data = draco.encode(faces, {"POSITION": positions}, draco.DracoOptions(position_bits=4), keep_order=True)
    plain, binary = drc.document(data.data, data.ids, {"POSITION": positions}, faces.size)
    del plain["extensionsRequired"]
    for number, array in enumerate((faces.reshape(-1).astype(np.uint16), positions)):
        binary += bytes(-len(binary) % 4)
        plain["bufferViews"].append({"buffer": 0, "byteOffset": len(binary), "byteLength": array.nbytes})
        plain["accessors"][number]["bufferView"] = number + 1
        binary += array.tobytes()
    plain["buffers"][0]["byteLength"] = len(binary)
    monkeypatch.setattr(draco, "decode", None)
    assert np.array_equal(io.load(make_glb(plain, binary)).meshes[0].primitives[0].positions, positions)


def test_without_indices_and_as_a_strip_it_is_read_as_triangles(drc, make_glb):
    plain, data = drc.full_document()
    primitive = plain["meshes"][0]["primitives"][0]
    primitive["mode"] = 5
    plain["accessors"][0]["count"] = 150  # of the strip: not known before it is made
    scene = io.load(make_glb(plain, data))
    assert np.array_equal(scene.meshes[0].primitives[0].triangles, drc.grid()[1])
    del primitive["mode"], primitive["indices"]
    plain["accessors"][0]["count"] = 3
    scene = io.load(make_glb(plain, data), strict=False)
    assert np.array_equal(scene.meshes[0].primitives[0].triangles, drc.grid()[1])


def test_primitives_may_share_a_bitstream_and_accessors(drc, make_glb):
    plain, data = drc.full_document()
    mesh = plain["meshes"][0]
    mesh["primitives"].append(copy.deepcopy(mesh["primitives"][0]))
    first, second = io.load(make_glb(plain, data)).meshes[0].primitives
    assert first.positions is second.positions
    assert first.indices is second.indices


def test_primitives_may_share_accessors_but_not_the_bitstream(drc, make_glb):
    positions, faces = drc.grid()
    one = draco.encode(faces, {"POSITION": positions}, draco.DracoOptions(), keep_order=True)
    two = draco.encode(faces, {"POSITION": positions + 9}, draco.DracoOptions(), keep_order=True)
    plain, data = drc.document(one.data, one.ids, {"POSITION": positions}, faces.size)
    data += bytes(-len(data) % 4)
    plain["bufferViews"].append({"buffer": 0, "byteOffset": len(data), "byteLength": len(two.data)})
    data += two.data
    plain["buffers"][0]["byteLength"] = len(data)
    primitives = plain["meshes"][0]["primitives"]
    primitives.append(copy.deepcopy(primitives[0]))
    primitives[1]["extensions"][drc.NAME]["bufferView"] = 1
    first, second = io.load(make_glb(plain, data)).meshes[0].primitives
    assert np.abs(first.positions - positions).max() < 1e-3
    assert np.abs(second.positions - positions - 9).max() < 1e-3


CONTRADICTIONS = {
    "view": (("bufferView",), 9, "UNRESOLVED_REFERENCE"),
    "text": (("bufferView",), "0", "TYPE_MISMATCH"),
    "id": (("attributes", "NORMAL"), 99, "COMPRESSED_DATA_MISMATCH"),
    "negative id": (("attributes", "NORMAL"), -1, "INVALID_INDEX"),
    "unknown attribute": (("attributes", "TANGENT"), 0, "COMPRESSED_DATA_MISMATCH"),
    "no attributes": (("attributes",), {}, None),
}


@pytest.mark.parametrize("name", CONTRADICTIONS)
def test_what_contradicts_itself_is_refused(drc, make_glb, name):
    (*path, last), value, code = CONTRADICTIONS[name]
    plain, data = drc.full_document()
    place = plain["meshes"][0]["primitives"][0]["extensions"][drc.NAME]
    for key in path:
        place = place[key]
    place[last] = value
    if code is None:
        assert io.load(make_glb(plain, data)).meshes[0].primitives[0].positions.max() == 0.0  # nothing is said of it
    else:
        assert code in drc.codes(make_glb(plain, data))


@pytest.mark.parametrize(
    ("number", "changes"),
    [
        (0, {"count": 291}),
        (0, {"count": 295}),
        (0, {"componentType": 5121, "count": 294}),
        (1, {"count": 63}),
        (2, {"count": 65}),
        (2, {"componentType": 5120, "normalized": True}),
        (5, {"type": "VEC3"}),
        (4, {"componentType": 5121}),
    ],
)
def test_accessors_must_match_what_is_decoded(drc, make_glb, number, changes):
    plain, data = drc.full_document()
    plain["accessors"][number].update(changes)
    found = drc.codes(make_glb(plain, data)) if number or changes["count"] != 294 else {"COMPRESSED_DATA_MISMATCH"}
    assert "COMPRESSED_DATA_MISMATCH" in found


@pytest.mark.parametrize("mode", [0, 1, 3, 6])
def test_other_modes_are_refused(drc, make_glb, mode):
    plain, data = drc.full_document()
    plain["meshes"][0]["primitives"][0]["mode"] = mode
    assert "COMPRESSED_DATA_MISMATCH" in drc.codes(make_glb(plain, data))


def test_signed_integers_come_back_as_such():
    plain = np.float64([[-32768, 5], [32767, -1]])
    assert draco.fit(plain, np.dtype(np.int16), 2, normalized=False).tolist() == plain.astype(int).tolist()
    scaled = np.float32([[-127, 0], [127, 64]]) / np.float32(127)
    assert draco.fit(scaled.astype(float), np.dtype(np.int8), 2, normalized=True).tolist() == [[-127, 0], [127, 64]]
    with pytest.raises(CodecError, match="does not fit int8"):
        draco.fit(plain, np.dtype(np.int8), 2, normalized=False)
    with pytest.raises(CodecError, match="float32, not int16"):
        draco.fit(plain.astype(np.float32), np.dtype(np.int16), 2, normalized=False)
    with pytest.raises(CodecError, match="integers, not float32"):
        draco.fit(plain, np.dtype(np.float32), 2, normalized=False)


# -- hostile --------------------------------------------------------------------------------------------------------


def test_mutated_bitstreams_are_refused_or_read(drc, make_glb):
    chance = random.Random(20261123)
    documents = [drc.full_document(keep_order=True), drc.full_document(keep_order=False)]
    documents[1][0]["accessors"] = [dict(one) for one in documents[1][0]["accessors"]]
    for _ in range(300):
        plain, data = chance.choice(documents)
        mutated = bytearray(data)
        for _ in range(chance.choice((1, 1, 2, 8))):
            place = chance.randrange(len(mutated) if chance.random() < 0.5 else 60)
            mutated[place] = chance.choice((0, 1, 127, 128, 255, chance.randrange(256)))
        try:
            io.load(make_glb(plain, bytes(mutated)))
        except AssetError:
            continue


def test_bitstreams_cut_off_anywhere_are_refused(drc, make_glb):
    plain, data = drc.full_document()
    for length in (*range(1, 80), *range(80, len(data), 97)):
        plain["bufferViews"][0]["byteLength"] = length
        assert drc.codes(make_glb(plain, data)) <= {"COMPRESSED_DATA_INVALID", "COMPRESSED_DATA_MISMATCH"}, length


# -- models ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["Box", "RiggedSimple"])
def test_compressed_models_equal_their_twins(shared_assets, name):
    if shared_assets is None:
        return
    folder = shared_assets / "gltf-sample-assets/Models" / name
    scenes = [io.load(folder / form / f"{name}.gltf") for form in ("glTF", "glTF-Draco")]
    centers = []
    for scene in scenes:
        (node,) = scene.mesh_nodes
        (primitive,) = node.mesh.primitives
        centers.append(scene.pose(None).positions(node, primitive)[primitive.triangles].mean(axis=1))
    distance = np.linalg.norm(centers[0][:, None] - centers[1][None], axis=2)
    assert distance.min(axis=0).max() < 5e-3
    assert distance.min(axis=1).max() < 5e-3


def test_quantised_positions_inside_draco_are_read(shared_assets):
    if shared_assets is None:
        return
    scene = io.load(shared_assets / "gltf-transform/packages/functions/test/in/DenseSphere.glb")
    (primitive,) = scene.meshes[0].primitives
    assert primitive.positions.dtype == np.float32
    assert np.abs(np.linalg.norm(primitive.positions, axis=1) - 1.0).max() < 0.01
    assert primitive.formats["POSITION"] == ("int16", True)


@pytest.mark.parametrize("count", [40, 63, 65, 500])
def test_the_bitstream_knows_how_many_points_there_are(drc, make_glb, oracle, count):
    """A wrong count in all accessors is warned of; Khronos' validator does not see it."""
    plain, data = drc.full_document()
    primitive = plain["meshes"][0]["primitives"][0]
    right = {plain["accessors"][index].pop("count") for index in primitive["attributes"].values()}
    for index in primitive["attributes"].values():
        plain["accessors"][index]["count"] = count
    glb = make_glb(plain, data)
    report = io.validate(glb)
    assert report.ok
    assert oracle.problems(glb, least="error") == []
    assert [p.severity for p in report.problems if p.code == "COMPRESSED_DATA_MISMATCH"] == ["warning"]
    scene = io.load(glb)
    assert {scene.meshes[0].primitives[0].vertex_count} == right
    assert io.validate(scene.to_glb()).ok
