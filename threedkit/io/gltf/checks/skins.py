"""Skins, and the joints that skinned vertices name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from threedkit.io.gltf.checks.references import all_lead, leads
from threedkit.io.gltf.problems import pointer
from threedkit.io.gltf.schema import ABSENT

if TYPE_CHECKING:
    from threedkit.io.gltf import schema
    from threedkit.io.gltf.document import Document

__all__ = ["check_skins"]


def check_skins(document: Document) -> None:
    """Check all skins, and that no vertex names a joint that its skin does not have."""
    gltf = document.gltf
    for index, skin in enumerate(gltf.skins):
        where = pointer("skins", index)
        if not skin.joints:
            document.problems.error("EMPTY_ENTITY", f"{where}/joints", "a skin needs joints")
        all_lead(document.problems, skin.joints, len(gltf.nodes), "nodes", f"{where}/joints")
        leads(document.problems, skin.skeleton, len(gltf.nodes), "nodes", f"{where}/skeleton")
        if skin.inverse_bind_matrices != ABSENT:
            _check_matrices(document, skin, f"{where}/inverseBindMatrices")
        if document.thorough:
            _check_root(document, skin, f"{where}/joints")
    seen: set[tuple[int, int]] = set()
    for index, node in enumerate(gltf.nodes):
        if node.skin == ABSENT or (node.mesh, node.skin) in seen:
            continue
        seen.add((node.mesh, node.skin))
        if 0 <= node.mesh < len(gltf.meshes) and node.skin < len(gltf.skins):
            _check_joints(document, index, node)


def _check_matrices(document: Document, skin: schema.Skin, where: str) -> None:
    info = document.accessors.info(skin.inverse_bind_matrices, where)
    if info is None:
        return
    if info.type != "MAT4" or info.component_type != 5126:
        text = f"inverse bind matrices are MAT4 of FLOAT, not {info.type} of {info.component_type}"
        document.problems.error("SKIN_IBM_INVALID_FORMAT", where, text)
    elif info.count < len(skin.joints):
        text = f"{info.count} matrices for {len(skin.joints)} joints"
        document.problems.error("INVALID_IBM_ACCESSOR_COUNT", where, text)
    else:
        document.accessors.array(skin.inverse_bind_matrices)


def _check_root(document: Document, skin: schema.Skin, where: str) -> None:
    """Whether all joints hang under one node."""
    nodes = document.gltf.nodes
    parents = {child: index for index, node in enumerate(nodes) for child in node.children or ()}
    roots = set()
    for joint in skin.joints:
        node = joint
        for _ in range(len(nodes)):
            if node not in parents:
                break
            node = parents[node]
        roots.add(node)
    if len(roots) > 1:
        document.problems.error("SKIN_NO_COMMON_ROOT", where, "all joints of a skin must hang under one node")


def _check_joints(document: Document, index: int, node: schema.Node) -> None:
    count = len(document.gltf.skins[node.skin].joints)
    for number, primitive in enumerate(document.gltf.meshes[node.mesh].primitives):
        for semantic, accessor in primitive.attributes.items():
            if not semantic.startswith("JOINTS_") or accessor >= len(document.accessors):
                continue
            highest = document.accessors.highest(accessor)
            if highest is not None and highest >= count:
                where = f"/meshes/{node.mesh}/primitives/{number}/attributes/{semantic}"
                text = f"joint {highest} is past the last of skin {node.skin}, which has {count} (node {index})"
                document.problems.error("ACCESSOR_JOINTS_INDEX_OOB", where, text)
