"""A view as one file: its code, the packed scene and a still, for a browser without a network or a kernel."""

from __future__ import annotations

import base64
import gzip
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from threedkit.errors import FieldError, OutputError
from threedkit.io.files import write

if TYPE_CHECKING:
    from collections.abc import Mapping

    from threedkit.render import CameraView
    from threedkit.scene import Scene

__all__ = ["LIMIT", "Page", "html_page", "save_html"]

LIMIT: Final = 64_000_000
"""Bytes that a file may have unless its caller allows more: larger ones make browsers crawl."""
_SHRINKS: Final = 0.95
_TEMPLATE: Final = Path(__file__).with_name("page.html")


class Page(NamedTuple):
    """What a file shows.

    Attributes:
        scene: what is shown.
        camera: where from.
        state: of the player; None: the first animation, at rest.
        traits: of the view and its tools, by name.
        still: JPEG for browsers that show no WebGL; None: none.
        fitted: width / height of the picture that the camera was fitted into; None: somebody has chosen it.
    """

    scene: Scene
    camera: CameraView
    state: Mapping[str, Any] | None = None
    traits: Mapping[str, Any] = {}
    still: bytes | None = None
    fitted: float | None = None


class _Block(NamedTuple):
    name: str
    zip: str
    text: str


def save_html(page: Page, path: str | Path, **options: Any) -> Path:
    """Write the file, whole or not at all; see `html_page`.

    Raises:
        OutputError: it would be too large, or the place cannot be written.
        FieldError: an option is out of range.
    """
    path = Path(path)
    if path.suffix.lower() not in {".html", ".htm"}:
        raise OutputError(f"{path}: the name must end in .html")
    return write(path, html_page(page, place=str(path), **options).encode())


def html_page(
    page: Page,
    *,
    title: str | None = None,
    height: int | None = None,
    limit: int = LIMIT,
    texture: int = 2048,
    place: str = "to_html",
) -> str:
    """The file's text.

    Args:
        page: what it shows.
        title: None: the scene's name.
        height: of the picture in pixels; None: it fills the window.
        limit: most bytes.
        texture: pixels along the longer side of an image, at most.
        place: what to call the file in a message.

    Raises:
        OutputError: it would be larger than `limit`.
        FieldError: an option is out of range.

    Example:
        >>> import threedkit as tk
        >>> from threedkit.render import fit_camera
        >>> scene = tk.Scene(name="ball")
        >>> ball = scene.add(tk.Mesh(tk.sphere(radius=1)))
        >>> "<title>ball</title>" in html_page(Page(scene, fit_camera(scene, (640, 480))))
        True
    """
    import jinja2

    from threedkit import __version__
    from threedkit.jupyter.live import code
    from threedkit.jupyter.packing import Limits, pack
    from threedkit.jupyter.pictures.looks import looks_of, variant_materials

    for name, value in (("limit", limit), ("texture", texture)):
        if type(value) is not int or value < 1:
            raise FieldError(f"{place}: {name} must be a whole number above 0, not {value!r}")
    mapped = {id(material) for material in variant_materials(page.scene)}
    packed = pack(page.scene, Limits(texture=texture), mapped)
    size = sum(blob.size for blob in packed.blobs.values())
    if size > 2 * limit:  # said before all is zipped, which takes long
        raise _too_large(place, size, limit)
    blocks = [_block("code", code.bundle()), *(_block(name, blob.data()) for name, blob in packed.blobs.items())]
    inlined = {
        "scene": {
            "epoch": 0,
            "gltf": packed.gltf,
            "environment": packed.environment,
            "notes": list(packed.notes),
            **_description(page),
        },
        "blobs": list(packed.blobs),
        "traits": _traits(page, height) | looks_of(page.scene, packed.index),
        "fills": height is None,
    }
    template = jinja2.Environment(autoescape=True).from_string(_TEMPLATE.read_text("utf-8"))
    text = template.render(
        version=__version__,
        title=title or page.scene.name or "3D scene",
        height=height,
        still="" if page.still is None else base64.b64encode(page.still).decode("ascii"),
        scene=json.dumps(inlined, separators=(",", ":")).replace("<", "\\u003c"),
        blocks=blocks,
    )
    if len(text) > limit:
        raise _too_large(place, len(text), limit)
    return text


def _traits(page: Page, height: int | None) -> dict[str, Any]:
    return {"height": height or 480, "width": None, "controls": True, **page.traits, "mode": "browser"}


def _too_large(place: str, size: int, limit: int) -> OutputError:
    return OutputError(
        f"{place}: the file would have {size / 1e6:.0f} MB, more than limit={limit} bytes; allow more with limit=, "
        "or show less: texture=1024, tk.ops.simplify"
    )


def _block(name: str, data: bytes) -> _Block:
    """Bytes as text, zipped where that makes them smaller."""
    packed = gzip.compress(data, 9, mtime=0)
    zipped = len(packed) < _SHRINKS * len(data)
    text = base64.b64encode(packed if zipped else data).decode("ascii")
    return _Block(name, "gzip" if zipped else "", text)


def _description(page: Page) -> dict[str, Any]:
    """Camera, player and box, as a scene message has them."""
    from threedkit.jupyter.live.cameras import to_message
    from threedkit.transforms import bounds

    box = page.scene.bounds(0.0)
    corners = [[-0.5] * 3, [0.5] * 3] if bounds.is_empty(box) else box.tolist()
    clip = 0 if page.scene.animations else None
    rest = {"clip": clip, "time": 0.0, "playing": False, "speed": 1.0, "loop": True}
    return {
        "camera": to_message(page.camera, box),
        "fitted": page.fitted,
        "player": dict(page.state or rest),
        "bounds": {"min": corners[0], "max": corners[1]},
    }
