"""Frames of a layer, changed many at a time; the layer's counts are kept in step."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from threedkit.store.ranges import Ranges, as_ranges
from threedkit.store.records import AttemptRecord, FrameRecord
from threedkit.store.tables import attempts, frames, layers, outputs

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from sqlalchemy.engine import Connection, Row

    from threedkit.store.states import FrameState

__all__ = ["Frames", "attempts_of", "fill", "insert_into", "ranges_in", "read_frames"]

_SHORT = 16
_AT_ONCE = 2000


class Frames:
    """Some frames of one layer within a transaction: looked at first, then moved.

    Args:
        connection: one that writes.
        layer: number of the layer.
    """

    def __init__(self, connection: Connection, layer: int) -> None:
        """Begin with nothing changed."""
        self._connection = connection
        self._layer = layer

    def look(self, numbers: Iterable[int]) -> dict[int, Row[Any]]:
        """Return the rows (state, attempt, worker, ...) of frames that exist, ascending."""
        found: dict[int, Row[Any]] = {}
        for clause in _within(as_ranges(sorted(set(numbers)))):
            query = sa.select(frames).where(frames.c.layer == self._layer, clause).order_by(frames.c.frame)
            found.update((row.frame, row) for row in self._connection.execute(query).all())
        return found

    def move(self, rows: Collection[Row[Any]], state: FrameState, **values: Any) -> None:
        """Bring frames, as `look` saw them, into a state, and set other columns of theirs."""
        for clause in _within(as_ranges(sorted(row.frame for row in rows))):
            change = sa.update(frames).where(frames.c.layer == self._layer, clause).values(state=state, **values)
            self._connection.execute(change)
        self._count(Counter(row.state for row in rows), state)

    def move_all(self, before: FrameState, after: FrameState, **values: Any) -> int:
        """Bring every frame of one state into another; return how many there were."""
        change = sa.update(frames).where(frames.c.layer == self._layer, frames.c.state == before)
        count = self._connection.execute(change.values(state=after, **values)).rowcount
        self._count(Counter({before: count}), after)
        return count

    def note_lost(self, ended: str) -> None:
        """Keep the running attempts as lost ones."""
        columns = ("layer", "frame", "attempt", "worker", "begun")
        lost = sa.select(
            *(frames.c[name] for name in columns), sa.literal("lost").label("outcome"), sa.literal(ended).label("ended")
        ).where(frames.c.layer == self._layer, frames.c.state == "running")
        self._connection.execute(sa.insert(attempts).from_select([*columns, "outcome", "ended"], lost))

    def note_attempts(self, rows: Sequence[dict[str, Any]]) -> None:
        """Keep attempts that did not end in a finished frame."""
        if rows:
            self._connection.execute(sa.insert(attempts), [{"layer": self._layer, **row} for row in rows])

    def describe(self, rows: Sequence[dict[str, Any]]) -> None:
        """Set error and message of frames, each its own."""
        if rows:
            change = sa.update(frames).where(frames.c.layer == self._layer, frames.c.frame == sa.bindparam("of"))
            said = change.values(error=sa.bindparam("what"), message=sa.bindparam("why"))
            values = [{"of": row["frame"], "what": row["error"], "why": row["message"]} for row in rows]
            self._connection.execute(said, values)

    def digests(self, numbers: Sequence[int]) -> dict[int, str]:
        """Return the SHA-256 of the files of frames that have one."""
        found: dict[int, str] = {}
        for clause in _within(as_ranges(sorted(numbers)), outputs):
            query = sa.select(outputs.c.frame, outputs.c.sha256).where(outputs.c.layer == self._layer, clause)
            found.update((frame, sha256) for frame, sha256 in self._connection.execute(query).all())
        return found

    def drop_outputs(self, numbers: Iterable[int]) -> None:
        """Forget the files of frames."""
        for clause in _within(as_ranges(sorted(numbers)), outputs):
            self._connection.execute(sa.delete(outputs).where(outputs.c.layer == self._layer, clause))

    def write_outputs(self, rows: Sequence[dict[str, Any]]) -> None:
        """Keep the files of frames; the last one of a frame counts."""
        if not rows:
            return
        insert = insert_into(self._connection, outputs)
        changed = {c.name: insert.excluded[c.name] for c in outputs.c if not c.primary_key}
        upsert = insert.on_conflict_do_update(index_elements=["layer", "frame"], set_=changed)
        self._connection.execute(upsert, [{"layer": self._layer, **row} for row in rows])

    def _count(self, before: Counter[str], after: FrameState) -> None:
        change: Counter[str] = Counter({after: before.total()})
        change.subtract(before)
        moved = {name: layers.c[name] + count for name, count in change.items() if count}
        if moved:
            self._connection.execute(sa.update(layers).where(layers.c.number == self._layer).values(**moved))


def fill(connection: Connection, layer: int, ranges: Ranges) -> None:
    """Make the frames of a new layer, queued: one statement a range, and the database counts."""
    number = sa.select(sa.bindparam("start", type_=sa.Integer).label("frame")).cte("numbers", recursive=True)
    number = number.union_all(sa.select(number.c.frame + 1).where(number.c.frame + 1 < sa.bindparam("stop")))
    rows = sa.select(sa.literal(layer).label("layer"), number.c.frame, sa.literal("queued").label("state"))
    insert = sa.insert(frames).from_select(["layer", "frame", "state"], rows)
    connection.execute(insert, [{"start": start, "stop": stop} for start, stop in ranges])


def insert_into(connection: Connection, table: sa.Table) -> Any:
    """Return the dialect's own INSERT, which knows ON CONFLICT."""
    if connection.dialect.name == "postgresql":
        return postgresql.insert(table)
    return sqlite.insert(table)


def ranges_in(connection: Connection, layer: int, states: Sequence[FrameState]) -> Ranges:
    """Return which frames are in one of the states, ascending.

    Runs are found by the database: within one, number minus rank is constant ("gaps and islands").
    """
    rank = sa.func.row_number().over(order_by=frames.c.frame)
    chosen = (
        sa.select(frames.c.frame, (frames.c.frame - rank).label("run"))
        .where(frames.c.layer == layer, frames.c.state.in_(states))
        .subquery()
    )
    first = sa.func.min(chosen.c.frame)
    query = sa.select(first, sa.func.max(chosen.c.frame) + 1).group_by(chosen.c.run).order_by(first)
    return tuple((start, stop) for start, stop in connection.execute(query))


def read_frames(
    connection: Connection, layer: int, states: Sequence[FrameState] | None, start: int, limit: int | None
) -> list[FrameRecord]:
    """Return frames from number `start` on."""
    query = sa.select(*(frames.c[name] for name in _OF_FRAMES)).where(frames.c.layer == layer, frames.c.frame >= start)
    if states is not None:
        query = query.where(frames.c.state.in_(states))
    found = connection.execute(query.order_by(frames.c.frame).limit(limit)).all()
    if not found:
        return []
    # Two look-ups by primary key: planners without statistics make something slow of a join.
    span = outputs.c.frame.between(found[0].frame, found[-1].frame)
    drawn = sa.select(outputs.c.frame, *(outputs.c[name] for name in _OF_OUTPUTS)).where(outputs.c.layer == layer, span)
    files = {index: file for index, *file in map(tuple, connection.execute(drawn).all())}
    return [_frame(row, files.get(row[0])) for row in map(tuple, found)]


def attempts_of(connection: Connection, layer: int, frame: int) -> list[AttemptRecord]:
    """Return the attempts of a frame that did not end in a finished one, oldest first."""
    query = sa.select(attempts).where(attempts.c.layer == layer, attempts.c.frame == frame).order_by(attempts.c.number)
    return [
        AttemptRecord(index=row.frame, **{name: getattr(row, name) for name in _OF_ATTEMPTS})
        for row in connection.execute(query)
    ]


_OF_FRAMES = ("frame", "state", "attempt", "worker", "error", "message", "begun")
_OF_OUTPUTS = ("file", "key", "sha256", "size", "draw_seconds", "encode_seconds", "worker", "device", "reused")
_OF_ATTEMPTS = ("attempt", "outcome", "worker", "error", "message", "begun", "ended")


def _frame(row: tuple[Any, ...], file: Sequence[Any] | None) -> FrameRecord:
    values = dict(zip(_OF_FRAMES[1:], row[1:], strict=True))
    if file is not None:
        values.update(zip(_OF_OUTPUTS, file, strict=True))
    return FrameRecord(index=row[0], **values)


def _within(ranges: Ranges, table: sa.Table = frames) -> Iterator[sa.ColumnElement[bool]]:
    """Yield conditions that together choose the ranges: each is found by the primary key, and of a sensible size."""
    short: list[int] = []
    for start, stop in ranges:
        if stop - start > _SHORT:
            yield table.c.frame.between(start, stop - 1)
        else:
            short += range(start, stop)
    for place in range(0, len(short), _AT_ONCE):
        yield table.c.frame.in_(short[place : place + _AT_ONCE])
