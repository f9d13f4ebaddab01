"""What an error of a database driver means: whether waiting helps, and one line for the user."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

import sqlalchemy as sa

if TYPE_CHECKING:
    from sqlalchemy.engine import URL

__all__ = ["Trouble", "diagnose"]


class Trouble(NamedTuple):
    """One failure.

    Attributes:
        kind: what is wrong, in one word.
        message: follows "database X ".
        advice: what would be right; begins with "; " or is empty.
        passes: whether it may pass by itself.
        undone: whether the transaction is known not to have been committed.
    """

    kind: Literal["busy", "unreachable", "refused", "full", "closed", "broken", "other"]
    message: str
    advice: str = ""
    passes: bool = False
    undone: bool = False


_ELSEWHERE = "; choose another place with THREEDKIT_HOME or THREEDKIT_DATABASE"

_SQLITE: Final[dict[int, Trouble]] = {
    5: Trouble("busy", "is locked by another process", passes=True, undone=True),  # SQLITE_BUSY
    6: Trouble("busy", "is locked by another connection", passes=True, undone=True),  # SQLITE_LOCKED
    8: Trouble("closed", "cannot be written: it or its folder is read-only", _ELSEWHERE, undone=True),
    10: Trouble("broken", "cannot be read or written: its disk reports an error", "; look at the disk"),  # IOERR
    11: Trouble("broken", "is damaged", "; restore a back-up, or move the file away: jobs are found by their folders"),
    13: Trouble("full", "cannot grow: its disk is full", "; free some space", undone=True),
    14: Trouble("closed", "cannot be opened", _ELSEWHERE, undone=True),
    26: Trouble("broken", "is no SQLite database", _ELSEWHERE, undone=True),
}
"""By primary result code: https://www.sqlite.org/rescode.html"""

_REFUSED: Final[dict[str, str]] = {
    "28P01": "refuses the password",
    "28000": "refuses the user",
    "3D000": "does not exist on this server",
    "42501": "does not let this user do what is needed",
}
_UNDONE = ("40", "53", "55")
"""Classes of SQLSTATE after which the transaction is rolled back and may be tried again: serialisation and deadlocks,
lack of resources, locks."""
_AWAY = ("08", "57P")
"""The connection failed, or the server is shutting down or starting up."""


def diagnose(error: sa.exc.DBAPIError | sa.exc.TimeoutError | sqlite3.Error, url: URL) -> Trouble:
    """Return what went wrong. The message holds no password: neither driver tells it."""
    if isinstance(error, sa.exc.TimeoutError):
        return Trouble("busy", "is asked by too many threads at once", passes=True, undone=True)
    if isinstance(error, sqlite3.Error):  # raised while a connection was made
        return _sqlite(error)
    return _sqlite(error.orig) if url.drivername == "sqlite" else _postgresql(error)


def _sqlite(error: BaseException | None) -> Trouble:
    known = _SQLITE.get(getattr(error, "sqlite_errorcode", 0) & 0xFF)
    return known if known is not None else Trouble("other", f"failed: {error}")


def _postgresql(error: sa.exc.DBAPIError) -> Trouble:
    state = getattr(error.orig, "sqlstate", None) or ""
    if state in _REFUSED:
        return Trouble("refused", _REFUSED[state], "; look at THREEDKIT_DATABASE", undone=True)
    if state == "53100":
        return Trouble("full", "cannot grow: the disk of its server is full", "; free some space", undone=True)
    if state.startswith((*_UNDONE, *_AWAY)):
        return Trouble("busy", f"is not ready ({_line(error)})", passes=True, undone=state.startswith(_UNDONE))
    if error.connection_invalidated:
        return Trouble("busy", "lost the connection", passes=True)
    if not state and isinstance(error, sa.exc.OperationalError):
        return _unreachable(_line(error))
    return Trouble("other", f"failed: {_line(error)}")


def _unreachable(text: str) -> Trouble:
    """No SQLSTATE: no session came about. The server's own refusals are known by their words only."""
    for words, state in (
        ("password authentication failed", "28P01"),
        ("no password supplied", "28P01"),
        ("does not exist", "3D000"),
        ("no pg_hba.conf entry", "28000"),
    ):
        if words in text:
            return Trouble("refused", _REFUSED[state], "; look at THREEDKIT_DATABASE", undone=True)
    starting = "starting up" in text or "shutting down" in text
    return Trouble("busy" if starting else "unreachable", f"cannot be reached ({text})", passes=True, undone=True)


def _line(error: sa.exc.DBAPIError) -> str:
    return next((line.strip() for line in str(error.orig).splitlines() if line.strip()), type(error.orig).__name__)
