"""What belongs together across objects, and what nothing uses: for reports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from threedkit.io.gltf.checks.materials import texture_infos
from threedkit.io.gltf.extensions import TEXTURE_TRANSFORM, WEBP
from threedkit.io.gltf.problems import pointer
from threedkit.io.gltf.schema import ABSENT
from threedkit.scene.image import sniff

if TYPE_CHECKING:
    from collections.abc import Iterable

    from threedkit.io.gltf.document import Document

__all__ = ["check_usage"]


def check_usage(document: Document) -> None:
    """Check texture coordinates against materials and media types against bytes, and hint at unused objects."""
    _check_texcoords(document)
    _check_images(document)
    if not document.gltf.extensions_used:  # an extension may use what nothing else does
        _check_unused(document)


def _check_texcoords(document: Document) -> None:
    gltf = document.gltf
    needs: list[dict[str, int]] = []
    for material in gltf.materials:
        sets = {}
        for member, info in texture_infos(material):
            moved = (info.extensions or {}).get(TEXTURE_TRANSFORM)
            inner = moved.get("texCoord") if isinstance(moved, dict) else None
            sets[member] = inner if isinstance(inner, int) else info.tex_coord
        needs.append(sets)
    for i, mesh in enumerate(gltf.meshes):
        for j, primitive in enumerate(mesh.primitives):
            wanted = needs[primitive.material] if 0 <= primitive.material < len(needs) else {}
            for member, number in wanted.items():
                if f"TEXCOORD_{number}" not in primitive.attributes:
                    text = f"{member} of material {primitive.material} needs TEXCOORD_{number}"
                    where = f"/meshes/{i}/primitives/{j}/material"
                    document.problems.error("MESH_PRIMITIVE_TOO_FEW_TEXCOORDS", where, text)


def _check_images(document: Document) -> None:
    for index, image in enumerate(document.gltf.images):
        where = pointer("images", index)
        data = document.buffers.view(image.buffer_view) if image.buffer_view != ABSENT else None
        if data is None:
            continue
        found = sniff(data)
        if not found:
            document.problems.warning("IMAGE_UNRECOGNIZED_FORMAT", where, "the bytes are no PNG, JPEG, WebP or KTX2")
        elif image.mime_type and found != image.mime_type:
            text = f"declared as {image.mime_type[:40]}, but the bytes are {found}"
            document.problems.error("IMAGE_MIME_TYPE_INVALID", where, text)


def _check_unused(document: Document) -> None:
    gltf = document.gltf
    primitives = [primitive for mesh in gltf.meshes for primitive in mesh.primitives]
    infos = [info for material in gltf.materials for _, info in texture_infos(material)]
    used: dict[str, tuple[int, set[int]]] = {
        "meshes": (len(gltf.meshes), {node.mesh for node in gltf.nodes}),
        "cameras": (len(gltf.cameras), {node.camera for node in gltf.nodes}),
        "skins": (len(gltf.skins), {node.skin for node in gltf.nodes}),
        "materials": (len(gltf.materials), {primitive.material for primitive in primitives}),
        "textures": (len(gltf.textures), {info.index for info in infos}),
        "samplers": (len(gltf.samplers), {texture.sampler for texture in gltf.textures}),
        "images": (
            len(gltf.images),
            {texture.source for texture in gltf.textures if WEBP not in (texture.extensions or {})},
        ),
        "accessors": (len(gltf.accessors), set(_accessors(document))),
    }
    for name, (count, indices) in used.items():
        for index in sorted(set(range(min(count, 10_000))) - indices):
            document.problems.hint("UNUSED_OBJECT", pointer(name, index), "nothing refers to it")


def _accessors(document: Document) -> Iterable[int]:
    gltf = document.gltf
    for mesh in gltf.meshes:
        for primitive in mesh.primitives:
            yield from primitive.attributes.values()
            yield primitive.indices
            for target in primitive.targets or ():
                yield from target.values()
    for skin in gltf.skins:
        yield skin.inverse_bind_matrices
    for animation in gltf.animations:
        for sampler in animation.samplers:
            yield sampler.input
            yield sampler.output
