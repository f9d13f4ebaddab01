"""Going over all nodes of a hierarchy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from threedkit.scene.element import held

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from threedkit.scene.node import Node

__all__ = ["holders", "nodes_under"]


def nodes_under(roots: Sequence[Node]) -> list[Node]:
    """Nodes with all below them, depth first, in order.

    Example:
        >>> from threedkit.scene import Node
        >>> [node.name for node in nodes_under([Node(name="a", children=[Node(name="b")]), Node(name="c")])]
        ['a', 'b', 'c']
    """
    return [node for root in roots for node in root.traverse()]


def holders(nodes: Iterable[Node], field: str) -> list[Node]:
    """Those that hold something in a field whose default is None: a mesh, a camera, a light.

    Example:
        >>> from threedkit.scene import Node, PointLight
        >>> [node.name for node in holders([Node(name="a"), Node(name="b", light=PointLight())], "light")]
        ['b']
    """
    return [node for node in nodes if held(node).get(field) is not None]
