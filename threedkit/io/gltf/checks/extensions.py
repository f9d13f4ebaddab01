"""What the extensions of nodes, textures, primitives, channels and buffer views refer to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from threedkit.io.gltf import schema
from threedkit.io.gltf.checks.references import leads
from threedkit.io.gltf.checks.uses import OTHER
from threedkit.io.gltf.extensions.animation_pointer import ANIMATION_POINTER
from threedkit.io.gltf.extensions.draco import DRACO
from threedkit.io.gltf.extensions.instancing import INSTANCING
from threedkit.io.gltf.extensions.lights import LIGHTS, NodeLight
from threedkit.io.gltf.extensions.meshopt import EXT_MESHOPT, KHR_MESHOPT
from threedkit.io.gltf.extensions.webp import WEBP
from threedkit.io.gltf.problems import pointer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from threedkit.io.gltf.checks.extended import Found
    from threedkit.io.gltf.checks.materials import Surfaces
    from threedkit.io.gltf.checks.uses import Uses
    from threedkit.io.gltf.document import Document

__all__ = ["check_extension_links", "check_unused_in_extensions", "check_variants"]

_VARIANTS: Final = "KHR_materials_variants"
_BASISU: Final = "KHR_texture_basisu"
_INSTANCE: Final = {"TRANSLATION": "VEC3", "ROTATION": "VEC4", "SCALE": "VEC3"}


def check_extension_links(document: Document, uses: Uses, founds: Iterable[Found]) -> None:
    """Follow the references in extensions that are not those of materials."""
    for found in founds:
        rule = _RULES.get(found.name)
        if rule is not None and found.data is not None:
            rule(document, uses, found)


def _check_light(document: Document, uses: Uses, found: Found) -> None:
    problems = document.problems
    if not isinstance(found.data, NodeLight):
        for index, light in enumerate(found.data.lights):
            _check_lamp(document, light, f"{found.where}/lights/{index}")
        return
    root = (document.gltf.extensions or {}).get(LIGHTS)
    if not isinstance(root, dict) or LIGHTS not in document.gltf.extensions_used:
        text = f"the root has no {LIGHTS} to refer to"
        problems.refuse("UNSATISFIED_DEPENDENCY", found.where, text)
        return
    lights = root.get("lights")
    count = len(lights) if isinstance(lights, list) else 0
    if leads(problems, found.data.light, count, "lights", f"{found.where}/light"):
        uses.mark(LIGHTS, (found.data.light,))


def _check_lamp(document: Document, light: Any, where: str) -> None:
    problems = document.problems
    if light.type == "spot":
        if light.spot is None:
            problems.error("UNDEFINED_PROPERTY", where, "the property 'spot' must be given")
        elif light.spot.outer_cone_angle <= light.spot.inner_cone_angle:
            text = "the outer cone must be wider than the inner one"
            problems.error("KHR_LIGHTS_PUNCTUAL_LIGHT_SPOT_ANGLES", f"{where}/spot/outerConeAngle", text)
    elif light.spot is not None and document.thorough:
        problems.info("EXTRA_PROPERTY", f"{where}/spot", "only a spot light has a cone")
    if light.type == "directional" and light.range is not None and document.thorough:
        problems.info("EXTRA_PROPERTY", f"{where}/range", "the light of the sun has no range")


def _check_texture(document: Document, uses: Uses, found: Found) -> None:
    uses.refer("images", found.data.source, document.gltf.images, f"{found.where}/source")


def _check_pointer(document: Document, _uses: Uses, found: Found) -> None:
    problems, target = document.problems, found.owner
    if not isinstance(target, schema.ChannelTarget):
        return
    if 0 <= target.node < len(document.gltf.nodes):
        text = "a channel with a pointer must not have a target node"
        problems.error("KHR_ANIMATION_POINTER_ANIMATION_CHANNEL_TARGET_NODE", found.where, text)
    if target.path != "pointer":
        text = f"the path of its channel must be 'pointer', not {target.path[:40]!r}"
        problems.error("KHR_ANIMATION_POINTER_ANIMATION_CHANNEL_TARGET_PATH", found.where, text)


def _check_instances(document: Document, uses: Uses, found: Found) -> None:
    """The formats of EXT_mesh_gpu_instancing; all attributes are of one length."""
    problems, count = document.problems, None
    for semantic, index in found.data.attributes.items():
        where = f"{found.where}/attributes{pointer(semantic)}"
        info = document.accessors.info(index, where)
        if info is None:
            continue
        uses.mark("accessors", (index,))
        count = info.count if count is None else count
        if info.count != count:
            text = f"{info.count} elements where there are {count} instances"
            problems.error("MESH_PRIMITIVE_UNEQUAL_ACCESSOR_COUNT", where, text)
        wanted = _INSTANCE.get(semantic)
        floating = info.component_type == 5126 or (semantic == "ROTATION" and info.normalized)
        if wanted is not None and (info.type != wanted or not floating):
            text = f"{semantic} of instances must be {wanted} of FLOAT"
            problems.error("MESH_PRIMITIVE_ATTRIBUTES_ACCESSOR_INVALID_FORMAT", where, text)
        elif wanted is None and not semantic.startswith("_"):
            text = f"{semantic[:60]!r} is no attribute of an instance; names of one's own begin with an underscore"
            problems.error("MESH_PRIMITIVE_INVALID_ATTRIBUTE", where, text)


def _check_draco(document: Document, uses: Uses, found: Found) -> None:
    problems, primitive, data = document.problems, found.owner, found.data
    views = document.gltf.buffer_views
    if leads(problems, data.buffer_view, len(views), "buffer views", f"{found.where}/bufferView"):
        uses.view(data.buffer_view, OTHER, f"{found.where}/bufferView")
    if not isinstance(primitive, schema.Primitive):
        return
    if primitive.mode not in {4, 5}:
        text = f"Draco holds triangles, but the primitive's mode is {primitive.mode}"
        problems.error("VALUE_NOT_IN_RANGE", f"{found.at}/mode", text)
    for semantic in data.attributes:
        if semantic not in primitive.attributes:
            where = f"{found.where}/attributes{pointer(semantic)}"
            text = f"the primitive has no {semantic[:60]}"
            problems.error("MESH_PRIMITIVE_INVALID_ATTRIBUTE", where, text)


def _check_meshopt(document: Document, uses: Uses, found: Found) -> None:
    problems, data, buffers = document.problems, found.data, document.gltf.buffers
    if not isinstance(found.owner, schema.BufferView):
        return
    if not leads(problems, data.buffer, len(buffers), "buffers", f"{found.where}/buffer"):
        return
    uses.mark("buffers", (data.buffer,))
    size = buffers[data.buffer].byte_length
    if 0 < size < data.byte_offset + data.byte_length:
        text = f"it ends at byte {data.byte_offset + data.byte_length} of buffer {data.buffer}, which has {size}"
        problems.error("BUFFER_VIEW_TOO_LONG", found.where, text)
    if data.count > 0 and data.byte_stride > 0 and data.count * data.byte_stride != found.owner.byte_length > 0:
        text = f"{data.count} elements of {data.byte_stride} bytes are not the {found.owner.byte_length} of the view"
        problems.error("BUFFER_VIEW_TOO_LONG", f"{found.where}/count", text)


def check_variants(document: Document, uses: Uses, surfaces: Surfaces, founds: Iterable[Found]) -> None:
    """Check that mappings lead to variants and materials, and that each variant is in one mapping of a primitive."""
    problems, gltf = document.problems, document.gltf
    root = (gltf.extensions or {}).get(_VARIANTS)
    known = isinstance(root, dict) and _VARIANTS in gltf.extensions_used
    names = root.get("variants") if isinstance(root, dict) else None
    count = len(names) if isinstance(names, list) else 0
    for found in founds:
        if found.name != _VARIANTS or found.data is None or not isinstance(found.owner, schema.Primitive):
            continue
        seen: set[int] = set()
        for number, mapping in enumerate(found.data.mappings):
            where = f"{found.where}/mappings/{number}"
            if not known:
                problems.refuse("UNSATISFIED_DEPENDENCY", where, f"the root has no {_VARIANTS} to refer to")
                continue
            for i, index in enumerate(mapping.variants):
                if index >= 0 and index in mapping.variants[:i]:
                    problems.error("DUPLICATE_ELEMENTS", f"{where}/variants/{i}", f"{index} is in the array twice")
                if index >= 0 and index in seen:
                    text = f"variant {index} is in another mapping of the primitive already"
                    problems.error("KHR_MATERIALS_VARIANTS_NON_UNIQUE_VARIANT", f"{where}/variants/{i}", text)
                seen.add(index)
                leads(problems, index, count, "variants", f"{where}/variants/{i}")
            uses.mark(_VARIANTS, mapping.variants)
            if uses.refer("materials", mapping.material, gltf.materials, f"{where}/material"):
                surfaces.mapped.setdefault(found.at, []).append((mapping.material, where))


def check_unused_in_extensions(document: Document, uses: Uses) -> None:
    """Say which lights and variants nothing refers to."""
    for name, member in ((LIGHTS, "lights"), (_VARIANTS, "variants")):
        root = (document.gltf.extensions or {}).get(name)
        items = root.get(member) if isinstance(root, dict) and name in document.gltf.extensions_used else None
        if isinstance(items, list) and all(isinstance(item, dict) for item in items):
            for index in sorted(set(range(min(len(items), 10_000))) - uses.used[name]):
                where = f"/extensions/{name}/{member}/{index}"
                document.problems.info("UNUSED_OBJECT", where, "nothing refers to it")


_RULES: Final[dict[str, Callable[[Document, Uses, Found], None]]] = {
    ANIMATION_POINTER: _check_pointer,
    DRACO: _check_draco,
    EXT_MESHOPT: _check_meshopt,
    INSTANCING: _check_instances,
    KHR_MESHOPT: _check_meshopt,
    LIGHTS: _check_light,
    WEBP: _check_texture,
    _BASISU: _check_texture,
}
