"""From trimesh's scene to a Scene."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

import numpy as np

from threedkit.io.meshes.frames import frame_of
from threedkit.io.meshes.materials import Materials
from threedkit.io.meshes.ply_properties import custom_attributes, vertex_normals
from threedkit.io.meshes.threemf_colors import Surface, read_surfaces
from threedkit.scene import Material, Mesh, Node, Primitive, Scene
from threedkit.transforms import colors, matrices

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Conversion"]


class Conversion:
    """One trimesh.Scene on its way to a Scene."""

    def __init__(self, loaded: Any, trimesh: Any, resolver: Any, source: str) -> None:
        """Begin.

        Args:
            loaded: trimesh's scene.
            trimesh: the package.
            resolver: what it was read with; materials ask it for further textures.
            source: name of the file in messages.
        """
        self._loaded, self._trimesh, self._source = loaded, trimesh, source
        self._materials = Materials(trimesh, resolver)
        self._colors_only = Materials(trimesh, resolver, textured=False)
        self._meshes: dict[str, Mesh | None] = {}
        self._surfaces: dict[str, Surface] = {}

    def scene(self, suffix: str, data: memoryview) -> Scene:
        """The whole scene, in metres and with +Y up.

        Args:
            suffix: the format.
            data: the whole file, for what trimesh leaves out.
        """
        if suffix == ".3mf":
            self._surfaces = self._colored(read_surfaces(data, self._source))
        scene = Scene(asset={"generator": f"trimesh {self._trimesh.__version__}", "version": "2.0"})
        frame = frame_of(suffix, data, self._loaded.units)
        parent = scene.add(Node(name="file", **frame)) if frame else None
        for name in self._loaded.graph.nodes_geometry:
            world_from_mesh, geometry = self._loaded.graph[name]
            mesh = self._mesh(geometry)
            if mesh is not None:
                scene.add(mesh, parent=parent, name=str(name), **_placement(np.asarray(world_from_mesh)))
        return scene

    def _colored(self, surfaces: list[Surface]) -> dict[str, Surface]:
        """Surfaces by geometry: both are in the file's order, which the numbers of triangles confirm."""
        shapes = self._loaded.geometry
        if [len(shape.faces) for shape in shapes.values()] == [surface.count for surface in surfaces]:
            return dict(zip(shapes, surfaces, strict=True))
        if any(surface.color or surface.corners is not None for surface in surfaces):
            warnings.warn(f"{self._source}: colours are not read: its objects lie in several parts", stacklevel=2)
        return {}

    def _mesh(self, name: str) -> Mesh | None:
        if name not in self._meshes:
            geometry = self._loaded.geometry[name]
            primitive = None
            if isinstance(geometry, self._trimesh.PointCloud):
                primitive = self._points(geometry)
            elif isinstance(geometry, self._trimesh.Trimesh) and len(geometry.faces):
                primitive = self._triangles(geometry, self._surfaces.get(name))
            self._meshes[name] = None if primitive is None else Mesh(primitive, name=str(name))
        return self._meshes[name]

    def _points(self, cloud: Any) -> Primitive | None:
        count = len(cloud.vertices)
        if not count:
            return None
        normals = vertex_normals(cloud, count)
        return Primitive(
            _finite(cloud.vertices),
            mode="POINTS",
            colors=_colors(cloud.visual, count),
            normals=None if normals is None else _unit(normals),
            custom=custom_attributes(cloud, count, self._source),
        )

    def _triangles(self, mesh: Any, surface: Surface | None) -> Primitive:
        positions, faces = _finite(mesh.vertices), np.asarray(mesh.faces)
        if faces.min() < 0 or faces.max() >= len(positions):
            message = f"a face names vertex {int(faces.max())} of {len(positions)}"
            raise ValueError(message)
        visual = mesh.visual
        if surface is not None and surface.corners is not None:
            return self._colored_corners(positions, faces, surface.corners.reshape(-1, 4))
        if visual.kind == "face":
            return self._colored_corners(positions, faces, np.repeat(_linear(visual.face_colors), 3, axis=0))
        fields: dict[str, Any] = {
            "indices": faces.reshape(-1).astype(np.uint32),
            "colors": _colors(visual, len(positions)),
            "custom": custom_attributes(mesh, len(positions), self._source),
        }
        if "vertex_normals" in mesh._cache.cache:  # noqa: SLF001 - those of the file; asking for them would make some
            fields["normals"] = _unit(mesh.vertex_normals)
        coordinates = getattr(visual, "uv", None)
        if coordinates is not None and np.shape(coordinates) == (len(positions), 2):
            fields["texcoords"] = _upper_left(np.asarray(coordinates, dtype=np.float32))
        return Primitive(positions, **fields, material=self._material(visual, surface, mapped="texcoords" in fields))

    def _colored_corners(self, positions: Any, faces: Any, corners: NDArray[np.float32]) -> Primitive:
        """Colours that belong to faces or their corners: each corner becomes a vertex of its own."""
        if corners.shape[1] == 4 and bool((corners[:, 3] == 1.0).all()):
            corners = corners[:, :3]
        return Primitive(positions[faces.reshape(-1)], colors=corners, material=self._materials.plain())

    def _material(self, visual: Any, surface: Surface | None, *, mapped: bool) -> Material:
        if surface is None or surface.color is None:
            return (self._materials if mapped else self._colors_only).of(visual)
        return self._materials.painted(surface.color, surface.name)


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
