"""What all kinds of records have in common: asked for, listed by pages, changed under a version, deleted."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

import sqlalchemy as sa

from threedkit.errors import AccessDeniedError, RecordNotFoundError, VersionConflictError
from threedkit.store.access import LOCAL, Access
from threedkit.store.ids import check_id, new_id
from threedkit.store.jobs.frames import insert_into
from threedkit.store.records import Listing
from threedkit.store.repositories import filters
from threedkit.store.values import check_labels, check_name, check_object, check_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from sqlalchemy.engine import Connection, Row
    from sqlalchemy.sql import ColumnElement

    from threedkit.store.database import Database
    from threedkit.store.repositories.filters import Order

__all__ = ["Repository", "iso", "shared_fields", "utc_now"]

R = TypeVar("R")


def utc_now() -> dt.datetime:
    """The time, in UTC."""
    return dt.datetime.now(dt.UTC)


def iso(moment: dt.datetime | None) -> str:
    """ISO 8601 text; "" for none."""
    return "" if moment is None else moment.isoformat(timespec="milliseconds")


def shared_fields(row: Row[Any]) -> dict[str, Any]:
    """The fields that all records have, of a row."""
    values = row._mapping  # noqa: SLF001 - the public way to a row's columns by name
    return {
        **{name: values[name] for name in ("name", "owner", "version")},
        "metadata": values["metadata"],
        "tags": tuple(values["tags"]),
        "groups": tuple(values["groups"]),
        "updated": iso(values["updated"]),
    }


class Repository(Generic[R]):
    """Records of one kind, as one asker sees them.

    Args:
        database: where they are.
        access: who asks.
    """

    noun: ClassVar[str]
    key: ClassVar[str]
    table: ClassVar[sa.Table]

    def __init__(self, database: Database, access: Access = LOCAL) -> None:
        """Use a database that is open."""
        self.database = database
        self.access = access

    def get(self, record_id: str) -> R:
        """Return a record.

        Raises:
            RecordNotFoundError: there is none, or none that the asker may see.
        """
        return self.database.read(lambda connection: self._read(connection, record_id))

    def delete(
        self,
        record_id: str,
        *,
        version: int | None = None,
        also: Callable[[Connection, R], object] | None = None,
    ) -> None:
        """Delete a record.

        Args:
            record_id: of which.
            version: only when it has this one.
            also: is done in the same transaction, before.

        Raises:
            RecordNotFoundError: there is none, or none that the asker may see.
            AccessDeniedError: it is somebody else's.
            VersionConflictError: it has another version.
            InUseError: others refer to it.
        """

        def work(connection: Connection) -> None:
            row = self._lock(connection, record_id, version)
            self._check_owner(row, "delete")
            self._check_unused(connection, row)
            if also is not None:
                also(connection, self._read(connection, getattr(row, self.key)))
            connection.execute(sa.delete(self.table).where(self.table.c.number == row.number))

        self.database.write(work)

    # For those who derive

    def _records(self, connection: Connection, rows: Sequence[Row[Any]]) -> Sequence[R]:
        """Make records of rows."""
        raise NotImplementedError

    @classmethod
    def _select(cls) -> sa.Select[Any]:
        """The rows from which `_records` makes records."""
        return sa.select(cls.table)

    @classmethod
    @cache
    def _rows(cls) -> sa.Select[Any]:
        """`_select`, made once: to make it takes longer than to ask it."""
        return cls._select()

    @classmethod
    @cache
    def _one(cls) -> sa.Select[Any]:
        """The row of the id ``asked``, made once."""
        return cls._rows().where(cls.table.c[cls.key] == sa.bindparam("asked"))

    def _check_unused(self, connection: Connection, row: Row[Any]) -> None:
        """Raise InUseError when others refer to a row."""

    def _read(self, connection: Connection, record_id: str) -> R:
        query = self._one() if self.access.admin else self._one().where(self._visible())
        row = connection.execute(query, {"asked": check_id(self.noun, record_id)}).one_or_none()
        if row is None:
            raise self._unknown(record_id)
        return self._records(connection, [row])[0]

    def _page(
        self, conditions: Iterable[ColumnElement[bool]], limit: int, cursor: str | None, order: Order
    ) -> Listing[R]:
        query = self._query(conditions, limit, cursor, order)
        return self.database.read(lambda c: self._listing(c, c.execute(query).all(), limit, order))

    def _query(
        self, conditions: Iterable[ColumnElement[bool]], limit: int, cursor: str | None, order: Order
    ) -> sa.Select[Any]:
        """The rows of a page, and one more where there is one."""
        query = self._rows().where(self._visible(), *conditions, *filters.place_after(self.table, order, cursor))
        return query.order_by(*filters.ordered(self.table, order)).limit(filters.check_limit(limit) + 1)

    def _listing(self, connection: Connection, rows: Sequence[Row[Any]], limit: int, order: Order) -> Listing[R]:
        last = rows[limit - 1] if len(rows) > limit else None
        after = None if last is None else f"{last.number}:{last.name}" if order == "name" else str(last.number)
        return Listing(tuple(self._records(connection, rows[:limit])), after)

    def _common(self, **asked: Any) -> list[ColumnElement[bool]]:
        return filters.common(self.table, self.database.is_sqlite, **asked)

    def _visible(self) -> ColumnElement[bool]:
        return filters.visible(self.table, self.access, self.database.is_sqlite)

    def _insert(
        self,
        record_id: str | None,
        values: Mapping[str, Any],
        also: Callable[[Connection, R], object] | None,
        more: Callable[[Connection, Row[Any]], object] | None = None,
        before: Callable[[Connection], object] | None = None,
    ) -> R:
        """Write a new row. Once, also when the connection breaks: the id is chosen here."""
        name = new_id() if record_id is None else check_id(self.noun, record_id)
        row_values = {**values, self.key: name, "updated": utc_now()}

        def work(connection: Connection) -> R:
            if before is not None:
                before(connection)
            insert = insert_into(connection, self.table).values(row_values).on_conflict_do_nothing()
            number = connection.execute(insert.returning(self.table.c.number)).scalar()
            if number is None:
                return self._read(connection, name)
            if more is not None:
                more(connection, connection.execute(sa.select(self.table).where(self.table.c.number == number)).one())
            record = self._read(connection, name)
            if also is not None:
                also(connection, record)
            return record

        return self.database.write(work, repeatable=True)

    def _change(
        self,
        record_id: str,
        version: int | None,
        values: Mapping[str, Any],
        also: Callable[[Connection, R], object] | None,
        more: Callable[[Connection, Row[Any]], object] | None = None,
        before: Callable[[Connection], object] | None = None,
        stays: Callable[[Row[Any]], bool] = lambda _row: False,
    ) -> R:
        """Change a row and count its version up; `more` gets the row as it was. One that `stays` is only read."""

        def work(connection: Connection) -> R:
            if before is not None:
                before(connection)
            row = self._lock(connection, record_id, version)
            if stays(row):
                return self._read(connection, getattr(row, self.key))
            if "groups" in values or "owner" in values:
                self._check_owner(row, "share")
            changed = {**values, "version": row.version + 1, "updated": utc_now()}
            connection.execute(sa.update(self.table).where(self.table.c.number == row.number).values(changed))
            if more is not None:
                more(connection, row)
            record = self._read(connection, getattr(row, self.key))
            if also is not None:
                also(connection, record)
            return record

        return self.database.write(work)

    def _lock(self, connection: Connection, record_id: str, version: int | None = None) -> Row[Any]:
        """Return a row that nobody else changes until the transaction ends."""
        known = self.table.c[self.key] == check_id(self.noun, record_id)
        query = sa.select(self.table).where(known, self._visible()).with_for_update()
        row = connection.execute(query).one_or_none()
        if row is None:
            raise self._unknown(record_id)
        if version is not None and row.version != version:
            said = f"{self._told(row)} has version {row.version}, not {version}: somebody has changed it meanwhile"
            raise VersionConflictError(said, row.version)
        return row

    def _check_owner(self, row: Row[Any], what: str) -> None:
        if not self.access.owns(row.owner):
            raise AccessDeniedError(f"{self._told(row)} is {row.owner or 'nobody'}'s: only they may {what} it")

    def _told(self, row: Row[Any]) -> str:
        """How messages name a row."""
        identity = getattr(row, self.key)
        return f"{self.noun} {row.name} ({identity})" if row.name else f"{self.noun} {identity}"

    def _unknown(self, record_id: str) -> RecordNotFoundError:
        return RecordNotFoundError(f"there is no {self.noun} {record_id!r:.80}")

    def _described(
        self,
        name: str | None = None,
        tags: Iterable[str] | None = None,
        metadata: Mapping[str, Any] | None = None,
        groups: Iterable[str] | None = None,
        owner: str | None = None,
    ) -> dict[str, Any]:
        """The columns for what was given of the fields that all records have, checked."""
        given: dict[str, Any] = {}
        if name is not None:
            given["name"] = check_name(name)
        if tags is not None:
            given["tags"] = check_labels("tags", tags)
        if metadata is not None:
            given["metadata"] = check_object("metadata", metadata)
        if groups is not None:
            given["groups"] = check_labels("groups", groups)
        if owner is not None:
            given["owner"] = check_text("owner", owner)
        return given
