"""Jobs, their layers, frames, attempts, outputs and events."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

__all__ = ["down_revision", "downgrade", "revision", "upgrade"]

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "jobs",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=200), nullable=False),
        sa.Column("submission", sa.String(length=200), nullable=True),
        sa.Column("key", sa.String(length=64), server_default="", nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("message", sa.Text(), server_default="", nullable=False),
        sa.Column("wish", sa.String(length=12), server_default="", nullable=False),
        sa.Column("priority", sa.Integer(), server_default="0", nullable=False),
        sa.Column("spec", sa.Text(), server_default="", nullable=False),
        sa.Column("scene", sa.String(length=64), server_default="", nullable=False),
        sa.Column("output", sa.Text(), server_default="", nullable=False),
        sa.Column("settings", sa.Text(), server_default="", nullable=False),
        sa.Column("data", sa.Text(), server_default="", nullable=False),
        sa.Column("created", sa.String(length=32), nullable=False),
        sa.Column("started", sa.String(length=32), server_default="", nullable=False),
        sa.Column("finished", sa.String(length=32), server_default="", nullable=False),
        sa.Column("run_seconds", sa.Double(), server_default="0", nullable=False),
        sa.Column("worker_seconds", sa.Double(), server_default="0", nullable=False),
        sa.Column("events", sa.Integer(), server_default="0", nullable=False),
        sa.Column("steered", sa.Integer(), server_default="0", nullable=False),
        sa.Column("token", sa.String(length=32), server_default="", nullable=False),
        sa.Column("act", sa.Integer(), server_default="0", nullable=False),
        sa.Column("beat", sa.Integer(), server_default="0", nullable=False),
        sa.Column("runner", sa.Text(), server_default="", nullable=False),
        sa.Column("owner", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_jobs")),
        sa.UniqueConstraint("id", name=op.f("uq_jobs_id")),
        sa.UniqueConstraint("submission", name=op.f("uq_jobs_submission")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_jobs_status_priority", "jobs", ["status", "priority"], unique=False)
    op.create_table(
        "events",
        sa.Column("job", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("time", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("data", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["job"], ["jobs.number"], name=op.f("fk_events_job"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("job", "number", name=op.f("pk_events")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "layers",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("job", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("queued", sa.Integer(), server_default="0", nullable=False),
        sa.Column("running", sa.Integer(), server_default="0", nullable=False),
        sa.Column("succeeded", sa.Integer(), server_default="0", nullable=False),
        sa.Column("failed", sa.Integer(), server_default="0", nullable=False),
        sa.Column("skipped", sa.Integer(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(["job"], ["jobs.number"], name=op.f("fk_layers_job"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_layers")),
        sa.UniqueConstraint("job", "name", name=op.f("uq_layers_job_name")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "waits",
        sa.Column("job", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("after", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["after"], ["jobs.number"], name=op.f("fk_waits_after"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["job"], ["jobs.number"], name=op.f("fk_waits_job"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("job", "after", name=op.f("pk_waits")),
    )
    op.create_index("ix_waits_after", "waits", ["after"], unique=False)
    op.create_table(
        "attempts",
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("layer", sa.Integer(), nullable=False),
        sa.Column("frame", sa.Integer(), nullable=False),
        sa.Column("attempt", sa.Integer(), server_default="0", nullable=False),
        sa.Column("outcome", sa.String(length=12), nullable=False),
        sa.Column("worker", sa.Text(), server_default="", nullable=False),
        sa.Column("error", sa.Text(), server_default="", nullable=False),
        sa.Column("message", sa.Text(), server_default="", nullable=False),
        sa.Column("begun", sa.String(length=32), server_default="", nullable=False),
        sa.Column("ended", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["layer"], ["layers.number"], name=op.f("fk_attempts_layer"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_attempts")),
    )
    op.create_index("ix_attempts_frame", "attempts", ["layer", "frame"], unique=False)
    op.create_table(
        "frames",
        sa.Column("layer", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("frame", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("attempt", sa.Integer(), server_default="0", nullable=False),
        sa.Column("worker", sa.Text(), server_default="", nullable=False),
        sa.Column("error", sa.Text(), server_default="", nullable=False),
        sa.Column("message", sa.Text(), server_default="", nullable=False),
        sa.Column("begun", sa.String(length=32), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["layer"], ["layers.number"], name=op.f("fk_frames_layer"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("layer", "frame", name=op.f("pk_frames")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_frames_state", "frames", ["layer", "state", "frame"], unique=False)
    op.create_table(
        "outputs",
        sa.Column("layer", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("frame", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("key", sa.String(length=64), server_default="", nullable=False),
        sa.Column("sha256", sa.String(length=64), server_default="", nullable=False),
        sa.Column("size", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("draw_seconds", sa.Double(), server_default="0", nullable=False),
        sa.Column("encode_seconds", sa.Double(), server_default="0", nullable=False),
        sa.Column("worker", sa.Text(), server_default="", nullable=False),
        sa.Column("device", sa.Text(), server_default="", nullable=False),
        sa.Column("reused", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["layer"], ["layers.number"], name=op.f("fk_outputs_layer"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("layer", "frame", name=op.f("pk_outputs")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Drop the tables."""
    for name in ("outputs", "frames", "attempts", "waits", "layers", "events", "jobs"):
        op.drop_table(name)
