"""What was made of assets: reports, metadata, thumbnails, levels of detail, compressed copies, each with its state."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import sqlalchemy as sa

from threedkit.errors import FieldError, RecordNotFoundError
from threedkit.store.access import LOCAL, Access
from threedkit.store.ids import check_id
from threedkit.store.jobs.frames import insert_into
from threedkit.store.keeping import hold
from threedkit.store.records import Derivative
from threedkit.store.repositories.base import iso, utc_now
from threedkit.store.repositories.filters import visible
from threedkit.store.tables import assets, derivatives
from threedkit.store.values import as_line, check_object, check_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from sqlalchemy.engine import Connection, Row

    from threedkit.store.blobs import Stored
    from threedkit.store.database import Database
    from threedkit.store.records import DerivativeKind

__all__ = ["DerivativeStore"]

_KINDS: Final = ("report", "metadata", "thumbnail", "lod", "compressed")


class DerivativeStore:
    """Derivatives of assets that the asker may see.

    Args:
        database: where they are.
        access: who asks.
    """

    def __init__(self, database: Database, access: Access = LOCAL) -> None:
        """Use a database that is open."""
        self.database = database
        self.access = access

    def list(self, asset_id: str) -> tuple[Derivative, ...]:
        """Return all of an asset.

        Raises:
            RecordNotFoundError: there is no such asset.
        """

        def work(connection: Connection) -> tuple[Derivative, ...]:
            known = self._asset(connection, asset_id)
            query = sa.select(derivatives).where(derivatives.c.asset_id == known)
            rows = connection.execute(query.order_by(derivatives.c.kind, derivatives.c.name))
            return tuple(_record(row) for row in rows)

        return self.database.read(work)

    def get(self, asset_id: str, kind: DerivativeKind, name: str = "") -> Derivative:
        """Return one.

        Raises:
            RecordNotFoundError: there is none.
        """
        return self.database.read(lambda c: _one(c, self._asset(c, asset_id), kind, name))

    def plan(
        self,
        asset_id: str,
        kinds: Iterable[DerivativeKind | tuple[DerivativeKind, str]],
        *,
        connection: Connection | None = None,
    ) -> None:
        """Write down what is to be made: ``queued``, with no attempt so far; what is there already is begun anew.

        Args:
            asset_id: of which.
            kinds: each alone or with a name.
            connection: of a transaction to do it in; None: one of its own.

        Raises:
            RecordNotFoundError: there is no such asset.
        """
        pairs = [(kind, "") if isinstance(kind, str) else kind for kind in kinds]
        now = utc_now()
        reset = {"state": "queued", "attempts": 0, "error": "", "updated": now}

        def work(inside: Connection) -> None:
            known = self._asset(inside, asset_id)
            for kind, name in pairs:
                row = {"asset_id": known, **_key(kind, name), **reset, "data": {}, "created": now}
                insert = insert_into(inside, derivatives).values(row)
                inside.execute(insert.on_conflict_do_update(index_elements=list(derivatives.primary_key), set_=reset))

        self.database.write(work, repeatable=True) if connection is None else work(connection)

    def begin(self, asset_id: str, kind: DerivativeKind, name: str = "") -> Derivative:
        """Say that one is being made now, for the first time or once more."""
        values = {"state": "running", "attempts": derivatives.c.attempts + 1, "error": ""}
        return self._set(asset_id, kind, name, values)

    def finish(
        self,
        asset_id: str,
        kind: DerivativeKind,
        stored: Stored | None = None,
        *,
        name: str = "",
        media_type: str = "",
        data: Mapping[str, Any] | None = None,
        also: Callable[[Connection], object] | None = None,
    ) -> Derivative:
        """Say that one is made, with its bytes, its JSON, or both."""
        values = {
            "state": "succeeded",
            "error": "",
            "blob": stored.name if stored else None,
            "size": stored.size if stored else 0,
            "media_type": check_text("media_type", media_type, 100),
            "data": check_object("data", data or {}),
        }
        return self._set(asset_id, kind, name, values, also)

    def fail(
        self, asset_id: str, kind: DerivativeKind, error: str, *, name: str = "", final: bool = True
    ) -> Derivative:
        """Say that the making went wrong; unless it is final, it is going to be tried again."""
        return self._set(asset_id, kind, name, {"state": "failed" if final else "queued", "error": as_line(error)})

    def skip(self, asset_id: str, kind: DerivativeKind, why: str, *, name: str = "") -> Derivative:
        """Say that one is not made of this asset, and why."""
        return self._set(asset_id, kind, name, {"state": "skipped", "error": as_line(why)})

    def _set(
        self,
        asset_id: str,
        kind: DerivativeKind,
        name: str,
        values: Mapping[str, Any],
        also: Callable[[Connection], object] | None = None,
    ) -> Derivative:
        key = _key(kind, name)

        def work(connection: Connection) -> Derivative:
            known = self._asset(connection, asset_id, locked=True)
            hold(connection, [values.get("blob") or ""])
            same = sa.and_(derivatives.c.asset_id == known, *(derivatives.c[n] == v for n, v in key.items()))
            updated = {**values, "updated": utc_now()}
            done = connection.execute(sa.update(derivatives).where(same).values(updated))
            if not done.rowcount:
                fresh = {**updated, "attempts": 1 if values["state"] == "running" else 0}
                row = {"asset_id": known, **key, "data": {}, "created": updated["updated"], **fresh}
                connection.execute(sa.insert(derivatives).values(row))
            if also is not None:
                also(connection)
            return _one(connection, known, kind, name)

        return self.database.write(work)

    def _asset(self, connection: Connection, asset_id: str, *, locked: bool = False) -> str:
        known = check_id("asset", asset_id)
        seen = visible(assets, self.access, self.database.is_sqlite)
        query = sa.select(assets.c.asset_id).where(assets.c.asset_id == known, seen)
        if connection.scalar(query.with_for_update(read=True, key_share=True) if locked else query) is None:
            raise RecordNotFoundError(f"there is no asset {asset_id!r:.80}")
        return known


def _key(kind: str, name: str) -> dict[str, str]:
    if kind not in _KINDS:
        raise FieldError(f"a derivative must be one of {', '.join(_KINDS)}, not {kind!r:.40}")
    return {"kind": kind, "name": check_text("name", name, 64)}


def _one(connection: Connection, asset_id: str, kind: str, name: str) -> Derivative:
    key = _key(kind, name)
    same = (derivatives.c.asset_id == asset_id, *(derivatives.c[n] == v for n, v in key.items()))
    row = connection.execute(sa.select(derivatives).where(*same)).one_or_none()
    if row is None:
        raise RecordNotFoundError(f"asset {asset_id} has no {' '.join(filter(None, (kind, name)))}")
    return _record(row)


def _record(row: Row[Any]) -> Derivative:
    same = ("asset_id", "kind", "name", "state", "media_type", "size", "attempts", "error", "data")
    return Derivative(
        **{name: getattr(row, name) for name in same},
        blob=row.blob or "",
        created=iso(row.created),
        updated=iso(row.updated),
    )
