"""The Python side of the view's tools: traits, edits from the inspector, presets, synchronised views."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import threedkit as tk
from threedkit.errors import FieldError, NotFoundError
from threedkit.jupyter.showing import view as show
from threedkit.jupyter.tools import PRESETS, STANDARD_VIEWS, preset_radiance
from threedkit.jupyter.tools.editing import EDITABLE, assign
from threedkit.render import fit_camera

coordinates = st.tuples(*[st.floats(-100, 100)] * 3)


@pytest.fixture
def scene() -> tk.Scene:
    scene = tk.Scene()
    paint = tk.Material(name="paint", roughness=0.3)
    scene.add(tk.Mesh(tk.sphere(radius=0.5), paint), name="ball", position=(1, 2, 3))
    scene.add(tk.DirectionalLight(intensity=2.0), name="sun")
    return scene


@pytest.fixture
def view(scene):
    view = show(scene, height=240)
    yield view
    view.close()


@pytest.fixture
def hear(view, monkeypatch):
    """Be the browser: say something, and get the answers to it."""

    def said(**content):
        sent = []
        monkeypatch.setattr(view, "send", lambda message, _=None: sent.append(message))
        view.channel.hear({"client": "c", "epoch": 0, **content}, [])
        return sent

    return said


@given(coordinates, coordinates.filter(lambda n: math.hypot(*n) > 1e-3))
def test_a_clipping_plane_goes_through_its_point(point, normal):
    plane = tk.Clipping.through(point, normal)
    assert math.isclose(math.hypot(*plane.normal), 1.0)
    assert math.isclose(np.dot(plane.normal, point), plane.offset, abs_tol=1e-9)
    assert tk.Clipping.of((normal, 2.0)).offset == 2.0


@pytest.mark.parametrize(
    "value", [3, ((0, 0, 0), 1), ((1, 0), 1), ((1, 0, 0), math.nan), ((1, 0, math.inf), 0), ("x",)]
)
def test_planes_that_cannot_be(view, value):
    with pytest.raises(FieldError, match="clipping"):
        view.clipping = value
    assert view.clipping is None


def test_traits_travel_as_json(view):
    view.clipping = ((0, 2, 0), 1.5)
    assert view.get_state("clipping") == {"clipping": {"normal": [0.0, 1.0, 0.0], "offset": 1.5}}
    view.set_state({"clipping": {"normal": [1, 0, 0], "offset": -1}})
    assert view.clipping == tk.Clipping((1.0, 0.0, 0.0), -1.0)
    view.set_state({"clipping": None, "measurements": [{"a": [0, 0, 0], "b": [3, 4, 0]}]})
    assert view.clipping is None
    assert [one.distance for one in view.measurements] == [5.0]
    view.bookmark("here")
    state = view.get_state("bookmarks")["bookmarks"]
    view.bookmarks = {}
    view.set_state({"bookmarks": state})
    np.testing.assert_allclose(view.bookmarks["here"].matrix, view.camera.matrix, atol=1e-9)


@pytest.mark.parametrize(
    ("name", "value"),
    [("shading", "shiny"), ("unit", "yd"), ("theme", "pink"), ("measurements", [1]), ("measurements", [((0, 0, 0), 1)]),
     ("bookmarks", {"": None}), ("bookmarks", [1]), ("preset", "disco"), ("selected", tk.Node()), ("selected", 7)],
)  # fmt: skip
def test_what_is_refused_names_the_trait(view, name, value):
    before = getattr(view, name)
    with pytest.raises(FieldError, match=name if name != "measurements" else "measurement"):
        setattr(view, name, value)
    assert getattr(view, name) == before


def test_measuring_takes_points_and_picks(view, scene):
    class Pick:
        point = (0.0, 0.0, 2.0)

    made = view.measure((0, 0, 0), Pick())
    assert made.distance == 2.0
    assert made.in_unit("mm") == 2000.0
    assert view.measurements == (made,)
    with pytest.raises(FieldError, match="unit must be one of mm"):
        made.in_unit("yd")


def test_selected_is_a_node_and_keeps_being_it(view, scene):
    view.selected = "ball"
    assert view.selected is scene.nodes["ball"]
    assert view.selection == 0
    view.set_state({"selection": 1})
    assert view.selected is scene.nodes["sun"]
    view.set_state({"selection": None})
    assert view.selected is None
    view.selected = scene.nodes["sun"]
    scene.remove(scene.nodes["ball"])
    view._mirror.welcome("c")  # a browser comes, and the document is packed anew
    assert view.selection == 0
    with pytest.raises(NotFoundError):
        view.selected = "ball"


def test_going_somewhere(view, scene):
    view.bookmark()
    view.go("top")
    assert view.bookmark() == "View 2"
    np.testing.assert_allclose(view.camera.matrix[:3, 2], (0, 1, 0), atol=1e-5)
    for name in STANDARD_VIEWS:
        view.go(name)
    start = fit_camera(scene, view.size)
    view.go("View 1")
    np.testing.assert_allclose(view.camera.matrix, start.matrix, atol=1e-9)
    with pytest.raises(NotFoundError, match="View 1, View 2, front"):
        view.go("nowhere")
    with pytest.raises(TypeError):
        view.bookmarks["x"] = view.camera


def test_presets(view, scene):
    assert view.preset == "studio"
    for name in PRESETS[1:]:
        view.preset = name
        radiance = scene.environment.radiance
        assert radiance.shape == (256, 512, 3)
        assert np.isfinite(radiance).all()
        assert (radiance >= 0).all()
    scene.environment.radiance = preset_radiance("night") * 2
    assert view.preset == ""
    scene.environment = tk.Environment()
    assert view.preset == "studio"
    scene.environment = None
    assert view.preset == ""
    view.preset = "white"
    # 0.9 from all around is 0.9 on a white diffuse ball: the furnace.
    assert scene.environment.radiance.min() == scene.environment.radiance.max() == np.float32(0.9)


def test_the_inspector_assigns_and_is_answered(hear, scene):
    paint = scene.materials["paint"]
    edit = {"type": "edit", "id": "e1", "target": "material", "index": 0}
    assert hear(**edit, field="roughness", value=0.8) == [{"type": "edited", "id": "e1", "to": "c"}]
    assert paint.roughness == 0.8
    hear(**edit, field="volume", value=0.1)
    hear(**edit, field="volume.attenuation_distance", value=None)
    assert paint.volume.attenuation_distance == math.inf
    hear(**edit, field="volume", value=None)
    assert paint.volume is None
    hear(type="edit", id="e2", target="node", index=0, field="visible", value=False)
    assert not scene.nodes["ball"].visible
    hear(type="edit", id="e3", target="environment", index=None, field="preset", value="night")
    assert scene.environment.radiance is preset_radiance("night")


@pytest.mark.parametrize(
    ("target", "index", "field", "value", "message"),
    [("material", 0, "roughness", 3, "Material.roughness must be a number from 0 to 1"),
     ("material", 0, "roughness", "x", "Material.roughness"), ("material", 0, "name", "x", "cannot set 'name'"),
     ("material", 0, "clearcoat.factor", 0.5, "has no clearcoat now"),
     ("material", 9, "roughness", 0.5, "no material 9"),
     ("node", 0, "children", [], "cannot set"), ("node", True, "visible", False, "no node True"),
     ("", 0, "x", 1, "cannot set"),
     ("light", 0, "range", 3, "no field 'range'"), ("environment", None, "preset", "disco", "must be one of")],
)  # fmt: skip
def test_the_inspector_is_refused(hear, scene, target, index, field, value, message):
    before = scene.content_hash
    first, *_ = hear(type="edit", id="e", target=target, index=index, field=field, value=value)
    assert (first["type"], first["id"]) == ("refused", "e")
    assert message in first["message"]
    assert scene.content_hash == before


def test_a_node_with_a_matrix_is_moved_by_its_parts():
    matrix = np.diag([2.0, 3.0, 4.0, 1.0])
    matrix[:3, 3] = 1, 2, 3
    node = tk.Node(matrix=matrix)
    assign(node, "position", [5, 6, 7])
    matrix[:3, 3] = 5, 6, 7
    np.testing.assert_allclose(node.local_matrix, matrix)
    assert node.matrix is None


def test_each_editable_field_is_one():
    kinds = {"node": tk.Node(), "environment": tk.Environment(), "light": tk.SpotLight()}
    for target, element in kinds.items():
        assert EDITABLE[target] <= set(element.trait_names())
    paint = tk.Material(
        clearcoat=1.0, transmission=1.0, volume=0.1, sheen="white", specular=1.0, iridescence=1.0, anisotropy=0.5
    )
    for field in EDITABLE["material"]:
        layer, _, name = field.rpartition(".")
        assert name in (getattr(paint, layer) if layer else paint).trait_names()


def test_synchronised_views(scene):
    other = tk.Scene()
    other.add(tk.Mesh(tk.box()))
    one, two = show(scene, height=200), show(other, height=300)
    with tk.sync_views(one, two):
        np.testing.assert_allclose(two.camera.matrix, one.camera.matrix)
        assert one.groups == two.groups
        one.go("top")
        np.testing.assert_allclose(two.camera.matrix, one.camera.matrix)
        two.go("left")
        np.testing.assert_allclose(two.camera.matrix, one.camera.matrix)

        # What the browser did it has done to both: nothing is sent to the other.
        sent = []
        two.send = lambda message, _=None: sent.append(message)
        two.channel.arrive("d", {})
        one.channel.hear({"type": "camera", "client": "c", "seq": 1, "camera": camera_of(other, one.size)}, [])
        np.testing.assert_allclose(two.camera.matrix, one.camera.matrix)
        assert not [message for message in sent if message["type"] == "camera"]
    assert one.groups == two.groups == []
    one.go("front")
    assert not np.allclose(two.camera.matrix, one.camera.matrix)
    one.close()
    two.close()


def test_synchronised_clocks():
    ball = tk.Node(name="ball", mesh=tk.Mesh(tk.box()))
    scene = tk.Scene(roots=(ball,))
    values = np.zeros((2, 3), np.float32)
    channel = tk.Channel(node=ball, path="translation", times=np.array([0, 2], np.float32), values=values)
    scene.animations = [tk.Animation(channels=(channel,))]
    views = [show(scene, height=100) for _ in range(3)]
    link = tk.sync_views(*views, camera=False)
    views[1].time = 0.75
    assert [view.time for view in views] == [0.75] * 3
    sent = []
    for view in views:
        view.send = lambda message, _=None, view=view: sent.append((view, message["type"]))
        view.channel.arrive("c", {})
    views[2].player.speed = 0.5
    assert [view.player.speed for view in views] == [0.5] * 3
    assert {id(view) for view, kind in sent if kind == "player"} == {id(view) for view in views}
    sent.clear()
    views[0].channel.hear({"type": "player", "client": "c", "player": {"time": 1.5, "playing": False}}, [])
    assert [view.time for view in views] == [1.5] * 3
    assert not sent  # the page has moved them already
    link.close()
    views[0].time = 0.25
    assert views[1].time == 1.5
    for view in views:
        view.close()


def camera_of(scene, size):
    from threedkit.jupyter.live.cameras import to_message

    return to_message(fit_camera(scene, size, azimuth=2.0), scene.bounds(0.0))


def test_what_cannot_be_synchronised(scene):
    view = show(scene, height=100)
    with pytest.raises(FieldError, match="at least two"):
        tk.sync_views(view, view)
    other = show(tk.Scene(), height=100)
    with pytest.raises(FieldError, match="one and the same scene"):
        tk.sync_views(view, other, selection=True)
    link = tk.sync_views(view, other)
    other.close()
    assert link.views == (view,)
    view.close()
