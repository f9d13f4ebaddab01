"""Which parts of a document raw extensions may refer to by number.

An extension that no field models stays plain JSON; an index in it is right only as long as the list that it counts
in keeps its order. What such a number means is not known, so every whole number counts as an index into every list:
the first `index + 1` parts of each list must stay. The numbers of extensions whose specification is known count only
in the lists that they name.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from threedkit.ops._graph import LISTS, everything
from threedkit.scene.element import held

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from threedkit.scene import Element, Scene

__all__ = ["hold_indices"]

# What members of known extensions count in, by their specifications in the Khronos glTF repository (extensions/2.0).
_KNOWN: Final[dict[str, tuple[str, ...]]] = {
    "AGI_articulations": (),
    "AGI_stk_metadata": (),
    "CESIUM_primitive_outline": (),
    "CESIUM_RTC": (),
    "EXT_instance_features": (),
    "EXT_lights_image_based": ("images",),
    "EXT_mesh_features": ("textures",),
    "EXT_mesh_gpu_instancing": (),
    "EXT_structural_metadata": ("textures",),
    "EXT_texture_avif": ("images",),
    "EXT_texture_webp": ("images",),
    "KHR_node_hoverability": (),
    "KHR_node_selectability": (),
    "KHR_node_visibility": (),
    "KHR_texture_basisu": ("images",),
    "KHR_xmp": (),
    "KHR_xmp_json_ld": (),
    "MSFT_lod": ("nodes", "materials"),
    "MSFT_packing_normalRoughnessMetallic": ("textures",),
    "MSFT_packing_occlusionRoughnessMetallic": ("textures",),
    "MSFT_texture_dds": ("images",),
}
_KNOWN_PREFIXES: Final = {"KHR_materials_": ("textures",), "ADOBE_materials_": ("textures",)}
_MOST: Final = 1 << 31
_POINTER: Final = re.compile(r"/([A-Za-z_]+)/(\d{1,9})(?=/|$)")


def hold_indices(scene: Scene) -> list[Any]:
    """Fix the places of the parts that raw data may count to, and give those parts: they must stay in the document.

    Call it before an operation takes parts out, puts others in their place, or moves nodes. A list that raw data may
    count in is declared as it stands, so that what is added comes behind.

    Args:
        scene: its lists are declared where need be; nothing else changes.
    """
    parts = scene.inventory
    lists = {name: getattr(parts, name) for name in LISTS}
    last = dict.fromkeys(LISTS, -1)
    for names, number in _numbers(scene):
        for name in names:
            if last[name] < number < len(lists[name]):
                last[name] = number
    scene.declare(**{name: lists[name] for name in LISTS if last[name] >= 0})
    return [item for name, items in lists.items() for item in items[: last[name] + 1]]


def _numbers(scene: Scene) -> Iterator[tuple[Iterable[str], int]]:
    """Whole numbers in raw data, each with the lists that it may count in."""
    for element in everything(scene).values():
        for raw in _raw(element):
            yield from _of_extensions(raw)
    for raw in (scene.document_extensions, scene.asset.get("extensions")):
        yield from _of_extensions(raw)
    for animation in scene.animations:
        for channel in animation.channels:
            if channel.element is None:
                yield from _of_value(channel.pointer, LISTS)


def _raw(element: Element) -> Iterator[Any]:
    """The raw extensions of an element and of the glTF objects within it."""
    values = held(element)
    yield values.get("extensions")
    yield from (inner.get("extensions") for inner in (values.get("nested") or {}).values() if isinstance(inner, dict))


def _of_extensions(extensions: Any) -> Iterator[tuple[Iterable[str], int]]:
    if not isinstance(extensions, dict):
        return
    for name, value in extensions.items():
        guessed = next((lists for prefix, lists in _KNOWN_PREFIXES.items() if name.startswith(prefix)), LISTS)
        yield from _of_value(value, _KNOWN.get(name, guessed))


def _of_value(value: Any, lists: Iterable[str]) -> Iterator[tuple[Iterable[str], int]]:
    """Numbers anywhere in a JSON value; those in a JSON pointer count in the list that it names."""
    stack = [value]
    while stack:
        one = stack.pop()
        if isinstance(one, dict):
            yield from _of_extensions(one.get("extensions"))
            stack.extend(item for name, item in one.items() if name not in {"extensions", "extras"})
        elif isinstance(one, (list, tuple)):
            stack.extend(one)
        elif isinstance(one, str):
            yield from (((name,), int(number)) for name, number in _POINTER.findall(one) if name in LISTS)
        elif isinstance(one, (int, float)) and not isinstance(one, bool) and 0 <= one < _MOST and one == int(one):
            yield lists, int(one)
