"""Materials: the textures in their slots, the coordinates that these ask for, extensions that need each other."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from threedkit.io.gltf import schema
from threedkit.io.gltf.checks.extended import objects_in
from threedkit.io.gltf.extensions.places import PLACES
from threedkit.io.gltf.extensions.texture_transform import TEXTURE_TRANSFORM

if TYPE_CHECKING:
    from collections.abc import Iterable

    from threedkit.io.gltf.checks.extended import Found
    from threedkit.io.gltf.checks.uses import Uses
    from threedkit.io.gltf.document import Document

__all__ = ["Surfaces", "check_materials"]

_ANISOTROPY: Final = "KHR_materials_anisotropy"
_CLEARCOAT: Final = "KHR_materials_clearcoat"
_DISPERSION: Final = "KHR_materials_dispersion"
_EMISSIVE: Final = "KHR_materials_emissive_strength"
_IOR: Final = "KHR_materials_ior"
_IRIDESCENCE: Final = "KHR_materials_iridescence"
_TRANSMISSION: Final = ("KHR_materials_transmission", "KHR_materials_diffuse_transmission")
_VOLUME: Final = "KHR_materials_volume"


class Surfaces:
    """What materials ask of the primitives that use them.

    Attributes:
        tangents: materials that need a tangent space.
        mapped: by JSON pointer of a primitive, the mappings of its variants.
    """

    def __init__(self, document: Document, founds: Iterable[Found]) -> None:
        """Go through all texture slots, those in extensions too."""
        self._problems = document.problems
        self._texcoords: list[list[tuple[str, int]]] = [[] for _ in document.gltf.materials]
        self.slots: list[tuple[str, schema.TextureInfo]] = []
        self.tangents: set[int] = set()
        self.mapped: dict[str, list[tuple[int, str]]] = {}
        for index, material in enumerate(document.gltf.materials):
            self._add(index, material, f"/materials/{index}")
        for found in founds:
            if found.where.startswith("/materials/") and found.data is not None:
                self._add(int(found.where.split("/")[2]), found.data, found.where)
                if found.name == TEXTURE_TRANSFORM:
                    self._texcoords[int(found.where.split("/")[2])].append((found.where, found.data.tex_coord))

    @property
    def plain(self) -> bool:
        """Whether no material has a texture, nor any primitive variants."""
        return not self.slots and not self.mapped

    def _add(self, material: int, value: schema.Property, where: str) -> None:
        if isinstance(value, schema.Material) and not _has_textures(value):
            return
        for member, at in objects_in(value, where):
            if isinstance(member, schema.TextureInfo):
                self.slots.append((at, member))
                self._texcoords[material].append((at, member.tex_coord))
                if isinstance(member, schema.NormalTextureInfo) or at.endswith("/anisotropyTexture"):
                    self.tangents.add(material)

    def check_texcoords(self, material: int, sets: int, where: str) -> set[int]:
        """See that a primitive has the texture coordinates that a material asks for; gives those that it uses."""
        used = set()
        for slot, number in self._texcoords[material] if 0 <= material < len(self._texcoords) else ():
            if number >= sets:
                text = f"{slot} needs TEXCOORD_{number}"
                self._problems.error("MESH_PRIMITIVE_TOO_FEW_TEXCOORDS", where, text)
            elif number >= 0:
                used.add(number)
        return used


def _has_textures(material: schema.Material) -> bool:
    rough = material.pbr_metallic_roughness
    inner = rough is not None and (rough.base_color_texture or rough.metallic_roughness_texture)
    return bool(inner or material.normal_texture or material.occlusion_texture or material.emissive_texture)


def check_materials(document: Document, uses: Uses, surfaces: Surfaces, founds: Iterable[Found]) -> None:
    """Check that all slots lead to textures; a report also tells what has no effect."""
    for where, info in surfaces.slots:
        uses.refer("textures", info.index, document.gltf.textures, f"{where}/index")
    for found in founds:
        if found.name == _IOR and found.data is not None and 0.0 < found.data.ior < 1.0:
            text = f"must be 0 or at least 1, not {found.data.ior:g}"
            document.problems.error("VALUE_NOT_IN_RANGE", f"{found.where}/ior", text)
        rule = _RULES.get(found.name)
        if rule is None or found.data is None or not document.thorough:
            continue
        if isinstance(found.owner, schema.Material):
            rule(document, found.owner, found)
    if not document.thorough:
        return
    for index, material in enumerate(document.gltf.materials):
        if material.alpha_mode != "MASK" and "alphaCutoff" in document.plain("materials", index):
            where = f"/materials/{index}/alphaCutoff"
            document.problems.warning("MATERIAL_ALPHA_CUTOFF_INVALID_MODE", where, "only MASK uses it")


def _check_anisotropy(document: Document, material: schema.Material, found: Found) -> None:
    texture, normal = found.data.anisotropy_texture, material.normal_texture
    if texture is not None and normal is not None and normal.tex_coord != texture.tex_coord:
        code = "KHR_MATERIALS_ANISOTROPY_ANISOTROPY_TEXTURE_TEXCOORD"
        text = "normal and anisotropy textures should use the same coordinates"
        document.problems.warning(code, f"{found.where}/anisotropyTexture", text)


def _check_clearcoat(document: Document, material: schema.Material, found: Found) -> None:
    texture, normal = found.data.clearcoat_normal_texture, material.normal_texture
    if texture is not None and normal is not None and normal.tex_coord != texture.tex_coord:
        code = "KHR_MATERIALS_CLEARCOAT_CLEARCOAT_NORMAL_TEXTURE_TEXCOORD"
        text = "normal and clearcoat normal textures should use the same coordinates"
        document.problems.warning(code, f"{found.where}/clearcoatNormalTexture", text)


def _check_dispersion(document: Document, material: schema.Material, found: Found) -> None:
    if _VOLUME not in (material.extensions or {}):
        text = f"dispersion has no effect without {_VOLUME}"
        document.problems.warning("KHR_MATERIALS_DISPERSION_NO_VOLUME", found.where, text)


def _check_emissive(document: Document, material: schema.Material, found: Found) -> None:
    strength = found.data.emissive_strength
    if not math.isnan(strength) and strength != 1.0 and material.emissive_factor == (0.0, 0.0, 0.0):
        text = "it has no effect: the emissive factor is zero"
        document.problems.warning("KHR_MATERIALS_EMISSIVE_STRENGTH_ZERO_FACTOR", found.where, text)


def _check_iridescence(document: Document, _material: schema.Material, found: Found) -> None:
    data = found.data
    if data.iridescence_thickness_texture is not None:
        if data.iridescence_thickness_minimum == data.iridescence_thickness_maximum:
            code = "KHR_MATERIALS_IRIDESCENCE_THICKNESS_TEXTURE_UNUSED"
            text = "it has no effect: minimum and maximum are the same"
            document.problems.info(code, f"{found.where}/iridescenceThicknessTexture", text)
    elif "iridescenceThicknessMinimum" in found.plain:
        code = "KHR_MATERIALS_IRIDESCENCE_THICKNESS_RANGE_WITHOUT_TEXTURE"
        text = "it has no effect without a thickness texture"
        document.problems.info(code, f"{found.where}/iridescenceThicknessMinimum", text)


def _check_volume(document: Document, material: schema.Material, found: Found) -> None:
    others = material.extensions or {}
    unknown = any(name not in document.gltf.extensions_used or name not in PLACES for name in others)
    if not unknown and not any(name in others for name in _TRANSMISSION):
        text = "a volume shows only with an extension that lets light through"
        document.problems.warning("KHR_MATERIALS_VOLUME_NO_TRANSMISSION", found.where, text)
    if material.double_sided and found.data.thickness_factor > 0.0:
        text = "a volume should not be double-sided"
        document.problems.warning("KHR_MATERIALS_VOLUME_DOUBLE_SIDED", found.where, text)


_RULES: Final = {
    _ANISOTROPY: _check_anisotropy,
    _CLEARCOAT: _check_clearcoat,
    _DISPERSION: _check_dispersion,
    _EMISSIVE: _check_emissive,
    _IRIDESCENCE: _check_iridescence,
    _VOLUME: _check_volume,
}
