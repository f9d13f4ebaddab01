"""Which field a JSON pointer of an animation means (glTF 2.0 Asset Object Model, KHR_animation_pointer)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from threedkit.scene.camera import OrthographicCamera, PerspectiveCamera
from threedkit.scene.element import twin
from threedkit.scene.light import Light
from threedkit.scene.material import Material
from threedkit.scene.node import Node

if TYPE_CHECKING:
    from threedkit.scene.element import Element

__all__ = ["Property", "property_of", "with_values"]


class Property(NamedTuple):
    """A field that can be animated.

    Attributes:
        field: its name; a dot leads into an element within this one ("base_color_texture.offset").
        width: numbers of a value; 0: as many as there are morph targets.
        kind: "float", "rotation" or "bool".
    """

    field: str
    width: int = 1
    kind: str = "float"


def _table(text: str, prefix: str = "") -> dict[str, Property]:
    """Lines of "path field [width]"."""
    rows = (line.split() for line in text.strip().splitlines())
    return {prefix + path: Property(field, int(rest[0]) if rest else 1) for path, field, *rest in rows}


_NODE: Final = {
    "translation": Property("position", 3),
    "rotation": Property("rotation", 4, "rotation"),
    "scale": Property("scale", 3),
    "weights": Property("weights", 0),
    "extensions/KHR_node_visibility/visible": Property("visible", 1, "bool"),
}
_LIGHT: Final = _table("""
    color color 3
    intensity intensity
    range range
    spot/innerConeAngle inner_cone_angle
    spot/outerConeAngle outer_cone_angle
""")
_PERSPECTIVE: Final = _table("""
    perspective/aspectRatio aspect
    perspective/yfov yfov
    perspective/zfar zfar
    perspective/znear znear
""")
_ORTHOGRAPHIC: Final = _table("""
    orthographic/xmag xmag
    orthographic/ymag ymag
    orthographic/zfar zfar
    orthographic/znear znear
""")
_MATERIAL: Final = {
    **_table("""
        alphaCutoff alpha_cutoff
        emissiveFactor emissive 3
        normalTexture/scale normal_scale
        occlusionTexture/strength occlusion_strength
        pbrMetallicRoughness/baseColorFactor base_color 4
        pbrMetallicRoughness/metallicFactor metallic
        pbrMetallicRoughness/roughnessFactor roughness
    """),
    **_table(
        """
        anisotropy/anisotropyStrength anisotropy.strength
        anisotropy/anisotropyRotation anisotropy.rotation
        clearcoat/clearcoatFactor clearcoat.factor
        clearcoat/clearcoatRoughnessFactor clearcoat.roughness
        clearcoat/clearcoatNormalTexture/scale clearcoat.normal_scale
        diffuse_transmission/diffuseTransmissionFactor diffuse_transmission.factor
        diffuse_transmission/diffuseTransmissionColorFactor diffuse_transmission.color 3
        dispersion/dispersion dispersion
        emissive_strength/emissiveStrength emissive_strength
        ior/ior ior
        iridescence/iridescenceFactor iridescence.factor
        iridescence/iridescenceIor iridescence.ior
        iridescence/iridescenceThicknessMinimum iridescence.thickness_minimum
        iridescence/iridescenceThicknessMaximum iridescence.thickness_maximum
        sheen/sheenColorFactor sheen.color 3
        sheen/sheenRoughnessFactor sheen.roughness
        specular/specularFactor specular.factor
        specular/specularColorFactor specular.color 3
        transmission/transmissionFactor transmission.factor
        volume/thicknessFactor volume.thickness
        volume/attenuationDistance volume.attenuation_distance
        volume/attenuationColor volume.attenuation_color 3
        """,
        "extensions/KHR_materials_",
    ),
}
_TEXTURES: Final = {
    "normalTexture": "normal_texture",
    "occlusionTexture": "occlusion_texture",
    "emissiveTexture": "emissive_texture",
    "pbrMetallicRoughness/baseColorTexture": "base_color_texture",
    "pbrMetallicRoughness/metallicRoughnessTexture": "metallic_roughness_texture",
    **{
        f"extensions/KHR_materials_{kind}/{member}": f"{kind}.{field}"
        for kind, member, field in (
            ("anisotropy", "anisotropyTexture", "texture"),
            ("clearcoat", "clearcoatTexture", "texture"),
            ("clearcoat", "clearcoatRoughnessTexture", "roughness_texture"),
            ("clearcoat", "clearcoatNormalTexture", "normal_texture"),
            ("diffuse_transmission", "diffuseTransmissionTexture", "texture"),
            ("diffuse_transmission", "diffuseTransmissionColorTexture", "color_texture"),
            ("iridescence", "iridescenceTexture", "texture"),
            ("iridescence", "iridescenceThicknessTexture", "thickness_texture"),
            ("sheen", "sheenColorTexture", "color_texture"),
            ("sheen", "sheenRoughnessTexture", "roughness_texture"),
            ("specular", "specularTexture", "texture"),
            ("specular", "specularColorTexture", "color_texture"),
            ("transmission", "transmissionTexture", "texture"),
            ("volume", "thicknessTexture", "thickness_texture"),
        )
    },
}
_TRANSFORM: Final = "/extensions/KHR_texture_transform/"
_TRANSFORMS: Final = {"offset": 2, "rotation": 1, "scale": 2}
_TABLES: Final[tuple[tuple[type, dict[str, Property]], ...]] = (
    (Node, _NODE),
    (Material, _MATERIAL),
    (Light, _LIGHT),
    (PerspectiveCamera, _PERSPECTIVE),
    (OrthographicCamera, _ORTHOGRAPHIC),
)


def property_of(element: Element | None, pointer: str) -> Property | None:
    """The field that a pointer below an element's own object means; None if it means none that we know.

    Args:
        element: a Node, Material, Light or Camera.
        pointer: without a slash in front, such as "pbrMetallicRoughness/baseColorFactor".

    Example:
        >>> property_of(Material(), "normalTexture/extensions/KHR_texture_transform/offset")
        Property(field='normal_texture.offset', width=2, kind='float')
    """
    table: dict[str, Property] = next((table for kind, table in _TABLES if isinstance(element, kind)), {})
    found = table.get(pointer)
    if found is not None:
        return found
    if isinstance(element, Material):
        place, _, name = pointer.partition(_TRANSFORM)
        if place in _TEXTURES and name in _TRANSFORMS:
            return Property(f"{_TEXTURES[place]}.{name}", _TRANSFORMS[name])
    elif isinstance(element, Node) and pointer.startswith("weights/") and pointer[8:].isdecimal():
        return Property(pointer)
    return None


def with_values(element: Any, values: dict[str, Any]) -> Any:
    """A copy of an element with other values in some fields; a field of an element within it makes that a copy too."""
    copy = twin(element)
    inner: dict[str, dict[str, Any]] = {}
    for field, value in values.items():
        name, _, rest = field.partition(".")
        if rest:
            inner.setdefault(name, {})[rest] = value
        else:
            setattr(copy, name, value)
    for name, more in inner.items():
        part = getattr(element, name, None)
        if part is not None:
            setattr(copy, name, with_values(part, more))
    return copy
