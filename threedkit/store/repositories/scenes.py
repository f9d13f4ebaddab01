"""Scenes with their versions: each change is a new version, written only over the one that was read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
import sqlalchemy as sa

from threedkit.errors import RecordNotFoundError
from threedkit.store.graphs import check_graph, used_by_graph
from threedkit.store.ids import check_id
from threedkit.store.keeping import hold
from threedkit.store.records import SceneGraph, SceneRecord
from threedkit.store.repositories import filters, uses
from threedkit.store.repositories.base import Repository, iso, shared_fields, utc_now
from threedkit.store.tables import animations, assets, materials, models, renderjobs, scene_versions, scenes
from threedkit.store.tables import uses as uses_table
from threedkit.store.values import check_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from sqlalchemy.engine import Connection, Row

    from threedkit.store.records import Listing
    from threedkit.store.repositories.filters import Order

__all__ = ["SceneStore"]

_EMPTY = SceneGraph()


class SceneStore(Repository[SceneRecord]):
    """Scenes in a database.

    Example:
        >>> import tempfile
        >>> from threedkit.store import Store
        >>> scenes = Store(f"sqlite:///{tempfile.mkdtemp()}/farm.db").scenes
        >>> scene = scenes.create(name="fox", graph={"lights": [{"type": "point", "intensity": 5}]})
        >>> scenes.update(scene.scene_id, version=scene.version, name="red fox").version
        2
    """

    noun, key, table = "scene", "scene_id", scenes

    def create(
        self,
        *,
        name: str = "",
        graph: SceneGraph | Mapping[str, Any] = _EMPTY,
        tags: Iterable[str] = (),
        metadata: Mapping[str, Any] | None = None,
        groups: Iterable[str] = (),
        scene_id: str | None = None,
        before: Callable[[Connection], object] | None = None,
        also: Callable[[Connection, SceneRecord], object] | None = None,
    ) -> SceneRecord:
        """Write a scene down, in version 1. What it refers to cannot be deleted before it.

        Args:
            groups: who else may see and change it.
            metadata: JSON.
            name: for people.
            tags: words.
            graph: see `SceneGraph`; plain JSON values will do.
            scene_id: a UUID; None: a new one. One that is there already is returned as it is.
            before: is done first in the same transaction; what it raises prevents all.
            also: is done last in the same transaction, with the new record.

        Raises:
            FieldError: something cannot be written so.
            RecordNotFoundError: it refers to what is not there, or not for the asker.
        """
        checked = check_graph(graph)
        now = utc_now()
        values = {
            **self._described(name, tags, metadata or {}, groups, self.access.subject),
            "version": 1,
            "created": now,
        }

        def more(connection: Connection, row: Row[Any]) -> None:
            self._write_version(connection, row.scene_id, 1, checked)
            self._write_uses(connection, row.scene_id, 1, checked)

        return self._insert(scene_id, values, also, more, before)

    def get(self, record_id: str, version: int | None = None) -> SceneRecord:
        """Return a scene, in its newest version or in this one.

        Raises:
            RecordNotFoundError: there is none, or none that the asker may see, or no such version.
        """
        if version is None:
            return super().get(record_id)

        def work(connection: Connection) -> SceneRecord:
            known = sa.and_(scenes.c.scene_id == check_id("scene", record_id), self._visible())
            query = self._select(sa.and_(scene_versions.c.version == version)).where(known)
            row = connection.execute(query).one_or_none()
            if row is None:
                newest = self._read(connection, record_id).version
                raise RecordNotFoundError(f"scene {record_id} has no version {version}; its newest is {newest}")
            return self._records(connection, [row])[0]

        return self.database.read(work)

    def list(
        self,
        *,
        asset_id: str | None = None,
        name: str | None = None,
        contains: str = "",
        tags: Iterable[str] = (),
        metadata: Mapping[str, Any] | None = None,
        owner: str | None = None,
        group: str | None = None,
        limit: int = 50,
        cursor: str | None = None,
        order: Order = "newest",
    ) -> Listing[SceneRecord]:
        """Return scenes in their newest version; see `AssetStore.list`.

        Args:
            contains: only with these letters in their name, whatever the case.
            cursor: `Listing.cursor` of the page before.
            group: only those for this group.
            limit: how many at most.
            metadata: only with these values.
            name: only of exactly this name.
            order: "newest", "oldest" or "name".
            owner: only this subject's.
            tags: only with all of these.
            asset_id: only those that use this asset.

        Raises:
            FieldError: that cannot be asked.
        """
        conditions = self._common(name=name, contains=contains, tags=tags, metadata=metadata, owner=owner, group=group)
        if asset_id is not None:
            using = sa.select(uses_table.c.by_scene).where(
                uses_table.c.asset_id == check_text("asset_id", asset_id).lower(),
                uses_table.c.by_scene == scenes.c.scene_id,
                uses_table.c.by_version == scenes.c.version,
            )
            conditions.append(sa.exists(using))
        return self._page(conditions, limit, cursor, order)

    def versions(self, scene_id: str, *, limit: int = 100, before: int | None = None) -> tuple[SceneRecord, ...]:
        """Return the versions of a scene, newest first.

        Args:
            scene_id: of which.
            limit: how many.
            before: only those older than this version.

        Raises:
            RecordNotFoundError: there is no such scene.
        """
        known = sa.and_(scenes.c.scene_id == check_id("scene", scene_id), self._visible())
        query = self._select(sa.true()).where(known).order_by(scene_versions.c.version.desc())
        if before is not None:
            query = query.where(scene_versions.c.version < before)

        def work(connection: Connection) -> tuple[SceneRecord, ...]:
            self._read(connection, scene_id)
            rows = connection.execute(query.limit(filters.check_limit(limit))).all()
            return tuple(self._records(connection, rows))

        return self.database.read(work)

    def update(
        self,
        scene_id: str,
        *,
        version: int | None = None,
        graph: SceneGraph | Mapping[str, Any] | None = None,
        name: str | None = None,
        tags: Iterable[str] | None = None,
        metadata: Mapping[str, Any] | None = None,
        groups: Iterable[str] | None = None,
        owner: str | None = None,
        also: Callable[[Connection, SceneRecord], object] | None = None,
    ) -> SceneRecord:
        """Change what is given of a scene: a new version. The versions before stay as they were.

        Args:
            also: is done last in the same transaction, with the changed record.
            graph: see `SceneGraph`; plain JSON values will do.
            groups: who else may see and change it.
            metadata: JSON.
            name: for people.
            owner: subject of its new owner.
            scene_id: of which.
            tags: words.
            version: only when it has this one; None: whatever it has.

        Raises:
            RecordNotFoundError: there is none that the asker may see, or it would refer to what is not there.
            VersionConflictError: it has another version.
            AccessDeniedError: only its owner shares it.
            FieldError: something cannot be written so.
        """
        values = self._described(name, tags, metadata, groups, owner)
        checked = None if graph is None else check_graph(graph)

        def more(connection: Connection, row: Row[Any]) -> None:
            old = _version(connection, row.scene_id, row.version)
            same = msgspec.convert(old.graph, SceneGraph)
            new = same if checked is None else checked
            glb = old.glb if new == same else None
            self._write_version(connection, row.scene_id, row.version + 1, new, glb)
            self._write_uses(connection, row.scene_id, row.version + 1, new, used_by_graph(same))

        return self._change(scene_id, version, values, also, more)

    def prune(self, scene_id: str, keep: int = 1) -> int:
        """Forget old versions, so that what only they refer to may go; return how many went.

        Args:
            scene_id: of which.
            keep: so many newest ones stay, and those that a render job still needs.

        Raises:
            RecordNotFoundError: there is no such scene.
            AccessDeniedError: it is somebody else's.
        """

        def work(connection: Connection) -> int:
            row = self._lock(connection, scene_id)
            self._check_owner(row, "prune")
            needed = sa.select(renderjobs.c.scene_version).where(
                renderjobs.c.scene_id == row.scene_id, renderjobs.c.status.in_(("queued", "running", "paused"))
            )
            kept = set(connection.scalars(needed)) | {row.version}
            known = scene_versions.c.scene_id == row.scene_id
            newest = sa.select(scene_versions.c.version).where(known).order_by(scene_versions.c.version.desc())
            kept |= set(connection.scalars(newest.limit(filters.check_limit(keep))))
            by = (uses_table.c.by_scene == row.scene_id, uses_table.c.by_version.not_in(kept))
            connection.execute(sa.delete(uses_table).where(*by))
            return connection.execute(
                sa.delete(scene_versions).where(known, scene_versions.c.version.not_in(kept))
            ).rowcount

        return self.database.write(work, repeatable=True)

    def fingerprint(self, scene_id: str, version: int) -> str:
        """Return what a version is composed of just now: it changes with every material, animation or model in it."""
        return self.database.read(lambda connection: _fingerprint(connection, scene_id, version))

    def set_glb(self, scene_id: str, version: int, glb: str, fingerprint: str) -> bool:
        """Say which blob is the composed scene of a version, unless its parts have changed since `fingerprint`."""

        def work(connection: Connection) -> bool:
            hold(connection, [glb])
            same = (scene_versions.c.scene_id == check_id("scene", scene_id), scene_versions.c.version == version)
            connection.execute(sa.select(scene_versions.c.version).where(*same).with_for_update())
            if _fingerprint(connection, scene_id, version) != fingerprint:
                return False
            return connection.execute(sa.update(scene_versions).where(*same).values(glb=glb)).rowcount == 1

        return self.database.write(work, repeatable=True)

    def _write_version(
        self, connection: Connection, scene_id: str, version: int, graph: SceneGraph, glb: str | None = None
    ) -> None:
        row = {
            "scene_id": scene_id,
            "version": version,
            "graph": msgspec.to_builtins(graph),
            "author": self.access.subject,
            "created": utc_now(),
            "glb": glb,
        }
        connection.execute(sa.insert(scene_versions).values(row))

    def _write_uses(
        self,
        connection: Connection,
        scene_id: str,
        version: int,
        graph: SceneGraph,
        known: Mapping[str, set[str]] | None = None,
    ) -> None:
        user = {"by_scene": scene_id, "by_version": version}
        uses.write(connection, self.access, user, used_by_graph(graph), known)

    @classmethod
    def _select(cls, version: Any = None) -> sa.Select[Any]:
        which = scene_versions.c.version == scenes.c.version if version is None else version
        joined = scenes.join(scene_versions, sa.and_(scene_versions.c.scene_id == scenes.c.scene_id, which))
        of_version = (scene_versions.c.graph, scene_versions.c.author, scene_versions.c.glb)
        at = (scene_versions.c.version.label("at"), scene_versions.c.created.label("written"))
        return sa.select(scenes, *of_version, *at).select_from(joined)

    def _records(self, connection: Connection, rows: Sequence[Row[Any]]) -> Sequence[SceneRecord]:  # noqa: ARG002
        return [_record(row) for row in rows]

    def _check_unused(self, connection: Connection, row: Row[Any]) -> None:
        uses.check_unused(self._told(row), uses.waiting_renders(connection, self.access, row.scene_id))


def _version(connection: Connection, scene_id: str, version: int) -> Row[Any]:
    same = (scene_versions.c.scene_id == scene_id, scene_versions.c.version == version)
    return connection.execute(sa.select(scene_versions).where(*same)).one()


def _fingerprint(connection: Connection, scene_id: str, version: int) -> str:
    """Versions of the materials and animations, and the bytes of the assets, also of those in materials."""
    used = sa.select(uses_table).where(uses_table.c.by_scene == scene_id, uses_table.c.by_version == version).subquery()
    by_material = sa.select(uses_table.c.asset_id).where(uses_table.c.by_material.in_(sa.select(used.c.material_id)))
    by_animation = sa.select(uses_table.c.asset_id).where(uses_table.c.by_animation.in_(sa.select(used.c.animation_id)))
    queries = (
        sa.select(materials.c.material_id, materials.c.version)
        .where(materials.c.material_id.in_(sa.select(used.c.material_id)))
        .order_by(materials.c.material_id),
        sa.select(animations.c.animation_id, animations.c.version)
        .where(animations.c.animation_id.in_(sa.select(used.c.animation_id)))
        .order_by(animations.c.animation_id),
        sa.select(assets.c.asset_id, assets.c.storage_path, models.c.glb)
        .outerjoin(models, models.c.number == assets.c.number)
        .where(
            sa.or_(
                assets.c.asset_id.in_(sa.select(used.c.asset_id)),
                assets.c.asset_id.in_(by_material),
                assets.c.asset_id.in_(by_animation),
            )
        )
        .order_by(assets.c.asset_id),
    )
    return repr([tuple(row) for query in queries for row in connection.execute(query)])


def _record(row: Row[Any]) -> SceneRecord:
    return SceneRecord(
        **{**shared_fields(row), "version": row.at, "updated": iso(row.written)},
        scene_id=row.scene_id,
        graph=msgspec.convert(row.graph, SceneGraph),
        author=row.author,
        created=iso(row.created),
        glb=row.glb or "",
    )
