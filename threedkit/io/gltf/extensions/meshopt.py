"""EXT_meshopt_compression and KHR_meshopt_compression: buffer views that are stored compressed.

The second is the first with a newer attribute format (version 1, first byte 0xa1) and the filter COLOR.
"""

from __future__ import annotations

from typing import Annotated, Final, Literal

from msgspec import Meta

from threedkit.io.gltf.schema import Count, Index, Offset, Property

__all__ = [
    "EXT_MESHOPT",
    "KHR_MESHOPT",
    "MeshoptBuffer",
    "MeshoptFilter",
    "MeshoptMode",
    "MeshoptView",
]

EXT_MESHOPT: Final = "EXT_meshopt_compression"
KHR_MESHOPT: Final = "KHR_meshopt_compression"
MESHOPT: Final = (EXT_MESHOPT, KHR_MESHOPT)
"""Both names."""

MeshoptMode = Literal["ATTRIBUTES", "TRIANGLES", "INDICES"]
MeshoptFilter = Literal["NONE", "OCTAHEDRAL", "QUATERNION", "EXPONENTIAL", "COLOR"]


class MeshoptView(Property, rename="camel", omit_defaults=True, kw_only=True):
    """The extension at a buffer view: where the compressed bytes are, and what they hold."""

    buffer: Index
    byte_length: Count
    byte_stride: Annotated[int, Meta(ge=2, le=256)]
    count: Count
    mode: MeshoptMode
    byte_offset: Offset = 0
    filter: MeshoptFilter = "NONE"


class MeshoptBuffer(Property, rename="camel", omit_defaults=True, kw_only=True):
    """The extension at a buffer."""

    fallback: bool = False
