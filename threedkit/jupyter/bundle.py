"""What Jupyter is given to show: the widget, a still picture beside it, and text."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

from threedkit.errors import ThreedkitError
from threedkit.jupyter.showing import view

if TYPE_CHECKING:
    from collections.abc import Collection

    from threedkit.jupyter.base import SceneView
    from threedkit.scene import Scene

__all__ = ["bundle", "mimebundle"]

_STILL_HEIGHT = 300
_STILL_SAMPLES = 4


def _still(shown: SceneView) -> tuple[bytes | None, str]:
    """A PNG of what the view shows, or the reason why there is none."""
    width, height = shown.size
    size = (max(round(width * _STILL_HEIGHT / height), 1), _STILL_HEIGHT) if height > _STILL_HEIGHT else shown.size
    try:
        return shown.snapshot(size, samples=_STILL_SAMPLES, outputs=("color",))._repr_png_(), ""
    except ThreedkitError as error:
        return None, str(error)


def bundle(
    shown: SceneView, widget: dict[str, Any], include: Collection[str] | None, exclude: Collection[str] | None
) -> dict[str, Any]:
    """The mimebundle of a view: JupyterLab and Voila take the widget, GitHub and nbconvert the PNG.

    Args:
        shown: whose picture is drawn, unless `exclude` names "image/png".
        widget: the mimebundle of the widget.
        include: only these types, if given.
        exclude: not these types.
    """
    data = dict(widget)
    lines = [repr(shown.scene), *(f"shown otherwise than it is: {note}" for note in shown.notes)]
    wanted = "image/png" not in (exclude or ()) and (not include or "image/png" in include)
    png, reason = _still(shown) if wanted else (None, "")
    if png is not None:
        data["image/png"] = base64.b64encode(png).decode("ascii")
    elif reason:
        lines.append(f"no still picture: {reason}")
    data["text/plain"] = "\n".join(lines)
    return {
        kind: value for kind, value in data.items() if kind not in (exclude or ()) and (not include or kind in include)
    }


def mimebundle(
    scene: Scene, include: Collection[str] | None = None, exclude: Collection[str] | None = None
) -> dict[str, Any]:
    """Show a scene as the last line of a cell (`Scene._repr_mimebundle_`).

    The view that the same cell showed before is closed: running a cell again and again frees what it made.
    """
    shown: Any = view(scene)
    data: dict[str, Any] = shown._repr_mimebundle_(include, exclude)
    return data
