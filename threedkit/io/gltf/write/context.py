"""What every writer module shares: the packer, indices of objects, and the extensions in use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from threedkit.io.gltf.extensions.keeping import NormalizedArray, ViewBytes
from threedkit.io.gltf.extras import plain_extras
from threedkit.io.gltf.schema import ABSENT
from threedkit.io.gltf.write.packer import Packer
from threedkit.scene.element import held
from threedkit.scene.formats import encode

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

    from threedkit.io.gltf.write.draco import DracoWriter
    from threedkit.scene import Element, Format, Inventory, Scene

__all__ = ["Context", "Numbers", "keep"]


class Numbers:
    """Indices of the objects of one list, by identity."""

    def __init__(self, items: Iterable[object]) -> None:
        """Number the items in order."""
        self._indices = {id(item): index for index, item in enumerate(items)}

    def of(self, item: object | None) -> int:
        """The item's index, ABSENT for None and for what is not in the list."""
        return ABSENT if item is None else self._indices.get(id(item), ABSENT)


class Context:
    """State of one writing.

    Attributes:
        packer: accessors, buffer views and the buffer.
        draco: encodes the meshes, if they are to be written so.
        parts: the scene's lists.
        used: names of the extensions in use.
        formats: names of those that allow for the formats of images, whether a texture has the images or not.
        required: names of those without which the document makes no sense.
        external: in a .gltf, images that become files: their URI paths and bytes. None in a GLB.
        image_paths: the file of each image's bytes, by identity.
        pointers: JSON pointers of animation channels: what they lead through has to be in the document.
    """

    def __init__(self, scene: Scene, *, external: bool) -> None:
        """Take the scene's lists once."""
        self.packer = Packer()
        self.draco: DracoWriter | None = None
        self.parts: Inventory = scene.inventory
        self.used: set[str] = set()
        self.formats: set[str] = set()
        self.required: set[str] = set()
        self.external: dict[str, Any] | None = {} if external else None
        self.image_paths: dict[int, str] = {}
        self.nodes = Numbers(self.parts.nodes)
        self.materials = Numbers(self.parts.materials)
        self.variants = Numbers(self.parts.variants)
        self.textures = Numbers(self.parts.textures)
        self.images = Numbers(self.parts.images)
        self.samplers = Numbers(self.parts.samplers)
        self.cameras = Numbers(self.parts.cameras)
        self.lights = Numbers(self.parts.lights)
        self.skins = Numbers(skin for skin in self.parts.skins if skin.joints)
        self.meshes = Numbers(())
        self.pointers: list[str] = []
        self._stored: dict[tuple[Any, ...], tuple[Any, Any]] = {}

    def unnamed(self, element: Element, more: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Keyword values of a schema struct for an element's extras and extensions.

        Args:
            element: whose they are.
            more: extensions that fields have been turned into.
        """
        extras, own = held(element).get("extras"), held(element).get("extensions")
        values: dict[str, Any] = {}
        if extras:
            values["extras"] = plain_extras(extras)
        if own or more:
            values["extensions"] = {**self.extensions(own or {}), **(more or {})}
            self.used.update(more or ())
        return values

    def named(self, element: Element, more: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """The same with the name."""
        return {"name": element.name, **self.unnamed(element, more)} if element.name else self.unnamed(element, more)

    def nested(self, element: Element, name: str, more: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Keyword values of the struct of an object within an element's own, of that name (see `Element.nested`)."""
        kept = held(element).get("nested")
        if not kept and not more:
            return {}
        inner = (kept or {}).get(name, {})
        values: dict[str, Any] = {}
        if inner.get("extras"):
            values["extras"] = plain_extras(inner["extras"])
        extensions = {**self.extensions(inner.get("extensions", {})), **(more or {})}
        self.used.update(more or ())
        if extensions:
            values["extensions"] = extensions
        return values

    def stored(self, array: NDArray[Any], form: Format | None) -> tuple[NDArray[Any], bool]:
        """An array as a format stores it, and whether that is normalised; as it is if the format cannot hold it."""
        if form is None or array.dtype.kind != "f":
            return array, False
        place = array.__array_interface__["data"][0]
        key = (place, array.shape, array.strides, form)
        if key not in self._stored:
            self._stored[key] = array, encode(array, form)  # the array too: places are unique among the living
        found = self._stored[key][1]
        return (array, False) if found is None else (found, form.normalized)

    def extensions(self, extensions: Mapping[str, Any]) -> dict[str, Any]:
        """Preserved extensions as plain JSON, the data they own packed; their names are noted."""
        self.used.update(extensions)
        return {name: self._plain(extensions[name]) for name in sorted(extensions)}

    def _plain(self, value: Any, key: str = "") -> Any:
        if isinstance(value, np.ndarray):
            if key == "bufferView" or isinstance(value, ViewBytes):
                return self.packer.view(value.data)
            return self.packer.accessor(value, normalized=isinstance(value, NormalizedArray))
        if isinstance(value, dict):
            if isinstance(nested := value.get("extensions"), dict):
                self.used.update(nested)
            return {name: self._plain(value[name], name) for name in sorted(value)}
        if isinstance(value, (list, tuple)):
            return [self._plain(item) for item in value]
        return value


def keep(**values: Any) -> dict[str, Any]:
    """Of pairs (value, default), those values that are not the default."""
    return {name: value for name, (value, default) in values.items() if value != default}
