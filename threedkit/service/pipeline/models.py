"""What is made of a model: its report, its facts, levels of detail, and a compressed copy."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import msgspec

from threedkit.io import describe, load, validate
from threedkit.ops.compress import compress
from threedkit.ops.recompress import recompress
from threedkit.ops.resize_textures import resize_textures
from threedkit.ops.simplify import simplify
from threedkit.render.camera import fit_camera
from threedkit.service.pipeline.messages import Done, Made
from threedkit.store.models import model_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from threedkit.scene import Scene
    from threedkit.service.pipeline.messages import Order

__all__ = ["STEPS", "ModelWork"]

GLB: Final = "model/gltf-binary"
_LEVELS: Final = (0.5, 0.25, 0.1)
_WORTH: Final = 0.9
"""A level has at most this part of the triangles of the one before it."""
_FEW: Final = 500
"""Triangles of a model that needs no simpler ones."""
_LOD_ERROR: Final = 0.05
_TEXTURE_SIDE: Final = 2048
_PROBLEMS: Final = 1000
_NAMES: Final = 500
"""Most entries of a list in the facts."""


class ModelWork:
    """The steps on one model; it is read once, when the first step needs it."""

    def __init__(self, order: Order) -> None:
        self.order = order
        self._scene: Scene | None = None

    @property
    def scene(self) -> Scene:
        """The model, not to be changed.

        Raises:
            AssetError: it cannot be read.
        """
        if self._scene is None:
            self._scene = load(self.order.source, strict=False)
        return self._scene

    def path(self, name: str) -> Path:
        """Return where a file is made."""
        return Path(self.order.folder) / name


def report(work: ModelWork) -> Done:
    """Say everything that is wrong with the file."""
    found = dataclasses.replace(validate(work.order.source), source=work.order.name)
    path, page = work.path("report.json"), work.path("report.html")
    path.write_text(json.dumps(found.to_dict(most=_PROBLEMS)), "utf-8")
    page.write_text(found.to_html(), "utf-8")
    counts = {name: found.count(name) for name in ("error", "warning", "info", "hint")}
    made = Made(file=str(path), media_type="application/json", data={"ok": found.ok, **counts})
    return Done(kind="report", made=(made, Made(name="html", file=str(page), media_type="text/html; charset=utf-8")))


def metadata(work: ModelWork) -> Done:
    """Count the model, find a camera that shows all of it, and write it as canonical GLB."""
    facts, path = describe(work.scene), work.path("model.glb")
    path.write_bytes(work.scene.to_glb())
    view = fit_camera(work.scene, (1, 1))
    made = Made(data={**_short(facts), "view": msgspec.to_builtins(view)})
    return Done(kind="metadata", made=(made,), glb=str(path), model=model_of(work.scene))


def lod(work: ModelWork) -> Done:
    """Make copies with fewer triangles, as long as each is clearly simpler than the one before."""
    made: list[Made] = []
    count = _triangles(work.scene)
    if count < _FEW:
        return Done(kind="lod", state="skipped")
    for number, ratio in enumerate(_LEVELS, start=1):
        scene = simplify(work.scene.copy(), ratio=ratio, error=_LOD_ERROR)
        left = _triangles(scene)
        if left > _WORTH * count:
            break
        path, count = work.path(f"lod{number}.glb"), left
        path.write_bytes(scene.to_glb())
        made.append(Made(name=str(number), file=str(path), media_type=GLB, data={"triangles": left, "ratio": ratio}))
    return Done(kind="lod", state="succeeded" if made else "skipped", made=tuple(made))


def compressed(work: ModelWork) -> Done:
    """Make a copy that is small on the way: meshopt, textures of at most 2048 pixels as WebP."""
    scene, path = work.scene.copy(), work.path("compressed.glb")
    resize_textures(scene, max_size=_TEXTURE_SIDE, only_smaller=True)
    recompress(scene, to="webp")
    compress(scene).save(path)
    facts = {"bytes": path.stat().st_size, "original": Path(work.order.source).stat().st_size}
    return Done(kind="compressed", made=(Made(file=str(path), media_type=GLB, data=facts),))


STEPS: Final[dict[str, Callable[[ModelWork], Done]]] = {
    "report": report,
    "metadata": metadata,
    "lod": lod,
    "compressed": compressed,
}
"""By kind; the thumbnail of a model is drawn by an engine, in a process of its own."""


def _triangles(scene: Scene) -> int:
    return sum(mesh.triangle_count for mesh in scene.meshes)


def _short(facts: dict[str, Any]) -> dict[str, Any]:
    """Facts whose lists have an end."""
    return {key: value[:_NAMES] if isinstance(value, list) else value for key, value in facts.items()}
