"""Ports of this machine, and waiting for who listens there."""

from __future__ import annotations

import socket
import time
import uuid

START_SECONDS = 60


def free_port(below: int = 65536) -> int:
    while True:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        if port < below:
            return port
        with socket.socket() as probe:  # the system hands out high ports here: choose one ourselves
            port = 20_000 + uuid.uuid4().int % (below - 20_000)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port


def wait_for(ready, what, process=None):
    end = time.monotonic() + START_SECONDS
    while not ready():
        if process is not None and process.poll() is not None:
            raise RuntimeError(f"{what} ended with {process.returncode}")
        if time.monotonic() > end:
            raise RuntimeError(f"{what} did not start within {START_SECONDS} s")
        time.sleep(0.05)


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
