"""Bring a database to the tables of this version, safely when several processes do so at once."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import sqlalchemy as sa

from threedkit.errors import StoreError, require
from threedkit.store.tables import METADATA

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.engine import Connection

__all__ = ["HEAD", "REVISIONS", "VERSION_TABLE", "differences", "downgrade", "state", "upgrade"]

VERSION_TABLE: Final = "threedkit_version"
"""Where Alembic notes the revision: not its usual name, so that a database may be shared with another program."""

_FOLDER = Path(__file__).parent / "migrations"

REVISIONS: Final = tuple(sorted(path.stem[1:5] for path in _FOLDER.glob("r[0-9]*.py")))
"""The revisions that this version of threedkit knows, oldest first."""

HEAD: Final = REVISIONS[-1]
"""The newest of them."""

_LOCK = 0x74686B  # PostgreSQL's advisory lock of those who migrate


def state(connection: Connection) -> str:
    """Return the revision of the database, "" for one without our tables.

    Raises:
        StoreError: it is newer than this version of threedkit, or the tables of another program stand in our way.
    """
    tables = set(sa.inspect(connection).get_table_names())
    place = connection.engine.url.render_as_string(hide_password=True)
    if VERSION_TABLE not in tables:
        strangers = ", ".join(sorted(tables & set(METADATA.tables)))
        if strangers:
            raise StoreError(f"database {place} holds tables of another program ({strangers}); choose another one")
        return ""
    found: str | None = connection.execute(sa.text(f"SELECT version_num FROM {VERSION_TABLE}")).scalar()  # noqa: S608
    if found is not None and found not in REVISIONS:
        raise StoreError(
            f"database {place} was made by a newer threedkit (revision {found}, this one knows {HEAD});"
            " run: pip install --upgrade threedkit"
        )
    return found or ""


def upgrade(connection: Connection, revision: str = HEAD) -> None:
    """Run the migrations that are missing, all or none, in the transaction of a connection that may write.

    Raises:
        as `state`.
    """
    _lock(connection)
    if state(connection) != revision:
        _run(connection, lambda script, now: script._upgrade_revs(revision, now))  # noqa: SLF001 - as its command does


def downgrade(connection: Connection, revision: str = "base") -> None:
    """Take migrations back, and with them what their tables hold."""
    _lock(connection)
    _run(connection, lambda script, now: script._downgrade_revs(revision, now))  # noqa: SLF001 - as its command does


def differences(connection: Connection) -> list[Any]:
    """Return how the tables of a database differ from those of `tables`, as Alembic's operations; none: they agree.

    What only one kind of database has (`tables.spatial`), and PostGIS' own tables, are left out.
    """
    require("alembic", extra="store")
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    from threedkit.store.tables.spatial import OBJECTS

    def ours(thing: Any, name: str, *_: Any) -> bool:
        other = thing.info.get("only", connection.dialect.name) != connection.dialect.name
        return name not in OBJECTS and name != "spatial_ref_sys" and not other

    options = {
        "version_table": VERSION_TABLE,
        "compare_type": True,
        "compare_server_default": True,
        "include_object": ours,
    }
    return list(compare_metadata(MigrationContext.configure(connection, opts=options), METADATA))


def _run(connection: Connection, steps: Callable[[Any, Any], Any]) -> None:
    require("alembic", extra="store")
    from alembic.config import Config
    from alembic.runtime.environment import EnvironmentContext
    from alembic.script import ScriptDirectory

    script = ScriptDirectory(str(_FOLDER), version_locations=[str(_FOLDER)])
    with EnvironmentContext(Config(), script, fn=lambda now, _: steps(script, now)) as context:
        # SQLite too takes DDL back with its transaction, and alters tables by copying them.
        context.configure(
            connection=connection, version_table=VERSION_TABLE, render_as_batch=True, transactional_ddl=True
        )
        context.run_migrations()


def _lock(connection: Connection) -> None:
    """One process migrates, the others wait: SQLite by the write lock of the transaction, PostgreSQL by this."""
    if connection.dialect.name == "postgresql":
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
