"""The extension objects of a document: which there are, whether they may be there, and what is wrong inside them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import msgspec

from threedkit.io.gltf.conform import conform, nested_members
from threedkit.io.gltf.extensions.places import PLACES, STANDALONE, STRICT
from threedkit.io.gltf.problems import pointer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from threedkit.io.gltf import schema
    from threedkit.io.gltf.document import Document
    from threedkit.io.gltf.schema import Property

__all__ = ["Found", "extension_objects", "may_hold", "objects_in"]

_MARK: Final = b'"extensions"'
_MANY: Final = 1000
"""From so many objects on, it is faster to ask the text first."""


class Found(NamedTuple):
    """One extension object.

    Attributes:
        name: of the extension.
        owner: the object that it extends.
        plain: its JSON; an empty object if it is none.
        data: the same as a struct, with placeholders for what is wrong; None for what threedkit does not know.
        where: its JSON pointer.
        at: the JSON pointer of the owner.
    """

    name: str
    owner: Property
    plain: dict[str, Any]
    data: Any
    where: str
    at: str


def extension_objects(document: Document) -> list[Found]:
    """All extension objects; what is wrong with each goes into the list of problems."""
    walk = _Walk(document)
    if not may_hold(document, _MARK):
        return []
    for owner, where in objects_in(document.gltf, ""):
        if owner.extensions:
            walk.visit(owner, where)
    return walk.found


def may_hold(document: Document, member: bytes) -> bool:
    """Whether any object may have extensions or extras, told without a look at all objects where these are many."""
    return document.thorough or _size(document.gltf) <= _MANY or member in bytes(document.text)


def _size(gltf: schema.Gltf) -> int:
    """Objects that it takes time to look into; nodes are not among them."""
    return len(gltf.accessors) + len(gltf.meshes) + len(gltf.materials) + len(gltf.animations) + len(gltf.textures)


def objects_in(value: Property, where: str) -> Iterator[tuple[Property, str]]:
    """An object and all below it, with their JSON pointers; objects without members of their own only if extended."""
    yield value, where
    for attribute, name, is_list, is_leaf in nested_members(type(value)):
        member = getattr(value, attribute)
        if not member:
            continue
        if not is_list:
            yield from objects_in(member, f"{where}/{name}")
        elif is_leaf:
            yield from [(item, f"{where}/{name}/{i}") for i, item in enumerate(member) if item.extensions]
        else:
            for i, item in enumerate(member):
                yield from objects_in(item, f"{where}/{name}/{i}")


class _Walk:
    def __init__(self, document: Document) -> None:
        self.problems, self.thorough = document.problems, document.thorough
        self.used = frozenset(document.gltf.extensions_used)
        self.found: list[Found] = []

    def visit(self, owner: Property, where: str) -> None:
        for name, value in (owner.extensions or {}).items():
            at = f"{where}/extensions{pointer(name)}"
            plain: dict[str, Any] = value if isinstance(value, dict) else {}
            if not isinstance(value, dict):
                self.problems.error("TYPE_MISMATCH", at, "an extension must be an object")
            if name not in self.used:
                self.problems.error("UNDECLARED_EXTENSION", at, f"{name[:100]} must be listed in extensionsUsed")
            elif name in PLACES:
                self.known(name, owner, plain, where)
                continue
            self.found.append(Found(name, owner, plain, None, at, where))

    def known(self, name: str, owner: Property, plain: dict[str, Any], where: str) -> None:
        at, shape = f"{where}/extensions/{name}", PLACES[name].get(type(owner))
        if shape is None:
            if name in STRICT:
                self.problems.error("UNEXPECTED_EXTENSION_OBJECT", at, f"{name} has no place here")
            return
        if name in STANDALONE and len(owner.extensions or ()) > 1:
            self.problems.warning("MULTIPLE_EXTENSIONS", at, f"{name} does not go together with other extensions")
        data = self.convert(plain, shape, at)
        self.found.append(Found(name, owner, plain, data, at, where))
        for inner, place in objects_in(data, at):
            if inner.extensions:
                self.visit(inner, place)

    def convert(self, plain: dict[str, Any], shape: type[Property], where: str) -> Any:
        if not self.thorough and None not in plain.values():
            try:
                return msgspec.convert(plain, shape)
            except msgspec.ValidationError:
                pass  # the walk below tells what is wrong
        return conform(plain, shape, self.problems, where)
