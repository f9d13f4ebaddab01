"""What there is to know about an asset at a glance: for the report's table and for ``threedkit info``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from threedkit.io.report import statistics_of
from threedkit.io.report.wording import byte_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from threedkit.scene import Scene

__all__ = ["asset_facts", "fact_rows"]

_COUNTS = (
    "triangles", "vertices", "draw_calls", "nodes", "meshes", "primitives", "textures", "images", "cameras", "lights",
    "skins", "joints", "morph_targets",
)  # fmt: skip
_DIGITS = 6  # of a length in metres: a micrometre


def asset_facts(scene: Scene, source: str | Path | None = None) -> dict[str, Any]:
    """Gather the facts about a scene as one JSON object.

    Args:
        scene: the scene.
        source: the file it came from.

    Returns:
        ``source``, ``bytes``, ``hash``, the numbers of `threedkit.io.Statistics` (``triangles``, ``vertices`` and
        ``draw_calls`` as drawn: once for every node that holds the mesh), ``bounds`` (min and max, metres, at rest;
        None when empty), ``size`` (metres), ``materials``, ``variants``, ``animations`` and ``extensions`` by name.

    Example:
        >>> asset_facts(scene)["triangles"]  # doctest: +SKIP
        968
    """
    numbers = statistics_of(scene, file_bytes=_file_size(source))
    box = numbers.bounds
    return {
        "source": None if source is None else str(source),
        "bytes": numbers.file_bytes,
        "name": scene.name,
        "hash": scene.content_hash,
        **{name: getattr(numbers, name) for name in _COUNTS},
        "materials": [material.name for material in scene.materials],
        "variants": list(numbers.variants),
        "animations": [{"name": item.name, "duration": item.duration} for item in numbers.animations],
        "texture_memory": numbers.texture_memory,
        "bounds": None if box is None else {"min": _point(box.min), "max": _point(box.max)},
        "size": None if box is None else _point(box.size),
        "extensions": sorted({*numbers.extensions_used, *numbers.extensions_required}),
        "generator": numbers.generator,
        "copyright": numbers.copyright,
    }


def fact_rows(facts: dict[str, Any]) -> list[tuple[str, str]]:
    """Put the facts of :func:`asset_facts` into words, as rows of a table; what is not there is left out.

    Example:
        >>> fact_rows({"triangles": 15488, "hash": "ab"})
        [('Triangles', '15,488'), ('Content hash', 'ab')]
    """
    rows = [("File", _file_text(facts)), ("Name", facts.get("name") or "")]
    rows += [(key.replace("_", " ").capitalize(), f"{facts[key]:,}") for key in _COUNTS if facts.get(key)]
    rows.append(("Materials", _list_text(facts.get("materials") or [])))
    moving = [f"{item['name'] or 'unnamed'} ({item['duration']:.2f} s)" for item in facts.get("animations") or []]
    rows.append(("Animations", ", ".join(moving)))
    rows.append(("Variants", ", ".join(name or "unnamed" for name in facts.get("variants") or [])))
    rows.append(("Texture memory", byte_text(facts["texture_memory"]) if facts.get("texture_memory") else ""))
    if facts.get("size"):
        rows.append(("Size", " x ".join(f"{length:.4g}" for length in facts["size"]) + " m"))
        low, high = (", ".join(f"{value:.4g}" for value in facts["bounds"][end]) for end in ("min", "max"))
        rows.append(("Bounds", f"({low}) to ({high}) m"))
    rows.append(("Extensions", ", ".join(facts.get("extensions") or [])))
    rows += [(key.capitalize(), str(facts.get(key) or "")) for key in ("generator", "copyright")]
    rows.append(("Content hash", facts.get("hash") or ""))
    return [(label, text) for label, text in rows if text]


def _file_size(source: str | Path | None) -> int | None:

    if source is None:
        return None
    path = Path(source)
    return path.stat().st_size if path.is_file() else None


def _file_text(facts: dict[str, Any]) -> str:

    source, size = facts.get("source"), facts.get("bytes")
    return f"{Path(source).name}, {size:,} bytes" if source and size else source or ""


def _list_text(names: list[str]) -> str:
    if not names:
        return ""
    shown = [name or "unnamed" for name in names[:8]]
    more = f" and {len(names) - 8} more" if len(names) > 8 else ""
    return f"{len(names)} ({', '.join(shown)}{more})"


def _point(values: Iterable[float]) -> list[float]:
    return [round(value, _DIGITS) for value in values]
