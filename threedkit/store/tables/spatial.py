"""Bounding boxes where the database finds them fast: PostGIS geometry under GiST, or SQLite's R-tree.

Both are kept by the database itself (a generated column, triggers), so no writer can forget them, and both are rounded
outwards to 32 bits inside: a query asks them first and then the exact columns of `models`.
"""

from __future__ import annotations

from typing import Any, Final

import sqlalchemy as sa
from geoalchemy2 import Geometry

from threedkit.store.tables.assets import EDGES

__all__ = ["BOX", "BOX_SQL", "OBJECTS", "TREE", "Solid"]


def Solid() -> Geometry:  # noqa: N802 - a type
    """A box in metres of a model's own space: no reference system."""
    return Geometry("GEOMETRYZ", srid=-1, dimension=3, spatial_index=False)


BOX: Final[sa.ColumnElement[Any]] = sa.literal_column("models.box", Solid())
"""PostgreSQL: the generated column of `models`."""

BOX_SQL: Final = "CAST(ST_3DMakeBox(ST_MakePoint(min_x, min_y, min_z), ST_MakePoint(max_x, max_y, max_z)) AS geometry)"
"""How PostgreSQL makes it."""

TREE: Final = sa.table("model_boxes", sa.column("number", sa.Integer), *(sa.column(name, sa.Double) for name in EDGES))
"""SQLite: the R-tree; its numbers are those of `models`."""

OBJECTS: Final = frozenset(
    {"box", "ix_models_box", "model_boxes", "model_boxes_node", "model_boxes_parent", "model_boxes_rowid"}
)
"""What only one of the databases has, so that no table of `METADATA` tells of it."""
