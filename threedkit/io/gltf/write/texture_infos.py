"""The uses of textures in materials."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from threedkit.io.gltf import schema
from threedkit.io.gltf.extensions import TEXTURE_TRANSFORM, TextureTransform
from threedkit.io.gltf.write.context import keep

if TYPE_CHECKING:
    from threedkit.io.gltf.write.context import Context
    from threedkit.scene import TextureInfo

__all__ = ["write_info"]

T = TypeVar("T", bound=schema.TextureInfo)


def write_info(context: Context, info: TextureInfo | None, struct: type[T]) -> T | None:
    """A texture info with its transform, as a struct of the kind that the slot has."""
    if info is None:
        return None
    fallback = info.fallback_texcoord
    more: dict[str, Any] = {}
    if info.is_transformed or fallback is not None or TEXTURE_TRANSFORM in info.nested:
        more[TEXTURE_TRANSFORM] = _transform(context, info)
    texcoord = info.texcoord if fallback is None else fallback
    values = {"index": context.textures.of(info.texture), **keep(tex_coord=(texcoord, 0))}
    return struct(**context.unnamed(info, more), **values)


def _transform(context: Context, info: TextureInfo) -> dict[str, Any]:
    values = keep(offset=(info.offset, (0.0, 0.0)), rotation=(info.rotation, 0.0), scale=(info.scale, (1.0, 1.0)))
    if info.fallback_texcoord is not None:
        values["tex_coord"] = info.texcoord
    made = TextureTransform(**context.nested(info, TEXTURE_TRANSFORM), **values)
    plain: dict[str, Any] = msgspec.to_builtins(made)
    return plain
