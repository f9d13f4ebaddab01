"""A scene in an engine process follows the edits of the scene elsewhere."""

from __future__ import annotations

import numpy as np
import pytest

import threedkit as tk
from threedkit.errors import RenderError
from threedkit.jobs.engine_host import EngineHost
from threedkit.jobs.engine_host.order import Since
from threedkit.jobs.engine_host.scenes import SceneCache
from threedkit.render import Shot, fit_camera
from threedkit.scene import Watch
from threedkit.transforms import matrices


@pytest.fixture(scope="module")
def host():
    host = EngineHost()
    yield host
    host.close()


def moved(*by):
    return matrices.compose(by, (0, 0, 0, 1), (1, 1, 1))


@pytest.fixture
def scene():
    scene = tk.Scene()
    scene.add(tk.Mesh(tk.sphere(segments=16, rings=8), tk.Material(base_color="#ef6631")), name="ball")
    scene.add(tk.Mesh(tk.box(), tk.Material(base_color="#3355ee")), matrix=moved(2, 0, 0))
    return scene


@pytest.mark.engine
def test_what_follows_equals_a_fresh_load(host, scene):
    shot = Shot(camera=fit_camera(scene, (64, 48)), size=(64, 48), samples=1)
    watch, first = Watch(scene), scene.content_hash
    host.draw("filament", first, scene.to_glb, shot).result().release()

    scene.nodes["ball"].position = (0.5, 0.25, 0)
    scene.nodes["ball"].rotation = (0, 1, 0, 0)
    scene.materials[0].base_color = "#20c040"
    scene.environment.intensity = 0.5
    scene.nodes[1].matrix = moved(1, -0.5, 0)
    since = Since(first, watch.edits(scene))
    with host.draw("filament", f"{first}+1", scene.to_glb, shot, since=since).result() as drawn:
        followed = drawn.frame.color.copy()
        assert not drawn.loaded
    with host.draw("filament", scene.content_hash, scene.to_glb, shot).result() as drawn:
        assert drawn.loaded
        np.testing.assert_array_equal(followed, drawn.frame.color)


@pytest.mark.engine
def test_what_cannot_be_followed_is_loaded(host, scene):
    shot = Shot(camera=fit_camera(scene, (16, 16)), size=(16, 16), samples=1)
    watch = Watch(scene)
    scene.nodes["ball"].position = (0, 1, 0)
    since = Since("nobody has heard of it", watch.edits(scene))
    with host.draw("filament", "a-new-one", scene.to_glb, shot, since=since).result() as drawn:
        assert drawn.loaded


class Loaded:
    def __init__(self):
        self.closed = False

    def close(self):
        self.closed = True


def test_a_scene_that_fails_half_way_is_dropped():
    cache, loaded = SceneCache(4, 1 << 20), Loaded()
    cache.add("e", "a", 1, lambda: loaded)
    assert not cache.become(("e", "a"), "b", lambda: False)
    assert cache.get("e", "a") is loaded
    assert cache.become(("e", "a"), "b", lambda: True)
    assert (cache.get("e", "a"), cache.get("e", "b")) == (None, loaded)

    def fail():
        raise RenderError("half way")

    with pytest.raises(RenderError, match="half way"):
        cache.become(("e", "b"), "c", fail)
    assert loaded.closed
    assert not len(cache)
