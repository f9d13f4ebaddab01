"""Which requests have been answered: a client that repeats one gets what the first has made."""

from __future__ import annotations

import sqlalchemy as sa

from threedkit.store.tables.base import METADATA, Moment, text

__all__ = ["requests"]

requests = sa.Table(
    "requests",
    METADATA,
    sa.Column("subject", sa.String(200), primary_key=True),
    sa.Column("key", sa.String(200), primary_key=True),
    sa.Column("operation", sa.String(64), nullable=False),
    text("fingerprint", 64),
    sa.Column("record", sa.String(64), nullable=False),
    sa.Column("created", Moment, nullable=False),
    sa.Index("ix_requests_created", "created"),
)
