"""What all tables share: the registry, and columns that come again and again. Imported on first use: SQLAlchemy."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

if TYPE_CHECKING:
    from sqlalchemy.engine import Dialect

__all__ = ["JSON", "METADATA", "Moment", "big_key", "blob", "number", "seconds", "text"]

METADATA = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

JSON = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")
"""A JSON document: JSONB in PostgreSQL, text in SQLite."""


class Moment(sa.TypeDecorator[dt.datetime]):
    """A moment in UTC: timestamptz in PostgreSQL, text of one width in SQLite, whose order is that of time."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        """Take an aware datetime."""
        if value is None:
            return None
        moment = value.astimezone(dt.UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:  # noqa: ARG002
        """Give an aware datetime."""
        if value is None:
            return None
        return value.replace(tzinfo=dt.UTC) if value.tzinfo is None else value.astimezone(dt.UTC)


def text(name: str, length: int | None = None) -> sa.Column[str]:
    """Text, "" where nothing is said."""
    return sa.Column(name, sa.String(length) if length else sa.Text, nullable=False, server_default=sa.text("''"))


def number(name: str, kind: type[sa.Integer] = sa.Integer) -> sa.Column[int]:
    """A whole number, 0 where nothing is said."""
    return sa.Column(name, kind, nullable=False, server_default="0")


def seconds(name: str) -> sa.Column[float]:
    """A duration, 0 where nothing is said."""
    return sa.Column(name, sa.Double, nullable=False, server_default="0")


def big_key() -> sa.Column[int]:
    """A key that the database counts up; in SQLite it is the rowid."""
    return sa.Column("number", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True)


def blob(name: str) -> sa.Column[str]:
    """The name of a blob, or nothing. While a row names it, the blob cannot be collected: see `keeping`."""
    return sa.Column(name, sa.ForeignKey("blobs.name"), nullable=True, index=True)
