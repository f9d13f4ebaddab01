"""What the service costs: `python tests/benchmarks/service.py [NAME ...]`; prints tables, asserts nothing.

Names: transfer, metadata, boxes, clients, frame, grpc; without one all of them. A real server in a process of its own,
on SQLite and a folder (``--s3``: on a SeaweedFS of its own); clients on the same machine. Peers take turns with ours in
one run, so that a busy machine is busy for both; medians and ratios are what to read. `curl` must be there.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import http.client
import json
import os
import random
import struct
import subprocess
import sys
import threading
import time

import httpx
import obstore
from service_grpc import over_grpc
from service_subjects import (
    GIB,
    MIB,
    REPEATS,
    TOKEN,
    Watch,
    curl,
    free_port,
    make_glb,
    median,
    model,
    serving,
    storage,
    until,
    wait_for,
)

_BARE = """
import sys, uvicorn, sqlalchemy as sa
from fastapi import FastAPI, HTTPException
app, engine = FastAPI(), sa.create_engine("sqlite:///" + sys.argv[1])
@app.get("/assets/{asset_id}")
def get_asset(asset_id: str):
    with engine.connect() as connection:
        chosen = sa.text("SELECT * FROM assets WHERE asset_id = :id")
        row = connection.execute(chosen, {"id": asset_id}).mappings().first()
    if row is None:
        raise HTTPException(404)
    return {key: str(value) for key, value in row.items()}
uvicorn.run(app, port=int(sys.argv[2]), log_level="error", access_log=False)
"""


def transfer(s3):
    """1 GiB in and out, against a bare obstore copy; and the memory that it takes."""
    with storage(s3) as (environment, bare), serving("--no-workers", environment=environment) as server:
        folder = server.folder
        source = folder / "large.glb"
        make_glb(source, GIB)
        ours, theirs = {"up": [], "down": []}, {"up": [], "down": [], "hashed": []}
        before = server.memory()
        watch = Watch(server)
        watch.start()
        for turn in range(REPEATS):
            with source.open("r+b") as stream:  # another file each time: the same bytes would be stored once
                stream.seek(-8, os.SEEK_END)
                stream.write(struct.pack("<Q", turn + 1))
            start = time.perf_counter()
            obstore.put(bare, "large", source, use_multipart=True)
            theirs["up"].append(time.perf_counter() - start)
            start = time.perf_counter()
            digest = hashlib.sha256()
            with source.open("rb") as stream:
                while block := stream.read(MIB):
                    digest.update(block)
            theirs["hashed"].append(time.perf_counter() - start)
            start = time.perf_counter()
            asset = json.loads(curl("-F", f"file=@{source};filename=large.glb", f"{server.url}/v1/assets/upload"))
            ours["up"].append(time.perf_counter() - start)
            start = time.perf_counter()
            with (folder / "bare").open("wb") as stream:
                for block in obstore.get(bare, "large").stream(min_chunk_size=MIB):
                    stream.write(block)
            theirs["down"].append(time.perf_counter() - start)
            start = time.perf_counter()
            curl("-o", str(folder / "ours"), f"{server.url}/v1/assets/{asset['asset_id']}/content?redirect=false")
            ours["down"].append(time.perf_counter() - start)
            assert (folder / "ours").stat().st_size == source.stat().st_size
        watch.ends.set()
        watch.join()
        print(f"1 GiB, {'S3' if s3 else 'folder'}; medians of {REPEATS} turns; MiB/s")
        for way in ("up", "down"):
            mine, bare_way = median(ours[way]), median(theirs[way])
            share = median([b / m for m, b in zip(ours[way], theirs[way], strict=True)])
            print(
                f"  {way:5} ours {1024 / mine:7.0f}  bare obstore {1024 / bare_way:7.0f}  "
                f"ours / bare, turn by turn: {share:.2f} (at least 0.8)"
            )
        print(f"  SHA-256 alone, which an upload includes: {1024 / median(theirs['hashed']):.0f}")
        print(f"  memory of the server: {before / MIB:.0f} MiB before, {watch.peak / MIB:.0f} MiB at most (limit 200)")


def ask(connection, path):
    start = time.perf_counter()
    connection.request("GET", path, headers={"Authorization": f"Bearer {TOKEN}"})
    answer = connection.getresponse()
    answer.read()
    assert answer.status == 200, (path, answer.status)
    return time.perf_counter() - start


def metadata(_):
    """Reads of one asset's record, against a bare FastAPI handler on the same database."""
    with serving("--no-workers") as server:
        asset = server.http.post("/v1/assets/upload", files={"file": ("box.glb", model())}).json()["asset_id"]
        port = free_port()
        bare = subprocess.Popen([sys.executable, "-c", _BARE, str(server.folder / "threedkit.db"), str(port)])
        try:
            wait_for(port)
            mine = http.client.HTTPConnection(server.url.removeprefix("http://"))
            theirs = http.client.HTTPConnection("127.0.0.1", port)
            paths = f"/v1/assets/{asset}", f"/assets/{asset}"
            for _ in range(100):
                ask(mine, paths[0]), ask(theirs, paths[1])
            times = [(ask(mine, paths[0]), ask(theirs, paths[1])) for _ in range(1500)]
            ours, peer = (median(column) * 1000 for column in zip(*times, strict=True))
            print(
                f"metadata read: ours {ours:.2f} ms, bare FastAPI + SQLite {peer:.2f} ms, ratio {ours / peer:.2f} (1.5)"
            )
        finally:
            bare.terminate()
            bare.wait()


def boxes(_):
    """A list by bounding box among 100,000 models."""
    with serving("--no-workers") as server:
        server.http.post("/v1/assets/upload", files={"file": ("box.glb", model())})
        fill(server.folder / "threedkit.db", 100_000)
        times = []
        for number in range(60):
            x = number * 10.0
            start = time.perf_counter()
            answer = server.http.get("/v1/assets", params={"bbox": f"{x},0,0,{x + 200},200,200", "limit": 50})
            times.append(time.perf_counter() - start)
            assert answer.status_code == 200, answer.text
        found = len(answer.json()["items"])
        ordered = sorted(times)
        print(
            f"list by box among 100,000 (a page of {found}): median {median(times) * 1000:.1f} ms, "
            f"95 % within {ordered[56] * 1000:.1f} ms (50)"
        )


def fill(database, count):
    """Models with boxes all over the place, written by SQL alone."""
    import sqlite3

    random.seed(1)
    with contextlib.closing(sqlite3.connect(database)) as connection, connection:
        columns = [row[1] for row in connection.execute("PRAGMA table_info(assets)") if row[1] != "number"]
        model_columns = [row[1] for row in connection.execute("PRAGMA table_info(models)")]
        sample = dict(
            zip(
                columns,
                connection.execute(f"SELECT {','.join(map(quoted, columns))} FROM assets").fetchone(),
                strict=True,
            )
        )
        known = connection.execute("SELECT number FROM assets").fetchone()[0]
        rows, models = [], []
        for number in range(count):
            rows.append({**sample, "asset_id": f"0193f5c0-0000-7000-8000-{number:012x}", "name": f"model {number}"})
            low = [random.uniform(0, 1000) for _ in range(3)]
            edges = dict(
                zip(("min_x", "min_y", "min_z", "max_x", "max_y", "max_z"), [*low, *(v + 2 for v in low)], strict=True)
            )
            models.append(
                {name: edges.get(name, known + 1 + number if name == "number" else 0) for name in model_columns}
            )
        put(connection, "assets", columns, rows)
        for one in models:
            one.update({name: None for name in ("glb",) if name in one})
        put(connection, "models", model_columns, models)


def put(connection, table, columns, rows):
    marks = ",".join("?" * len(columns))
    names = ",".join(map(quoted, columns))
    connection.executemany(
        f"INSERT INTO {table} ({names}) VALUES ({marks})", [[row[c] for c in columns] for row in rows]
    )


def quoted(name):
    return f'"{name}"'


def requests(client, asset, scene, body, chance):
    """What a client does: mostly reads."""
    while True:
        what = chance.random()
        if what < 0.6:
            yield client.get(f"/v1/assets/{asset}")
        elif what < 0.75:
            yield client.get("/v1/assets", params={"limit": 10})
        elif what < 0.85:
            yield client.get(f"/v1/assets/{asset}/content", params={"redirect": False})
        elif what < 0.92:
            yield client.post("/v1/scenes", json=body)
        elif what < 0.96:
            yield client.post("/v1/assets/upload", files={"file": ("box.glb", model(chance.random()))})
        else:
            yield client.post("/v1/renderjobs", json={"scene_id": scene, "resolution": [64, 48]})


def clients(_, count=50, seconds=60.0):
    """Many clients at once, reading and writing: no error."""
    with serving("--no-workers") as server:
        asset = server.http.post("/v1/assets/upload", files={"file": ("box.glb", model())}).json()["asset_id"]
        body = {"name": "box", "assets": [{"asset_id": asset}]}
        scene = server.http.post("/v1/scenes", json=body).json()["scene_id"]
        times, errors, end = [], [], time.monotonic() + seconds

        def work(number):
            chance = random.Random(number)
            with httpx.Client(base_url=server.url, headers={"Authorization": f"Bearer {TOKEN}"}, timeout=60) as client:
                asks = requests(client, asset, scene, body, chance)
                while time.monotonic() < end:
                    start = time.perf_counter()
                    try:
                        answer = next(asks)
                        if answer.status_code >= 400:
                            errors.append(f"{answer.request.method} {answer.request.url.path}: {answer.text[:200]}")
                    except httpx.HTTPError as error:
                        errors.append(repr(error))
                        asks = requests(client, asset, scene, body, chance)
                    times.append(time.perf_counter() - start)

        threads = [threading.Thread(target=work, args=(number,)) for number in range(count)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        times.sort()
        print(
            f"{count} clients for {seconds:.0f} s: {len(times):,} requests, {len(errors)} errors, median "
            f"{median(times) * 1000:.0f} ms, 99 % within {times[int(len(times) * 0.99)] * 1000:.0f} ms"
        )
        for error in errors[:5]:
            print("  ", error)


def frame(_):
    """From the submission of a job to its first frame, the cluster warm."""
    with serving() as server:
        asset = server.http.post("/v1/assets/upload", files={"file": ("box.glb", model())}).json()["asset_id"]
        scene = server.http.post("/v1/scenes", json={"name": "box", "assets": [{"asset_id": asset}]}).json()["scene_id"]
        tk_asset = f"/v1/assets/{asset}"
        until(lambda: server.http.get(tk_asset).json()["state"] != "processing", 0.2)  # its thumbnail and the rest
        times = []
        for turn in range(13):
            camera = {"type": "turntable", "azimuth": turn / 10}
            body = {"scene_id": scene, "resolution": [320, 240], "camera_config": camera, "frames": 12}
            start = time.perf_counter()
            job = f"/v1/renderjobs/{server.http.post('/v1/renderjobs', json=body).json()['job_id']}"
            until(lambda job=job: server.http.get(f"{job}/frames/0").status_code == 200)
            times.append(time.perf_counter() - start)
            until(lambda job=job: server.http.get(job).json()["status"] == "succeeded", 0.05)
        warm = times[3:]
        print(
            f"submit to first frame: first job {times[0]:.2f} s, then median {median(warm):.2f} s, "
            f"longest of {len(warm)} {max(warm):.2f} s (1)"
        )


ALL = {
    "transfer": transfer,
    "metadata": metadata,
    "boxes": boxes,
    "clients": clients,
    "frame": frame,
    "grpc": over_grpc,
}

if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--s3", action="store_true")
    given = parser.parse_args()
    for name in given.names or ALL:
        ALL[name](given.s3)
