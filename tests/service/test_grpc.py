"""gRPC over a real port: geometry in chunks, render jobs, their frames; the same people and errors as over REST."""

from __future__ import annotations

import hashlib
import importlib.util
import io
import sys
from pathlib import Path

import grpc
import numpy as np
import pytest
from google.protobuf.json_format import ParseDict
from google.protobuf.struct_pb2 import Struct
from grpc_health.v1 import health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha.proto_reflection_descriptor_database import ProtoReflectionDescriptorDatabase
from PIL import Image

import threedkit as tk
from threedkit.service.grpc import threedkit_pb2 as pb
from threedkit.service.grpc import threedkit_pb2_grpc as rpc
from threedkit.store.keys import KeyStore

STRANGE = "0193f5c0-0000-7000-8000-000000000000"


@pytest.fixture(scope="module")
def grpcd(serving):
    with serving(work=True, pipeline=False, workers=1, grpc_port=0) as found:
        (part,) = [one for one in found.service.parts if type(one).__name__ == "GrpcPart"]
        found.address = f"127.0.0.1:{part.port}"
        with grpc.insecure_channel(found.address) as channel:
            found.geometry, found.rendering = rpc.GeometryStub(channel), rpc.RenderingStub(channel)
            found.channel = channel
            found.who = [("authorization", f"Bearer {found.token}")]
            yield found


@pytest.fixture(scope="module")
def glb():
    scene = tk.Scene()
    scene.add(tk.Mesh(tk.sphere(segments=256), tk.Material(base_color="#ef6631")), name="ball")
    return scene.to_glb()


def struct(values):
    return ParseDict(values, Struct())


def parts(data, **about):
    yield pb.UploadRequest(about=pb.UploadAbout(**about))
    for start in range(0, len(data), 100_000):
        yield pb.UploadRequest(data=data[start : start + 100_000])


@pytest.fixture(scope="module")
def asset(grpcd, glb):
    about = {"file_name": "ball.glb", "tags": ["round"], "metadata": struct({"by": "ann"})}
    return grpcd.geometry.Upload(parts(glb, **about), metadata=grpcd.who)


@pytest.fixture(scope="module")
def scene_id(grpcd, asset):
    body = {"name": "ball", "assets": [{"asset_id": asset.asset_id}]}
    return grpcd.http.post("/v1/scenes", json=body).json()["scene_id"]


def code_of(call, *arguments, **options):
    with pytest.raises(grpc.RpcError) as raised:
        list(call(*arguments, **options))
    return raised.value.code(), raised.value.details()


def test_a_file_goes_in_and_comes_out_in_chunks(grpcd, asset, glb):
    assert (asset.sha256, asset.size, asset.file_format) == (hashlib.sha256(glb).hexdigest(), len(glb), "glb")
    record = grpcd.http.get(f"/v1/assets/{asset.asset_id}").json()
    assert (record["tags"], record["metadata"]["by"]) == (["round"], "ann")
    chunks = list(grpcd.geometry.Download(pb.DownloadRequest(asset_id=asset.asset_id), metadata=grpcd.who))
    assert (chunks[0].size, chunks[0].sha256) == (len(glb), asset.sha256)
    assert b"".join(one.data for one in chunks) == glb
    assert max(len(one.data) for one in chunks) <= 1 << 20
    part = pb.DownloadRequest(asset_id=asset.asset_id, offset=1000, length=77)
    assert b"".join(one.data for one in grpcd.geometry.Download(part, metadata=grpcd.who)) == glb[1000:1077]


def test_arrays_are_those_of_the_model(grpcd, asset, scene_id, glb):
    (primitive,) = tk.load(glb).meshes[0].primitives
    for what in ({"asset_id": asset.asset_id}, {"scene_id": scene_id}):
        found = {}
        for one in grpcd.geometry.Arrays(pb.ArraysRequest(**what), metadata=grpcd.who):
            _, _, data = found.setdefault(one.name, (one.dtype, tuple(one.shape), bytearray()))
            assert one.offset == len(data)
            data += one.data
        arrays = {name: np.frombuffer(data, kind).reshape(shape) for name, (kind, shape, data) in found.items()}
        assert np.array_equal(arrays["POSITION"], primitive.positions)
        assert np.array_equal(arrays["NORMAL"], primitive.normals)
        assert np.array_equal(arrays["indices"], primitive.indices)
    only = pb.ArraysRequest(asset_id=asset.asset_id, names=["indices"])
    assert {one.name for one in grpcd.geometry.Arrays(only, metadata=grpcd.who)} == {"indices"}


def test_a_job_is_submitted_followed_and_its_frames_come(grpcd, scene_id):
    request = pb.SubmitRequest(
        scene_id=scene_id,
        width=48,
        height=36,
        camera_config=struct({"type": "turntable", "elevation": 0.4}),
        frame_count=4,
        settings=struct({"samples": 1, "engine": "filament"}),
        idempotency_key="once",
    )
    job = grpcd.rendering.Submit(request, metadata=grpcd.who)
    assert (job.status, job.width, job.height) == ("queued", 48, 36)
    assert grpcd.rendering.Submit(request, metadata=grpcd.who).job_id == job.job_id
    files = {}
    for one in grpcd.rendering.Frames(pb.FramesRequest(job_id=job.job_id), metadata=grpcd.who, timeout=120):
        files.setdefault(one.index, bytearray()).extend(one.data)
    assert sorted(files) == [0, 1, 2, 3]
    pictures = [Image.open(io.BytesIO(files[index])) for index in sorted(files)]
    assert {picture.size for picture in pictures} == {(48, 36)}
    assert len({picture.tobytes() for picture in pictures}) > 1
    events = list(grpcd.rendering.Follow(pb.FollowRequest(job_id=job.job_id), metadata=grpcd.who, timeout=120))
    numbers = [one.number for one in events if one.number]
    assert numbers == list(range(1, len(numbers) + 1))
    assert events[-1].data["status"] == "succeeded"
    done = grpcd.rendering.Get(pb.JobRequest(job_id=job.job_id), metadata=grpcd.who)
    assert (done.status, done.done, done.total) == ("succeeded", 4, 4)
    assert grpcd.http.get(f"/v1/renderjobs/{job.job_id}").json()["status"] == "succeeded"


def test_deadlines_end_what_waits(grpcd, scene_id):
    request = pb.SubmitRequest(scene_id=scene_id, width=48, height=36, frame_count=3000)
    job = grpcd.rendering.Submit(request, metadata=grpcd.who)
    follow = pb.FollowRequest(job_id=job.job_id)
    code, _ = code_of(grpcd.rendering.Follow, follow, metadata=grpcd.who, timeout=0.5)
    assert code == grpc.StatusCode.DEADLINE_EXCEEDED
    cancelled = grpcd.rendering.Cancel(pb.JobRequest(job_id=job.job_id), metadata=grpcd.who)
    assert cancelled.job_id == job.job_id
    last = list(grpcd.rendering.Follow(follow, metadata=grpcd.who, timeout=120))[-1]
    assert last.data["status"] == "cancelled"


def test_the_same_people_as_over_rest(grpcd, asset):
    call, request = grpcd.geometry.Download, pb.DownloadRequest(asset_id=asset.asset_id)
    assert code_of(call, request)[0] == grpc.StatusCode.UNAUTHENTICATED
    wrong = [("authorization", "Bearer wrong-wrong-wrong-wrong")]
    assert code_of(call, request, metadata=wrong)[0] == grpc.StatusCode.UNAUTHENTICATED
    keys = KeyStore(grpcd.service.database)
    secret = keys.create("mallory", scopes=["assets:read"])[1]
    stranger = [("authorization", f"Bearer {secret}")]
    assert code_of(call, request, metadata=stranger)[0] == grpc.StatusCode.NOT_FOUND
    submit = grpcd.rendering.Submit
    assert (
        code_of(submit, pb.SubmitRequest(scene_id=STRANGE), metadata=stranger)[0] == grpc.StatusCode.PERMISSION_DENIED
    )


@pytest.mark.parametrize(
    ("values", "code", "said"),
    [
        ({"scene_id": STRANGE}, grpc.StatusCode.NOT_FOUND, "scene"),
        ({"scene_id": "../etc"}, grpc.StatusCode.NOT_FOUND, "scene"),
        ({"width": 1 << 20, "height": 2}, grpc.StatusCode.INVALID_ARGUMENT, "resolution"),
        ({"output_format": "bmp"}, grpc.StatusCode.INVALID_ARGUMENT, "output_format"),
        ({"settings": struct({"sample": 1})}, grpc.StatusCode.INVALID_ARGUMENT, "sample"),
        ({"settings": struct({"samples": 1.5})}, grpc.StatusCode.INVALID_ARGUMENT, "samples"),
        ({"camera_config": struct({"eye": [0, 0]})}, grpc.StatusCode.INVALID_ARGUMENT, "eye"),
    ],
)
def test_what_is_no_render_job(grpcd, scene_id, values, code, said):
    request = pb.SubmitRequest(**{"scene_id": scene_id, **values})
    found, details = code_of(grpcd.rendering.Submit, request, metadata=grpcd.who)
    assert (found, said in details) == (code, True), details


def test_what_is_no_upload(grpcd):
    upload = grpcd.geometry.Upload
    for messages in ([], [pb.UploadRequest(data=b"glTF")], list(parts(b"no model", file_name="ball.glb"))):
        assert code_of(upload, iter(messages), metadata=grpcd.who)[0] == grpc.StatusCode.INVALID_ARGUMENT
    large = [pb.UploadRequest(data=bytes(5 << 20))]
    assert code_of(upload, iter(large), metadata=grpcd.who)[0] == grpc.StatusCode.RESOURCE_EXHAUSTED
    past = pb.DownloadRequest(asset_id=STRANGE, offset=1)
    assert code_of(grpcd.geometry.Download, past, metadata=grpcd.who)[0] == grpc.StatusCode.NOT_FOUND


def test_health_and_reflection(grpcd):
    health = health_pb2_grpc.HealthStub(grpcd.channel)
    for name in ("", "threedkit.v1.Geometry", "threedkit.v1.Rendering"):
        answer = health.Check(health_pb2.HealthCheckRequest(service=name))
        assert answer.status == health_pb2.HealthCheckResponse.SERVING
    services = ProtoReflectionDescriptorDatabase(grpcd.channel).get_services()
    assert {"threedkit.v1.Geometry", "threedkit.v1.Rendering", "grpc.health.v1.Health"} <= set(services)


def test_the_code_is_that_of_the_proto(repository):
    """``python tests/service/grpc_code.py`` writes it anew."""
    path = Path(repository) / "tests/service/grpc_code.py"
    spec = importlib.util.spec_from_file_location("grpc_code", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules["grpc_code"] = module
    spec.loader.exec_module(module)
    for name, text in module.make().items():
        assert (Path(repository) / module.FOLDER / name).read_text("utf-8") == text, name
