"""What each node refers to, and its transform."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from threedkit.io.gltf.checks.references import leads
from threedkit.io.gltf.schema import ABSENT

if TYPE_CHECKING:
    from threedkit.io.gltf import schema
    from threedkit.io.gltf.document import Document

__all__ = ["check_nodes"]

_UNIT = 0.00769
"""How far from 1 the length of a rotation may be: the Khronos validator's threshold."""


def check_nodes(document: Document) -> None:
    """Check references, transforms and morph weights of all nodes."""
    gltf = document.gltf
    nodes = gltf.nodes
    if not nodes:
        return
    for member, indices, count, what in (
        ("mesh", [node.mesh for node in nodes], len(gltf.meshes), "meshes"),
        ("camera", [node.camera for node in nodes], len(gltf.cameras), "cameras"),
        ("skin", [node.skin for node in nodes], len(gltf.skins), "skins"),
    ):
        if max(indices) >= count:
            for i, index in enumerate(indices):
                leads(document.problems, index, count, what, f"/nodes/{i}/{member}")
    _check_rotations(document)
    for i in [i for i, node in enumerate(nodes) if node.matrix is not None or node.weights or node.skin != ABSENT]:
        _check_matrix(document, i, nodes[i])
        _check_mesh_use(document, i, nodes[i])
    if document.thorough:
        joints = {joint for skin in gltf.skins for joint in skin.joints}
        for i, node in enumerate(nodes):
            _report(document, i, node, joints)


def _check_rotations(document: Document) -> None:
    for index, length in document.uneven_rotations().items():
        if abs(length - 1.0) > _UNIT:
            text = f"a quaternion's length must be 1, not {length:.6g}"
            document.problems.error("ROTATION_NON_UNIT", f"/nodes/{index}/rotation", text)


def _check_matrix(document: Document, index: int, node: schema.Node) -> None:
    where, matrix = f"/nodes/{index}/matrix", node.matrix
    if matrix is None:
        return
    if node.translation is not None or node.rotation is not None or node.scale is not None:
        text = "a node has either a matrix or translation, rotation and scale"
        document.problems.error("NODE_MATRIX_TRS", where, text)
    if (matrix[3], matrix[7], matrix[11], matrix[15]) != (0.0, 0.0, 0.0, 1.0):
        document.problems.error("NODE_MATRIX_NON_TRS", where, "the bottom row of the matrix must be 0, 0, 0, 1")


def _check_mesh_use(document: Document, index: int, node: schema.Node) -> None:
    gltf, problems = document.gltf, document.problems
    where = f"/nodes/{index}"
    if node.mesh == ABSENT:
        for member, given in (("weights", bool(node.weights)), ("skin", node.skin != ABSENT)):
            if given:
                problems.error("UNSATISFIED_DEPENDENCY", f"{where}/{member}", f"{member} needs a mesh on the same node")
        return
    if node.mesh >= len(gltf.meshes):
        return
    primitives = gltf.meshes[node.mesh].primitives
    targets = max((len(primitive.targets or ()) for primitive in primitives), default=0)
    if node.weights and len(node.weights) != targets:
        text = f"{len(node.weights)} weights for a mesh of {targets} morph targets"
        problems.error("NODE_WEIGHTS_INVALID", f"{where}/weights", text)
    if node.skin != ABSENT and not any("JOINTS_0" in primitive.attributes for primitive in primitives):
        text = f"mesh {node.mesh} has no JOINTS_0: it cannot be skinned"
        problems.error("NODE_SKIN_WITH_NON_SKINNED_MESH", f"{where}/skin", text)


def _report(document: Document, index: int, node: schema.Node, joints: set[int]) -> None:
    """What only a report tells."""
    problems, where, gltf = document.problems, f"/nodes/{index}", document.gltf
    bare = node.mesh == node.camera == node.skin == ABSENT and not node.children and not node.extensions
    if bare and index not in joints:
        problems.info("NODE_EMPTY", where, "the node has neither content nor children")
    if node.matrix is not None:
        if node.matrix == (1.0, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 1.0):
            problems.info("NODE_MATRIX_DEFAULT", f"{where}/matrix", "an identity matrix need not be written")
        elif _is_sheared(node.matrix):
            problems.error(
                "NODE_MATRIX_NON_TRS",
                f"{where}/matrix",
                "the matrix has shear: it is no translation, rotation and scale",
            )
    if node.skin == ABSENT and 0 <= node.mesh < len(gltf.meshes):
        skinned = any("JOINTS_0" in primitive.attributes for primitive in gltf.meshes[node.mesh].primitives)
        if skinned:
            problems.warning("NODE_SKINNED_MESH_WITHOUT_SKIN", where, "the mesh has joints, but the node has no skin")


def _is_sheared(columns: tuple[float, ...]) -> bool:
    """Whether two axes of the matrix are not at right angles (or it is flat)."""
    axes = np.array(columns, dtype=np.float64).reshape(4, 4)[:3, :3]
    axes = axes / max(float(np.abs(axes).max()), 1e-300)  # so that nothing overflows
    lengths = np.linalg.norm(axes, axis=1)
    if not (lengths > 0).all():
        return True
    cosines = (axes / lengths[:, None]) @ (axes / lengths[:, None]).T
    return bool(np.abs(cosines - np.eye(3)).max() > 1e-4)
