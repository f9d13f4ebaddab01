"""What a view tells browsers, without one: messages go into a list, and come out of the test."""

from __future__ import annotations

import asyncio
import gc
from itertools import chain

import ipywidgets
import numpy as np
import pytest
from ipywidgets.widgets import widget as registry
from view_browser import Browser

import threedkit as tk
from threedkit.errors import FieldError, RenderError
from threedkit.jupyter.live.cameras import from_message, to_message
from threedkit.render import CameraView


def test_a_browser_gets_the_scene_and_asks_for_bytes(browser, view):
    told = browser.last("scene")
    assert told["to"] == "one"
    assert told["epoch"] == 0
    assert set(told) >= {"gltf", "blobs", "environment", "camera", "player", "bounds", "notes"}
    browser.say(type="need", epoch=0, hashes=[*told["blobs"], "0" * 64])
    parts, buffers = zip(
        *[(content["parts"], b) for content, b in browser.heard if content["type"] == "blobs"], strict=True
    )
    got = {}
    for part, buffer in zip(chain(*parts), chain(*buffers), strict=True):
        got[part["hash"]] = got.get(part["hash"], b"") + bytes(buffer)
    assert {name: len(data) for name, data in got.items()} == told["blobs"]
    assert view.size == (600, 400)


def test_values_are_told_as_edits(browser, scene):
    scene.materials[0].roughness = 0.25
    assert browser.last("edit")["edits"] == [
        {"target": "material", "index": 0, "value": {"pbrMetallicRoughness": {"roughnessFactor": 0.25}}}
    ]
    ball, lamp = scene.nodes["ball"], scene.nodes["lamp"]
    ball.position = (1, 2, 3)
    assert browser.last("edit")["edits"][0]["matrix"][12:15] == [1, 2, 3]
    ball.visible = False
    assert browser.last("edit")["edits"] == [{"target": "node", "index": 0, "visible": False}]
    lamp.light.intensity = 7.0
    assert browser.last("edit")["edits"][0]["value"]["intensity"] == 7.0
    scene.materials[0].clearcoat = 1.0
    scene.materials[0].clearcoat.roughness = 0.5
    layer = browser.last("edit")["edits"][0]["value"]["extensions"]["KHR_materials_clearcoat"]
    assert layer == {"clearcoatFactor": 1.0, "clearcoatRoughnessFactor": 0.5}
    scene.environment.rotation = 1.0
    assert browser.last("edit")["edits"][0]["value"]["rotation"] == 1.0
    scene.environment = None
    assert browser.last("edit")["edits"] == [{"target": "environment", "value": None}]
    scene.environment = tk.Environment(radiance=np.ones((4, 8, 3), np.float32))
    told = browser.last("edit")
    assert list(told["blobs"]) == [told["edits"][0]["value"][name] for name in ("light", "picture")]
    assert len(browser.all("scene")) == 1


def test_a_page_is_sent_what_it_lacks_before_it_asks(view, scene):
    browser = Browser(view, "one", page=f"page of {id(view)}")
    told, blobs = browser.last("scene"), browser.all("blobs")
    assert browser.heard.index((told, None)) < min(browser.heard.index(one) for one in browser.heard if one[1])
    assert [part["hash"] for content in blobs for part in content["parts"]] == told["coming"]
    assert set(told["coming"]) == set(told["blobs"]) - {told["environment"]["picture"]}
    second = Browser(view, "two", page=f"page of {id(view)}")
    assert (second.last("scene")["coming"], second.all("blobs")) == ([], [])
    scene.environment.background = "environment"
    other = Browser(view, "three", page=f"another page of {id(view)}")
    assert set(other.last("scene")["coming"]) == set(told["blobs"])


def test_a_large_scene_waits_until_it_is_asked_for(monkeypatch, view):
    monkeypatch.setattr("threedkit.jupyter.live.pages._AT_ONCE", 1000)
    browser = Browser(view, "one", page=f"page of {id(view)}")
    assert (browser.last("scene")["coming"], browser.all("blobs")) == ([], [])


def test_who_comes_later_gets_the_scene_as_it_is(browser, view, scene):
    scene.materials[0].roughness = 0.25
    scene.nodes["ball"].position = (1, 2, 3)
    later = Browser(view, "two")
    told = later.last("scene")
    assert told["gltf"]["materials"][0]["pbrMetallicRoughness"]["roughnessFactor"] == 0.25
    assert told["gltf"]["nodes"][0]["matrix"][12:15] == [1, 2, 3]


def test_structure_is_told_as_a_new_scene(browser, scene):
    first = browser.last("scene")
    box = scene.add(tk.Mesh(tk.box(), tk.Material()), name="box")
    told = browser.last("scene")
    assert told["epoch"] == 1
    assert len(told["blobs"].keys() - first["blobs"].keys()) == 1
    box.mesh.primitives[0].material.roughness = 0.1  # new parts are followed
    assert browser.last("edit")["epoch"] == 1
    scene.remove(box)
    sent = len(browser.heard)
    box.position = (1, 1, 1)  # those that have left are not
    assert len(browser.heard) == sent
    scene.materials[0].base_color_texture = np.full((2, 2, 3), 200, np.uint8)
    assert len(browser.last("scene")["gltf"]["images"]) == 1
    scene.animations = []
    assert "animations" not in browser.last("scene")["gltf"]


def test_half_a_change_leaves_the_picture(browser, view, scene):
    ball = scene.nodes["ball"]
    before = len(browser.all("scene"))
    ball.instances = tk.Instances(translation=np.zeros((2, 3), np.float32))
    ball.instances.scale = np.ones((3, 3), np.float32)
    assert "the last change is not shown" in view.notes[-1]
    ball.instances.scale = np.ones((2, 3), np.float32)
    assert view.notes == ()
    assert len(browser.all("scene")) == before + 2


def test_a_drag_over_a_slow_link_does_not_queue_up(scene):
    async def run() -> tuple[int, int, dict]:
        view = tk.view(scene, height=120)
        browser = Browser(view)
        for step in range(200):
            scene.materials[0].roughness = step / 200
            await asyncio.sleep(0)
        waiting = len(browser.all("edit"))
        browser.acknowledge()
        await asyncio.sleep(0.1)
        view.close()
        return waiting, len(browser.all("edit")), browser.last("edit")

    waiting, after, last = asyncio.run(run())
    assert (waiting, after) == (1, 2)
    assert last["edits"][0]["value"]["pbrMetallicRoughness"]["roughnessFactor"] == pytest.approx(0.995)


def test_many_changes_of_structure_in_a_cell_are_few_scenes(scene):
    async def run() -> list[dict]:
        view = tk.view(scene, height=120)
        browser = Browser(view)
        for _ in range(50):
            scene.add(tk.Mesh(tk.box()))
        browser.say(type="shown", epoch=browser.last("scene")["epoch"])
        await asyncio.sleep(0.5)
        view.close()
        return browser.all("scene")

    told = asyncio.run(run())
    assert len(told) < 10
    assert len(told[-1]["gltf"]["meshes"]) == 51


def test_what_a_browser_did_is_told_the_others(browser, view, scene):
    with view._quiet("one", scene.materials[0], ["roughness"]):
        scene.materials[0].roughness = 0.125
    assert not browser.all("edit")
    Browser(view, "two")
    heard = []
    view.send = lambda content, buffers=None: heard.append(content)
    with view._quiet("one", scene.materials[0], ["roughness"]):
        scene.materials[0].roughness = 0.75
    assert heard[-1]["skip"] == "one"
    view._resend(scene.materials[0])
    assert heard[-1]["edits"][0]["target"] == "material"
    assert "skip" not in heard[-1]


def test_camera_both_ways(browser, view):
    seen = view.camera
    state = {**to_message(seen, view._box), "position": [0, 0, 9], "quaternion": [0, 0, 0, 1]}
    browser.say(type="camera", seq=3, camera=state, moving=True, width=300, height=200)
    assert browser.last("camera-ack")["seq"] == 3
    assert view.camera.position.tolist() == [0, 0, 9]
    assert view.size == (300, 200)
    assert not browser.all("camera")  # not said back
    view.camera = seen
    assert browser.last("camera")["camera"]["position"] == pytest.approx(seen.position.tolist())
    browser.say(type="camera", seq=4, camera={"kind": "perspective", "position": [0, 0, "x"]})
    assert "the browser told a camera that cannot be" in view.notes[-1]
    assert view.camera == seen
    np.testing.assert_allclose(from_message(to_message(seen, view._box)).matrix, seen.matrix, atol=1e-12)


def test_picks(browser, view, scene):
    found = []
    view.on_pick(found.append)
    hit = {"node": 0, "primitive": 0, "triangle": 3, "point": [0, 0, 1], "normal": [0, 0, 1], "uv": None, "distance": 2}
    browser.say(type="pick", epoch=0, hit={**hit, "instance": None}, double=False)
    assert view.picked.node is scene.nodes["ball"]
    assert view.picked[1:4] == (0, 3, (0.0, 0.0, 1.0))
    assert found == [view.picked]
    browser.say(type="pick", epoch=0, hit=None, double=False)
    assert (view.picked, found[-1]) == (None, None)
    for wrong in ({**hit, "node": 99}, {**hit, "primitive": -1}, {**hit, "point": ["a"]}, {}):
        browser.say(type="pick", epoch=0, hit=wrong, double=False)
        assert view.picked is None
    view.on_pick(found.append, remove=True)
    view.on_hover(print)
    assert view.hover


def test_player_both_ways(browser, view):
    player = view.player
    player.clip = "move"
    player.time = 0.5
    assert browser.last("player")["player"]["time"] == 0.5
    assert view.time == 0.5
    told = len(browser.all("player"))
    browser.say(type="player", player={"clip": 0, "time": 1.5, "playing": False, "speed": 2.0, "loop": False})
    assert (player.time, player.speed, player.loop) == (1.5, 2.0, False)
    assert len(browser.all("player")) == told
    view.time = 0.25
    assert browser.last("player")["player"]["time"] == 0.25
    with pytest.raises(FieldError, match=r"player\.clip must be the name or number"):
        player.clip = "fly"


def test_what_crosses_a_word_of_the_kernel_is_out_of_date(browser, view):
    """The browser tells that it plays, and meanwhile it is told to stop: both ends stand still."""
    playing = {"clip": 0, "time": 0.5, "playing": True, "speed": 1.0, "loop": True}
    heard = browser.last("scene")["word"]
    browser.say(type="player", heard=heard, player=playing)
    view.player.pause()
    browser.say(type="player", heard=heard, player=playing)
    assert not view.player.playing
    browser.say(type="player", heard=browser.last("player")["word"], player=playing)
    assert view.player.playing

    seen = to_message(view.camera, view._box)
    browser.say(type="camera", seq=1, heard=0, camera={**seen, "position": [0, 0, 5]})
    view.camera = from_message({**seen, "position": [0, 0, 6]})
    word = browser.last("camera")["word"]
    browser.say(type="camera", seq=2, heard=0, camera={**seen, "position": [0, 0, 7]})
    assert browser.last("camera-ack")["seq"] == 2
    assert view.camera.position[2] == 6
    browser.say(type="camera", seq=3, heard=word, camera={**seen, "position": [0, 0, 8]})
    assert view.camera.position[2] == 8


def test_a_browser_that_was_laid_out_late_is_as_large_as_it_told_last(view):
    browser = Browser(view)
    browser.say(type="ready", webgl=True, width=1, height=1, pixel_ratio=1.0)
    browser.say(type="resized", width=480, height=300, pixel_ratio=2.0)
    told = view.channel.clients["one"]
    assert (told["width"], told["height"], told["pixel_ratio"], told["webgl"]) == (480, 300, 2.0, True)


def test_another_browser_of_the_same_view_follows_its_player(browser, view):
    other = Browser(view, "two")
    playing = {"clip": 0, "time": 0.5, "playing": True, "speed": 1.0, "loop": True}
    heard = other.last("scene")["word"]
    browser.say(type="player", heard=heard, player=playing)
    assert (other.last("player")["skip"], other.last("player")["player"]["playing"]) == ("one", True)
    told = len(other.all("player"))
    browser.say(type="player", heard=heard, player={**playing, "time": 0.9})  # the clock runs: a reading, no more
    assert len(other.all("player")) == told
    other.say(type="player", heard=heard, player={**playing, "playing": False})  # it has not heard of the playing yet
    assert view.player.playing


def test_sliders_are_linked_to_the_scene(browser, scene):
    slider = ipywidgets.FloatSlider(min=0, max=1)
    ipywidgets.link((slider, "value"), (scene.materials[0], "roughness"))
    slider.value = 0.125
    assert browser.last("edit")["edits"][0]["value"]["pbrMetallicRoughness"]["roughnessFactor"] == 0.125


def test_sides_are_checked(scene, view):
    for size in ({"height": 0}, {"height": 2.5}, {"width": 5000}):
        with pytest.raises(FieldError, match="whole number of pixels from 1 to 4096"):
            tk.view(scene, **size)
    view.height = 300
    assert view.size[1] == 300
    with pytest.raises(FieldError):
        view.height = 0


def test_options_are_checked_and_nothing_is_left_of_a_view_that_fails(scene, monkeypatch):
    with pytest.raises(FieldError, match=r"there is no option 'theem'; its fields are .*theme"):
        tk.view(scene, theem="dark")

    def fail(*_, **__):
        raise FieldError("no form in glTF")

    gc.collect()
    before = len(registry._instances)
    monkeypatch.setattr("threedkit.jupyter.live.mirror.pack", fail)
    with pytest.raises(FieldError, match="no form"):
        tk.view(scene)
    gc.collect()
    assert len(registry._instances) <= before + 1  # its layout goes with the garbage
    opened = []
    monkeypatch.setattr(tk.View, "open", opened.append)
    with pytest.raises(RenderError, match="nowhere"):
        tk.view(scene, camera="nowhere")
    assert opened == []


def test_backends(scene, monkeypatch):
    with pytest.raises(FieldError, match="'three', 'pythreejs', not 'two'"):
        tk.view(scene, backend="two")
    monkeypatch.setenv("THREEDKIT_VIEW", "pythreejs")
    other = tk.view(scene, height=100)
    assert type(other).__name__ == "PythreejsView"
    other.close()
    assert callable(tk.view)


def test_closing_leaves_nothing(scene):
    def count() -> int:
        gc.collect()
        return len(registry._instances)

    tk.view(scene, height=100).close()
    before = count()
    for _ in range(3):
        view = tk.view(scene, height=100)
        Browser(view)
        view.close()
        view.close()
    assert count() == before
    assert view.notes == ()
    for part in (scene, scene.materials[0], scene.nodes["ball"]):
        assert not any(handlers for kinds in part._trait_notifiers.values() for handlers in kinds.values())
    with pytest.raises(FieldError, match="closed"):
        view._element("node", 0)


def test_arrays_that_were_written_into_are_seen_when_assigned_and_when_asked_for(browser, view, scene):
    primitive = scene.meshes[0].primitives[0]
    primitive.positions = np.array(primitive.positions)
    hashes = [{*browser.last("scene")["blobs"]}]

    def told() -> None:
        browser.say(type="shown", epoch=browser.last("scene")["epoch"])
        hashes.append({*browser.last("scene")["blobs"]})

    primitive.positions += np.float32(1)
    told()
    count = len(browser.all("scene"))
    primitive.positions[:, 1] = 0
    assert len(browser.all("scene")) == count
    view.refresh()
    told()
    assert hashes[0] != hashes[1] != hashes[2]


def test_a_browser_is_told_whether_the_camera_was_fitted(scene):
    view = tk.view(scene, height=120, width=240)
    seen = Browser(view)
    assert seen.last("scene")["fitted"] == 2.0
    view.camera = CameraView.from_matrix(np.eye(4))
    assert seen.last("camera")["fitted"] is None
    assert Browser(view, "two").last("scene")["fitted"] is None
    view.fit()
    assert view.channel.clients
    assert Browser(view, "three").last("scene")["fitted"] == 1.5  # 600 x 400 by then
    view.close()
