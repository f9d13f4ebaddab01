"""What the service and the process that works on an asset say to each other: a JSON document a line."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from threedkit.store.records import AssetType, DerivativeKind, Model

__all__ = ["Done", "Made", "Order"]


class Order(msgspec.Struct, frozen=True):
    """What to do with an asset.

    Attributes:
        source: path of its bytes, in a folder where nothing else is.
        name: for messages.
        format: name of its format, one of `threedkit.io.formats`.
        asset_type: what it is.
        folder: where files are made.
        steps: what to make, in this order.
        thumbnail: longest side of a thumbnail in pixels.
        memory: bytes of address space that may be taken.
    """

    source: str
    name: str
    format: str
    asset_type: AssetType
    folder: str
    steps: tuple[DerivativeKind, ...]
    thumbnail: int
    memory: int


class Made(msgspec.Struct, frozen=True, kw_only=True):
    """Something that a step has made.

    Attributes:
        name: tells several of one kind apart.
        file: path of its bytes; "": it is all in `data`.
        media_type: of the file.
        data: what is small.
    """

    name: str = ""
    file: str = ""
    media_type: str = ""
    data: dict[str, Any] = {}


class Done(msgspec.Struct, frozen=True, kw_only=True):
    """How a step has ended.

    Attributes:
        state: ``skipped``: there is nothing of this kind to make of such an asset.
        error: why it failed, one line.
        made: what came of it.
        glb: path of the model as canonical GLB, if this step has made it.
        model: what is known of the model, if this step has found it out.
        died: whether the process has died over it, or was ended because it took too long.
    """

    kind: DerivativeKind
    state: Literal["succeeded", "failed", "skipped"] = "succeeded"
    error: str = ""
    made: tuple[Made, ...] = ()
    glb: str = ""
    model: Model | None = None
    died: bool = False
