"""Variants of materials (KHR_materials_variants)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from threedkit.io.gltf.extensions import VARIANTS, VariantList, VariantMappings, parse
from threedkit.io.gltf.problems import pointer
from threedkit.io.gltf.read.common import unnamed
from threedkit.scene import Variant, VariantMaterial

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from threedkit.io.gltf.document import Document
    from threedkit.io.gltf.extensions import MappingData
    from threedkit.scene import Material, Mesh

__all__ = ["read_variants"]


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
            for j, inner in enumerate(source.primitives):
                if inner.extensions and VARIANTS in inner.extensions:
                    where = pointer("meshes", i, "primitives", j)
                    mesh.primitives[j].variants = reader.read(inner.extensions, where)
    return variants


class _Mappings:
    def __init__(self, document: Document, variants: Sequence[Variant], materials: Sequence[Material]) -> None:
        self._document, self._variants, self._materials = document, variants, materials

    def read(self, extensions: Mapping[str, Any], where: str) -> tuple[VariantMaterial, ...]:
        """What a primitive has in the variants."""
        found = parse(self._document, extensions, VARIANTS, VariantMappings, where)
        if found is None or not self._variants:
            return ()
        seen: set[int] = set()
        where = f"{where}/extensions/{VARIANTS}/mappings"
        made = [self._mapping(source, f"{where}/{i}", seen) for i, source in enumerate(found.mappings)]
        return tuple(mapping for mapping in made if mapping is not None)

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
