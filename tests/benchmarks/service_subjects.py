"""What the benchmarks of the service measure: a server in a process of its own, storage, models, memory."""

from __future__ import annotations

import contextlib
import json
import os
import random
import socket
import statistics
import struct
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import httpx
import psutil
from obstore.store import LocalStore, S3Store

import threedkit as tk

ROOT = Path(__file__).resolve().parent.parent.parent
TOKEN = "benchmark-token-0123456789"
GIB, MIB = 1 << 30, 1 << 20
REPEATS = 3


def median(values):
    return statistics.median(values)


class Server:
    """`threedkit serve` with a home of its own."""

    def __init__(self, folder, *flags, environment=None):
        self.folder = Path(folder)
        environment = {
            **os.environ,
            "THREEDKIT_HOME": str(self.folder),
            "THREEDKIT_TOKEN": TOKEN,
            "THREEDKIT_LOG_LEVEL": "error",
            **(environment or {}),
        }
        self.log = (self.folder / "log").open("ab")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "threedkit.cli", "serve", "--port", "0", "--json", *flags],
            stdout=subprocess.PIPE,
            stderr=self.log,
            cwd=ROOT,
            env=environment,
        )
        told = json.loads(self.process.stdout.readline())
        self.url = told["url"]
        self.http = httpx.Client(base_url=self.url, headers={"Authorization": f"Bearer {TOKEN}"}, timeout=600)

    def memory(self):
        return psutil.Process(self.process.pid).memory_info().rss

    def close(self):
        self.http.close()
        self.process.terminate()
        self.process.wait(60)
        self.log.close()


@contextlib.contextmanager
def serving(*flags, environment=None):
    with tempfile.TemporaryDirectory(prefix="threedkit-bench-") as folder:
        server = Server(folder, *flags, environment=environment)
        try:
            yield server
        finally:
            server.close()


@contextlib.contextmanager
def storage(s3):
    """The environment of the server, and a bare store of the same kind beside it."""
    if not s3:
        with tempfile.TemporaryDirectory(prefix="threedkit-bench-") as folder:
            yield {}, LocalStore(folder)
        return
    sys.path.insert(0, str(Path(__file__).parents[1]))
    import servers

    server = servers.S3()
    try:
        told = {**server.environment(), "AWS_ALLOW_HTTP": "true"}
        bare = S3Store(
            server.bucket,
            endpoint=server.endpoint,
            access_key_id=server.key,
            secret_access_key=server.secret,
            region="us-east-1",
            client_options={"allow_http": True},
        )
        yield {**told, "THREEDKIT_BLOBS": server.url(), "THREEDKIT_REDIRECT": "false"}, bare
    finally:
        server.close()


def make_glb(path, size):
    """A GLB of about that size: a buffer of noise that nothing refers to."""
    document = json.dumps({"asset": {"version": "2.0"}, "buffers": [{"byteLength": size}]}).encode()
    document += b" " * (-len(document) % 4)
    with path.open("wb") as stream:
        stream.write(struct.pack("<4sII", b"glTF", 2, 12 + 8 + len(document) + 8 + size))
        stream.write(struct.pack("<I4s", len(document), b"JSON") + document + struct.pack("<I4s", size, b"BIN\0"))
        block = random.Random(1).randbytes(4 * MIB)
        for place in range(0, size, len(block)):
            stream.write(block[: min(len(block), size - place)])


def curl(*arguments):
    command = ["curl", "-sS", "-f", "-H", f"Authorization: Bearer {TOKEN}", *arguments]
    return subprocess.run(command, check=True, capture_output=True).stdout


class Watch(threading.Thread):
    """Samples the memory of a process."""

    def __init__(self, server):
        super().__init__(daemon=True)
        self.server, self.peak, self.ends = server, 0, threading.Event()

    def run(self):
        while not self.ends.wait(0.02):
            self.peak = max(self.peak, self.server.memory())


def model(radius=0.5):
    scene = tk.Scene()
    scene.add(tk.Mesh(tk.box((radius, 1, 1)), tk.Material(base_color="#ef6631")), name="box")
    return scene.to_glb()


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


def until(holds, pause=0.02, seconds=300.0):
    """Wait until `holds()` is true; a server that never gets there ends the benchmark."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, holds
        time.sleep(pause)


def wait_for(port):
    """Wait until somebody listens on a port of this machine."""

    def listens():
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", port)) == 0

    until(listens, 0.05, 60)
