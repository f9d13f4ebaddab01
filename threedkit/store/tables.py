"""The tables. `migrations` makes them; a test holds that both agree. Imported on first use: it needs SQLAlchemy."""

from __future__ import annotations

import sqlalchemy as sa

__all__ = ["METADATA", "attempts", "events", "frames", "jobs", "layers", "outputs", "waits"]

METADATA = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

_TIME = sa.String(32)  # UTC, ISO 8601: for people, never compared


def _text(name: str, length: int | None = None) -> sa.Column[str]:
    return sa.Column(name, sa.String(length) if length else sa.Text, nullable=False, server_default=sa.text("''"))


def _number(name: str, kind: type[sa.Integer] = sa.Integer) -> sa.Column[int]:
    return sa.Column(name, kind, nullable=False, server_default="0")


def _seconds(name: str) -> sa.Column[float]:
    return sa.Column(name, sa.Double, nullable=False, server_default="0")


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
    _text("key", 64),
    sa.Column("status", sa.String(12), nullable=False),
    _text("message"),
    _text("wish", 12),
    _number("priority"),
    _text("spec"),
    _text("scene", 64),
    _text("output"),
    _text("settings"),
    _text("data"),
    sa.Column("created", _TIME, nullable=False),
    _text("started", 32),
    _text("finished", 32),
    _seconds("run_seconds"),
    _seconds("worker_seconds"),
    _number("events"),  # number of the last one
    _number("steered"),
    # The lease: who holds the job. A token that is empty means nobody.
    _text("token", 32),
    _number("act"),  # number of the holder's last write: one that is repeated after a lost connection changes nothing
    _number("beat"),
    _text("runner"),
    _text("owner"),  # process of the holder, see owner.py
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
    _number("queued"),
    _number("running"),
    _number("succeeded"),
    _number("failed"),
    _number("skipped"),
    sa.UniqueConstraint("job", "name"),
    sqlite_autoincrement=True,
)

frames = sa.Table(
    "frames",
    METADATA,
    _layer(),
    sa.Column("frame", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("state", sa.String(12), nullable=False),
    _number("attempt"),
    _text("worker"),
    _text("error"),
    _text("message"),
    _text("begun", 32),
    sa.Index("ix_frames_state", "layer", "state", "frame"),
    sqlite_with_rowid=False,
)

attempts = sa.Table(
    "attempts",
    METADATA,
    sa.Column("number", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True),
    sa.Column("layer", sa.ForeignKey("layers.number", ondelete="CASCADE"), nullable=False),
    sa.Column("frame", sa.Integer, nullable=False),
    _number("attempt"),
    sa.Column("outcome", sa.String(12), nullable=False),
    _text("worker"),
    _text("error"),
    _text("message"),
    _text("begun", 32),
    sa.Column("ended", _TIME, nullable=False),
    sa.Index("ix_attempts_frame", "layer", "frame"),
)

outputs = sa.Table(
    "outputs",
    METADATA,
    _layer(),
    sa.Column("frame", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("file", sa.Text, nullable=False),
    _text("key", 64),
    _text("sha256", 64),
    _number("size", sa.BigInteger),
    _seconds("draw_seconds"),
    _seconds("encode_seconds"),
    _text("worker"),
    _text("device"),
    sa.Column("reused", sa.Boolean, nullable=False),
    sqlite_with_rowid=False,
)

events = sa.Table(
    "events",
    METADATA,
    _job(),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("time", _TIME, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    _text("data"),
    sqlite_with_rowid=False,
)
