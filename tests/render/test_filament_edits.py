"""Edits of a loaded scene: the picture is that of a fresh load, bit by bit, and of the edited scene in every case."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import threedkit as tk
from threedkit.io import load, to_glb
from threedkit.render import CameraView, Shot
from threedkit.render.engines.filament import FilamentEngine
from threedkit.render.engines.filament.places import local_matrix
from threedkit.scene import DirectionalLight, Instances, MorphTarget, Node, PointLight, SpotLight, Watch
from threedkit.transforms import matrices

pytestmark = pytest.mark.engine
VIEW = CameraView.from_matrix(matrices.look_at((2, 3, 6), (0, 0, 0)), yfov=0.8, znear=0.1)
SHOT = Shot(camera=VIEW, size=(64, 48), time=None, outputs=("color", "depth", "object_id", "albedo", "normal"))


@pytest.fixture(scope="module")
def engine():
    made = FilamentEngine()
    yield made
    made.close()


def stage() -> tk.Scene:
    """Something of everything that can be edited."""
    scene = tk.Scene()
    red = tk.Material(name="red", base_color=(0.8, 0.1, 0.1), roughness=0.5, metallic=0.2)
    lamp = tk.Material(name="lamp", emissive=(0.2, 0.3, 0.1), emissive_strength=2.0)
    glass = tk.Material(name="pane", base_color=(0.1, 0.4, 0.9, 0.5), alpha_mode="BLEND", double_sided=True)
    ball = tk.sphere(radius=0.5, segments=12, rings=8)
    colored = tk.box()
    colored.colors = (np.linspace(0.2, 1, colored.vertex_count * 3, dtype=np.float32).reshape(-1, 3),)
    colored.targets = (MorphTarget(positions=colored.positions * np.float32(0.5)),)
    scene.add(tk.Mesh(tk.plane(size=6.0), tk.Material(name="floor", unlit=False)), name="floor", position=(0, -1, 0))
    group = scene.add(Node(name="group", position=(0.5, 0, 0), rotation=(0, 0.3826834, 0, 0.9238795)))
    for place in range(3):
        group.add(tk.Mesh(ball, red), name=f"ball {place}", position=(place - 1, 0, 0))
    cone = tk.cone(radius=0.3)
    cone.targets = (MorphTarget(positions=cone.positions * np.float32(0.5)),)
    mixed = group.add(tk.Mesh([colored, cone], name="mixed"), name="mixed", position=(0, 0.7, 0.4))
    mixed.mesh.primitives[0].material, mixed.mesh.primitives[1].material = red, lamp
    scene.add(
        tk.Mesh(tk.plane(size=1.5), glass), name="pane", position=(-1, 0.4, 1.5), rotation=(0.7071068, 0, 0, 0.7071068)
    )
    many = scene.add(tk.Mesh(tk.box((0.2, 0.2, 0.2)), lamp), name="many", position=(0, 1.4, -1))
    many.instances = Instances(translation=np.array([(-1, 0, 0), (0, 0.2, 0), (1, 0, 0)], np.float32))
    scene.add(DirectionalLight(intensity=0.6), name="sun", rotation=(-0.5, 0, 0, 0.8660254))
    scene.add(PointLight(intensity=2.0, color=(1, 0.8, 0.6)), name="bulb", position=(1, 1.5, 1.5))
    scene.add(SpotLight(intensity=4.0), name="spot", position=(-1, 2.5, 1), rotation=(-0.6, 0, 0, 0.8))
    return scene


FLOAT = st.floats(-1.5, 1.5, width=32)
POSITIVE = st.floats(0.25, 2.0, width=32)
UNIT = st.floats(0.0, 1.0, width=32)
NODES = st.sampled_from(range(11))
ROTATION = st.tuples(FLOAT, FLOAT, FLOAT, POSITIVE)
EDITS = st.one_of(
    st.tuples(st.just("nodes"), NODES, st.just("position"), st.tuples(FLOAT, FLOAT, FLOAT)),
    st.tuples(st.just("nodes"), NODES, st.just("rotation"), ROTATION),
    st.tuples(st.just("nodes"), NODES, st.just("scale"), st.tuples(POSITIVE, POSITIVE, POSITIVE)),
    st.tuples(st.just("nodes"), NODES, st.just("visible"), st.booleans()),
    st.tuples(st.just("materials"), st.integers(0, 3), st.just("base_color"), st.tuples(UNIT, UNIT, UNIT, UNIT)),
    st.tuples(st.just("materials"), st.integers(0, 3), st.sampled_from(["metallic", "roughness"]), UNIT),
    st.tuples(st.just("materials"), st.integers(0, 3), st.just("emissive"), st.tuples(UNIT, UNIT, UNIT)),
    st.tuples(st.just("lights"), st.integers(0, 2), st.just("intensity"), POSITIVE),
    st.tuples(st.just("lights"), st.integers(0, 2), st.just("color"), st.tuples(UNIT, UNIT, UNIT)),
    st.tuples(st.just("lights"), st.integers(1, 2), st.just("range"), st.one_of(st.none(), POSITIVE)),
    st.tuples(st.just("environment"), st.just(0), st.sampled_from(["intensity", "rotation"]), POSITIVE),
)


def apply(scene, edit):
    part, row, field, value = edit
    setattr(scene.environment if part == "environment" else getattr(scene, part)[row], field, value)


def images_of(engine, loaded, shot=SHOT):
    frame = engine.draw(loaded, shot)
    return {name: frame.image(name) for name in frame.outputs}


def differing(one, other):
    return [name for name in one if not np.array_equal(one[name], other[name], equal_nan=True)]


@settings(deadline=None, max_examples=15, suppress_health_check=list(HealthCheck))
@given(st.lists(st.lists(EDITS, min_size=1, max_size=4), min_size=1, max_size=3))
def test_an_edited_scene_is_a_fresh_one(engine, rounds):
    """After each round of edits: what follows them equals what is loaded anew, in every output."""
    scene = stage()
    watch, loaded = Watch(scene), engine.load(scene)
    engine.draw(loaded, SHOT)
    for number, edits in enumerate(rounds):
        for edit in edits:
            apply(scene, edit)
        told = watch.edits(scene)
        assert told is not None
        if not loaded.update(told):
            assert "visible" in {edit.field for edit in told}, told
            break
        watch.accept()
        fresh = engine.load(scene)
        shot = SHOT if number % 2 else Shot(camera=VIEW, size=(64, 48), exposure=1.5, time=0.0)
        assert not differing(images_of(engine, loaded, shot), images_of(engine, fresh, shot)), told
        fresh.close()
    loaded.close()


def test_every_edit_is_seen_and_followed(engine):
    """Each kind of edit alone changes the picture without another load."""
    seen = [
        ("nodes", 2, "position", (0.3, 0.6, 0.2)),
        ("nodes", 1, "rotation", (0, 0.6, 0, 0.8)),
        ("nodes", 2, "scale", (1.5, 0.5, 1.0)),
        ("nodes", 2, "matrix", np.diag([0.5, 2.0, 1.0, 1.0])),
        ("nodes", 2, "visible", False),
        ("nodes", 7, "position", (0, 1.0, -0.5)),
        ("nodes", 8, "rotation", (0, 0.6, 0, 0.8)),
        ("materials", 1, "base_color", (0.1, 0.9, 0.1, 1.0)),
        ("materials", 1, "metallic", 1.0),
        ("materials", 1, "emissive", (0.5, 0.5, 0.5)),
        ("materials", 2, "emissive_strength", 4.0),
        ("materials", 3, "base_color", (0.1, 0.4, 0.9, 0.9)),
        ("lights", 0, "intensity", 2.0),
        ("lights", 1, "color", (0.1, 0.1, 1.0)),
        ("lights", 2, "intensity", 40.0),
        ("environment", 0, "intensity", 0.5),
        ("environment", 0, "background_color", (1.0, 0.0, 0.0)),
    ]
    for edit in seen:
        scene = stage()
        watch, loaded = Watch(scene), engine.load(scene)
        before = images_of(engine, loaded)["color"]
        apply(scene, edit)
        assert loaded.update(watch.edits(scene)), edit
        after, fresh = images_of(engine, loaded), engine.load(scene)
        assert not np.array_equal(before, after["color"]), edit
        assert not differing(after, images_of(engine, fresh)), edit
        loaded.close()
        fresh.close()


def test_what_cannot_be_followed_is_left_as_it_was(engine):
    scene = stage()
    scene.nodes["ball 1"].visible = False
    scene.add(DirectionalLight(intensity=0.5), name="second sun")
    watch, loaded = Watch(scene), engine.load(scene)
    before = images_of(engine, loaded)
    for edit in (
        ("nodes", 3, "visible", True),
        ("lights", 0, "intensity", 0.1),
        ("lights", 2, "outer_cone_angle", 0.5),
        ("nodes", 5, "weights", (1.0,)),
        ("materials", 1, "alpha_mode", "BLEND"),
        ("environment", 0, "intensity", 0.0),
    ):
        old = getattr(scene.environment if edit[0] == "environment" else getattr(scene, edit[0])[edit[1]], edit[2])
        apply(scene, edit)
        apply(scene, ("nodes", 2, "position", (9, 9, 9)))
        assert not loaded.update(watch.edits(scene)), edit
        assert not differing(images_of(engine, loaded), before)
        apply(scene, (*edit[:3], old))
        apply(scene, ("nodes", 2, "position", (-1, 0, 0)))
    assert watch.edits(scene) == ()
    loaded.close()
    assert not loaded.update(())


def test_animated_scenes_follow_too(engine, shared_assets):
    """A still node of an animated scene is moved; what moves a skin takes a new load."""
    scene = load(shared_assets / "gltf-sample-assets/Models/Fox/glTF-Binary/Fox.glb")
    scene.add(tk.Mesh(tk.box((30, 30, 30))), name="crate")
    scene.nodes["fox"].skin.joints[3].name = "joint"
    view = tk.render.fit_camera(scene, (64, 48), time=0.4) if hasattr(tk.render, "fit_camera") else VIEW
    shot = Shot(camera=view, size=(64, 48), time=0.4, outputs=SHOT.outputs)
    watch, loaded = Watch(scene), engine.load(scene)
    engine.draw(loaded, shot)
    scene.nodes["crate"].position = (40, 20, 0)
    assert loaded.update(watch.edits(scene))
    watch.accept()
    fresh = engine.load(scene)
    assert not differing(images_of(engine, loaded, shot), images_of(engine, fresh, shot))
    for node in (scene.nodes["joint"], scene.nodes["fox"], scene.nodes["root"]):
        node.position = (1, 2, 3)
        assert not loaded.update(watch.edits(scene)), node
    loaded.close()
    fresh.close()


@settings(deadline=None, max_examples=15, suppress_health_check=list(HealthCheck))
@given(st.tuples(ROTATION, st.tuples(FLOAT, FLOAT, FLOAT), st.tuples(POSITIVE, POSITIVE, POSITIVE)))
def test_matrices_are_those_of_filaments_loader(engine, parts):
    rotation, position, scale = parts
    scene = tk.Scene(environment=None)
    scene.add(tk.Mesh(tk.box()), position=position, rotation=rotation, scale=scale)
    again = load(to_glb(scene))
    view = engine._renderer.create_scene()
    model = view.load(to_glb(again, environment=False))
    assert np.array_equal(np.asarray(model.node(0).transform), local_matrix(again.nodes[0]))
    view.close()
