"""Dequantize: vertex data as plain float32 again."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from threedkit.scene import Primitive, Scene

__all__ = ["dequantize"]

_UNITS = ("texcoords", "colors", "weights")


def dequantize(scene: Scene) -> Scene:
    """Store all vertex data as float32: integers become the numbers that they stand for, and formats are dropped.

    Files get larger, and need neither KHR_mesh_quantization nor normalised integers. Joints stay whole numbers; the
    grid that positions were snapped to, and the transforms that made up for it, stay as they are.

    Args:
        scene: changed in place.

    Returns:
        The same scene.

    Example:
        >>> import threedkit as tk
        >>> scene = tk.Scene()
        >>> ball = scene.add(tk.Mesh(tk.sphere(radius=1)))
        >>> b"KHR_mesh_quantization" in tk.ops.quantize(scene).to_glb()
        True
        >>> b"KHR_mesh_quantization" in dequantize(scene).to_glb()
        False
    """
    for mesh in scene.meshes:
        for primitive in mesh.primitives:
            _primitive(primitive)
    for node in scene.nodes:
        if node.instances is not None and node.instances.formats:
            node.instances.formats = {}
    return scene


def _primitive(primitive: Primitive) -> None:
    for field in _UNITS:
        sets = getattr(primitive, field)
        if any(array.dtype.kind != "f" for array in sets):
            setattr(primitive, field, tuple(primitive.as_float(field, number) for number in range(len(sets))))
    if primitive.formats:
        primitive.formats = {}
