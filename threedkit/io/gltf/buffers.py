"""Buffers and buffer views: where the bytes of a document are (glTF 2.0, 3.6.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from threedkit.errors import AssetError
from threedkit.io import files
from threedkit.io.gltf import uris
from threedkit.io.gltf.problems import pointer

if TYPE_CHECKING:
    from pathlib import Path

    from threedkit.io.gltf import schema
    from threedkit.io.gltf.problems import Problems

__all__ = ["Buffers", "Resources"]

_BUFFER_TYPES = frozenset({"application/octet-stream", "application/gltf-buffer"})


class Resources:
    """Bytes behind URIs: data URIs, and files in the document's folder, each read once."""

    def __init__(self, folder: Path | None, problems: Problems) -> None:
        """Read relative to `folder`; None: the document came as bytes and has no files beside it."""
        self._folder, self._problems = folder, problems
        self._files: dict[Path, memoryview] = {}
        self.media_types: dict[str, str] = {}
        self.size = 0

    def read(self, uri: str, where: str) -> memoryview | None:
        """The bytes that a URI names; None, and an error in the list, if there are none to be had."""
        try:
            if uris.is_data(uri):
                found = uris.decode_data(uri)
                self.media_types[where] = found.mime_type
                self.size += len(found.data)
                return memoryview(found.data)
            path = uris.resolve(uri, self._folder)
            if path not in self._files:
                self._files[path] = files.read(path)
                self.size += len(self._files[path])
            return self._files[path]
        except uris.UriError as error:
            self._problems.error(error.code, where, str(error))
        except AssetError as error:
            self._problems.error("FILE_NOT_FOUND", where, error.problems[0].message)
        return None


class Buffers:
    """The buffers and buffer views of a document; nothing is copied.

    Attributes:
        size: bytes of all buffers, the measure for what the rest of the document may ask for.
    """

    def __init__(
        self,
        gltf: schema.Gltf,
        binary: memoryview | None,
        resources: Resources,
        problems: Problems,
        *,
        thorough: bool = False,
    ) -> None:
        """Find all buffers and check all views against them; `thorough` minds the media types of data URIs too."""
        self._problems, self._thorough = problems, thorough
        self._buffers = [self._load(i, buffer, binary, resources) for i, buffer in enumerate(gltf.buffers)]
        self._check_rest(gltf, binary)
        self.size = sum(len(buffer) for buffer in self._buffers if buffer is not None)
        self._views = [self._view(i, view, gltf) for i, view in enumerate(gltf.buffer_views)]

    def view(self, index: int) -> memoryview | None:
        """The bytes of a buffer view; None if its buffer is missing or it does not fit (which is in the list)."""
        return self._views[index] if 0 <= index < len(self._views) else None

    def _load(
        self, index: int, buffer: schema.Buffer, binary: memoryview | None, resources: Resources
    ) -> memoryview | None:
        where = pointer("buffers", index)
        if buffer.uri:
            data = resources.read(buffer.uri, f"{where}/uri")
            embedded = uris.is_data(buffer.uri)
            mime_type = resources.media_types.get(f"{where}/uri")
            if self._thorough and mime_type is not None and mime_type not in _BUFFER_TYPES:
                wanted = "application/octet-stream or application/gltf-buffer"
                self._problems.error(
                    "BUFFER_DATA_URI_MIME_TYPE_INVALID",
                    f"{where}/uri",
                    f"the media type must be {wanted}, not {mime_type!r}",
                )
        elif index == 0 and binary is not None:
            data, embedded = binary, False
        elif _is_fallback(buffer):
            return None
        else:
            self._problems.error(
                "BUFFER_MISSING_GLB_DATA", where, "it has neither a uri nor the GLB's BIN chunk (only buffer 0 has)"
            )
            return None
        if data is not None and len(data) < buffer.byte_length:
            code = "BUFFER_EMBEDDED_BYTELENGTH_MISMATCH" if embedded else "BUFFER_EXTERNAL_BYTELENGTH_MISMATCH"
            self._problems.error(code, f"{where}/byteLength", f"says {buffer.byte_length} bytes, {len(data)} are there")
            return None
        if embedded and data is not None and len(data) > buffer.byte_length:
            self._problems.error(
                "BUFFER_EMBEDDED_BYTELENGTH_MISMATCH",
                f"{where}/byteLength",
                f"says {buffer.byte_length} bytes, {len(data)} are there",
            )
        return None if data is None else data[: buffer.byte_length]

    def _check_rest(self, gltf: schema.Gltf, binary: memoryview | None) -> None:
        if binary is None:
            return
        used = gltf.buffers[0].byte_length if gltf.buffers and not gltf.buffers[0].uri else 0
        if used and len(binary) - used > 3:
            more = len(binary) - used
            self._problems.warning(
                "BUFFER_GLB_CHUNK_TOO_BIG", "/buffers/0/byteLength", f"the BIN chunk has {more} bytes more"
            )
        elif not used and len(binary):
            self._problems.warning(
                "GLB_UNUSED_BIN_CHUNK", "", f"no buffer refers to the BIN chunk of {len(binary)} bytes"
            )

    def _view(self, index: int, view: schema.BufferView, gltf: schema.Gltf) -> memoryview | None:
        where = pointer("bufferViews", index)
        if view.buffer >= len(gltf.buffers):
            self._problems.error(
                "UNRESOLVED_REFERENCE",
                f"{where}/buffer",
                f"there are {len(gltf.buffers)} buffers, none with index {view.buffer}",
            )
            return None
        end, size = view.byte_offset + view.byte_length, gltf.buffers[view.buffer].byte_length
        if end > size:
            code, message = "BUFFER_VIEW_TOO_LONG", f"it ends at byte {end} of buffer {view.buffer}, which has {size}"
            self._problems.error(code, f"{where}/{'byteLength' if view.byte_offset < size else 'byteOffset'}", message)
            return None
        if view.byte_stride > view.byte_length:
            message = f"a stride of {view.byte_stride} bytes is more than the whole view's {view.byte_length}"
            self._problems.error("BUFFER_VIEW_TOO_BIG_BYTE_STRIDE", f"{where}/byteStride", message)
        buffer = self._buffers[view.buffer]
        return None if buffer is None else buffer[view.byte_offset : end]


def _is_fallback(buffer: schema.Buffer) -> bool:
    """Whether EXT_meshopt_compression says that the buffer is only a place to decompress into."""
    extensions = buffer.extensions or {}
    return any(name in extensions for name in ("EXT_meshopt_compression", "KHR_meshopt_compression"))
