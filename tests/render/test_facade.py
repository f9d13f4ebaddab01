"""`tk.render`: any thread, cached scenes, and errors of one line."""

from __future__ import annotations

import io
import subprocess
import sys
import threading

import numpy as np
import pytest
from PIL import Image

from threedkit.errors import CapabilityError, NotFoundError, RenderError, UnknownEngineError
from threedkit.geometry import box
from threedkit.render import facade, release, render
from threedkit.render.engines.filament.engine import FilamentEngine
from threedkit.scene import Animation, Channel, Environment, Material, Mesh, PerspectiveCamera, Scene

pytestmark = pytest.mark.engine
SIZE = (64, 48)


@pytest.fixture
def scene():
    made = Scene()
    made.add(Mesh(box((1, 1, 1)), Material(base_color="#ef6631", metallic=0.0)), name="crate")
    return made


@pytest.fixture
def loads(monkeypatch):
    """Every scene that the engine loads while the test runs, on a fresh engine thread."""
    release()
    seen = []
    load = FilamentEngine.load

    def counted(self, scene):
        seen.append(scene.content_hash)
        return load(self, scene)

    monkeypatch.setattr(FilamentEngine, "load", counted)
    yield seen
    release()


def test_everything_comes_by_default(scene):
    frame = render(scene, SIZE, engine="filament")
    assert frame.outputs == ("color", "depth", "normal", "object_id")
    assert frame.names == {1: "crate"}
    assert (frame.size, frame.color.shape) == (SIZE, (48, 64, 4))
    assert set(np.unique(frame.object_id)) == {0, 1}
    assert np.array_equal(np.isfinite(frame.depth), frame.object_id == 1)
    assert frame.meta["camera"] == "fitted to the scene"
    assert frame.meta["engine"] == "filament"
    assert Image.open(io.BytesIO(frame._repr_png_())).size == SIZE


def test_an_unchanged_scene_is_loaded_once_and_an_edit_is_seen(scene, loads):
    first = render(scene, SIZE, engine="filament", outputs=("color",)).color
    for _ in range(3):
        assert np.array_equal(render(scene, SIZE, engine="filament", outputs=("color",)).color, first)
    assert len(loads) == 1
    scene.materials[0].base_color = "#0000ff"
    assert not np.array_equal(render(scene, SIZE, engine="filament", outputs=("color",)).color, first)
    scene.materials[0].base_color = "#ef6631"
    assert np.array_equal(render(scene, SIZE, engine="filament", outputs=("color",)).color, first)
    assert len(loads) == 1
    scene.materials[0].double_sided = True
    render(scene, SIZE, engine="filament", outputs=("color",))
    assert len(loads) == 2


def test_a_cached_scene_does_not_follow_edits_of_the_object_it_came_from(scene, loads):
    node = scene.nodes["crate"]
    first = render(scene, SIZE, camera=render_view(), engine="filament").object_id
    node.position = (5, 0, 0)
    render(scene, SIZE, camera=render_view(), engine="filament")
    twin = Scene()
    twin.add(Mesh(box((1, 1, 1)), Material(base_color="#ef6631", metallic=0.0)), name="crate")
    assert np.array_equal(render(twin, SIZE, camera=render_view(), engine="filament").object_id, first)
    assert len(loads) == 1


def test_the_cache_is_bounded(loads):
    for shade in range(7):
        one = Scene()
        one.add(Mesh(box((1, 1, 1 + shade)), Material()))
        render(one, SIZE, engine="filament", outputs=("color",))
    thread = facade._threads["filament"]
    assert len(thread._loaded) == 4
    assert len(loads) == 7


def test_any_thread_may_call_at_any_time(scene):
    expected = render(scene, SIZE, engine="filament").color
    found = []
    threads = [
        threading.Thread(target=lambda: found.append(render(scene, SIZE, engine="filament").color)) for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 4
    assert all(np.array_equal(one, expected) for one in found)


def test_released_engines_come_back(scene):
    first = render(scene, SIZE, engine="filament").color
    release()
    assert np.array_equal(render(scene, SIZE, engine="filament").color, first)


def test_an_empty_scene_is_background():
    shown = Scene(environment=Environment(background_color=(0.5, 0.25, 1.0)))
    frame = render(shown, (8, 8), engine="filament")
    assert np.array_equal(np.unique(frame.color.reshape(-1, 4), axis=0), [[188, 137, 255, 255]])
    assert not frame.object_id.any()
    assert not render(shown, (8, 8), engine="filament", transparent=True).color.any()
    assert np.array_equal(render(Scene(environment=None), (2, 2), engine="filament").color[0, 0], (0, 0, 0, 255))


@pytest.mark.parametrize(
    ("values", "kind", "words"),
    [
        ({"size": (0, 4)}, RenderError, "size"),
        ({"size": (99999, 4)}, RenderError, "16384"),
        ({"size": (4.5, 4)}, RenderError, "whole pixels"),
        ({"size": 5}, RenderError, "size"),
        ({"size": (9000, 4)}, CapabilityError, "at most 8192x8192 pixels, not 9000x4"),
        ({"outputs": ("depht",)}, RenderError, "unknown output 'depht'; known are color"),
        ({"engine": "povray"}, UnknownEngineError, "known are filament"),
        ({"camera": "eye"}, RenderError, "no camera 'eye'"),
        ({"samples": 0}, RenderError, "samples"),
        ({"exposure": 1e9}, CapabilityError, "exposure"),
        ({"time": float("nan")}, RenderError, "time"),
        ({"animation": "Fly"}, NotFoundError, "Fly"),
    ],
)
def test_bad_calls_are_one_line(scene, values, kind, words):
    with pytest.raises(kind) as caught:
        render(scene, **({"size": SIZE, "engine": "filament"} | values))
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


def test_numpy_sizes_and_one_output_by_name(scene):
    frame = render(scene, np.array(SIZE), engine="filament", outputs="depth")
    assert frame.outputs == ("depth",)


def test_a_scene_camera_is_used(scene):
    node = scene.add(PerspectiveCamera(yfov=0.5), name="eye")
    node.look_at((0, 0, 50), (0, 0, 0))
    frame = render(scene, SIZE, camera="eye", engine="filament")
    assert frame.meta["camera"] == "given"
    assert 45 < np.nanmin(frame.depth) < 50


def render_view():
    from threedkit.render import CameraView
    from threedkit.transforms import matrices

    return CameraView.from_matrix(matrices.look_at((2, 2, 4), (0, 0, 0)))


def test_the_room_itself_draws_whatever_was_imported_first(suzanne):
    program = f"""
import inspect, sys
import threedkit.render
import threedkit as tk
from threedkit.render import Frame
frame = tk.render(tk.load({str(suzanne)!r}), (8, 6), engine="filament", outputs=("color",))
assert isinstance(frame, Frame) and frame.size == (8, 6)
assert "samples" in inspect.signature(tk.render).parameters
print("drawn")
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.stdout == "drawn\n", done.stderr


def test_a_forked_child_is_told_instead_of_hanging():
    program = """
import os
import threedkit as tk
from threedkit.errors import RenderError
tk.render(tk.Scene(), (4, 4), engine="filament", outputs=("color",))
child = os.fork()
if child == 0:
    try:
        tk.render(tk.Scene(), (4, 4), engine="filament")
    except RenderError as error:
        os.write(1, str(error).encode())
    os._exit(0)
os.waitpid(child, 0)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=60)
    assert "was forked after an engine had started" in done.stdout, done.stderr


def test_motion_follows_an_animated_camera(scene):
    """A camera that goes right by 0.1 m moves what it sees to the left."""
    node = scene.add(PerspectiveCamera(yfov=0.8), name="eye", position=(0, 0, 3))
    times, places = np.array([0, 1], np.float32), np.array([(0, 0, 3), (0.1, 0, 3)], np.float32)
    channel = Channel(node=node, path="translation", times=times, values=places)
    scene.animations = [Animation(channels=(channel,))]
    for camera, step, sign in (("eye", 1.0, -1), (node, 0.5, -0.5), (None, 1.0, 0)):
        frame = render(scene, SIZE, camera, engine="filament", outputs=("motion", "depth"), motion_step=step)
        pixels = sign * 0.1 / (frame.depth[24, 32] * np.tan(0.4)) * 24
        np.testing.assert_allclose(frame.motion[24, 32], (pixels, 0), atol=1e-3)
    rest = render(scene, SIZE, "eye", time=None, engine="filament", outputs="motion")
    assert not rest.motion.any()


def test_an_engine_says_which_output_it_lacks(scene):
    with pytest.raises(
        CapabilityError, match="engine 'filament' cannot make output 'radiance'; it makes albedo, alpha"
    ):
        render(scene, SIZE, engine="filament", outputs=("color", "radiance"))
    with pytest.raises(RenderError, match="unknown output 'shine'; known are color, radiance, alpha, depth"):
        render(scene, SIZE, engine="filament", outputs=("shine",))


def test_the_hash_of_what_was_drawn_is_told_while_it_can_be(scene):
    """It is worked out when it is asked for, and left out once the scene is another."""
    first, second = (render(scene, SIZE, engine="filament", outputs=("color",)) for _ in range(2))
    assert first.meta["scene"] == scene.content_hash
    scene.nodes["crate"].position = (0.1, 0, 0)
    assert "scene" not in second.meta
    assert first.meta["scene"] != scene.content_hash
    assert render(scene, SIZE, engine="filament", outputs=("color",)).meta["scene"] == scene.content_hash
