"""The tools around the picture, by mouse and keyboard, in a page without a kernel."""

from __future__ import annotations

import math

import numpy as np
import pytest
from tools_page import SIZE, Tools, keep, until

import threedkit as tk

pytestmark = pytest.mark.browser


@pytest.fixture
def make(bench):
    """Show a view with its tools."""
    bench.page.emulate_media(color_scheme="light", reduced_motion="reduce", forced_colors="none")
    return lambda *arguments, **options: Tools(bench, *arguments, **options)


@pytest.fixture
def tools(make):
    return make()


def test_keys_and_buttons_do_the_same(tools):
    for key, name in (("g", "grid"), ("a", "axes")):
        tools.key(key)
        assert tools.trait(name) is True
        button = tools.button(name.capitalize())
        assert button.get_attribute("aria-pressed") == "true"
        button.click()
        assert tools.trait(name) is False
    plain = tools.shown()
    tools.put("grid", True)
    assert np.abs(tools.shown() - plain).mean() > 0.5
    tools.put("grid", False)
    for shading in ("wireframe", "normals", "uv", "overdraw"):
        tools.key("s")
        assert tools.trait("shading") == shading
        assert np.abs(tools.shown() - plain).mean() > 2
    tools.button("Shading").click()
    lit = tools.frame.get_by_role("menuitemradio", name="Lit")
    assert tools.frame.get_by_role("menuitemradio", name="Overdraw").get_attribute("aria-checked") == "true"
    lit.click()
    assert tools.trait("shading") == "lit"
    tools.key("?")
    sheet = tools.frame.get_by_role("dialog", name="Keys of the view")
    assert sheet.is_visible()
    assert "Clipping plane" in sheet.inner_text()
    keep(tools, "help")
    tools.page.keyboard.press("Escape")
    assert not sheet.is_visible()


def test_each_control_has_a_name_and_the_bar_is_one_stop(tools):
    tools.key("t")
    tools.click()
    nameless = tools.view.run("""
        const named = e => e.getAttribute('aria-label') || e.labels?.length || e.textContent.trim();
        return [...m.viewport.element.closest('.tk-frame').querySelectorAll('button, input, select, [role=button]')]
            .filter(e => e.checkVisibility() && !named(e)).map(e => e.outerHTML)""")
    assert nameless == []
    assert tools.picture.get_attribute("role") == "application"
    assert tools.picture.get_attribute("aria-label").startswith("Table.")
    first = tools.button("Frame the selection, or everything")
    first.focus()
    tools.page.keyboard.press("ArrowRight")
    assert tools.view.run("return document.activeElement.getAttribute('aria-label')") == "Views and bookmarks"
    stops = tools.frame.locator(".tk-bar button[tabindex='0']")
    assert stops.count() == 1
    tools.page.keyboard.press("Tab")
    assert tools.view.run("return document.activeElement.className") == "tk-viewport"


def test_a_click_selects_and_the_tree_knows(tools):
    tools.key("t")
    tools.click()
    assert tools.trait("selection") == 1
    line = tools.frame.get_by_role("treeitem", name="ball")
    assert line.get_attribute("aria-selected") == "true"
    assert "ball" in tools.frame.locator(".tk-inspector").inner_text()
    keep(tools, "panel")

    # Down the tree by keyboard; a lamp and a camera have their own controls.
    tree = tools.frame.get_by_role("tree")
    tree.focus()
    for name, label in (("board", "Base colour"), ("lamp", "Outer cone"), ("shot", "Field of view")):
        tools.page.keyboard.press("ArrowDown")
        assert tools.frame.get_by_role("treeitem", name=name).get_attribute("aria-selected") == "true"
        assert tools.row(label).is_visible() or tools.row(label).count() == 1
    tools.page.keyboard.press("Home")
    tools.page.keyboard.press("ArrowLeft")  # fold
    assert tools.frame.get_by_role("treeitem", name="ball").count() == 0

    # What is hidden is not drawn.
    tools.put("selection", 1)
    before = tools.shown()
    tools.key("h")
    assert np.abs(tools.shown() - before)[75:165, 150:210].mean() > 20
    assert tools.view.run("return v.model.gltf.nodes[1].extensions.KHR_node_visibility.visible") is False
    tools.frame.get_by_role("button", name="Show ball").click()
    assert np.abs(tools.shown() - before).mean() < 1
    tools.key("Escape")
    assert tools.trait("selection") is None

    tools.frame.get_by_role("searchbox").fill("LAM")
    assert tools.frame.get_by_role("treeitem").all_inner_texts() == ["lamp"]


def test_the_inspector_changes_the_picture_at_once(tools):
    tools.key("t")
    tools.click()
    red = tools.shown()
    code = tools.row("Base colour").locator("input[type=text]")
    code.fill("#1040d0")
    code.press("Enter")
    assert red[120, 180, 0] > 2 * red[120, 180, 2]
    until(lambda: (blue := tools.shown()[120, 180])[2] > 2 * blue[0])

    number = tools.row("Roughness").locator("input[type=text]")
    number.fill("0,75")
    number.press("Enter")
    material = "return v.model.gltf.materials[0]"
    assert tools.view.run(material)["pbrMetallicRoughness"]["roughnessFactor"] == 0.75
    number.press("ArrowUp")
    assert number.input_value() == "0.76"
    number.fill("7")
    number.press("Enter")
    assert number.input_value() == "1"

    tools.frame.get_by_role("combobox", name="Add a layer").select_option("clearcoat")
    lacquer = tools.view.run(material)["extensions"]["KHR_materials_clearcoat"]
    assert lacquer == {"clearcoatFactor": 1}
    assert tools.frame.get_by_role("region", name="Clearcoat").locator(".tk-row").count() == 2
    tools.button("Remove Clearcoat").click()
    assert "KHR_materials_clearcoat" not in tools.view.run(material)["extensions"]

    position = tools.frame.get_by_role("spinbutton", name="Position y, m")
    position.fill("2")
    position.press("Enter")
    assert tools.view.run("return v.model.gltf.nodes[1].matrix")[13] == 2
    turn = tools.frame.get_by_role("spinbutton", name="Rotation z, °")
    turn.fill("90")
    turn.press("Enter")
    np.testing.assert_allclose(tools.view.run("return v.model.gltf.nodes[1].matrix")[:2], [0, 1], atol=1e-9)


def test_what_nobody_has_typed_is_not_changed(tools):
    exact = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 1234.56789, 0.123456789, -7.7654321, 1]
    tools.view.run("return v.model.applyEdit({ target: 'node', index: 1, matrix: a })", exact)
    tools.play_kernel()
    tools.key("t")
    tools.frame.get_by_role("treeitem", name="ball").click()
    boxes = [tools.frame.get_by_role("spinbutton", name=f"Position {axis}, m") for axis in "xyz"]
    assert boxes[0].input_value() == "1234.6"
    boxes[0].press("Enter")
    boxes[1].press("Tab")
    code = tools.row("Base colour").locator("input[type=text]")
    code.press("Enter")
    assert tools.view.messages("edit") == []
    boxes[1].fill("2")
    boxes[1].press("Enter")
    (sent,) = tools.view.messages("edit")
    assert sent["value"] == [exact[12], 2, exact[14]]
    assert sent["epoch"] == 1


MENU = """const menu = new MouseEvent('contextmenu', { bubbles: true, cancelable: true });
    return v.element.dispatchEvent(menu)"""


def test_jupyterlab_keeps_its_keys_and_leaves_the_right_button(tools):
    keys = "return m.viewport.element.closest('[data-lm-suppress-shortcuts]') !== null"
    tools.view.run("m.seen = []; document.addEventListener('keydown', e => m.seen.push([e.key, e.target.closest("
                   "'[data-lm-suppress-shortcuts]') !== null]), { capture: true })")  # fmt: skip
    tools.picture.focus()
    for key in ("d", "Control+k", "Meta+k", "d"):
        tools.page.keyboard.press(key)
    seen = [one for one in tools.view.run("return m.seen") if len(one[0]) == 1]
    assert seen == [["d", True], ["k", False], ["k", False], ["d", True]]
    assert tools.view.run(keys)

    box = tools.picture.bounding_box()
    assert tools.view.run("return v.element.closest('[data-jp-suppress-context-menu]') !== null")
    tools.page.mouse.move(box["x"] + 20, box["y"] + 20)
    tools.page.mouse.down(button="middle")  # the right one opens the system's menu
    assert tools.view.run(MENU) is False
    tools.page.mouse.up(button="middle")
    assert tools.view.run(MENU) is True


def test_edits_reach_python_one_at_a_time_and_come_back_when_refused(tools):
    tools.play_kernel()
    tools.key("t")
    tools.click()
    slider = tools.row("Roughness").locator("input[type=range]")
    for value in ("0.5", "0.6", "0.7"):
        slider.fill(value)
    sent = tools.view.messages("edit")
    assert [(one["target"], one["index"], one["field"], one["value"]) for one in sent] == [
        ("material", 0, "roughness", 0.5)
    ]
    tools.view.run("m.say({type: 'edited', id: a})", sent[0]["id"])
    sent = tools.view.messages("edit")
    assert [one["value"] for one in sent] == [0.5, 0.7]

    # Python says no: its value is shown again, and why.
    tools.view.run(
        "m.say({type: 'refused', id: a, message: 'Material.roughness must be a number from 0 to 1'})", sent[1]["id"]
    )
    own = tools.view.run("return v.model.gltf.materials[0]")
    own["pbrMetallicRoughness"]["roughnessFactor"] = 0.3
    tools.view.run("m.say({type: 'edit', epoch: 1, seq: 1, edits: [{target: 'material', index: 0, value: a}]})", own)
    until(lambda: tools.row("Roughness").locator("input[type=text]").input_value() == "0.3")
    assert "from 0 to 1" in tools.frame.get_by_role("status").inner_text()


def test_standard_views_bookmarks_and_projections(tools):
    start = tools.camera()
    tools.key("5")
    top = tools.arrived()
    assert top["position"][1] > 3
    assert abs(top["position"][0]) < 1e-3
    tools.key("b")
    tools.key("1")
    front = tools.arrived()
    assert front["position"][2] > 3
    tools.key("]")
    np.testing.assert_allclose(tools.arrived()["position"], top["position"], atol=1e-6)
    tools.key("p")
    assert tools.camera()["kind"] == "orthographic"
    before = tools.shown()
    tools.key("p")
    assert tools.camera()["kind"] == "perspective"
    np.testing.assert_allclose(tools.camera()["position"], top["position"], atol=1e-4)
    assert np.abs(tools.shown() - before).mean() < 25  # the same place, as large
    tools.button("Views and bookmarks").click()
    keep(tools, "views")
    tools.frame.get_by_role("button", name="Remove View 1").click()
    assert tools.trait("bookmarks") == []
    assert tools.frame.get_by_role("menuitem", name="View 1").count() == 0
    tools.page.keyboard.press("Escape")
    tools.put("selection", 1)
    tools.key("f")
    near = tools.arrived()
    np.testing.assert_allclose(near["target"], [0, 0.5, 0], atol=1e-3)
    assert math.dist(near["position"], near["target"]) < math.dist(start["position"], start["target"])


def test_looking_through_a_camera_of_the_scene(tools):
    there = tools.camera()
    tools.key("t", "7", "p")
    tools.put("selection", 4)
    tools.button("Look through").click()
    seen = tools.arrived()
    assert (seen["kind"], seen["yfov"]) == ("perspective", 0.5)
    np.testing.assert_allclose(seen["position"], there["position"], atol=1e-5)
    np.testing.assert_allclose(np.abs(seen["quaternion"]), np.abs(there["quaternion"]), atol=1e-5)


def test_measuring(tools):
    tools.key("m")
    assert tools.button("Measure a distance").get_attribute("aria-pressed") == "true"
    tools.click(0.5, 0.42)  # on the ball
    tools.click(0.35, 0.66)  # on the board
    (found,) = tools.trait("measurements")
    way = math.dist(found["a"], found["b"])
    assert abs(math.dist(found["a"], (0, 0.5, 0)) - 0.5) < 0.01
    assert tools.frame.locator(".tk-length").text_content() == f"{way:.4g} m"
    tools.frame.get_by_role("combobox", name="Unit").select_option("cm")
    assert tools.frame.locator(".tk-length").text_content() == f"{100 * way:.4g} cm"
    assert tools.trait("unit") == "cm"
    assert tools.trait("selection") is None  # the tool's clicks select nothing
    keep(tools, "measure")
    tools.key("Escape")
    assert tools.button("Measure a distance").get_attribute("aria-pressed") == "false"
    tools.click()
    assert tools.trait("selection") == 1


def test_clipping(tools):
    whole = tools.shown()
    tools.key("c")
    assert tools.trait("clipping") == {"normal": [1, 0, 0], "offset": 0}
    half = tools.shown()
    assert np.abs(half - whole)[:, 195:].mean() > 3 * np.abs(half - whole)[:, :165].mean()
    tools.button("Clipping plane").click()
    keep(tools, "clipping")
    tools.frame.get_by_role("combobox", name="Across").select_option("1")
    assert tools.trait("clipping")["normal"] == [0, 1, 0]
    place = tools.frame.get_by_role("spinbutton", name="Place, m")
    place.fill("0.75")
    place.press("Enter")
    assert tools.trait("clipping") == {"normal": [0, 1, 0], "offset": 0.75}
    tools.button("Keep the other side").click()
    assert tools.trait("clipping") == {"normal": [0, -1, 0], "offset": -0.75}
    tools.page.keyboard.press("Escape")
    tools.key("c")
    assert tools.trait("clipping") is None
    assert np.abs(tools.shown() - whole).mean() < 0.5


def test_light_and_exposure(tools):
    plain = tools.shown()
    tools.key(".", ".")
    assert tools.trait("exposure") == 2
    assert tools.shown().mean() > plain.mean() + 5
    tools.key("e")
    panel = tools.frame.get_by_role("dialog", name="Light")
    assert panel.is_visible()
    number = panel.get_by_role("spinbutton", name="Turned, °")
    number.fill("90")
    number.press("Enter")
    assert abs(tools.view.run("return v.model.environment.rotation") - math.pi / 2) < 1e-9
    panel.get_by_role("combobox", name="Background").select_option("environment")
    assert tools.view.run("return v.model.environment.background") == "environment"
    behind = "name => globalThis[name].viewport.model.scene.background?.image.width > 1"
    tools.page.wait_for_function(behind, arg=tools.view.name)  # sent only now that it is seen
    assert tools.shown()[2, 2].mean() > plain[2, 2].mean() + 30
    assert not panel.locator(".tk-row", has_text="Preset").is_visible()  # presets are Python's
    keep(tools, "light")


def test_the_player(make, animated):
    tools = make(animated, camera=None, clip=0)
    bar = tools.frame.get_by_role("group", name="Animation")
    assert bar.is_visible()
    slider = bar.get_by_role("slider", name="Time")
    slider.fill("0.5")
    assert tools.view.run("return v.player.time") == 0.5
    assert "0.50 / " in bar.inner_text()
    tools.key(">")
    assert abs(tools.view.run("return v.player.time") - 0.5 - 1 / 30) < 1e-6
    bar.get_by_role("combobox", name="Speed").select_option("2")
    tools.key(" ")
    assert tools.view.run("return [v.player.playing, v.player.speed]") == [True, 2]
    assert bar.get_by_role("button", name="Pause").is_visible()
    start = tools.view.run("return v.player.time")
    moved = "([name, start]) => globalThis[name].viewport.player.time !== start"
    tools.page.wait_for_function(moved, arg=[tools.view.name, start])
    keep(tools, "player")
    tools.key(" ", "l")
    assert tools.view.run("return [v.player.playing, v.player.loop]") == [False, False]


def test_views_of_a_group_move_together(make):
    groups = [{"id": "pair", "camera": True, "time": False, "selection": True}]
    one, two = (make(traits={"groups": groups}) for _ in range(2))
    box = one.picture.bounding_box()
    one.page.mouse.move(box["x"] + 150, box["y"] + 110)
    one.page.mouse.down()
    one.page.mouse.move(box["x"] + 210, box["y"] + 125, steps=4)
    one.page.mouse.up()
    np.testing.assert_allclose(one.camera()["position"], two.camera()["position"])
    assert one.camera()["position"] != [0, 0.5, 6]
    two.key("5")
    two.arrived()
    np.testing.assert_allclose(one.camera()["position"], two.camera()["position"])
    one.click()
    assert two.trait("selection") == one.trait("selection")
    two.put("groups", [])
    one.key("1")
    one.arrived()
    assert one.camera()["position"] != two.camera()["position"]


def test_views_of_a_group_play_together(make, animated):
    groups = [{"id": "clock", "camera": False, "time": True, "selection": False}]
    one, two = (make(animated, camera=None, clip=0, traits={"groups": groups}) for _ in range(2))
    one.key(" ")
    times = "() => [mounted0, mounted1].map(m => m.viewport.player.time)"
    until(lambda: min(one.page.evaluate(times)) > 0.2)
    assert two.view.run("return v.player.playing")
    two.key(" ")
    first, second = one.page.evaluate(times)
    assert first == second  # the one that stops says when
    assert one.view.run("return v.player.playing") is False
    assert len(two.view.messages("player")) < 10


def test_small_views_keep_their_picture(make):
    tools = make(size=(320, 240))
    picture = tools.picture.bounding_box()
    assert (picture["width"], picture["height"]) == (320, 240)
    bar = tools.frame.locator(".tk-bar").bounding_box()
    last = tools.frame.locator(".tk-bar button:visible").last.bounding_box()
    assert last["x"] + last["width"] <= bar["x"] + bar["width"]
    tools.key("t")
    tools.frame.locator(".tk-side").wait_for()
    assert tools.picture.bounding_box() == picture  # the panel stands beside it
    size = tools.page.viewport_size
    tools.page.set_viewport_size({"width": 420, "height": 700})
    tools.frame.locator(".tk-below").wait_for()  # where there is no room, it goes under it
    side = tools.frame.locator(".tk-side").bounding_box()
    assert tools.picture.bounding_box() == picture
    assert side["y"] >= picture["y"] + picture["height"]
    keep(tools, "small")
    tools.page.set_viewport_size(size)


def test_themes(make):
    tools = make()
    paper = "return getComputedStyle(v.element.closest('.tk-frame')).backgroundColor"
    light = tools.view.run(paper)
    tools.page.emulate_media(color_scheme="dark")
    dark = tools.view.run(paper)
    assert light != dark
    tools.put("theme", "light")
    assert tools.view.run(paper) == light
    tools.put("theme", "auto")
    tools.view.run("document.body.style.setProperty('--jp-layout-color1', 'rgb(1, 2, 3)')")
    assert tools.view.run(paper) == "rgb(1, 2, 3)"  # JupyterLab's own
    tools.put("theme", "dark")
    assert tools.view.run(paper) == dark
    keep(tools, "dark")
    tools.page.emulate_media(forced_colors="active")
    keep(tools, "forced")
    tools.view.run("document.body.removeAttribute('style')")
    tools.put("controls", False)
    assert not tools.frame.locator(".tk-bar").is_visible()
    assert (tools.picture.bounding_box()["width"], tools.picture.bounding_box()["height"]) == SIZE


def test_full_screen(tools):
    tools.button("Full screen").click()
    until(lambda: tools.view.run("return v.width") == tools.page.viewport_size["width"])
    tools.button("Leave full screen").click()
    until(lambda: tools.view.run("return v.width") == SIZE[0])


def test_an_engine_draws_no_grid(tools):
    drawn_by = "m.say({type: 'drawn-by', by: a, reason: ''})"
    for by, usable in (("remote", False), ("browser", True)):
        tools.view.run(drawn_by, by)
        until(lambda usable=usable: tools.button("Grid").is_enabled() == usable)
        assert tools.button("Shading").is_enabled() == usable
        assert tools.button("Light and exposure").is_enabled()


@pytest.fixture(scope="module")
def animated() -> tk.Scene:
    scene = tk.Scene()
    ball = scene.add(tk.Mesh(tk.sphere(radius=0.5)), name="ball")
    times = np.array([0.0, 1.0, 2.0], np.float32)
    places = np.array([[0, 0, 0], [1, 0, 0], [0, 0, 0]], np.float32)
    channel = tk.Channel(node=ball, path="translation", times=times, values=places)
    scene.animations = [tk.Animation(name="Slide", channels=(channel,))]
    return scene
