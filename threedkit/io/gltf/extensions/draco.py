"""KHR_draco_mesh_compression: a primitive whose arrays are stored together in one Draco bitstream."""

from __future__ import annotations

from typing import Final

from threedkit.io.gltf.schema import Index, Property

__all__ = ["DRACO", "DracoPrimitive"]

DRACO: Final = "KHR_draco_mesh_compression"


class DracoPrimitive(Property, rename="camel", omit_defaults=True, kw_only=True):
    """The extension at a primitive: the view that holds the bitstream, and the unique id of each attribute in it."""

    buffer_view: Index
    attributes: dict[str, Index]
