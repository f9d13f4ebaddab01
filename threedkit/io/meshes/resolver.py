"""What a mesh file may ask for: materials and textures in its own folder, nothing else."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from threedkit.errors import AssetError, require
from threedkit.io import files
from threedkit.io.gltf import uris

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["make_resolver"]

_TEXTURES = frozenset({".png", ".jpg", ".jpeg", ".webp", ".tif", ".tiff", ".bmp", ".tga", ".mtl"})


def make_resolver(folder: Path | None, source: str) -> Any:
    """What trimesh asks for materials and textures: files in the folder, nothing else."""
    return _class()(folder, source)


@cache
def _class() -> Any:
    """The class, once trimesh, whose own it derives from, is needed."""
    base: Any = require("trimesh.resolvers", extra="io").Resolver

    class Beside(base):  # type: ignore[misc]
        def __init__(self, folder: Path | None, source: str) -> None:
            self.folder, self.file_name = folder, source

        def get(self, key: str) -> bytes:
            name = str(key).strip().replace("\\", "/").removeprefix("./")
            try:
                path = uris.resolve(uris.from_path(name), self.folder)
                if path.suffix.lower() not in _TEXTURES:
                    raise FileNotFoundError(name)
                return bytes(files.read(path))
            except (uris.UriError, AssetError) as error:
                raise FileNotFoundError(name) from error

        def write(self, name: str, data: Any) -> None:
            raise NotImplementedError

        def namespaced(self, namespace: str) -> Any:  # noqa: ARG002 - the same folder for all
            return self

        def keys(self) -> list[str]:
            return []

    return Beside
