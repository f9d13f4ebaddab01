"""Calls of gRPC that let the service wait are ended, and never take all its threads."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import grpc
import pytest
from grpc_health.v1 import health_pb2, health_pb2_grpc

from threedkit.errors import FieldError
from threedkit.service.grpc import server
from threedkit.service.grpc import threedkit_pb2 as pb
from threedkit.service.grpc import threedkit_pb2_grpc as rpc
from threedkit.service.grpc.waiting import Coming, Seats, Waits
from threedkit.service.problems import ProblemError
from threedkit.service.receiving.body import Limits
from threedkit.store import NewJob, NewLayer
from threedkit.store.keys import KeyStore
from threedkit.store.quotas import Quota

PREFIX = "/threedkit.v1.Geometry"
GIVEN_UP = grpc.StatusCode.CANCELLED


@pytest.fixture(scope="module")
def grpcd(serving):
    """A server of four threads, of which two may wait for long, that waits half a second."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in (("_CALLS", 4), ("_SEATS", 2), ("_SEATS_EACH", 2)):
            patch.setattr(server, name, value)
        with serving(grpc_port=0, upload_idle=0.5) as found:
            (part,) = [one for one in found.service.parts if type(one).__name__ == "GrpcPart"]
            with grpc.insecure_channel(f"127.0.0.1:{part.port}") as channel:
                found.channel = channel
                found.geometry, found.rendering = rpc.GeometryStub(channel), rpc.RenderingStub(channel)
                found.who = [("authorization", f"Bearer {found.token}")]
                yield found


class Silent:
    """Messages after which nothing comes until the test is over."""

    def __init__(self, *messages):
        self.messages, self.over = list(messages), threading.Event()

    def __iter__(self):
        return self

    def __next__(self):
        if not self.messages:
            self.over.wait(60)
            raise StopIteration
        return self.messages.pop(0)


@pytest.fixture
def silent():
    made = []

    def make(*messages):
        made.append(Silent(*messages))
        return made[-1]

    yield make
    for one in made:
        one.over.set()


def until(ready):
    """What a call has held is given back a moment after its end."""
    end = time.monotonic() + 60
    while not ready():
        assert time.monotonic() < end
        time.sleep(0.01)


def code_of(call):
    with pytest.raises(grpc.RpcError) as raised:
        call()
    return raised.value.code()


@pytest.mark.parametrize("messages", [[], [pb.UploadRequest(about=pb.UploadAbout(file_name="a.stl"))]])
def test_an_upload_that_falls_silent_is_ended(grpcd, silent, messages):
    assert code_of(lambda: grpcd.geometry.Upload(silent(*messages), metadata=grpcd.who, timeout=60)) == GIVEN_UP
    until(lambda: not any(path.is_file() for path in Path(grpcd.service.settings.blobs).rglob("*")))


def test_heads_without_a_message_are_ended(grpcd, silent):
    """gRPC itself would wait for it in a thread of the pool, whoever asks."""
    get = grpcd.channel.stream_unary(
        "/threedkit.v1.Rendering/Get", pb.JobRequest.SerializeToString, pb.RenderJob.FromString
    )
    calls = [get.future(silent(), timeout=60) for _ in range(6)]
    assert [one.code() for one in calls] == [grpc.StatusCode.UNAUTHENTICATED] * 6
    calls = [get.future(silent(), metadata=grpcd.who, timeout=60) for _ in range(6)]
    assert [one.code() for one in calls] == [GIVEN_UP] * 6
    check = grpcd.channel.stream_unary(
        "/grpc.health.v1.Health/Check",
        health_pb2.HealthCheckRequest.SerializeToString,
        health_pb2.HealthCheckResponse.FromString,
    )
    calls = [check.future(silent(), timeout=60) for _ in range(6)]
    codes = [one.code() for one in calls]
    assert set(codes) <= {GIVEN_UP, grpc.StatusCode.RESOURCE_EXHAUSTED}
    assert GIVEN_UP in codes
    health = health_pb2_grpc.HealthStub(grpcd.channel)
    until(lambda: health.Check.future(health_pb2.HealthCheckRequest()).exception() is None)
    assert code_of(lambda: check(iter(()), timeout=60)) == grpc.StatusCode.INVALID_ARGUMENT
    assert code_of(lambda: get(iter(()), metadata=grpcd.who, timeout=60)) == grpc.StatusCode.INVALID_ARGUMENT


def test_followers_leave_threads_for_others(grpcd):
    scene = grpcd.http.post("/v1/scenes", json={"name": "empty", "assets": []}).json()["scene_id"]
    job_id = grpcd.http.post("/v1/renderjobs", json={"scene_id": scene}).json()["job_id"]
    assert grpcd.http.post(f"/v1/renderjobs/{job_id}/pause").json()["status"] == "paused"
    request = pb.FollowRequest(job_id=job_id)
    following = [grpcd.rendering.Follow(request, metadata=grpcd.who, timeout=60) for _ in range(2)]
    assert [next(one).data["status"] for one in following] == ["paused", "paused"]
    refused = grpcd.rendering.Follow(request, metadata=grpcd.who, timeout=60)
    assert code_of(lambda: next(refused)) == grpc.StatusCode.RESOURCE_EXHAUSTED
    job = grpcd.rendering.Cancel(pb.JobRequest(job_id=job_id), metadata=grpcd.who, timeout=60)
    assert job.status == "cancelled"
    assert [list(one)[-1].data["status"] for one in following] == ["cancelled", "cancelled"]
    assert next(grpcd.rendering.Follow(request, metadata=grpcd.who, timeout=60)).data["status"] == "cancelled"


def test_an_upload_is_given_up_at_the_quota(grpcd):
    """Not stored first and refused then."""
    secret = KeyStore(grpcd.service.database).create("ann", scopes=["assets:write"])[1]
    grpcd.service.quotas.set("ann", Quota(bytes=100_000))

    def parts():
        yield pb.UploadRequest(about=pb.UploadAbout(file_name="a.stl"))
        for _ in range(5):
            yield pb.UploadRequest(data=b"solid\n" + bytes(40_000))

    who = [("authorization", f"Bearer {secret}")]
    code = code_of(lambda: grpcd.geometry.Upload(parts(), metadata=who, timeout=60))
    assert code == grpc.StatusCode.PERMISSION_DENIED
    until(lambda: not any(path.is_file() for path in Path(grpcd.service.settings.blobs).rglob("*")))


class Context:
    """Of a call, as far as `Waits` knows it."""

    def __init__(self):
        self.cancelled = threading.Event()

    def cancel(self):
        self.cancelled.set()


@pytest.fixture
def waits():
    made = Waits(Limits(1 << 20, 0.2, 1 << 20))
    made.start()
    yield made
    made.stop()


def test_who_does_not_take_what_is_sent_is_ended(waits):
    slow, quick = Context(), Context()
    with waits.on_taking(slow, 100):
        assert slow.cancelled.wait(60)
    with waits.on_taking(quick, 100 << 20):  # so much may take its time
        assert not quick.cancelled.wait(1)


def test_what_comes_in_drops_is_refused():
    def drops():
        while True:
            time.sleep(0.05)
            yield pb.UploadRequest(data=b"a")

    coming = Coming(drops(), Context(), Waits(Limits(1 << 20, 0.2, 4096)), trusted=True)
    with pytest.raises(ProblemError, match="less than 4,096 bytes a second") as caught:
        list(coming)
    assert caught.value.status == 408


def test_seats_are_given_back():
    seats = Seats(2, 1)
    with seats.taken("ann"), seats.taken("bob"):
        for who in ("ann", "cy"):
            with pytest.raises(ProblemError, match="too many calls at once"), seats.taken(who):
                pass
    with pytest.raises(FieldError, match="so"), seats.taken("cy"):
        raise FieldError("so")
    with seats.taken("cy"), seats.taken("ann"):
        pass
    assert not seats._taken


def test_a_job_whose_frames_wait_holds_a_seat_too(grpcd):
    """`Frames` is one of those that go on for long."""
    scene = grpcd.http.post("/v1/scenes", json={"name": "empty", "assets": []}).json()["scene_id"]
    job_id = grpcd.http.post("/v1/renderjobs", json={"scene_id": scene}).json()["job_id"]
    grpcd.service.store.jobs.submit(NewJob(id=job_id, key="0" * 64, layers=(NewLayer("frames", ((0, 1),)),)))
    request = pb.FramesRequest(job_id=job_id)
    calls = [grpcd.rendering.Frames(request, metadata=grpcd.who, timeout=60) for _ in range(3)]
    codes = []

    def wait(call):
        codes.append(code_of(lambda: next(call)))

    threads = [threading.Thread(target=wait, args=(call,)) for call in calls]
    for thread in threads:
        thread.start()
    until(lambda: codes)
    assert codes == [grpc.StatusCode.RESOURCE_EXHAUSTED]
    for call in calls:
        call.cancel()
    for thread in threads:
        thread.join(60)
    assert codes[1:] == [GIVEN_UP] * 2
