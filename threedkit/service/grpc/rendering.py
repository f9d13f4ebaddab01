"""Render jobs over gRPC: submitted, followed, their frames as they are finished."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

import msgspec
from google.protobuf.json_format import MessageToDict, ParseDict
from google.protobuf.struct_pb2 import Struct

from threedkit.errors import FieldError, RecordNotFoundError
from threedkit.service.grpc import threedkit_pb2 as pb
from threedkit.service.grpc.geometry import CHUNK
from threedkit.service.grpc.guarding import Guard, guarded
from threedkit.service.idempotency import Once
from threedkit.service.renders import steering
from threedkit.service.renders.accepting import accept
from threedkit.service.renders.places import media_type, results
from threedkit.service.renders.requests import DRAWING, NewRenderJob
from threedkit.service.renders.showing import show
from threedkit.store.states import FINAL

if TYPE_CHECKING:
    import grpc

    from threedkit.service.auth import Principal
    from threedkit.service.context import Service
    from threedkit.store.records import FrameRecord, RenderJob

__all__ = ["Rendering"]

_LOOK_SECONDS: Final = 0.1
_PAGE: Final = 500
_SHOWN: Final = (
    *("job_id", "scene_id", "scene_version", "name", "status", "message", "total", "done", "failed", "progress"),
    *("output_format", "created_at", "started_at", "completed_at", "output_path"),
)
_MORE: Final = (*DRAWING, "tags", "groups", "metadata")


class Rendering:
    """The servicer of ``threedkit.v1.Rendering``.

    Args:
        service: of this process.
        guard: finds out who calls.
    """

    def __init__(self, service: Service, guard: Guard) -> None:
        self.service = service
        self.guard = guard

    @guarded("jobs:write")
    def Submit(  # noqa: N802 - its name in the .proto
        self,
        request: pb.SubmitRequest,
        who: Principal,
        context: grpc.ServicerContext,  # noqa: ARG002 - as gRPC calls it
    ) -> pb.RenderJob:
        """Write a job down."""
        asked, service = _asked(request), self.service
        once = Once(service.keys, who.subject, request.idempotency_key or None, "renderjobs.create", asked)
        outcome = once.run(
            lambda also: accept(service, who, asked, also),
            service.store_for(who).renderjobs.get,
            lambda record: str(record.job_id),
        )
        return self._shown(outcome.record)

    @guarded("jobs:read")
    def Get(self, request: pb.JobRequest, who: Principal, context: grpc.ServicerContext) -> pb.RenderJob:  # noqa: ARG002, N802
        """Return how a job stands."""
        return self._shown(self.service.store_for(who).renderjobs.get(request.job_id))

    @guarded("jobs:write")
    def Cancel(self, request: pb.JobRequest, who: Principal, context: grpc.ServicerContext) -> pb.RenderJob:  # noqa: ARG002, N802
        """End a job."""
        return self._shown(steering.cancel(self.service, who, request.job_id))

    @guarded("jobs:read")
    def Follow(self, request: pb.FollowRequest, who: Principal, context: grpc.ServicerContext) -> Iterator[pb.Event]:  # noqa: N802
        """Give what has happened and what happens, until the job has ended or the deadline has come."""
        store, after, told = self.service.store_for(who), request.after, b""
        while context.is_active():
            record = show(self.service, store.renderjobs.get(request.job_id))
            events = self.service.store.jobs.events(record.job_id, after, _PAGE) if record.total else ()
            for event in events:
                after = event.number
                yield pb.Event(number=after, kind=event.kind, data=_struct({"time": event.time, **event.data}))
            state = {name: getattr(record, name) for name in ("status", "message", "total", "done", "failed")}
            if (now := msgspec.json.encode(state)) != told:
                told = now
                yield pb.Event(kind="state", data=_struct(state))
            if record.status in FINAL and len(events) < _PAGE:
                return
            if not events:
                time.sleep(_LOOK_SECONDS)

    @guarded("jobs:read")
    def Frames(  # noqa: N802
        self, request: pb.FramesRequest, who: Principal, context: grpc.ServicerContext
    ) -> Iterator[pb.FrameChunk]:
        """Give the files of frames, each once, as soon as it is finished; in order as far as they come in order."""
        store, given = self.service.store_for(who), set[int]()
        while context.is_active():
            record = store.renderjobs.get(request.job_id)
            ended = show(self.service, record).status in FINAL
            for frame in self._finished(record, request.start):
                if frame.index not in given:
                    given.add(frame.index)
                    yield from _file(record, frame)
            if ended:
                return
            time.sleep(_LOOK_SECONDS)

    def _finished(self, record: RenderJob, start: int) -> Iterator[FrameRecord]:
        jobs = self.service.store.jobs
        if not jobs.several([record.job_id]):
            return
        while page := jobs.frames(record.job_id, ["succeeded"], start, _PAGE):
            yield from page
            start = page[-1].index + 1

    def _shown(self, record: RenderJob) -> pb.RenderJob:
        shown = show(self.service, record)
        width, height = shown.resolution
        return pb.RenderJob(**{name: getattr(shown, name) for name in _SHOWN}, width=width, height=height)


def _asked(request: pb.SubmitRequest) -> NewRenderJob:
    """The request as that of REST.

    Raises:
        FieldError: it is none.
    """
    more = _plain(MessageToDict(request.settings)) if request.HasField("settings") else {}
    unknown = sorted(set(more) - set(_MORE))
    if unknown:
        raise FieldError(f"settings.{unknown[0]}: there is no such setting; known are {', '.join(_MORE)}")
    plain: dict[str, Any] = {"scene_id": request.scene_id, "name": request.name, **more}
    if request.scene_version:
        plain["scene_version"] = request.scene_version
    if request.width or request.height:
        plain["resolution"] = [request.width, request.height]
    if request.output_format:
        plain["output_format"] = request.output_format
    if request.HasField("camera_config"):
        plain["camera_config"] = _plain(MessageToDict(request.camera_config))
    chosen = request.WhichOneof("frames")
    if chosen is not None:
        plain["frames"] = getattr(request, chosen)
    try:
        return msgspec.convert(plain, NewRenderJob)
    except msgspec.ValidationError as error:
        raise FieldError(str(error)) from error


def _plain(value: Any) -> Any:
    """JSON whose whole numbers are whole again: a Struct holds doubles only."""
    if isinstance(value, dict):
        return {name: _plain(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return int(value) if isinstance(value, float) and value.is_integer() and abs(value) < 2**53 else value


def _struct(values: dict[str, Any]) -> Struct:
    return ParseDict(msgspec.to_builtins(values), Struct())


def _file(record: RenderJob, frame: FrameRecord) -> Iterator[pb.FrameChunk]:
    """The file of a frame in chunks; what is told of it comes with the first one."""
    name = f"frames/{frame.file}"
    told: dict[str, Any] = {"media_type": media_type(name), "sha256": frame.sha256, "size": frame.size}
    place, offset = results(record.output_path), 0
    if place.size(name) is None:
        raise RecordNotFoundError(f"{name} of render job {record.job_id} is not there any more")
    for block in place.stream(name):
        for start in range(0, len(block), CHUNK):
            data = block[start : start + CHUNK]
            yield pb.FrameChunk(index=frame.index, offset=offset, data=data, **told)
            told = {}
            offset += len(data)
