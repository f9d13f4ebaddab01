"""The G-buffer's context: it disturbs nobody, keeps to its thread, and says what is missing."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
import threading

import moderngl
import numpy as np
import pytest

from threedkit import geometry
from threedkit.errors import EngineUnavailableError, RenderError
from threedkit.render.gbuffer import GBuffer, context
from threedkit.render.shot import CameraView
from threedkit.scene import Scene
from threedkit.transforms import matrices

pytestmark = pytest.mark.engine
VIEW = CameraView.from_matrix(matrices.look_at((0, 0, 5), (0, 0, 0)))


def scene_of_a_ball():
    scene = Scene()
    scene.add(geometry.sphere(segments=16, rings=8))
    return scene


def draw(buffer, loaded, scene):
    return buffer.draw(loaded, VIEW, (8, 8), scene.pose(None), ("depth",))["depth"]


def test_the_thread_gets_its_own_context_back():
    egl = ctypes.CDLL("libEGL.so.1")
    egl.eglGetCurrentContext.restype = ctypes.c_void_p
    other = moderngl.create_context(standalone=True, backend="egl", libgl="libGL.so.1", libegl="libEGL.so.1")
    current = egl.eglGetCurrentContext()
    scene, buffer = scene_of_a_ball(), GBuffer()
    loaded = buffer.load(scene)
    draw(buffer, loaded, scene)
    loaded.close()
    buffer.close()
    assert egl.eglGetCurrentContext() == current
    target = other.simple_framebuffer((2, 2))
    target.clear(1.0, 0.0, 0.0, 1.0)
    assert target.read()[:3] == b"\xff\x00\x00"
    other.__exit__(None, None, None)
    other.release()


def test_without_another_context_the_thread_is_left_without():
    egl = ctypes.CDLL("libEGL.so.1")
    egl.eglGetCurrentContext.restype = ctypes.c_void_p
    buffer = GBuffer()
    assert egl.eglGetCurrentContext() is None
    buffer.load(scene_of_a_ball())
    assert egl.eglGetCurrentContext() is None
    buffer.close()


def test_two_buffers_do_not_mix():
    scene = scene_of_a_ball()
    buffers = [GBuffer(), GBuffer()]
    loaded = [buffer.load(scene) for buffer in buffers]
    first = draw(buffers[0], loaded[0], scene)
    np.testing.assert_array_equal(draw(buffers[1], loaded[1], scene), first)
    buffers[0].close()
    np.testing.assert_array_equal(draw(buffers[1], loaded[1], scene), first)
    buffers[1].close()


def test_a_scene_of_another_buffer_is_refused():
    scene = scene_of_a_ball()
    one, other = GBuffer(), GBuffer()
    loaded = one.load(scene)
    with pytest.raises(RenderError, match="loaded by another G-buffer"):
        draw(other, loaded, scene)
    loaded.close()
    with pytest.raises(RenderError, match="closed"):
        draw(one, loaded, scene)
    one.close()
    other.close()


def test_another_thread_is_refused():
    scene, buffer = scene_of_a_ball(), GBuffer()
    loaded = buffer.load(scene)
    errors = []

    def elsewhere():
        for call in (lambda: draw(buffer, loaded, scene), lambda: buffer.load(scene), loaded.close, buffer.close):
            with pytest.raises(RenderError, match="G-buffer belongs to thread"):
                call()
            errors.append(1)

    thread = threading.Thread(target=elsewhere)
    thread.start()
    thread.join()
    assert len(errors) == 4
    buffer.close()


def test_a_closed_buffer_says_so():
    scene, buffer = scene_of_a_ball(), GBuffer()
    loaded = buffer.load(scene)
    buffer.close()
    buffer.close()
    loaded.close()
    for call in (lambda: draw(buffer, loaded, scene), lambda: buffer.load(scene)):
        with pytest.raises(RenderError, match="the G-buffer is closed"):
            call()


@pytest.mark.parametrize("library", ["_LIBEGL", "_LIBGL"])
def test_a_missing_library_is_named_with_its_command(monkeypatch, library):
    monkeypatch.setattr(context, library, "libnone.so.9")
    with pytest.raises(EngineUnavailableError, match=r"libnone\.so\.9.*; run: apt-get install libegl1 libgl1") as error:
        GBuffer()
    assert "\n" not in str(error.value)


def test_no_driver_is_one_line_with_its_command():
    code = "from threedkit.render.gbuffer import GBuffer\nGBuffer()"
    none = {"__EGL_VENDOR_LIBRARY_FILENAMES": "/nonexistent.json", "__EGL_VENDOR_LIBRARY_DIRS": "/nonexistent"}
    done = subprocess.run(
        [sys.executable, "-c", code], env=os.environ | none, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1, done.stderr
    assert "EngineUnavailableError: no EGL device gives an OpenGL 3.3 context" in done.stderr.splitlines()[-1]
    assert "apt-get install" in done.stderr.splitlines()[-1]


def test_many_loads_and_sizes_do_not_grow():
    def resident():
        with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123 - one number of this process
            return int(file.read().split()[1]) * 4096

    scene, buffer = scene_of_a_ball(), GBuffer()

    def turn(count):
        for i in range(count):
            loaded = buffer.load(scene)
            buffer.draw(loaded, VIEW, (200 + i % 5, 200), scene.pose(None))
            loaded.close()

    turn(30)
    before = resident()
    turn(150)
    grown = resident() - before
    buffer.close()
    assert grown < 20e6


def test_memory_that_the_device_does_not_have_is_named():
    """The size and the bytes that were asked for; afterwards the buffer draws as before."""
    scene, buffer = scene_of_a_ball(), GBuffer()
    loaded = buffer.load(scene)
    first = draw(buffer, loaded, scene)
    with pytest.raises(RenderError, match=r"no memory for data images of 16384x16384 pixels \(position: 5\.4 GB"):
        buffer.draw(loaded, VIEW, (16384, 16384), scene.pose(None), ("position",))
    with pytest.raises(RenderError, match="at most 16384 pixels"):
        buffer.draw(loaded, VIEW, (16385, 1), scene.pose(None), ("depth",))
    assert np.array_equal(draw(buffer, loaded, scene), first)
    loaded.close()
    buffer.close()
