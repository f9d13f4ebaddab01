"""Variants of materials survive saving and loading, and can be selected."""

from __future__ import annotations

import json
import struct

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import threedkit as tk
from threedkit import io

EXTRAS = st.dictionaries(st.sampled_from(["a", "b"]), st.integers(0, 9), max_size=1)


@st.composite
def scenes(draw):
    materials = [tk.Material(name=f"m{i}") for i in range(draw(st.integers(1, 4)))]
    variants = [tk.Variant(name=draw(st.text(max_size=4)), extras=draw(EXTRAS)) for _ in range(draw(st.integers(0, 4)))]
    primitives = []
    for _ in range(draw(st.integers(1, 3))):
        owners = {id(variant): draw(st.sampled_from([None, *materials])) for variant in variants}
        mappings = []
        for material in materials:
            mine = [variant for variant in variants if owners[id(variant)] is material]
            if mine:
                more = {"name": draw(st.sampled_from(["", "n"])), "extras": draw(EXTRAS)}
                mappings.append(tk.VariantMaterial(material=material, variants=mine, **more))
        primitives.append(
            tk.Primitive(
                positions=[[0, 0, 0]] * 3, material=draw(st.sampled_from([None, *materials])), variants=mappings
            )
        )
    scene = tk.Scene()
    scene.add(tk.Mesh(primitives))
    scene.declare(materials=materials, variants=variants)
    return scene


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(scenes())
def test_generated_variants(scene_differences, scene):
    data = io.to_glb(scene)
    again = io.load(data)
    assert scene_differences(scene, again, ignore={"asset", "extensions_used"}) == []
    assert io.to_glb(again) == data


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(scenes(), st.data())
def test_selecting_and_going_back_changes_nothing(scene, data):
    before = [primitive.material for primitive in scene.meshes[0].primitives]
    names = [None, *scene.variants.names]
    for name in data.draw(st.lists(st.sampled_from(names), max_size=4)):
        tk.ops.select_variant(scene, name)
        for primitive, plain in zip(scene.meshes[0].primitives, before, strict=True):
            wanted = plain
            for mapping in primitive.variants:
                if name is not None and any(variant is scene.variants[name] for variant in mapping.variants):
                    wanted = mapping.material
            assert primitive.material is wanted
    tk.ops.select_variant(scene, None)
    assert [primitive.material for primitive in scene.meshes[0].primitives] == before
    assert all(p.variant is None and p.plain_material is None for p in scene.meshes[0].primitives)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(scenes())
def test_khronos_validator_finds_no_fault(oracle, scene):
    assert oracle.problems(io.to_glb(scene), None, least="error") == []


def shoe():
    red, black, blue = (tk.Material(name=name) for name in ("red", "black", "blue"))
    night, sea = tk.Variant(name="night"), tk.Variant(name="sea")
    upper = tk.Primitive(positions=[[0, 0, 0]] * 3, material=red)
    upper.variants = [
        tk.VariantMaterial(material=black, variants=night),
        tk.VariantMaterial(material=blue, variants=[sea]),
    ]
    sole = tk.Primitive(
        positions=[[0, 0, 0]] * 3, material=None, variants=tk.VariantMaterial(material=black, variants=sea)
    )
    scene = tk.Scene()
    scene.add(tk.Mesh([upper, sole]))
    return scene


def materials_of(scene):
    return [primitive.material and primitive.material.name for primitive in scene.meshes[0].primitives]


def test_a_primitive_without_a_material_for_the_variant_keeps_its_own():
    scene = shoe()
    assert materials_of(tk.ops.select_variant(scene, "sea")) == ["blue", "black"]
    assert materials_of(tk.ops.select_variant(scene, "night")) == ["black", None]
    assert materials_of(tk.ops.select_variant(scene)) == ["red", None]


def test_what_is_selected_is_what_a_saved_file_shows():
    again = io.load(tk.ops.select_variant(shoe(), "sea").to_glb())
    assert materials_of(again) == ["blue", "black"]
    assert again.variants.names == ("night", "sea")
    assert materials_of(tk.ops.select_variant(again, "night")) == ["black", "black"]


def test_selecting_tells_observers():
    scene, seen = shoe(), []
    scene.meshes[0].primitives[0].observe(lambda change: seen.append(change.new.name), names="material")
    tk.ops.select_variant(scene, "night")
    assert seen == ["black"]


def test_an_unknown_variant_is_named_with_those_there_are():
    with pytest.raises(tk.ParameterError, match="no variant 'nite'; the scene has 'night', 'sea'"):
        tk.ops.select_variant(shoe(), "nite")
    with pytest.raises(tk.ParameterError, match="the scene has no variants"):
        tk.ops.select_variant(tk.Scene(), "night")


def test_one_variant_has_one_material():
    night = tk.Variant(name="night")
    twice = [tk.VariantMaterial(material=tk.Material(), variants=night) for _ in range(2)]
    with pytest.raises(tk.FieldError, match="no variant in common"):
        tk.Primitive(variants=twice)
    primitive = tk.Primitive(positions=[[0, 0, 0]], mode="POINTS", variants=twice[:1])
    primitive.variants[0].variants = (night, night)
    scene = tk.Scene()
    scene.add(primitive)
    with pytest.raises(tk.FieldError, match="one variant has two materials"):
        scene.to_glb()


def document(mappings, variants=({"name": "a"}, {"name": "b"})):
    return {
        "asset": {"version": "2.0"},
        "extensionsUsed": ["KHR_materials_variants"],
        "extensions": {"KHR_materials_variants": {"variants": list(variants)}},
        "materials": [{}, {}],
        "accessors": [{"componentType": 5126, "count": 3, "type": "VEC3", "min": [0, 0, 0], "max": [0, 0, 0]}],
        "meshes": [
            {
                "primitives": [
                    {"attributes": {"POSITION": 0}, "extensions": {"KHR_materials_variants": {"mappings": mappings}}}
                ]
            }
        ],
    }


WRONG = [
    ([{"variants": [0], "material": 2}], "UNRESOLVED_REFERENCE"),
    ([{"variants": [2], "material": 0}], "UNRESOLVED_REFERENCE"),
    (
        [{"variants": [0], "material": 0}, {"variants": [1, 0], "material": 1}],
        "KHR_MATERIALS_VARIANTS_NON_UNIQUE_VARIANT",
    ),
    ([{"variants": [0]}], "UNDEFINED_PROPERTY"),
    ([{"variants": "a", "material": 0}], "TYPE_MISMATCH"),
]


@pytest.mark.parametrize(("mappings", "code"), WRONG)
def test_wrong_mappings_are_refused(make_glb, oracle, mappings, code):
    data = make_glb(document(mappings))
    assert code in {problem[1] for problem in oracle.problems(data, None, least="error")}
    with pytest.raises(tk.AssetError) as caught:
        io.load(data)
    assert code in {problem.code for problem in caught.value.problems}


def test_extras_of_the_list_and_of_the_mappings_are_kept(make_glb):
    source = document([{"variants": [0], "material": 0, "name": "m", "extras": {"c": 3}}])
    source["extensions"]["KHR_materials_variants"]["extras"] = {"a": 1}
    extended = source["meshes"][0]["primitives"][0]["extensions"]["KHR_materials_variants"]
    extended["extras"] = {"b": 2}
    data = io.to_glb(io.load(make_glb(source)))
    (length,) = struct.unpack_from("<I", data, 12)
    again = json.loads(data[20 : 20 + length])
    assert again["extensions"] == source["extensions"]
    assert again["meshes"][0]["primitives"][0]["extensions"]["KHR_materials_variants"] == extended


def test_the_shared_model(shared_assets):
    paths = sorted(shared_assets.rglob("18_variants.gltf")) if shared_assets else []
    for path in paths:
        scene = io.load(path)
        assert len(scene.variants) >= 2
        seen = set()
        for name in scene.variants.names:
            tk.ops.select_variant(scene, name)
            seen.add(tuple(p.material.name for mesh in scene.meshes for p in mesh.primitives if p.material))
        assert len(seen) > 1
