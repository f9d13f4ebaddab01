"""JSON pointers of KHR_animation_pointer, between the indices of a document and the objects of a scene."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import msgspec

from threedkit.io.gltf import schema
from threedkit.io.gltf.extensions.lights import LIGHTS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from threedkit.scene import Element

__all__ = ["PLACES", "make_room", "split"]

PLACES: Final = {
    "nodes": "/nodes/",
    "materials": "/materials/",
    "cameras": "/cameras/",
    "meshes": "/meshes/",
    "textures": "/textures/",
    "images": "/images/",
    "samplers": "/samplers/",
    "skins": "/skins/",
    "lights": f"/extensions/{LIGHTS}/lights/",
}
"""Where the lists of a scene lie in a document."""


def split(pointer: str, lists: Mapping[str, Sequence[Element]]) -> tuple[Element | None, str]:
    """The object that a pointer leads into, and the rest of the pointer; None and all of it if there is none.

    Args:
        pointer: a whole one, such as "/materials/0/alphaCutoff".
        lists: objects by the name of their list (see PLACES).
    """
    for name, place in PLACES.items():
        if pointer.startswith(place):
            index, _, rest = pointer[len(place) :].partition("/")
            items = lists.get(name, ())
            if index.isdecimal() and rest and int(index) < len(items):
                return items[int(index)], rest
    return None, pointer


def make_room(gltf: schema.Gltf, pointer: str) -> list[str]:
    """Put the objects into a document that a pointer leads through: what is at its default is left out otherwise.

    Returns:
        Names of the extensions whose objects were made.
    """
    made: list[str] = []
    here: Any = gltf
    steps = [step.replace("~1", "/").replace("~0", "~") for step in pointer[1:].split("/")][:-1]
    for above, step in zip(["", *steps], steps, strict=False):
        inner = _member(here, step)
        if inner is None:
            inner = _make(here, step, above)
            if inner is None:
                return made
            if above == "extensions":
                made.append(step)
        here = inner
    return made


def _fields(struct: msgspec.Struct) -> dict[str, str]:
    return {field.encode_name: field.name for field in msgspec.structs.fields(struct)}


def _member(here: Any, step: str) -> Any:
    if isinstance(here, list):
        return here[int(step)] if step.isdecimal() and int(step) < len(here) else None
    if isinstance(here, dict):
        return here.get(step)
    if isinstance(here, msgspec.Struct):
        return getattr(here, _fields(here).get(step, ""), None)
    return None


def _make(here: Any, step: str, above: str) -> Any:
    """A new empty object where there may be one without saying anything else."""
    inner: Any = {}
    if isinstance(here, dict) and "extensions" in {step, above}:
        here[step] = inner
        return inner
    if isinstance(here, schema.Property) and step == "extensions":
        here.extensions = inner
        return inner
    if isinstance(here, schema.Material) and step == "pbrMetallicRoughness":
        here.pbr_metallic_roughness = schema.MetallicRoughness()
        return here.pbr_metallic_roughness
    return None
