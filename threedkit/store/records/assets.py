"""Assets, models, and what was made of assets."""

from __future__ import annotations

from typing import Any, Final, Generic, Literal, TypeVar

import msgspec

__all__ = [
    "ASSET_TYPES",
    "Asset",
    "AssetState",
    "AssetType",
    "Bounds",
    "Derivative",
    "DerivativeKind",
    "DerivativeState",
    "Listing",
    "Model",
]

AssetType = Literal["model", "texture", "environment", "material", "animation", "other"]
"""What an asset is."""

ASSET_TYPES: Final[tuple[AssetType, ...]] = ("model", "texture", "environment", "material", "animation", "other")

AssetState = Literal["uploading", "processing", "ready", "failed"]
"""Whether its bytes are there, and whether they were found good."""

DerivativeKind = Literal["report", "metadata", "thumbnail", "lod", "compressed"]
"""What was made of an asset."""

DerivativeState = Literal["queued", "running", "succeeded", "failed", "skipped"]
"""How the making stands."""

T = TypeVar("T")


class Listing(msgspec.Struct, Generic[T], frozen=True):
    """Part of a list.

    Attributes:
        items: records, in the order asked for.
        cursor: where the next page begins; None on the last page.
    """

    items: tuple[T, ...]
    cursor: str | None = None


class Bounds(msgspec.Struct, frozen=True):
    """A box along the axes, in metres.

    Attributes:
        lower: its smallest x, y, z.
        upper: its largest.
    """

    lower: tuple[float, float, float]
    upper: tuple[float, float, float]


class Model(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of an asset that is a model.

    Attributes:
        glb: name of the blob with the model as canonical GLB, its content hash; "" until it was made.
        bounds: of all that is drawn, at rest; None when nothing is.
        triangles: drawn once for each use of their mesh, as all other counts are of the document's lists.
    """

    glb: str = ""
    nodes: int = 0
    meshes: int = 0
    primitives: int = 0
    vertices: int = 0
    triangles: int = 0
    materials: int = 0
    textures: int = 0
    images: int = 0
    animations: int = 0
    skins: int = 0
    cameras: int = 0
    lights: int = 0
    bounds: Bounds | None = None


class Asset(msgspec.Struct, frozen=True, kw_only=True):
    """A file that somebody brought.

    Attributes:
        asset_id: UUIDv7.
        file_format: suffix without the dot: glb, png, hdr ...
        media_type: e.g. ``model/gltf-binary``.
        storage_path: name of its bytes in the blobs; "" until they are there.
        sha256: of its bytes, "" until they are there.
        size: bytes.
        upload_timestamp: UTC, ISO 8601, as `updated`.
        metadata: JSON of its owner's and of the pipeline's.
        owner: subject of who brought it.
        groups: who else may see and change it.
        version: grows with every change.
        message: why it failed.
        model: what is known of a model.
    """

    asset_id: str
    name: str
    asset_type: AssetType
    file_format: str = ""
    media_type: str = ""
    storage_path: str = ""
    sha256: str = ""
    size: int = 0
    upload_timestamp: str = ""
    updated: str = ""
    metadata: dict[str, Any] = {}
    tags: tuple[str, ...] = ()
    owner: str = ""
    groups: tuple[str, ...] = ()
    version: int = 1
    state: AssetState = "ready"
    message: str = ""
    model: Model | None = None


class Derivative(msgspec.Struct, frozen=True, kw_only=True):
    """Something that was made of an asset.

    Attributes:
        name: tells several of one kind apart: levels of detail.
        blob: name of its bytes; "" until they are there.
        attempts: how often its making was begun.
        error: why it failed.
        data: JSON: what is small enough to have no blob.
        created: UTC, ISO 8601, as `updated`.
    """

    asset_id: str
    kind: DerivativeKind
    name: str = ""
    state: DerivativeState = "queued"
    blob: str = ""
    media_type: str = ""
    size: int = 0
    attempts: int = 0
    error: str = ""
    data: dict[str, Any] = {}
    created: str = ""
    updated: str = ""
