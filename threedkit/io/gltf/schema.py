"""The JSON of glTF 2.0 as typed structs: one decode checks types, lengths and ranges natively.

The structs follow the JSON schemas of the glTF 2.0 specification (specification/2.0/schema); each field is named as
there, in snake case. An index that is absent is -1, any other absent member is its default or None. What extensions
and extras hold stays as plain Python values. The writer builds the same structs: members that are at their
default are left out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeVar

import msgspec
from msgspec import Meta

__all__ = [
    "ABSENT",
    "OF_TYPE",
    "Accessor",
    "Animation",
    "AnimationChannel",
    "AnimationSampler",
    "Asset",
    "Buffer",
    "BufferView",
    "Camera",
    "ChannelTarget",
    "Gltf",
    "Image",
    "Material",
    "Mesh",
    "MetallicRoughness",
    "NamedProperty",
    "Node",
    "NormalTextureInfo",
    "OcclusionTextureInfo",
    "Orthographic",
    "Perspective",
    "Primitive",
    "Property",
    "Sampler",
    "Scene",
    "Skin",
    "Sparse",
    "SparseIndices",
    "SparseValues",
    "Texture",
    "TextureInfo",
    "decode",
    "encode",
]

ABSENT = -1
"""The value of an index that the document does not give."""

T = TypeVar("T")
if TYPE_CHECKING:
    from typing import Optional as Maybe
else:
    Maybe = Annotated[T, Meta()]
"""A member that may be left out and is then None; the decoder itself takes no null for it, as glTF never does."""
_INT64 = 2**63 - 1
OF_TYPE = Meta(extra={"of_type": True})
"""Of a member that only counts where the object's `type` is its name."""
Index = Annotated[int, Meta(ge=0, le=_INT64, extra={"index": True})]
Offset = Annotated[int, Meta(ge=0, le=_INT64, extra={"offset": True})]
Count = Annotated[int, Meta(ge=1, le=_INT64)]
Fraction = Annotated[float, Meta(ge=0.0, le=1.0)]
SignedFraction = Annotated[float, Meta(ge=-1.0, le=1.0)]
NotNegative = Annotated[float, Meta(ge=0.0)]
Positive = Annotated[float, Meta(gt=0.0)]
Items = Annotated[list[T], Meta(min_length=1)]
"""An array, which is left out rather than empty."""
Bounds = Annotated[list[float], Meta(extra={"raw": True})]
"""Minimum or maximum of an accessor: what it must be like depends on the accessor (checks/accessors.py)."""
Vec3 = tuple[float, float, float]
Quat = tuple[SignedFraction, SignedFraction, SignedFraction, SignedFraction]
Mat4 = tuple[
    float, float, float, float, float, float, float, float,
    float, float, float, float, float, float, float, float,
]  # fmt: skip
Attributes = Annotated[dict[str, Index], Meta(min_length=1)]


class Property(msgspec.Struct, rename="camel", omit_defaults=True, kw_only=True, gc=False):
    """What every object of a glTF document may have."""

    extensions: Maybe[dict[str, Any]] = None
    extras: Any = None


class NamedProperty(Property, rename="camel", omit_defaults=True, kw_only=True, gc=False):
    """A member of one of the root's arrays."""

    name: str = ""


class Asset(Property, rename="camel", omit_defaults=True, kw_only=True, gc=False):
    """Version and origin of the document."""

    version: Annotated[str, Meta(pattern=r"^[0-9]+\.[0-9]+$")]
    generator: str = ""
    copyright: str = ""
    min_version: Annotated[str, Meta(pattern=r"^[0-9]+\.[0-9]+$")] = ""


class SparseIndices(Property, rename="camel", omit_defaults=True, kw_only=True, gc=False):
    """Which elements a sparse accessor replaces."""

    buffer_view: Index
    component_type: Literal[5121, 5123, 5125]
    byte_offset: Offset = 0


class SparseValues(Property, rename="camel", omit_defaults=True, kw_only=True, gc=False):
    """What a sparse accessor puts there."""

    buffer_view: Index
    byte_offset: Offset = 0


class Sparse(Property, rename="camel", omit_defaults=True, kw_only=True, gc=False):
    """Elements that differ from an accessor's base."""

    count: Count
    indices: SparseIndices
    values: SparseValues


class Accessor(NamedProperty, rename="camel", omit_defaults=True, kw_only=True, gc=False):
    """A typed view on a buffer view."""

    component_type: Literal[5120, 5121, 5122, 5123, 5125, 5126]
    count: Count
    type: Literal["SCALAR", "VEC2", "VEC3", "VEC4", "MAT2", "MAT3", "MAT4"]
    buffer_view: Index = ABSENT
    byte_offset: Offset = 0
    normalized: bool = False
    min: Maybe[Bounds] = None
    max: Maybe[Bounds] = None
    sparse: Maybe[Sparse] = None


class Buffer(NamedProperty, rename="camel", omit_defaults=True, kw_only=True, gc=False):
    """A run of bytes: the GLB's binary chunk, a data URI or a file."""

    byte_length: Count
    uri: str = ""


class BufferView(NamedProperty, rename="camel", omit_defaults=True, kw_only=True, gc=False):
    """A part of a buffer."""

    buffer: Index
    byte_length: Count
    byte_offset: Offset = 0
    byte_stride: Annotated[int, Meta(ge=4, le=252, multiple_of=4)] = 0
    target: Maybe[Literal[34962, 34963]] = None


class Perspective(Property, rename="camel", omit_defaults=True, kw_only=True, gc=False):
    """A pinhole camera."""

    yfov: Positive
    znear: Positive
    aspect_ratio: Maybe[Positive] = None
    zfar: Maybe[Positive] = None


class Orthographic(Property, rename="camel", omit_defaults=True, kw_only=True, gc=False):
    """A parallel camera."""

    xmag: float
    ymag: float
    zfar: Positive
    znear: NotNegative


class Camera(NamedProperty, rename="camel", omit_defaults=True, kw_only=True, gc=False):
    """A camera of one of two kinds."""

    type: Literal["perspective", "orthographic"]
    perspective: Maybe[Annotated[Perspective, OF_TYPE]] = None
    orthographic: Maybe[Annotated[Orthographic, OF_TYPE]] = None


class ChannelTarget(Property, rename="camel", omit_defaults=True, kw_only=True, gc=False):
    """What an animation channel moves."""

    path: str
    node: Index = ABSENT


class AnimationChannel(Property, rename="camel", omit_defaults=True, kw_only=True, gc=False):
    """A sampler bound to a target."""

    sampler: Index
    target: ChannelTarget


class AnimationSampler(Property, rename="camel", omit_defaults=True, kw_only=True, gc=False):
    """Key times and key values."""

    input: Index
    output: Index
    interpolation: Literal["LINEAR", "STEP", "CUBICSPLINE"] = "LINEAR"


class Animation(NamedProperty, rename="camel", omit_defaults=True, kw_only=True, gc=False):
    """Channels that play together."""

    channels: Items[AnimationChannel]
    samplers: Items[AnimationSampler]


class Image(NamedProperty, rename="camel", omit_defaults=True, kw_only=True, gc=False):
    """Encoded pixels in a file, a data URI or a buffer view."""

    uri: str = ""
    mime_type: str = ""
    buffer_view: Index = ABSENT


class Sampler(NamedProperty, rename="camel", omit_defaults=True, kw_only=True, gc=False):
    """Filter and wrap modes by their OpenGL numbers."""

    mag_filter: Maybe[Literal[9728, 9729]] = None
    min_filter: Maybe[Literal[9728, 9729, 9984, 9985, 9986, 9987]] = None
    wrap_s: Literal[33071, 33648, 10497] = 10497
    wrap_t: Literal[33071, 33648, 10497] = 10497


class Texture(NamedProperty, rename="camel", omit_defaults=True, kw_only=True, gc=False):
    """An image with a sampler."""

    sampler: Index = ABSENT
    source: Index = ABSENT


class TextureInfo(Property, rename="camel", omit_defaults=True, kw_only=True, gc=False):
    """The use of a texture in a material."""

    index: Index
    tex_coord: Offset = 0


class NormalTextureInfo(TextureInfo, rename="camel", omit_defaults=True, kw_only=True, gc=False):
    """The use of a normal texture."""

    scale: float = 1.0


class OcclusionTextureInfo(TextureInfo, rename="camel", omit_defaults=True, kw_only=True, gc=False):
    """The use of an occlusion texture."""

    strength: Fraction = 1.0


class MetallicRoughness(Property, rename="camel", omit_defaults=True, kw_only=True, gc=False):
    """The metallic-roughness part of a material."""

    base_color_factor: tuple[Fraction, Fraction, Fraction, Fraction] = (1.0, 1.0, 1.0, 1.0)
    base_color_texture: Maybe[TextureInfo] = None
    metallic_factor: Fraction = 1.0
    roughness_factor: Fraction = 1.0
    metallic_roughness_texture: Maybe[TextureInfo] = None


class Material(NamedProperty, rename="camel", omit_defaults=True, kw_only=True, gc=False):
    """A surface."""

    pbr_metallic_roughness: Maybe[MetallicRoughness] = None
    normal_texture: Maybe[NormalTextureInfo] = None
    occlusion_texture: Maybe[OcclusionTextureInfo] = None
    emissive_texture: Maybe[TextureInfo] = None
    emissive_factor: tuple[Fraction, Fraction, Fraction] = (0.0, 0.0, 0.0)
    alpha_mode: Literal["OPAQUE", "MASK", "BLEND"] = "OPAQUE"
    alpha_cutoff: NotNegative = 0.5
    double_sided: bool = False


class Primitive(Property, rename="camel", omit_defaults=True, kw_only=True, gc=False):
    """One draw call."""

    attributes: Attributes
    indices: Index = ABSENT
    material: Index = ABSENT
    mode: Annotated[int, Meta(ge=0, le=6)] = 4
    targets: Maybe[Items[Attributes]] = None


class Mesh(NamedProperty, rename="camel", omit_defaults=True, kw_only=True, gc=False):
    """Primitives that are drawn together."""

    primitives: Items[Primitive]
    weights: Maybe[Items[float]] = None


class Node(NamedProperty, rename="camel", omit_defaults=True, kw_only=True, gc=False):
    """A place in the scene."""

    camera: Index = ABSENT
    children: Maybe[Items[Index]] = None
    skin: Index = ABSENT
    matrix: Maybe[Mat4] = None
    mesh: Index = ABSENT
    rotation: Maybe[Quat] = None
    scale: Maybe[Vec3] = None
    translation: Maybe[Vec3] = None
    weights: Maybe[Items[float]] = None


class Scene(NamedProperty, rename="camel", omit_defaults=True, kw_only=True, gc=False):
    """The roots of one scene."""

    nodes: Maybe[Items[Index]] = None


class Skin(NamedProperty, rename="camel", omit_defaults=True, kw_only=True, gc=False):
    """Joints and their inverse bind matrices."""

    joints: Items[Index]
    inverse_bind_matrices: Index = ABSENT
    skeleton: Index = ABSENT


class Gltf(Property, rename="camel", omit_defaults=True, kw_only=True, gc=False):
    """A whole document."""

    asset: Asset
    scene: Index = ABSENT
    scenes: Items[Scene] = []
    nodes: Items[Node] = []
    meshes: Items[Mesh] = []
    materials: Items[Material] = []
    textures: Items[Texture] = []
    samplers: Items[Sampler] = []
    images: Items[Image] = []
    cameras: Items[Camera] = []
    skins: Items[Skin] = []
    animations: Items[Animation] = []
    accessors: Items[Accessor] = []
    buffer_views: Items[BufferView] = []
    buffers: Items[Buffer] = []
    extensions_used: Items[str] = []
    extensions_required: Items[str] = []


_DECODER = msgspec.json.Decoder(Gltf)
_ENCODER = msgspec.json.Encoder(order="deterministic")


def decode(text: bytes | memoryview) -> Gltf:
    """Parse a document.

    Raises:
        msgspec.ValidationError: the JSON is well-formed but not of the schema (only the first deviation is told).
        msgspec.DecodeError: not JSON.
        RecursionError: nested too deeply.
    """
    return _DECODER.decode(text)


def encode(document: Gltf) -> bytes:
    """The document as JSON: members in the order of the schema, members of extensions and extras sorted."""
    return _ENCODER.encode(document)
