"""What Jupyter is given to show: the widget, the still of a notebook that nobody watches, and text."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any, Final

from threedkit.jupyter.pictures.cell import WIDGET_MIME, is_unattended
from threedkit.jupyter.showing import view

if TYPE_CHECKING:
    from collections.abc import Collection

    from threedkit.jupyter.base import SceneView
    from threedkit.scene import Scene

__all__ = ["VIEW_MIME", "bundle", "mimebundle", "show_scene"]

VIEW_MIME: Final = "application/vnd.threedkit.view+json"
"""Names the widget for threedkit's extension of JupyterLab, which shows it, or the still where it is gone."""
_PNG: Final = "image/png"
_SAMPLES: Final = 4


def bundle(
    shown: SceneView,
    widget: dict[str, Any],
    include: Collection[str] | None,
    exclude: Collection[str] | None,
) -> dict[str, Any]:
    """The mimebundle of a view.

    Somebody at a screen gets the widget at once; the still is added later (see `pictures.display`). A notebook that a
    program executes gets the still instead: GitHub, nbviewer and nbconvert show it, online and offline.

    Args:
        shown: whose picture is drawn where it is wanted: without a reader, or by `include`.
        widget: the mimebundle of the widget.
        include: only these types, if given.
        exclude: not these types.
    """
    data = dict(widget)
    lines = [repr(shown.scene), *(f"shown otherwise than it is: {note}" for note in shown.notes)]
    if WIDGET_MIME in data:
        data[VIEW_MIME] = {"version": 1, "model_id": data[WIDGET_MIME]["model_id"]}
    alone = is_unattended()
    if alone:
        data.pop(WIDGET_MIME, None)
    if (alone or _PNG in (include or ())) and _PNG not in (exclude or ()) and (not include or _PNG in include):
        from threedkit.jupyter.pictures.still import drawn_apart, small
        from threedkit.jupyter.remote.encoding import as_picture

        png, reason = drawn_apart(shown.scene, shown.shot(small(shown.size), samples=_SAMPLES), as_picture)
        if png is not None:
            data[_PNG] = base64.b64encode(png).decode("ascii")
        else:
            lines.append(f"no still picture: {reason}")
    data["text/plain"] = "\n".join(lines)
    return {
        kind: value for kind, value in data.items() if kind not in (exclude or ()) and (not include or kind in include)
    }


def mimebundle(
    scene: Scene, include: Collection[str] | None = None, exclude: Collection[str] | None = None
) -> dict[str, Any]:
    """Show a scene (`Scene._repr_mimebundle_`).

    The view that the same cell showed before is closed: running a cell again and again frees what it made.
    """
    shown: Any = view(scene)
    data: dict[str, Any] = shown._repr_mimebundle_(include, exclude)
    return data


def show_scene(scene: Scene) -> None:
    """Show a scene as the last line of a cell (`Scene._ipython_display_`); as `mimebundle` closes earlier views."""
    from threedkit.jupyter.pictures.cell import is_kernel
    from threedkit.jupyter.pictures.display import publish

    if is_kernel():
        publish(view(scene))
    else:
        print(repr(scene))  # noqa: T201 - what IPython in a terminal would do
