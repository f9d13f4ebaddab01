"""Assets: files that somebody brought, and what is known of those that are models."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from threedkit.errors import FieldError, RecordNotFoundError
from threedkit.store.jobs.frames import insert_into
from threedkit.store.keeping import hold
from threedkit.store.records import ASSET_TYPES, Asset, Model
from threedkit.store.repositories import boxes, filters, uses
from threedkit.store.repositories.base import Repository, iso, shared_fields, utc_now
from threedkit.store.repositories.derivatives import DerivativeStore
from threedkit.store.tables import COUNTS, EDGES, assets, models
from threedkit.store.values import as_line, check_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from sqlalchemy.engine import Connection, Row
    from sqlalchemy.sql import ColumnElement

    from threedkit.store.blobs import Stored
    from threedkit.store.records import AssetState, AssetType, Bounds, Listing, Use
    from threedkit.store.repositories.boxes import Relation
    from threedkit.store.repositories.filters import Order

__all__ = ["AssetStore"]

_WINDOW = 1000
_STATES = ("uploading", "processing", "ready", "failed")


class AssetStore(Repository[Asset]):
    """Assets in a database.

    Example:
        >>> import tempfile
        >>> from threedkit.store import Store
        >>> store = Store(f"sqlite:///{tempfile.mkdtemp()}/farm.db")
        >>> asset = store.assets.create(store.put_blob(b"..."), name="notes.txt", asset_type="other", tags=["text"])
        >>> [one.name for one in store.assets.list(tags=["text"]).items]
        ['notes.txt']
    """

    noun, key, table = "asset", "asset_id", assets

    def create(
        self,
        stored: Stored | None,
        *,
        name: str,
        asset_type: AssetType,
        file_format: str = "",
        media_type: str = "",
        tags: Iterable[str] = (),
        metadata: Mapping[str, Any] | None = None,
        groups: Iterable[str] = (),
        owner: str | None = None,
        state: AssetState = "ready",
        model: Model | None = None,
        asset_id: str | None = None,
        before: Callable[[Connection], object] | None = None,
        also: Callable[[Connection, Asset], object] | None = None,
    ) -> Asset:
        """Write an asset down. The asker owns it, unless an administrator names somebody else.

        Args:
            stored: its bytes, as `Store.put_blob` and `Store.writer` return them; None: they come later.
            name: for people.
            asset_type: what it is.
            file_format: suffix without the dot.
            media_type: of HTTP.
            tags: words.
            metadata: JSON.
            groups: who else may see and change it.
            owner: None: the asker.
            state: see `Asset`.
            model: what is known of a model.
            asset_id: a UUID; None: a new one. One that is there already is returned as it is.
            before: is done first in the same transaction; what it raises prevents all.
            also: is done last in the same transaction, with the new record.

        Raises:
            FieldError: something cannot be written so.
            BlobNotFoundError: the bytes are not registered.
        """
        if asset_type not in ASSET_TYPES:
            raise FieldError(f"asset_type must be one of {', '.join(ASSET_TYPES)}, not {asset_type!r:.40}")
        now = utc_now()
        values = {
            **self._described(name, tags, metadata or {}, groups, self._owner(owner)),
            "asset_type": asset_type,
            "file_format": check_text("file_format", file_format, 16),
            "media_type": check_text("media_type", media_type, 100),
            **_bytes(stored),
            "upload_timestamp": now,
            "state": _check_state(state),
        }

        def first(connection: Connection) -> None:
            if before is not None:
                before(connection)
            hold(connection, [stored.name if stored else "", model.glb if model else ""])

        def more(connection: Connection, row: Row[Any]) -> None:
            if model is not None:
                _write_model(connection, row.number, model)

        return self._insert(asset_id, values, also, more, first)

    def list(
        self,
        *,
        asset_type: AssetType | None = None,
        file_format: str | None = None,
        state: AssetState | None = None,
        name: str | None = None,
        contains: str = "",
        tags: Iterable[str] = (),
        metadata: Mapping[str, Any] | None = None,
        owner: str | None = None,
        group: str | None = None,
        sha256: str | None = None,
        box: Bounds | Sequence[Sequence[float]] | None = None,
        relation: Relation = "intersects",
        limit: int = 50,
        cursor: str | None = None,
        order: Order = "newest",
    ) -> Listing[Asset]:
        """Return assets.

        Args:
            asset_type: only these.
            file_format: only of this suffix.
            state: only in this state.
            name: only of exactly this name.
            contains: only with these letters in their name, whatever the case.
            tags: only with all of these.
            metadata: only with these values, e.g. ``{"author": "ann", "mesh.closed": True}``.
            owner: only this subject's.
            group: only those for this group.
            sha256: only with these bytes.
            box: only models whose bounding box stands so to this one: ``((x, y, z), (x, y, z))``, metres.
            relation: "intersects", "within" or "contains"; touching counts.
            limit: how many at most.
            cursor: `Listing.cursor` of the page before.
            order: "newest", "oldest" or "name".

        Raises:
            FieldError: that cannot be asked.
        """
        conditions = self._common(name=name, contains=contains, tags=tags, metadata=metadata, owner=owner, group=group)
        exact = {"asset_type": asset_type, "file_format": file_format, "state": state, "sha256": sha256}
        for column, value in exact.items():
            if value is not None:
                conditions.append(assets.c[column] == check_text(column, value))
        if box is None:
            return self._page(conditions, limit, cursor, order)
        exact_box, indexed = boxes.related(boxes.check_box(box), relation, self.database.is_sqlite)
        in_box = [indexed, *exact_box]
        if self.access.admin and not conditions and order != "name":  # then models alone tell which ones they are
            place = filters.place_after(models, order, cursor)
            first = sa.select(models.c.number).where(*in_box, *place).order_by(*filters.ordered(models, order))
            in_box = [assets.c.number.in_(first.limit(filters.check_limit(limit) + 1))]
        return self._page_of_box([*conditions, *exact_box], [*conditions, *in_box], limit, cursor, order)

    def update(
        self,
        asset_id: str,
        *,
        version: int | None = None,
        name: str | None = None,
        tags: Iterable[str] | None = None,
        metadata: Mapping[str, Any] | None = None,
        groups: Iterable[str] | None = None,
        owner: str | None = None,
        file_format: str | None = None,
        media_type: str | None = None,
        state: AssetState | None = None,
        message: str | None = None,
        stored: Stored | None = None,
        model: Model | None = None,
        also: Callable[[Connection, Asset], object] | None = None,
    ) -> Asset:
        """Change what is given of an asset; its version counts up.

        Args:
            also: is done last in the same transaction, with the changed record.
            asset_id: of which.
            file_format: suffix without the dot.
            groups: who else may see and change it.
            media_type: of HTTP.
            message: why it failed; it is kept as one line.
            metadata: JSON.
            model: what is known of a model.
            name: for people.
            owner: subject of its new owner.
            state: see `Asset`.
            stored: its bytes.
            tags: words.
            version: only when it has this one; None: whatever it has.

        Raises:
            RecordNotFoundError: there is none, or none that the asker may see.
            VersionConflictError: it has another version.
            AccessDeniedError: only its owner shares it.
            FieldError: something cannot be written so.
        """
        values = self._described(name, tags, metadata, groups, owner)
        for column, value, most in (("file_format", file_format, 16), ("media_type", media_type, 100)):
            if value is not None:
                values[column] = check_text(column, value, most)
        if state is not None:
            values["state"] = _check_state(state)
        if message is not None:
            values["message"] = as_line(message)
        if stored is not None:
            values |= _bytes(stored)

        def more(connection: Connection, row: Row[Any]) -> None:
            if model is not None:
                hold(connection, [model.glb])
                _write_model(connection, row.number, model)
            if model is not None or stored is not None:
                uses.forget_composed(connection, "asset_id", row.asset_id)

        def held(connection: Connection) -> None:
            hold(connection, [stored.name if stored else ""])

        return self._change(asset_id, version, values, also, more, held)

    def users(self, asset_id: str) -> tuple[Use, ...]:
        """Who uses an asset: what is listed here keeps it from being deleted."""

        def work(connection: Connection) -> tuple[Use, ...]:
            return tuple(uses.users(connection, self.access, "asset_id", self._read(connection, asset_id).asset_id))

        return self.database.read(work)

    def find(self, start: str) -> Asset:
        """Return an asset by its id, the beginning of one, or its name, when only one fits.

        Raises:
            RecordNotFoundError: none does, or several do.
        """
        text = check_text("asset", start)
        fits = sa.or_(
            assets.c.asset_id == text.lower(),
            assets.c.asset_id.startswith(text.lower(), autoescape=True) if len(text) >= 4 else sa.false(),
            assets.c.name == text,
        )
        found = self._page([fits], 6, None, "newest").items
        exact = [one for one in found if one.asset_id == text.lower()]
        if len(found) != 1 and not exact:
            what = "several assets fit" if found else "there is no asset"
            some = f": {', '.join(f'{one.name} ({one.asset_id})' for one in found[:5])}" if found else ""
            raise RecordNotFoundError(f"{what} {text!r:.80}{some}")
        return exact[0] if exact else found[0]

    @property
    def derivatives(self) -> DerivativeStore:
        """What was made of assets."""
        return DerivativeStore(self.database, self.access)

    def _page_of_box(
        self,
        exact: Sequence[ColumnElement[bool]],
        indexed: Sequence[ColumnElement[bool]],
        limit: int,
        cursor: str | None,
        order: Order,
    ) -> Listing[Asset]:
        """A page of models in a box.

        Of a box that holds many, the next rows in order fill a page, and asking the index for all that it holds would
        take long. So first a window of rows is looked through, and the index is asked when that was not enough.
        """
        place = filters.place_after(assets, order, cursor)
        window = sa.select(assets.c.number).where(*place).order_by(*filters.ordered(assets, order))
        edge_of_window = window.offset(max(_WINDOW, 4 * limit) - 1).limit(1)

        def work(connection: Connection) -> Listing[Asset]:
            if order != "name":
                edge = connection.scalar(edge_of_window)
                near = [] if edge is None else [_up_to(table, edge, order) for table in (assets, models)]
                rows = connection.execute(self._query([*near, *exact], limit, cursor, order)).all()
                if len(rows) > limit or edge is None:
                    return self._listing(connection, rows, limit, order)
            rows = connection.execute(self._query(indexed, limit, cursor, order)).all()
            return self._listing(connection, rows, limit, order)

        return self.database.read(work)

    def _owner(self, owner: str | None) -> str:
        return self.access.subject if owner is None or not self.access.admin else owner

    @classmethod
    def _select(cls) -> sa.Select[Any]:
        known = [models.c[name] for name in ("glb", *COUNTS, *EDGES)]
        joined = assets.outerjoin(models, models.c.number == assets.c.number)
        return sa.select(assets, models.c.number.label("model"), *known).select_from(joined)

    def _records(self, connection: Connection, rows: Sequence[Row[Any]]) -> Sequence[Asset]:  # noqa: ARG002
        return [_record(row) for row in rows]

    def _check_unused(self, connection: Connection, row: Row[Any]) -> None:
        uses.check_unused(self._told(row), uses.users(connection, self.access, "asset_id", row.asset_id))


def _up_to(table: sa.Table, edge: int, order: Order) -> ColumnElement[bool]:
    """Rows up to one, in order. Said of both tables of a join: PostgreSQL infers it from equalities only."""
    near: ColumnElement[bool] = table.c.number <= edge if order == "oldest" else table.c.number >= edge
    return near


def _record(row: Row[Any]) -> Asset:
    same = {name: getattr(row, name) for name in ("asset_id", "asset_type", "file_format", "media_type", "sha256")}
    model = None
    if row.model is not None:
        values = row._mapping  # noqa: SLF001 - the public way to a row's columns by name
        counts = {name: values[name] for name in COUNTS}
        model = Model(glb=row.glb or "", bounds=boxes.bounds_of(values), **counts)
    return Asset(
        **shared_fields(row),
        **same,
        storage_path=row.storage_path or "",
        size=row.size,
        upload_timestamp=iso(row.upload_timestamp),
        state=row.state,
        message=row.message,
        model=model,
    )


def _bytes(stored: Stored | None) -> dict[str, Any]:
    if stored is None:
        return {"storage_path": None, "sha256": "", "size": 0}
    return {"storage_path": stored.name, "sha256": stored.sha256, "size": stored.size}


def _write_model(connection: Connection, number: int, model: Model) -> None:
    counts = {name: getattr(model, name) for name in COUNTS}
    values = {"glb": model.glb or None, **counts, **boxes.edges(model.bounds)}
    insert = insert_into(connection, models).values(number=number, **values)
    connection.execute(insert.on_conflict_do_update(index_elements=[models.c.number], set_=values))


def _check_state(state: str) -> str:
    if state not in _STATES:
        raise FieldError(f"the state of an asset must be one of {', '.join(_STATES)}, not {state!r:.40}")
    return state
