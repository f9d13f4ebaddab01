"""Definitions that scenes share, materials and animations: a document each, which may refer to assets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

import sqlalchemy as sa

from threedkit.store.graphs import asset_ids_in
from threedkit.store.repositories import uses
from threedkit.store.repositories.base import Repository, utc_now
from threedkit.store.tables import uses as uses_table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from sqlalchemy.engine import Connection, Row

    from threedkit.store.records import Listing, Use
    from threedkit.store.repositories.filters import Order

__all__ = ["DefinitionStore"]

R = TypeVar("R")


class DefinitionStore(Repository[R]):
    """Definitions of one kind in a database."""

    user: ClassVar[str]
    """The column of the table of uses that names a definition as the one who uses."""

    def _columns(self, definition: Mapping[str, Any]) -> dict[str, Any]:
        """The columns for a definition, checked: ``definition`` and what follows from it."""
        raise NotImplementedError

    def create(
        self,
        definition: Mapping[str, Any],
        *,
        name: str = "",
        tags: Iterable[str] = (),
        metadata: Mapping[str, Any] | None = None,
        groups: Iterable[str] = (),
        record_id: str | None = None,
        before: Callable[[Connection], object] | None = None,
        also: Callable[[Connection, R], object] | None = None,
    ) -> R:
        """Write a definition down.

        Args:
            groups: who else may see and change it.
            metadata: JSON.
            name: for people.
            tags: words.
            definition: see the record, `MaterialRecord` or `AnimationRecord`.
            record_id: a UUID; None: a new one. One that is there already is returned as it is.
            before: is done first in the same transaction; what it raises prevents all.
            also: is done last in the same transaction, with the new record.

        Raises:
            FieldError: it is no material, or no animation, of glTF.
            RecordNotFoundError: it refers to what is not there, or not for the asker.
        """
        columns = self._columns(definition)
        values = {
            **self._described(name, tags, metadata or {}, groups, self.access.subject),
            **columns,
            "created": utc_now(),
        }
        checked = columns["definition"]
        return self._insert(record_id, values, also, lambda c, row: self._write_uses(c, row, checked), before)

    def list(
        self,
        *,
        name: str | None = None,
        contains: str = "",
        tags: Iterable[str] = (),
        metadata: Mapping[str, Any] | None = None,
        owner: str | None = None,
        group: str | None = None,
        limit: int = 50,
        cursor: str | None = None,
        order: Order = "newest",
    ) -> Listing[R]:
        """Return definitions; see `AssetStore.list`.

        Raises:
            FieldError: that cannot be asked.
        """
        conditions = self._common(name=name, contains=contains, tags=tags, metadata=metadata, owner=owner, group=group)
        return self._page(conditions, limit, cursor, order)

    def update(
        self,
        record_id: str,
        *,
        version: int | None = None,
        definition: Mapping[str, Any] | None = None,
        name: str | None = None,
        tags: Iterable[str] | None = None,
        metadata: Mapping[str, Any] | None = None,
        groups: Iterable[str] | None = None,
        owner: str | None = None,
        also: Callable[[Connection, R], object] | None = None,
    ) -> R:
        """Change what is given of a definition; scenes that were composed with it are composed anew.

        Raises:
            as `AssetStore.update`.
        """
        columns = {} if definition is None else self._columns(definition)
        values = {**self._described(name, tags, metadata, groups, owner), **columns}

        def more(connection: Connection, row: Row[Any]) -> None:
            if columns:
                self._write_uses(connection, row, columns["definition"], asset_ids_in(row.definition))
                uses.forget_composed(connection, self.key, getattr(row, self.key))

        return self._change(record_id, version, values, also, more)

    def users(self, record_id: str) -> tuple[Use, ...]:
        """Who uses a definition: what is listed here keeps it from being deleted."""

        def work(connection: Connection) -> tuple[Use, ...]:
            known = getattr(self._read(connection, record_id), self.key)
            return tuple(uses.users(connection, self.access, self.key, known))

        return self.database.read(work)

    def _write_uses(
        self, connection: Connection, row: Row[Any], definition: Mapping[str, Any], known: Iterable[str] = ()
    ) -> None:
        by = getattr(row, self.key)
        connection.execute(sa.delete(uses_table).where(uses_table.c[self.user] == by))
        used = {"asset_id": asset_ids_in(definition)}
        uses.write(connection, self.access, {self.user: by}, used, {"asset_id": known})

    def _check_unused(self, connection: Connection, row: Row[Any]) -> None:
        uses.check_unused(self._told(row), uses.users(connection, self.access, self.key, getattr(row, self.key)))
