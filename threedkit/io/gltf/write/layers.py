"""What extensions add to a material."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import msgspec

from threedkit.errors import FieldError
from threedkit.io.gltf import schema
from threedkit.io.gltf.extensions import LAYER_FORMS, PLAIN_FORMS, SPECULAR_GLOSSINESS, LayerForm, PlainForm
from threedkit.io.gltf.write.texture_infos import write_info
from threedkit.scene.element import held

if TYPE_CHECKING:
    from threedkit.io.gltf.write.context import Context
    from threedkit.scene import Layer, Material

__all__ = ["write_layers"]

_FORMS = {form.field: form for form in LAYER_FORMS.values()}
_DEFAULTS = {form.field: getattr(form.struct(), form.member) if form.member else False for form in PLAIN_FORMS.values()}
_CONCERNED = frozenset({*_FORMS, *_DEFAULTS, "nested", "extensions"})
"""The fields that this module writes or looks at."""


def write_layers(context: Context, material: Material) -> dict[str, Any]:
    """The extensions that a material's fields make, as plain JSON.

    Raises:
        FieldError: `Material.extensions` holds one that fields stand for.
    """
    if _CONCERNED.isdisjoint(held(material)):
        return {}
    for name in material.extensions:
        _refuse_modelled(material, name)
    found = {_FORMS[field].name: _layer(context, _FORMS[field], layer) for field, layer in material.layers().items()}
    for form in PLAIN_FORMS.values():
        value = getattr(material, form.field)
        if value != _DEFAULTS[form.field] or (form.member and form.name in material.nested):
            found[form.name] = _plain(context, form, material, value)
    return found


def _refuse_modelled(material: Material, name: str) -> None:
    if name in LAYER_FORMS or name in PLAIN_FORMS:
        form = LAYER_FORMS.get(name) or PLAIN_FORMS[name]
        raise FieldError(f"material {material.name!r} has {name} in `extensions`: set Material.{form.field} instead")
    if name == SPECULAR_GLOSSINESS:
        raise FieldError(f"material {material.name!r} has {name} in `extensions`: set base_color, metallic, roughness")


def _layer(context: Context, form: LayerForm, layer: Layer) -> dict[str, Any]:
    values: dict[str, Any] = context.unnamed(layer)
    values.update((member, getattr(layer, field)) for field, member in form.values.items())
    if values.get("attenuation_distance") == math.inf:
        del values["attenuation_distance"]
    for field, member in form.textures.items():
        normal = field == "normal_texture"
        info = write_info(context, getattr(layer, field), schema.NormalTextureInfo if normal else schema.TextureInfo)
        if isinstance(info, schema.NormalTextureInfo):
            info.scale = layer.normal_scale  # type: ignore[attr-defined] # beside every normal texture
        values[member] = info
    plain: dict[str, Any] = msgspec.to_builtins(form.struct(**values))
    return plain


def _plain(context: Context, form: PlainForm, material: Material, value: float) -> dict[str, Any]:
    values = context.nested(material, form.name)
    if form.member:
        values[form.member] = value
    plain: dict[str, Any] = msgspec.to_builtins(form.struct(**values))
    return plain
