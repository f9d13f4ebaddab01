"""Watch: every edit of a scene is seen, and only edits."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import threedkit as tk
from threedkit.io import load, to_glb
from threedkit.scene import Clearcoat, Environment, Image, Node, PointLight, Texture, TextureInfo, Watch


def still_life() -> tk.Scene:
    scene = tk.Scene()
    ball = tk.Mesh(tk.sphere(radius=0.5, segments=8, rings=4), tk.Material(name="red", clearcoat=0.5))
    for number in range(3):
        scene.add(ball, name=f"ball {number}", position=(number, 0, 0))
    image = Texture(Image.from_array(np.zeros((2, 2, 3), np.uint8)))
    scene.add(tk.Mesh(tk.box(), tk.Material(name="box", base_color_texture=TextureInfo(image))), name="box")
    scene.add(PointLight(intensity=3.0), name="lamp")
    scene.add(tk.PerspectiveCamera(), name="eye")
    return scene


def box_of(scene):
    return scene.nodes["box"].mesh.primitives[0]


VALUES = [
    (lambda s: setattr(s.nodes["ball 1"], "position", (1, 2, 3)), ("nodes", 1, "position", (1.0, 2.0, 3.0))),
    (lambda s: setattr(s.nodes["ball 1"], "visible", False), ("nodes", 1, "visible", False)),
    (lambda s: setattr(s.nodes["box"], "name", "crate"), ("nodes", 3, "name", "crate")),
    (lambda s: setattr(s.materials["red"], "roughness", 0.25), ("materials", 0, "roughness", 0.25)),
    (lambda s: setattr(s.lights[0], "intensity", 7), ("lights", 0, "intensity", 7.0)),
    (lambda s: setattr(s.cameras[0], "yfov", 0.5), ("cameras", 0, "yfov", 0.5)),
    (lambda s: setattr(s.environment, "rotation", 1.5), ("environment", 0, "rotation", 1.5)),
]

STRUCTURE = [
    lambda s: s.add(Node()),
    lambda s: s.remove(s.nodes["box"]),
    lambda s: setattr(s.nodes["box"], "mesh", s.nodes["ball 0"].mesh),
    lambda s: setattr(s.materials["red"], "clearcoat", None),
    lambda s: setattr(s.materials["red"].clearcoat, "factor", 1.0),
    lambda s: setattr(s.materials["red"], "clearcoat", Clearcoat(factor=0.75)),
    lambda s: setattr(box_of(s), "positions", box_of(s).positions + 1),
    lambda s: setattr(s.materials["box"].base_color_texture, "offset", (0.5, 0)),
    lambda s: setattr(s, "environment", None),
    lambda s: setattr(s.environment, "radiance", np.ones((2, 4, 3), np.float32)),
    lambda s: s.materials["red"].extensions.update(VENDOR_x={"on": True}),
    lambda s: setattr(s, "animations", [tk.Animation(name="none")]),
    lambda s: setattr(s.meshes[0], "weights", (1.0,)),
]


def test_nothing_changed():
    scene = still_life()
    watch = Watch(scene)
    assert watch.edits(scene) == ()
    _ = [(node.extras, node.extensions, node.local_matrix) for node in scene.nodes]
    to_glb(scene)
    assert watch.edits(scene) == ()
    assert watch.edits(scene) == ()


@pytest.mark.parametrize("through", ["itself", "copy", "file"])
@pytest.mark.parametrize("number", range(len(VALUES)))
def test_values_are_told(number, through):
    edit, told = VALUES[number]
    scene = load(to_glb(still_life()))
    watch = Watch(scene)
    other = {"itself": scene, "copy": scene.copy(), "file": load(to_glb(scene))}[through]
    assert watch.edits(other) == ()
    edit(other)
    assert watch.edits(other) == (told,)
    watch.accept()
    assert watch.edits(other) == ()
    if other is not scene:
        assert [found[:3] for found in watch.edits(scene)] == [told[:3]]


@pytest.mark.parametrize("through", ["itself", "copy", "file"])
@pytest.mark.parametrize("number", range(len(STRUCTURE)))
def test_more_than_values_is_another_scene(number, through):
    scene = load(to_glb(still_life()))
    watch = Watch(scene)
    other = {"itself": scene, "copy": scene.copy(), "file": load(to_glb(scene))}[through]
    STRUCTURE[number](other)
    assert watch.edits(other) is None


def test_matrices_are_values():
    scene = still_life()
    watch = Watch(scene)
    scene.nodes["box"].matrix = np.diag([1.0, 2.0, 3.0, 1.0])
    ((part, row, field, value),) = watch.edits(scene)
    assert (part, row, field) == ("nodes", 3, "matrix")
    assert value[1, 1] == 2
    watch.accept()
    scene.nodes["box"].matrix = np.diag([1.0, 2.0, 3.0, 1.0])
    assert len(watch.edits(scene)) == 1, "another matrix of the same values may be told; it must not be lost"


def test_writing_into_an_array_is_seen():
    """Arrays that are somebody's own are compared by their bytes; those of a file cannot be written into."""
    scene = still_life()
    watch = Watch(scene)
    box_of(scene).positions[3, 1] += 1e-6
    assert watch.edits(scene) is None
    box_of(scene).positions[3, 1] = watch._state.copies[id(box_of(scene).positions)][1][3, 1]
    assert watch.edits(scene) == ()
    twin = scene.copy()
    assert watch.edits(twin) == ()
    watch.accept()
    assert watch.edits(twin) == ()
    box_of(twin).positions[0] = 0
    assert watch.edits(twin) is None


def test_the_environments_radiance_may_be_written_into():
    sky = np.ones((4, 8, 3), np.float32)
    scene = tk.Scene(environment=Environment(radiance=sky))
    watch = Watch(scene)
    assert watch.edits(scene) == ()
    sky[0, 0, 0] = 2
    assert watch.edits(scene) is None


def test_what_is_shared_has_to_be_shared():
    scene = still_life()
    watch = Watch(scene)
    other = scene.copy()
    other.nodes["ball 2"].mesh = tk.Mesh(other.nodes["ball 1"].mesh.primitives[0])
    assert watch.edits(other) is None


@settings(deadline=None, max_examples=40)
@given(st.lists(st.tuples(st.integers(0, len(VALUES) + len(STRUCTURE) - 1), st.booleans()), max_size=6))
def test_what_watch_calls_equal_has_the_same_hash(steps):
    """Whatever is edited in whatever order: () exactly where the canonical GLB is the same."""
    scene = load(to_glb(still_life()))
    watch, known = Watch(scene), scene.content_hash
    for number, again in steps:
        try:
            (VALUES[number][0] if number < len(VALUES) else STRUCTURE[number - len(VALUES)])(scene)
        except (tk.errors.ThreedkitError, AttributeError):  # what it edits has gone by an edit before
            continue
        edits = watch.edits(scene.copy() if again else scene)
        if edits == ():
            assert scene.content_hash == known
        elif edits is not None:
            assert scene.content_hash != known
            watch.accept()
            known = scene.content_hash
        else:
            watch, known = Watch(scene), scene.content_hash
