"""Which extension of a material is which field: the tables that reading, writing and checking go by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from threedkit.io.gltf.extensions.materials import layers, plain
from threedkit.scene import (
    Anisotropy,
    Clearcoat,
    DiffuseTransmission,
    Iridescence,
    Layer,
    Sheen,
    Specular,
    Transmission,
    Volume,
)

if TYPE_CHECKING:
    from threedkit.io.gltf.schema import Property

__all__ = ["LAYER_FORMS", "PLAIN_FORMS", "LayerForm", "PlainForm"]


class LayerForm(NamedTuple):
    """An extension that is a layer.

    Attributes:
        name: the extension.
        field: of Material.
        kind: class of the layer.
        struct: its JSON.
        values: members of the struct by fields of the layer.
        textures: the same, of the texture slots.
    """

    name: str
    field: str
    kind: type[Layer]
    struct: type[Property]
    values: dict[str, str]
    textures: dict[str, str]


class PlainForm(NamedTuple):
    """An extension that is one value: its name, the field of Material, its JSON and the member there ("": none)."""

    name: str
    field: str
    struct: type[Property]
    member: str


def _layer(name: str, kind: type[Layer], struct: type[Property], fields: str) -> LayerForm:
    """Read pairs "field=member"."""
    pairs = dict(pair.split("=") for pair in fields.split())
    textures = {field: pairs.pop(field) for field in kind.TEXTURES}
    return LayerForm(f"KHR_materials_{name}", name, kind, struct, pairs, textures)


_LAYERS = (
    _layer(
        "anisotropy",
        Anisotropy,
        layers.AnisotropyData,
        "strength=anisotropy_strength rotation=anisotropy_rotation texture=anisotropy_texture",
    ),
    _layer(
        "clearcoat",
        Clearcoat,
        layers.ClearcoatData,
        "factor=clearcoat_factor texture=clearcoat_texture roughness=clearcoat_roughness_factor "
        "roughness_texture=clearcoat_roughness_texture normal_texture=clearcoat_normal_texture",
    ),
    _layer(
        "diffuse_transmission",
        DiffuseTransmission,
        layers.DiffuseTransmissionData,
        "factor=diffuse_transmission_factor texture=diffuse_transmission_texture "
        "color=diffuse_transmission_color_factor color_texture=diffuse_transmission_color_texture",
    ),
    _layer(
        "iridescence",
        Iridescence,
        layers.IridescenceData,
        "factor=iridescence_factor texture=iridescence_texture ior=iridescence_ior "
        "thickness_minimum=iridescence_thickness_minimum thickness_maximum=iridescence_thickness_maximum "
        "thickness_texture=iridescence_thickness_texture",
    ),
    _layer(
        "sheen",
        Sheen,
        layers.SheenData,
        "color=sheen_color_factor color_texture=sheen_color_texture roughness=sheen_roughness_factor "
        "roughness_texture=sheen_roughness_texture",
    ),
    _layer(
        "specular",
        Specular,
        layers.SpecularData,
        "factor=specular_factor texture=specular_texture color=specular_color_factor "
        "color_texture=specular_color_texture",
    ),
    _layer(
        "transmission",
        Transmission,
        layers.TransmissionData,
        "factor=transmission_factor texture=transmission_texture",
    ),
    _layer(
        "volume",
        Volume,
        layers.VolumeData,
        "thickness=thickness_factor thickness_texture=thickness_texture attenuation_distance=attenuation_distance "
        "attenuation_color=attenuation_color",
    ),
)
_PLAIN = (
    PlainForm("KHR_materials_unlit", "unlit", plain.UnlitData, ""),
    PlainForm("KHR_materials_emissive_strength", "emissive_strength", plain.EmissiveStrengthData, "emissive_strength"),
    PlainForm("KHR_materials_ior", "ior", plain.IorData, "ior"),
    PlainForm("KHR_materials_dispersion", "dispersion", plain.DispersionData, "dispersion"),
)

LAYER_FORMS: Final = {form.name: form for form in _LAYERS}
"""The layers by extension name."""

PLAIN_FORMS: Final = {form.name: form for form in _PLAIN}
"""The plain values by extension name."""
