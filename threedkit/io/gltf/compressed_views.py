"""Buffer views that are stored compressed (EXT_meshopt_compression, KHR_meshopt_compression).

What the JSON says is checked at once; the bytes are decoded when a view is first asked for, and kept.
The data behind a fallback buffer is not looked at: what is decoded is what counts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec

from threedkit.io.gltf.codecs import CodecError, decoded_limit, meshopt
from threedkit.io.gltf.codecs.draco_process import Clock
from threedkit.io.gltf.codecs.errors import INVALID, MISMATCH, TOO_LARGE
from threedkit.io.gltf.conform import conform
from threedkit.io.gltf.extensions.meshopt import EXT_MESHOPT, KHR_MESHOPT, MESHOPT, MeshoptView
from threedkit.io.gltf.problems import pointer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from threedkit.io.gltf import schema
    from threedkit.io.gltf.problems import Problems

__all__ = ["CompressedViews", "Unfolding", "is_compressed", "is_fallback"]

_FILTER_STRIDES: Final = {"OCTAHEDRAL": (4, 8), "COLOR": (4, 8), "QUATERNION": (8,)}


def is_compressed(view: schema.BufferView) -> bool:
    """Whether a view has one of the extensions."""
    return bool(view.extensions) and any(name in view.extensions for name in MESHOPT)  # type: ignore[operator]


def is_fallback(buffer: schema.Buffer) -> bool:
    """Whether a buffer is marked as holding nothing but what is also stored compressed."""
    if not buffer.extensions:
        return False
    marks = [buffer.extensions.get(name) for name in MESHOPT]
    return any(isinstance(mark, dict) and mark.get("fallback") is True for mark in marks)


class Unfolding:
    """Counts what a document's compressed data unfolds into, over all its views and primitives.

    Attributes:
        limit: the most bytes (see `decoded_limit`).
        used: those counted so far.
        clock: processor time for Draco.
    """

    def __init__(self, size: int) -> None:
        """Begin with nothing.

        Args:
            size: bytes of the document's buffers.
        """
        self.limit, self.used, self.clock = decoded_limit(size), 0, Clock()

    @property
    def left(self) -> int:
        """Bytes that may still come."""
        return max(0, self.limit - self.used)

    def spend(self, size: int) -> bool:
        """Count bytes; False, and nothing is counted, if they are too many."""
        if size > self.left:
            return False
        self.used += size
        return True


class CompressedViews:
    """The compressed views of a document."""

    def __init__(
        self, gltf: schema.Gltf, buffers: Sequence[memoryview | None], unfolding: Unfolding, problems: Problems
    ) -> None:
        """Check what the extension says at every view that has it.

        Args:
            gltf: the document.
            buffers: the bytes of its buffers.
            unfolding: counts the bytes that come out.
            problems: where findings go.
        """
        self._problems = problems
        self._stored: dict[int, tuple[MeshoptView, memoryview, str]] = {}
        self._plain: dict[int, memoryview | None] = {}
        for index, view in enumerate(gltf.buffer_views):
            if not is_compressed(view):
                continue
            self._plain[index] = None
            found = self._check(index, view, buffers)
            if found is None:
                continue
            if unfolding.spend(found[0].count * found[0].byte_stride):
                self._stored[index] = found
                del self._plain[index]
            else:
                text = f"the document's compressed data would unfold to more than {unfolding.limit} bytes"
                problems.error(TOO_LARGE, found[2], text)

    def __contains__(self, index: int) -> bool:
        """Whether the view of that index is compressed."""
        return index in self._plain or index in self._stored

    def view(self, index: int) -> memoryview | None:
        """The plain bytes of a compressed view; None if they cannot be had (which is in the list).

        Raises:
            MissingPackageError: the package `meshopt` is not installed.
        """
        if index not in self._plain:
            said, data, where = self._stored.pop(index)
            self._plain[index] = None
            try:
                self._plain[index] = meshopt.decode(data, said.count, said.byte_stride, said.mode, said.filter)
            except CodecError as error:
                self._problems.error(error.code, where, str(error))
        return self._plain[index]

    def _check(
        self, index: int, view: schema.BufferView, buffers: Sequence[memoryview | None]
    ) -> tuple[MeshoptView, memoryview, str] | None:
        extensions, problems = view.extensions or {}, self._problems
        name = KHR_MESHOPT if KHR_MESHOPT in extensions else EXT_MESHOPT
        where = f"{pointer('bufferViews', index)}/extensions/{name}"
        if all(name in extensions for name in MESHOPT):
            problems.error(INVALID, where, f"a buffer view has either {EXT_MESHOPT} or {KHR_MESHOPT}, not both")
            return None
        said = _parse(extensions[name], problems, where)
        if said is None:
            return None
        wrong = _contradiction(said, view)
        if wrong:
            problems.error(MISMATCH, where, wrong)
            return None
        if said.buffer >= len(buffers):
            text = f"there are {len(buffers)} buffers, none with index {said.buffer}"
            problems.error("UNRESOLVED_REFERENCE", f"{where}/buffer", text)
            return None
        data, end = buffers[said.buffer], said.byte_offset + said.byte_length
        if data is None or end > len(data):
            text = f"it ends at byte {end} of buffer {said.buffer}, which has {0 if data is None else len(data)}"
            problems.error("BUFFER_VIEW_TOO_LONG", f"{where}/byteLength", text)
            return None
        return said, data[said.byte_offset : end], where


def _parse(plain: object, problems: Problems, where: str) -> MeshoptView | None:
    """The extension as a struct; None, with the reason in the list, if it is not of the schema."""
    try:
        return msgspec.convert(plain, MeshoptView)
    except msgspec.ValidationError as error:
        before = problems.counts["error"]
        conform(plain, MeshoptView, problems, where)
        if problems.counts["error"] == before:
            problems.error(INVALID, where, str(error))
        return None


def _contradiction(said: MeshoptView, view: schema.BufferView) -> str:
    """What in the extension contradicts the specification or the view that it stands at; empty if nothing does."""
    count, stride = said.count, said.byte_stride
    if stride * count != view.byte_length:
        return f"{count} elements of {stride} bytes are not the {view.byte_length} of the buffer view"
    if view.byte_stride and view.byte_stride != stride:
        return f"byteStride is {stride} here and {view.byte_stride} at the buffer view"
    if said.mode == "ATTRIBUTES":
        strides = _FILTER_STRIDES.get(said.filter, range(4, 257, 4))
        wrong = f"a byteStride of {stride} with filter {said.filter}"
        return "" if stride in strides else f"{said.mode} cannot have {wrong}"
    if stride not in {2, 4} or said.filter != "NONE":
        return f"{said.mode} must have a byteStride of 2 or 4 and no filter, not {stride} and {said.filter}"
    return f"{count} indices do not make whole triangles" if said.mode == "TRIANGLES" and count % 3 else ""
