"""Assets, what is known of models, and what was made of assets."""

from __future__ import annotations

import sqlalchemy as sa

from threedkit.store.tables.base import JSON, METADATA, Moment, blob, number, text
from threedkit.store.tables.resources import resource

__all__ = ["COUNTS", "EDGES", "assets", "derivatives", "models"]

COUNTS = (
    *("nodes", "meshes", "primitives", "vertices", "triangles", "materials", "textures", "images"),
    *("animations", "skins", "cameras", "lights"),
)
"""What is counted of a model."""

EDGES = ("min_x", "min_y", "min_z", "max_x", "max_y", "max_z")
"""The bounding box of a model, in metres, with all nodes at rest."""

assets = resource(
    "assets",
    "asset_id",
    sa.Column("asset_type", sa.String(16), nullable=False),
    text("file_format", 16),
    text("media_type", 100),
    blob("storage_path"),
    text("sha256", 64),
    number("size", sa.BigInteger),
    sa.Column("upload_timestamp", Moment, nullable=False),
    sa.Column("state", sa.String(12), nullable=False),
    text("message"),
    sa.Index("ix_assets_sha256", "sha256"),
    sa.Index("ix_assets_asset_type_number", "asset_type", "number"),
)

models = sa.Table(
    "models",
    METADATA,
    sa.Column(
        "number", sa.ForeignKey("assets.number", ondelete="CASCADE"), primary_key=True, autoincrement=False
    ),  # in SQLite the rowid, by which the R-tree names it
    blob("glb"),
    *(number(name, sa.BigInteger) for name in COUNTS),
    *(sa.Column(name, sa.Double, nullable=True) for name in EDGES),
)
"""In PostgreSQL it has one more column, `box`, in SQLite an R-tree beside it: see `spatial`."""

derivatives = sa.Table(
    "derivatives",
    METADATA,
    sa.Column("asset_id", sa.ForeignKey("assets.asset_id", ondelete="CASCADE"), primary_key=True),
    sa.Column("kind", sa.String(16), primary_key=True),
    sa.Column("name", sa.String(64), primary_key=True, server_default=sa.text("''")),
    sa.Column("state", sa.String(12), nullable=False),
    blob("blob"),
    text("media_type", 100),
    number("size", sa.BigInteger),
    number("attempts"),
    text("error"),
    sa.Column("data", JSON, nullable=False),
    sa.Column("created", Moment, nullable=False),
    sa.Column("updated", Moment, nullable=False),
)
