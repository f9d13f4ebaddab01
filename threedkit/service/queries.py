"""What lists are asked: names, tags, metadata, boxes; the same parameters for every kind of record."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

import msgspec
from fastapi import Depends, Query
from pydantic import StringConstraints

from threedkit.service.answers import answer, page_of
from threedkit.service.paging import Cursor, Limit, decode_cursor, encode_cursor
from threedkit.service.problems import ProblemError
from threedkit.store.repositories.filters import Order

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.responses import Response

    from threedkit.store.records import Listing

__all__ = ["BOX", "Asked", "Filters", "box_of", "listed"]

_NUMBER: Final = r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]{1,3})?"
BOX: Final = f"^{_NUMBER}(,{_NUMBER}){{5}}$"
"""Six numbers divided by commas."""
_LINE: Final = r"^[^\x00-\x1f]*$"


class Asked(msgspec.Struct):
    """Filters that every list knows, an order, and a place in it."""

    filters: dict[str, Any]
    order: Order
    limit: int
    cursor: str | None


async def _asked(
    name: Annotated[str | None, Query(max_length=300, pattern=_LINE, description="Exactly this name.")] = None,
    contains: Annotated[str, Query(max_length=300, pattern=_LINE, description="Letters in the name, any case.")] = "",
    tag: Annotated[list[str] | None, Query(max_length=20, description="Has this tag; repeat it: has all.")] = None,
    metadata: Annotated[
        list[Annotated[str, StringConstraints(max_length=2000, pattern=r"^[^:]+:")]] | None,
        Query(max_length=20, description="`path:value`, e.g. `author:ann`, `mesh.closed:true`; repeat it: all hold."),
    ] = None,
    owner: Annotated[str | None, Query(max_length=200, pattern=_LINE, description="Belongs to this user.")] = None,
    group: Annotated[str | None, Query(max_length=100, pattern=_LINE, description="Shared with this group.")] = None,
    order: Annotated[Literal["newest", "oldest", "name"], Query(description="What comes first.")] = "newest",
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Asked:
    filters = {
        "name": name,
        "contains": contains,
        "tags": tuple(tag or ()),
        "metadata": dict(_fact(one) for one in metadata or ()) or None,
        "owner": owner,
        "group": group,
    }
    return Asked(filters, order, limit, cursor)


Filters = Annotated[Asked, Depends(_asked)]
"""The type of a route's parameter that takes the filters of a list."""


def listed(
    asked: Asked, find: Callable[..., Listing[Any]], show: Callable[[Any], Any] | None = None, **more: Any
) -> Response:
    """Answer with a page of a list.

    Args:
        asked: filters, order, place.
        find: the store's list.
        show: what is sent of a record; None: the record.
        more: filters of this kind of record only.
    """
    filters = {**asked.filters, **more}
    marks = (asked.order, filters)
    found = find(**filters, order=asked.order, limit=asked.limit, cursor=decode_cursor(asked.cursor, *marks))
    items = [one if show is None else show(one) for one in found.items]
    return answer(page_of(items, encode_cursor(found.cursor, *marks)))


def box_of(text: str | None) -> tuple[tuple[float, ...], tuple[float, ...]] | None:
    """Read a box: six numbers divided by commas, the lowest corner first.

    Raises:
        ProblemError: 422.

    Example:
        >>> box_of("0,0,0,1,2,3")
        ((0.0, 0.0, 0.0), (1.0, 2.0, 3.0))
    """
    if text is None:
        return None
    if not re.fullmatch(BOX, text):
        message = "query bbox: must be six numbers: x, y, z of the lowest corner, then of the highest"
        raise ProblemError(422, "invalid-request", message)
    numbers = [float(word) for word in text.split(",")]
    return tuple(numbers[:3]), tuple(numbers[3:])


def _fact(text: str) -> tuple[str, Any]:
    """``path:value``: true, false, null, a number or text in quotes as in JSON, everything else is text."""
    path, colon, value = text.partition(":")
    if not colon or not path:
        raise ProblemError(422, "invalid-request", "query metadata: must be path:value, e.g. author:ann")
    try:
        found = msgspec.json.decode(value)
    except msgspec.DecodeError:
        return path, value
    return path, value if isinstance(found, dict | list) else found
