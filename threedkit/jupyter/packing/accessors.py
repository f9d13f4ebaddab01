"""Shapes as accessors, and the blobs that their numbers lie in."""

from __future__ import annotations

import zlib
from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING, Any, Final

from threedkit.io.gltf import schema
from threedkit.io.gltf.extensions import QUANTIZATION
from threedkit.io.gltf.extensions.meshopt import EXT_MESHOPT
from threedkit.io.gltf.layout import layout_of
from threedkit.io.gltf.write.packer import ARRAY_BUFFER, ELEMENT_ARRAY_BUFFER
from threedkit.jupyter.packing.blobs import Blob

if TYPE_CHECKING:
    from collections.abc import Iterable

    from threedkit.io.gltf.write.packer import Packer
    from threedkit.jupyter.packing.shapes import Shape
    from threedkit.jupyter.packing.streams import Stream

__all__ = ["AccessorPacker"]

_FALLBACK: Final = 1
_FIRST: Final = 2
_OWN: Final = 16 << 10
"""Bytes from which a primitive, or what several have in common, has a blob of its own."""
_GROUP: Final = 64 << 10
_CUTS: Final = 0x0F
_NOWHERE: Final = -1
_FLOAT: Final = 5126


class AccessorPacker:
    """Puts streams into buffers, equal ones once.

    What belongs to one shape alone lies with other small shapes, what several have in common lies apart: a change of
    one shape leaves that alone. Where groups end depends on what is in them, so that most stay what they are.

    Attributes:
        used: names of the extensions in use.
    """

    def __init__(self, packer: Packer, shapes: Iterable[Shape]) -> None:
        """Look at all shapes that will be placed, each once.

        Args:
            packer: where accessors and views go.
            shapes: of the whole document.
        """
        self._packer = packer
        self._uses = Counter(chain.from_iterable(shape.streams() for shape in shapes))
        self.used = {EXT_MESHOPT}
        self._parts: list[list[bytes]] = []
        self._sizes: list[int] = []
        self._group = self._common = _NOWHERE  # the buffers that small ones are added to
        self._unfolded = 0
        self._views: dict[tuple[int, int, int], int] = {}
        self._accessors: dict[tuple[Stream, int], int] = {}
        self._placed: dict[int, dict[str, Any]] = {}

    def place(self, shape: Shape) -> dict[str, Any]:
        """Accessors of a shape: `attributes`, `indices` and `targets` of a primitive."""
        known = self._placed.get(id(shape))
        if known is not None:
            return known
        size = sum(len(stream.data) for stream in shape.streams() if self._uses[stream] == 1)
        place = self._buffer(self._group, size) if size else self._group
        values: dict[str, Any] = {}
        if shape.indices is not None:
            values["indices"] = self._accessor(shape.indices, ELEMENT_ARRAY_BUFFER, place)
        values["attributes"] = self._named(shape.attributes, place)
        if shape.targets:
            values["targets"] = [self._named(target, place) for target in shape.targets]
        if size < _OWN:
            self._group = place if shape.key[0] & _CUTS else _NOWHERE
        self._placed[id(shape)] = values
        return values

    def _named(self, streams: dict[str, Stream], place: int) -> dict[str, int]:
        return {name: self._accessor(stream, ARRAY_BUFFER, place) for name, stream in streams.items()}

    def _buffer(self, group: int, size: int) -> int:
        """The buffer for so many bytes: the group if they are few and it has room, or a new one."""
        if group != _NOWHERE and size < _OWN and self._sizes[group] <= _GROUP:
            return group
        self._parts.append([])
        self._sizes.append(0)
        return len(self._parts) - 1

    def _accessor(self, stream: Stream, target: int, place: int) -> int:
        key = stream, target
        known = self._accessors.get(key)
        if known is not None:
            return known
        if self._uses[stream] > 1:
            place = self._buffer(self._common, len(stream.data))
            if len(stream.data) < _OWN:
                self._common = place if zlib.crc32(stream.data) & _CUTS else _NOWHERE
        if target == ARRAY_BUFFER and stream.component_type != _FLOAT:
            self.used.add(QUANTIZATION)
        view, offset = self._view(stream, target, place)
        accessor = schema.Accessor(
            component_type=stream.component_type,  # type: ignore[arg-type]
            count=stream.elements,
            type=stream.type,  # type: ignore[arg-type]
            buffer_view=view,
            byte_offset=offset,
            normalized=stream.normalized,
            min=None if stream.low is None else list(stream.low),
            max=None if stream.high is None else list(stream.high),
        )
        self._packer.accessors.append(accessor)
        self._accessors[key] = len(self._packer.accessors) - 1
        return self._accessors[key]

    def _view(self, stream: Stream, target: int, place: int) -> tuple[int, int]:
        """Put a stream into a buffer: its view, and where it begins there.

        Streams of a buffer that are as they are share a view. What is padded has its own: three.js would take it for
        a part of others, if it did not begin at a multiple of its stride.
        """
        start, length = self._sizes[place], len(stream.data)
        self._parts[place].append(stream.data)
        if length % 4:
            self._parts[place].append(bytes(-length % 4))
        self._sizes[place] += length + -length % 4
        views = self._packer.views
        shared = not stream.mode and stream.stride == layout_of(stream.type, stream.component_type).size
        key = place, target, stream.stride
        if shared and key in self._views:
            return self._views[key], start
        stride = stream.stride if target == ARRAY_BUFFER else 0
        view = schema.BufferView(buffer=_FIRST + place, byte_length=length, byte_stride=stride, target=target)  # type: ignore[arg-type]
        if shared:
            self._views[key] = len(views)
        else:
            view.byte_offset = start
        views.append(self._compressed(view, stream) if stream.mode else view)
        return len(views) - 1, start if shared else 0

    def _compressed(self, view: schema.BufferView, stream: Stream) -> schema.BufferView:
        told = {
            "buffer": view.buffer, "byteOffset": view.byte_offset, "byteLength": view.byte_length,
            "byteStride": stream.stride, "count": stream.elements, "mode": stream.mode, "filter": stream.filter,
        }  # fmt: skip
        length = stream.stride * stream.elements
        made = schema.BufferView(
            buffer=_FALLBACK, byte_length=length, byte_offset=self._unfolded, byte_stride=view.byte_stride,
            target=view.target, extensions={EXT_MESHOPT: told},
        )  # fmt: skip
        self._unfolded += length + -length % 4
        return made

    def finish(self, gltf: schema.Gltf) -> list[Blob]:
        """Put accessors, views and buffers into the document; the blobs that the buffers are."""
        packer = self._packer
        for (place, _, _), view in self._views.items():
            packer.views[view].byte_length = self._sizes[place]
        gltf.accessors, gltf.buffer_views = packer.accessors, packer.views
        rest = [Blob(bytes(part) for part in packer.parts)] if packer.size else []
        blobs = [Blob(parts) for parts in self._parts]
        first = schema.Buffer(byte_length=max(packer.size, 1), uri=rest[0].uri if rest else "")
        unfolded = schema.Buffer(byte_length=max(self._unfolded, 1), extensions={EXT_MESHOPT: {"fallback": True}})
        gltf.buffers = [first, unfolded, *(schema.Buffer(byte_length=blob.size, uri=blob.uri) for blob in blobs)]
        return [*rest, *blobs]
