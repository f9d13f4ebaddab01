"""EXT_mesh_gpu_instancing: a mesh drawn at many places."""

from __future__ import annotations

from typing import Final

import msgspec

from threedkit.io.gltf.schema import Index, Property

__all__ = ["INSTANCING", "InstancingData"]

INSTANCING: Final = "EXT_mesh_gpu_instancing"


class InstancingData(Property, rename="camel", omit_defaults=True, kw_only=True):
    """The extension at a node: accessors by semantic."""

    attributes: dict[str, Index] = msgspec.field(default_factory=dict)
