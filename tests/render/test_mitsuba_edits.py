"""Edits that a loaded scene follows: what is drawn then is what a fresh load gives, to the last bit."""

from __future__ import annotations

import os
from unittest import mock

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from threedkit.geometry import box, plane, sphere
from threedkit.render.engine import Editable
from threedkit.render.engines.mitsuba import MitsubaEngine
from threedkit.render.engines.mitsuba.variants import VARIABLE
from threedkit.render.shot import Shot
from threedkit.scene import (
    Animation,
    Channel,
    DirectionalLight,
    Environment,
    Material,
    Mesh,
    PointLight,
    Primitive,
    Scene,
    Watch,
)
from threedkit.testing.contract import matte, view

pytestmark = pytest.mark.engine
SHOT = Shot(
    camera=view((1, 2, 5)), size=(32, 24), samples=4, time=None,
    outputs=("color", "alpha", "depth", "object_id", "normal", "albedo"),
)  # fmt: skip
UNIT = st.floats(0.0, 1.0, width=32)
FLOAT = st.floats(-1.5, 1.5, width=32)
EDITS = st.one_of(
    st.tuples(st.just("nodes"), st.integers(0, 4), st.just("position"), st.tuples(FLOAT, FLOAT, FLOAT)),
    st.tuples(st.just("nodes"), st.integers(0, 4), st.just("scale"), st.tuples(*[st.floats(0.25, 2.0, width=32)] * 3)),
    st.tuples(st.just("nodes"), st.integers(0, 6), st.just("name"), st.text(max_size=3)),
    st.tuples(st.just("materials"), st.integers(0, 2), st.just("base_color"), st.tuples(UNIT, UNIT, UNIT, UNIT)),
    st.tuples(st.just("materials"), st.integers(0, 2), st.sampled_from(["metallic", "roughness"]), UNIT),
    st.tuples(st.just("materials"), st.integers(0, 1), st.just("emissive"), st.tuples(UNIT, UNIT, UNIT)),
    st.tuples(st.just("lights"), st.integers(0, 1), st.just("intensity"), st.floats(0.0, 4.0, width=32)),
    st.tuples(st.just("environment"), st.just(0), st.just("intensity"), st.floats(0.0, 2.0, width=32)),
    st.tuples(st.just("environment"), st.just(0), st.just("background"), st.sampled_from(["color", "environment"])),
    st.tuples(st.just("environment"), st.just(0), st.just("background_color"), st.tuples(UNIT, UNIT, UNIT)),
)


@pytest.fixture(scope="module")
def engine():
    made = MitsubaEngine()
    yield made
    made.close()


@pytest.fixture(scope="module")
def scalar():
    """The variant that compiles no kernels."""
    with mock.patch.dict(os.environ, {VARIABLE: "scalar"}):
        made = MitsubaEngine()
    yield made
    made.close()


def stage():
    scene = Scene(environment=Environment())
    red, glass = matte((0.8, 0.2, 0.1), name="red"), Material(name="pane", base_color=(0.4, 0.6, 1, 0.5))
    glass.alpha_mode = "BLEND"
    shared = Mesh(sphere(radius=0.4), red)
    for x in (-1.0, 0.0):
        scene.add(shared, position=(x, 0.4, 0), name=f"ball {x}")
    scene.add(Mesh(box((0.5, 0.5, 0.5)), glass), position=(0.9, 0.3, 0.4), name="box")
    scene.add(Mesh(plane(size=4.0), matte((0.5, 0.5, 0.5), name="floor")), name="floor")
    line = Primitive(positions=np.array([[-1, 0.1, 1], [1, 0.9, 1]], np.float32), mode="LINES")
    scene.add(Mesh(line, red), name="line")
    scene.add(DirectionalLight(intensity=1.0), name="sun")
    scene.add(PointLight(intensity=2.0), position=(0, 2, 1), name="bulb")
    return scene


def change(scene, edit):
    part, row, field, value = edit
    setattr(scene.environment if part == "environment" else getattr(scene, part)[row], field, value)


def differing(one, other):
    return [name for name in one.outputs if not np.array_equal(one.image(name), other.image(name), equal_nan=True)]


@settings(deadline=None, max_examples=12, suppress_health_check=list(HealthCheck))
@given(st.lists(st.lists(EDITS, min_size=1, max_size=4), min_size=1, max_size=2))
def test_an_edited_scene_is_a_fresh_one(scalar, rounds):
    scene, engine = stage(), scalar
    watch, loaded = Watch(scene), engine.load(scene)
    assert isinstance(loaded, Editable)
    engine.draw(loaded, SHOT)
    for edits in rounds:
        for edit in edits:
            change(scene, edit)
        told = watch.edits(scene)
        if not loaded.update(told):
            assert scene.materials["pane"].base_color[3] == 0.0
            break
        watch.accept()
        fresh = engine.load(scene)
        one, other = engine.draw(loaded, SHOT), engine.draw(fresh, SHOT)
        assert not differing(one, other), told
        assert one.names == other.names
        fresh.close()
    loaded.close()


def test_every_edit_is_seen(engine):
    scene = stage()
    watch, loaded = Watch(scene), engine.load(scene)
    before = engine.draw(loaded, SHOT)
    for edit in (
        ("nodes", 1, "position", (0.2, 0.9, 0.3)),
        ("materials", 0, "base_color", (0.1, 0.9, 0.1, 1.0)),
        ("materials", 0, "emissive", (0.9, 0.5, 0.5)),
        ("lights", 1, "intensity", 9.0),
        ("environment", 0, "intensity", 0.3),
        ("environment", 0, "background_color", (1.0, 0.0, 0.0)),
    ):
        change(scene, edit)
        assert not differing(before, engine.draw(loaded, SHOT)), "seen before it was told"
        assert loaded.update(watch.edits(scene))
        watch.accept()
        after = engine.draw(loaded, SHOT)
        assert "color" in differing(before, after), edit
        before = after
    loaded.close()
    assert not loaded.update(())


@pytest.mark.parametrize(
    "edit",
    [
        ("materials", 0, "base_color", (0.1, 0.9, 0.1, 1.0)),
        ("nodes", 0, "position", (0.2, 0.9, 0.3)),
        ("lights", 0, "intensity", 3.0),
        ("environment", 0, "intensity", 0.3),
    ],
)
def test_another_scene_of_the_same_build_is_followed_as_the_edits_of_the_first(scalar, edit):
    """`Watch` tells how it differs, by value: what the first scene's own objects hold does not count."""
    first, second = stage(), stage()
    watch, loaded = Watch(first), scalar.load(first)
    change(second, edit)
    told = watch.edits(second)
    assert told
    change(first, ("materials", 0, "base_color", (0.0, 0.0, 0.0, 1.0)))
    first.nodes[1].position = (9, 9, 9)
    assert loaded.update(told)
    fresh = scalar.load(second)
    assert not differing(scalar.draw(loaded, SHOT), scalar.draw(fresh, SHOT))
    loaded.close()
    fresh.close()


def test_what_cannot_be_followed_is_refused(engine):
    scene = stage()
    watch, loaded = Watch(scene), engine.load(scene)
    before = engine.draw(loaded, SHOT)
    for edit in (
        ("nodes", 0, "visible", False),
        ("materials", 0, "alpha_mode", "BLEND"),
        ("materials", 1, "base_color", (1, 1, 1, 0)),
    ):
        old = getattr(getattr(scene, edit[0])[edit[1]], edit[2])
        change(scene, edit)
        assert not loaded.update(watch.edits(scene)), edit
        assert not differing(before, engine.draw(loaded, SHOT))
        change(scene, (*edit[:3], old))
    loaded.close()
    channel = Channel(
        node=scene.nodes[0], path="translation", times=np.float32([0, 1]), values=np.zeros((2, 3), np.float32)
    )
    scene.animations = [Animation(channels=(channel,))]
    moving = engine.load(scene)
    assert not moving.update(())
    moving.close()
