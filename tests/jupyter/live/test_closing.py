"""A closed view that somebody still holds, such as IPython's `Out`, holds next to nothing."""

from __future__ import annotations

import gc
import weakref

import traitlets

import threedkit as tk
from threedkit.jupyter.live.widget import View


def made() -> tuple[tk.Scene, View]:
    scene = tk.Scene()
    scene.add(tk.Mesh(tk.sphere(), tk.Material(base_color="#ef6631")))
    return scene, tk.view(scene, height=100)


def test_a_closed_view_tells_nobody_and_holds_no_document():
    scene, view = made()
    heard = []
    view.observe(heard.append, names="height")
    link = traitlets.link((view, "height"), (view, "width"))
    model = weakref.ref(view._model)
    gc.disable()  # it comes late, after a large scene was packed
    try:
        view.close()
        assert model() is None
    finally:
        gc.enable()
    view.close()
    view.height = 50
    assert not heard
    assert not view._trait_notifiers
    link.unlink()
    assert view.scene is scene
    assert view.camera.kind == "perspective"


def test_views_are_of_one_class_and_share_the_loader():
    (_, one), (_, other) = made(), made()
    try:
        assert type(one) is type(other) is View
        assert one._esm is other._esm
        assert one._anywidget_id == "threedkit.jupyter.live.widget.View"
        one.add_traits(mine=traitlets.Int(3))
        assert one.mine == 3
        assert not hasattr(other, "mine")
    finally:
        one.close()
        other.close()
