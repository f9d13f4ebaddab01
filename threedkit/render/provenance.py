"""Where a picture comes from, as text inside its file: enough to draw it again, nothing that differs between runs.

No time, no host and no path is in it, so the same scene drawn the same way gives the same bytes.
"""

from __future__ import annotations

import functools
import html
import importlib.metadata
import json
from typing import TYPE_CHECKING, Any, Final

import msgspec

from threedkit import __version__

if TYPE_CHECKING:
    from collections.abc import Mapping

    from threedkit.render.frame import Frame
    from threedkit.render.shot import Shot

__all__ = ["KEYWORD", "SOFTWARE", "about_frame", "about_shot", "as_json", "as_xmp", "versions"]

KEYWORD: Final = "threedkit"
"""Under which files that hold named texts keep the JSON document: PNG, EXR, NPZ."""

SOFTWARE: Final = f"threedkit {__version__}"

_KEPT: Final = ("scene", "shot", "engine", "device", "driver")
"""What `Frame.meta` may say that is the same each time."""

_PACKAGES: Final = {
    "": ("threedkit", "numpy", "pillow"),
    "filament": ("filly", "moderngl"),
    "mitsuba": ("mitsuba",),
    "pyrender": ("pyrender", "moderngl"),
}
"""Packages that decide the bytes of a picture: of any one, and of those of an engine."""

_XMP: Final = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmp:CreatorTool="{tool}"><dc:description><rdf:Alt>
<rdf:li xml:lang="x-default">{text}</rdf:li></rdf:Alt></dc:description>
</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>"""


def about_shot(shot: Shot) -> dict[str, Any]:
    """The shot in plain values, for `Frame.meta`.

    Example:
        >>> from threedkit.render import CameraView, Shot
        >>> shot = Shot(camera=CameraView(world_from_camera=(1.0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1)), seed=7)
        >>> about_shot(shot)["shot"]["seed"]
        7
    """
    return {"shot": msgspec.to_builtins(shot)}


def about_frame(frame: Frame, more: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """What a file says of its picture: software and versions, scene, shot, engine, device, and what else is given."""
    kept: dict[str, Any] = {key: frame.meta[key] for key in _KEPT if key in frame.meta}
    return {"software": SOFTWARE, **kept, **(more or {}), "versions": versions(str(frame.meta.get("engine", "")))}


def as_json(about: Mapping[str, Any]) -> str:
    """One line of JSON."""
    return json.dumps(about, ensure_ascii=False, separators=(",", ":"))


def as_xmp(about: Mapping[str, Any]) -> bytes:
    """An XMP packet (ISO 16684-1): the software as ``xmp:CreatorTool``, the JSON as ``dc:description``."""
    return _XMP.format(tool=html.escape(str(about["software"])), text=html.escape(as_json(about), quote=False)).encode()


@functools.cache
def versions(engine: str | None = None) -> dict[str, str]:
    """Versions of the packages that decide a picture's bytes, as far as they are installed.

    Args:
        engine: leave out those of other engines; None: all.

    Example:
        >>> list(versions("none"))[0]
        'threedkit'
    """
    found = {}
    for owner, names in _PACKAGES.items():
        for name in names if owner in {"", engine} or engine is None else ():
            try:
                found[name] = importlib.metadata.version(name)
            except importlib.metadata.PackageNotFoundError:
                continue
    return found
