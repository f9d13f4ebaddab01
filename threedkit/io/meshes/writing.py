"""Scenes as OBJ, STL and PLY: triangles and points at rest, in world coordinates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from threedkit.errors import OutputError, require
from threedkit.io import files
from threedkit.transforms import colors

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from threedkit.io.files import Bytes
    from threedkit.scene import Material, Node, Pose, Primitive, Scene

__all__ = ["WRITE_SUFFIXES", "save_meshes"]

WRITE_SUFFIXES: Final = (".obj", ".stl", ".ply")
"""File suffixes that are written through trimesh."""


def save_meshes(scene: Scene, path: Path) -> None:
    """Write what the scene shows at rest: triangles in world coordinates, morphed and skinned as the nodes stand.

    .obj takes the base colour with its texture into an .mtl and images beside it, .ply vertex colours (or the base
    colour), .stl the shape alone. What these formats cannot hold (cameras, lights, animations ...) stays out.

    Raises:
        OutputError: the place cannot be written, or nothing in the scene has triangles.
        MissingPackageError: trimesh is not installed.
    """
    trimesh = require("trimesh", extra="io")
    pose = scene.pose(None)
    found = [
        _mesh(trimesh, node, (number, instance), primitive, pose, path.suffix.lower())
        for node in scene.mesh_nodes
        if pose.visible(node)
        for number, primitive in enumerate(node.mesh.primitives)
        if len(primitive.triangles)
        for instance in range(len(pose.instances(node)))
    ]
    if not found:
        raise OutputError(f"{path}: the scene has no triangles to write")
    if path.suffix.lower() == ".obj":
        files.write_all(_obj(trimesh, found, path))
        return
    whole = trimesh.util.concatenate(found) if len(found) > 1 else found[0]
    data = whole.export(file_type=path.suffix.lower()[1:])
    files.write_all([(path, [data.encode() if isinstance(data, str) else bytes(data)])])


def _obj(trimesh: Any, meshes: list[Any], path: Path) -> list[tuple[Path, list[Bytes]]]:
    together = trimesh.Scene({f"{mesh.metadata['name']}-{i}": mesh for i, mesh in enumerate(meshes)})
    text, others = trimesh.exchange.obj.export_obj(
        together, include_normals=True, return_texture=True, mtl_name=f"{path.stem}.mtl"
    )
    outputs: list[tuple[Path, list[Bytes]]] = [(path.parent / name, [bytes(data)]) for name, data in others.items()]
    return [*outputs, (path, [text.encode()])]


def _mesh(trimesh: Any, node: Node, which: tuple[int, int], primitive: Primitive, pose: Pose, suffix: str) -> Any:
    """A primitive of a node; `which` is its number and that of the instance."""
    number, instance = which
    name = node.name or (node.mesh.name if node.mesh is not None else "")
    faces = primitive.triangles
    if np.linalg.det(pose.instances(node)[instance, :3, :3]) < 0:
        faces = faces[:, ::-1]
    normals = None
    if primitive.normals is not None:
        normals = pose.normals(node, primitive, instance)
    return trimesh.Trimesh(
        vertices=np.asarray(pose.positions(node, primitive, instance), dtype=np.float64),
        faces=faces,
        vertex_normals=normals,
        visual=_visual(trimesh, primitive, suffix),
        metadata={"name": f"{name or 'mesh'}{number or ''}"},
        process=False,
    )


def _visual(trimesh: Any, primitive: Primitive, suffix: str) -> Any:
    material = primitive.material
    if suffix == ".ply":
        return trimesh.visual.ColorVisuals(vertex_colors=_vertex_colors(primitive, material))
    if suffix == ".stl":
        return None
    source = trimesh.visual.material.SimpleMaterial(image=_picture(material), diffuse=_diffuse(material))
    source.name = material.name if material is not None and material.name else None
    coordinates = None
    if primitive.texcoords:
        coordinates = primitive.as_float("texcoords", 0) * np.array((1, -1), np.float32) + np.array((0, 1), np.float32)
    return trimesh.visual.TextureVisuals(uv=coordinates, material=source)


def _diffuse(material: Material | None) -> NDArray[np.uint8]:
    rgba = (1.0, 1.0, 1.0, 1.0) if material is None else material.base_color
    return np.round(np.asarray(rgba) * 255).astype(np.uint8)


def _picture(material: Material | None) -> Any:
    if material is None or material.base_color_texture is None or material.base_color_texture.texture.source is None:
        return None
    pixels = material.base_color_texture.texture.source.pixels
    return require("PIL.Image", extra="render").fromarray(pixels[:, :, 0] if pixels.shape[2] == 1 else pixels)


def _vertex_colors(primitive: Primitive, material: Material | None) -> NDArray[np.uint8]:
    """(n, 4) uint8: base colour times vertex colour, as sRGB with linear alpha."""
    rgba = np.ones((primitive.vertex_count, 4))
    if primitive.colors:
        given = primitive.as_float("colors", 0)
        rgba[:, : given.shape[1]] = given
    if material is not None:
        rgba *= np.asarray(material.base_color)
    rgba[:, :3] = colors.linear_to_srgb(np.clip(rgba[:, :3], 0.0, 1.0))
    return np.round(np.clip(rgba, 0.0, 1.0) * 255).astype(np.uint8)
