"""Profiles: limits from names, files and dictionaries, and what they say."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import threedkit as tk
from threedkit.errors import ParameterError
from threedkit.io.report import Profile, builtin_profiles, find_profile
from threedkit.io.report.hints import hints
from threedkit.scene import MorphTarget, Skin


def model() -> tk.Scene:
    """Something that breaks every limit."""
    scene = tk.Scene()
    image = tk.Image.from_array(np.zeros((4, 6, 3), np.uint8))
    box = tk.box()
    box.texcoords = (box.texcoords[0] * np.float32(3),)
    box.targets = (MorphTarget(positions=np.zeros_like(box.positions)),)
    box.material = tk.Material(base_color_texture=image, ior=1.4)
    node = scene.add(tk.Mesh(box), position=(5, 5, 5))
    scene.add(tk.Mesh(tk.sphere(), tk.Material()), name="ball")
    scene.add(tk.PointLight())
    scene.declare(skins=[Skin(joints=(node,))])
    channel = tk.Channel(node=node, path="translation", times=[0, 1], values=[[5, 5, 5], [6, 5, 5]])
    scene.animations = [tk.Animation(channels=(channel,))]
    return scene


STRICT = {
    "max_file_bytes": 10, "max_triangles": 1, "max_vertices": 1, "max_draw_calls": 1, "max_nodes": 1,
    "max_meshes": 1, "max_primitives": 1, "max_materials": 1, "max_textures": 0, "max_animations": 0, "max_joints": 0,
    "max_morph_targets": 0, "max_lights": 0, "max_texture_size": 4, "min_texture_size": 8, "power_of_two": True,
    "square_textures": True, "max_texture_memory": 10, "image_formats": ["image/jpeg"], "max_size": 0.5,
    "max_dimensions": [100, 100, 1], "min_dimensions": [0, 0, 100], "origin": "base", "untransformed_roots": True,
    "texcoords_in_unit_square": True, "allowed_extensions": [],
}  # fmt: skip
LOOSE = {
    **{name: 2**40 for name, value in STRICT.items() if isinstance(value, int) and not isinstance(value, bool)},
    "min_texture_size": 4, "min_file_bytes": 1, "image_formats": ["image/png"], "max_size": 100.0, "min_size": 0.1,
    "allowed_extensions": ["KHR_materials_ior", "KHR_lights_punctual"], "allowed_required_extensions": [],
    "self_contained": True,
}  # fmt: skip


def test_every_limit_broken_and_kept():
    data = model().to_glb()
    report = tk.validate(data, profile=STRICT)
    assert report.valid
    assert not report.ok
    broken = {check.rule for check in report.profile.checks if not check.ok}
    assert broken == set(STRICT)
    own = [problem for problem in report.problems if problem.code.startswith("PROFILE_")]
    assert len({problem.code for problem in own}) >= 24
    assert all(problem.severity == "error" and problem.hint for problem in own)
    report = tk.validate(data, profile=LOOSE)
    assert report.ok, report
    assert {check.rule for check in report.profile.checks} == set(LOOSE)


def test_limits_and_what_was_found(tmp_path):
    scene = model()
    report = tk.validate(scene.to_glb(), profile={"max_triangles": 12, "max_texture_size": 4, "max_materials": 2})
    found = {check.rule: (check.limit, check.actual, check.ok) for check in report.profile.checks}
    assert found["max_triangles"] == (12, report.statistics.triangles, False)
    assert found["max_texture_size"] == (4, 6, False)
    assert found["max_materials"] == (2, 2, True)
    assert [p.pointer for p in report.problems if p.code == "PROFILE_TEXTURE_TOO_LARGE"] == ["/images/0"]
    path = scene.save(tmp_path / "a.gltf")
    assert [p.code for p in tk.validate(path, profile={"self_contained": True}).problems if p.severity == "error"] == [
        "PROFILE_EXTERNAL_FILES"
    ]


@pytest.mark.parametrize(("origin", "position", "ok"), [
    ("base", (0, 0.5, 0), True), ("base", (0, 0, 0), False), ("center", (0, 0, 0), True),
    ("center", (0.005, 0, 0), True), ("center", (0.02, 0, 0), False), ("any", (9, 9, 9), True),
])  # fmt: skip
def test_where_the_origin_is(origin, position, ok):
    scene = tk.Scene()
    scene.add(tk.Mesh(tk.box()), position=position)
    report = tk.validate(scene.to_glb(), profile={"origin": origin})
    assert report.ok is ok, report


def test_metres():
    """A chair in centimetres is a hundred times too large."""
    scene = tk.Scene()
    node = scene.add(tk.Mesh(tk.box(size=(0.5, 0.9, 0.5))))
    profile = Profile(name="chair", min_size=0.3, max_size=2.0)
    assert tk.validate(scene.to_glb(), profile=profile).ok
    node.scale = (100, 100, 100)
    report = tk.validate(scene.to_glb(), profile=profile)
    assert [p.code for p in report.problems if p.severity == "error"] == ["PROFILE_MODEL_TOO_LARGE"]
    assert "90 m" in str(report)
    assert not tk.validate(tk.Scene().to_glb(), profile=profile).ok


def test_a_file_that_cannot_be_read_keeps_no_profile():
    report = tk.validate(b"glTF", profile="web")
    assert not report.profile.ok
    assert report.profile.checks == ()


def test_built_in_profiles():
    known = builtin_profiles()
    assert {"web", "commerce-publishing"} <= set(known)
    for name, profile in known.items():
        assert profile.name == name
        assert profile.description.endswith(".")
        assert "https://" in profile.source
        assert profile.limits()
    assert find_profile("web").max_triangles == 150_000
    assert find_profile("commerce-publishing").max_materials == 5


def test_profiles_from_files(tmp_path):
    (tmp_path / "shop.toml").write_text('max_triangles = 5\nallowed_required_extensions = []\norigin = "base"\n')
    (tmp_path / "shop.json").write_text('{"name": "Shop", "max_triangles": 5, "min_dimensions": [0.1, 0, 0]}')
    assert find_profile(tmp_path / "shop.toml").limits() == {
        "max_triangles": 5, "allowed_required_extensions": [], "origin": "base",
    }  # fmt: skip
    assert find_profile(str(tmp_path / "shop.toml")).name == "shop"
    assert find_profile(tmp_path / "shop.json").name == "Shop"


@pytest.mark.parametrize(("name", "text", "words"), [
    ("a.toml", "max_triangle = 5", ("max_triangle'", "max_triangles")),
    ("a.toml", "max_triangles = -5", ("max_triangles", ">= 0")),
    ("a.toml", "max_triangles = true", ("max_triangles", "int")),
    ("a.toml", "max_triangles = 1.5", ("max_triangles", "int")),
    ("a.toml", "max_size = nan", ("max_size",)),
    ("a.toml", "max_size = inf", ("max_size",)),
    ("a.toml", 'origin = "top"', ("origin",)),
    ("a.toml", "min_dimensions = [1, 2]", ("min_dimensions", "3")),
    ("a.toml", "image_formats = 'png'", ("image_formats", "array")),
    ("a.toml", "a = [" + "[" * 5000, ("TOML",)),
    ("a.toml", "max_triangles = 1\nmax_triangles = 2", ("TOML",)),
    ("a.toml", "\x00", ("TOML",)),
    ("a.json", "[]", ("object",)),
    ("a.json", "{", ("JSON",)),
    ("a.json", "[" * 100_000, ("JSON",)),
    ("a.json", '{"max_nodes": 1, "max_nodes": 2}', ("max_nodes", "twice")),
    ("a.json", '{"max_nodes": 1e400}', ("max_nodes",)),
    ("a.json", " " * 1_000_001, ("1,000,000",)),
])  # fmt: skip
def test_a_wrong_profile_is_answered_by_one_clear_line(tmp_path, name, text, words):
    (tmp_path / name).write_text(text)
    with pytest.raises(ParameterError) as caught:
        find_profile(tmp_path / name)
    message = str(caught.value)
    assert "\n" not in message
    assert len(message) < 1500
    for word in (name, *words):
        assert word in message


def test_a_profile_that_is_not_there(tmp_path):
    with pytest.raises(ParameterError, match=r"commerce-publishing, web"):
        find_profile("shoop")
    with pytest.raises(ParameterError, match=r"no\.toml: there is no such file"):
        find_profile(tmp_path / "no.toml")
    with pytest.raises(ParameterError, match="null byte"):
        find_profile(tmp_path / "a\0.toml")
    (tmp_path / "latin.toml").write_bytes(b"name = '\xff'")
    with pytest.raises(ParameterError, match="TOML"):
        find_profile(tmp_path / "latin.toml")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@given(st.dictionaries(st.sampled_from([*Profile.__struct_fields__, "x"]), JSON, max_size=3))
def test_any_dictionary_is_a_profile_or_a_parameter_error(values):
    try:
        profile = find_profile(values)
    except ParameterError as error:
        message = str(error)
    else:
        message = "profile "
        report = tk.validate(SCENE, profile=profile)
        assert json.loads(json.dumps(report.to_dict()))["profile"]["checks"] == [
            {
                "rule": c.rule,
                "limit": json.loads(json.dumps(c.limit)),
                "actual": json.loads(json.dumps(c.actual)),
                "ok": c.ok,
            }
            for c in report.profile.checks
        ]
    assert message.startswith("profile ")


SCENE = model().to_glb()


def test_every_code_of_a_profile_is_used(repository):
    source = "".join(path.read_text("utf-8") for path in (repository / "threedkit" / "io" / "report").glob("*.py"))
    counts = {"ANIMATIONS", "DRAW_CALLS", "JOINTS", "LIGHTS", "MATERIALS", "MESHES", "MORPH_TARGETS", "NODES",
              "PRIMITIVES", "TEXTURES", "TRIANGLES", "VERTICES"}  # fmt: skip
    for code in (code.removeprefix("PROFILE_") for code in hints() if code.startswith("PROFILE_")):
        assert f'"{code}"' in source or code.removesuffix("_TOO_MANY") in counts, code
