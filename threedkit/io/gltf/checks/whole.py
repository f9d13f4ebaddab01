"""All checks of a document, in an order in which each can rely on those before it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from threedkit.io.gltf.checks.accessors import check_accessors, check_idle_accessors
from threedkit.io.gltf.checks.animations import check_animations
from threedkit.io.gltf.checks.asset import check_asset, check_extensions
from threedkit.io.gltf.checks.cameras import check_cameras
from threedkit.io.gltf.checks.data import check_data
from threedkit.io.gltf.checks.depth import check_depth
from threedkit.io.gltf.checks.extended import extension_objects
from threedkit.io.gltf.checks.extensions import check_extension_links, check_unused_in_extensions, check_variants
from threedkit.io.gltf.checks.graph import check_graph
from threedkit.io.gltf.checks.images import check_images
from threedkit.io.gltf.checks.materials import Surfaces, check_materials
from threedkit.io.gltf.checks.meshes import check_meshes
from threedkit.io.gltf.checks.nodes import check_nodes
from threedkit.io.gltf.checks.skins import check_skins
from threedkit.io.gltf.checks.textures import check_image_links, check_textures
from threedkit.io.gltf.checks.uses import Uses
from threedkit.io.gltf.draco_primitives import unfold_meshes

if TYPE_CHECKING:
    from threedkit.io.gltf.document import Document

__all__ = ["check_document"]


def check_document(document: Document) -> None:
    """List everything that is wrong with a document."""
    if not check_asset(document):
        return
    if not check_depth(document):
        return
    check_extensions(document)
    founds = extension_objects(document)
    unfold_meshes(document)
    uses = Uses(document)
    check_accessors(document, uses)
    check_image_links(document, uses)
    check_textures(document, uses)
    surfaces = Surfaces(document, founds)
    check_materials(document, uses, surfaces, founds)
    check_extension_links(document, uses, founds)
    check_variants(document, uses, surfaces, founds)
    check_meshes(document, uses, surfaces)
    parents = check_graph(document, uses)
    check_nodes(document, uses)
    check_cameras(document)
    check_skins(document, uses, parents)
    check_animations(document, uses)
    check_images(document)
    if document.thorough:
        check_data(document)
        uses.report()
        check_unused_in_extensions(document, uses)
    else:
        check_idle_accessors(document, uses)
