"""meshopt: the codec of EXT_meshopt_compression and KHR_meshopt_compression, through the package `meshopt`.

Its decoders are made for untrusted bytes (meshoptimizer's README, "Vertex/index buffer compression") and held up to
the fuzzing described in docs/decisions/mesh-codecs.md; they run in this process, without Python's lock. What bounds
them: the output has exactly the size that the document declares, no more than `decoded_limit` over the whole document,
and `require_room` refuses a size that the compressed bytes cannot hold before anything is allocated. An attribute
stream unfolds at most 64 times (version 0) or 1,024 times (version 1), triangles 12 times, index sequences 4 times.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from threedkit.errors import require
from threedkit.io.gltf.codecs.errors import INVALID, CodecError

if TYPE_CHECKING:
    from types import ModuleType

    from numpy.typing import NDArray

    from threedkit.io.gltf.extensions.meshopt import MeshoptFilter, MeshoptMode

__all__ = ["codec", "decode", "encode", "filtered", "require_room", "smallest", "unfiltered"]

_VERSION_0, _VERSION_1 = 0xA0, 0xA1
_HEADS = {"TRIANGLES": (0xE0, 0xE1), "INDICES": (0xD0, 0xD1), "ATTRIBUTES": (_VERSION_0, _VERSION_1)}
_GROUP = 16


def codec() -> ModuleType:
    """The package.

    Raises:
        MissingPackageError: it is not installed.
    """
    return require("meshopt", extra="io")


def smallest(head: int, count: int, stride: int, mode: MeshoptMode) -> int:
    """The fewest bytes into which `count` elements of `stride` bytes can be compressed.

    Args:
        head: the first byte of the compressed data, which tells the version.
        count: number of elements.
        stride: bytes of one.
        mode: the bitstream.

    From the specification of KHR_meshopt_compression, appendix A: an attribute block has 2 bits for each byte position
    and either 2 bits for each group of 16 elements of it (version 0), or nothing where all deltas are 0 (version 1);
    the tail has at least 32 or 24 bytes. A triangle has a code byte and the tail 16 bytes; an index has one byte and
    the tail 4.

    Example:
        >>> smallest(0xE1, 300, 2, "TRIANGLES")
        117
    """
    if mode == "TRIANGLES":
        return 1 + count // 3 + 16
    if mode == "INDICES":
        return 1 + count + 4
    block = min(8192 // stride & ~(_GROUP - 1), 256)
    if head == _VERSION_1:
        return 1 + -(-count // block) * (stride // 4) + max(24, stride + stride // 4)
    whole, rest = divmod(count, block)
    headers = whole * -(-block // (4 * _GROUP)) + -(-rest // (4 * _GROUP))
    return 1 + headers * stride + max(32, stride)


def require_room(data: memoryview, count: int, stride: int, mode: MeshoptMode) -> None:
    """See that compressed bytes are of the bitstream, and long enough to hold what they are said to hold.

    Raises:
        CodecError: they are not; a decompression bomb is found here.
    """
    head = data[0] if len(data) else -1
    if head not in _HEADS[mode]:
        raise CodecError(INVALID, f"a {mode} stream does not begin with byte {head:#04x}")
    least = smallest(head, count, stride, mode)
    if len(data) < least:
        text = f"{count} elements of {stride} bytes need at least {least} compressed bytes, not {len(data)}"
        raise CodecError(INVALID, text)


def decode(data: memoryview, count: int, stride: int, mode: MeshoptMode, filter_: MeshoptFilter = "NONE") -> memoryview:
    """Compressed bytes as the plain bytes of a buffer view.

    Args:
        data: the compressed bytes.
        count: number of elements.
        stride: bytes of one: a multiple of 4 up to 256 for attributes, 2 or 4 for indices.
        mode: the bitstream.
        filter_: what undoes the encoder's transformation of attributes.

    Returns:
        `count * stride` bytes, read-only, aligned for any component type.

    Raises:
        CodecError: the bytes are malformed.
        MissingPackageError: the package is not installed.

    Example:
        >>> rows = np.arange(12, dtype=np.uint16).reshape(3, 4)
        >>> bytes(decode(memoryview(encode(rows, "ATTRIBUTES")), 3, 8, "ATTRIBUTES")) == rows.tobytes()
        True
    """
    require_room(data, count, stride, mode)
    try:
        array: NDArray[Any] = codec().decode_gltf_buffer(data, count, stride, mode, filter_)
    except ValueError as error:
        raise CodecError(INVALID, f"the {mode} stream of {len(data)} bytes is malformed") from error
    plain = array.reshape(-1).view(np.uint8)
    plain.flags.writeable = False
    return plain.data


def encode(array: NDArray[Any], mode: MeshoptMode, version: Literal[0, 1] = 0) -> bytes:
    """An array as compressed bytes, without loss and the same on every machine.

    Args:
        array: contiguous; rows of a multiple of 4 bytes (up to 256) for attributes, uint16 or uint32 for indices.
        mode: the bitstream; TRIANGLES may turn a triangle's corners around (they stay in order).
        version: of the attribute format: 0 for EXT_meshopt_compression, 1 for KHR_meshopt_compression.

    Raises:
        MissingPackageError: the package is not installed.
    """
    data: bytes = codec().encode_gltf_buffer(array, mode, version)
    return data


def filtered(rows: NDArray[np.uint8], filter_: MeshoptFilter, bits: int) -> NDArray[np.uint8]:
    """Rows of four normalised integers as the filter OCTAHEDRAL or QUATERNION stores them.

    Args:
        rows: (n, 4) or (n, 8): the bytes of int8 or int16; for quaternions of int16.
        filter_: which one.
        bits: how many of each component are kept.
    """
    dtype = np.int8 if rows.shape[1] == 4 else np.int16
    values = np.maximum(rows.view(dtype).astype(np.float32) / np.float32(np.iinfo(dtype).max), np.float32(-1.0))
    package = codec()
    encode_ = package.encode_filter_quat if filter_ == "QUATERNION" else package.encode_filter_oct
    result: NDArray[np.uint8] = encode_(values, rows.shape[1], bits)
    return result


def unfiltered(rows: NDArray[np.uint8], filter_: MeshoptFilter) -> NDArray[np.uint8]:
    """The other way round: what a reader will make of rows that went through `filtered`."""
    package = codec()
    data = package.encode_vertex_buffer_level(rows, 0, 0)
    result: NDArray[np.uint8] = package.decode_vertex_buffer(data, len(rows), rows.shape[1], filter_)
    return result
