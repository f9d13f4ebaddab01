"""Statements of the queue in the database. Each takes an open transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from threedkit.store.jobs.rows import as_json, as_text, from_json
from threedkit.store.owner import Owner, is_dead, this_process
from threedkit.store.queue.base import DeadLetter, Depth, Message
from threedkit.store.tables.queue import messages

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.engine import Connection, Row

    from threedkit.store.watch import Watch

__all__ = [
    "CHANNEL",
    "beat",
    "bury",
    "clock",
    "dead_letters",
    "depth",
    "forget",
    "insert",
    "put_back",
    "recover",
    "revive",
    "something_waits",
    "take",
]

CHANNEL: Final = "threedkit_messages"
"""Of PostgreSQL's NOTIFY: the payload is a topic."""

_DIED = "its consumer died"


def clock(connection: Connection) -> sa.ColumnElement[float]:
    """Seconds since 1970 by the one clock that all share: the server's, or that of the machine of SQLite."""
    if connection.dialect.name == "postgresql":
        return sa.cast(sa.extract("epoch", sa.func.clock_timestamp()), sa.Double)
    return (sa.func.julianday("now") - 2440587.5) * 86400.0


def insert(connection: Connection, given: Sequence[Message], delay: float) -> None:
    """Write messages down, and tell those who listen; one whose id is there already is left as it is."""
    if not given:
        return
    make = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    due = clock(connection) + delay if delay > 0 else sa.literal(0.0)
    for message in given:
        values = {
            "id": message.id,
            "topic": message.topic,
            "state": "waiting",
            "body": as_json(message.body),
            "headers": as_json(message.headers),
            "due": due,
        }
        connection.execute(make(messages).values(**values).on_conflict_do_nothing(index_elements=["id"]))
    notify(connection, {message.topic for message in given})


def notify(connection: Connection, topics: set[str]) -> None:
    """Tell other processes with the commit, where the database can."""
    if connection.dialect.name == "postgresql":
        for topic in sorted(topics):
            connection.execute(sa.select(sa.func.pg_notify(CHANNEL, topic)))


def something_waits(connection: Connection, topics: Sequence[str] | None) -> bool:
    """Tell whether a message could be taken now."""
    return connection.execute(_next(connection, topics).with_only_columns(messages.c.number)).first() is not None


def take(connection: Connection, topics: Sequence[str] | None, token: str) -> Row[Any] | None:
    """Lock the next message that nobody else is taking, and note that it is ours."""
    row = connection.execute(_next(connection, topics).with_for_update(skip_locked=True)).one_or_none()
    if row is None:
        return None
    values = {
        "state": "held",
        "token": token,
        "owner": msgspec.json.encode(this_process()).decode("utf-8"),
        "attempts": row.attempts + 1,
        "beat": messages.c.beat + 1,
    }
    changed = sa.update(messages).where(messages.c.number == row.number).values(**values)
    return connection.execute(changed.returning(*messages.c)).one()


def _next(connection: Connection, topics: Sequence[str] | None) -> sa.Select[Any]:
    query = sa.select(messages).where(messages.c.state == "waiting", messages.c.due <= clock(connection))
    if topics is not None:
        query = query.where(messages.c.topic.in_(topics))
    return query.order_by(messages.c.number).limit(1)


def _ours(number: int, token: str, attempt: int) -> sa.ColumnElement[bool]:
    held = (messages.c.state == "held") & (messages.c.token == token) & (messages.c.attempts == attempt)
    return (messages.c.number == number) & held


def forget(connection: Connection, number: int, token: str, attempt: int) -> bool:
    """Delete a message that is ours; tell whether it was."""
    return connection.execute(sa.delete(messages).where(_ours(number, token, attempt))).rowcount == 1


def put_back(connection: Connection, number: int, token: str, attempt: int, *, reason: str, delay: float) -> bool:
    """Let a message that is ours be delivered again."""
    due = clock(connection) + delay if delay > 0 else sa.literal(0.0)
    values = {"state": "waiting", "token": "", "owner": "", "reason": as_text(reason), "due": due}
    changed = sa.update(messages).where(_ours(number, token, attempt)).values(**values)
    topic = connection.execute(changed.returning(messages.c.topic)).scalar_one_or_none()
    if topic is not None and delay <= 0:
        notify(connection, {topic})
    return topic is not None


def bury(connection: Connection, number: int, token: str, attempt: int, reason: str) -> bool:
    """Make a message that is ours a dead letter."""
    values = {"state": "dead", "token": "", "owner": "", "reason": as_text(reason)}
    return connection.execute(sa.update(messages).where(_ours(number, token, attempt)).values(**values)).rowcount == 1


def beat(connection: Connection, token: str) -> None:
    """Show that the holder of these messages lives."""
    held = (messages.c.state == "held") & (messages.c.token == token)
    connection.execute(sa.update(messages).where(held).values(beat=messages.c.beat + 1))


def recover(connection: Connection, token: str, watch: Watch) -> int:
    """Give back what lost consumers held; return how many."""
    names = ("number", "token", "beat", "owner", "topic")
    columns = [messages.c[name] for name in names]
    held = connection.execute(sa.select(*columns).where(messages.c.state == "held", messages.c.token != token)).all()
    watch.forget({row.number for row in held})
    count = 0
    for row in held:
        dead = is_dead(msgspec.json.decode(row.owner, type=Owner))
        if not watch.is_lost(row.number, row.token, row.beat) and not dead:
            continue
        values = {"state": "waiting", "token": "", "owner": "", "reason": _DIED, "due": 0.0}
        same = (messages.c.number == row.number) & (messages.c.token == row.token) & (messages.c.beat == row.beat)
        count += connection.execute(
            sa.update(messages).where(same, messages.c.state == "held").values(**values)
        ).rowcount
    if count:
        notify(connection, {row.topic for row in held})
    return count


def depth(connection: Connection, topic: str) -> Depth:
    """Count the messages of a topic by state."""
    query = sa.select(messages.c.state, sa.func.count().label("amount")).where(messages.c.topic == topic)
    found = {row.state: row.amount for row in connection.execute(query.group_by(messages.c.state))}
    return Depth(found.get("waiting", 0), found.get("held", 0), found.get("dead", 0))


def dead_letters(connection: Connection, topic: str, limit: int, ids: Sequence[str] | None) -> list[DeadLetter]:
    """Return the oldest dead letters of a topic."""
    query = sa.select(messages).where(_dead(topic, ids)).order_by(messages.c.number)
    rows = connection.execute(query.limit(limit))
    return [DeadLetter(message=message_of(row), attempts=row.attempts, reason=row.reason) for row in rows]


def revive(connection: Connection, topic: str, ids: Sequence[str] | None) -> int:
    """Let dead letters wait again, their deliveries counted anew."""
    values = {"state": "waiting", "attempts": 0, "due": 0.0, "reason": ""}
    count = connection.execute(sa.update(messages).where(_dead(topic, ids)).values(**values)).rowcount
    notify(connection, {topic})
    return count


def _dead(topic: str, ids: Sequence[str] | None) -> sa.ColumnElement[bool]:
    chosen = (messages.c.state == "dead") & (messages.c.topic == topic)
    return chosen if ids is None else chosen & messages.c.id.in_(ids)


def message_of(row: Row[Any]) -> Message:
    """Return the message of a row."""
    return Message(topic=row.topic, body=from_json(row.body), id=row.id, headers=from_json(row.headers))


def others_hold(connection: Connection, token: str) -> bool:
    """Tell whether another consumer holds messages."""
    query = sa.select(messages.c.number).where(messages.c.state == "held", messages.c.token != token).limit(1)
    return connection.execute(query).first() is not None


def give_back(connection: Connection, token: str) -> None:
    """Let all that this consumer holds be delivered again."""
    held = (messages.c.state == "held") & (messages.c.token == token)
    changed = sa.update(messages).where(held).values(state="waiting", token="", owner="", reason="")
    notify(connection, set(connection.execute(changed.returning(messages.c.topic)).scalars()))
