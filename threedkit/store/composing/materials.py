"""A material of a stored definition: glTF's own reader reads it, in a document that holds nothing else."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING, Any, Final

from threedkit.errors import AssetError, FieldError
from threedkit.io import load

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from threedkit.scene import Material

__all__ = ["read_material"]

_PIXEL: Final = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=="
)
_TYPES: Final = {
    b"\x89PNG": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"RIFF": "image/webp",
    b"\xabKTX": "image/ktx2",
}
_EXTENSIONS: Final = {"image/webp": "EXT_texture_webp", "image/ktx2": "KHR_texture_basisu"}


def read_material(definition: Mapping[str, Any], read: Callable[[str], bytes] | None) -> Material:
    """Return a material.

    Args:
        definition: see `MaterialRecord`.
        read: gives the bytes of an asset that is a texture; None puts one pixel in the place of each.

    Raises:
        FieldError: it is no material of glTF; the message names the place.

    Example:
        >>> read_material({"pbrMetallicRoughness": {"roughnessFactor": 0.25}}, None).roughness
        0.25
    """
    document = _Document(read)
    material = document.with_textures(dict(definition))
    used = sorted({*_extensions(material), *document.extensions})
    whole = {
        "asset": {"version": "2.0"},
        "materials": [material],
        "extensionsUsed": used,
        "textures": document.textures,
        "images": document.images,
    }
    data = json.dumps({name: value for name, value in whole.items() if value}).encode()
    try:
        return load(data).materials[0]
    except AssetError as error:
        told = error.problems[0] if error.problems else None
        place = "" if told is None else f" - at `{told.pointer.removeprefix('/materials/0') or '/'}`"
        raise FieldError(f"definition: {str(error) if told is None else told.message}{place}") from error


class _Document:
    """Textures and images of the document to be."""

    def __init__(self, read: Callable[[str], bytes] | None) -> None:
        self.textures: list[dict[str, Any]] = []
        self.images: list[dict[str, Any]] = []
        self.extensions: set[str] = set()
        self._read = read
        self._places: dict[str, int] = {}

    def with_textures(self, value: Any) -> Any:
        """The same JSON with indices of textures where ids of assets were."""
        if isinstance(value, list):
            return [self.with_textures(item) for item in value]
        if not isinstance(value, dict):
            return value
        made = {name: self.with_textures(item) for name, item in value.items() if name != "asset_id"}
        if "asset_id" in value:
            made["index"] = self._texture(value["asset_id"])
        elif "index" in value:
            raise FieldError("definition: a texture is named by 'asset_id' of an asset, not by 'index'")
        return made

    def _texture(self, asset_id: Any) -> int:
        if not isinstance(asset_id, str):
            raise FieldError(f"definition: 'asset_id' must be the id of an asset, not {asset_id!r:.60}")
        if asset_id not in self._places:
            data = _PIXEL if self._read is None else self._read(asset_id)
            kind = next((kind for mark, kind in _TYPES.items() if data.startswith(mark)), "image/png")
            place = len(self.images)
            self._places[asset_id] = place
            self.images.append({"uri": f"data:{kind};base64,{base64.b64encode(data).decode()}"})
            extension = _EXTENSIONS.get(kind)
            source = {"source": place}
            self.textures.append({"extensions": {extension: source}} if extension else source)
            self.extensions |= {extension} if extension else set()
        return self._places[asset_id]


def _extensions(value: Any) -> set[str]:
    """Every extension that a JSON value uses."""
    if isinstance(value, list):
        return set().union(*map(_extensions, value)) if value else set()
    if not isinstance(value, dict):
        return set()
    named = value.get("extensions")
    own = set(named) if isinstance(named, dict) else set()
    return own.union(*map(_extensions, value.values()))
