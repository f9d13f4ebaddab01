"""What every operation promises, ours and those of other packages: run over all that are registered."""

from __future__ import annotations

import hashlib
import inspect
import warnings
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from traitlets import All

import threedkit as tk
from threedkit.errors import ThreedkitError
from threedkit.ops._graph import LISTS, everything

if TYPE_CHECKING:
    from threedkit.scene import Scene

# Texts to run an operation with; without an entry, its name alone.
TEXTS = {
    "center": ("center", "center:pivot=below"),
    "cut": ("cut:normal=1,2,0,offset=0.3,time=0.4",),
    "select_variant": ("select_variant:variant=night",),
    "simplify": ("simplify:ratio=0.5",),
}
# Half of a half is a quarter, and levels of detail get levels of their own.
CHANGE_AGAIN = frozenset({"lod", "simplify"})
# What these change is what is drawn.
CHANGE_PICTURE = frozenset({"cut", "simplify"})
MOVE = frozenset({"center"})
# Values are rounded to fewer bits: so much of the scene's size may points be off.
ROUND = {"compress": 2e-3, "quantize": 2e-3}
STEPS = [text for name in tk.ops.names() for text in TEXTS.get(name, (name,))]


def dressed(scene: Scene) -> Scene:
    """With a variant, so that there is one to select."""
    night, material = tk.Variant(name="night"), tk.Material(name="night")
    scene.declare(variants=[night])
    for mesh in scene.meshes[:2]:
        mesh.primitives[0].variants = (tk.VariantMaterial(material=material, variants=(night,)),)
    return scene


def run(scene: Scene, text: str) -> Scene:
    """The operation; what it leaves alone it says in a warning, which is no failure here."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        return tk.ops.apply(scene, [text])


def name_of(text: str) -> str:
    return text.partition(":")[0]


@pytest.fixture
def scene(full) -> Scene:
    return dressed(full)


@pytest.mark.parametrize("text", STEPS)
def test_the_same_scene_comes_back_and_is_valid(scene, text, oracle):
    assert run(scene, text) is scene
    glb = scene.to_glb()
    found = [p for p in tk.validate(glb).problems if p.severity == "error"]
    assert not found
    assert not oracle.problems(glb, least="error")
    assert tk.load(glb).content_hash == hashlib.sha256(glb).hexdigest()


@pytest.mark.parametrize("text", STEPS)
def test_the_same_bytes_every_time(scene, text):
    copies = [scene.copy(), scene.copy()]
    one, other = (run(copy, text).to_glb() for copy in copies)
    assert one == other


@pytest.mark.parametrize("text", [text for text in STEPS if name_of(text) not in CHANGE_AGAIN])
def test_once_more_changes_nothing(scene, text):
    once = run(scene, text).to_glb()
    assert run(scene, text).to_glb() == once


@pytest.mark.parametrize("text", STEPS)
def test_no_array_is_written_into_and_a_copy_keeps_what_was(scene, text, bulk):
    copy, before = scene.copy(), scene.to_glb()
    held = bulk(scene)
    digests = [hashlib.sha256(np.ascontiguousarray(array).tobytes()).digest() for array in held]
    for array in held:
        array.flags.writeable = False
    run(scene, text)
    assert [hashlib.sha256(np.ascontiguousarray(array).tobytes()).digest() for array in held] == digests
    assert copy.to_glb() == before


@pytest.mark.parametrize("text", STEPS)
@pytest.mark.parametrize("number", [1, 4, 9])
def test_numbers_in_foreign_extensions_mean_the_same(scene, text, number):
    scene.document_extensions = {"VENDOR_thing": {"index": number}}
    before = {name: getattr(scene, name)[: number + 1] for name in LISTS}
    run(scene, text)
    for name, parts in before.items():
        if len(parts) > number:
            found = getattr(scene, name)[: number + 1]
            assert [part.name for part in found] == [part.name for part in parts], name
            assert found[number] is parts[number], name


def is_other(one: object, other: object) -> bool:
    """Whether a field's value is another one: arrays and elements by identity, the rest by value."""
    if isinstance(one, tuple) and isinstance(other, tuple) and len(one) == len(other):
        return any(is_other(a, b) for a, b in zip(one, other, strict=True))
    if isinstance(one, np.ndarray) or isinstance(other, np.ndarray):
        return one is not other
    return one is not other and one != other


@pytest.mark.parametrize("text", STEPS)
def test_observers_hear_of_every_change(scene, text):
    parts = list(everything(scene).values())
    before = [{name: getattr(part, name) for name in part.trait_names()} for part in parts]
    heard = set()
    for part in parts:
        part.observe(lambda change: heard.add((id(change.owner), change.name)), names=All)
    run(scene, text)
    for part, values in zip(parts, before, strict=True):
        for name, value in values.items():
            if is_other(getattr(part, name), value):
                assert (id(part), name) in heard, f"{part!r}.{name} changed and nobody was told"


def shape(scene: Scene, time: float | None, animation: int | None = None) -> dict[str, np.ndarray]:
    """What is drawn, whatever meshes and nodes it is made of: area, and moments of the triangles weighted by it."""
    pose = scene.pose(time, animation)
    corners = [
        pose.positions(node, primitive, number)[primitive.triangles]
        for node in scene.mesh_nodes
        for number in range(len(pose.instances(node)))
        for primitive in node.mesh.primitives
    ]
    joined = np.concatenate([*corners, np.empty((0, 3, 3))])
    area = np.linalg.norm(np.cross(joined[:, 1] - joined[:, 0], joined[:, 2] - joined[:, 0]), axis=1)
    middle = joined.mean(axis=1)
    return {
        "area": area.sum(),
        "middle": (area[:, None] * middle).sum(axis=0),
        "spread": (area[:, None, None] * middle[:, :, None] * middle[:, None, :]).sum(axis=0),
        "low": joined.min(axis=(0, 1), initial=np.inf),
        "high": joined.max(axis=(0, 1), initial=-np.inf),
    }


def assert_same_shape(found: dict, wanted: dict, tolerance: float, *, moved: bool = False) -> None:
    size = float(np.abs(np.concatenate([wanted["low"], wanted["high"]])).max(initial=1.0))
    area = max(float(wanted["area"]), 1e-9)
    np.testing.assert_allclose(found["area"], wanted["area"], rtol=10 * tolerance)
    if not moved:
        np.testing.assert_allclose(found["middle"], wanted["middle"], atol=10 * tolerance * size * area)
        np.testing.assert_allclose(found["spread"], wanted["spread"], atol=20 * tolerance * size**2 * area)
        np.testing.assert_allclose(found["low"], wanted["low"], atol=tolerance * size)
        np.testing.assert_allclose(found["high"], wanted["high"], atol=tolerance * size)


@pytest.mark.parametrize("text", [text for text in STEPS if name_of(text) not in CHANGE_PICTURE])
def test_everything_plays_as_before(scene, text):
    original = scene.copy()
    run(scene, text)
    for time in (None, 0.0, 0.3, 1.0):
        tolerance = ROUND.get(name_of(text), 2e-4)
        assert_same_shape(shape(scene, time), shape(original, time), tolerance, moved=name_of(text) in MOVE)


@pytest.mark.parametrize("text", STEPS)
def test_real_models_stay_valid_and_play_as_before(models, text, oracle):
    name = name_of(text)
    for path in models:
        scene = tk.load(path)
        if name == "select_variant" and not scene.variants:
            continue
        before = {p.code for p in tk.validate(path).problems if p.severity == "error"}
        known = {code for _, code, _, _ in oracle.problems(path.read_bytes(), least="error")}
        copy = run(
            scene.copy(), text if name != "select_variant" else f"select_variant:variant={scene.variants[0].name}"
        )
        glb = copy.to_glb()
        assert {p.code for p in tk.validate(glb).problems if p.severity == "error"} <= before, path.name
        assert {code for _, code, _, _ in oracle.problems(glb, least="error")} <= known, path.name
        if name not in CHANGE_PICTURE:
            for time in (None, 0.4):
                tolerance = ROUND.get(name, 1e-3)
                assert_same_shape(shape(copy, time), shape(scene, time), tolerance, moved=name in MOVE)


@settings(max_examples=40)
@given(texts=st.lists(st.sampled_from(STEPS), min_size=2, max_size=5))
def test_any_sequence_gives_a_valid_file(make_full, oracle, texts):
    scene = dressed(make_full())
    for text in texts:
        run(scene, text)
    glb = scene.to_glb()
    assert not [p for p in tk.validate(glb).problems if p.severity == "error"]
    assert not oracle.problems(glb, least="error")
    assert tk.load(glb).to_glb() == glb


HOSTILE = {
    "whole number": ("0", "-1", "1", "2147483648", "9" * 18),
    "number": ("0", "-1", "1e308", "-1e308", "1e-308", "0.5", "1e9"),
    "text": ("", "nothing", "a" * 1000, "\x00", "../../x"),
    "yes | no": ("yes", "no"),
}


def hostile_texts() -> list[str]:
    """Every option of every operation with values that nobody should give."""
    found = []
    for name in tk.ops.names():
        for option in tk.ops.describe(name).options:
            kinds = [option.type] if option.type in HOSTILE else option.type.split(" | ")
            values = [value for kind in kinds for value in HOSTILE.get(kind, ())]
            values += [kind.strip("'") for kind in kinds if kind.startswith("'")] + ["1,2,3", "1e308,-1e308,1"]
            found += [f"{name}:{option.name}={value}" for value in values]
    return found


def refusal(scene: Scene, text: str) -> str:
    try:
        run(scene, text)
    except ThreedkitError as error:
        return str(error)
    return ""


@pytest.mark.parametrize("text", hostile_texts())
def test_any_value_is_used_or_refused_in_one_line(scene, text):
    said = refusal(scene, text)
    assert "\n" not in said
    assert len(said) < 400
    assert not said or name_of(text) in said
    if not said:
        assert np.isfinite(scene.bounds()).all() or not scene.mesh_nodes
        assert len(tk.load(scene.to_glb()).meshes) == len(scene.meshes)


def test_an_empty_scene_stays_empty():
    for text in STEPS:
        if name_of(text) != "select_variant":
            assert run(tk.Scene(), text).to_glb() == tk.Scene().to_glb()


@pytest.mark.parametrize("name", tk.ops.names())
def test_the_function_is_written_as_all_are(name):
    function = getattr(tk.ops, name)
    parameters = list(inspect.signature(function).parameters.values())
    assert parameters[0].name == "scene"
    doc = inspect.getdoc(function)
    assert "Args:" in doc
    assert "Returns:" in doc
    assert "Example" in doc
