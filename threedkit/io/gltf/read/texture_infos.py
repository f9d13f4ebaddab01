"""The uses of textures in materials."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from threedkit.io.gltf.extensions import TEXTURE_TRANSFORM, TextureTransform, parse
from threedkit.io.gltf.read.common import inner, unnamed
from threedkit.io.gltf.schema import ABSENT
from threedkit.scene import Texture, TextureInfo

if TYPE_CHECKING:
    from collections.abc import Sequence

    from threedkit.io.gltf import schema
    from threedkit.io.gltf.document import Document

__all__ = ["read_info"]


def read_info(
    document: Document, source: schema.TextureInfo, textures: Sequence[Texture], where: str
) -> TextureInfo | None:
    """A texture info with its transform; None, and an error in the list, if its index leads nowhere."""
    if not 0 <= source.index < len(textures):
        text = f"there are {len(textures)} textures, none with index {source.index}"
        document.problems.error("UNRESOLVED_REFERENCE", f"{where}/index", text)
        return None
    values: dict[str, Any] = {"texture": textures[source.index]}
    if source.tex_coord:
        values["texcoord"] = source.tex_coord
    if source.extras is not None or source.extensions:
        values.update(unnamed(document, source, where))
        values.update(_transform(document, source, where))
    return TextureInfo._trusted(**values)


def _transform(document: Document, source: schema.TextureInfo, where: str) -> dict[str, Any]:
    found = parse(document, source.extensions, TEXTURE_TRANSFORM, TextureTransform, where)
    if found is None:
        return {}
    values: dict[str, Any] = {"offset": found.offset, "rotation": found.rotation, "scale": found.scale}
    if found.tex_coord != ABSENT:
        values.update(texcoord=found.tex_coord, fallback_texcoord=source.tex_coord)
    told = found.tex_coord != ABSENT or found != _PLAIN
    return values | inner(document, TEXTURE_TRANSFORM, found, f"{where}/extensions/{TEXTURE_TRANSFORM}", told=told)


_PLAIN = TextureTransform()
