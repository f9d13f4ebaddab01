"""What a hand does to a view, and what a kernel says: cameras, picks, edits, playing, lost contexts, closing."""

from __future__ import annotations

import itertools
import time

import numpy as np
import pytest

import threedkit as tk

pytestmark = pytest.mark.browser

SIZE = (320, 240)
FRONT = (0.0, 0.0, 5.0)


def ball() -> tuple[tk.Scene, tk.Node]:
    """A red ball before a dark background, and a camera in front of it."""
    scene = tk.Scene(environment=tk.Environment(background_color=(0.02, 0.02, 0.02)))
    scene.add(
        tk.Mesh(tk.sphere(radius=1), tk.Material(base_color=(0.9, 0.05, 0.05), metallic=0.0, roughness=0.9)),
        name="ball",
    )
    camera = scene.add(tk.PerspectiveCamera(yfov=0.8, znear=0.1, zfar=100.0))
    camera.look_at(FRONT, (0, 0, 0))
    return scene, camera


def drag(view, start, end, button="left") -> None:
    mouse = view.page.mouse
    box = view.run("const b = v.element.getBoundingClientRect(); return [b.left, b.top];")
    mouse.move(box[0] + start[0], box[1] + start[1])
    mouse.down(button=button)
    mouse.move(box[0] + end[0], box[1] + end[1], steps=6)
    mouse.up(button=button)


def camera_of(view) -> dict:
    return view.run("return v.camera")


def test_a_drag_orbits_and_is_told(bench):
    scene, camera = ball()
    view = bench.open(scene, SIZE, camera)
    drag(view, (160, 120), (100, 120))
    view.page.wait_for_function("mounted0.told.findLast(t => t.type === 'camera')?.moving === false")
    told = view.messages("camera")
    assert told[-1]["moving"] is False
    position = np.array(told[-1]["camera"]["position"])
    assert position[0] > 3  # the ball turns to the left: the eye goes to the right
    assert np.isclose(np.linalg.norm(position), 5, atol=1e-4)
    assert all(later["seq"] > earlier["seq"] for earlier, later in itertools.pairwise(told))


def test_shift_pans_and_the_wheel_zooms_only_what_was_clicked(bench):
    scene, camera = ball()
    view = bench.open(scene, SIZE, camera)
    view.page.mouse.move(160, 120)
    view.page.mouse.wheel(0, -300)
    assert camera_of(view)["position"] == pytest.approx(FRONT)
    view.page.mouse.click(160, 120)
    view.page.mouse.wheel(0, -300)
    view.page.wait_for_function("mounted0.viewport.camera.position[2] < 4.5")
    view.page.keyboard.down("Shift")
    drag(view, (160, 120), (190, 120))
    view.page.keyboard.up("Shift")
    view.page.wait_for_function("mounted0.viewport.camera.target[0] < -0.1")


def test_keys_orbit_and_zoom(bench):
    scene, camera = ball()
    view = bench.open(scene, SIZE, camera)
    view.run("v.element.focus()")
    view.page.keyboard.press("ArrowRight")
    view.page.keyboard.press("+")
    view.page.wait_for_function("Math.hypot(...mounted0.viewport.camera.position) < 4.6")
    after = camera_of(view)
    assert after["position"][0] > 0.3
    assert np.linalg.norm(after["position"]) < 4.6


def test_one_camera_is_on_its_way_at_most(bench):
    scene, camera = ball()
    view = bench.open(scene, SIZE, camera)
    view.run("""const send = m.host.send; m.host.send = (t, b) => t.type === 'camera' ? m.told.push(t) : send(t, b);
        for (let i = 0; i < 20; i++) v.steer({ ...v.camera, yfov: 0.5 + i / 100 }, true);""")
    assert len(view.messages("camera")) == 1
    view.run("m.say({ type: 'camera-ack', seq: m.told.findLast(t => t.type === 'camera').seq })")
    view.page.wait_for_function("mounted0.told.filter(t => t.type === 'camera').length === 2")
    assert view.messages("camera")[-1]["camera"]["yfov"] == pytest.approx(0.69)


def test_what_waits_to_be_told_is_out_of_date_after_a_word_of_the_kernel(bench):
    scene, camera = ball()
    view = bench.open(scene, SIZE, camera)
    view.run("""const send = m.host.send; m.host.send = (t, b) => t.type === 'camera' ? m.told.push(t) : send(t, b);
        for (let i = 0; i < 3; i++) v.steer({ ...v.camera, yfov: 0.5 + i / 100 }, true);
        m.say({ type: 'camera', word: 7, camera: { ...v.camera, position: [0, 0, 9] } });""")
    view.page.wait_for_function("mounted0.viewport.camera.position[2] === 9")
    view.run("m.say({ type: 'camera-ack', seq: m.told.findLast(t => t.type === 'camera').seq })")
    view.run("m.say({ type: 'player', word: 8, player: { ...v.player, speed: 2 } })")
    view.page.wait_for_function("mounted0.viewport.player.speed === 2")
    view.run("v.steer({ ...v.camera, yfov: 0.7 }, false); v.setPlayer({ speed: 3 })")
    assert [(told["heard"], told["camera"]["yfov"]) for told in view.messages("camera")] == [(0, 0.5), (7, 0.7)]
    assert [told["heard"] for told in view.messages("player")] == [8]


def test_what_is_said_while_a_scene_is_loaded_is_newer_than_what_it_brought(bench):
    scene, camera = ball()
    view = bench.open(scene, SIZE, camera)
    view.run(
        "m.say({ type: 'scene', epoch: 2, gltf: v.model.gltf, blobs: {}, environment: v.model.environment, word: 3, "
        "camera: v.camera, player: { ...v.player, speed: 5 }, bounds: v.model.bounds, notes: [] });"
        "m.say({ type: 'player', word: 4, player: { ...v.player, speed: 4 } })"
    )
    view.page.wait_for_function("mounted0.told.some(t => t.type === 'shown' && t.epoch === 2)")
    assert view.run("return v.player.speed") == 4


def test_a_camera_of_the_kernel_is_not_said_back(bench):
    scene, camera = ball()
    view = bench.open(scene, SIZE, camera)
    view.run("m.say({ type: 'camera', camera: { ...v.camera, position: [0, 0, 9] } })")
    view.page.wait_for_function("mounted0.viewport.camera.position[2] === 9")
    assert view.messages("camera") == []


def test_a_click_tells_what_is_there(bench):
    scene, camera = ball()
    view = bench.open(scene, SIZE, camera)
    view.page.mouse.click(160, 120)
    hit = view.told("pick")["hit"]
    assert hit["node"] == 0
    assert hit["point"] == pytest.approx((0, 0, 1), abs=0.02)
    assert hit["normal"] == pytest.approx((0, 0, 1), abs=0.05)
    assert hit["distance"] == pytest.approx(4, abs=0.02)
    assert len(hit["uv"]) == 2
    assert view.run("return v.pick(3, 3)") is None


def test_picks_of_lines_points_instances_and_what_is_clipped(bench):
    scene = tk.Scene()
    many = tk.Instances(translation=np.array([(-1, 0, 0), (1, 0, 0)], np.float32))
    scene.add(tk.Node(mesh=tk.Mesh(tk.sphere(radius=0.4), tk.Material()), instances=many, name="pair"))
    dots = tk.Primitive(positions=np.array([(0, 1, 0), (0, -1, 0)], np.float32), mode="POINTS")
    scene.add(tk.Node(mesh=tk.Mesh(dots, tk.Material()), name="dots"))
    camera = scene.add(tk.PerspectiveCamera(yfov=0.8, znear=0.1, zfar=100.0))
    camera.look_at(FRONT, (0, 0, 0))
    view = bench.open(scene, SIZE, camera)
    spot = "const at = v.project(a); return v.pick(at.x, at.y);"
    assert view.run(spot, (1, 0, 0))["instance"] == 1
    assert view.run(spot, (-1, 0, 0))["instance"] == 0
    assert view.run(spot, (0, -1, 0))["triangle"] == 1
    assert view.run(spot, (0, -1, 0))["node"] == 1
    view.run("v.clipping = { normal: [1, 0, 0], offset: 0 }")
    assert view.run(spot, (1, 0, 0)) is None
    assert view.picture()[120, 242].max() > 200  # where the right one was


def brightest(picture: np.ndarray) -> tuple[int, int]:
    """Which channel is strongest in the middle, and how strong."""
    middle = picture[picture.shape[0] // 2, picture.shape[1] // 2]
    return int(middle.argmax()), int(middle.max())


def until(view, accept, seconds: float = 60) -> None:
    """Look again and again until a picture is as it should be."""
    deadline = time.monotonic() + seconds
    while not accept(view.picture()):
        assert time.monotonic() < deadline, "the picture does not come to be what is expected"
        view.page.wait_for_timeout(50)


def test_edits_are_shown_and_acknowledged(bench):
    scene, camera = ball()
    view = bench.open(scene, SIZE, camera)
    assert brightest(view.picture())[0] == 0
    blue = {"pbrMetallicRoughness": {"baseColorFactor": [0.05, 0.05, 0.9, 1], "metallicFactor": 0}}
    say = "m.say({ type: 'edit', epoch: 1, seq: a.seq, edits: a.edits })"
    view.run(say, {"seq": 7, "edits": [{"target": "material", "index": 0, "value": blue}]})
    view.page.wait_for_function("mounted0.told.some(t => t.type === 'ack' && t.seq === 7)")
    assert brightest(view.picture())[0] == 2
    gone = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 50, 0, 0, 1]
    view.run(say, {"seq": 8, "edits": [{"target": "node", "index": 0, "matrix": gone}]})
    view.page.wait_for_function("mounted0.told.some(t => t.type === 'ack' && t.seq === 8)")
    assert brightest(view.picture())[1] < 60
    view.run(say, {"seq": 9, "edits": [{"target": "node", "index": 0, "matrix": [*gone[:12], 0, 0, 0, 1]}]})
    view.run(say, {"seq": 10, "edits": [{"target": "environment", "value": None}]})
    view.page.wait_for_function("mounted0.told.some(t => t.type === 'ack' && t.seq === 10)")
    assert view.picture().max() == 0  # no light at all
    view.run("m.say({ type: 'edit', epoch: 99, seq: 11, edits: [] })")
    view.page.wait_for_function("mounted0.told.some(t => t.type === 'ack' && t.seq === 11)")


def test_unlit_and_back_by_edits(bench):
    scene, camera = ball()
    view = bench.open(scene, SIZE, camera)
    before = view.picture()
    color = {"baseColorFactor": [0.9, 0.05, 0.05, 1], "metallicFactor": 0, "roughnessFactor": 0.9}
    unlit = {"pbrMetallicRoughness": color, "extensions": {"KHR_materials_unlit": {}}}
    view.run("return v.model.applyEdit({ target: 'material', index: 0, value: a })", unlit)
    flat = view.picture()
    assert np.ptp(flat[100:140, 140:180].astype(int), axis=(0, 1)).max() == 0
    view.run("return v.model.applyEdit({ target: 'material', index: 0, value: a })", {"pbrMetallicRoughness": color})
    assert np.abs(view.picture().astype(int) - before).max() <= 1


def test_animations_play_pause_and_go_back_to_rest(bench):
    scene, camera = ball()
    node = scene.nodes[0]
    moved = tk.Channel(node=node, path="translation", times=[0, 2], values=[(0, 0, 0), (0, 50, 0)])
    red_to_green = [(0.9, 0.05, 0.05, 1), (0.05, 0.9, 0.05, 1)]
    path = "pbrMetallicRoughness/baseColorFactor"
    tinted = tk.Channel(target=scene.materials[0], path="pointer", pointer=path, times=[0, 1], values=red_to_green)
    scene.animations = [tk.Animation(channels=[moved], name="up"), tk.Animation(channels=[tinted], name="tint")]
    view = bench.open(scene, SIZE, camera, clip=0, time=1.0)
    assert brightest(view.picture())[1] < 60
    assert view.run("return v.clips") == [{"name": "up", "duration": 2}, {"name": "tint", "duration": 1}]
    view.run("v.setPlayer({ clip: 1, time: 1 })")
    until(view, lambda picture: brightest(picture)[0] == 1)
    view.run("v.setPlayer({ clip: null })")
    until(view, lambda picture: brightest(picture)[0] == 0)
    view.run("v.setPlayer({ clip: 0, time: 0, playing: true, loop: false, speed: 8 })")
    view.page.wait_for_function("!mounted0.viewport.player.playing && mounted0.viewport.player.time === 2")
    assert view.messages("player")[-1]["player"]["time"] == 2


def test_shading_modes_differ_and_lit_comes_back(bench):
    scene, camera = ball()
    view = bench.open(scene, SIZE, camera)
    lit = view.picture()
    seen = [lit]
    for mode in ("wireframe", "normals", "uv", "overdraw"):
        view.run("v.shading = a", mode)
        seen.append(view.picture())
    assert min(np.abs(a.astype(int) - b).mean() for i, a in enumerate(seen) for b in seen[:i]) > 1
    view.run("v.shading = 'lit'")
    assert np.abs(view.picture().astype(int) - lit).max() <= 1


def test_a_lost_context_comes_back_with_the_picture(bench):
    scene, camera = ball()
    view = bench.open(scene, SIZE, camera)
    before = view.picture()
    view.run("view.stage().renderer.getContext().getExtension('WEBGL_lose_context').loseContext()")
    said = view.page.locator(".tk-said")
    said.filter(has_text="taken its graphics away").wait_for(state="attached")
    kept = view.run("return v.canvas.toDataURL().length")
    assert kept > 1000
    said.filter(has_text="The picture is back").wait_for(state="attached")
    assert np.abs(view.picture().astype(int) - before).max() <= 1


SCENE_AGAIN = """m.say({ type: 'scene', epoch: 2, gltf: v.model.gltf, blobs: { gone: 1 }, environment: a,
    camera: v.camera, player: v.player, bounds: v.model.bounds, notes: ['a'] })"""


def test_picks_are_of_the_scene_that_is_shown(bench):
    scene, camera = ball()
    view = bench.open(scene, SIZE, camera)
    light = view.run("return { ...v.model.environment, light: 'gone' }")
    view.run(SCENE_AGAIN, light)  # it waits for bytes that do not come
    view.page.wait_for_function("mounted0.told.some(t => t.type === 'need' && t.epoch === 2)")
    view.page.mouse.click(160, 120)
    assert view.told("pick")["epoch"] == 1
    view.run(
        "m.say({ type: 'drawn-by', by: 'remote', reason: '' }); const send = m.host.send;"
        "m.host.send = t => { send(t); if (t.type === 'pick-ask') m.say({ type: 'pick-answer', id: t.id, hit: null, "
        "epoch: 7 }) }; await v.pick(1, 1)"
    )
    view.page.mouse.click(100, 120)
    view.page.wait_for_function("mounted0.told.filter(t => t.type === 'pick').at(-1).epoch === 7")


def test_a_view_whose_kernel_is_gone_closes_and_others_go_on(bench):
    scene, camera = ball()
    first, second = (bench.open(scene, SIZE, camera) for _ in range(2))
    first.run("""m.host.send = () => { throw new Error('Cannot send') };
        v.on('frame', () => { throw new Error('a frame fails') }); v.invalidate();""")
    before = second.run("m.frames = 0; v.on('frame', () => (m.frames += 1)); v.invalidate(); return m.frames")
    second.page.wait_for_function("n => mounted1.frames > n", arg=before)
    first.page.wait_for_function("n => mounted1.frames > n", arg=before)
    closing = "try { m.dispose(); return '' } catch (error) { return error.message }"
    assert first.run(closing) == "Cannot send"
    first.run("m.host.send = () => undefined")
    assert first.run("return [v.model, v.element.isConnected, document.querySelectorAll('canvas').length]") == [
        None, False, 1,
    ]  # fmt: skip
    assert all("a frame fails" in text for text in bench.complaints)
    bench.complaints.clear()


def test_what_the_kernel_notes_is_listed_and_a_change_that_is_not_shown_is_said(bench):
    scene, camera = ball()
    view = bench.open(scene, SIZE, camera)
    said = view.page.locator(".tk-said")
    view.run("m.say({ type: 'notes', notes: ['no such texture', 'b'], problem: 'no such texture' })")
    said.filter(has_text="The last change is not shown: no such texture").wait_for(state="attached")
    assert view.run("return v.model.notes") == ["no such texture", "b"]
    view.run("m.say({ type: 'scene', epoch: 2, gltf: null, blobs: {} })")
    view.told("error")
    said.filter(has_text="not shown").wait_for(state="detached")
    assert said.inner_text()
    bench.complaints.clear()


OVERLAY = """const picture = await (await fetch(v.canvas.toDataURL())).arrayBuffer();
    m.say({ type: 'overlay', id: 'r', state: 'done', mime: 'image/png', camera: a }, [new Uint8Array(picture)])"""


def test_a_rendering_is_seen_only_from_where_it_was_taken(bench):
    scene, camera = ball()
    view = bench.open(scene, SIZE, camera)
    start = camera_of(view)
    aside = {**start, "position": [0, 0, 6]}
    view.run(OVERLAY, aside)
    picture = view.page.locator("img.tk-rendering")

    def seen() -> bool:
        return picture.evaluate("img => img.style.visibility") == "visible"

    picture.wait_for(state="attached")
    assert not seen()
    for place, there in ((aside, True), ({**start, "position": [1, 0, 5]}, False), (aside, True)):
        view.run("m.say({ type: 'camera', camera: a })", place)
        view.page.wait_for_function("x => mounted0.viewport.camera.position[0] === x", arg=place["position"][0])
        assert seen() == there
    view.page.get_by_role("button", name="live", exact=True).click()
    view.run("v.setCamera(a)", start)
    view.run("v.setCamera(a)", aside)
    assert not seen()
    view.run("v.setCamera(a)", start)
    view.page.get_by_role("button", name="rendered", exact=True).click()
    assert seen()
    assert camera_of(view)["position"] == aside["position"]


def test_opening_and_closing_leaves_nothing(bench):
    scene, camera = ball()
    view = bench.open(scene, SIZE, camera)
    count = "const i = view.stage().renderer.info; return [i.memory.geometries, i.memory.textures, i.programs.length]"
    first = view.run(count)
    for _ in range(5):
        another = bench.open(scene, SIZE, camera)
        another.run("m.dispose()")
    assert view.run(count) == first
    assert view.run("return document.querySelectorAll('canvas').length") == 1


def test_another_scene_keeps_the_camera_and_what_is_there_already(bench, message_of):
    scene, camera = ball()
    view = bench.open(scene, SIZE, camera)
    drag(view, (160, 120), (60, 120))
    before = camera_of(view)
    scene.add(tk.Node(mesh=scene.nodes[0].mesh, position=(0, 1.2, 0)))
    said = message_of(scene, camera, SIZE)["scene"]
    view.run(
        "globalThis.before = v.model.object(0).geometry; m.say({ ...a, type: 'scene', epoch: 2, blobs: {} })", said
    )
    view.page.wait_for_function("mounted0.told.some(t => t.type === 'shown' && t.epoch === 2)")
    assert camera_of(view)["position"] == before["position"]
    assert view.run("return v.model.object(0).geometry === globalThis.before")
    assert view.messages("need") == view.messages("need")[:1]  # nothing was asked for twice


def test_many_views_share_one_context_and_all_get_a_picture(bench):
    """Those far below the window too, without anybody scrolling there."""
    scene, camera = ball()
    views = [bench.open(scene, SIZE, camera, shown=False) for _ in range(9)]
    for view in views:
        view.told("shown")
    centre = "return v.canvas.getContext('2d').getImageData(160, 120, 1, 1).data[0]"
    assert all(view.run(centre) > 60 for view in views)
    assert views[0].run("return view.stage().renderer.info.memory.geometries") <= 3  # what is equal is there once
    assert views[0].run("return document.querySelectorAll('canvas').length") == 9


def test_a_view_of_nothing_and_a_broken_one(bench):
    view = bench.open(tk.Scene(), SIZE)
    assert view.picture().std() == 0
    broken = bench.open(ball()[0], SIZE)
    broken.run(
        "m.say({ type: 'scene', epoch: 2, gltf: { asset: { version: '2.0' }, scenes: [{ nodes: [5] }] }, "
        "blobs: {}, environment: null, camera: v.camera, player: v.player, bounds: v.model.bounds, notes: [] })"
    )
    broken.page.wait_for_function("mounted1.told.some(t => t.type === 'error')")
    assert brightest(broken.picture())[1] > 60  # what was shown stays
    bench.complaints.clear()


def test_two_fingers_zoom_and_a_tap_takes_hold(bench):
    scene, camera = ball()
    view = bench.open(scene, SIZE, camera)
    touch = bench.page.context.new_cdp_session(bench.page)

    def fingers(kind: str, *places: tuple[float, float]) -> None:
        points = [{"x": x, "y": y, "id": i} for i, (x, y) in enumerate(places)]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    assert view.run("return v.element.style.touchAction") == "pan-y"
    fingers("touchStart", (160, 120))
    fingers("touchEnd")
    bench.page.wait_for_function("mounted0.viewport.element.style.touchAction === 'none'")
    fingers("touchStart", (150, 120))
    fingers("touchStart", (150, 120), (170, 120))
    for spread in (20, 30, 40):
        fingers("touchMove", (160 - spread, 120), (160 + spread, 120))
    fingers("touchEnd")
    bench.page.wait_for_function("mounted0.viewport.camera.position[2] < 2.5")
    assert camera_of(view)["position"][:2] == pytest.approx([0, 0], abs=0.05)


def test_primitives_wear_another_material_and_none(bench):
    scene, camera = ball()
    scene.declare(materials=[*scene.materials, tk.Material(base_color=(0.05, 0.9, 0.05), metallic=0.0)])
    scene.add(tk.Mesh(tk.box(), tk.Material()), position=(0, 0, -9))
    view = bench.open(scene, SIZE, camera)
    seen = []
    for material in (1, None, 0):
        view.run("return v.model.applyEdit({ target: 'primitive', places: [[0, 0]], material: a })", material)
        seen.append(
            (*brightest(view.picture()), view.run("return v.model.gltf.meshes[0].primitives[0].material ?? null"))
        )
    assert [(one[0], one[2]) for one in seen if one[2] is not None] == [(1, 1), (0, 0)]
    assert np.ptp(view.run("return v.model.materials.of(0)[0].color.toArray()")) > 0.5
    assert seen[1][2] is None


def test_questions_are_answered_also_those_that_cannot_be(bench):
    scene, camera = ball()
    view = bench.open(scene, SIZE, camera)
    view.run("m.say({ type: 'ask', id: 'one', what: 'pick', x: 160, y: 120 })")
    assert view.told("answer")["value"]["node"] == 0
    view.run("m.say({ type: 'ask', id: 'two', what: 'pixels', width: 640, height: 480, mime: 'image/png' })")
    view.page.wait_for_function("mounted0.told.some(t => t.id === 'two' && t.value.mime === 'image/png')")
    view.run("m.say({ type: 'ask', id: 'three', what: 'pixels', width: 99999, height: 480 })")
    view.page.wait_for_function("mounted0.told.some(t => t.id === 'three' && t.value === null)")
    assert "8192" in view.messages("error")[-1]["text"]
    bench.complaints.clear()
