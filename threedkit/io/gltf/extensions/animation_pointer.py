"""KHR_animation_pointer: animation channels that move any property."""

from __future__ import annotations

from typing import Annotated, Final

from msgspec import Meta

from threedkit.io.gltf.schema import Property

__all__ = ["ANIMATION_POINTER", "PointerTarget"]

ANIMATION_POINTER: Final = "KHR_animation_pointer"


class PointerTarget(Property, rename="camel", omit_defaults=True, kw_only=True):
    """The extension at the target of a channel."""

    pointer: Annotated[str, Meta(pattern=r"^(?:/(?:[^/~]|~0|~1)*)*$")]
