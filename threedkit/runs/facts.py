"""What there is to know about an asset at a glance: for the report's table and for ``threedkit info``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from threedkit.scene import Scene

__all__ = ["asset_facts", "fact_rows"]

_DIGITS = 6  # of a length in metres: a micrometre


def asset_facts(scene: Scene, source: str | Path | None = None) -> dict[str, Any]:
    """Gather the facts about a scene as one JSON object.

    Args:
        scene: the scene.
        source: the file it came from.

    Returns:
        ``source``, ``bytes``, ``hash``, counts (``triangles`` and ``vertices`` as drawn: once for every node that
        holds the mesh), ``bounds`` (min and max, metres, at rest; None when empty), ``size`` (metres),
        ``materials``, ``animations`` and ``extensions`` by name.

    Example:
        >>> asset_facts(scene)["triangles"]  # doctest: +SKIP
        968
    """
    primitives = [primitive for node in scene.mesh_nodes for primitive in (node.mesh.primitives if node.mesh else ())]
    box = scene.bounds()
    filled = bool(np.isfinite(box).all())
    return {
        "source": None if source is None else str(source),
        "bytes": _file_size(source),
        "name": scene.name,
        "hash": scene.content_hash,
        "triangles": sum(len(primitive.triangles) for primitive in primitives),
        "vertices": sum(primitive.vertex_count for primitive in primitives),
        "nodes": len(scene.nodes),
        "meshes": len(scene.meshes),
        "textures": len(scene.textures),
        "images": len(scene.images),
        "cameras": len(scene.cameras),
        "lights": len(scene.lights),
        "skins": len(scene.skins),
        "materials": [material.name for material in scene.materials],
        "animations": [{"name": item.name, "duration": float(item.duration)} for item in scene.animations],
        "bounds": {"min": _point(box[0]), "max": _point(box[1])} if filled else None,
        "size": _point(box[1] - box[0]) if filled else None,
        "extensions": sorted({*scene.extensions_used, *scene.extensions_required}),
        "generator": scene.asset.get("generator", ""),
        "copyright": scene.asset.get("copyright", ""),
    }


def fact_rows(facts: dict[str, Any]) -> list[tuple[str, str]]:
    """Put the facts of :func:`asset_facts` into words, as rows of a table; what is not there is left out.

    Example:
        >>> fact_rows({"triangles": 15488, "hash": "ab"})
        [('Triangles', '15,488'), ('Content hash', 'ab')]
    """
    labels = {"triangles": "Triangles", "vertices": "Vertices", "nodes": "Nodes", "meshes": "Meshes",
              "textures": "Textures", "images": "Images", "cameras": "Cameras", "lights": "Lights",
              "skins": "Skins"}  # fmt: skip
    rows = [("File", _file_text(facts)), ("Name", facts.get("name") or "")]
    rows += [(label, f"{facts[key]:,}") for key, label in labels.items() if facts.get(key)]
    rows.append(("Materials", _list_text(facts.get("materials") or [])))
    moving = [f"{item['name'] or 'unnamed'} ({item['duration']:.2f} s)" for item in facts.get("animations") or []]
    rows.append(("Animations", ", ".join(moving)))
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


def _point(values: NDArray[np.float64]) -> list[float]:
    return [round(float(value), _DIGITS) for value in values]
