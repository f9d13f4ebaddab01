"""Models by their bounding box: the index of the database first, which is rounded outwards, then exact numbers."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final, Literal

import sqlalchemy as sa

from threedkit.errors import FieldError
from threedkit.store.records import Bounds
from threedkit.store.tables import EDGES, models

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.engine import RowMapping
    from sqlalchemy.sql import ColumnElement

__all__ = ["FARTHEST", "RELATIONS", "Relation", "bounds_of", "check_box", "edges", "related"]

Relation = Literal["intersects", "within", "contains"]
"""How a model's box stands to the one that was asked for: it touches it, lies in it, or holds it; edges count."""

RELATIONS: Final[tuple[Relation, ...]] = ("intersects", "within", "contains")

FARTHEST: Final = 1e30
"""Metres from the origin within which boxes are kept: the indexes count in 32 bits."""

_SLACK, _TINY = 1e-6, 1e-37  # more than a rounding to 32 bits takes away


def check_box(box: Bounds | Sequence[Sequence[float]]) -> Bounds:
    """Return a box to ask for; ``((0, 0, 0), (1, 1, 1))`` will do. Edges may be infinite.

    Raises:
        FieldError: it is none.
    """
    lower, upper = (box.lower, box.upper) if isinstance(box, Bounds) else _pair(box)
    try:
        low, high = (tuple(float(value) for value in corner) for corner in (lower, upper))
    except (TypeError, ValueError, OverflowError):
        low, high = (), ()
    if len(low) != 3 or len(high) != 3 or not all(a <= b for a, b in zip(low, high, strict=True)):
        raise FieldError(f"a box must be its smallest and its largest x, y, z, not {box!r:.120}")
    return Bounds((low[0], low[1], low[2]), (high[0], high[1], high[2]))


def _pair(box: Sequence[Sequence[float]]) -> tuple[Sequence[float], Sequence[float]]:
    try:
        lower, upper = box
    except (TypeError, ValueError):
        return (), ()
    return lower, upper


def edges(bounds: Bounds | None) -> dict[str, float | None]:
    """The columns of a model's box; nothing is drawn, or it is farther than `FARTHEST`: none."""
    values = None if bounds is None else (*bounds.lower, *bounds.upper)
    if values is None or not all(math.isfinite(value) and abs(value) <= FARTHEST for value in values):
        return dict.fromkeys(EDGES)
    return dict(zip(EDGES, map(float, values), strict=True))


def bounds_of(row: RowMapping) -> Bounds | None:
    """The box of a row of `models`."""
    values = [row[name] for name in EDGES]
    if None in values:
        return None
    return Bounds((values[0], values[1], values[2]), (values[3], values[4], values[5]))


def related(box: Bounds, relation: Relation, sqlite: bool) -> tuple[list[ColumnElement[bool]], ColumnElement[bool]]:
    """The exact conditions on `models` for a box, and the one that the index of boxes answers nearly.

    Raises:
        FieldError: there is no such relation.
    """
    if relation not in RELATIONS:
        raise FieldError(f"a box can be asked for by {', '.join(RELATIONS)}, not by {relation!r:.40}")
    far = 2 * FARTHEST
    low, high = ([min(max(value, -far), far) for value in corner] for corner in (box.lower, box.upper))
    exact = _conditions([models.c[name] for name in EDGES], low, high, relation)
    return exact, _in_rtree(low, high, relation) if sqlite else _in_postgis(low, high, relation)


def _conditions(
    columns: Sequence[Any], low: Sequence[float], high: Sequence[float], relation: Relation
) -> list[ColumnElement[bool]]:
    smallest, largest = columns[:3], columns[3:]
    if relation == "within":
        pairs = [*zip(smallest, low, strict=True)], [*zip(largest, high, strict=True)]
        return [*(column >= value for column, value in pairs[0]), *(column <= value for column, value in pairs[1])]
    below, above = (low, high) if relation == "contains" else (high, low)
    return [
        *(column <= value for column, value in zip(smallest, below, strict=True)),
        *(column >= value for column, value in zip(largest, above, strict=True)),
    ]


def _in_rtree(low: Sequence[float], high: Sequence[float], relation: Relation) -> ColumnElement[bool]:
    from threedkit.store.tables.spatial import TREE

    # The rounded boxes stand out a little, and near 0 SQLite rounds to 0: ask for a little more, or less to be held.
    sign = -1.0 if relation == "contains" else 1.0
    low = [value - sign * (abs(value) * _SLACK + _TINY) for value in low]
    high = [value + sign * (abs(value) * _SLACK + _TINY) for value in high]
    conditions = _conditions([TREE.c[name] for name in EDGES], low, high, relation)
    return models.c.number.in_(sa.select(TREE.c.number).where(*conditions))


def _in_postgis(low: Sequence[float], high: Sequence[float], relation: Relation) -> ColumnElement[bool]:
    from threedkit.store.tables.spatial import BOX, Solid

    corners = (sa.func.ST_MakePoint(*corner) for corner in (low, high))
    box = sa.cast(sa.func.ST_3DMakeBox(*corners), Solid())
    sign = {"intersects": "&&&", "within": "@@", "contains": "~~"}[relation]
    return BOX.op(sign, is_comparison=True)(box)
