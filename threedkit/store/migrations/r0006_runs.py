"""Notebook templates that were run as jobs."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

__all__ = ["down_revision", "downgrade", "revision", "upgrade"]

revision = "0006"
down_revision = "0005"

_JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
_TIME = sa.DateTime(timezone=True)
_EMPTY = sa.text("''")


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "runs",
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("run_id", sa.String(36), nullable=False),
        sa.Column(
            "name", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), server_default=_EMPTY, nullable=False
        ),
        sa.Column("tags", _JSON, nullable=False),
        sa.Column("metadata", _JSON, nullable=False),
        sa.Column("owner", sa.Text(), server_default=_EMPTY, nullable=False),
        sa.Column("groups", _JSON, nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("updated", _TIME, nullable=False),
        sa.Column("template", sa.String(100), server_default=_EMPTY, nullable=False),
        sa.Column("parameters", _JSON, nullable=False),
        sa.Column("status", sa.String(12), nullable=False),
        sa.Column("message", sa.Text(), server_default=_EMPTY, nullable=False),
        sa.Column("created_at", _TIME, nullable=False),
        sa.Column("started_at", _TIME, nullable=True),
        sa.Column("completed_at", _TIME, nullable=True),
        sa.Column("output_path", sa.Text(), server_default=_EMPTY, nullable=False),
        sa.Column("result", _JSON, nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_runs")),
        sa.UniqueConstraint("run_id", name=op.f("uq_runs_run_id")),
        sqlite_autoincrement=True,
    )
    for column in ("owner", "name", "status"):
        op.create_index(f"ix_runs_{column}_number", "runs", [column, "number"])
    if op.get_bind().dialect.name == "postgresql":
        for column, way in (("tags", "jsonb_ops"), ("metadata", "jsonb_path_ops"), ("groups", "jsonb_ops")):
            op.create_index(f"ix_runs_{column}", "runs", [column], postgresql_using="gin", postgresql_ops={column: way})


def downgrade() -> None:
    """Drop the table."""
    op.drop_table("runs")
