"""OBJ, STL, PLY, OFF, XYZ, 3MF and COLLADA as scenes."""

from __future__ import annotations

import io
import re
import struct
import zipfile
from typing import TYPE_CHECKING, Final

from threedkit.errors import AssetError, MissingPackageError, Problem, require
from threedkit.io.meshes.conversion import Conversion
from threedkit.io.meshes.ply_faces import cut_faces
from threedkit.io.meshes.resolver import make_resolver

if TYPE_CHECKING:
    from pathlib import Path

    from threedkit.scene import Scene

__all__ = ["READ_SUFFIXES", "load_meshes"]

READ_SUFFIXES: Final = {
    ".obj": "obj",
    ".stl": "stl",
    ".ply": "ply",
    ".off": "off",
    ".xyz": "xyz",
    ".3mf": "3mf",
    ".dae": "dae",
}
"""File suffixes that are read through trimesh, with trimesh's names for the formats."""

_MAX_UNPACKED = 1 << 30
_REMARK: Final = re.compile(rb"^([ \t]*(?:v[ntp]?|[flp])[ \t][^#\r\n]*)#[^\r\n]*", re.MULTILINE)
"""What follows a # in a line of an OBJ's numbers; names may have one in them."""


def load_meshes(data: memoryview, suffix: str, folder: Path | None, source: str) -> Scene:
    """Read a mesh file.

    Args:
        data: the whole file.
        suffix: one of READ_SUFFIXES.
        folder: where materials and textures may be; None: nowhere.
        source: name of the file in messages.

    Returns:
        A scene in metres with +Y up: a format that knows its unit and its up (3MF, COLLADA) is taken there by a node
        named "file", the others are taken as they are. Vertex colours are converted from sRGB to linear, texture
        coordinates to glTF's upper left origin. Properties of a PLY's vertices without a name in glTF become
        attributes with an underscore (`intensity`: "_INTENSITY").

    Raises:
        AssetError: the file is broken, or holds no mesh or points.
        MissingPackageError: trimesh, or what it needs for the format, is not installed.
    """
    trimesh, resolver = require("trimesh", extra="io"), make_resolver(folder, source)
    if suffix == ".3mf":
        _refuse_bomb(data, source)
    elif suffix == ".obj" and _REMARK.search(data):
        data = memoryview(_REMARK.sub(rb"\1", bytes(data)))
    elif suffix == ".ply":
        data = memoryview(cut_faces(data))
    try:
        loaded = trimesh.load_scene(io.BytesIO(data), file_type=READ_SUFFIXES[suffix], resolver=resolver, process=False)
        scene = Conversion(loaded, trimesh, resolver, source).scene(suffix, data)
    except AssetError:
        raise
    except ImportError as error:
        name = error.name or "pycollada"
        message = f"{source}: reading {suffix} needs {name}; run: pip install 'threedkit[io]'"
        raise MissingPackageError(message, name=name) from error
    except Exception as error:  # parsers that check little raise whatever they stumble over
        why = " ".join(str(error).split())[:200] or type(error).__name__
        raise _refused(source, f"not a readable {suffix} file: {why}") from error
    if not scene.mesh_nodes:
        raise _refused(source, "the file holds no triangles and no points")
    return scene


def _refused(source: str, why: str) -> AssetError:
    return AssetError(source, [Problem("error", "MESH_FILE_INVALID", "", why)])


def _refuse_bomb(data: memoryview, source: str) -> None:
    """Refuse a zip whose files are far larger than it says it should be."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
    except (zipfile.BadZipFile, struct.error, ValueError, OSError, NotImplementedError) as error:
        raise _refused(source, f"not a readable .3mf file: {error}") from error
    if size > min(_MAX_UNPACKED, (1 << 24) + 200 * len(data)):
        raise _refused(source, f"the archive of {len(data)} bytes would unpack to {size}")
