"""What browsers are told before they ask: that there is a view, and its scene."""

from __future__ import annotations

import pkgutil

import pytest
from view_browser import Browser

import threedkit as tk
from threedkit.jupyter.live import code


def announced(view) -> list[dict]:
    told = []
    view.send = lambda content, buffers=None: told.append(content)
    view.announce()
    return told


def test_a_scene_that_was_announced_is_not_sent_again(view):
    scene, *blobs = announced(view)
    assert (scene["type"], scene["early"], "to" in scene) == ("scene", True, False)
    parts = [part for content in blobs for part in content["parts"]]
    assert all(content["type"] == "blobs" and content["early"] for content in blobs)
    assert {part["hash"] for part in parts} == set(scene["coming"])
    assert announced(view) == []
    first = Browser(view, page="announced", early=True)
    assert first.all("scene") == first.all("blobs") == []
    view.scene.materials[0].roughness = 0.9
    assert first.last("edit")["epoch"] == scene["epoch"]
    late = Browser(view, "two", page="another", early=False)
    assert late.last("scene")["to"] == "two"


@pytest.mark.parametrize(
    "change",
    [
        lambda view: setattr(view.scene.materials[0], "roughness", 0.9),
        lambda view: setattr(view.scene.nodes["ball"], "position", (1, 0, 0)),
        lambda view: view.fit(view.scene.nodes["ball"]),
        lambda view: setattr(view, "time", 0.5),
        lambda view: view.scene.add(tk.Mesh(tk.box())),
    ],
)
def test_what_has_changed_since_it_was_announced_is_sent(view, change):
    announced(view)
    change(view)
    browser = Browser(view, page="changed", early=True)
    assert browser.last("scene")["to"] == "one"


def test_nothing_is_announced_to_those_who_are_there_or_who_see_pictures_of_an_engine(view, scene):
    Browser(view)
    assert announced(view) == []
    remote = tk.view(scene, mode="remote")
    assert announced(remote) == []
    remote.close()


def test_the_browser_hears_of_a_view_before_its_scene_is_looked_at(scene, monkeypatch):
    done, sent = [], []
    opened = tk.View.open

    def open_and_ask(view):
        done.append("open")
        opened(view)
        view._handle_custom_msg({"type": "need-bundle", "version": "one"}, [])  # as a thread of the kernel may bring it

    monkeypatch.setattr(tk.View, "open", open_and_ask)
    monkeypatch.setattr(tk.View, "send", lambda _, content, buffers=None: sent.append((content, buffers)))
    for name in ("live.widget.fit_camera", "live.mirror.pack"):
        made = pkgutil.resolve_name(f"threedkit.jupyter.{name}")
        monkeypatch.setattr(
            f"threedkit.jupyter.{name}", lambda *a, made=made, name=name, **k: (done.append(name), made(*a, **k))[1]
        )
    tk.view(scene).close()
    assert done == ["open", "live.widget.fit_camera", "live.mirror.pack"]
    assert sent == [({"type": "bundle", "version": "one"}, [code.bundle()])]
