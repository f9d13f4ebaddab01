"""API keys: 256 random bits, of which the database knows the SHA-256 only. Imported on first use: SQLAlchemy."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import secrets
from typing import TYPE_CHECKING, Any, Final

import msgspec
import sqlalchemy as sa

from threedkit.errors import NotFoundError, ParameterError
from threedkit.store.tables.access import api_keys

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from threedkit.store.database import Database

__all__ = ["PREFIX", "ApiKey", "KeyStore"]

PREFIX: Final = "tk_"
"""What every key begins with, so that scanners for leaked secrets can know it."""

_ID: Final = 16
_USED_AGAIN: Final = dt.timedelta(hours=1)


class ApiKey(msgspec.Struct, frozen=True):
    """What is known about a key; never the key itself.

    Args:
        id: its public part.
        name: what it is for, in its owner's words.
        subject: whom it stands for.
        groups: those of the subject.
        scopes: what it may be used for.
        admin: whether it sees and changes what belongs to others.
        created: when (UTC); likewise `expires` (None: never), `revoked`, `used` (last, to the hour).
    """

    id: str
    name: str
    subject: str
    groups: tuple[str, ...]
    scopes: tuple[str, ...]
    admin: bool
    created: dt.datetime
    expires: dt.datetime | None = None
    revoked: dt.datetime | None = None
    used: dt.datetime | None = None

    def is_good(self, now: dt.datetime) -> bool:
        """Whether it opens anything at that moment."""
        return self.revoked is None and (self.expires is None or now < self.expires)


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


class KeyStore:
    """Makes, finds and revokes keys.

    Args:
        database: with the tables of threedkit.
        clock: the time in UTC.

    Example:
        >>> import tempfile
        >>> from threedkit.store import Database
        >>> keys = KeyStore(Database.open(f"sqlite:///{tempfile.mkdtemp()}/farm.db"))
        >>> key, secret = keys.create("ada", name="laptop", scopes=["assets:read"])
        >>> keys.find(secret).subject, keys.find(secret[:-1] + "?")
        ('ada', None)
    """

    def __init__(self, database: Database, clock: Callable[[], dt.datetime] = _now) -> None:
        """Take the database."""
        self._database, self._clock = database, clock

    def create(
        self,
        subject: str,
        *,
        name: str = "",
        groups: Iterable[str] = (),
        scopes: Iterable[str] = (),
        admin: bool = False,
        lasts: dt.timedelta | None = None,
    ) -> tuple[ApiKey, str]:
        """Make a key; the text is returned once, and can never be had again.

        Args:
            subject: whom it stands for, 1 to 200 printable characters.
            name: what it is for.
            groups: of the subject.
            scopes: what it may be used for.
            admin: whether it sees and changes what belongs to others.
            lasts: after which time it expires; None: never.

        Raises:
            ParameterError: the subject or the name is too long or not printable, or the time is not positive.
        """
        if not subject or len(subject) > 200 or len(name) > 200 or not (subject + name).isprintable():
            raise ParameterError("a key's subject has 1 to 200 printable characters, its name at most 200")
        if lasts is not None and lasts <= dt.timedelta(0):
            raise ParameterError("a key must last longer than nothing")
        now = self._clock()
        key = ApiKey(
            secrets.token_hex(_ID // 2),
            name,
            subject,
            tuple(sorted(set(groups))),
            tuple(sorted(set(scopes))),
            admin,
            now,
            None if lasts is None else now + lasts,
        )
        secret = f"{PREFIX}{key.id}_{secrets.token_urlsafe(32)}"
        row = {**msgspec.structs.asdict(key), "groups": list(key.groups), "scopes": list(key.scopes)}
        self._database.write(
            lambda connection: connection.execute(sa.insert(api_keys).values(digest=_digest(secret), **row))
        )
        return key, secret

    def find(self, secret: str) -> ApiKey | None:
        """Return what is known about a key, also one that has expired or was revoked; None: there is no such key."""
        key_id = secret.removeprefix(PREFIX)[:_ID]
        query = sa.select(api_keys).where(api_keys.c.id == key_id)
        row = self._database.read(lambda connection: connection.execute(query).mappings().one_or_none())
        if row is None or not hmac.compare_digest(row["digest"], _digest(secret)):
            return None
        found = _record(row)
        now = self._clock()
        if found.is_good(now) and (found.used is None or now - found.used >= _USED_AGAIN):
            self._set(key_id, used=now)
        return found

    def list(self, subject: str | None = None) -> list[ApiKey]:
        """Return all keys, or those of one subject, the newest first."""
        query = sa.select(api_keys).order_by(api_keys.c.created.desc(), api_keys.c.id)
        if subject is not None:
            query = query.where(api_keys.c.subject == subject)
        rows = self._database.read(lambda connection: connection.execute(query).mappings().all())
        return [_record(row) for row in rows]

    def revoke(self, key_id: str) -> ApiKey:
        """End a key, for good; one that has ended stays as it is.

        Raises:
            NotFoundError: there is no such key.
        """
        self._set(key_id, api_keys.c.revoked.is_(None), revoked=self._clock())
        query = sa.select(api_keys).where(api_keys.c.id == key_id)
        row = self._database.read(lambda connection: connection.execute(query).mappings().one_or_none())
        if row is None:
            raise NotFoundError(f"there is no API key {key_id}; threedkit keys list shows their ids")
        return _record(row)

    def _set(self, key_id: str, *where: sa.ColumnElement[bool], **values: Any) -> None:
        change = sa.update(api_keys).where(api_keys.c.id == key_id, *where).values(**values)
        self._database.write(lambda connection: connection.execute(change), repeatable=True)


def _digest(secret: str) -> str:
    """Return its SHA-256: no slow hash is needed for 256 random bits, which nobody guesses."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _record(row: Any) -> ApiKey:
    values = {name: value for name, value in row.items() if name != "digest"}
    return ApiKey(**{**values, "groups": tuple(row["groups"]), "scopes": tuple(row["scopes"])})
