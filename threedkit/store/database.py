"""The database: opened, brought up to date, read and written with patience. Imported on first use: SQLAlchemy."""

from __future__ import annotations

import random
import sqlite3
import time
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Self, TypeVar

import sqlalchemy as sa

from threedkit.errors import StoreError
from threedkit.store import migrate
from threedkit.store.connect import make_engine, parse_url
from threedkit.store.place import default_url
from threedkit.store.trouble import Trouble, diagnose

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

    from sqlalchemy.engine import URL, Connection, Engine

__all__ = ["PATIENCE", "Database"]

PATIENCE = 30.0
"""Seconds for which work is tried again while the database is locked, restarting or out of reach."""

_FIRST_DELAY, _LAST_DELAY = 0.05, 2.0

T = TypeVar("T")


class Database:
    """A SQLite file or a PostgreSQL database with the tables of threedkit. Thread-safe.

    Args:
        engine: of SQLAlchemy.
        patience: seconds for which `read` and `write` try again while the database is locked or out of reach.

    Example:
        >>> import tempfile
        >>> with Database.open(f"sqlite:///{tempfile.mkdtemp()}/farm.db") as database:
        ...     database.read(lambda connection: connection.exec_driver_sql("SELECT count(*) FROM jobs").scalar())
        0
    """

    def __init__(self, engine: Engine, patience: float = PATIENCE) -> None:
        """Take an engine; `open` makes it."""
        self.engine = engine
        self.patience = patience

    @classmethod
    def open(cls, url: str | None = None, *, patience: float = PATIENCE) -> Self:
        """Connect, and make or update the tables; several processes may do so at once.

        Args:
            url: ``sqlite:///path`` or ``postgresql://user:password@host/name``; None takes `default_url`.
            patience: see the class.

        Raises:
            StoreError: it cannot be reached, is no database, or is newer than this version of threedkit.
            MissingPackageError: SQLAlchemy, Alembic or the driver is not installed.
        """
        parsed = parse_url(url if url is not None else default_url())
        if parsed.drivername == "sqlite":
            _make_folder(parsed)
        database = cls(make_engine(parsed, patience), patience)
        try:
            if database._attempt(migrate.state, writes=False, opening=True) != migrate.HEAD:
                database._attempt(migrate.upgrade, writes=True, opening=True)
        except BaseException:
            database.close()
            raise
        return database

    @property
    def url(self) -> str:
        """Where it is, without the password."""
        return self.engine.url.render_as_string(hide_password=True)

    @property
    def is_sqlite(self) -> bool:
        """Whether it is a SQLite file."""
        return self.engine.dialect.name == "sqlite"

    def read(self, work: Callable[[Connection], T]) -> T:
        """Run `work` in a transaction that sees one state of the database; try again through an outage.

        Raises:
            StoreError: the outage outlasts the patience, or the database is broken.
        """
        return self._attempt(work, writes=False, repeatable=True)

    def write(self, work: Callable[[Connection], T], *, repeatable: bool = False) -> T:
        """Run `work` in one transaction that is kept whole or not at all; try again through an outage.

        Args:
            work: may be called several times, each time in a new transaction.
            repeatable: doing it twice is the same as doing it once: it is then also tried again when the connection
                was lost during the commit, of which nobody knows whether it came through.

        Raises:
            StoreError: the outage outlasts the patience, the disk is full, or the database is broken.
        """
        return self._attempt(work, writes=True, repeatable=repeatable)

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<Database {self.url}>"

    def _attempt(
        self, work: Callable[[Connection], T], *, writes: bool, repeatable: bool = True, opening: bool = False
    ) -> T:
        end = time.monotonic() + self.patience
        delay = _FIRST_DELAY
        while True:
            committing = False
            try:
                with self._connection(writes) as connection, connection.begin() as whole:
                    result = work(connection)
                    committing = writes
                    whole.commit()
                    return result
            except (sa.exc.DBAPIError, sa.exc.TimeoutError, sqlite3.Error) as error:
                trouble = diagnose(error, self.engine.url)
                may_repeat = trouble.passes and (repeatable or not committing or trouble.undone)
                if opening and trouble.kind == "unreachable":
                    may_repeat = False
                if not may_repeat or time.monotonic() + delay > end:
                    raise self._error(trouble, committing and not trouble.undone) from error
            time.sleep(delay * random.uniform(0.5, 1.0))  # noqa: S311 - spreads those who wait
            delay = min(2 * delay, _LAST_DELAY)

    def _connection(self, writes: bool) -> Connection:
        """A reader sees one state; a writer sees what others have committed when it has got its locks."""
        if self.is_sqlite:
            return self.engine.connect().execution_options(writes=writes)
        level: Literal["READ COMMITTED", "REPEATABLE READ"] = "READ COMMITTED" if writes else "REPEATABLE READ"
        return self.engine.connect().execution_options(isolation_level=level, postgresql_readonly=not writes)

    def _error(self, trouble: Trouble, unsure: bool) -> StoreError:
        more = "; whether the last change was kept is not known" if unsure else ""
        waited = f" for {self.patience:g} s" if trouble.passes and self.patience > 0 else ""
        return StoreError(f"database {self.url} {trouble.message}{waited}{more}{trouble.advice}")


def _make_folder(url: URL) -> None:
    folder = Path(url.database or "").parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"the folder of database {url.database} cannot be made: {error.strerror or error}") from error
