"""Keys of users and programs, and how much one may own."""

from __future__ import annotations

import sqlalchemy as sa

from threedkit.store.tables.base import JSON, METADATA, Moment, text

__all__ = ["api_keys", "quotas"]

api_keys = sa.Table(
    "api_keys",
    METADATA,
    sa.Column("id", sa.String(16), primary_key=True),  # the public part of the key
    sa.Column("digest", sa.String(64), nullable=False),  # SHA-256 of the whole key; the key itself is nowhere
    text("name", 200),
    sa.Column("subject", sa.String(200), nullable=False),
    sa.Column("groups", JSON, nullable=False),
    sa.Column("scopes", JSON, nullable=False),
    sa.Column("admin", sa.Boolean, nullable=False),
    sa.Column("created", Moment, nullable=False),
    sa.Column("expires", Moment, nullable=True),
    sa.Column("revoked", Moment, nullable=True),
    sa.Column("used", Moment, nullable=True),  # within the hour
    sa.Index("ix_api_keys_subject", "subject"),
)

quotas = sa.Table(
    "quotas",
    METADATA,
    sa.Column("subject", sa.String(200), primary_key=True),
    sa.Column("bytes", sa.BigInteger, nullable=True),  # NULL: what the service's settings say
    sa.Column("assets", sa.BigInteger, nullable=True),
    sa.Column("jobs", sa.BigInteger, nullable=True),
)
