"""``asset:<id>`` and ``scene:<id>`` wherever a file may be named: in `tk.load`, `tk.validate` and the command line."""

from __future__ import annotations

from typing import NamedTuple

from threedkit.errors import AssetError, Problem
from threedkit.store.facade import Store

__all__ = ["Source", "read_source"]


class Source(NamedTuple):
    """The bytes of a model: what they are, its format with the dot, and its name for messages."""

    data: bytes
    suffix: str
    name: str


def read_source(source: str) -> Source:
    """Read a model from the store of this machine: ``THREEDKIT_DATABASE`` and ``THREEDKIT_BLOBS``.

    Args:
        source: ``asset:`` and an id, the beginning of one, or a name; ``scene:`` and an id, with ``@3`` a version.

    Raises:
        RecordNotFoundError: there is none.
        AssetError: the asset is no model, or the version is no number.
        StoreError: the store cannot be read.
    """
    kind, _, name = source.partition(":")
    with Store() as store:
        if kind == "scene":
            name, _, version = name.partition("@")
            if version and not version.isdecimal():
                raise AssetError(source, [Problem("error", "FILE_NOT_FOUND", "", "a version is a number, as in @3")])
            record, glb = store.composed(name, int(version) if version else None)
            return Source(store.blobs.get(glb), ".glb", f"scene {record.name or record.scene_id}")
        asset = store.assets.find(name)
        if asset.asset_type != "model":
            problem = Problem("error", "UNSUPPORTED_FORMAT", "", f"it is no model but a {asset.asset_type}")
            raise AssetError(f"asset {asset.name}", [problem])
        return Source(store.read(asset.asset_id), f".{asset.file_format}", f"asset {asset.name}")
