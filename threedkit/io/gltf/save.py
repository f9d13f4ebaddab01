"""Writing .glb and .gltf."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from threedkit.errors import OutputError
from threedkit.io import files
from threedkit.io.gltf import container, schema, uris
from threedkit.io.gltf.collector import paused_collector
from threedkit.io.gltf.write.compression import PLAIN, compression_of
from threedkit.io.gltf.write.document import write_document

if TYPE_CHECKING:
    from pathlib import Path

    from threedkit.io.files import Bytes
    from threedkit.io.gltf.write.compression import Compression
    from threedkit.scene import Scene

__all__ = ["content_hash", "save_glb", "save_gltf", "to_glb"]


def _parts(scene: Scene, *, environment: bool = True, compression: Compression = PLAIN) -> list[Bytes]:
    with paused_collector():
        written = write_document(scene, environment=environment, compression=compression)
    json = schema.encode(written.gltf)
    json += b" " * (-len(json) % 4)
    try:
        front, between = container.header(len(json), written.size)
    except OverflowError as error:
        raise OutputError(str(error)) from error
    return [front, json, between, *written.parts]


def to_glb(scene: Scene, *, environment: bool = True) -> bytes:
    """The scene as canonical GLB bytes, never compressed: the same scene gives the same bytes, on every machine.

    Args:
        scene: what to write. An index of a node in the GLB is its position in `scene.nodes`; so for all lists.
        environment: write the scene's environment (threedkit's own extension) too.

    Raises:
        FieldError: something in the scene has no form in glTF.
        OutputError: more than 4 GiB.
    """
    return b"".join(_parts(scene, environment=environment))


def content_hash(scene: Scene) -> str:
    """SHA-256 of `to_glb(scene)`, in hexadecimal, without putting the bytes together."""
    digest = hashlib.sha256()
    for part in _parts(scene):
        digest.update(part)
    return digest.hexdigest()


def save_glb(scene: Scene, path: Path, compression: str | None = None) -> None:
    """Write a .glb, whole or not at all.

    Args:
        scene: what to write.
        path: where.
        compression: "draco", "meshopt" or "" for none; None: what `Scene.compression` says.

    Raises:
        OutputError: the place cannot be written.
    """
    files.write_all([(path, _parts(scene, compression=compression_of(scene, compression)))])


def save_gltf(scene: Scene, path: Path, compression: str | None = None) -> None:
    """Write a .gltf with its buffer (.bin of the same name) and its images beside it, all or nothing.

    Args:
        scene: what to write.
        path: where.
        compression: as in `save_glb`.

    Raises:
        OutputError: a place cannot be written.
    """
    with paused_collector():
        written = write_document(scene, external=True, compression=compression_of(scene, compression))
    outputs: list[tuple[Path, list[Bytes]]] = []
    if written.size:
        binary = path.with_suffix(".bin")
        written.gltf.buffers[0].uri = uris.from_path(binary.name)
        outputs.append((binary, written.parts))
    outputs.extend((path.parent / name, [data]) for name, data in written.images.items())
    outputs.append((path, [schema.encode(written.gltf)]))
    files.write_all(outputs)
