"""Engines of SQLAlchemy for SQLite and PostgreSQL, set up alike. Imported on first use."""

from __future__ import annotations

import json
import os
import weakref
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import msgspec
import sqlalchemy as sa

from threedkit.errors import StoreError, require

if TYPE_CHECKING:
    from sqlalchemy.engine import URL, Connection, Engine

__all__ = ["make_engine", "parse_url"]

_BUSY_SECONDS = 10.0
_CONNECT_SECONDS = 10
_POOL: Final[dict[str, Any]] = {"pool_size": 8, "max_overflow": 24, "pool_timeout": 10.0, "pool_use_lifo": True}
_SETTINGS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "cache_size=-16000",  # KiB
    "journal_size_limit=16000000",  # bytes; a longer write-ahead log is cut when it has been worked in
)
_ENGINES: Final[weakref.WeakSet[Engine]] = weakref.WeakSet()


def parse_url(text: str) -> URL:
    """Read the URL of a database and name the driver.

    Raises:
        StoreError: it is no URL of a SQLite file or of PostgreSQL. What was given is not shown: it may hold a password.

    Example:
        >>> parse_url("postgresql://me@localhost/farm").drivername
        'postgresql+psycopg'
    """
    right = "it must be sqlite:///path or postgresql://user@host/name"
    try:
        url = sa.make_url(text)
    except (sa.exc.ArgumentError, ValueError):
        raise StoreError(f"the URL of the database cannot be read; {right}") from None
    if url.drivername == "sqlite":
        if not url.database or url.database == ":memory:":
            raise StoreError(f"a database in memory is seen by one connection only; {right}")
        return url.set(database=str(Path(url.database).expanduser().absolute()))
    if url.drivername in {"postgresql", "postgres", "postgresql+psycopg"}:
        return url.set(drivername="postgresql+psycopg")
    raise StoreError(f"{url.drivername} is no database that threedkit knows; {right}")


def make_engine(url: URL, patience: float) -> Engine:
    """Make an engine whose transactions are begun as `Database` asks for; no connection is opened yet.

    Args:
        url: as `parse_url` returns it.
        patience: seconds for which its caller is going to wait for locks.

    Raises:
        MissingPackageError: psycopg is not installed.
    """
    engine = _sqlite(url, patience) if url.drivername == "sqlite" else _postgresql(url)
    _ENGINES.add(engine)
    return engine


def _sqlite(url: URL, patience: float) -> Engine:
    # isolation_level=None: sqlite3 begins no transactions of its own, `_begin_sqlite` does.
    busy = min(_BUSY_SECONDS, patience)
    connecting = {"timeout": busy, "isolation_level": None}
    engine = sa.create_engine(url, connect_args=connecting, **_JSON, **_POOL)
    sa.event.listen(engine, "connect", _prepare_sqlite)
    sa.event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    """WAL: readers and the one writer do not wait for each other. FULL: what was committed outlives a power cut."""
    cursor = connection.cursor()
    for setting in _SETTINGS:
        cursor.execute(f"PRAGMA {setting}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    """Take the write lock at once when something will be written: upgrading a read lock could fail half-way."""
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _postgresql(url: URL) -> Engine:
    require("psycopg", extra="store")
    arguments = {
        "connect_timeout": _CONNECT_SECONDS,
        "keepalives_idle": 15,
        "keepalives_interval": 5,
        "keepalives_count": 3,
        "tcp_user_timeout": 30_000,
        "application_name": "threedkit",
    }
    arguments = {name: value for name, value in arguments.items() if name not in url.query}
    engine = sa.create_engine(url, connect_args=arguments, pool_pre_ping=True, **_JSON, **_POOL)
    sa.event.listen(engine, "connect", _prepare_postgresql)
    return engine


def _write_json(value: Any) -> str:
    """Letters as they are, not as escapes: SQLite compares the keys of JSON by their text."""
    return msgspec.json.encode(value).decode()


def _read_json(text: str | bytes | float) -> Any:
    if isinstance(text, int | float):  # SQLite keeps JSON that is a number as one
        return text
    return _READER.decode(text if isinstance(text, str) else text.decode())


def _whole(digits: str) -> int | float:
    """PostgreSQL writes 1e300 as a one and 300 zeros: no whole number of ours, whose range is 64 bits, is so long."""
    if len(digits) < 20:
        return int(digits)
    number = int(digits) if len(digits) == 20 else None  # with a sign, the least of all
    return number if number is not None and number >= -(1 << 63) and number < 1 << 63 else float(digits)


_READER: Final = json.JSONDecoder(parse_int=_whole)
_JSON: Final[dict[str, Any]] = {"json_serializer": _write_json, "json_deserializer": _read_json}


def _prepare_postgresql(connection: Any, _record: object) -> None:
    """A process that hangs in the middle of a write must not hold up the others for ever."""
    with connection.cursor() as cursor:
        cursor.execute("SET SESSION idle_in_transaction_session_timeout = '60s'; SET SESSION lock_timeout = '20s'")
    connection.commit()


def _forget_after_fork() -> None:
    """A child process must not speak through its parent's connections."""
    for engine in list(_ENGINES):
        engine.dispose(close=False)


os.register_at_fork(after_in_child=_forget_after_fork)
