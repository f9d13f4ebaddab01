"""What the images of a scene are for: colours, normals or other data, and whether their alpha is read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from threedkit.scene import Material, Sampler, Scene

__all__ = ["ImageUse", "image_uses"]

_ALPHA_SLOTS = frozenset({"diffuse_transmission.texture", "sheen.roughness_texture", "specular.texture"})
"""Slots whose values are in the alpha channel (by the specifications of the extensions)."""


class ImageUse(NamedTuple):
    """How an image is used, all its uses taken together.

    Attributes:
        kind: "color" if it holds sRGB colours wherever it is used, "normal" if tangent-space normals, else "data".
        alpha: whether its alpha channel is read, as far as is known.
        wraps: how it goes on beyond its sides, along u and v; clamped where its uses differ.
        slots: the material slots.
    """

    kind: Literal["color", "normal", "data"] = "data"
    alpha: bool = True
    wraps: tuple[str, str] = ("CLAMP_TO_EDGE", "CLAMP_TO_EDGE")
    slots: frozenset[str] = frozenset()


def image_uses(scene: Scene) -> dict[int, ImageUse]:
    """The use of each image, by the image's id. Of one that no slot uses, nothing is known: data, with alpha."""
    found: dict[int, ImageUse] = {id(image): ImageUse() for image in scene.images}
    for material in scene.materials:
        for slot, info in material.slots().items():
            sampler: Sampler | None = info.texture.sampler
            wraps = ("REPEAT", "REPEAT") if sampler is None else (sampler.wrap_s, sampler.wrap_t)
            for image in info.texture.images:
                use = ImageUse(_kind(slot), _reads_alpha(material, slot), wraps, frozenset({slot}))
                before = found[id(image)]
                found[id(image)] = _both(before, use) if before.slots else use
    return found


def _kind(slot: str) -> Literal["color", "normal", "data"]:
    if slot.endswith("normal_texture"):
        return "normal"
    return "color" if slot.endswith(("color_texture", "emissive_texture")) else "data"


def _reads_alpha(material: Material, slot: str) -> bool:
    return slot in _ALPHA_SLOTS or (slot == "base_color_texture" and material.alpha_mode != "OPAQUE")


def _both(one: ImageUse, other: ImageUse) -> ImageUse:
    u, v = ((a if a == b else "CLAMP_TO_EDGE") for a, b in zip(one.wraps, other.wraps, strict=True))
    kind = one.kind if one.kind == other.kind else "data"
    return ImageUse(kind, one.alpha or other.alpha, (u, v), one.slots | other.slots)
