"""The ledger of render jobs."""

from __future__ import annotations

import sqlalchemy as sa

from threedkit.store.tables.base import METADATA, number, seconds, text

__all__ = ["TIME", "attempts", "events", "frames", "jobs", "layers", "outputs", "waits"]

TIME = sa.String(32)  # UTC, ISO 8601: for people, never compared


def _layer() -> sa.Column[int]:
    return sa.Column("layer", sa.ForeignKey("layers.number", ondelete="CASCADE"), primary_key=True, autoincrement=False)


def _job(name: str = "job") -> sa.Column[int]:
    return sa.Column(name, sa.ForeignKey("jobs.number", ondelete="CASCADE"), primary_key=True, autoincrement=False)


jobs = sa.Table(
    "jobs",
    METADATA,
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("id", sa.String(200), nullable=False, unique=True),
    sa.Column("submission", sa.String(200), nullable=True, unique=True),
    text("key", 64),
    sa.Column("status", sa.String(12), nullable=False),
    text("message"),
    text("wish", 12),
    number("priority"),
    text("spec"),
    text("scene", 64),
    text("output"),
    text("settings"),
    text("data"),
    sa.Column("created", TIME, nullable=False),
    text("started", 32),
    text("finished", 32),
    seconds("run_seconds"),
    seconds("worker_seconds"),
    number("events"),  # number of the last one
    number("steered"),
    # The lease: who holds the job. A token that is empty means nobody.
    text("token", 32),
    number("act"),  # number of the holder's last write: one that is repeated after a lost connection changes nothing
    number("beat"),
    text("runner"),
    text("owner"),  # process of the holder, see owner.py
    sa.Index("ix_jobs_status_priority", "status", "priority"),
    sqlite_autoincrement=True,
)

waits = sa.Table("waits", METADATA, _job(), _job("after"), sa.Index("ix_waits_after", "after"))
"""Job -> a job that must have succeeded before."""

layers = sa.Table(
    "layers",
    METADATA,
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("job", sa.ForeignKey("jobs.number", ondelete="CASCADE"), nullable=False),
    sa.Column("place", sa.Integer, nullable=False),
    sa.Column("name", sa.String(64), nullable=False),
    # How many frames are in each state: kept with every write, so that progress costs nothing.
    number("queued"),
    number("running"),
    number("succeeded"),
    number("failed"),
    number("skipped"),
    sa.UniqueConstraint("job", "name"),
    sqlite_autoincrement=True,
)

frames = sa.Table(
    "frames",
    METADATA,
    _layer(),
    sa.Column("frame", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("state", sa.String(12), nullable=False),
    number("attempt"),
    text("worker"),
    text("error"),
    text("message"),
    text("begun", 32),
    sa.Index("ix_frames_state", "layer", "state", "frame"),
    sqlite_with_rowid=False,
)

attempts = sa.Table(
    "attempts",
    METADATA,
    sa.Column("number", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True),
    sa.Column("layer", sa.ForeignKey("layers.number", ondelete="CASCADE"), nullable=False),
    sa.Column("frame", sa.Integer, nullable=False),
    number("attempt"),
    sa.Column("outcome", sa.String(12), nullable=False),
    text("worker"),
    text("error"),
    text("message"),
    text("begun", 32),
    sa.Column("ended", TIME, nullable=False),
    sa.Index("ix_attempts_frame", "layer", "frame"),
)

outputs = sa.Table(
    "outputs",
    METADATA,
    _layer(),
    sa.Column("frame", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("file", sa.Text, nullable=False),
    text("key", 64),
    text("sha256", 64),
    number("size", sa.BigInteger),
    seconds("draw_seconds"),
    seconds("encode_seconds"),
    text("worker"),
    text("device"),
    sa.Column("reused", sa.Boolean, nullable=False),
    sqlite_with_rowid=False,
)

events = sa.Table(
    "events",
    METADATA,
    _job(),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("time", TIME, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    text("data"),
    sqlite_with_rowid=False,
)
