"""Dedup: equal parts and equal arrays become one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from threedkit.ops._arrays import share_arrays
from threedkit.ops._content import Content
from threedkit.ops._graph import everything, swap
from threedkit.ops._indices import hold_indices
from threedkit.ops._options import flag
from threedkit.scene import Image

if TYPE_CHECKING:
    from threedkit.scene import Element, Scene

__all__ = ["dedup"]

_ORDER = ("images", "samplers", "textures", "materials", "meshes", "cameras", "lights", "skins")
"""From what refers to nothing up to what refers to the lists before it."""


def dedup(scene: Scene, *, keep_unique_names: bool = False) -> Scene:
    """Make equal parts one: images, samplers, textures, materials, meshes, cameras, lights, skins, and all arrays.

    Parts are equal when all that they hold is, extras and extensions too; images by their bytes, whatever file they
    came from. What an animation changes on its own stays apart. The first one of the list stays; the others leave the
    document, unless a raw extension may count to them by number. Arrays of equal bytes are stored once.

    Args:
        scene: changed in place.
        keep_unique_names: parts of different names are different. Else only the first one's name stays.

    Returns:
        The same scene.

    Example:
        >>> import threedkit as tk
        >>> scene = tk.Scene()
        >>> one, other = scene.add(tk.Mesh(tk.box())), scene.add(tk.Mesh(tk.box()))
        >>> dedup(scene).nodes[1].mesh is scene.nodes[0].mesh
        True
    """
    named = flag("dedup", "keep_unique_names", keep_unique_names)
    share_arrays(everything(scene).values())
    held = {id(part) for part in hold_indices(scene)}
    for name in _ORDER:
        new = _duplicates(scene, name, named=named)
        if new:
            among = everything(scene)
            swap(among.values(), new)
            scene.forget(among[key] for key in new if key not in held)
    return scene


def _duplicates(scene: Scene, name: str, *, named: bool) -> dict[int, Element]:
    """For each part of a list that equals an earlier one, that one, by identity."""
    apart = _animated(scene)
    content = Content(ignore=frozenset() if named else frozenset({"name"}))
    first: dict[Any, Element] = {}
    new: dict[int, Element] = {}
    for part in getattr(scene.inventory, name):
        if id(part) not in apart:
            key = _image_key(content, part) if isinstance(part, Image) else content.key(part)
            kept = first.setdefault(key, part)
            if kept is not part:
                new[id(part)] = kept
    return new


def _image_key(content: Content, image: Image) -> Any:
    """Images are equal by their bytes, wherever those came from; without bytes, by where they are to be found."""
    if image.data is None:
        return content.key(image)
    return image.media_type, content.key(image, but=frozenset({"uri", "mime_type"}))


def _animated(scene: Scene) -> set[int]:
    """Parts that an animation pointer changes: another one that is equal now would move with them."""
    return {id(channel.element) for one in scene.animations for channel in one.channels if channel.element is not None}
