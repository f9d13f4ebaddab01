"""gRPC beside REST: what `service.py grpc` prints."""

from __future__ import annotations

import json
import time

import grpc
from service_subjects import (
    MIB,
    TOKEN,
    curl,
    free_port,
    make_glb,
    median,
    serving,
    wait_for,
)

import threedkit as tk
from threedkit.service.grpc import threedkit_pb2 as pb
from threedkit.service.grpc import threedkit_pb2_grpc as rpc


def over_grpc(_):
    """A large file and large arrays over gRPC and over REST, by clients in Python."""
    port = free_port()
    with serving("--no-workers", "--grpc-port", str(port)) as server:
        wait_for(port)
        source = server.folder / "large.glb"
        make_glb(source, 256 * MIB)
        answer = curl("-F", f"file=@{source};filename=large.glb", f"{server.url}/v1/assets/upload")
        large = json.loads(answer)["asset_id"]
        dense = tk.Scene()
        dense.add(tk.Mesh(tk.sphere(segments=2048)), name="dense")
        glb = dense.to_glb()
        mesh = server.http.post("/v1/assets/upload", files={"file": ("dense.glb", glb)}).json()["asset_id"]
        who = [("authorization", f"Bearer {TOKEN}")]
        with grpc.insecure_channel(f"127.0.0.1:{port}") as channel:
            stub = rpc.GeometryStub(channel)

            def by_grpc(asset):
                return sum(len(one.data) for one in stub.Download(pb.DownloadRequest(asset_id=asset), metadata=who))

            def by_rest(asset):
                with server.http.stream("GET", f"/v1/assets/{asset}/content", params={"redirect": False}) as answer:
                    return sum(len(block) for block in answer.iter_raw())

            def arrays_by_grpc(asset):
                request = pb.ArraysRequest(asset_id=asset, names=["POSITION", "indices"])
                return sum(len(one.data) for one in stub.Arrays(request, metadata=who))

            def arrays_by_rest(asset):
                (primitive,) = tk.load(server.http.get(f"/v1/assets/{asset}/content").content).meshes[0].primitives
                return primitive.positions.nbytes + primitive.indices.nbytes

            rows = [
                ("256 MiB file", large, by_grpc, by_rest),
                (f"arrays of {len(glb) / MIB:.0f} MiB", mesh, arrays_by_grpc, arrays_by_rest),
            ]
            for name, asset, ours, theirs in rows:
                assert ours(asset) <= theirs(asset) + 64
                times = {ours: [], theirs: []}
                for _ in range(7):
                    for one in (ours, theirs):
                        start = time.perf_counter()
                        size = one(asset)
                        times[one].append(time.perf_counter() - start)
                a, b = median(times[ours]), median(times[theirs])
                print(
                    f"{name:20} gRPC {size / MIB / a:6.0f} MiB/s, REST {size / MIB / b:6.0f} MiB/s, ratio {b / a:.2f}"
                )
            calls = {"gRPC": [], "REST": []}
            rendering = rpc.RenderingStub(channel)
            scene = server.http.post("/v1/scenes", json={"name": "x", "assets": [{"asset_id": mesh}]}).json()[
                "scene_id"
            ]
            job = server.http.post("/v1/renderjobs", json={"scene_id": scene}).json()["job_id"]
            for _ in range(300):
                start = time.perf_counter()
                rendering.Get(pb.JobRequest(job_id=job), metadata=who)
                middle = time.perf_counter()
                server.http.get(f"/v1/renderjobs/{job}")
                calls["gRPC"].append(middle - start)
                calls["REST"].append(time.perf_counter() - middle)
            a, b = median(calls["gRPC"]) * 1000, median(calls["REST"]) * 1000
            print(f"state of a job       gRPC {a:.2f} ms, REST {b:.2f} ms, gRPC/REST {b / a:.2f}")
