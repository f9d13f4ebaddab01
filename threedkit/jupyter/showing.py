"""`tk.view`: the one way to a live view, whichever backend draws it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from threedkit.errors import FieldError, require
from threedkit.jupyter.displays import replace_in_cell

if TYPE_CHECKING:
    from threedkit.jupyter.base import SceneView
    from threedkit.render import CameraView
    from threedkit.scene import Camera, Node, Scene

__all__ = ["BACKENDS", "view"]

BACKENDS = ("three", "pythreejs")
_VARIABLE = "THREEDKIT_VIEW"


def view(
    scene: Scene,
    height: int = 480,
    width: int | None = None,
    camera: Node | Camera | CameraView | str | None = None,
    *,
    backend: str | None = None,
    **options: Any,
) -> SceneView:
    """Show a scene in the notebook. A view that the same cell made when it ran before is closed.

    Args:
        scene: what to show and follow.
        height: pixels.
        width: pixels; None: 1.6 times the height.
        camera: where to look from first: a node, its name, a CameraView; None: the whole scene is fitted.
        backend: "three" (current three.js) or "pythreejs" (its r97); None: what THREEDKIT_VIEW says, else "three".
        options: exposure, controls ...: as the backend's own class takes them.

    Returns:
        The view: the last line of a cell shows it.

    Raises:
        FieldError: no such backend.
        MissingPackageError: the backend's package is not installed.

    Example:
        >>> import threedkit as tk
        >>> view = tk.view(tk.Scene(), height=320)  # doctest: +SKIP
    """
    chosen = backend or os.environ.get(_VARIABLE) or BACKENDS[0]
    if chosen not in BACKENDS:
        source = "backend" if backend else _VARIABLE
        raise FieldError(f"view: {source} must be one of {', '.join(map(repr, BACKENDS))}, not {chosen!r}")
    made: SceneView = _backend(chosen)(scene, height, width, camera, **options)
    replace_in_cell(made)
    return made


def _backend(name: str) -> Any:
    if name == "pythreejs":
        require("pythreejs", extra="jupyter")
        from threedkit.jupyter.pythreejs.viewer import PythreejsView

        return PythreejsView
    require("anywidget", extra="jupyter")
    from threedkit.jupyter.live.widget import View

    return View
