"""Compressing a document that has been written: meshopt over its buffer views, without loss.

Each view of numbers that gets smaller is moved into a second buffer, which has no bytes: there it is what readers
decode it into. What is written decodes to exactly the numbers that are there: a filter, and the order of a triangle's
corners that mode TRIANGLES prefers, are used where they change nothing. `ops.compress` brings the numbers into a form
in which they do not.
"""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

import msgspec
import numpy as np

from threedkit.io.gltf import schema
from threedkit.io.gltf.codecs import meshopt
from threedkit.io.gltf.extensions.meshopt import EXT_MESHOPT, KHR_MESHOPT, MeshoptBuffer, MeshoptView
from threedkit.io.gltf.layout import layout_of
from threedkit.io.gltf.schema import ABSENT
from threedkit.io.gltf.write.packer import ELEMENT_ARRAY_BUFFER

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from threedkit.io.files import Bytes
    from threedkit.io.gltf.extensions.meshopt import MeshoptFilter, MeshoptMode

__all__ = ["Packed", "compress_views"]

_TRIANGLES: Final = 4
_BITS: Final = {(5120, 4): (8,), (5122, 8): (10, 12, 14, 8)}
_ROTATION_BITS: Final = (14, 16, 12)
_SAMPLE: Final = 256


class Packed(NamedTuple):
    """Buffers after compression.

    Attributes:
        parts: the bytes of buffer 0 in order.
        size: their number.
    """

    parts: list[Bytes]
    size: int


class _Candidate(NamedTuple):
    data: bytes
    stride: int
    mode: MeshoptMode
    filter: MeshoptFilter = "NONE"


def compress_views(gltf: schema.Gltf, parts: Sequence[Bytes], *, khronos: bool) -> Packed:
    """Compress the views of a document that has one buffer.

    Args:
        gltf: changed in place: its views, buffers and declared extensions.
        parts: the buffer's bytes in order.
        khronos: write KHR_meshopt_compression, whose format is newer and smaller, and which fewer readers know.

    Returns:
        The new buffer 0.

    Raises:
        MissingPackageError: the package `meshopt` is not installed.
    """
    name = KHR_MESHOPT if khronos else EXT_MESHOPT
    roles = _Roles(gltf)
    out: list[Bytes] = []
    size = unfolded = 0
    for index, (view, data) in enumerate(zip(gltf.buffer_views, _data(gltf, parts), strict=True)):
        best = roles.best(index, view, data, version=1 if khronos else 0)
        packed = data if best is None else best.data
        if best is None:
            view.byte_offset = size
        else:
            view.extensions = {name: msgspec.to_builtins(_said(view, best, size))}
            view.buffer, view.byte_offset = 1, unfolded
            unfolded += view.byte_length + -view.byte_length % 4
        out.extend((packed, bytes(-len(packed) % 4)))
        size += len(packed) + -len(packed) % 4
    if gltf.buffers:
        gltf.buffers[0].byte_length = size
    if unfolded:
        gltf.buffers.append(schema.Buffer(byte_length=unfolded))
        gltf.buffers[1].extensions = {name: msgspec.to_builtins(MeshoptBuffer(fallback=True))}
        gltf.extensions_used = sorted({*gltf.extensions_used, name})
        gltf.extensions_required = sorted({*gltf.extensions_required, name})
    return Packed(out, size)


def _said(view: schema.BufferView, form: _Candidate, place: int) -> MeshoptView:
    return MeshoptView(
        buffer=0,
        byte_offset=place,
        byte_length=len(form.data),
        byte_stride=form.stride,
        count=view.byte_length // form.stride,
        mode=form.mode,
        filter=form.filter,
    )


class _Roles:
    """What the views of a document are used for."""

    def __init__(self, gltf: schema.Gltf) -> None:
        self._accessors, self._users = gltf.accessors, _users(gltf)
        self._listed, self._turning = _listed(gltf), _rotations(gltf)

    def best(
        self, index: int, view: schema.BufferView, data: memoryview, *, version: Literal[0, 1]
    ) -> _Candidate | None:
        """The smallest form of a view; None if none is smaller than the view itself."""
        user = self._users.get(index)
        if user is None:
            return None
        accessor = self._accessors[user]
        stride = view.byte_stride or layout_of(accessor.type, accessor.component_type).size
        if view.byte_length % stride:
            return None
        forms: Iterable[_Candidate] = ()
        if view.target == ELEMENT_ARRAY_BUFFER and stride in {2, 4}:
            forms = _index_forms(np.frombuffer(data, f"<u{stride}"), listed=user in self._listed)
        elif view.target != ELEMENT_ARRAY_BUFFER and stride % 4 == 0 and stride <= 256:
            rows = np.frombuffer(data, np.uint8).reshape(-1, stride)
            forms = _attribute_forms(rows, accessor, version=version, turning=user in self._turning)
        return min((form for form in forms if len(form.data) < len(data)), key=_size, default=None)


def _data(gltf: schema.Gltf, parts: Sequence[Bytes]) -> Iterator[memoryview]:
    """The bytes of each view."""
    starts = dict(zip(accumulate(map(len, parts), initial=0), parts, strict=False))
    whole: memoryview | None = None
    for view in gltf.buffer_views:
        part = starts.get(view.byte_offset)
        if part is not None and len(part) >= view.byte_length:
            yield memoryview(part).cast("B")[: view.byte_length]
            continue
        whole = memoryview(b"".join(parts)) if whole is None else whole
        yield whole[view.byte_offset : view.byte_offset + view.byte_length]


def _users(gltf: schema.Gltf) -> dict[int, int]:
    """By view, the accessor on it; views of images, and those on which accessors differ, are left out."""
    users: dict[int, int] = {}
    mixed = set()
    for index, accessor in enumerate(gltf.accessors):
        view = accessor.buffer_view
        if view == ABSENT:
            continue
        first = gltf.accessors[users.setdefault(view, index)]
        if (first.type, first.component_type) != (accessor.type, accessor.component_type):
            mixed.add(view)
        if accessor.sparse is not None:
            mixed.update((accessor.sparse.indices.buffer_view, accessor.sparse.values.buffer_view))
    return {view: accessor for view, accessor in users.items() if view not in mixed}


def _listed(gltf: schema.Gltf) -> set[int]:
    """Accessors whose indices are lists of triangles wherever they are used."""
    modes: dict[int, set[int]] = {}
    for mesh in gltf.meshes:
        for primitive in mesh.primitives:
            modes.setdefault(primitive.indices, set()).add(primitive.mode)
    return {accessor for accessor, found in modes.items() if found == {_TRIANGLES}}


def _rotations(gltf: schema.Gltf) -> set[int]:
    """Accessors that hold the quaternions of animations."""
    return {
        animation.samplers[channel.sampler].output
        for animation in gltf.animations
        for channel in animation.channels
        if channel.target.path == "rotation"
    }


def _size(form: _Candidate) -> int:
    return len(form.data)


def _index_forms(indices: NDArray[Any], *, listed: bool) -> Iterator[_Candidate]:
    if listed and len(indices) % 3 == 0:
        data = meshopt.encode(indices, "TRIANGLES")
        plain = meshopt.decode(memoryview(data), len(indices), indices.itemsize, "TRIANGLES")
        if plain == indices.tobytes():
            yield _Candidate(data, indices.itemsize, "TRIANGLES")
            return
    yield _Candidate(meshopt.encode(indices, "INDICES"), indices.itemsize, "INDICES")


def _attribute_forms(
    rows: NDArray[np.uint8], accessor: schema.Accessor, *, version: Literal[0, 1], turning: bool
) -> Iterator[_Candidate]:
    yield _Candidate(meshopt.encode(rows, "ATTRIBUTES", version), rows.shape[1], "ATTRIBUTES")
    if not accessor.normalized:
        return
    form = (accessor.component_type, rows.shape[1])
    if turning and form == (5122, 8):
        yield from _filtered(rows, 4, "QUATERNION", _ROTATION_BITS, version)
    elif form in _BITS and accessor.type in {"VEC3", "VEC4"}:
        yield from _filtered(rows, 3 if accessor.type == "VEC3" else 4, "OCTAHEDRAL", _BITS[form], version)


def _filtered(
    rows: NDArray[np.uint8], width: int, filter_: MeshoptFilter, bits: Sequence[int], version: Literal[0, 1]
) -> Iterator[_Candidate]:
    """The first form with a filter that gives back exactly the same numbers."""
    for count in bits:
        if not _survives(rows[:_SAMPLE], width, filter_, count):
            continue
        data = meshopt.encode(meshopt.filtered(rows, filter_, count), "ATTRIBUTES", version)
        if _survives(rows, width, filter_, count):
            yield _Candidate(data, rows.shape[1], "ATTRIBUTES", filter_)
            return


def _survives(rows: NDArray[np.uint8], width: int, filter_: MeshoptFilter, bits: int) -> bool:
    used = width * rows.shape[1] // 4
    back = meshopt.unfiltered(meshopt.filtered(rows, filter_, bits), filter_)
    return bool(np.array_equal(back[:, :used], rows[:, :used]))
