"""The extensions that stay plain JSON, and the data in the buffers that they own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from threedkit.io.gltf.extensions.registry import is_rewritten
from threedkit.io.gltf.extensions.texture_sources import SOURCE_TYPES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from threedkit.io.gltf.document import Document

__all__ = ["kept"]


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
        elif not is_rewritten(name):
            result[name] = _adopt(document, value)
    return result


def _adopt(document: Document, value: Any) -> Any:
    """A copy in which each member `bufferView` holds the bytes themselves."""
    if isinstance(value, list):
        return [_adopt(document, item) for item in value]
    if not isinstance(value, dict):
        return value
    copy = {}
    for name, member in value.items():
        view = document.buffers.view(member) if name == "bufferView" and isinstance(member, int) else None
        copy[name] = np.frombuffer(view, np.uint8) if view is not None else _adopt(document, member)
    return copy
