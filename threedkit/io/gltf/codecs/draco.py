"""Draco: the codec of KHR_draco_mesh_compression, through the package DracoPy.

Decoding untrusted bytes is bounded before it begins: the header's counts must be those that the document declares, and
the arrays that they make must fit what the document may unfold into (`decoded_limit`: 128 MiB and 64 bytes for each
byte of its buffers). The native decoder then works in a child process (draco_process.py) that has 96 MiB, 6 times the
size of these arrays and 64 bytes for each attribute of each point; all bitstreams of a document together have 2 s of
processor time and 1 s for each 4 MiB of arrays. Mutated bitstreams of a few hundred bytes were seen to take the bare
decoder 3.6 GiB and 7.9 s. Whatever happens to the child becomes a CodecError.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from threedkit.errors import FieldError, require
from threedkit.io.gltf.codecs.draco_header import read_header
from threedkit.io.gltf.codecs.draco_process import Clock, Request, decode_apart
from threedkit.io.gltf.codecs.errors import INVALID, MISMATCH, TOO_LARGE, CodecError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

__all__ = ["Clock", "DracoMesh", "DracoOptions", "Encoded", "can_hold", "decode", "encode", "fit"]

_GENERIC_DTYPES = ("float32", "uint8", "uint16")


class DracoMesh(NamedTuple):
    """What a bitstream holds.

    Attributes:
        faces: (m, 3) uint32.
        attributes: by unique id, (n, components) of uint8, uint16, uint32 or float32; float64 stands for integers of
            any other type, divided by the highest of that type if the bitstream marks them as fractions.
    """

    faces: NDArray[np.uint32]
    attributes: dict[int, NDArray[Any]]


class DracoOptions(NamedTuple):
    """How finely, and how hard, to encode.

    Attributes:
        position_bits: 1 to 30, over the longest side of the box; a coordinate is off by at most half a step,
            side / (2 ** bits - 1) / 2.
        normal_bits: 2 to 30, of the octahedral coordinates.
        texcoord_bits: 1 to 30, over the longer side of the range.
        level: 0 (fast) to 10 (small).
    """

    position_bits: int = 14
    normal_bits: int = 10
    texcoord_bits: int = 12
    level: int = 7


class Encoded(NamedTuple):
    """A bitstream that has been made, and what a decoder will find in it.

    Attributes:
        data: the bitstream.
        ids: unique id of each attribute, by glTF name.
        mesh: the arrays as they will be decoded.
    """

    data: bytes
    ids: dict[str, int]
    mesh: DracoMesh


def decode(
    data: memoryview, *, points: int, faces: int | None, ids: Sequence[int], row: int, limit: int, clock: Clock
) -> DracoMesh:
    """Decode untrusted bytes.

    Args:
        data: the bitstream.
        points: how many points the document says there are.
        faces: how many triangles it says there are; None: as many as the bitstream says.
        ids: unique ids of the attributes that are wanted.
        row: bytes of these attributes at one point.
        limit: bytes that the arrays may take.
        clock: processor time that is left for the document's bitstreams.

    Raises:
        CodecError: the bytes are malformed, hold something else than declared, or are a decompression bomb.
        MissingPackageError: DracoPy is not installed.
    """
    header = read_header(data)
    if faces is not None and header.faces != faces:
        raise CodecError(MISMATCH, f"it holds {header.faces} triangles, not {faces}")
    sequential = header.method == "sequential"
    if header.points > points or (sequential and header.points != points):
        found = header.points if sequential else None
        raise CodecError(MISMATCH, f"it holds {header.points} points, not {points}", found)
    if not sequential and points > 3 * header.faces:
        raise CodecError(MISMATCH, f"{header.faces} triangles do not have {points} points")
    size = points * row + header.faces * 12
    if size > limit:
        raise CodecError(TOO_LARGE, f"it unfolds to {size} bytes; {limit} are left for the document's compressed data")
    if sequential and header.faces > len(data):
        raise CodecError(INVALID, f"{header.faces} triangles do not fit in {len(data)} bytes")
    arrays = decode_apart(Request(data, points, header.faces, tuple(ids), size, clock))
    return DracoMesh(arrays[0], dict(zip(ids, arrays[1:], strict=True)))


def fit(array: NDArray[Any], dtype: np.dtype[Any], width: int, *, normalized: bool) -> NDArray[Any]:
    """A decoded attribute as an accessor declares it.

    Args:
        array: (n, components), as in `DracoMesh.attributes`.
        dtype: of the accessor's components.
        width: the number of components of an element.
        normalized: whether the accessor's integers stand for fractions.

    Raises:
        CodecError: the bitstream holds another type.
    """
    if array.shape[1] != width:
        raise CodecError(MISMATCH, f"an attribute has {array.shape[1]} components, not {width}")
    if array.dtype != dtype:
        array = _convert(array, dtype, normalized=normalized)
    plain = np.ascontiguousarray(array.reshape(-1) if width == 1 else array)
    plain.flags.writeable = False
    return plain


def _convert(array: NDArray[Any], dtype: np.dtype[Any], *, normalized: bool) -> NDArray[Any]:
    """Integers that came as others."""
    whole = array.dtype.kind == "u" or array.dtype == np.float64
    if dtype.kind == "f" or not whole:
        name = "integers" if whole else array.dtype.name
        raise CodecError(MISMATCH, f"an attribute holds {name}, not {dtype.name}")
    limits = np.iinfo(dtype)
    if array.dtype.kind == "f":
        if normalized and len(array) and float(np.abs(array).max()) <= 1.0:
            array = array * limits.max
        array = np.rint(array)
    if len(array) and (float(array.min()) < limits.min or float(array.max()) > limits.max):
        raise CodecError(MISMATCH, f"an attribute does not fit {dtype.name}")
    return array.astype(dtype)


def encode(
    faces: NDArray[Any],
    attributes: Mapping[str, NDArray[Any]],
    options: DracoOptions,
    *,
    keep_order: bool = False,
) -> Encoded:
    """Encode a triangle mesh; the same arrays give the same bytes.

    Args:
        faces: (m, 3) vertex indices.
        attributes: (n, components) arrays by glTF name. POSITION (float32) must be there; it, NORMAL and TEXCOORD_0,
            if float32, are quantised; COLOR_0 is best as uint8. The others are kept exactly: float32, uint8 or uint16.
        options: how finely to quantise, and how hard to compress.
        keep_order: use the sequential encoding, which leaves vertices and triangles where they are but compresses
            less. The other one also drops triangles without area and merges equal vertices.

    Raises:
        FieldError: Draco cannot encode it.
        MissingPackageError: DracoPy is not installed.
    """
    package = require("DracoPy", extra="io")
    named, ids = _arranged(attributes)
    try:
        data: bytes = package.encode(
            attributes["POSITION"],
            np.ascontiguousarray(faces, np.uint32),
            quantization_bits=options.position_bits,
            normal_quantization_bits=options.normal_bits,
            tex_coord_quantization_bits=options.texcoord_bits,
            compression_level=options.level,
            preserve_order=keep_order,
            **named,
        )
    except (package.EncodingFailedException, ValueError, AssertionError) as error:
        message = f"Primitive: Draco cannot encode {len(faces)} triangles on {len(attributes['POSITION'])} vertices"
        raise FieldError(message) from error
    decoded = package.decode(data)
    found = {attribute["unique_id"]: attribute["data"] for attribute in decoded.attributes}
    arrays = {ids[name]: fit(found[ids[name]], array.dtype, array.shape[1], normalized=False)
              for name, array in attributes.items()}  # fmt: skip
    return Encoded(data, ids, DracoMesh(decoded.data_struct["faces"], arrays))


def can_hold(array: NDArray[Any]) -> bool:
    """Whether an attribute can be encoded; signed integers and matrices cannot."""
    return array.ndim == 2 and array.dtype.name in _GENERIC_DTYPES


def _arranged(attributes: Mapping[str, NDArray[Any]]) -> tuple[dict[str, Any], dict[str, int]]:
    """The package's arguments, and the unique ids it will give: generic ones first, then in an order of its own."""
    kinds = (("COLOR_0", "colors", "uint8"), ("TEXCOORD_0", "tex_coord", "float32"), ("NORMAL", "normals", "float32"))
    special = {name: (argument, dtype) for name, argument, dtype in kinds
               if name in attributes and attributes[name].dtype.name == dtype}  # fmt: skip
    generic = [name for name in attributes if name not in special and name != "POSITION"]
    named: dict[str, Any] = {}
    if generic:
        named["generic_attributes"] = {number: attributes[name] for number, name in enumerate(generic)}
    for name, (argument, dtype) in special.items():
        named[argument] = attributes[name].astype(np.float64) if dtype == "float32" else attributes[name]
    order = [*generic, *special, "POSITION"]
    return named, {name: number for number, name in enumerate(order)}
