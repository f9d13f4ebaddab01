"""`view.render()` without a browser: progress, ends, and a cluster's workers; what a view says to its browsers."""

from __future__ import annotations

import time

import numpy as np
import pytest

import threedkit as tk
from threedkit.errors import CapabilityError, FieldError, JobCancelledError, RenderError, UnknownEngineError
from threedkit.jupyter.remote.encoding import as_picture
from threedkit.jupyter.remote.painters import make_painter
from threedkit.jupyter.remote.rendering import Rendering
from threedkit.render import Shot, fit_camera

SIZE = (48, 30)


@pytest.fixture
def scene():
    scene = tk.Scene()
    scene.add(tk.Mesh(tk.sphere(segments=16, rings=8), tk.Material(base_color="#ef6631")), name="ball")
    return scene


def shot_of(scene, **options):
    return Shot(camera=fit_camera(scene, SIZE), size=SIZE, **options)


@pytest.mark.engine
def test_a_path_traced_picture_sharpens_and_ends_as_the_engine_draws_it(scene, monkeypatch):
    monkeypatch.setattr("threedkit.jupyter.remote.rendering._SEND_SECONDS", 0.0)
    told = []
    rendering = Rendering(scene, shot_of(scene, samples=4), lambda *one: told.append(one), engine="mitsuba")
    scene.materials[0].base_color = "#0000ff"  # later edits change nothing
    frame = rendering.wait(90)
    assert frame.size == SIZE
    middle = frame.color[15, 24]
    assert middle[0] > 2 * middle[2]
    states = [message["state"] for message, _ in told]
    assert states == ["running"] * 4 + ["done"]
    assert [message["progress"] for message, _ in told] == [0, 0.25, 0.5, 0.75, 1]
    assert told[1][0]["mime"] == "image/jpeg"
    assert told[-1][1] == [as_picture(frame)]
    assert rendering.told() == told[-1]
    rendering.close()
    assert told[-1][0]["state"] == rendering.status == "closed"
    assert rendering.told() is None


@pytest.mark.engine
def test_a_rendering_is_cancelled_and_the_next_one_drawn(scene):
    told = []
    shot = Shot(camera=fit_camera(scene, SIZE), size=(640, 400), samples=100_000)
    rendering = Rendering(scene, shot, lambda *one: told.append(one), engine="mitsuba")
    while not told:
        time.sleep(0.01)
    rendering.cancel()
    with pytest.raises(JobCancelledError):
        rendering.wait(90)
    assert told[-1][0]["state"] == "cancelled"
    again = Rendering(scene, shot_of(scene, samples=1), lambda *_: None, engine="filament")
    assert again.wait(90).color[..., 3].min() == 255


def test_what_cannot_be_is_refused_at_once(scene):
    with pytest.raises(CapabilityError, match="denoise"):
        Rendering(scene, shot_of(scene, denoise=True), lambda *_: None, engine="filament")
    with pytest.raises(UnknownEngineError, match="blender"):
        Rendering(scene, shot_of(scene), lambda *_: None, engine="blender")


@pytest.fixture
def view(scene):
    view = tk.view(scene, height=120)
    view.sent = []
    view.send = lambda content, buffers=None: view.sent.append((content, buffers))
    view._questions._send = view.send
    yield view
    view.close()


def hear(view, kind, **content):
    view.channel.hear({"type": kind, "client": "one", **content}, [])


def ready(view, **content):
    size = {"width": 192, "height": 120, "pixel_ratio": 1.0}
    hear(view, "ready", **{"webgl": True, "reason": None, "lab": False, **size, **content})


def of_type(view, kind):
    return [content for content, _ in view.sent if content["type"] == kind]


def until(done, seconds=90):
    end = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < end
        time.sleep(0.01)


@pytest.mark.engine
def test_a_browser_without_webgl_gets_frames_and_no_meshes(view):
    ready(view, webgl=False, reason="it is old")
    (document,) = of_type(view, "scene")
    assert document["gltf"]["meshes"][0]["primitives"] == []
    assert list(document["blobs"]) == [document["environment"]["light"], document["environment"]["picture"]]
    (told,) = of_type(view, "drawn-by")
    assert told == {
        "type": "drawn-by", "to": "one", "by": "remote", "offer": False,
        "reason": "This browser has no WebGL (it is old): drawn by an engine",
    }  # fmt: skip
    until(lambda: of_type(view, "frame"))
    frame, buffers = next(one for one in view.sent if one[0]["type"] == "frame")
    assert (frame["mime"], frame["final"], frame["to"]) == ("image/png", True, ["one"])
    assert bytes(buffers[0])[1:4] == b"PNG"
    hear(view, "frame-ack", seq=frame["seq"], time=None)
    hear(view, "pick-ask", id="p", x=96, y=60, width=192, height=120)
    until(lambda: of_type(view, "pick-answer"))
    hit = of_type(view, "pick-answer")[0]["hit"]
    assert hit["node"] == 0
    assert np.linalg.norm(hit["point"]) == pytest.approx(1, abs=0.05)

    # While it plays, each frame on the screen asks for the next; pausing asks for a whole one.
    hear(view, "frame-ack", seq=frame["seq"], time=0.5)
    until(lambda: len(of_type(view, "frame")) > 1)
    hear(view, "frame-ack", seq=2, time=None)
    hear(view, "player", player={"playing": False})
    until(lambda: of_type(view, "frame")[-1]["final"])

    # Another one that has WebGL draws by itself; then nobody needs the engine.
    view.channel.hear({"type": "ready", "client": "two", "webgl": True, "width": 1, "height": 1, "lab": True}, [])
    assert of_type(view, "scene")[-1]["gltf"]["meshes"][0]["primitives"]
    assert view._remote is not None
    hear(view, "gone")
    assert view._remote is None


def test_a_view_that_only_the_browser_may_draw_says_why_there_is_no_picture(view):
    view.mode = "browser"
    ready(view, webgl=False)
    (told,) = of_type(view, "drawn-by")
    assert told["failed"]
    assert "view.mode = 'auto'" in told["reason"]
    assert view._remote is None


def test_renderings_of_a_view(view):
    ready(view)
    rendering = view.render((32, 20), "filament", samples=1)
    rendering.wait(90)
    view.channel.hear({"type": "ready", "client": "late", "webgl": True, "width": 1, "height": 1}, [])
    late = [content for content in of_type(view, "overlay") if content.get("to") == "late"]
    assert [content["state"] for content in late] == ["done"]
    seen = of_type(view, "scene")[-1]["camera"]
    assert {tuple(content["camera"]["position"]) for content in of_type(view, "overlay")} == {tuple(seen["position"])}
    hear(view, "overlay", id=rendering.id, action="close")
    assert rendering.status == "closed"
    with pytest.raises(RenderError, match="samples"):
        view.render(samples=0)


def test_questions_to_nobody_and_odd_answers(view):
    with pytest.raises(RenderError, match="no browser shows this view"):
        view.capture().send(None)
    question = view.ask("stats")
    hear(view, "answer", id="another", value=1)
    hear(view, "answer", value=1)
    assert not question.done()
    hear(view, "answer", id=of_type(view, "ask")[0]["id"], value={"triangles": 3})
    assert question.result(0) == ({"triangles": 3}, [])


@pytest.mark.cluster
@pytest.mark.engine
def test_a_cluster_draws_frames_edits_and_renderings(scene, tmp_path, monkeypatch):
    distributed = pytest.importorskip("distributed")
    monkeypatch.setenv("THREEDKIT_HOME", str(tmp_path))
    with (
        distributed.LocalCluster(n_workers=1, threads_per_worker=1, dashboard_address=None) as cluster,
        distributed.Client(cluster) as client,
    ):
        painter = make_painter(scene, "filament", client)
        shot = shot_of(scene, samples=1)
        here = tk.render(scene, SIZE, camera=shot.camera, samples=1, engine="filament")
        assert painter.paint(shot, as_picture)[:4] == b"\x89PNG"
        np.testing.assert_array_equal(painter.paint(shot, colors), here.color)
        scene.materials[0].base_color = "#20c040"
        edited = tk.render(scene, SIZE, camera=shot.camera, samples=1, engine="filament")
        np.testing.assert_array_equal(painter.paint(shot, colors), edited.color)
        with pytest.raises(FieldError):
            painter.paint(shot, refuse)
        np.testing.assert_array_equal(painter.paint(shot, colors), edited.color)

        told = []
        shot = shot_of(scene, samples=16)
        rendering = Rendering(scene, shot, lambda *one: told.append(one), engine="mitsuba", client=client)
        frame = rendering.wait(120)
        assert frame.size == SIZE
        assert told[-1][0]["state"] == "done"


def colors(frame):
    return frame.color.copy()


def refuse(_):
    raise FieldError("no")
