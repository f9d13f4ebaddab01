"""OBJ, STL, PLY, OFF, 3MF and COLLADA as scenes."""

from __future__ import annotations

import io
import struct
import sys
import zipfile
import zlib
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from threedkit.errors import AssetError, MissingPackageError, Problem, require
from threedkit.io import files
from threedkit.io.gltf import uris
from threedkit.io.meshes.materials import Materials
from threedkit.scene import Mesh, Node, Primitive, Scene
from threedkit.transforms import colors, matrices

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

__all__ = ["READ_SUFFIXES", "load_meshes"]

READ_SUFFIXES: Final = {
    ".obj": "obj",
    ".stl": "stl",
    ".ply": "ply",
    ".off": "off",
    ".3mf": "3mf",
    ".dae": "dae",
}
"""File suffixes that are read through trimesh, with trimesh's names for the formats."""

_TEXTURES = frozenset({".png", ".jpg", ".jpeg", ".webp", ".tif", ".tiff", ".bmp", ".tga", ".mtl"})
_MAX_UNPACKED = 1 << 30
_METRES: Final = {
    "meters": 1.0,
    "millimeters": 1e-3,
    "millimeter": 1e-3,
    "centimeters": 1e-2,
    "centimeter": 1e-2,
    "micron": 1e-6,
    "inch": 0.0254,
    "inches": 0.0254,
    "foot": 0.3048,
    "feet": 0.3048,
}

# What trimesh's parsers raise on files that are not well-formed: they check little themselves.
_PARSER_ERRORS = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    MemoryError,
    OSError,
    RuntimeError,  # zipfile's, for archives with a password
    SyntaxError,  # of which XML's ParseError is one
    TypeError,
    ValueError,
    struct.error,
    zipfile.BadZipFile,
    zlib.error,
)


def load_meshes(data: memoryview, suffix: str, folder: Path | None, source: str) -> Scene:
    """Read a mesh file.

    Args:
        data: the whole file.
        suffix: one of READ_SUFFIXES.
        folder: where materials and textures may be; None: nowhere.
        source: name of the file in messages.

    Returns:
        A scene in metres: a format that knows its unit (3MF, COLLADA) is scaled to it, the others are taken as they
        are. Vertex colours are converted from sRGB to linear, texture coordinates to glTF's upper left origin.

    Raises:
        AssetError: the file is broken, or holds no mesh or points.
        MissingPackageError: trimesh, or what it needs for the format, is not installed.
    """
    trimesh = require("trimesh", extra="io")
    if suffix == ".3mf":
        _refuse_bomb(data, source)
    try:
        loaded = trimesh.load_scene(
            io.BytesIO(data), file_type=READ_SUFFIXES[suffix], resolver=_resolver(folder, source), process=False
        )
        scene = _Conversion(loaded, trimesh, source).scene()
    except AssetError:
        raise
    except ImportError as error:
        name = error.name or "pycollada"
        message = f"{source}: reading {suffix} needs {name}; run: pip install 'threedkit[io]'"
        raise MissingPackageError(message, name=name) from error
    except _parser_errors() as error:
        why = " ".join(str(error).split())[:200] or type(error).__name__
        raise _refused(source, f"not a readable {suffix} file: {why}") from error
    if not scene.mesh_nodes:
        raise _refused(source, "the file holds no triangles and no points")
    return scene


def _parser_errors() -> tuple[type[Exception], ...]:
    """Those, and what pycollada raises if it has been imported."""
    found: type[Exception] | None = getattr(sys.modules.get("collada.common"), "DaeError", None)
    return _PARSER_ERRORS if found is None else (*_PARSER_ERRORS, found)


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


def _resolver(folder: Path | None, source: str) -> Any:
    """What trimesh asks for materials and textures: files in the folder, nothing else."""
    base: Any = require("trimesh.resolvers", extra="io").Resolver

    class Beside(base):  # type: ignore[misc]
        def __init__(self) -> None:
            self.file_name = source

        def get(self, key: str) -> bytes:
            name = str(key).strip().replace("\\", "/").removeprefix("./")
            try:
                path = uris.resolve(uris.from_path(name), folder)
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

    return Beside()


class _Conversion:
    """One trimesh.Scene on its way to a Scene."""

    def __init__(self, loaded: Any, trimesh: Any, source: str) -> None:
        self.loaded, self.trimesh, self.source = loaded, trimesh, source
        self.materials = Materials(trimesh)
        self.meshes: dict[str, Mesh | None] = {}

    def scene(self) -> Scene:
        scene = Scene(asset={"generator": f"trimesh {self.trimesh.__version__}"})
        scale = _METRES.get(str(self.loaded.units or "meters").lower(), 1.0)
        parent = scene.add(Node(name="units", scale=(scale, scale, scale))) if scale != 1.0 else None
        for name in self.loaded.graph.nodes_geometry:
            world_from_mesh, geometry = self.loaded.graph[name]
            mesh = self.mesh(geometry)
            if mesh is not None:
                scene.add(mesh, parent=parent, name=str(name), **_placement(np.asarray(world_from_mesh)))
        return scene

    def mesh(self, name: str) -> Mesh | None:
        if name not in self.meshes:
            geometry = self.loaded.geometry[name]
            primitive = None
            if isinstance(geometry, self.trimesh.PointCloud):
                primitive = self.points(geometry)
            elif isinstance(geometry, self.trimesh.Trimesh) and len(geometry.faces):
                primitive = self.triangles(geometry)
            self.meshes[name] = None if primitive is None else Mesh(primitive, name=str(name))
        return self.meshes[name]

    def points(self, cloud: Any) -> Primitive | None:
        if not len(cloud.vertices):
            return None
        return Primitive(_finite(cloud.vertices), mode="POINTS", colors=_colors(cloud.visual, len(cloud.vertices)))

    def triangles(self, mesh: Any) -> Primitive:
        positions, faces = _finite(mesh.vertices), np.asarray(mesh.faces)
        if faces.min() < 0 or faces.max() >= len(positions):
            raise _refused(self.source, f"a face names vertex {int(faces.max())} of {len(positions)}")
        visual = mesh.visual
        if visual.kind == "face":  # a colour a face: its corners become vertices of its own
            colors_ = np.repeat(_linear(visual.face_colors), 3, axis=0)
            return Primitive(positions[faces.reshape(-1)], colors=colors_, material=self.materials.plain())
        fields: dict[str, Any] = {
            "indices": faces.reshape(-1).astype(np.uint32),
            "colors": _colors(visual, len(positions)),
        }
        if "vertex_normals" in mesh._cache.cache:  # noqa: SLF001 - those of the file; asking for them would make some
            fields["normals"] = _unit(mesh.vertex_normals)
        coordinates = getattr(visual, "uv", None)
        if coordinates is not None and np.shape(coordinates) == (len(positions), 2):
            fields["texcoords"] = _upper_left(np.asarray(coordinates, dtype=np.float32))
        return Primitive(positions, **fields, material=self.materials.of(visual))


def _placement(matrix: NDArray[np.float64]) -> dict[str, Any]:
    """Fields of a node for a transform: three vectors if they say all of it, else the matrix."""
    if np.allclose(matrix, np.eye(4)):
        return {}
    position, rotation, scale = matrices.decompose(matrix)
    if np.allclose(matrices.compose(position, rotation, scale), matrix, atol=1e-9):
        return {"position": position, "rotation": rotation, "scale": scale}
    return {"matrix": matrix}


def _finite(vertices: Any) -> NDArray[np.float32]:
    array = np.ascontiguousarray(vertices, dtype=np.float32)
    if array.ndim != 2 or array.shape[1] != 3 or not np.isfinite(array).all():
        message = "some positions are not three finite numbers"
        raise ValueError(message)
    return array


def _unit(normals: Any) -> NDArray[np.float32]:
    """Normals of length 1; one without a direction becomes +Z."""
    array = np.array(normals, dtype=np.float64)
    lengths = np.linalg.norm(array, axis=1, keepdims=True)
    good = np.isfinite(lengths) & (lengths > 0)
    return np.where(good, array / np.where(good, lengths, 1.0), (0.0, 0.0, 1.0)).astype(np.float32)


def _upper_left(coordinates: NDArray[np.float32]) -> NDArray[np.float32]:
    flipped = coordinates * np.array((1, -1), np.float32) + np.array((0, 1), np.float32)
    return np.asarray(np.nan_to_num(flipped, posinf=0.0, neginf=0.0), dtype=np.float32)


def _colors(visual: Any, count: int) -> tuple[NDArray[np.float32], ...]:
    if getattr(visual, "kind", None) != "vertex":
        return ()
    array = np.asarray(visual.vertex_colors)
    return (_linear(array),) if array.shape == (count, 4) else ()


def _linear(rgba: Any) -> NDArray[np.float32]:
    """(n, 4) uint8 sRGB with linear alpha as float32 linear; (n, 3) when all is opaque."""
    table = colors.srgb_to_linear(np.arange(256) / 255.0).astype(np.float32)
    rgba = np.asarray(rgba, dtype=np.uint8)
    rgb = table[rgba[:, :3]]
    if (rgba[:, 3] == 255).all():
        return np.asarray(rgb)
    return np.concatenate([rgb, rgba[:, 3:].astype(np.float32) / 255.0], axis=1)
