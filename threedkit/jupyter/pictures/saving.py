"""Views and scenes as HTML files."""

from __future__ import annotations

import functools
import json
from typing import TYPE_CHECKING, Any, Final

from threedkit.jupyter.pictures.html import Page, save_html

if TYPE_CHECKING:
    from pathlib import Path

    from threedkit.jupyter.base import SceneView
    from threedkit.render import CameraView, Shot
    from threedkit.scene import Camera, Node, Scene

__all__ = ["save_scene_html", "save_view"]

_QUALITY: Final = 85
_SAMPLES: Final = 4
_SIZE: Final = (768, 480)
_OWN: Final = {"layout", "tabbable", "tooltip", "hover", "mode", "height", "width", "comm"}
"""Traits of a view that a file decides for itself, or that only Jupyter knows."""


def save_view(view: SceneView, path: str | Path, *, still: bool = True, **options: Any) -> Path:
    """Write what a view shows; see `View.to_html`."""
    from threedkit.jupyter.pictures.still import small

    state: Any = getattr(view.player, "state", None)
    picture = _still(view.seen(), view.shot(small(view.size), samples=_SAMPLES)) if still else None
    return save_html(Page(view.scene, view.camera, state, _traits(view), picture, view.fitted), path, **options)


def save_scene_html(
    scene: Scene,
    path: str | Path,
    *,
    camera: Node | Camera | CameraView | str | None = None,
    exposure: float = 1.0,
    still: bool = True,
    **options: Any,
) -> Path:
    """Write a scene as an HTML file that shows it live (`Scene.to_html`).

    Args:
        scene: what is shown.
        path: ends in .html.
        camera: where to look from first; None: the whole scene is fitted into the picture.
        exposure: linear radiance is multiplied by it.
        still: put a picture in as well, for browsers without WebGL.
        options: as for `html_page`.

    Raises:
        OutputError: it would be too large, or the place cannot be written.
        RenderError: there is no such camera.
    """
    from threedkit.render import Shot, resolve_camera

    seen = resolve_camera(scene, camera, _SIZE, time=0.0)
    shot = Shot(camera=seen, size=_SIZE, time=0.0, samples=_SAMPLES, exposure=exposure)
    picture = _still(scene, shot) if still else None
    fitted = _SIZE[0] / _SIZE[1] if camera is None else None
    return save_html(Page(scene, seen, None, {"exposure": exposure}, picture, fitted), path, **options)


def _still(scene: Scene, shot: Shot) -> bytes | None:
    from threedkit.jupyter.pictures.still import drawn_apart
    from threedkit.jupyter.remote.encoding import as_jpeg

    return drawn_apart(scene, shot, functools.partial(as_jpeg, quality=_QUALITY))[0]


def _traits(view: SceneView) -> dict[str, Any]:
    """What a view and its tools are set to, as far as JSON holds it."""
    state: dict[str, Any] = getattr(view, "get_state", dict)()
    kept = {name: value for name, value in state.items() if not name.startswith("_") and name not in _OWN}
    plain: dict[str, Any] = json.loads(json.dumps(kept, default=lambda _: None))
    return plain
