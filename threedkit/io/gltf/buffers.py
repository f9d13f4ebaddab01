"""Buffers and buffer views: where the bytes of a document are (glTF 2.0, 3.6.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from threedkit.errors import AssetError
from threedkit.io import files
from threedkit.io.gltf import uris
from threedkit.io.gltf.compressed_views import CompressedViews, Unfolding, is_fallback
from threedkit.io.gltf.problems import pointer

if TYPE_CHECKING:
    from pathlib import Path

    from threedkit.io.gltf import schema
    from threedkit.io.gltf.problems import Problems

__all__ = ["Buffers", "Resources"]

_INDICES = 34963
_BUFFER_TYPES = frozenset({"application/octet-stream", "application/gltf-buffer"})


class Resources:
    """Bytes behind URIs: data URIs, and files in the document's folder, each read once."""

    def __init__(self, folder: Path | None, problems: Problems, *, thorough: bool = False) -> None:
        """Begin with nothing read.

        Args:
            folder: what URIs are relative to; None: the document came as bytes and has no files beside it.
            problems: where findings go.
            thorough: for a report, to which files that cannot be looked for are not missing.
        """
        self._folder, self._problems, self._thorough = folder, problems, thorough
        self._files: dict[Path, memoryview] = {}
        self._decoded: dict[str, memoryview] = {}
        self.media_types: dict[str, str] = {}
        self.size = 0

    def read(self, uri: str, where: str) -> memoryview | None:
        """The bytes that a URI names; None, and an error in the list, if there are none to be had."""
        try:
            if where in self._decoded:
                return self._decoded[where]
            if uris.is_data(uri):
                found = uris.decode_data(uri)
                self.media_types[where] = found.mime_type
                self.size += len(found.data)
                self._decoded[where] = memoryview(found.data)
                return self._decoded[where]
            path = uris.resolve(uri, self._folder)
            if path not in self._files:
                self._files[path] = files.read(path)
                self.size += len(self._files[path])
            return self._files[path]
        except uris.UriError as error:
            if error.code == "IO_ERROR" and self._folder is None and self._thorough:
                self._problems.warning(error.code, where, str(error))
            else:
                self._problems.error(error.code, where, str(error))
        except AssetError as error:
            self._problems.error("IO_ERROR", where, error.problems[0].message)
        return None


class Buffers:
    """The buffers and buffer views of a document; nothing is copied.

    Attributes:
        size: bytes of all buffers, the measure for what the rest of the document may ask for.
        unfolding: counts what compressed data unfolds into.
    """

    def __init__(
        self,
        gltf: schema.Gltf,
        binary: memoryview | None,
        resources: Resources,
        problems: Problems,
        *,
        thorough: bool = False,
        binary_container: bool = False,
    ) -> None:
        """Find all buffers and check all views against them.

        Args:
            gltf: the document.
            binary: the GLB's BIN chunk.
            resources: where URIs lead.
            problems: where findings go.
            thorough: a buffer of which nobody says where its bytes are is then no error (it is none by the letter).
            binary_container: whether the document came as a GLB.
        """
        self._problems, self._thorough, self._gltf = problems, thorough, gltf
        self._glb = binary_container or binary is not None
        self._buffers = [self._load(i, buffer, binary, resources) for i, buffer in enumerate(gltf.buffers)]
        self.size = sum(len(buffer) for buffer in self._buffers if buffer is not None)
        self._views = [self._view(i, view, gltf) for i, view in enumerate(gltf.buffer_views)]
        self.unfolding = Unfolding(self.size)
        self._compressed: CompressedViews | None = None
        if any(view.extensions for view in gltf.buffer_views):
            self._compressed = CompressedViews(gltf, self._buffers, self.unfolding, problems)

    def view(self, index: int) -> memoryview | None:
        """The bytes of a buffer view; None if its buffer is missing or it does not fit (which is in the list)."""
        if not 0 <= index < len(self._views):
            return None
        if self._compressed is not None and self.is_compressed(index):
            return self._compressed.view(index)
        view = self._views[index]
        if view is None and not self._thorough and not self._problems.has_errors:
            self._tell_missing(self._gltf.buffer_views[index].buffer)
        return view

    def _tell_missing(self, number: int) -> None:
        """A buffer whose bytes cannot be had is no error until somebody wants them."""
        where = pointer("buffers", number)
        if self._gltf.buffers[number].uri:
            text = "only files beside the document are read: use a relative path"
            self._problems.error("NON_RELATIVE_URI", f"{where}/uri", text)
        else:
            text = "it has neither a uri nor the GLB's BIN chunk: its bytes are nowhere to be found"
            self._problems.error("BUFFER_WITHOUT_DATA", where, text)

    def has(self, index: int) -> bool:
        """Whether the bytes of a buffer view are there as they are."""
        return 0 <= index < len(self._views) and self._views[index] is not None and not self.is_compressed(index)

    def is_compressed(self, index: int) -> bool:
        """Whether the bytes of a buffer view come out of a codec.

        A report looks at those that are there beside them for readers without the codec, as Khronos' validator does.
        """
        if self._compressed is None or index not in self._compressed:
            return False
        return not self._thorough or self._views[index] is None

    def _load(
        self, index: int, buffer: schema.Buffer, binary: memoryview | None, resources: Resources
    ) -> memoryview | None:
        where, data = pointer("buffers", index), None
        idle = is_fallback(buffer) and not (self._thorough and buffer.uri)
        if buffer.byte_length < 1 or idle:
            return None
        if buffer.uri:
            data = self._linked(buffer.uri, f"{where}/uri", resources)
        elif index == 0 and self._glb:
            data = binary
            if binary is None:
                self._problems.error("BUFFER_MISSING_GLB_DATA", where, "the GLB has no BIN chunk, nor is there a uri")
        if data is None:
            return None
        if len(data) < buffer.byte_length:
            text = f"says {buffer.byte_length} bytes, {len(data)} are there"
            self._problems.error("BUFFER_BYTE_LENGTH_MISMATCH", where, text)
            return None
        if data is binary and len(data) - buffer.byte_length > -buffer.byte_length % 4:
            text = f"the BIN chunk has {len(data) - buffer.byte_length} bytes more"
            self._problems.warning("BUFFER_GLB_CHUNK_TOO_BIG", where, text)
        return data[: buffer.byte_length]

    def _linked(self, uri: str, where: str, resources: Resources) -> memoryview | None:
        if self._glb:
            self._problems.info("URI_GLB", where, "the bytes of a GLB are best in its BIN chunk")
        if uris.is_foreign(uri):
            try:
                uris.check(uri)
                self._problems.warning("NON_RELATIVE_URI", where, "only files beside the document are read")
            except uris.UriError as error:
                self._problems.error(error.code, where, str(error))
            return None
        data = resources.read(uri, where)
        if self._glb and data is not None and uris.is_data(uri):
            self._problems.warning("DATA_URI_GLB", where, "a data URI in a GLB: the BIN chunk is the place")
        media_type = resources.media_types.get(where)
        if data is not None and media_type is not None and media_type.lower() not in _BUFFER_TYPES:
            text = f"must be application/octet-stream or application/gltf-buffer, not {media_type[:60]!r}"
            self._problems.error("BUFFER_DATA_URI_MIME_TYPE_INVALID", where, text)
        return data

    def _view(self, index: int, view: schema.BufferView, gltf: schema.Gltf) -> memoryview | None:
        where, problems = pointer("bufferViews", index), self._problems
        if view.byte_stride:
            self._check_stride(view, where)
        if not 0 <= view.buffer < len(gltf.buffers) or problems.is_placeholder("buffers", view.buffer):
            if view.buffer >= 0:
                text = f"there are {len(gltf.buffers)} buffers, none with index {view.buffer}"
                problems.error("UNRESOLVED_REFERENCE", f"{where}/buffer", text)
            return None
        end, size = view.byte_offset + view.byte_length, gltf.buffers[view.buffer].byte_length
        if end > size > 0:
            text = f"it ends at byte {end} of buffer {view.buffer}, which has {size}"
            member = "byteLength" if view.byte_offset < size else "byteOffset"
            problems.error("BUFFER_VIEW_TOO_LONG", f"{where}/{member}", text)
            return None
        buffer = self._buffers[view.buffer]
        return (
            None if buffer is None or view.byte_length < 1 or view.byte_offset < 0 else buffer[view.byte_offset : end]
        )

    def _check_stride(self, view: schema.BufferView, where: str) -> None:
        if 0 < view.byte_length < view.byte_stride:
            text = f"a stride of {view.byte_stride} bytes is more than the whole view's {view.byte_length}"
            self._problems.error("BUFFER_VIEW_TOO_BIG_BYTE_STRIDE", f"{where}/byteStride", text)
        if view.target == _INDICES:
            text = "only vertex data can have a stride, this view is for indices"
            self._problems.error("BUFFER_VIEW_INVALID_BYTE_STRIDE", f"{where}/byteStride", text)
