"""What the ledger takes in and gives out: plain frozen values, no database in them."""

from __future__ import annotations

from typing import Any, Protocol

import msgspec

from threedkit.store.ranges import Ranges
from threedkit.store.states import FINAL, FrameState, Status, Wish

__all__ = [
    "AttemptRecord",
    "Counts",
    "Event",
    "FailedFrame",
    "FinishedFrame",
    "FrameRecord",
    "JobRecord",
    "LayerRecord",
    "NewJob",
    "NewLayer",
    "Page",
]


class FinishedFrame(Protocol):
    """What the ledger reads off the receipt of a finished frame."""

    @property
    def index(self) -> int: ...  # noqa: D102 - fields of a record; see FrameRecord
    @property
    def file(self) -> str: ...  # noqa: D102
    @property
    def key(self) -> str: ...  # noqa: D102
    @property
    def size(self) -> int: ...  # noqa: D102
    @property
    def sha256(self) -> str: ...  # noqa: D102
    @property
    def draw_seconds(self) -> float: ...  # noqa: D102
    @property
    def encode_seconds(self) -> float: ...  # noqa: D102
    @property
    def worker(self) -> str: ...  # noqa: D102
    @property
    def device(self) -> str: ...  # noqa: D102
    @property
    def reused(self) -> bool: ...  # noqa: D102


class FailedFrame(Protocol):
    """What the ledger reads off the failure of a frame."""

    @property
    def index(self) -> int: ...  # noqa: D102 - fields of a record; see FrameRecord
    @property
    def error(self) -> str: ...  # noqa: D102
    @property
    def message(self) -> str: ...  # noqa: D102
    @property
    def worker(self) -> str: ...  # noqa: D102


class NewLayer(msgspec.Struct, frozen=True):
    """Frames of one kind of a new job.

    Attributes:
        name: unique in the job.
        frames: their numbers.
    """

    name: str
    frames: Ranges


class NewJob(msgspec.Struct, frozen=True, kw_only=True):
    """A job to be submitted.

    Attributes:
        id: its name, unique in the database.
        key: content key of its specification; jobs of one key draw the same frames.
        layers: its frames.
        submission: a key of the caller's: a second submission with it is the first one's job. Empty: always a new job.
        priority: jobs of a higher one are leased first.
        after: ids of jobs that must have succeeded before this one may start.
        spec: name of the specification's blob.
        scene: SHA-256 of the scene.
        output: the job's folder or ``s3://`` prefix.
        settings: how it is to be run (attempts, budget, ...), as plain JSON values.
    """

    id: str
    key: str
    layers: tuple[NewLayer, ...]
    submission: str = ""
    priority: int = 0
    after: tuple[str, ...] = ()
    spec: str = ""
    scene: str = ""
    output: str = ""
    settings: dict[str, Any] = {}


class Counts(msgspec.Struct, frozen=True):
    """How many frames are in each state."""

    queued: int = 0
    running: int = 0
    succeeded: int = 0
    failed: int = 0
    skipped: int = 0

    @property
    def total(self) -> int:
        """All frames."""
        return self.queued + self.running + self.succeeded + self.failed + self.skipped

    @property
    def left(self) -> int:
        """Frames that wait or are being drawn."""
        return self.queued + self.running

    def __add__(self, other: Counts) -> Counts:
        both = zip(msgspec.structs.astuple(self), msgspec.structs.astuple(other), strict=True)
        return Counts(*(mine + others for mine, others in both))


class LayerRecord(msgspec.Struct, frozen=True):
    """A layer and how its frames stand."""

    name: str
    counts: Counts


class JobRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A job as the ledger knows it.

    Attributes:
        number: grows with each submission.
        status: how it stands; `message` says why.
        wish: what its runner was asked to do and has not done yet.
        layers: its layers, in order.
        waits_for: ids of jobs that it waits for: they have not succeeded yet.
        runner: name of the runner that holds the lease; empty when none does.
        host: host name of that runner.
        pid: process id of that runner on its host; 0 when there is none.
        alive: a runner holds the lease, and its process is not known to have ended.
        beat: grows while the runner lives.
        steered: grows when somebody else than the runner changed frames or priority: look at them anew.
        created: UTC, ISO 8601; likewise `started` (first) and `finished`, empty while that has not happened.
        run_seconds: time at work, pauses left out.
        worker_seconds: time of workers spent on frames, failed ones too.
        data: what the runner wants to remember or show.
        others: see `NewJob`.
    """

    number: int
    id: str
    key: str
    submission: str
    status: Status
    message: str
    wish: Wish
    priority: int
    layers: tuple[LayerRecord, ...]
    waits_for: tuple[str, ...]
    spec: str
    scene: str
    output: str
    settings: dict[str, Any]
    data: dict[str, Any]
    runner: str
    host: str
    pid: int
    alive: bool
    beat: int
    steered: int
    created: str
    started: str
    finished: str
    run_seconds: float
    worker_seconds: float

    @property
    def counts(self) -> Counts:
        """Frames of the last layer: those that the user asked for."""
        return self.layers[-1].counts

    @property
    def ended(self) -> bool:
        """Whether no work goes on."""
        return self.status in FINAL


class FrameRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A frame as the ledger knows it.

    Attributes:
        index: its number.
        state: how it stands.
        attempt: number of the present or last attempt; 0 before the first.
        worker: that draws it, or drew it last.
        error: class name of the exception that it failed with; `message` is its first line.
        begun: UTC, ISO 8601: begin of the present or last attempt.
        file: name of the finished file; empty when there is none, and so are the following.
        key: content key.
        sha256: digest of the file.
        size: bytes in the file.
        draw_seconds: time in the engine.
        encode_seconds: time for encoding and writing.
        device: what it was drawn on.
        reused: it had been finished before this job.
    """

    index: int
    state: FrameState
    attempt: int = 0
    worker: str = ""
    error: str = ""
    message: str = ""
    begun: str = ""
    file: str = ""
    key: str = ""
    sha256: str = ""
    size: int = 0
    draw_seconds: float = 0.0
    encode_seconds: float = 0.0
    device: str = ""
    reused: bool = False


class AttemptRecord(msgspec.Struct, frozen=True, kw_only=True):
    """An attempt that did not end in a finished frame (a finished frame tells of the one that did).

    Attributes:
        index: the frame.
        attempt: its number, from 1.
        outcome: ``failed``; ``lost`` with its runner; ``damaged``: the finished file was found missing or damaged.
        ended: UTC, ISO 8601.
    """

    index: int
    attempt: int
    outcome: str
    worker: str
    error: str
    message: str
    begun: str
    ended: str


class Event(msgspec.Struct, frozen=True):
    """Something that happened to a job.

    Attributes:
        number: from 1, without gaps, in the order of happening.
        time: UTC, ISO 8601.
        kind: e.g. ``status``.
        data: plain values.
    """

    number: int
    time: str
    kind: str
    data: dict[str, Any]


class Page(msgspec.Struct, frozen=True):
    """Part of the list of jobs.

    Attributes:
        jobs: newest first.
        cursor: where the next page begins; None on the last page.
    """

    jobs: tuple[JobRecord, ...]
    cursor: str | None
