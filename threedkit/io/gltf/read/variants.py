"""Variants of materials (KHR_materials_variants)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from threedkit.io.gltf.extensions import VARIANTS, VariantList, VariantMappings, parse
from threedkit.io.gltf.problems import pointer
from threedkit.io.gltf.read.common import inner, unnamed
from threedkit.scene import Variant, VariantMaterial

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from threedkit.io.gltf.document import Document
    from threedkit.io.gltf.extensions import MappingData
    from threedkit.scene import Material, Mesh, Primitive

__all__ = ["read_variants", "read_variants_nested"]


def read_variants(document: Document, meshes: Sequence[Mesh], materials: Sequence[Material]) -> list[Variant]:
    """All variants; the primitives get the materials that they have in them."""
    found = parse(document, document.gltf.extensions, VARIANTS, VariantList, "")
    listed = [] if found is None else found.variants
    place = f"/extensions/{VARIANTS}/variants"
    variants = [
        Variant._trusted(name=one.name, **unnamed(document, one, f"{place}/{i}")) for i, one in enumerate(listed)
    ]
    if VARIANTS in document.gltf.extensions_used or variants:
        reader = _Mappings(document, variants, materials)
        for i, (mesh, source) in enumerate(zip(meshes, document.gltf.meshes, strict=True)):
            for j, part in enumerate(source.primitives):
                if part.extensions and VARIANTS in part.extensions:
                    where = pointer("meshes", i, "primitives", j)
                    reader.read(mesh.primitives[j], part.extensions, where)
    return variants


def read_variants_nested(document: Document) -> dict[str, Any]:
    """Extras and extensions of the list of variants itself, as `Scene.nested` keeps them."""
    found = parse(document, document.gltf.extensions, VARIANTS, VariantList, "")
    if found is None:
        return {}
    nested: dict[str, Any] = inner(document, VARIANTS, found, f"/extensions/{VARIANTS}", told=True).get("nested", {})
    return nested


class _Mappings:
    def __init__(self, document: Document, variants: Sequence[Variant], materials: Sequence[Material]) -> None:
        self._document, self._variants, self._materials = document, variants, materials

    def read(self, primitive: Primitive, extensions: Mapping[str, Any], where: str) -> None:
        """Give a primitive what it has in the variants."""
        found = parse(self._document, extensions, VARIANTS, VariantMappings, where)
        if found is None or not self._variants:
            return
        seen: set[int] = set()
        where = f"{where}/extensions/{VARIANTS}"
        made = [self._mapping(source, f"{where}/mappings/{i}", seen) for i, source in enumerate(found.mappings)]
        primitive.variants = tuple(mapping for mapping in made if mapping is not None)
        for name, rest in inner(self._document, VARIANTS, found, where, told=True).get("nested", {}).items():
            primitive.nested = {**primitive.nested, name: rest}

    def _mapping(self, source: MappingData, where: str, seen: set[int]) -> VariantMaterial | None:
        self._leads(source.material, len(self._materials), "materials", f"{where}/material")
        for i, index in enumerate(source.variants):
            self._leads(index, len(self._variants), "variants", f"{where}/variants/{i}")
            if index in seen:
                text = f"variant {index} has a material already"
                code = "KHR_MATERIALS_VARIANTS_NON_UNIQUE_VARIANT"
                self._document.problems.error(code, f"{where}/variants/{i}", text)
            seen.add(index)
        if self._document.problems.has_errors:
            return None
        return VariantMaterial._trusted(
            name=source.name,
            material=self._materials[source.material],
            variants=tuple(self._variants[index] for index in source.variants),
            **unnamed(self._document, source, where),
        )

    def _leads(self, index: int, count: int, what: str, where: str) -> None:
        if not 0 <= index < count:
            text = f"there are {count} {what}, none with index {index}"
            self._document.problems.error("UNRESOLVED_REFERENCE", where, text)
