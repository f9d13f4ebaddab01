"""The blobs that records may name, and uploads that are under way."""

from __future__ import annotations

import sqlalchemy as sa

from threedkit.store.tables.base import JSON, METADATA, Moment, number, text

__all__ = ["blobs", "uploads"]

blobs = sa.Table(
    "blobs",
    METADATA,
    sa.Column("name", sa.String(300), primary_key=True),  # of the object: its SHA-256, or where a stream went
    text("sha256", 64),
    number("size", sa.BigInteger),
    sa.Column("touched", Moment, nullable=False),  # when somebody last was about to refer to it
    sa.Index("ix_blobs_sha256", "sha256"),
)
"""Every column with a foreign key to this table is a reference: what it names is not collected."""

uploads = sa.Table(
    "uploads",
    METADATA,
    sa.Column("upload_id", sa.String(36), primary_key=True),
    sa.Column("object", sa.String(300), nullable=False, unique=True),
    text("multipart"),  # the server's id of a multipart upload; "": one request
    sa.Column("values", JSON, nullable=False),  # what the asset will be: name, type, tags ...
    number("size", sa.BigInteger),
    number("part_size", sa.BigInteger),
    text("sha256", 64),
    text("owner"),
    sa.Column("created", Moment, nullable=False),
    sa.Column("expires", Moment, nullable=False),
    sa.Index("ix_uploads_expires", "expires"),
)
