"""Inventory: every part of a scene's document, declared or reachable."""

from __future__ import annotations

from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, Any

from threedkit.scene.collection import Collection
from threedkit.scene.element import held
from threedkit.scene.walking import nodes_under

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from threedkit.scene.animation import Animation
    from threedkit.scene.camera import Camera
    from threedkit.scene.element import Element
    from threedkit.scene.image import Image
    from threedkit.scene.light import Light
    from threedkit.scene.material import Material
    from threedkit.scene.mesh import Mesh
    from threedkit.scene.node import Node
    from threedkit.scene.primitive import Primitive
    from threedkit.scene.scene import Scene
    from threedkit.scene.skin import Skin
    from threedkit.scene.texture import Sampler, Texture, TextureInfo
    from threedkit.scene.variant import Variant, VariantMaterial

__all__ = ["Inventory"]


def _unique(*sources: Iterable[Any]) -> Collection[Any]:
    """Each object once, by identity, where it first appears; None is left out."""
    return Collection({id(item): item for source in sources for item in source if item is not None}.values())


def _held(parts: Iterable[Element], field: str) -> list[Any]:
    """What parts hold in a field."""
    return [item for part in parts if (item := held(part).get(field)) is not None]


def _all_held(parts: Iterable[Element], field: str) -> list[Any]:
    """The same of a field that holds several."""
    return [item for items in _held(parts, field) for item in items]


class Inventory:
    """The lists of a document as they are when first asked for; edits after that are not seen.

    What the document declared comes first, in its order, so that an index in a preserved extension stays right.
    """

    def __init__(self, scene: Scene) -> None:
        """Look at a scene; nothing is gathered yet."""
        self._scene = scene
        self._declared: dict[str, tuple[Any, ...]] = scene.__dict__.get("_declared", {})

    def _list(self, name: str, reachable: Iterable[Any]) -> Collection[Any]:
        return _unique(self._declared.get(name, ()), reachable)

    @cached_property
    def nodes(self) -> Collection[Node]:
        """Declared nodes, then those under the roots of this scene and the document's others, then levels of detail."""
        roots = [*self._scene.roots, *(root for other in self._scene.alternates for root in other.roots)]
        found = self._list("nodes", nodes_under(roots))
        while levels := _all_held(found, "levels"):
            more = _unique(found, nodes_under(levels))
            if len(more) == len(found):
                break
            found = more
        return found

    @cached_property
    def meshes(self) -> Collection[Mesh]:
        """Declared meshes, then those of the nodes."""
        return self._list("meshes", _held(self.nodes, "mesh"))

    @cached_property
    def cameras(self) -> Collection[Camera]:
        """Declared cameras, then those of the nodes."""
        return self._list("cameras", _held(self.nodes, "camera"))

    @cached_property
    def lights(self) -> Collection[Light]:
        """Declared lights, then those of the nodes."""
        return self._list("lights", _held(self.nodes, "light"))

    @cached_property
    def skins(self) -> Collection[Skin]:
        """Declared skins, then those of the nodes."""
        return self._list("skins", _held(self.nodes, "skin"))

    @cached_property
    def materials(self) -> Collection[Material]:
        """Declared materials, then those of the meshes, then those that their primitives have in variants."""
        own = _held(self._primitives, "material")
        return self._list("materials", chain(own, (mapping.material for mapping in self._mappings)))

    @cached_property
    def _primitives(self) -> list[Primitive]:
        return _all_held(self.meshes, "primitives")

    @cached_property
    def _mappings(self) -> list[VariantMaterial]:
        return _all_held(self._primitives, "variants")

    @cached_property
    def variants(self) -> Collection[Variant]:
        """Declared variants, then those that primitives have materials for."""
        return self._list("variants", (variant for mapping in self._mappings for variant in mapping.variants))

    def _texture_infos(self) -> Iterator[TextureInfo]:
        for material in self.materials:
            yield from material.slots().values()

    @cached_property
    def textures(self) -> Collection[Texture]:
        """Declared textures, then those of the materials."""
        return self._list("textures", (info.texture for info in self._texture_infos()))

    @cached_property
    def images(self) -> Collection[Image]:
        """Declared images, then those of the textures."""
        return self._list("images", (image for texture in self.textures for image in texture.images))

    @cached_property
    def samplers(self) -> Collection[Sampler]:
        """Declared samplers, then those of the textures."""
        return self._list("samplers", (texture.sampler for texture in self.textures))

    @cached_property
    def animations(self) -> Collection[Animation]:
        """Declared animations: nothing else refers to them."""
        return self._list("animations", ())
