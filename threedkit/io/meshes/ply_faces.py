"""Faces of more than three corners in a PLY: cut into triangles, each with all that the file says of its face.

trimesh reads polygons only if a binary file has all of the same number of corners, and loses which colour belongs to
which triangle. So the file is written anew, with triangles only, before trimesh sees it. Nothing else of it changes.
"""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from threedkit.io.files import Bytes

__all__ = ["cut_faces"]

_DTYPES: Final = {
    "char": "i1", "int8": "i1", "uchar": "u1", "uint8": "u1", "short": "i2", "int16": "i2", "ushort": "u2",
    "uint16": "u2", "int": "i4", "int32": "i4", "uint": "u4", "uint32": "u4", "float": "f4", "float32": "f4",
    "double": "f8", "float64": "f8",
}  # fmt: skip
_ORDERS: Final = {"binary_little_endian": "<", "binary_big_endian": ">"}
_END: Final = re.compile(rb"end_header[ \t]*(?:\r\n|\n|\r)")
_LONGEST_HEADER: Final = 1 << 16
_MOST, _TIMES = 1 << 24, 8
"""Bytes that the triangles may take besides their corners: of a file that asks for more, trimesh may say what it is."""


class _Element(NamedTuple):
    """One element of the header.

    Attributes:
        line: number of its line.
        name: "vertex", "face" ...
        size: how many there are.
        properties: (name, dtype, dtype of a list's length or "").
    """

    line: int
    name: str
    size: int
    properties: list[tuple[str, str, str]]


class _Layout(NamedTuple):
    """Bytes of one face: before the list of corners, of its length and of a corner, and behind the list."""

    before: int
    length: np.dtype[Any]
    corner: np.dtype[Any]
    behind: int


def cut_faces(data: memoryview) -> Bytes:
    """A PLY whose faces are triangles; the same bytes where they are already, or where the file is none that is known.

    Faces are cut like a fan from their first corner; those of fewer than three corners go.

    Args:
        data: the whole file. What is made of it is at most some times as large, whatever its header says.
    """
    head = bytes(data[:_LONGEST_HEADER])
    end = _END.search(head)
    if end is None or not head.startswith(b"ply"):
        return data
    lines = head[: end.end()].decode("latin-1").splitlines()
    form, elements = _parse(lines)
    faces = next((element for element in elements if element.name == "face"), None)
    if faces is None or [bool(length) for _, _, length in faces.properties].count(True) != 1:
        return data
    before = elements[: elements.index(faces)]
    if any(length for element in before for _, _, length in element.properties):
        return data
    body = data[end.end() :]
    made = _cut_text(body, before, faces) if form == "ascii" else _cut_binary(body, before, faces, _ORDERS.get(form))
    if made is None:
        return data
    lines[faces.line] = f"element face {made[0]}"
    return b"".join(("\n".join(lines).encode("latin-1"), b"\n", *made[1]))


def _parse(lines: list[str]) -> tuple[str, list[_Element]]:
    """The format and the elements; no elements where something is not understood."""
    form, elements = "", []
    for number, line in enumerate(lines):
        words = line.split()
        try:
            if words[:1] == ["format"]:
                form = words[1]
            elif words[:1] == ["element"] and int(words[2]) >= 0:
                elements.append(_Element(number, words[1], int(words[2]), []))
            elif words[:2] == ["property", "list"]:
                elements[-1].properties.append((words[4], _DTYPES[words[3]], _DTYPES[words[2]]))
            elif words[:1] == ["property"]:
                elements[-1].properties.append((words[2], _DTYPES[words[1]], ""))
        except (IndexError, KeyError, ValueError):
            return "", []
    return form, elements


def _cut_binary(
    body: memoryview, before: list[_Element], faces: _Element, order: str | None
) -> tuple[int, list[Bytes]] | None:
    """The number of triangles and the new body; None if there is nothing to cut, or the file is too short."""
    if order is None:
        return None
    start = sum(element.size * sum(np.dtype(kind).itemsize for _, kind, _ in element.properties) for element in before)
    layout = _layout(faces, order)
    places = _places(body, start, faces.size, layout)
    if places is None:
        return None
    starts, lengths = places
    end = int(starts[-1] + layout.before + layout.length.itemsize + layout.behind) if len(starts) else start
    end += int(lengths[-1]) * layout.corner.itemsize if len(starts) else 0
    if bool((lengths == 3).all()):
        return None
    cut = int(np.maximum(lengths - 2, 0).sum()) * (layout.before + layout.length.itemsize + layout.behind)
    if cut > _MOST + _TIMES * len(body):
        return None
    triangles = _triangles(np.frombuffer(body, np.uint8), starts, lengths, layout)
    return len(triangles), [body[:start], triangles.tobytes(), body[end:]]


def _layout(faces: _Element, order: str) -> _Layout:
    at = next(i for i, (_, _, length) in enumerate(faces.properties) if length)
    _, corner, length = faces.properties[at]
    sizes = [np.dtype(kind).itemsize for _, kind, _ in faces.properties]
    return _Layout(sum(sizes[:at]), np.dtype(order + length), np.dtype(order + corner), sum(sizes[at + 1 :]))


def _places(
    body: memoryview, start: int, count: int, layout: _Layout
) -> tuple[NDArray[np.int64], NDArray[np.int64]] | None:
    """Where each face begins, and how many corners it has; None where the file ends before the faces do."""
    fixed = layout.before + layout.length.itemsize + layout.behind
    row = fixed + 3 * layout.corner.itemsize
    if count < 0 or layout.length.kind == "f" or start + count * fixed > len(body):
        return None
    if start + count * row <= len(body):  # the usual file: triangles only
        shape, strides = (count,), (row,)
        lengths = np.ndarray(shape, layout.length, body, start + layout.before, strides) if count else np.zeros(0)
        if bool((lengths == 3).all()):
            return start + row * np.arange(count), np.full(count, 3)
    starts, found = np.empty(count, np.int64), np.empty(count, np.int64)
    signed, order = layout.length.kind == "i", "big" if layout.length.str[0] == ">" else "little"
    at, width, corner = start, layout.length.itemsize, layout.corner.itemsize
    for number in range(count):
        place = at + layout.before
        length = int.from_bytes(body[place : place + width], order, signed=signed)  # type: ignore[arg-type]
        if length < 0 or place + width > len(body):
            return None
        starts[number], found[number] = at, length
        at += fixed + length * corner
    return (starts, found) if at <= len(body) else None


def _triangles(
    data: NDArray[np.uint8], starts: NDArray[np.int64], lengths: NDArray[np.int64], layout: _Layout
) -> NDArray[np.void]:
    """The faces anew, in their order: (m,) records of what is before, 3 and the corners, and what is behind."""
    fields = [("before", f"V{layout.before}"), ("length", layout.length), ("corners", layout.corner, 3)]
    kind = np.dtype([*fields, ("behind", f"V{layout.behind}")])
    counts = np.maximum(lengths - 2, 0)
    made: NDArray[np.void] = np.zeros(int(counts.sum()), kind)
    made["length"] = 3
    first = np.concatenate(([0], np.cumsum(counts)[:-1]))
    size = layout.corner.itemsize
    for length in np.unique(lengths[lengths >= 3]).tolist():
        chosen = np.flatnonzero(lengths == length)
        at = starts[chosen] + layout.before + layout.length.itemsize
        corners = data[at[:, None] + np.arange(length * size)].view(layout.corner)
        rows = first[chosen][:, None] + np.arange(length - 2)
        hub = np.broadcast_to(corners[:, :1], (len(chosen), length - 2))
        made["corners"][rows] = np.stack([hub, corners[:, 1:-1], corners[:, 2:]], axis=2)
        for name, place, width in (
            ("before", starts[chosen], layout.before),
            ("behind", at + length * size, layout.behind),
        ):
            if width:
                made[name][rows] = data[place[:, None] + np.arange(width)].view(kind[name])
    return made


def _cut_text(body: memoryview, before: list[_Element], faces: _Element) -> tuple[int, list[Bytes]] | None:
    """The same for a text: a line for each face."""
    lines = [line for line in io.BytesIO(body).read().splitlines() if line.strip()]
    start = sum(element.size for element in before)
    end = start + faces.size
    if end > len(lines):
        return None
    at = next(i for i, (_, _, length) in enumerate(faces.properties) if length)
    made: list[bytes] = []
    left = _MOST + _TIMES * len(body)
    for line in lines[start:end]:
        words = line.split()
        try:
            length = int(words[at])
        except (IndexError, ValueError):
            return None
        corners, behind = words[at + 1 : at + 1 + length], words[at + 1 + length :]
        left -= max(0, length - 2) * (at + len(behind))
        if len(corners) != length or left < 0:
            return None
        for fan in range(length - 2):
            three = (b"3", corners[0], corners[fan + 1], corners[fan + 2])
            made.append(b" ".join((*words[:at], *three, *behind)))
    if made == [b" ".join(line.split()) for line in lines[start:end]]:
        return None
    return len(made), [b"\n".join((*lines[:start], *made, *lines[end:])), b"\n"]
