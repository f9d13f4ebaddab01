"""Render jobs as clients of the service see them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from threedkit.errors import FieldError, RecordNotFoundError
from threedkit.store.ids import check_id
from threedkit.store.records import RenderJob
from threedkit.store.repositories.base import Repository, shared_fields, utc_now
from threedkit.store.repositories.filters import visible
from threedkit.store.repositories.work import in_state, status_columns, times, unless
from threedkit.store.tables import renderjobs, scene_versions, scenes
from threedkit.store.values import as_line, check_json, check_object, check_text

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from sqlalchemy.engine import Connection, Row

    from threedkit.store.records import Listing
    from threedkit.store.repositories.filters import Order
    from threedkit.store.states import Status

__all__ = ["RenderJobStore"]

_MAX_SIDE = 65_536
_SAME = (
    *("job_id", "scene_id", "scene_version", "camera_config", "output_format", "frames", "settings"),
    *("status", "message", "output_path", "result"),
)


class RenderJobStore(Repository[RenderJob]):
    """Render jobs in a database. Their frames are in the ledger, under the same id."""

    noun, key, table = "render job", "job_id", renderjobs

    def create(
        self,
        scene_id: str,
        *,
        scene_version: int | None = None,
        camera_config: Mapping[str, Any] | None = None,
        output_format: str = "png",
        resolution: tuple[int, int] = (1920, 1080),
        frames: Any = None,
        settings: Mapping[str, Any] | None = None,
        name: str = "",
        tags: Iterable[str] = (),
        metadata: Mapping[str, Any] | None = None,
        groups: Iterable[str] = (),
        output_path: str = "",
        job_id: str | None = None,
        before: Callable[[Connection], object] | None = None,
        also: Callable[[Connection, RenderJob], object] | None = None,
    ) -> RenderJob:
        """Write a render job down, queued. Its scene cannot be deleted before it has ended.

        Args:
            camera_config: any JSON object.
            groups: who else may see and change it.
            metadata: JSON.
            name: for people.
            output_format: png, exr, mp4 ...
            output_path: where the results will be: a folder or ``s3://`` prefix.
            resolution: width and height in pixels.
            settings: any JSON object.
            tags: words.
            scene_id: what to draw.
            scene_version: None: the newest.
            frames: any JSON.
            job_id: a UUID; None: a new one. One that is there already is returned as it is.
            before: is done first in the same transaction; what it raises prevents all.
            also: is done last in the same transaction, with the new record.

        Raises:
            RecordNotFoundError: there is no such scene or version.
            FieldError: something cannot be written so.
        """
        width, height = resolution
        if not all(1 <= side <= _MAX_SIDE for side in (width, height)):
            raise FieldError(f"resolution must be two numbers of pixels from 1 to {_MAX_SIDE}, not {resolution!r:.60}")
        values = {
            **self._described(name, tags, metadata or {}, groups, self.access.subject),
            "camera_config": check_object("camera_config", camera_config or {}),
            "output_format": check_text("output_format", output_format, 16),
            "width": width,
            "height": height,
            "frames": check_json("frames", frames),
            "settings": check_object("settings", settings or {}),
            "status": "queued",
            "created_at": utc_now(),
            "output_path": check_text("output_path", output_path, 2000),
            "result": {},
            "scene_id": check_id("scene", scene_id),
            "scene_version": 0,
        }

        def more(connection: Connection, row: Row[Any]) -> None:
            version = self._scene(connection, row.scene_id, scene_version)
            changed = sa.update(renderjobs).where(renderjobs.c.number == row.number)
            connection.execute(changed.values(scene_version=version))

        return self._insert(job_id, values, also, more, before)

    def list(
        self,
        *,
        status: Status | Iterable[Status] | None = None,
        scene_id: str | None = None,
        name: str | None = None,
        contains: str = "",
        tags: Iterable[str] = (),
        metadata: Mapping[str, Any] | None = None,
        owner: str | None = None,
        group: str | None = None,
        limit: int = 50,
        cursor: str | None = None,
        order: Order = "newest",
    ) -> Listing[RenderJob]:
        """Return render jobs; see `AssetStore.list`.

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
            status: only those in this state, or in one of these.
            scene_id: only those of this scene.

        Raises:
            FieldError: that cannot be asked.
        """
        conditions = self._common(name=name, contains=contains, tags=tags, metadata=metadata, owner=owner, group=group)
        if status is not None:
            conditions.append(in_state(renderjobs, status))
        if scene_id is not None:
            conditions.append(renderjobs.c.scene_id == check_text("scene_id", scene_id).lower())
        return self._page(conditions, limit, cursor, order)

    def update(
        self,
        job_id: str,
        *,
        version: int | None = None,
        only_from: Collection[Status] | None = None,
        status: Status | None = None,
        message: str | None = None,
        output_path: str | None = None,
        result: Mapping[str, Any] | None = None,
        settings: Mapping[str, Any] | None = None,
        name: str | None = None,
        tags: Iterable[str] | None = None,
        metadata: Mapping[str, Any] | None = None,
        groups: Iterable[str] | None = None,
        owner: str | None = None,
        also: Callable[[Connection, RenderJob], object] | None = None,
    ) -> RenderJob:
        """Change what is given of a render job. `started_at` and `completed_at` follow from the status.

        The status mirrors the ledger's job, which alone decides what may follow what.

        Args:
            job_id: of which.
            version: only when it has this one.
            only_from: only while its status is one of these; otherwise it stays, and is returned, as it is.
            status: how it stands.
            message: why; it is kept as one line.
            output_path: as in `create`; so are the others.
            result: what came out.
            settings: any JSON object.
            name: for people.
            tags: words.
            metadata: JSON.
            groups: who else may see and change it.
            owner: subject of its new owner.
            also: is done last in the same transaction, where it was changed.

        Raises:
            as `AssetStore.update`.
        """
        values = self._described(name, tags, metadata, groups, owner)
        if message is not None:
            values["message"] = as_line(message)
        if output_path is not None:
            values["output_path"] = check_text("output_path", output_path, 2000)
        for column, value in (("result", result), ("settings", settings)):
            if value is not None:
                values[column] = check_object(column, value)
        if status is not None:
            values |= status_columns(self.table, self.noun, status)
        return self._change(job_id, version, values, also, stays=unless(only_from))

    def _scene(self, connection: Connection, scene_id: str, version: int | None) -> int:
        """The version to draw, kept from being deleted until the transaction ends."""
        seen = visible(scenes, self.access, self.database.is_sqlite)
        query = sa.select(scenes.c.version).where(scenes.c.scene_id == scene_id, seen)
        newest = connection.scalar(query.with_for_update(read=True, key_share=True))
        if newest is None:
            raise RecordNotFoundError(f"there is no scene {scene_id}")
        known = sa.and_(scene_versions.c.scene_id == scene_id, scene_versions.c.version == version)
        if version is not None and connection.scalar(sa.select(scene_versions.c.version).where(known)) is None:
            raise RecordNotFoundError(f"scene {scene_id} has no version {version}; its newest is {newest}")
        return int(newest) if version is None else version

    def _records(self, connection: Connection, rows: Sequence[Row[Any]]) -> Sequence[RenderJob]:  # noqa: ARG002
        return [
            RenderJob(
                **shared_fields(row),
                **{name: getattr(row, name) for name in _SAME},
                resolution=(row.width, row.height),
                **times(row),
            )
            for row in rows
        ]
