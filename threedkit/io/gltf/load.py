"""Reading .glb and .gltf."""

from __future__ import annotations

from typing import TYPE_CHECKING

from threedkit.io.gltf.checks import check_document
from threedkit.io.gltf.collector import paused_collector
from threedkit.io.gltf.document import open_document
from threedkit.io.gltf.problems import Problems
from threedkit.io.gltf.read.lost import warn_of_lost_data
from threedkit.io.gltf.read.scene import read_scene

if TYPE_CHECKING:
    from pathlib import Path

    from threedkit.io.gltf.document import Document
    from threedkit.scene import Scene

__all__ = ["load_gltf"]


def load_gltf(
    data: memoryview, folder: Path | None, source: str, *, suffix: str = ".glb", strict: bool = True, warn: bool = True
) -> Scene:
    """A scene from the bytes of a .glb or .gltf.

    Args:
        data: the whole file; the scene's arrays are views on it.
        folder: where external buffers and images may be; None: nowhere.
        source: name of the document in messages.
        suffix: what the file is called; only asked where its bytes begin like neither format.
        strict: refuse what breaks the rules though it does no harm in reading.
        warn: say what saving the scene will lose.

    Raises:
        AssetError: it cannot be read; `.problems` lists everything that was found.
    """
    with paused_collector(len(data)):
        document, scene = _load(data, folder, Problems(source, strict=strict), suffix)
    if warn:
        warn_of_lost_data(document)
    return scene


def _load(data: memoryview, folder: Path | None, problems: Problems, suffix: str) -> tuple[Document, Scene]:
    document = open_document(data, folder, problems, suffix=suffix)
    if document is None:
        raise problems.failure()
    check_document(document)
    problems.raise_errors()
    scene = read_scene(document)
    problems.raise_errors()
    return document, scene
