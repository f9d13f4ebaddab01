"""Requests that have been answered, by their idempotency keys."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

__all__ = ["down_revision", "downgrade", "revision", "upgrade"]

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "requests",
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("operation", sa.String(length=64), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), server_default=sa.text("''"), nullable=False),
        sa.Column("record", sa.String(length=64), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("subject", "key", name=op.f("pk_requests")),
    )
    op.create_index("ix_requests_created", "requests", ["created"], unique=False)


def downgrade() -> None:
    """Remove the table."""
    op.drop_index("ix_requests_created", table_name="requests")
    op.drop_table("requests")
