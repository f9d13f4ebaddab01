"""Arrays as a browser decodes them: quantised where it is not seen, compressed by meshopt."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from threedkit.errors import require
from threedkit.io.gltf.codecs import meshopt
from threedkit.io.gltf.layout import COMPONENT_TYPES

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["SMALL", "Stream", "directions", "floats", "indices", "plain"]

SMALL: Final = 1024
"""Vertices below which arrays go as they are: they are few bytes, and both sides are faster."""

_KINDS: Final = {1: "SCALAR", 2: "VEC2", 3: "VEC3", 4: "VEC4"}
_DIRECTION_BITS: Final = 12
_MANTISSA: Final = (8, 23)
_ALL: Final = np.zeros(1, np.intp)
_UNORDERED: Final = 1.6
"""Bytes a triangle above which indices are worth being put in a better order."""


class Stream(NamedTuple):
    """One accessor and its bytes; equal ones are one on the wire.

    Attributes:
        data: as it is sent.
        elements: their number.
        stride: bytes of an element once decoded.
        type: glTF's, such as "VEC3".
        component_type: glTF's number.
        normalized: integers stand for fractions.
        mode: meshopt's bitstream; empty: not compressed.
        filter: meshopt's.
        low: smallest values, where glTF wants them.
        high: largest.
    """

    data: bytes
    elements: int
    stride: int
    type: str
    component_type: int
    normalized: bool = False
    mode: str = ""
    filter: str = "NONE"
    low: tuple[float, ...] | None = None
    high: tuple[float, ...] | None = None


def _padded(array: NDArray[Any]) -> NDArray[Any]:
    """Rows of a multiple of 4 bytes, as vertex attributes need them."""
    size = array.shape[1] * array.itemsize
    if size % 4 == 0:
        return np.ascontiguousarray(array)
    wide = np.zeros((len(array), -(-size // 4) * 4 // array.itemsize), array.dtype)
    wide[:, : array.shape[1]] = array
    return wide


def plain(array: NDArray[Any], *, normalized: bool = False, bounds: bool = False) -> Stream:
    """An array (n, k) without loss; compressed if it is long.

    Args:
        array: of a dtype that glTF stores.
        normalized: integers stand for fractions.
        bounds: tell the smallest and the largest values.
    """
    rows = _padded(array)
    low, high = _ends(array) if bounds and len(array) else (None, None)
    made = Stream(
        rows.tobytes(), len(array), rows.shape[1] * rows.itemsize, _KINDS[array.shape[1]],
        COMPONENT_TYPES[array.dtype], normalized, low=low, high=high,
    )  # fmt: skip
    if len(array) < SMALL:
        return made
    return made._replace(data=bytes(meshopt.encode(rows, "ATTRIBUTES")), mode="ATTRIBUTES")


def _ends(array: NDArray[Any], slack: float = 0.0) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """The smallest and the largest values of each column, `slack` beyond them."""
    low, high = np.minimum.reduceat(array, _ALL)[0], np.maximum.reduceat(array, _ALL)[0]  # much faster than axis=0
    return tuple((low - slack).tolist()), tuple((high + slack).tolist())


def floats(array: NDArray[np.float32], step: float, *, bounds: bool = False) -> Stream:
    """Floats (n, k) to about `step`, by meshopt's exponential filter; as they are if they are few.

    Args:
        array: finite.
        step: what is not seen, in the unit of the array; not looked at where they are few.
        bounds: tell the smallest and the largest values.
    """
    if len(array) < SMALL or step <= 0.0:
        return plain(array, bounds=bounds)
    largest = float(np.abs(array).max(initial=0.0))
    if largest == 0.0:
        return plain(array, bounds=bounds)
    bits = math.ceil(math.log2(max(largest / step, 1.0))) + 2  # a sign, and steps of half the size
    bits = min(max(bits, _MANTISSA[0]), _MANTISSA[1])
    package = meshopt.codec()
    rows = package.encode_filter_exp(np.ascontiguousarray(array, np.float32), bits, "SharedComponent")
    made = plain(np.empty((0, array.shape[1]), np.float32))
    low, high = None, None
    if bounds:
        low, high = _ends(array, largest * 2.0 ** (1 - bits))
    data = bytes(meshopt.encode(rows, "ATTRIBUTES"))
    return made._replace(data=data, elements=len(array), mode="ATTRIBUTES", filter="EXPONENTIAL", low=low, high=high)


def directions(array: NDArray[np.float32]) -> Stream:
    """Unit vectors (n, 3), or (n, 4) with a sign last, in 12 bits an octahedral coordinate; as they are if few."""
    if len(array) < SMALL:
        return plain(array)
    vectors = np.zeros((len(array), 4), np.float32)
    vectors[:, : array.shape[1]] = array
    lengths = np.linalg.norm(vectors[:, :3], axis=1, keepdims=True)
    vectors[:, :3] /= np.where(np.isfinite(lengths) & (lengths > 0), lengths, 1.0)
    np.nan_to_num(vectors, copy=False, posinf=0.0, neginf=0.0)
    rows = require("meshopt", extra="jupyter").encode_filter_oct(vectors, 8, _DIRECTION_BITS)
    data = bytes(meshopt.encode(rows, "ATTRIBUTES"))
    return Stream(
        data, len(array), 8, _KINDS[array.shape[1]], 5122, normalized=True, mode="ATTRIBUTES", filter="OCTAHEDRAL"
    )


def indices(array: NDArray[np.unsignedinteger], *, triangles: bool) -> Stream:
    """Indices (k,) uint16 or uint32 in the order that they have.

    Args:
        array: what to send.
        triangles: they are a list of triangles, whose corners may be turned.
    """
    made = Stream(array.tobytes(), len(array), array.itemsize, "SCALAR", COMPONENT_TYPES[array.dtype])
    if len(array) < SMALL:
        return made
    mode = "TRIANGLES" if triangles else "INDICES"
    return made._replace(data=bytes(meshopt.encode(array, mode)), mode=mode)  # type: ignore[arg-type]


def is_scattered(stream: Stream) -> bool:
    """Whether triangles are in an order that takes many bytes."""
    return stream.mode == "TRIANGLES" and len(stream.data) > _UNORDERED * stream.elements / 3
