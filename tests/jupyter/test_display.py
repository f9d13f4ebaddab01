"""What a cell is given to show, by who runs it: somebody at a screen, a program, Voila, nobody."""

from __future__ import annotations

import base64
from types import SimpleNamespace

import pytest

import threedkit as tk
from threedkit.jupyter.pictures import cell, display
from threedkit.jupyter.remote.states import SceneStates

WIDGET, VIEW = "application/vnd.jupyter.widget-view+json", "application/vnd.threedkit.view+json"


class Shell:
    """An ipykernel's shell, as far as it is asked."""

    def __init__(self, *, stdin=True, kernel=True):
        self.kernel = object() if kernel else None
        self.config = SimpleNamespace(IPKernelApp={"connection_file": "/run/kernel-1234.json"})
        self.stdin = stdin

    def get_parent(self):
        return {"content": {"allow_stdin": self.stdin}, "metadata": {}, "header": {}}


@pytest.fixture
def shell(monkeypatch):
    shell = Shell()
    monkeypatch.setattr(cell, "_shell", lambda: shell)
    monkeypatch.delenv("VOILA_KERNEL_ID", raising=False)
    return shell


@pytest.fixture
def published(monkeypatch):
    import IPython.display

    calls = []
    monkeypatch.setattr(
        IPython.display, "publish_display_data", lambda data, metadata=None, **options: calls.append((data, options))
    )
    return calls


@pytest.fixture
def view():
    scene = tk.Scene()
    scene.add(tk.Mesh(tk.sphere(segments=16, rings=8)))
    view = tk.view(scene, height=100)
    view.sent = []
    view._questions._send = view.sent.append
    view.send = lambda *_: None
    yield view
    view.close()


def test_who_runs_a_cell(shell, monkeypatch):
    assert (cell.is_kernel(), cell.is_unattended(), cell.is_voila()) == (True, False, False)
    shell.stdin = False
    assert cell.is_unattended()
    monkeypatch.setenv("VOILA_KERNEL_ID", "1234")
    assert cell.is_voila()
    assert not cell.is_unattended()
    monkeypatch.setenv("VOILA_KERNEL_ID", "another, which has started this one")
    assert cell.is_unattended()
    shell.kernel = None
    assert not cell.is_kernel()
    assert not cell.is_unattended()


def test_somebody_gets_the_widget_at_once_and_pixels_later(shell, published, view, monkeypatch):
    monkeypatch.setattr("threedkit.jupyter.pictures.still.drawn_apart", None)  # nothing is drawn by an engine
    display.publish(view)
    (data, options), *_ = published
    assert {WIDGET, VIEW, "text/plain"} == set(data)
    name = options["transient"]["display_id"]

    def hear(kind, **content):
        view.channel.hear({"type": kind, "client": "one", **content}, content.pop("buffers", []))

    hear("ready", webgl=True, lab=False, width=160, height=100)
    for _ in range(2):
        hear("shown", epoch=0, milliseconds=1, triangles=1, notes=[])
    (question,) = view.sent
    assert (question["what"], question["to"], question["width"], question["height"]) == ("pixels", "one", 160, 100)
    view.channel.hear({"type": "answer", "id": question["id"], "value": {}, "client": "one"}, [b"png"])
    data, options = published[1]
    assert base64.b64decode(data["image/png"]) == b"png"
    assert WIDGET in data
    assert options == {"transient": {"display_id": name}, "update": True}


def test_where_the_extension_is_the_output_is_left_to_it(shell, published, view):
    display.publish(view)
    view.channel.hear({"type": "ready", "client": "lab", "webgl": True, "lab": True, "width": 1, "height": 1}, [])
    view.channel.hear({"type": "shown", "client": "lab", "epoch": 0, "notes": []}, [])
    assert not view.sent
    assert len(published) == 1


@pytest.mark.engine
def test_a_program_gets_a_picture_or_the_reason(shell, published, view, monkeypatch):
    shell.stdin = False
    display.publish(view)
    assert set(published[0][0]) == {VIEW, "image/png", "text/plain"}
    monkeypatch.setattr(SceneStates.__init__, "__defaults__", (1,))
    display.publish(view)
    assert set(published[1][0]) == {VIEW, "text/plain"}
    assert "no still picture: the scene has" in published[1][0]["text/plain"]


def test_a_terminal_gets_a_line(shell, published, view, capsys):
    shell.kernel = None
    display.publish(view)
    view.scene._ipython_display_()
    assert capsys.readouterr().out.count("<Scene") == 2
    assert not published
