"""KHR_node_visibility: nodes that do not show, with all below them."""

from __future__ import annotations

from typing import Final

from threedkit.io.gltf.schema import Property

__all__ = ["VISIBILITY", "NodeVisibility"]

VISIBILITY: Final = "KHR_node_visibility"


class NodeVisibility(Property, rename="camel", omit_defaults=True, kw_only=True):
    """The extension at a node."""

    visible: bool = True
