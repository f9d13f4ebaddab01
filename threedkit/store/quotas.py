"""How much one user may own. Imported on first use: SQLAlchemy."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Any, Final

import msgspec
import sqlalchemy as sa

from threedkit.errors import ParameterError, QuotaError
from threedkit.store.repositories.base import utc_now
from threedkit.store.states import FINAL
from threedkit.store.tables.access import quotas
from threedkit.store.tables.assets import assets
from threedkit.store.tables.blobs import uploads
from threedkit.store.tables.renderjobs import renderjobs

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.engine import Connection

    from threedkit.store.database import Database

__all__ = ["Quota", "QuotaStore", "Usage"]

_LOCK: Final = 0x746B71  # first of the two numbers of PostgreSQL's advisory lock


class Quota(msgspec.Struct, frozen=True):
    """The most that somebody may own; None: as much as they like.

    Args:
        bytes: of all assets, and of the files that are coming in parts.
        assets: number of them.
        jobs: number of render jobs that are not finished.
    """

    bytes: int | None = None
    assets: int | None = None
    jobs: int | None = None


class Usage(msgspec.Struct, frozen=True):
    """What somebody owns, in the terms of `Quota`."""

    bytes: int = 0
    assets: int = 0
    jobs: int = 0


class QuotaStore:
    """Knows what each user may own and owns, and holds them to it.

    Args:
        database: with the tables of threedkit.
        default: what holds for users of whom nothing else is said.

    Example:
        >>> import tempfile
        >>> from threedkit.store import Database
        >>> database = Database.open(f"sqlite:///{tempfile.mkdtemp()}/farm.db")
        >>> store = QuotaStore(database, Quota(jobs=4))
        >>> _ = store.set("ada", Quota(assets=100))
        >>> store.get("ada"), store.usage("ada").assets
        (Quota(bytes=None, assets=100, jobs=4), 0)
    """

    def __init__(self, database: Database, default: Quota | None = None) -> None:
        """Take the database."""
        self._database, self.default = database, default or Quota()

    def get(self, subject: str) -> Quota:
        """Return what holds for somebody: what is said of them, and for the rest the default."""
        return self._database.read(lambda connection: self._of(connection, subject))

    def set(self, subject: str, quota: Quota) -> Quota:
        """Say what holds for somebody, in place of what was said before; an empty quota: the default.

        Raises:
            ParameterError: a number is negative, or too large.
        """
        values = msgspec.structs.asdict(quota)
        if any(value is not None and not 0 <= value < 1 << 62 for value in values.values()):
            raise ParameterError(f"a quota is a number from 0 on; {subject} was given {values}")

        def work(connection: Connection) -> None:
            connection.execute(sa.delete(quotas).where(quotas.c.subject == subject))
            if quota != Quota():
                connection.execute(sa.insert(quotas).values(subject=subject, **values))

        self._database.write(work, repeatable=True)
        return self.get(subject)

    def list(self) -> dict[str, Quota]:
        """Return what is said of users, by their names."""
        rows = self._database.read(lambda connection: connection.execute(sa.select(quotas)).mappings().all())
        return {row["subject"]: Quota(row["bytes"], row["assets"], row["jobs"]) for row in rows}

    def usage(self, subject: str) -> Usage:
        """Return what somebody owns."""
        return self._database.read(lambda connection: _usage(connection, subject))

    def holds(self, subject: str, more: Usage | None = None) -> Callable[[Connection], None]:
        """Return a check for the transaction that gives somebody something more.

        It waits for other such transactions of the same user, so that two cannot pass one limit together.

        Args:
            subject: who is given something.
            more: what they will be given after the check; None: they have been given it before.

        Raises:
            QuotaError: by the check: more than the quota; the transaction is then taken back.
        """

        def check(connection: Connection) -> None:
            quota = self._of(connection, subject)
            if quota == Quota():
                return
            if connection.dialect.name == "postgresql":
                key = zlib.crc32(subject.encode()) - (1 << 31)
                connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK, key)))
            _compare(quota, _sum(_usage(connection, subject), more or Usage()))

        return check

    def check(self, subject: str, more: Usage) -> None:
        """Refuse early what `holds` would refuse in the end: before a gigabyte is taken in.

        Raises:
            QuotaError: with `more` it would be more than the quota.
        """

        def work(connection: Connection) -> None:
            _compare(self._of(connection, subject), _sum(_usage(connection, subject), more))

        self._database.read(work)

    def bounded(self, subject: str) -> Callable[[int], None]:
        """Return a check for a file whose length nobody has told: to be called with what has come of it, at any time.

        Raises:
            QuotaError: by the check: with so many bytes it would be more than the quota.
        """

        def work(connection: Connection) -> tuple[Quota, Usage]:
            return self._of(connection, subject), _usage(connection, subject)

        quota, usage = self._database.read(work)
        return lambda size: _compare(quota, _sum(usage, Usage(bytes=size)))

    def _of(self, connection: Connection, subject: str) -> Quota:
        row = connection.execute(sa.select(quotas).where(quotas.c.subject == subject)).mappings().one_or_none()
        said: dict[str, Any] = {} if row is None else {name: row[name] for name in ("bytes", "assets", "jobs")}
        return msgspec.structs.replace(
            self.default, **{name: value for name, value in said.items() if value is not None}
        )


def _usage(connection: Connection, subject: str) -> Usage:
    kept = _total(connection, assets, assets.c.owner == subject)
    # What comes in parts holds its place from the beginning, until it is an asset or has been given up.
    coming = _total(connection, uploads, uploads.c.owner == subject, uploads.c.expires > utc_now())
    active = sa.select(sa.func.count()).where(renderjobs.c.owner == subject, renderjobs.c.status.not_in(FINAL))
    return _sum(_sum(kept, coming), Usage(jobs=connection.execute(active).scalar_one()))


def _total(connection: Connection, table: sa.Table, *chosen: sa.ColumnElement[bool]) -> Usage:
    """Number of rows, and the sum of their sizes."""
    query = sa.select(sa.func.coalesce(sa.func.sum(table.c.size), 0), sa.func.count()).where(*chosen)
    size, count = connection.execute(query).one()
    return Usage(int(size), count)


def _sum(one: Usage, other: Usage) -> Usage:
    return Usage(one.bytes + other.bytes, one.assets + other.assets, one.jobs + other.jobs)


def _compare(quota: Quota, usage: Usage) -> None:
    for name, what in (("bytes", "bytes of assets"), ("assets", "assets"), ("jobs", "unfinished render jobs")):
        most, owned = getattr(quota, name), getattr(usage, name)
        if most is not None and owned > most:
            raise QuotaError(f"your quota is {most:,} {what}; this would make {owned:,}: delete some, or ask for more")
