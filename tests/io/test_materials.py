"""Material extensions: what is generated, and what lies in real files, survives saving and loading."""

from __future__ import annotations

import json
import math
import struct

import msgspec
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import threedkit as tk
from threedkit import io
from threedkit.io.gltf.extensions import LAYER_FORMS, PLAIN_FORMS
from threedkit.io.gltf.write import materials as writing
from threedkit.scene import LAYERS, Element, Texture, TextureInfo

FRACTION = st.floats(0, 1)
REAL = st.floats(-1e6, 1e6)
NOT_NEGATIVE = st.floats(0, 1e6)
ANY_JSON = st.sampled_from([1, 0.5, "text", [1, {"a": None}], {"deep": {"er": [True]}}])
EXTRAS = st.dictionaries(st.sampled_from(["a", "b"]), ANY_JSON, max_size=2)
VENDOR = st.dictionaries(st.sampled_from(["VENDOR_x", "VENDOR_y"]), st.fixed_dictionaries({"v": ANY_JSON}), max_size=1)
KINDS = {form.field: form.kind for form in LAYER_FORMS.values()}
RANGES = {
    "factor": FRACTION,
    "strength": FRACTION,
    "roughness": FRACTION,
    "rotation": REAL,
    "normal_scale": REAL,
    "thickness": NOT_NEGATIVE,
    "attenuation_distance": st.floats(1e-6, 1e6) | st.just(math.inf),
    "attenuation_color": st.tuples(*[FRACTION] * 3),
    "ior": st.floats(1, 100),
    "thickness_minimum": NOT_NEGATIVE,
    "thickness_maximum": NOT_NEGATIVE,
}


def colors(field):
    return st.tuples(*[NOT_NEGATIVE if field == "specular" else FRACTION] * 3)


@st.composite
def infos(draw, textures):
    return TextureInfo(
        draw(st.sampled_from(textures)),
        texcoord=draw(st.integers(0, 2)),
        fallback_texcoord=draw(st.none() | st.integers(0, 2)),
        offset=draw(st.tuples(REAL, REAL)),
        rotation=draw(REAL),
        scale=draw(st.sampled_from([(1.0, 1.0), (2.0, 0.5)])),
        extras=draw(EXTRAS),
        extensions=draw(VENDOR),
        nested=draw(st.just({}) | st.fixed_dictionaries({"KHR_texture_transform": st.just({"extras": {"t": 1}})})),
    )


@st.composite
def layers(draw, field, textures):
    values = {"extras": draw(EXTRAS), "extensions": draw(VENDOR)}
    kind = KINDS[field]
    for name in sorted(kind.class_trait_names()):
        if name in kind.TEXTURES:
            values[name] = draw(st.none() | infos(textures))
        elif name == "color":
            values[name] = draw(colors(field))
        elif name in RANGES:
            values[name] = draw(RANGES[name])
    if field == "clearcoat" and values["normal_texture"] is None:
        del values["normal_scale"]
    return kind(**values)


@st.composite
def materials(draw, textures):
    plain = {
        "unlit": st.booleans(),
        "emissive_strength": NOT_NEGATIVE,
        "ior": st.just(0.0) | st.floats(1, 10),
        "dispersion": NOT_NEGATIVE,
    }
    fields = {name: draw(values) for name, values in plain.items() if draw(st.booleans())}
    fields.update({name: draw(layers(name, textures)) for name in LAYERS if draw(st.booleans())})
    nested = {"KHR_materials_ior": {"extras": {"kept": 1}}, "pbrMetallicRoughness": {"extensions": {"VENDOR_z": {}}}}
    chosen = draw(st.lists(st.sampled_from(sorted(nested)), unique=True))
    return tk.Material(**fields, nested={name: nested[name] for name in chosen}, extras=draw(EXTRAS))


@st.composite
def scenes(draw):
    image = tk.Image.from_array(np.zeros((1, 1, 3), np.uint8))
    textures = [Texture(image, name=name) for name in ("one", "two")]
    scene = tk.Scene()
    for _ in range(draw(st.integers(1, 2))):
        flat, up, along = np.zeros((3, 2), np.float32), [[0, 0, 1]] * 3, [[1, 0, 0, 1]] * 3
        arrays = {"positions": [[0, 0, 0]] * 3, "normals": up, "tangents": along, "texcoords": [flat] * 3}
        scene.add(tk.Primitive(**arrays, material=draw(materials(textures))))
    scene.declare(textures=textures, images=[image])
    return scene


WRITTEN = {"asset", "extensions_used", "extensions_required"}


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(scenes())
def test_generated_materials(scene_differences, scene):
    data = io.to_glb(scene)
    again = io.load(data)
    assert scene_differences(scene, again, ignore=WRITTEN) == []
    assert io.to_glb(again) == data


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(scenes())
def test_khronos_validator_finds_no_fault_in_what_is_written(oracle, scene):
    assert oracle.problems(io.to_glb(scene), None, least="error") == []


def document_of(data: bytes) -> dict:
    (length,) = struct.unpack_from("<I", data, 12)
    return json.loads(data[20 : 20 + length])


def bare(**members) -> dict:
    names = sorted({name for material in members["materials"] for name in material.get("extensions", {})})
    return {"asset": {"version": "2.0"}, "extensionsUsed": names, **members}


@pytest.mark.parametrize("name", sorted([*LAYER_FORMS, *PLAIN_FORMS]))
def test_an_extension_with_nothing_in_it_stays_there(make_glb, name):
    again = document_of(io.to_glb(io.load(make_glb(bare(materials=[{"extensions": {name: {}}}])))))
    assert again["materials"][0]["extensions"] == {name: {}}
    assert again["extensionsUsed"] == [name]


@pytest.mark.parametrize("name", sorted([*LAYER_FORMS, *PLAIN_FORMS]))
def test_extras_and_unknown_extensions_within_an_extension_are_kept(make_glb, name):
    inside = {"extras": [1, 2], "extensions": {"VENDOR_x": {"deep": {"er": 1}}}}
    source = bare(materials=[{"extensions": {name: inside}}])
    source["extensionsUsed"].append("VENDOR_x")
    again = document_of(io.to_glb(io.load(make_glb(source))))
    assert again["materials"][0]["extensions"] == {name: inside}
    assert again["extensionsUsed"] == sorted([name, "VENDOR_x"])


@pytest.mark.parametrize("name", sorted([*LAYER_FORMS, *PLAIN_FORMS, "KHR_materials_pbrSpecularGlossiness"]))
def test_a_document_may_require_it(make_glb, name):
    source = bare(materials=[{"extensions": {name: {}}}], extensionsRequired=[name])
    assert len(io.load(make_glb(source)).materials) == 1


def test_an_unknown_material_extension_cannot_be_required(make_glb):
    names = ["KHR_materials_new"]
    source = {"asset": {"version": "2.0"}, "extensionsUsed": names, "extensionsRequired": names}
    with pytest.raises(tk.AssetError, match="KHR_materials_new"):
        io.load(make_glb(source))


WRONG = [
    ("KHR_materials_ior", {"ior": 0.5}, "VALUE_NOT_IN_RANGE"),
    ("KHR_materials_ior", {"ior": -1}, "VALUE_NOT_IN_RANGE"),
    ("KHR_materials_clearcoat", {"clearcoatFactor": 2}, "VALUE_NOT_IN_RANGE"),
    ("KHR_materials_clearcoat", {"clearcoatTexture": {"index": 7}}, "UNRESOLVED_REFERENCE"),
    ("KHR_materials_iridescence", {"iridescenceIor": 0.9}, "VALUE_NOT_IN_RANGE"),
    ("KHR_materials_volume", {"attenuationDistance": 0}, "VALUE_NOT_IN_RANGE"),
    ("KHR_materials_sheen", {"sheenColorFactor": [0, 1]}, "ARRAY_LENGTH_NOT_IN_LIST"),
    ("KHR_materials_transmission", [], "TYPE_MISMATCH"),
    ("KHR_materials_emissive_strength", {"emissiveStrength": "bright"}, "TYPE_MISMATCH"),
    ("KHR_materials_pbrSpecularGlossiness", {"diffuseTexture": {"index": 0}}, "UNRESOLVED_REFERENCE"),
]


@pytest.mark.parametrize(("name", "inside", "code"), WRONG)
def test_wrong_values_are_refused(make_glb, name, inside, code):
    with pytest.raises(tk.AssetError) as caught:
        io.load(make_glb(bare(materials=[{"extensions": {name: inside}}])))
    assert code in {problem.code for problem in caught.value.problems}


def test_a_raw_extension_that_a_field_stands_for_is_refused_when_saved():
    scene = tk.Scene()
    scene.add(tk.Primitive(positions=[[0, 0, 0]], mode="POINTS", material=tk.Material(name="car")))
    scene.materials[0].extensions["KHR_materials_clearcoat"] = {"clearcoatFactor": 1}
    with pytest.raises(tk.FieldError, match=r"material 'car' has KHR_materials_clearcoat.*set Material.clearcoat"):
        scene.to_glb()


def test_the_texture_transform_stays_as_the_file_had_it(make_glb):
    slots = [
        {"index": 0, "texCoord": 1, "extensions": {"KHR_texture_transform": {"texCoord": 0}}},
        {"index": 0, "extensions": {"KHR_texture_transform": {"texCoord": 0}}},
        {"index": 0, "extensions": {"KHR_texture_transform": {}}},
        {
            "index": 0,
            "texCoord": 2,
            "extensions": {"KHR_texture_transform": {"offset": [0.5, 0.0], "extras": {"a": 1}}},
        },
        {"index": 0, "texCoord": 1},
    ]
    source = bare(materials=[{"emissiveTexture": slot} for slot in slots], textures=[{}])
    source["extensionsUsed"] = ["KHR_texture_transform"]
    scene = io.load(make_glb(source))
    assert [material.emissive_texture.texcoord for material in scene.materials] == [0, 0, 0, 2, 1]
    again = document_of(io.to_glb(scene))
    assert [material["emissiveTexture"] for material in again["materials"]] == slots


def test_every_shared_model_with_material_extensions(shared_assets, scene_differences, oracle):
    paths = sorted(shared_assets.rglob("*.gl*")) if shared_assets else []
    paths = [path for path in paths if b"KHR_materials_" in path.read_bytes()]
    for path in paths:
        scene = io.load(path, strict=False)
        data = io.to_glb(scene)
        assert scene_differences(scene, io.load(data, strict=False), ignore={"uri", "data"}) == [], path
        before = {problem[1] for problem in oracle.problems(path.read_bytes(), path.parent, least="error")}
        assert {problem[1] for problem in oracle.problems(data, None, least="error")} <= before, path


@pytest.mark.parametrize("form", LAYER_FORMS.values(), ids=lambda form: form.field)
def test_the_defaults_of_json_and_layer_are_the_same(form):
    data, layer = form.struct(), form.kind()
    for field, member in {**form.values, **form.textures}.items():
        value = getattr(data, member)
        assert getattr(layer, field) == (math.inf if field == "attenuation_distance" else value)
    fields = set(layer.trait_names()) - set(Element.class_trait_names()) - {"normal_scale"}
    assert {*form.values, *form.textures} == fields
    names = {field.name for field in msgspec.structs.fields(form.struct)} - {"extras", "extensions"}
    assert {*form.values.values(), *form.textures.values()} == names


def test_what_a_material_does_not_hold_is_the_default_that_is_not_written():
    for name, (_, default) in {**writing._ROUGH, **writing._OWN}.items():
        assert getattr(tk.Material, name).default_value == default
