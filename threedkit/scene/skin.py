"""Skin: joints that bend a mesh."""

from __future__ import annotations

from typing import TYPE_CHECKING

from threedkit.scene.element import Element
from threedkit.scene.references import Array, Reference, References

if TYPE_CHECKING:
    from threedkit.scene.node import Node

__all__ = ["Skin"]


def _node() -> tuple[type[Node]]:
    from threedkit.scene.node import Node

    return (Node,)


class Skin(Element):
    """Joints with their inverse bind matrices (glTF 2.0, 3.7.3)."""

    joints = References(_node, "the joint Nodes")
    inverse_bind_matrices = Array(
        (None, 4, 4), ("float64", "float32"), doc="(j, 4, 4) joint_from_bindpose, column vectors; None: identities"
    )
    skeleton = Reference(_node, "a Node", doc="the root of the joints, if the file names one")
