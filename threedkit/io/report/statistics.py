"""Numbers about an asset: what a picture of it costs, what it holds, how large it is."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np

from threedkit.errors import AssetError
from threedkit.transforms import bounds

if TYPE_CHECKING:
    from threedkit.scene import Animation, Image, Inventory, Node, Pose, Primitive, Scene

__all__ = ["AnimationFacts", "Extent", "ImageFacts", "Statistics", "statistics_of"]

Point = tuple[float, float, float]


class Extent(msgspec.Struct, frozen=True):
    """The box around a scene at rest, in metres.

    Attributes:
        min: the lowest corner.
        max: the highest corner.
        size: width (x), height (y) and depth (z).
    """

    min: Point
    max: Point
    size: Point


class AnimationFacts(msgspec.Struct, frozen=True):
    """An animation.

    Attributes:
        name: may be empty.
        duration: time of the last key, in seconds.
        channels: how many properties it moves.
    """

    name: str
    duration: float
    channels: int


class ImageFacts(msgspec.Struct, frozen=True):
    """An image.

    Attributes:
        name: its name or URI; may be empty.
        mime_type: "image/png" ...
        width: pixels; None when the image cannot be read.
        height: pixels; None when the image cannot be read.
        bytes: as it is stored.
        memory: bytes on the GPU, mipmaps included.
    """

    name: str
    mime_type: str
    width: int | None
    height: int | None
    bytes: int
    memory: int


class Statistics(msgspec.Struct, frozen=True, kw_only=True):
    """Numbers about an asset.

    What is drawn counts as often as one picture draws it: a mesh that two nodes hold counts twice, an instanced one as
    often as there are instances (its draw calls once), a hidden one not at all. The rest counts what the file holds.

    Attributes:
        file_bytes: the file itself; None for a scene that comes from no file.
        external_bytes: the buffers and images in other files.
        triangles: drawn.
        vertices: drawn.
        draw_calls: primitives drawn.
        modes: primitives drawn, by glTF's mode ("TRIANGLES", "POINTS" ...).
        nodes: in the document, as the following ones.
        meshes: see nodes.
        primitives: see nodes.
        materials: see nodes.
        textures: see nodes.
        images: see nodes.
        cameras: see nodes.
        lights: see nodes.
        skins: see nodes.
        joints: of all skins.
        variants: names of the material variants.
        morph_targets: of all meshes.
        texture_memory: bytes of all images on the GPU, mipmaps included; without those that are fallbacks only.
        duration: of the longest animation, in seconds.
        bounds: the box around the scene at rest; None when there is nothing, or nothing finite.
        animations: each of them.
        image_list: each image.
        extensions_used: names, sorted.
        extensions_required: names, sorted.
        generator: what wrote the file.
        copyright: whose it is.
    """

    file_bytes: int | None = None
    external_bytes: int = 0
    triangles: int
    vertices: int
    draw_calls: int
    modes: dict[str, int]
    nodes: int
    meshes: int
    primitives: int
    materials: int
    textures: int
    images: int
    cameras: int
    lights: int
    skins: int
    joints: int
    variants: tuple[str, ...] = ()
    morph_targets: int
    texture_memory: int
    duration: float
    bounds: Extent | None
    animations: tuple[AnimationFacts, ...] = ()
    image_list: tuple[ImageFacts, ...] = ()
    extensions_used: tuple[str, ...] = ()
    extensions_required: tuple[str, ...] = ()
    generator: str = ""
    copyright: str = ""

    def to_dict(self) -> dict[str, Any]:
        """As JSON values."""
        plain: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(self))
        return plain


def statistics_of(
    scene: Scene,
    *,
    file_bytes: int | None = None,
    external_bytes: int = 0,
    extensions: tuple[tuple[str, ...], tuple[str, ...]] | None = None,
) -> Statistics:
    """Count a scene.

    Args:
        scene: the scene.
        file_bytes: size of the file that it came from.
        external_bytes: size of the files that this one refers to.
        extensions: names used and names required by the file; None: those that the scene keeps raw.

    Example:
        >>> import threedkit as tk
        >>> scene = tk.Scene()
        >>> node = scene.add(tk.box())
        >>> statistics_of(scene).triangles
        12
    """
    parts, pose = scene.inventory, scene.pose(None)
    nodes = [node for node in scene.mesh_nodes if pose.visible(node)]
    drawn = [(_copies(node), primitive) for node in nodes if node.mesh for primitive in node.mesh.primitives]
    images = tuple(_image(image) for image in parts.images)
    animations = tuple(_animation(animation) for animation in parts.animations)
    used, required = extensions or (scene.extensions_used, scene.extensions_required)
    return Statistics(
        file_bytes=file_bytes,
        external_bytes=external_bytes,
        **_drawn(drawn),
        **_held(parts),
        texture_memory=_texture_memory(parts, images),
        duration=max((animation.duration for animation in animations), default=0.0),
        bounds=_extent(pose, nodes),
        animations=animations,
        image_list=images,
        extensions_used=tuple(sorted(set(used))),
        extensions_required=tuple(sorted(set(required))),
        generator=_text(scene.asset.get("generator")),
        copyright=_text(scene.asset.get("copyright")),
    )


def _drawn(drawn: list[tuple[int, Primitive]]) -> dict[str, Any]:
    return {
        "triangles": sum(copies * primitive.triangle_count for copies, primitive in drawn),
        "vertices": sum(copies * primitive.vertex_count for copies, primitive in drawn),
        "draw_calls": len(drawn),
        "modes": dict(sorted(Counter(primitive.mode for _, primitive in drawn).items())),
    }


def _copies(node: Node) -> int:
    """How often a node draws its mesh; a skin says where it is, whatever the instances."""
    return 1 if node.instances is None or node.skin is not None else node.instances.count


def _held(parts: Inventory) -> dict[str, Any]:
    names = ("nodes", "meshes", "materials", "textures", "images", "cameras", "lights", "skins")
    return {
        **{name: len(getattr(parts, name)) for name in names},
        "primitives": sum(len(mesh.primitives) for mesh in parts.meshes),
        "joints": sum(len(skin.joints) for skin in parts.skins),
        "variants": tuple(variant.name for variant in parts.variants),
        "morph_targets": sum(mesh.target_count for mesh in parts.meshes),
    }


def _extent(pose: Pose, nodes: list[Node]) -> Extent | None:
    with np.errstate(all="ignore"):  # what is too far away for float64 has no bounds
        box = bounds.union(*(pose.bounds(node) for node in nodes))
        size = box[1] - box[0]
    if not bool(np.isfinite(box).all() and np.isfinite(size).all()):
        return None
    return Extent(*(tuple(corner.tolist()) for corner in (box[0], box[1], size)))


def _animation(animation: Animation) -> AnimationFacts:
    return AnimationFacts(animation.name, float(animation.duration), len(animation.channels))


def _texture_memory(parts: Inventory, facts: tuple[ImageFacts, ...]) -> int:
    spare = {id(image) for texture in parts.textures for image in texture.fallbacks}
    spare -= {id(texture.source) for texture in parts.textures}
    return sum(fact.memory for image, fact in zip(parts.images, facts, strict=True) if id(image) not in spare)


def _image(image: Image) -> ImageFacts:
    stored = 0 if image.data is None else len(image.data)
    name = image.name or ("" if image.uri.startswith("data:") else image.uri)
    try:
        (width, height), memory = image.size, image.gpu_bytes
    except AssetError:  # broken, or of a format that is not read
        return ImageFacts(name, image.media_type, None, None, stored, 0)
    return ImageFacts(name, image.media_type, width, height, stored, memory)


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
