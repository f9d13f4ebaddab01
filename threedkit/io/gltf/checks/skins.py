"""Skins: their joints, where they hang in the hierarchy, and the nodes that they move."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from threedkit.io.gltf.checks.hierarchy import Hierarchy
from threedkit.io.gltf.checks.references import all_lead
from threedkit.io.gltf.schema import ABSENT

if TYPE_CHECKING:
    from threedkit.io.gltf import schema
    from threedkit.io.gltf.checks.uses import Uses
    from threedkit.io.gltf.document import Document

__all__ = ["check_skins"]

_NONE: Final = -1
_PLAIN: Final = {
    "translation": (0.0, 0.0, 0.0),
    "rotation": (0.0, 0.0, 0.0, 1.0),
    "scale": (1.0, 1.0, 1.0),
    "matrix": (1.0, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 1.0),
}


def check_skins(document: Document, uses: Uses, parents: list[int]) -> None:
    """Check all skins and the nodes that have one, and that no vertex names a joint that its skin does not have.

    Args:
        document: the document.
        uses: what uses what.
        parents: by node, its parent or -1.
    """
    gltf, problems = document.gltf, document.problems
    if not gltf.skins:
        return
    forest, roots = Hierarchy(parents), []
    for index, skin in enumerate(gltf.skins):
        where = f"/skins/{index}"
        all_lead(problems, skin.joints, len(gltf.nodes), "nodes", f"{where}/joints")
        uses.mark("nodes", skin.joints)
        joints = [joint for joint in skin.joints if 0 <= joint < len(parents)]
        roots.append(forest.common_root(joints))
        if roots[-1] == _NONE and skin.joints and not forest.has_loops():
            text = "all joints of a skin must hang under one node"
            problems.error("SKIN_NO_COMMON_ROOT", f"{where}/joints", text)
        if skin.inverse_bind_matrices != ABSENT:
            _check_matrices(document, uses, skin, f"{where}/inverseBindMatrices")
        if skin.skeleton >= len(gltf.nodes):
            text = f"there are {len(gltf.nodes)} nodes, none with index {skin.skeleton}"
            problems.error("UNRESOLVED_REFERENCE", f"{where}/skeleton", text)
        elif skin.skeleton != ABSENT and not forest.has_loops() and not forest.is_above(skin.skeleton, joints):
            text = f"node {skin.skeleton} is not above all joints of the skin"
            problems.error("SKIN_SKELETON_INVALID", f"{where}/skeleton", text)
    if not document.thorough:
        _check_joints(document)
    _check_scenes(document, forest, roots)
    if document.thorough:
        _report_skinned(document, parents)


def _check_matrices(document: Document, uses: Uses, skin: schema.Skin, where: str) -> None:
    problems, index = document.problems, skin.inverse_bind_matrices
    info = document.accessors.info(index, where)
    if info is None:
        return
    uses.accessor(index, "IBM", where)
    views = document.gltf.buffer_views
    if 0 <= info.buffer_view < len(views) and views[info.buffer_view].byte_stride:
        text = "the buffer view of inverse bind matrices must have no stride"
        problems.error("SKIN_IBM_ACCESSOR_WITH_BYTESTRIDE", where, text)
    if info.type != "MAT4" or info.component_type != 5126 or info.normalized:
        text = f"inverse bind matrices are MAT4 of FLOAT, not {info.type} of {info.component_type}"
        problems.error("SKIN_IBM_INVALID_FORMAT", where, text)
    else:
        document.accessors.array(index)
    if info.count < len(skin.joints):
        text = f"{info.count} matrices for {len(skin.joints)} joints"
        problems.error("INVALID_IBM_ACCESSOR_COUNT", where, text)


def _check_joints(document: Document) -> None:
    """That no vertex names a joint past the last; a report looks closer."""
    gltf = document.gltf
    seen: set[tuple[int, int]] = set()
    for index, node in [(i, node) for i, node in enumerate(gltf.nodes) if node.skin != ABSENT]:
        use = (node.mesh, node.skin)
        if use in seen or not (0 <= node.mesh < len(gltf.meshes) and 0 <= node.skin < len(gltf.skins)):
            continue
        seen.add(use)
        count = len(gltf.skins[node.skin].joints)
        for number, primitive in enumerate(gltf.meshes[node.mesh].primitives):
            for semantic, accessor in primitive.attributes.items():
                if not semantic.startswith("JOINTS_") or not 0 <= accessor < len(document.accessors):
                    continue
                highest = document.accessors.highest(accessor)
                if highest is not None and highest >= count:
                    where = f"/meshes/{node.mesh}/primitives/{number}/attributes/{semantic}"
                    text = f"joint {highest} is past the last of skin {node.skin}, which has {count} (node {index})"
                    document.problems.error("ACCESSOR_JOINTS_INDEX_OOB", where, text)


def _check_scenes(document: Document, forest: Hierarchy, roots: list[int]) -> None:
    """That a node with a skin is only in scenes in which its joints are.

    Args:
        document: the document.
        forest: its nodes.
        roots: by skin, the root of the tree of its joints, or -1.
    """
    gltf = document.gltf
    scenes: dict[int, set[int]] = {}
    for index, scene in enumerate(gltf.scenes):
        for top in scene.nodes or ():
            scenes.setdefault(top, set()).add(index)
    for index, node in [(i, node) for i, node in enumerate(gltf.nodes) if 0 <= node.skin < len(gltf.skins)]:
        root = roots[node.skin]
        seen = scenes.get(forest.roots[index], set()) | scenes.get(index, set())
        if root != _NONE and not seen <= scenes.get(root, set()):
            text = f"the joints of skin {node.skin} are not in the scene in which the node is"
            document.problems.error("NODE_SKIN_NO_SCENE", f"/nodes/{index}", text)


def _moves(node: schema.Node) -> bool:
    return any((value := getattr(node, name)) is not None and value != plain for name, plain in _PLAIN.items())


def _report_skinned(document: Document, parents: list[int]) -> None:
    nodes, problems = document.gltf.nodes, document.problems
    moved: dict[int, bool] = {_NONE: False}
    for index, node in enumerate(nodes):
        if not 0 <= node.skin < len(document.gltf.skins):
            continue
        if _moves(node):
            text = "its own transform does not move a skinned mesh: the joints do"
            problems.warning("NODE_SKINNED_MESH_LOCAL_TRANSFORMS", f"/nodes/{index}", text)
        if parents[index] != _NONE:
            if _is_moved(nodes, parents, parents[index], moved):
                text = "the transforms of the nodes above do not move a skinned mesh"
                problems.warning("NODE_SKINNED_MESH_PARENT_TRANSFORMS", f"/nodes/{index}", text)
            text = "a node with a skinned mesh is best a root"
            problems.info("NODE_SKINNED_MESH_NON_ROOT", f"/nodes/{index}", text)


def _is_moved(nodes: list[schema.Node], parents: list[int], node: int, known: dict[int, bool]) -> bool:
    """Whether a node or one above it has a transform; what is found out is kept for the next question."""
    path = []
    while node not in known:
        known[node] = False  # ends a loop
        path.append(node)
        node = parents[node]
    answer = known[node]
    for passed in reversed(path):
        answer = answer or _moves(nodes[passed])
        known[passed] = answer
    return answer
