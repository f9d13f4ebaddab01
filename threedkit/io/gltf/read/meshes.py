"""Meshes: primitives whose arrays are views on the file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from threedkit.io.gltf.problems import pointer
from threedkit.io.gltf.read.common import at, format_of, named, unnamed
from threedkit.io.gltf.schema import ABSENT
from threedkit.scene import MODES, Mesh, MorphTarget, Primitive

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from threedkit.io.gltf import schema
    from threedkit.io.gltf.document import Document
    from threedkit.scene import Format, Material

__all__ = ["read_meshes"]

_SINGLE = {"POSITION": "positions", "NORMAL": "normals", "TANGENT": "tangents"}
_SETS = {"TEXCOORD": "texcoords", "COLOR": "colors", "JOINTS": "joints", "WEIGHTS": "weights"}
_TARGET_NAMES = "targetNames"


def read_meshes(document: Document, materials: Sequence[Material]) -> list[Mesh]:
    """All meshes."""
    return [_mesh(document, i, mesh, materials) for i, mesh in enumerate(document.gltf.meshes)]


def _mesh(document: Document, index: int, source: schema.Mesh, materials: Sequence[Material]) -> Mesh:
    where = pointer("meshes", index)
    values = named(document, source, where)
    names = _target_names(source)
    if names:
        values["target_names"] = names
        values["extras"] = {key: value for key, value in values["extras"].items() if key != _TARGET_NAMES}
    if source.weights:
        values["weights"] = tuple(source.weights)
    primitives = tuple(
        _primitive(document, primitive, materials, f"{where}/primitives/{i}")
        for i, primitive in enumerate(source.primitives)
    )
    return Mesh._trusted(primitives=primitives, **values)


def _target_names(source: schema.Mesh) -> tuple[str, ...]:
    names = source.extras.get(_TARGET_NAMES) if isinstance(source.extras, dict) else None
    if not isinstance(names, list) or not names or not all(isinstance(name, str) for name in names):
        return ()
    return tuple(names)


def _primitive(document: Document, source: schema.Primitive, materials: Sequence[Material], where: str) -> Primitive:
    values = unnamed(document, source, where)
    formats: dict[str, Format] = {}
    values.update(_attributes(document, source.attributes, formats))
    if source.indices != ABSENT:
        values["indices"] = document.accessors.array(source.indices)
    if source.targets:
        values["targets"] = tuple(
            MorphTarget._trusted(**_attributes(document, target, formats, f"targets/{i}/"))
            for i, target in enumerate(source.targets)
        )
    if formats:
        values["formats"] = formats
    return Primitive._trusted(mode=MODES[source.mode], material=at(materials, source.material), **values)


def _attributes(
    document: Document, attributes: dict[str, int], formats: dict[str, Format], place: str = ""
) -> dict[str, Any]:
    """Arrays by field; the formats of those that are stored otherwise are noted under `place` and their glTF names."""
    values: dict[str, Any] = {}
    sets: dict[str, dict[int, Any]] = {}
    accessors = document.accessors
    for semantic, index in attributes.items():
        single = _SINGLE.get(semantic)
        if single is not None:
            values[single] = array = accessors.floats(index)
        elif semantic.startswith("_"):
            values.setdefault("custom", {})[semantic] = array = _custom(document, index)
        else:
            kind, _, number = semantic.partition("_")
            array = accessors.floats(index) if place else _coordinates(document, kind, index)
            sets.setdefault(_SETS[kind], {})[int(number)] = array
        if array is not None and array is not accessors.array(index):
            formats[place + semantic] = format_of(document.gltf.accessors[index])
    for field, arrays in sets.items():
        values[field] = tuple(arrays[number] for number in sorted(arrays))
    return values


def _coordinates(document: Document, kind: str, index: int) -> NDArray[Any] | None:
    """One set as a Primitive holds it: unsigned normalised integers stay, what else is no float becomes one."""
    array = document.accessors.array(index)
    if array is None or kind == "JOINTS":
        return array
    plain = array.dtype.kind == "f" or (array.dtype.kind == "u" and document.gltf.accessors[index].normalized)
    return array if plain else document.accessors.floats(index)


def _custom(document: Document, index: int) -> NDArray[Any] | None:
    array = document.accessors.array(index)
    normalized = document.gltf.accessors[index].normalized
    return document.accessors.floats(index) if normalized and array is not None and array.dtype != np.float32 else array
