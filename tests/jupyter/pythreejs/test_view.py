from __future__ import annotations

import gc

import ipywidgets
import numpy as np
import pytest
from ipywidgets.widgets import widget as registry

import threedkit as tk
from threedkit.errors import FieldError


def count() -> int:
    gc.collect()
    return len(registry._instances)


@pytest.fixture
def scene() -> tk.Scene:
    made = tk.Scene()
    made.add(tk.Mesh(tk.sphere(segments=8, rings=4), tk.Material(metallic=0.5, roughness=0.5)), name="ball")
    sun = made.add(tk.DirectionalLight(intensity=2.0), name="sun")
    turn = tk.Channel(node=sun, path="translation", times=np.float32([0, 1]), values=np.float32([[0, 0, 0], [1, 0, 0]]))
    made.animations = [tk.Animation(channels=(turn,))]
    return made


@pytest.fixture
def view(scene):
    made = tk.view(scene, height=120)
    yield made
    made.close()


def place(view, node):
    return view._live._places[id(node)]


def test_material_and_slider_and_view_are_one(view, scene):
    surface = scene.materials[0]
    slider = ipywidgets.FloatSlider(min=0, max=1)
    link = ipywidgets.link((slider, "value"), (surface, "roughness"))
    slider.value = 0.125
    shown = place(view, scene.nodes["ball"]).meshes[0][0].material
    assert (surface.roughness, shown.roughness) == (0.125, 0.125)
    surface.roughness = 0.75
    assert (slider.value, shown.roughness) == (0.75, 0.75)
    link.unlink()


def test_nodes_and_lights_follow(view, scene):
    ball, sun = scene.nodes["ball"], scene.nodes["sun"]
    ball.position = (1, 2, 3)
    assert place(view, ball).group.position == (1, 2, 3)
    ball.matrix = np.diag([2.0, 1.0, 1.0, 1.0])
    assert not place(view, ball).group.matrixAutoUpdate
    assert place(view, ball).group.matrix[0] == 2.0
    sun.light.intensity = 7.0
    assert place(view, sun).lamps[0].intensity == 7.0


def test_hierarchy_follows(view, scene):
    ball = scene.nodes["ball"]
    child = ball.add(tk.Mesh(tk.box()), name="child")
    assert place(view, child).group in place(view, ball).group.children
    before = count()
    scene.add(child)  # moved to the root
    assert place(view, child).group in view._live.content.children
    scene.remove(child)
    assert id(child) not in view._live._places
    assert count() < before
    ball.mesh = None
    assert not place(view, ball).meshes


def test_primitives_and_textures_follow(view, scene):
    ball = scene.nodes["ball"]
    surface, shape = scene.materials[0], ball.mesh.primitives[0]
    surface.base_color_texture = np.full((2, 2, 3), 200, np.uint8)
    assert place(view, ball).meshes[0][0].material.map is not None
    first = place(view, ball).meshes[0][0].geometry
    surface.base_color_texture.scale = (2.0, 2.0)
    second = place(view, ball).meshes[0][0].geometry
    assert second is not first
    np.testing.assert_allclose(second.attributes["uv"].array, 2 * first.attributes["uv"].array)
    shape.positions = shape.positions * np.float32(2)
    found = place(view, ball).meshes[0][0].geometry.attributes["position"].array
    np.testing.assert_allclose(found, shape.positions)


def test_environment_follows(view, scene):
    surface = place(view, scene.nodes["ball"]).meshes[0][0].material
    bright = surface.envMapIntensity
    scene.environment.intensity = 0.5
    assert surface.envMapIntensity == pytest.approx(bright / 2)
    scene.environment.background = "environment"
    assert len(view._live.three.children) == 2
    scene.environment = None
    assert surface.envMap is None
    assert view._live.three.background == "#000000"
    scene.environment = tk.Environment(background_color="#ff0000")
    assert surface.envMap is not None
    assert view._live.three.background == "#ff0000"


def test_shared_meshes_share_geometry():
    scene = tk.Scene()
    mesh = tk.Mesh(tk.box())
    nodes = [scene.add(mesh), scene.add(mesh)]
    view = tk.view(scene, height=100)
    assert place(view, nodes[0]).meshes[0][0].geometry is place(view, nodes[1]).meshes[0][0].geometry
    view.close()


def test_camera_there_and_back(view):
    seen = view.camera
    view._three_camera.position = (0.0, 0.0, 9.0)  # what the browser sends after orbiting
    assert view.camera.position.tolist() == pytest.approx((view._origin + np.array([0.0, 0.0, 9.0])).tolist())
    view.camera = seen
    np.testing.assert_allclose(np.add(view._three_camera.position, view._origin), seen.position)
    assert view.camera == seen


def test_orbiting_turns_about_the_scene(view, scene):
    """The origin of the browser, which OrbitControls turns about, is the point of the view nearest to the middle."""
    middle = scene.bounds(0.0).mean(axis=0)
    assert np.linalg.norm(view._origin - middle) < 0.1 * np.linalg.norm(view.camera.position - middle)


def test_close_leaves_nothing(scene):
    tk.view(scene, height=100).close()
    before = count()
    for _ in range(3):
        view = tk.view(scene, height=100)
        scene.environment.background = "environment"
        scene.environment.background = "color"
        view.close()
    assert count() <= before, sorted(type(widget).__name__ for widget in registry._instances.values())
    notifiers = scene.materials[0]._trait_notifiers.values()
    assert not any(handlers for kinds in notifiers for handlers in kinds.values())
    scene.materials[0].roughness = 0.9


def test_scenes_with_little_in_them():
    empty = tk.Scene(environment=None)
    empty.add(tk.Node())
    empty.add(tk.Mesh(()))
    for mode in ("POINTS", "LINES", "LINE_STRIP", "LINE_LOOP"):
        empty.add(tk.Mesh(tk.Primitive(np.eye(3, dtype=np.float32), mode=mode)))
    view = tk.view(empty, height=100)
    view.close()
    tk.view(tk.Scene(), height=100).close()


def test_a_mesh_beyond_the_budget_is_shown_as_its_box(scene, monkeypatch):
    monkeypatch.setattr("threedkit.jupyter.pythreejs.convert.parts.MeshMaker.__init__.__defaults__", (1000,))
    view = tk.view(scene, height=100)
    assert "its box is shown" in view.notes[0]
    view.close()


@pytest.mark.parametrize("size", [{"height": 0}, {"height": 2.5}, {"width": 5000}])
def test_sizes_are_checked(scene, size):
    with pytest.raises(FieldError, match="whole number of pixels from 1 to 4096"):
        tk.view(scene, **size)
