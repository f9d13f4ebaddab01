"""Databases to test with: SQLite and PostgreSQL, the same tests for both."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from typing import NamedTuple

import numpy as np
import psycopg
import pytest

import threedkit as tk
from threedkit.store import Access, Database, JobStore, NewJob, NewLayer, Store
from threedkit.store.tables import METADATA


@pytest.fixture(scope="session")
def templates(tmp_path_factory):
    """URL of an up-to-date, empty database of each kind, to be used again: migrating takes longer."""
    made = {}

    def template(kind, make):
        if kind not in made:
            made[kind] = make()
            Database.open(made[kind]).close()
        return made[kind]

    return template


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request, tmp_path):
    """The URL of a database without tables."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/empty.db"
    return request.getfixturevalue("postgres").url()


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, templates, tmp_path, tmp_path_factory):
    """The URL of a database with the tables of today."""
    if request.param == "sqlite":
        source = templates("sqlite", lambda: f"sqlite:///{tmp_path_factory.mktemp('template')}/farm.db")
        shutil.copy(source.removeprefix("sqlite:///"), tmp_path / "farm.db")
        return f"sqlite:///{tmp_path}/farm.db"
    made = templates(
        "postgresql", request.getfixturevalue("postgres").url
    )  # one for all tests: making one takes longer
    with psycopg.connect(made, autocommit=True) as connection:
        connection.execute(f"TRUNCATE {', '.join(METADATA.tables)} RESTART IDENTITY CASCADE")
    return made


@pytest.fixture
def database(url):
    with Database.open(url) as opened:
        yield opened


@pytest.fixture
def store(database):
    """A ledger whose observer's clock stands still unless ``store.clock`` is moved."""

    class Clock:
        now = 0.0

        def __call__(self):
            return self.now

    clock = Clock()
    made = JobStore(database, lease_seconds=15.0, clock=clock)
    made.clock = clock
    return made


class Receipt(NamedTuple):
    """As `threedkit.jobs.receipts.Receipt`, as far as the ledger reads it."""

    index: int
    file: str
    sha256: str = "a" * 64
    key: str = "k" * 64
    size: int = 7
    draw_seconds: float = 0.25
    encode_seconds: float = 0.25
    worker: str = "w1"
    device: str = "llvmpipe"
    reused: bool = False


class Failure(NamedTuple):
    index: int
    error: str = "RenderError"
    message: str = "no light"
    worker: str = "w1"


@pytest.fixture(scope="session")
def receipt():
    return lambda index, **values: Receipt(index, f"frame_{index:04d}.png", **values)


@pytest.fixture(scope="session")
def failure():
    return Failure


@pytest.fixture(scope="session")
def new_job():
    """A job of some frames: ``new_job("fox", 10)``."""

    def make(name, frames=4, **values):
        ranges = ((0, frames),) if isinstance(frames, int) else frames
        layers = values.pop("layers", (NewLayer("frames", ranges),))
        return NewJob(id=name, key=values.pop("key", "0" * 64), layers=layers, **values)

    return make


@pytest.fixture
def running(store, new_job):
    """A job at work: its lease."""

    def make(name="fox", frames=4, **values):
        store.submit(new_job(name, frames, **values))
        lease = store.lease("me", name)
        lease.move("running")
        return lease

    return make


@pytest.fixture
def in_processes(tmp_path, repository):
    """Run a program in several processes at once; their JSON lines come back, process by process."""

    def run(program, count, *arguments):
        command = [sys.executable, "-c", program, *map(str, arguments)]
        started = [
            subprocess.Popen([*command, str(number)], stdout=subprocess.PIPE, stdin=subprocess.PIPE, cwd=repository)
            for number in range(count)
        ]
        for process in started:  # all are ready before the first one begins
            assert process.stdout.readline() == b"ready\n"
        for process in started:
            process.stdin.write(b"go\n")
            process.stdin.close()
        answers = [[json.loads(line) for line in process.stdout] for process in started]
        assert [process.wait(60) for process in started] == [0] * count
        for process in started:
            process.stdout.close()
        return answers

    return run


@pytest.fixture
def depot(database, tmp_path):
    """A `Store` with its blobs in a folder, in the name of the user of this machine."""
    return Store(database=database, blobs=tmp_path / "blobs")


@pytest.fixture
def as_somebody(depot):
    """The same store in the name of somebody: ``as_somebody("ann", "film")``."""
    return lambda subject, *groups: depot.as_(Access(subject, frozenset(groups)))


@pytest.fixture(scope="session")
def ball():
    """A scene with a ball of a metre around the origin, a lamp above it, and an animation."""
    scene = tk.Scene(name="ball")
    node = scene.add(tk.Mesh(tk.sphere(radius=1), tk.Material(name="paint")), name="ball")
    scene.add(tk.PointLight(intensity=4.0), name="lamp", position=(0, 3, 0))
    times, values = np.array([0.0, 1.0], np.float32), np.array([[0, 0, 0], [0, 1, 0]], np.float32)
    hop = tk.Animation(name="hop", channels=[tk.Channel(node=node, path="translation", times=times, values=values)])
    return scene.declare(animations=[hop])
