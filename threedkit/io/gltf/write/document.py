"""The document as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from threedkit.io.gltf import schema
from threedkit.io.gltf.extensions import ENVIRONMENT, LIGHTS, VARIANTS, EnvironmentData, is_rewritten
from threedkit.io.gltf.extras import plain_extras
from threedkit.io.gltf.pointers import make_room
from threedkit.io.gltf.write.animations import write_animations
from threedkit.io.gltf.write.compression import PLAIN
from threedkit.io.gltf.write.context import Context, keep
from threedkit.io.gltf.write.draco import DracoWriter
from threedkit.io.gltf.write.materials import write_materials
from threedkit.io.gltf.write.meshes import write_meshes
from threedkit.io.gltf.write.meshopt import compress_views
from threedkit.io.gltf.write.nodes import write_cameras, write_lights, write_nodes, write_skins
from threedkit.io.gltf.write.textures import write_images, write_samplers, write_textures
from threedkit.io.gltf.write.variants import write_variants
from threedkit.scene import Environment

if TYPE_CHECKING:
    from threedkit.io.files import Bytes
    from threedkit.io.gltf.write.compression import Compression
    from threedkit.scene import RootSet, Scene

__all__ = ["Written", "write_document"]

_GENERATOR = "threedkit"


class Written(NamedTuple):
    """A document ready to be put into files.

    Attributes:
        gltf: the JSON; its only buffer has no URI yet.
        parts: the buffer's bytes in order.
        size: their number.
        images: image files beside a .gltf, by relative path; empty for a GLB.
    """

    gltf: schema.Gltf
    parts: list[Bytes]
    size: int
    images: dict[str, Any]


def write_document(
    scene: Scene, *, external: bool = False, environment: bool = True, compression: Compression = PLAIN
) -> Written:
    """Turn a scene into glTF.

    Args:
        scene: what to write.
        external: images become files beside a .gltf; else they go into the buffer.
        environment: write the scene's environment too.
        compression: how the meshes are compressed; not at all in the canonical form.

    Raises:
        FieldError: something in the scene has no form in glTF; the message names it.
        MissingPackageError: the codec's package is not installed.
    """
    context = Context(scene, external=external)
    if compression.method == "draco":
        context.draco = DracoWriter(context.packer, compression.draco)
    meshes = write_meshes(context)
    root = _root_extensions(context, scene, environment=environment)
    gltf = schema.Gltf(
        asset=_asset(scene),
        scene=min(scene.index, len(scene.alternates)),
        meshes=meshes,
        skins=write_skins(context),
        animations=write_animations(context),
        nodes=write_nodes(context),
        materials=write_materials(context),
        textures=write_textures(context),
        samplers=write_samplers(context),
        images=write_images(context),
        cameras=write_cameras(context),
        scenes=_scenes(context, scene),
        accessors=context.packer.accessors,
        buffer_views=context.packer.views,
    )
    if scene.document_extras:
        gltf.extras = plain_extras(scene.document_extras)
    if root:
        gltf.extensions = root
    if context.packer.size:
        gltf.buffers = [schema.Buffer(byte_length=context.packer.size)]
    for pointer in context.pointers:
        context.used.update(make_room(gltf, pointer))
    _declare(context, scene, gltf)
    parts, size = context.packer.parts, context.packer.size
    if compression.method == "meshopt":
        parts, size = compress_views(gltf, parts, khronos=compression.khronos)
    return Written(gltf, parts, size, context.external or {})


def _asset(scene: Scene) -> schema.Asset:
    """What was read, as it was; a document of our own names its generator."""
    told = scene.asset
    asset = schema.Asset(version=str(told.get("version") or "2.0"))
    asset.generator = str(told.get("generator") or ("" if told.get("version") else _GENERATOR))
    asset.min_version = str(told.get("minVersion") or "")
    for name in ("copyright", "extras", "extensions"):
        if name in told:
            setattr(asset, name, told[name])
    return asset


def _root_extensions(context: Context, scene: Scene, *, environment: bool) -> dict[str, Any]:
    extensions = context.extensions(scene.document_extensions)
    if context.parts.lights:
        extensions[LIGHTS] = {"lights": write_lights(context)}
        context.used.add(LIGHTS)
    if context.parts.variants:
        extensions[VARIANTS] = write_variants(context, scene)
        context.used.add(VARIANTS)
    around = _environment(context, scene.environment) if environment else {}
    if around:
        extensions[ENVIRONMENT] = around
        context.used.add(ENVIRONMENT)
    return extensions


def _environment(context: Context, environment: Environment | None) -> dict[str, Any]:
    """The extension's JSON; empty for the default environment."""
    if environment is None:
        return {"none": True}
    plain = Environment()
    values = keep(
        intensity=(environment.intensity, 1.0),
        rotation=(environment.rotation, 0.0),
        background=(environment.background, plain.background),
        background_color=(environment.background_color, plain.background_color),
        uri=(environment.uri, ""),
    )
    if environment.radiance is not None:
        height, width, _ = environment.radiance.shape
        values.update(width=width, height=height)
        values["radiance"] = context.packer.accessor(environment.radiance.reshape(-1, 3))
    result: dict[str, Any] = msgspec.to_builtins(EnvironmentData(**context.named(environment), **values))
    return result


def _scenes(context: Context, scene: Scene) -> list[schema.Scene]:
    entries: list[Scene | RootSet] = list(scene.alternates)
    entries.insert(min(scene.index, len(entries)), scene)
    return [
        schema.Scene(**context.named(entry), **keep(nodes=([context.nodes.of(root) for root in entry.roots], [])))
        for entry in entries
    ]


def _declare(context: Context, scene: Scene, gltf: schema.Gltf) -> None:
    """List the extensions in use, and those that the document declared without being seen to use them.

    What a document said not to be required stays so.
    """
    gltf.extensions_used = sorted(context.used | context.formats | set(scene.extensions_used))
    required = {name for name in scene.extensions_required if name in context.used or not is_rewritten(name)}
    optional = set(scene.extensions_used) - set(scene.extensions_required)
    gltf.extensions_required = sorted(required | (context.required - optional))
