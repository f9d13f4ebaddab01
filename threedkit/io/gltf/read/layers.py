"""What extensions add to a material."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from threedkit.io.gltf.extensions import LAYER_FORMS, PLAIN_FORMS, LayerForm, PlainForm, parse
from threedkit.io.gltf.read.common import inner, unnamed
from threedkit.io.gltf.read.texture_infos import read_info

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from threedkit.io.gltf.document import Document
    from threedkit.scene import Layer, Texture

__all__ = ["read_layers"]


def read_layers(
    document: Document, extensions: Mapping[str, Any], textures: Sequence[Texture], where: str
) -> dict[str, Any]:
    """The fields of Material that its extensions give: layers and plain values, and `nested` for what is left.

    Args:
        document: what is read.
        extensions: the material's, as plain JSON.
        textures: all textures.
        where: JSON pointer of the material.
    """
    values: dict[str, Any] = {}
    nested: dict[str, Any] = {}
    for name in extensions:
        if name in LAYER_FORMS:
            values[LAYER_FORMS[name].field] = _layer(document, extensions, LAYER_FORMS[name], textures, where)
        elif name in PLAIN_FORMS:
            found = _plain(document, extensions, PLAIN_FORMS[name], where)
            nested.update(found.pop("nested", {}))
            values.update(found)
    return {**values, "nested": nested} if nested else values


def _layer(
    document: Document, extensions: Mapping[str, Any], form: LayerForm, textures: Sequence[Texture], where: str
) -> Layer | None:
    data = parse(document, extensions, form.name, form.struct, where)
    if data is None:
        return None
    where = f"{where}/extensions/{form.name}"
    values = unnamed(document, data, where)
    values.update((field, getattr(data, member)) for field, member in form.values.items())
    for field, member in form.textures.items():
        info = getattr(data, member)
        if info is not None:
            values[field] = read_info(document, info, textures, f"{where}/{member}")
    if values.get("attenuation_distance", 0.0) is None:
        values["attenuation_distance"] = math.inf
    if form.field == "clearcoat" and data.clearcoat_normal_texture is not None:  # type: ignore[attr-defined] # as the form says
        values["normal_scale"] = data.clearcoat_normal_texture.scale  # type: ignore[attr-defined] # the same
    return form.kind._trusted(**values)


def _plain(document: Document, extensions: Mapping[str, Any], form: PlainForm, where: str) -> dict[str, Any]:
    data = parse(document, extensions, form.name, form.struct, where)
    if data is None:
        return {}
    where = f"{where}/extensions/{form.name}"
    value = getattr(data, form.member) if form.member else True
    if form.field == "ior" and 0.0 < value < 1.0:
        document.problems.error("VALUE_NOT_IN_RANGE", f"{where}/ior", f"must be 0 or at least 1, not {value!r}")
    told = not form.member or data != form.struct()
    return {form.field: value, **inner(document, form.name, data, where, told=told)}
