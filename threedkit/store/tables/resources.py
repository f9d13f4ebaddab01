"""Columns and indexes of what people own: assets, scenes, materials, animations, render jobs."""

from __future__ import annotations

from typing import Any, Final

import sqlalchemy as sa

from threedkit.store.tables.base import JSON, METADATA, Moment, big_key, text

__all__ = ["ONLY_POSTGRESQL", "resource", "target"]

NAME: Final = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")

ONLY_POSTGRESQL: Final = {"only": "postgresql"}
"""`info` of what SQLite does without."""


def resource(name: str, key: str, *columns: Any) -> sa.Table:
    """A table of things that have an id, a name, tags, metadata, an owner, groups and a version."""
    return sa.Table(
        name,
        METADATA,
        big_key(),
        sa.Column(key, sa.String(36), nullable=False, unique=True),
        # By code points, as SQLite compares: lists have one order in both.
        sa.Column("name", NAME, nullable=False, server_default=sa.text("''")),
        sa.Column("tags", JSON, nullable=False),
        sa.Column("metadata", JSON, nullable=False),
        text("owner"),
        sa.Column("groups", JSON, nullable=False),
        sa.Column("version", sa.Integer, nullable=False, server_default="1"),
        sa.Column("updated", Moment, nullable=False),
        *columns,
        sa.Index(f"ix_{name}_owner_number", "owner", "number"),
        sa.Index(f"ix_{name}_name_number", "name", "number"),
        *_inverted(name),
        sqlite_autoincrement=True,
    )


def _inverted(name: str) -> list[sa.Index]:
    """Inverted indexes of the JSON columns, which PostgreSQL has and SQLite has not."""
    ways = (("tags", "jsonb_ops"), ("metadata", "jsonb_path_ops"), ("groups", "jsonb_ops"))
    return [
        sa.Index(
            f"ix_{name}_{column}", column, postgresql_using="gin", postgresql_ops={column: way}, info=ONLY_POSTGRESQL
        )
        for column, way in ways
    ]


def target(name: str, of: str, *, cascade: bool = False, required: bool = False) -> sa.Column[str]:
    """A reference to a row of another table: removed with it, or in the way of its removal."""
    key = sa.ForeignKey(of, ondelete="CASCADE" if cascade else None)
    return sa.Column(name, key, nullable=not required)
