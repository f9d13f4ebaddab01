"""All checks of a document, in an order in which each can rely on those before it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from threedkit.io.gltf.checks.animations import check_animations
from threedkit.io.gltf.checks.asset import check_asset, check_extensions
from threedkit.io.gltf.checks.cameras import check_cameras
from threedkit.io.gltf.checks.data import check_data
from threedkit.io.gltf.checks.graph import check_graph
from threedkit.io.gltf.checks.materials import check_materials
from threedkit.io.gltf.checks.meshes import check_meshes
from threedkit.io.gltf.checks.nodes import check_nodes
from threedkit.io.gltf.checks.skins import check_skins
from threedkit.io.gltf.checks.textures import check_textures
from threedkit.io.gltf.checks.usage import check_usage

if TYPE_CHECKING:
    from threedkit.io.gltf.document import Document

__all__ = ["check_document"]


def check_document(document: Document) -> None:
    """List everything that is wrong with a document."""
    if not check_asset(document):
        return
    if not check_extensions(document):
        return
    check_graph(document)
    check_meshes(document)
    check_nodes(document)
    check_skins(document)
    check_cameras(document)
    check_textures(document)
    check_materials(document)
    check_animations(document)
    if document.thorough:
        check_data(document)
        check_usage(document)
