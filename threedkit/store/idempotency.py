"""Requests that are repeated take effect once: a key is written down in the transaction of what the request makes."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from threedkit.errors import StoreError
from threedkit.store.tables.idempotency import requests

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

    from threedkit.store.database import Database

__all__ = ["KEPT", "KeyTakenError", "RequestKeys", "Taken"]

KEPT: Final = dt.timedelta(days=2)
"""How long a key is known."""


class KeyTakenError(StoreError):
    """Another request has come through with this key; the transaction was taken back."""


class Taken(msgspec.Struct, frozen=True):
    """What the first request with a key was, and made.

    Attributes:
        operation: its name, such as ``"scenes.create"``.
        fingerprint: digest of what it asked for.
        record: id of what it made.
    """

    operation: str
    fingerprint: str
    record: str


class RequestKeys:
    """The keys of requests, each for the user that sent it.

    Args:
        database: of the records.

    Example:
        >>> import tempfile
        >>> from threedkit.store import Database
        >>> database = Database.open(f"sqlite:///{tempfile.mkdtemp()}/farm.db")
        >>> keys = RequestKeys(database)
        >>> taken = Taken("scenes.create", "", "0198")
        >>> database.write(lambda connection: keys.note(connection, "ada", "order-4711", taken))
        >>> keys.find("ada", "order-4711").record, keys.find("bob", "order-4711")
        ('0198', None)
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def knows(self, subject: str, key: str | None) -> bool:
        """Whether there was a request with this key; no key: no.

        Raises:
            StoreError: as `find`.
        """
        return key is not None and self.find(subject, key) is not None

    def find(self, subject: str, key: str) -> Taken | None:
        """Return what was made of the first request with this key; None: there was none.

        Raises:
            StoreError: the database is out of reach.
        """
        query = sa.select(requests).where(requests.c.subject == subject, requests.c.key == key)
        row = self._database.read(lambda connection: connection.execute(query).mappings().first())
        return None if row is None else Taken(row["operation"], row["fingerprint"], row["record"])

    def note(self, connection: Connection, subject: str, key: str, taken: Taken) -> None:
        """Write a key down, in the transaction that makes the record.

        Raises:
            KeyTakenError: another request with it has come through meanwhile.
        """
        make = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
        now = dt.datetime.now(dt.UTC)
        row = make(requests).values(subject=subject, key=key, created=now, **msgspec.structs.asdict(taken))
        if not connection.execute(row.on_conflict_do_nothing(index_elements=["subject", "key"])).rowcount:
            raise KeyTakenError(f"the idempotency key {key[:80]!r} has been used meanwhile")

    def forget(self, kept: dt.timedelta = KEPT) -> int:
        """Forget keys that are older, and return how many."""
        old = sa.delete(requests).where(requests.c.created < dt.datetime.now(dt.UTC) - kept)
        return self._database.write(lambda connection: connection.execute(old).rowcount, repeatable=True)
