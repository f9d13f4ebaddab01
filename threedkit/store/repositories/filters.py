"""Conditions on lists, the same on both databases: who may see, names, tags, metadata; and where a page begins."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final, Literal

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from threedkit.errors import FieldError
from threedkit.store.values import check_labels, check_object, check_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy.sql import ColumnElement

    from threedkit.store.access import Access

__all__ = ["ORDERS", "Order", "common", "named", "ordered", "place_after", "tagged", "visible", "with_metadata"]

Order = Literal["newest", "oldest", "name"]
"""In which order a list comes."""

ORDERS: Final[tuple[Order, ...]] = ("newest", "oldest", "name")

_KEY = re.compile(r'[^"\\\x00-\x1f]{1,200}')
_MAX_LIMIT: Final = 10_000


def visible(table: sa.Table, access: Access, sqlite: bool) -> ColumnElement[bool]:
    """Rows that exist for somebody."""
    if access.admin:
        return sa.true()
    mine = sa.and_(table.c.owner == access.subject, table.c.owner != "")
    return sa.or_(mine, _holds_any(table.c.groups, sorted(access.groups), sqlite)) if access.groups else mine


def common(
    table: sa.Table,
    sqlite: bool,
    *,
    name: str | None,
    contains: str,
    tags: Iterable[str],
    metadata: Mapping[str, Any] | None,
    owner: str | None,
    group: str | None,
) -> list[ColumnElement[bool]]:
    """The conditions that every list of records knows."""
    found = [*named(table, name, contains), *tagged(table, tags, sqlite)]
    if metadata:
        found += with_metadata(table.c.metadata, metadata, sqlite)
    if owner is not None:
        found.append(table.c.owner == check_text("owner", owner))
    if group is not None:
        found.append(_holds_any(table.c.groups, [check_text("group", group)], sqlite))
    return found


def named(table: sa.Table, name: str | None, contains: str) -> list[ColumnElement[bool]]:
    """Rows of a name, and rows whose name contains some letters; A to Z are the same as a to z."""
    found = []
    if name is not None:
        found.append(table.c.name == check_text("name", name))
    if contains:
        found.append(sa.func.lower(table.c.name).contains(_lower(check_text("name", contains)), autoescape=True))
    return found


def _lower(text: str) -> str:
    """Lower ASCII only, as SQLite does, and PostgreSQL in the order of code points."""
    return "".join(c.lower() if c.isascii() else c for c in text)


def tagged(table: sa.Table, tags: Iterable[str], sqlite: bool) -> list[ColumnElement[bool]]:
    """Rows that have all of the tags."""
    wanted = check_labels("tags", tags)
    if not sqlite:
        return [_contains(table.c.tags, wanted)] if wanted else []
    return [_holds_any(table.c.tags, [tag], sqlite) for tag in wanted]


def with_metadata(column: sa.Column[Any], wanted: Mapping[str, Any], sqlite: bool) -> list[ColumnElement[bool]]:
    """Rows whose metadata has these values: text, numbers, true, false or null, at keys or at ``outer.inner`` paths.

    Raises:
        FieldError: a path or value is none of these.
    """
    found: list[ColumnElement[bool]] = []
    for path, value in check_object("metadata", wanted).items():
        keys = path.split(".")
        if not all(_KEY.fullmatch(key) for key in keys):
            raise FieldError(f"metadata must be asked for by keys divided by '.', without quotes, not {path!r:.100}")
        if isinstance(value, dict | list):
            raise FieldError(f"metadata {path!r:.100} must be compared with text, a number, true, false or null")
        found.append(_in_sqlite(column, keys, value) if sqlite else _in_postgresql(column, keys, value))
    return found


def _in_postgresql(column: sa.Column[Any], keys: Sequence[str], value: Any) -> ColumnElement[bool]:
    """Containment: objects match objects, and what is no object or list matches its equal only."""
    document = value
    for key in reversed(keys):
        document = {key: document}
    return _contains(column, document)


def _contains(column: sa.Column[Any], document: Any) -> ColumnElement[bool]:
    """PostgreSQL's ``@>``, which the inverted indexes answer."""
    return sa.type_coerce(column, postgresql.JSONB).contains(document)


def _in_sqlite(column: sa.Column[Any], keys: Sequence[str], value: Any) -> ColumnElement[bool]:
    path = "$" + "".join(f'."{key}"' for key in keys)
    kind = sa.func.json_type(column, path)
    if value is None or isinstance(value, bool):
        return kind == json.dumps(value)
    kinds = ("text",) if isinstance(value, str) else ("integer", "real")
    return sa.and_(kind.in_(kinds), sa.func.json_extract(column, path) == sa.literal(value))


def _holds_any(column: sa.Column[Any], words: Sequence[str], sqlite: bool) -> ColumnElement[bool]:
    """Rows whose JSON list holds one of the words."""
    if not sqlite:
        return sa.or_(*(_contains(column, [word]) for word in words))
    each = sa.func.json_each(column).table_valued("value", name=f"{column.name}_{abs(hash(tuple(words)))}")
    return sa.exists(sa.select(sa.literal(1)).select_from(each).where(each.c.value.in_(words)))


def ordered(table: sa.Table, order: Order) -> list[ColumnElement[Any]]:
    """How a list is sorted."""
    if order not in ORDERS:
        raise FieldError(f"order must be one of {', '.join(ORDERS)}, not {order!r:.40}")
    if order == "newest":
        return [table.c.number.desc()]
    return [table.c.number] if order == "oldest" else [table.c.name, table.c.number]


def place_after(table: sa.Table, order: Order, cursor: str | None) -> list[ColumnElement[bool]]:
    """Rows that come after the last one of the page before. Those that came meanwhile do not shift the pages.

    Raises:
        FieldError: the cursor is of no page.
    """
    if cursor is None:
        return []
    number, _, name = cursor.partition(":")
    if not number.isdecimal() or len(number) > 18 or "\0" in name:
        raise FieldError(f"cursor must come from the page before, not {cursor!r:.60}")
    key = int(number)
    if order == "newest":
        return [table.c.number < key]
    if order == "oldest":
        return [table.c.number > key]
    return [sa.tuple_(table.c.name, table.c.number) > sa.tuple_(sa.literal(name), sa.literal(key))]


def check_limit(limit: int) -> int:
    """Return how many rows a page has.

    Raises:
        FieldError: that is none or too many.
    """
    if not 1 <= limit <= _MAX_LIMIT:
        raise FieldError(f"limit must be from 1 to {_MAX_LIMIT}, not {limit!r:.40}")
    return limit
