"""Geometry over gRPC: files and arrays in chunks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from google.protobuf.json_format import MessageToDict

from threedkit.errors import FieldError, RecordNotFoundError
from threedkit.io import load
from threedkit.io.formats import HEAD_BYTES, detect
from threedkit.service.auth import ForbiddenError
from threedkit.service.grpc import threedkit_pb2 as pb
from threedkit.service.grpc.guarding import Guard, guarded
from threedkit.service.idempotency import Once
from threedkit.service.ingest import AssetFields, ingest
from threedkit.service.routes.uploads import quota_check

if TYPE_CHECKING:
    import grpc

    from threedkit.scene import Primitive, Scene
    from threedkit.service.auth import Principal
    from threedkit.service.context import Service

__all__ = ["CHUNK", "Geometry"]

CHUNK: Final = 1 << 20
"""Bytes of a chunk: below the 4 MiB that clients take unless they say otherwise."""


class Geometry:
    """The servicer of ``threedkit.v1.Geometry``.

    Args:
        service: of this process.
        guard: finds out who calls.
    """

    def __init__(self, service: Service, guard: Guard) -> None:
        self.service = service
        self.guard = guard

    @guarded("assets:read")
    def Download(  # noqa: N802 - its name in the .proto
        self,
        request: pb.DownloadRequest,
        who: Principal,
        context: grpc.ServicerContext,  # noqa: ARG002 - as gRPC calls it
    ) -> Iterator[pb.Chunk]:
        """Give the bytes of an asset or of a composed scene."""
        place, size, sha256, name = self._file(request, who)
        stop = min(size, request.offset + request.length) if request.length else size
        if request.offset > size:
            raise FieldError(f"offset must be at most {size}, the size of the file, not {request.offset}")
        yield pb.Chunk(size=size, sha256=sha256, name=name)
        for block in self.service.blobs.stream(place, request.offset, max(stop, request.offset)):
            for start in range(0, len(block), CHUNK):
                yield pb.Chunk(data=block if len(block) <= CHUNK else block[start : start + CHUNK])

    @guarded("assets:write")
    def Upload(  # noqa: N802
        self,
        request: Iterator[pb.UploadRequest],
        who: Principal,
        context: grpc.ServicerContext,  # noqa: ARG002
    ) -> pb.Asset:
        """Store a file, hashed while it comes."""
        first = next(request, None)
        if first is None or first.WhichOneof("part") != "about":
            raise FieldError("the first message of an upload must be its `about`")
        about, service = first.about, self.service
        name = PurePosixPath(about.file_name.replace("\\", "/")).name
        key = about.idempotency_key or None
        check = quota_check(service, who, 0, key)
        with service.store.writer() as writer:
            head = bytearray()
            for part in request:
                if len(head) < HEAD_BYTES:
                    head += part.data[: HEAD_BYTES - len(head)]
                    if len(head) >= HEAD_BYTES:
                        detect(name, bytes(head))
                if writer.size + len(part.data) > service.settings.upload_bytes:
                    raise FieldError(f"an asset may have {service.settings.upload_bytes:,} bytes at most")
                check(writer.size + len(part.data))
                writer.write(part.data)
            kind = detect(name, bytes(head))
            stored = writer.finish()
        fields = AssetFields(
            name=about.name,
            tags=tuple(about.tags),
            groups=tuple(about.groups),
            metadata=MessageToDict(about.metadata) if about.HasField("metadata") else {},
        )
        once = Once(service.keys, who.subject, key, "assets.upload", [stored.sha256, name, fields])
        return _asset(ingest(service, who, stored, kind, name, fields, once).record)

    @guarded("assets:read")
    def Arrays(  # noqa: N802
        self,
        request: pb.ArraysRequest,
        who: Principal,
        context: grpc.ServicerContext,  # noqa: ARG002
    ) -> Iterator[pb.ArrayChunk]:
        """Give the arrays of meshes."""
        wanted = set(request.names)
        for number, mesh in enumerate(self._scene(request, who).meshes):
            for place, primitive in enumerate(mesh.primitives):
                for name, array in _arrays(primitive):
                    if not wanted or name in wanted:
                        yield from _chunks(array, mesh=number, primitive=place, mesh_name=mesh.name, name=name)

    def _file(self, request: pb.DownloadRequest, who: Principal) -> tuple[str, int, str, str]:
        """Where it is, its size, its digest, its name."""
        store = self.service.store_for(who)
        if request.WhichOneof("what") == "scene_id":
            _check_scenes(who)
            record, blob = store.composed(request.scene_id, request.scene_version or None)
            size = self.service.blobs.size(blob)
            return blob, size or 0, blob, f"{record.name or 'scene'}.glb"
        asset = store.assets.get(request.asset_id)
        if not asset.storage_path:
            raise RecordNotFoundError(f"the bytes of asset {asset.asset_id} are not there yet: it is {asset.state}")
        return asset.storage_path, asset.size, asset.sha256, asset.name

    def _scene(self, request: pb.ArraysRequest, who: Principal) -> Scene:
        store = self.service.store_for(who)
        if request.WhichOneof("what") == "scene_id":
            _check_scenes(who)
            _, blob = store.composed(request.scene_id, request.scene_version or None)
            return load(self.service.blobs.get(blob))
        return store.load(request.asset_id)


def _check_scenes(who: Principal) -> None:
    if not who.may("scenes:read"):
        raise ForbiddenError("this needs the scope scenes:read", "scenes:read")


def _arrays(primitive: Primitive) -> Iterator[tuple[str, Any]]:
    for attribute in primitive.attributes():
        yield attribute.semantic, attribute.array
    if primitive.indices is not None:
        yield "indices", primitive.indices


def _chunks(array: Any, **about: Any) -> Iterator[pb.ArrayChunk]:
    """Split an array; all that is told of it comes with each chunk."""
    little: Any = np.ascontiguousarray(array, array.dtype.newbyteorder("<"))
    data = memoryview(little).cast("B") if little.size else memoryview(b"")
    told = {**about, "dtype": little.dtype.str, "shape": little.shape, "size": len(data)}
    for offset in range(0, max(len(data), 1), CHUNK):
        yield pb.ArrayChunk(**told, offset=offset, data=bytes(data[offset : offset + CHUNK]))


def _asset(record: Any) -> pb.Asset:
    names = ("asset_id", "name", "asset_type", "file_format", "sha256", "size", "state")
    return pb.Asset(**{name: getattr(record, name) for name in names})
