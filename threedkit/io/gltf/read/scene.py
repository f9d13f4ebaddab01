"""The scene as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from threedkit.io.gltf.extensions import ENVIRONMENT, QUANTIZATION, SOURCE_TYPES
from threedkit.io.gltf.extensions.draco import DRACO
from threedkit.io.gltf.extensions.materials import SPECULAR_GLOSSINESS
from threedkit.io.gltf.extensions.meshopt import MESHOPT
from threedkit.io.gltf.problems import pointer
from threedkit.io.gltf.read.animations import read_animations
from threedkit.io.gltf.read.common import named, unnamed
from threedkit.io.gltf.read.environment import read_environment
from threedkit.io.gltf.read.materials import read_materials
from threedkit.io.gltf.read.meshes import read_meshes
from threedkit.io.gltf.read.nodes import read_cameras, read_lights, read_nodes, read_skins
from threedkit.io.gltf.read.textures import read_images, read_samplers, read_textures
from threedkit.io.gltf.read.variants import read_variants, read_variants_nested
from threedkit.io.gltf.schema import ABSENT
from threedkit.scene import Node, RootSet, Scene

if TYPE_CHECKING:
    from collections.abc import Sequence

    from threedkit.io.gltf import schema
    from threedkit.io.gltf.document import Document

__all__ = ["read_scene"]

# Said by dtypes, images and the environment, or undone when read; all other declarations are kept.
_REBUILT = frozenset({QUANTIZATION, *SOURCE_TYPES, DRACO, *MESHOPT, SPECULAR_GLOSSINESS, ENVIRONMENT})


def read_scene(document: Document) -> Scene:
    """Make the Scene of a document that the checks have passed.

    Lists keep the document's order and everything that nothing refers to. Arrays are views on the document's bytes.
    """
    images, samplers = read_images(document), read_samplers(document)
    textures = read_textures(document, images, samplers)
    materials = read_materials(document, textures)
    meshes = read_meshes(document, materials)
    variants = read_variants(document, meshes, materials)
    cameras, lights, skins = read_cameras(document), read_lights(document), read_skins(document)
    nodes = read_nodes(document, meshes, cameras, lights, skins)
    kept = {"nested": read_variants_nested(document)} if variants else {}
    scene = Scene._trusted(**_values(document, nodes), **kept)
    lists: dict[str, Sequence[Any]] = {
        "images": images,
        "samplers": samplers,
        "textures": textures,
        "materials": materials,
        "variants": variants,
        "meshes": meshes,
        "cameras": cameras,
        "lights": lights,
        "skins": skins,
        "nodes": nodes,
    }
    scene.declare(**lists, animations=read_animations(document, lists))
    return scene


def _values(document: Document, nodes: Sequence[Node]) -> dict[str, Any]:
    gltf, problems = document.gltf, document.problems
    root = unnamed(document, gltf, "")
    values: dict[str, Any] = {
        "asset": msgspec.to_builtins(gltf.asset),
        "environment": read_environment(document),
        "document_extras": root.get("extras", {}),
        "document_extensions": root.get("extensions", {}),
        "extensions_used": tuple(sorted(set(gltf.extensions_used) - _REBUILT)),
        "extensions_required": tuple(sorted(set(gltf.extensions_required) - _REBUILT | _asked_for(gltf))),
    }
    if not gltf.scenes:
        values["roots"] = tuple(node for node in nodes if node.parent is None)
        return values
    chosen = 0 if gltf.scene == ABSENT else gltf.scene
    sets = []
    for index, source in enumerate(gltf.scenes):
        roots = tuple(nodes[i] for i in source.nodes or ())
        entry = {"roots": roots, **named(document, source, pointer("scenes", index))}
        if index == chosen:
            values.update(entry)
        else:
            sets.append(RootSet(**entry))
    problems.raise_errors()
    return {**values, "index": chosen, "alternates": tuple(sets)}


def _asked_for(gltf: schema.Gltf) -> set[str]:
    """The extensions of textures that are required although each texture with them has another image as well."""
    asked = set(SOURCE_TYPES).intersection(gltf.extensions_required)
    return {name for name in asked if _with_fallback(gltf, name)}


def _with_fallback(gltf: schema.Gltf, name: str) -> bool:
    users = [texture for texture in gltf.textures if name in (texture.extensions or {})]
    return bool(users) and all(texture.source != ABSENT for texture in users)
