"""The extensions that stay plain JSON, and the data in the buffers that they own.

An extension that threedkit does not know may refer to accessors and buffer views. Members are taken for such indices
by their names (`_NAMES`), and for some extensions by a list (`_MEMBERS`). What they refer to otherwise is lost when the
scene is saved: `read/lost.py` warns of it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from threedkit.io.gltf.extensions.registry import is_metadata, is_rewritten
from threedkit.io.gltf.extensions.texture_sources import SOURCE_TYPES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from threedkit.io.gltf.document import Document

__all__ = ["NormalizedArray", "ViewBytes", "kept"]


_NAMES: Final = re.compile(r"(?:^|(?<=[a-z0-9_])(?=[A-Z]))(accessor|bufferView|Accessor|BufferView)s?$")
"""Members that hold an index by their name: accessor, bufferViews, outputAccessor ..."""

_NONE: Final[Mapping[str, str]] = {}
_MEMBERS: Final[dict[str, dict[str, str]]] = {
    "CESIUM_primitive_outline": {"indices": "accessor"},
    "EXT_mesh_manifold": {"indices": "accessor", "mergeIndices": "accessor", "mergeValues": "accessor"},
    "EXT_mesh_primitive_edge_visibility": dict.fromkeys(("indices", "visibility", "silhouetteNormals"), "accessor"),
    "EXT_structural_metadata": dict.fromkeys(("values", "arrayOffsets", "stringOffsets"), "bufferview"),
    "MPEG_mesh_linking": dict.fromkeys(("correspondence", "pose", "weights"), "accessor"),
    "MPEG_scene_dynamic": dict.fromkeys(("translation", "rotation", "parameters"), "accessor"),
}
"""Members of extensions that hold an index whatever their name is."""


class ViewBytes(np.ndarray[Any, np.dtype[np.uint8]]):
    """The bytes of a buffer view, in the place of its index."""


class NormalizedArray(np.ndarray[Any, np.dtype[Any]]):
    """Integers of a normalised accessor, in the place of its index."""


def kept(document: Document, extensions: Mapping[str, Any], where: str) -> dict[str, Any]:
    """The extensions that stay plain JSON, with the data that they own in the place of indices."""
    result = {}
    for name, value in extensions.items():
        if name in SOURCE_TYPES:
            if not isinstance(value, dict):
                document.problems.error("TYPE_MISMATCH", f"{where}/extensions/{name}", "an extension must be an object")
                continue
            rest = {member: item for member, item in value.items() if member != "source"}
            if rest or not value:  # what else is inside; an empty object, whatever it is for, stays one
                result[name] = _adopt(document, rest)
        elif is_metadata(name):
            result[name] = value
        elif not is_rewritten(name):
            result[name] = _adopt(document, value, _MEMBERS.get(name, _NONE))
    return result


def _adopt(document: Document, value: Any, known: Mapping[str, str] = _NONE) -> Any:
    """A copy in which arrays stand in the place of indices of accessors and of buffer views."""
    if isinstance(value, list):
        return [_adopt(document, item, known) for item in value]
    if not isinstance(value, dict):
        return value
    copy = {}
    for name, member in value.items():
        kind = (known.get(name) or _kind(name)) if _is_index(member) else ""
        copy[name] = _owned(document, member, kind) if kind else _adopt(document, member, known)
    return copy


def _is_index(member: Any) -> bool:
    """Whether a value may be an index, or a list of indices."""
    if isinstance(member, list):
        return bool(member) and all(isinstance(item, int) and not isinstance(item, bool) for item in member)
    return isinstance(member, int) and not isinstance(member, bool)


def _kind(name: str) -> str:
    """What a member's name says that its value is an index of."""
    found = _NAMES.search(name)
    return "" if found is None else found[1].lower()


def _owned(document: Document, member: Any, kind: str) -> Any:
    """The data behind an index, or behind each of a list; what is no index of anything stays as it is."""
    if isinstance(member, list):
        return [_owned(document, item, kind) for item in member]
    if kind == "bufferview":
        view = document.buffers.view(member)
        document.adopted.add(("bufferView", member))
        return member if view is None else np.frombuffer(view, np.uint8).view(ViewBytes)
    if kind == "accessor" and 0 <= member < len(document.accessors):
        array = document.accessors.array(member)
        document.adopted.add(("accessor", member))
        if array is not None:
            return array.view(NormalizedArray) if document.gltf.accessors[member].normalized else array
    return member
