"""What kernel and browsers make of each other's words where several speak, or speak of another scene."""

from __future__ import annotations

import numpy as np
import pytest
from view_browser import Browser

import threedkit as tk
from threedkit.errors import FieldError
from threedkit.jupyter.live.cameras import from_message, to_message


@pytest.fixture
def scene() -> tk.Scene:
    made = tk.Scene()
    made.add(tk.Mesh(tk.sphere(segments=8, rings=4), tk.Material(name="a", roughness=0.5)), name="ball")
    made.add(tk.Mesh(tk.box(), tk.Material(name="b", roughness=0.5)), name="box")
    return made


def change(browser: Browser, epoch: int = 0, **edit) -> dict:
    """Edit as the inspector does; gives the answer."""
    browser.say(type="edit", id="e", epoch=epoch, **{"target": "material", "index": 0, **edit})
    return next(message for message, _ in reversed(browser.heard) if message["type"] in {"edited", "refused"})


def for_one(browser: Browser, kind: str) -> list[dict]:
    """Messages that the browser named "one" takes."""
    return [told for told in browser.all(kind) if told.get("skip") != "one" and told.get("to") in (None, "one")]


def test_a_second_output_does_not_swallow_a_change_of_structure(view, browser, scene, monkeypatch):
    monkeypatch.setattr(view._mirror._structure, "request", lambda **_: None)  # it waits for its turn
    scene.add(tk.Mesh(tk.box()), name="new")
    monkeypatch.undo()
    second = Browser(view, "two")
    view._mirror._structure.request()
    told = [(message["epoch"], message.get("to"), message.get("skip")) for message in second.all("scene")]
    assert told == [(1, None, "two"), (1, "two", None)]


def test_an_edit_of_another_scene_is_refused(view, browser, scene):
    scene.remove(scene.nodes["ball"])
    answer = change(browser, 0, target="node", field="position", value=[1, 2, 3])
    assert (answer["type"], answer["to"]) == ("refused", "one")
    assert "the scene is another one by now" in answer["message"]
    assert scene.nodes["box"].position == (0, 0, 0)
    assert change(browser, 1, target="node", field="position", value=[1, 2, 3])["type"] == "edited"
    assert scene.nodes["box"].position == (1, 2, 3)
    answer = change(browser, 0, target="environment", index=None, field="intensity", value=0.5)
    assert answer["type"] == "edited"  # there is one


def test_a_selection_names_the_scene_that_it_is_of(view, browser, scene):
    browser.say(type="select", epoch=0, node=1)
    assert view.selected is scene.nodes["box"]
    said = []
    view.observe(lambda made: said.append((made.new, len(browser.all("scene")))), names="selection")
    scene.remove(scene.nodes["ball"])
    assert view.selected is scene.nodes["box"]
    assert said == [(0, 2)]  # the trait follows the scene whose index it is
    browser.say(type="select", epoch=0, node=1)
    browser.say(type="select", epoch=0, node=None)
    assert view.selected is scene.nodes["box"]
    browser.say(type="select", epoch=1, node=None)
    assert (view.selected, view.selection) == (None, None)


def test_a_click_on_another_scene_is_none(view, browser, scene):
    hit = {"node": 0, "primitive": 0, "triangle": 3, "point": [0, 0, 1], "distance": 2}
    browser.say(type="pick", epoch=0, hit=hit, double=False)
    found = []
    view.on_pick(found.append)
    view.on_hover(found.append)
    scene.add(tk.Mesh(tk.box()))
    for kind in ("pick", "hover"):
        browser.say(type=kind, epoch=0, hit=hit, double=False)
    assert not found
    assert view.picked.node is scene.nodes["ball"]


def test_what_an_observer_changes_is_told_to_the_browser_that_edits(view, browser, scene):
    a, b = scene.materials
    a.observe(lambda made: setattr(b, "roughness", made.new), names="roughness")
    assert change(browser, field="roughness", value=0.25)["type"] == "edited"
    (told,) = for_one(browser, "edit")
    (edit,) = told["edits"]
    assert (edit["index"], edit["value"]["pbrMetallicRoughness"]["roughnessFactor"]) == (1, 0.25)


def test_what_an_observer_holds_back_is_told_to_the_browser_that_edits(view, browser, scene):
    paint = scene.materials[0]
    paint.observe(lambda made: setattr(paint, "roughness", max(made.new, 0.3)), names="roughness")
    change(browser, field="roughness", value=0.25)
    (told,) = for_one(browser, "edit")
    assert told["edits"][0]["value"]["pbrMetallicRoughness"]["roughnessFactor"] == 0.3


def test_nodes_and_layers_are_not_said_back(view, browser, scene):
    scene.nodes["ball"].matrix = np.diag([2.0, 3.0, 4.0, 1.0])
    scene.materials[0].clearcoat = 1.0
    Browser(view, "two").say(type="ack", epoch=0, seq=2)
    browser.heard.clear()
    view.send = lambda content, buffers=None: browser.heard.append((content, buffers))
    change(browser, target="node", field="position", value=[1, 2, 3])
    change(browser, target="node", field="rotation", value=[0, 0, 0, 1])
    change(browser, field="clearcoat.roughness", value=0.5)
    change(browser, field="sheen", value=[1, 1, 1])
    assert not for_one(browser, "edit")
    assert len(browser.all("edit")) >= 4


def test_a_field_is_not_dead_after_an_observer_has_raised(view, browser, scene):
    paint = scene.materials[0]

    def ill(_) -> None:
        raise RuntimeError("a callback is ill")

    paint.observe(ill, names="roughness")
    with pytest.raises(RuntimeError, match="a callback is ill"):
        view.channel.hear(
            {"type": "edit", "client": "one", "id": "e", "epoch": 0, "target": "material", "index": 0,
             "field": "roughness", "value": 0.25}, [],
        )  # fmt: skip
    assert browser.last("edited")["id"] == "e"
    assert for_one(browser, "edit")[-1]["edits"][0]["value"]["pbrMetallicRoughness"]["roughnessFactor"] == 0.25


def test_a_camera_that_an_observer_holds_back_is_told_to_the_browser_that_moved(view, browser):
    state = {**to_message(view.camera, view._box), "quaternion": [0, 0, 0, 1]}

    def near(made) -> None:
        if made.new.position[2] > 5:
            view.camera = from_message({**state, "position": [0, 0, 5]})

    view.observe(near, names="camera")
    browser.say(type="camera", heard=0, seq=1, camera={**state, "position": [0, 0, 4]})
    assert not for_one(browser, "camera")
    browser.say(type="camera", heard=0, seq=2, camera={**state, "position": [0, 0, 9]})
    assert for_one(browser, "camera")[-1]["camera"]["position"] == [0, 0, 5]


def test_a_synchronised_view_that_holds_its_camera_back_tells_its_browser(view, scene):
    other = tk.view(scene, height=120)
    first, second = Browser(view), Browser(other)
    state = {**to_message(view.camera, view._box), "quaternion": [0, 0, 0, 1]}
    with tk.sync_views(view, other):
        first.heard.clear()
        second.heard.clear()
        first.say(type="camera", seq=1, camera={**state, "position": [0, 0, 4]})
        assert other.camera.position[2] == 4
        assert not second.all("camera")

        def near(made) -> None:
            if made.new.position[2] > 5:
                other.camera = from_message({**state, "position": [0, 0, 5]})

        other.observe(near, names="camera")
        first.say(type="camera", seq=2, camera={**state, "position": [0, 0, 9]})
        assert second.last("camera")["camera"]["position"] == [0, 0, 5]
    other.close()


def test_who_sits_before_the_browser_is_told_what_went_wrong(view, browser, scene):
    ball = scene.nodes["ball"]
    ball.instances = tk.Instances(translation=np.zeros((2, 3), np.float32))
    ball.instances.scale = np.ones((3, 3), np.float32)
    told = browser.last("notes")
    assert told["problem"]
    assert told["notes"] == list(view.notes) == [f"the last change is not shown: {told['problem']}"]
    later = Browser(view, "two")
    assert (later.last("notes")["to"], later.last("notes")["problem"]) == ("two", told["problem"])
    ball.instances.scale = np.ones((2, 3), np.float32)
    assert (later.last("notes")["problem"], later.last("notes")["notes"]) == ("", [])
    count = len(later.all("notes"))
    for _ in range(3):
        later.say(type="error", text="it is ill")
    assert later.last("notes")["notes"] == ["the browser says: it is ill"]
    assert len(later.all("notes")) == count + 1


def test_a_message_may_be_for_some(view, browser):
    Browser(view, "two")
    Browser(view, "three")
    word = view.channel.word("camera", {"type": "camera", "to": ["one", "three"]})["word"]
    late = [name for name in ("one", "two", "three") if view.channel.is_late("camera", {"heard": 0, "client": name})]
    assert (late, word > 0) == (["one", "three"], True)


def test_what_is_refused_goes_back_to_what_it_was(view, browser):
    with pytest.raises(FieldError):
        view.scene.materials[0].roughness = 7
    assert change(browser, field="roughness", value=7)["type"] == "refused"
    assert for_one(browser, "edit")[-1]["edits"][0]["value"]["pbrMetallicRoughness"]["roughnessFactor"] == 0.5


def test_a_node_that_was_just_added_can_be_selected(view, browser, scene, monkeypatch):
    view.selected = "ball"
    monkeypatch.setattr(view._mirror._structure, "request", lambda **_: None)  # it waits for its turn
    added = scene.add(tk.Mesh(tk.box()), name="new")
    view.selected = added
    assert (view.selected, view.selection) == (added, None)
    monkeypatch.undo()
    view._mirror._structure.request()
    assert (view.selected, view.selection) == (added, 2)
    browser.say(type="shown", epoch=1)
    scene.remove(added)
    assert (view.selected, view.selection) == (None, None)
