"""The queue: messages, and what consumers have handled."""

from __future__ import annotations

import sqlalchemy as sa

from threedkit.store.tables.base import METADATA, big_key, number, seconds, text

__all__ = ["handled", "messages"]

messages = sa.Table(
    "messages",
    METADATA,
    big_key(),
    sa.Column("id", sa.String(64), nullable=False, unique=True),
    sa.Column("topic", sa.String(64), nullable=False),
    sa.Column("state", sa.String(8), nullable=False),  # waiting, held, dead
    text("body"),
    text("headers"),
    seconds("due"),  # since 1970 by the database's own clock
    number("attempts"),
    text("reason"),
    # The lease: which queue object holds it. See store/watch.py.
    text("token", 32),
    number("beat"),
    text("owner"),
    sa.Index("ix_messages_state_topic_number", "state", "topic", "number"),
    sqlite_autoincrement=True,
)

handled = sa.Table(
    "handled",
    METADATA,
    sa.Column("consumer", sa.String(64), primary_key=True),
    sa.Column("message", sa.String(64), primary_key=True),
    seconds("at"),  # as messages.due
    sa.Index("ix_handled_at", "at"),
    sqlite_with_rowid=False,
)
