"""Materials that scenes can share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from threedkit.store.definitions import check_material
from threedkit.store.graphs import asset_ids_in
from threedkit.store.records import MaterialRecord
from threedkit.store.repositories import uses
from threedkit.store.repositories.base import Repository, iso, shared_fields, utc_now
from threedkit.store.tables import materials
from threedkit.store.tables import uses as uses_table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from sqlalchemy.engine import Connection, Row

    from threedkit.store.records import Listing, Use
    from threedkit.store.repositories.filters import Order

__all__ = ["MaterialStore"]


class MaterialStore(Repository[MaterialRecord]):
    """Materials in a database.

    Example:
        >>> import tempfile
        >>> from threedkit.store import Store
        >>> materials = Store(f"sqlite:///{tempfile.mkdtemp()}/farm.db").materials
        >>> gold = materials.create({"pbrMetallicRoughness": {"roughnessFactor": 0.2}}, name="gold")
        >>> materials.get(gold.material_id).name
        'gold'
    """

    noun, key, table = "material", "material_id", materials

    def create(
        self,
        definition: Mapping[str, Any],
        *,
        name: str = "",
        tags: Iterable[str] = (),
        metadata: Mapping[str, Any] | None = None,
        groups: Iterable[str] = (),
        material_id: str | None = None,
        before: Callable[[Connection], object] | None = None,
        also: Callable[[Connection, MaterialRecord], object] | None = None,
    ) -> MaterialRecord:
        """Write a material down.

        Args:
            groups: who else may see and change it.
            metadata: JSON.
            name: for people.
            tags: words.
            definition: see `MaterialRecord`.
            material_id: a UUID; None: a new one. One that is there already is returned as it is.
            before: is done first in the same transaction; what it raises prevents all.
            also: is done last in the same transaction, with the new record.

        Raises:
            FieldError: it is no material of glTF.
            RecordNotFoundError: it refers to what is not there, or not for the asker.
        """
        checked = check_material(definition)
        values = {
            **self._described(name, tags, metadata or {}, groups, self.access.subject),
            "definition": checked,
            "created": utc_now(),
        }
        return self._insert(material_id, values, also, lambda c, row: self._write_uses(c, row, checked), before)

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
    ) -> Listing[MaterialRecord]:
        """Return materials; see `AssetStore.list`.

        Raises:
            FieldError: that cannot be asked.
        """
        conditions = self._common(name=name, contains=contains, tags=tags, metadata=metadata, owner=owner, group=group)
        return self._page(conditions, limit, cursor, order)

    def update(
        self,
        material_id: str,
        *,
        version: int | None = None,
        definition: Mapping[str, Any] | None = None,
        name: str | None = None,
        tags: Iterable[str] | None = None,
        metadata: Mapping[str, Any] | None = None,
        groups: Iterable[str] | None = None,
        owner: str | None = None,
        also: Callable[[Connection, MaterialRecord], object] | None = None,
    ) -> MaterialRecord:
        """Change what is given of a material; scenes that were composed with it are composed anew.

        Raises:
            as `AssetStore.update`.
        """
        values = self._described(name, tags, metadata, groups, owner)
        checked = None if definition is None else check_material(definition)
        if checked is not None:
            values["definition"] = checked

        def more(connection: Connection, row: Row[Any]) -> None:
            if checked is not None:
                self._write_uses(connection, row, checked, asset_ids_in(row.definition))
                uses.forget_composed(connection, "material_id", row.material_id)

        return self._change(material_id, version, values, also, more)

    def users(self, material_id: str) -> tuple[Use, ...]:
        """Who uses a material: what is listed here keeps it from being deleted."""

        def work(connection: Connection) -> tuple[Use, ...]:
            return tuple(
                uses.users(connection, self.access, "material_id", self._read(connection, material_id).material_id)
            )

        return self.database.read(work)

    def _write_uses(
        self, connection: Connection, row: Row[Any], definition: Mapping[str, Any], known: Iterable[str] = ()
    ) -> None:
        connection.execute(sa.delete(uses_table).where(uses_table.c.by_material == row.material_id))
        used = {"asset_id": asset_ids_in(definition)}
        uses.write(connection, self.access, {"by_material": row.material_id}, used, {"asset_id": known})

    def _records(self, connection: Connection, rows: Sequence[Row[Any]]) -> Sequence[MaterialRecord]:  # noqa: ARG002
        return [
            MaterialRecord(
                **shared_fields(row), material_id=row.material_id, definition=row.definition, created=iso(row.created)
            )
            for row in rows
        ]

    def _check_unused(self, connection: Connection, row: Row[Any]) -> None:
        uses.check_unused(self._told(row), uses.users(connection, self.access, "material_id", row.material_id))
