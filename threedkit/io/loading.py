"""`load`: a scene from a file, bytes or a URL."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import TYPE_CHECKING

from threedkit.errors import AssetError, Problem
from threedkit.io import files
from threedkit.io.gltf import container
from threedkit.io.gltf.load import load_gltf
from threedkit.io.meshes import READ_SUFFIXES, load_meshes

if TYPE_CHECKING:
    from threedkit.io.network import Allowed
    from threedkit.scene import Scene

__all__ = ["GLTF_SUFFIXES", "Opened", "load", "open_source"]

GLTF_SUFFIXES = (".glb", ".gltf")

_STORE = "threedkit.store.sources:read_source"  # a port to a room above, resolved on first use


class Opened:
    """The bytes of a document, where it came from, and what format it is.

    Attributes:
        data: the whole file.
        suffix: tells the format; ".glb" or ".gltf" for what came as bytes.
        folder: where files beside it are; None if it came as bytes or from the network.
        name: for messages.
    """

    def __init__(self, data: memoryview, suffix: str, folder: Path | None, name: str) -> None:
        """Keep what was opened."""
        self.data, self.suffix, self.folder, self.name = data, suffix, folder, name

    @property
    def is_gltf(self) -> bool:
        """Whether glTF's own reader takes it."""
        return self.suffix in GLTF_SUFFIXES


def open_source(source: str | Path | files.Bytes | bytearray, *, allow_network: Allowed = False) -> Opened:
    """Read a path, bytes or URL.

    Raises:
        AssetError: it cannot be read, its format is unknown, or a URL is given without `allow_network`.
    """
    if isinstance(source, (bytes, bytearray, memoryview)):
        data = memoryview(source).cast("B") if isinstance(source, (bytes, memoryview)) else memoryview(bytes(source))
        data = data if data.readonly else memoryview(bytes(data))
        return Opened(data, ".glb" if container.is_glb(data) else ".gltf", None, "bytes")
    if str(source).startswith(("asset:", "scene:")):
        module, _, function = _STORE.partition(":")
        stored = getattr(importlib.import_module(module), function)(str(source))
        return Opened(memoryview(stored.data), stored.suffix, None, stored.name)
    if isinstance(source, str) and "://" in source:
        from threedkit.io import network  # takes as long to import as all of NumPy

        if network.is_url(source):
            fetched = network.fetch(source, allowed=allow_network)
            return _known(Opened(memoryview(fetched), network.suffix(source), None, source))
    path = Path(source)
    suffix = path.suffix.lower()
    if suffix in GLTF_SUFFIXES or suffix in READ_SUFFIXES:
        return Opened(files.read(path), suffix, path.parent, str(path))
    files.require_file(path)
    return _known(Opened(files.read(path), suffix, path.parent, str(path)))


def _known(opened: Opened) -> Opened:
    if not opened.is_gltf and bytes(opened.data[:4]) == container.MAGIC:
        opened.suffix = ".glb"
    if opened.is_gltf or opened.suffix in READ_SUFFIXES:
        return opened
    known = ", ".join((*GLTF_SUFFIXES, *READ_SUFFIXES))
    message = f"the format {opened.suffix or 'of a name without suffix'} is not read; one of {known} is"
    raise AssetError(opened.name, [Problem("error", "UNSUPPORTED_FORMAT", "", message)])


def load(source: str | Path | files.Bytes | bytearray, *, allow_network: Allowed = False, strict: bool = True) -> Scene:
    """Read a scene.

    A glTF document is refused for every error that the Khronos glTF validator finds in it without a look at all the
    numbers; `validate` tells these and the others.

    Args:
        source: a path (.glb, .gltf, .obj, .stl, .ply, .off, .xyz, .3mf, .dae), the bytes of a .glb or of a .gltf that
            holds its data itself, an http(s) URL, or ``asset:<id>`` or ``scene:<id>`` of the store (`Store`).
        allow_network: let a URL be fetched (at most 1 GiB): True, or the hosts that may be asked, such as
            ("assets.example.org", "localhost:8080"); redirects to others are refused. Without it nothing ever leaves
            the machine. Files that a .gltf refers to are only looked for in its own folder.
        strict: False lets errors pass that do no harm in reading: empty arrays, undeclared extensions, bounds that are
            missing and the like. The message of a refusal says where that would help.

    Returns:
        The scene. Arrays are read-only views on the file's bytes; images are decoded when first asked for.

    Raises:
        AssetError: it cannot be read; `.problems` lists everything that was found.
        MissingPackageError: the format needs a package that is not installed.

    Example:
        >>> import threedkit as tk
        >>> scene = tk.load("fox.glb")  # doctest: +SKIP
    """
    opened = open_source(source, allow_network=allow_network)
    if opened.is_gltf:
        return load_gltf(opened.data, opened.folder, opened.name, suffix=opened.suffix, strict=strict)
    return load_meshes(opened.data, opened.suffix, opened.folder, opened.name)
