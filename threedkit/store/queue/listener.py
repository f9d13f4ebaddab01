"""Hears of new messages from PostgreSQL, so that nobody need look all the time."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any, Final

import psycopg
from psycopg import sql

if TYPE_CHECKING:
    from collections.abc import Callable

    from threedkit.store.database import Database

__all__ = ["Listener"]

_HEAR_SECONDS: Final = 1.0
_AGAIN_SECONDS: Final = 2.0


class Listener(threading.Thread):
    """A connection of its own that listens; `heard` is called for news, and whenever some may have been missed.

    Args:
        database: of PostgreSQL.
        channel: of NOTIFY.
        heard: called from this thread.

    Attributes:
        listens: news come at present; while they do not, the server being away, the caller has to look by itself.
    """

    def __init__(self, database: Database, channel: str, heard: Callable[[], object]) -> None:
        """Prepare; `start` connects."""
        super().__init__(name="threedkit-queue-listener", daemon=True)
        self.listens = False
        self._url = database.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
        self._channel = channel
        self._heard = heard
        self._end = threading.Event()

    def run(self) -> None:
        """Listen until `stop`, through outages."""
        while not self._end.is_set():
            try:
                with psycopg.connect(self._url, autocommit=True, application_name="threedkit-queue") as connection:
                    connection.execute(sql.SQL("LISTEN {}").format(sql.Identifier(self._channel)))
                    self.listens = True
                    self._heard()
                    self._hear(connection)
            except psycopg.OperationalError:
                self.listens = False
                self._end.wait(_AGAIN_SECONDS)
        self.listens = False

    def _hear(self, connection: psycopg.Connection[Any]) -> None:
        while not self._end.is_set():
            for _ in connection.notifies(timeout=_HEAR_SECONDS, stop_after=1):
                self._heard()

    def stop(self) -> None:
        """End, within a second; does not wait."""
        self._end.set()
