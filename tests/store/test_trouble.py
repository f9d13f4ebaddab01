"""What the errors of the drivers mean."""

from __future__ import annotations

import sqlite3
import threading
import time

import psycopg
import pytest
import sqlalchemy as sa

from threedkit.errors import StoreError
from threedkit.store import Database, connect
from threedkit.store.connect import parse_url
from threedkit.store.trouble import diagnose

SERVER = parse_url("postgresql://me:secret-word@host/farm")
FILE = parse_url("sqlite:////farm.db")


def of_postgresql(error, *, lost=False):
    return diagnose(
        sa.exc.DBAPIError.instance("SELECT 1", {}, error, psycopg.Error, connection_invalidated=lost), SERVER
    )


@pytest.mark.parametrize(
    ("error", "kind", "passes", "undone"),
    [
        (psycopg.errors.SerializationFailure, "busy", True, True),
        (psycopg.errors.DeadlockDetected, "busy", True, True),
        (psycopg.errors.LockNotAvailable, "busy", True, True),
        (psycopg.errors.TooManyConnections, "busy", True, True),
        (psycopg.errors.AdminShutdown, "busy", True, False),
        (psycopg.errors.CrashShutdown, "busy", True, False),
        (psycopg.errors.CannotConnectNow, "busy", True, False),
        (psycopg.errors.ConnectionFailure, "busy", True, False),
        (psycopg.errors.DiskFull, "full", False, True),
        (psycopg.errors.InvalidPassword, "refused", False, True),
        (psycopg.errors.InvalidCatalogName, "refused", False, True),
        (psycopg.errors.InsufficientPrivilege, "refused", False, True),
        (psycopg.errors.UndefinedTable, "other", False, False),
    ],
)
def test_states_of_postgresql(error, kind, passes, undone):
    trouble = of_postgresql(error("one line\nLINE 1: SELECT secret-word"))
    assert (trouble.kind, trouble.passes, trouble.undone) == (kind, passes, undone)
    assert "\n" not in trouble.message


def test_a_line_that_breaks():
    trouble = of_postgresql(psycopg.OperationalError("consuming input failed: server closed"), lost=True)
    assert (trouble.kind, trouble.passes, trouble.undone) == ("busy", True, False)
    trouble = of_postgresql(psycopg.OperationalError("connection failed: FATAL: the database system is starting up"))
    assert (trouble.kind, trouble.passes) == ("busy", True)
    trouble = of_postgresql(psycopg.OperationalError("[Errno -2] Name or service not known"))
    assert (trouble.kind, trouble.passes) == ("unreachable", True)


@pytest.mark.parametrize(
    ("code", "kind", "words"),
    [
        (sqlite3.SQLITE_BUSY, "busy", "is locked"),
        (sqlite3.SQLITE_BUSY_SNAPSHOT, "busy", "is locked"),
        (sqlite3.SQLITE_FULL, "full", "its disk is full"),
        (sqlite3.SQLITE_READONLY_DIRECTORY, "closed", "read-only"),
        (sqlite3.SQLITE_CANTOPEN, "closed", "cannot be opened"),
        (sqlite3.SQLITE_CORRUPT, "broken", "is damaged"),
        (sqlite3.SQLITE_NOTADB, "broken", "is no SQLite database"),
        (sqlite3.SQLITE_IOERR_READ, "broken", "its disk reports an error"),
        (sqlite3.SQLITE_ERROR, "other", "failed: told"),
    ],
)
def test_codes_of_sqlite(code, kind, words):
    error = sqlite3.OperationalError("told")
    error.sqlite_errorcode = code
    trouble = diagnose(error, FILE)
    assert trouble.kind == kind
    assert words in trouble.message


def test_more_threads_than_connections(tmp_path, monkeypatch):
    """Those who come late wait for a connection, as for a lock."""
    monkeypatch.setattr(connect, "_POOL", {"pool_size": 1, "max_overflow": 0, "pool_timeout": 0.05})
    with Database.open(f"sqlite:///{tmp_path}/farm.db", patience=20.0) as database:
        answers = []

        def ask():
            answers.append(database.read(lambda connection: time.sleep(0.02) or connection.closed))

        threads = [threading.Thread(target=ask) for _ in range(10)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert answers == [False] * 10
        database.patience = 0.1
        with database.engine.connect(), pytest.raises(StoreError, match="asked by too many threads at once"):
            database.read(lambda connection: None)
