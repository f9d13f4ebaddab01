"""Notebook templates that were run as jobs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from threedkit.store.records import NotebookRun
from threedkit.store.repositories.base import Repository, shared_fields, utc_now
from threedkit.store.repositories.work import in_state, status_columns, times, unless
from threedkit.store.tables import runs
from threedkit.store.values import as_line, check_object, check_text

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from sqlalchemy.engine import Connection, Row

    from threedkit.store.records import Listing
    from threedkit.store.repositories.filters import Order
    from threedkit.store.states import Status

__all__ = ["RunStore"]


class RunStore(Repository[NotebookRun]):
    """Runs of notebook templates in a database.

    Example:
        >>> import tempfile
        >>> from threedkit.store import Store
        >>> runs = Store(f"sqlite:///{tempfile.mkdtemp()}/farm.db").runs
        >>> runs.create("turntable", {"frames": 12}).status
        'queued'
    """

    noun, key, table = "run", "run_id", runs

    def create(
        self,
        template: str,
        parameters: Mapping[str, Any] | None = None,
        *,
        name: str = "",
        tags: Iterable[str] = (),
        metadata: Mapping[str, Any] | None = None,
        groups: Iterable[str] = (),
        output_path: str = "",
        run_id: str | None = None,
        before: Callable[[Connection], object] | None = None,
        also: Callable[[Connection, NotebookRun], object] | None = None,
    ) -> NotebookRun:
        """Write a run down, queued; see `RenderJobStore.create`.

        Args:
            template: name of the template.
            parameters: values by their names.
            name: for people.
            tags: words.
            metadata: JSON.
            groups: who else sees it.
            output_path: where its files go.
            run_id: a UUID; None: a new one. One that is there already is returned as it is.
            before: is done first in the same transaction; what it raises prevents all.
            also: is done last in the same transaction, with the new record.

        Raises:
            FieldError: something cannot be written so.
        """
        values = {
            **self._described(name, tags, metadata or {}, groups, self.access.subject),
            "template": check_text("template", template, 100),
            "parameters": check_object("parameters", parameters or {}),
            "status": "queued",
            "created_at": utc_now(),
            "output_path": check_text("output_path", output_path, 2000),
            "result": {},
        }
        return self._insert(run_id, values, also, None, before)

    def list(
        self,
        *,
        status: Status | Iterable[Status] | None = None,
        template: str | None = None,
        name: str | None = None,
        contains: str = "",
        tags: Iterable[str] = (),
        metadata: Mapping[str, Any] | None = None,
        owner: str | None = None,
        group: str | None = None,
        limit: int = 50,
        cursor: str | None = None,
        order: Order = "newest",
    ) -> Listing[NotebookRun]:
        """Return runs; see `AssetStore.list`.

        Raises:
            FieldError: that cannot be asked.
        """
        conditions = self._common(name=name, contains=contains, tags=tags, metadata=metadata, owner=owner, group=group)
        if status is not None:
            conditions.append(in_state(runs, status))
        if template is not None:
            conditions.append(runs.c.template == check_text("template", template))
        return self._page(conditions, limit, cursor, order)

    def update(
        self,
        run_id: str,
        *,
        version: int | None = None,
        only_from: Collection[Status] | None = None,
        status: Status | None = None,
        message: str | None = None,
        result: Mapping[str, Any] | None = None,
        also: Callable[[Connection, NotebookRun], object] | None = None,
    ) -> NotebookRun:
        """Change what is given of a run. `started_at` and `completed_at` follow from the status.

        Args:
            run_id: of which.
            version: only when it has this one.
            only_from: only while its status is one of these; otherwise it stays, and is returned, as it is.
            status: how it stands.
            message: why; it is kept as one line.
            result: how far it is.
            also: is done last in the same transaction, where it was changed.

        Raises:
            as `AssetStore.update`.
        """
        values: dict[str, Any] = {}
        if message is not None:
            values["message"] = as_line(message)
        if result is not None:
            values["result"] = check_object("result", result)
        if status is not None:
            values |= status_columns(self.table, self.noun, status)
        return self._change(run_id, version, values, also, stays=unless(only_from))

    def _records(self, connection: Connection, rows: Sequence[Row[Any]]) -> Sequence[NotebookRun]:  # noqa: ARG002
        same = ("run_id", "template", "parameters", "status", "message", "output_path", "result")
        return [
            NotebookRun(
                **shared_fields(row),
                **{name: getattr(row, name) for name in same},
                **times(row),
            )
            for row in rows
        ]
