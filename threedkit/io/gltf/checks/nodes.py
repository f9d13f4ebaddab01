"""What each node refers to, and its transform."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from threedkit.io.gltf.checks.matrices import decomposable
from threedkit.io.gltf.checks.semantics import semantics_of
from threedkit.io.gltf.schema import ABSENT

if TYPE_CHECKING:
    from threedkit.io.gltf import schema
    from threedkit.io.gltf.checks.uses import Uses
    from threedkit.io.gltf.document import Document

__all__ = ["check_nodes", "is_skinned"]

_UNIT: Final = 0.00769
"""How far from 1 the length of a rotation may be: the Khronos validator's threshold."""

_IDENTITY: Final = (1.0, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 1.0)


def check_nodes(document: Document, uses: Uses) -> None:
    """Check references, transforms and morph weights of all nodes."""
    gltf, nodes = document.gltf, document.gltf.nodes
    if not nodes:
        return
    special = document.special_nodes()
    for member, where, indices, items in (
        ("mesh", range(len(nodes)), [node.mesh for node in nodes], gltf.meshes),
        ("camera", special, [nodes[i].camera for i in special], gltf.cameras),
        ("skin", special, [nodes[i].skin for i in special], gltf.skins),
    ):
        name = "meshes" if member == "mesh" else f"{member}s"
        if max(indices, default=ABSENT) >= len(items) or document.problems.placeholders:
            for i, index in zip(where, indices, strict=True):
                uses.refer(name, index, items, f"/nodes/{i}/{member}")
        elif document.thorough:
            uses.mark(name, indices)
    _check_rotations(document)
    _check_matrices(document)
    skinned = [is_skinned(mesh) for mesh in gltf.meshes]
    joints = {joint for skin in gltf.skins for joint in skin.joints}
    for i in range(len(nodes)) if document.thorough else special:
        _check_mesh_use(document, uses, i, nodes[i], skinned)
        made_up = document.problems.is_placeholder("nodes", i)
        if document.thorough and i not in joints and not made_up and _is_empty(gltf, nodes[i]):
            document.problems.info("NODE_EMPTY", f"/nodes/{i}", "the node has neither content nor children")


def is_skinned(mesh: schema.Mesh) -> bool:
    """Whether any primitive has joints and weights."""
    return any(semantics_of(tuple(primitive.attributes)).joints for primitive in mesh.primitives)


def _is_empty(gltf: schema.Gltf, node: schema.Node) -> bool:
    held = 0 <= node.mesh < len(gltf.meshes) or 0 <= node.camera < len(gltf.cameras)
    bare = not held and node.children is None
    return bare and not node.extensions and node.extras is None


def _check_rotations(document: Document) -> None:
    for index, length in document.uneven_rotations().items():
        if abs(length - 1.0) > _UNIT:
            text = f"a quaternion's length must be 1, not {length:.6g}"
            document.problems.error("ROTATION_NON_UNIT", f"/nodes/{index}/rotation", text)


def _check_matrices(document: Document) -> None:
    problems, nodes = document.problems, document.gltf.nodes
    given = [(i, nodes[i], matrix) for i in document.special_nodes() if (matrix := nodes[i].matrix) is not None]
    good = decomposable([matrix for _, _, matrix in given]).tolist() if given else []
    for (index, node, matrix), sound in zip(given, good, strict=True):
        where = f"/nodes/{index}/matrix"
        if node.translation is not None or node.rotation is not None or node.scale is not None:
            text = "a node has either a matrix or translation, rotation and scale"
            problems.error("NODE_MATRIX_TRS", where, text)
        if matrix == _IDENTITY:
            if document.thorough:
                problems.info("NODE_MATRIX_DEFAULT", where, "an identity matrix need not be written")
        elif not sound:
            text = "the matrix must be a translation, a rotation and a scale, without shear"
            problems.error("NODE_MATRIX_NON_TRS", where, text)


def _check_mesh_use(document: Document, uses: Uses, index: int, node: schema.Node, skinned: list[bool]) -> None:
    gltf, problems, where = document.gltf, document.problems, f"/nodes/{index}"
    if node.mesh == ABSENT:
        for member, given in (("weights", bool(node.weights)), ("skin", node.skin != ABSENT)):
            if given:
                problems.error("UNSATISFIED_DEPENDENCY", f"{where}/{member}", f"{member} needs a mesh on the same node")
        return
    if node.mesh >= len(gltf.meshes) or not gltf.meshes[node.mesh].primitives:
        return
    mesh = gltf.meshes[node.mesh]
    targets = len(mesh.primitives[0].targets or ())
    if node.weights and len(node.weights) != targets:
        text = f"{len(node.weights)} weights for {targets} morph targets of mesh {node.mesh}"
        problems.error("NODE_WEIGHTS_INVALID", f"{where}/weights", text)
    if not node.weights and mesh.weights:
        uses.weights.add(node.mesh)
    if 0 <= node.skin < len(gltf.skins):
        if not skinned[node.mesh]:
            text = f"mesh {node.mesh} has no JOINTS_0: it cannot be skinned"
            problems.error("NODE_SKIN_WITH_NON_SKINNED_MESH", where, text)
    elif skinned[node.mesh] and document.thorough:
        problems.warning("NODE_SKINNED_MESH_WITHOUT_SKIN", where, "the mesh has joints, but the node has no skin")
