"""Blobs, uploads, assets, models with their boxes, derivatives, scenes, materials, animations, render jobs."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op
from geoalchemy2 import Geometry
from sqlalchemy.dialects import postgresql

from threedkit.errors import StoreError

__all__ = ["down_revision", "downgrade", "revision", "upgrade"]

revision = "0003"
down_revision = "0002"

_JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
_TIME = sa.DateTime(timezone=True)
_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_NAME = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
_EMPTY = sa.text("''")
_COUNTS = (
    *("nodes", "meshes", "primitives", "vertices", "triangles", "materials", "textures", "images"),
    *("animations", "skins", "cameras", "lights"),
)
_EDGES = ("min_x", "min_y", "min_z", "max_x", "max_y", "max_z")
_BOX = "CAST(ST_3DMakeBox(ST_MakePoint(min_x, min_y, min_z), ST_MakePoint(max_x, max_y, max_z)) AS geometry)"


def upgrade() -> None:
    """Make the tables."""
    postgres = op.get_bind().dialect.name == "postgresql"
    if postgres:
        _need_postgis()
    _blobs()
    _assets()
    _models_in_postgis() if postgres else _models_in_rtree()
    _scenes()
    _uses()
    _renderjobs()


def downgrade() -> None:
    """Drop the tables; PostGIS stays: others may use it."""
    if op.get_bind().dialect.name == "sqlite":
        for event in ("insert", "update", "delete"):
            op.execute(f"DROP TRIGGER model_boxes_{event}")
        op.execute("DROP TABLE model_boxes")
    for name in (
        *("renderjobs", "uses", "scene_versions", "animations", "materials", "scenes"),
        *("derivatives", "models", "assets", "uploads", "blobs"),
    ):
        op.drop_table(name)


def _need_postgis() -> None:
    bind = op.get_bind()
    if bind.scalar(sa.text("SELECT 1 FROM pg_extension WHERE extname = 'postgis'")):
        return
    if not bind.scalar(sa.text("SELECT 1 FROM pg_available_extensions WHERE name = 'postgis'")):
        raise StoreError(
            "this PostgreSQL server has no PostGIS, which keeps the bounding boxes of models; install it there, on"
            " Debian by: apt-get install postgresql-15-postgis-3"
        )
    if not bind.scalar(sa.text("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")):
        raise StoreError(
            "this database has no PostGIS yet, and only a superuser of the server may add it; let one run in it:"
            " CREATE EXTENSION postgis"
        )
    op.execute("CREATE EXTENSION IF NOT EXISTS postgis")


def _text(name: str, length: int | None = None) -> sa.Column[Any]:
    return sa.Column(name, sa.String(length) if length else sa.Text(), server_default=_EMPTY, nullable=False)


def _count(name: str, kind: Any = sa.Integer) -> sa.Column[Any]:
    return sa.Column(name, kind(), server_default="0", nullable=False)


def _index(table: str, *columns: str) -> None:
    op.create_index(f"ix_{table}_{'_'.join(columns)}", table, list(columns), unique=False)


def _reference(table: str, column: str, target: str, ondelete: str | None = None) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_{table}_{column}"), ondelete=ondelete)


def _blob(table: str, *columns: str) -> None:
    for column in columns:
        _index(table, column)


def _resource(name: str, key: str, *columns: Any) -> None:
    op.create_table(
        name,
        sa.Column("number", _KEY, nullable=False),
        sa.Column(key, sa.String(36), nullable=False),
        sa.Column("name", _NAME, server_default=_EMPTY, nullable=False),
        sa.Column("tags", _JSON, nullable=False),
        sa.Column("metadata", _JSON, nullable=False),
        _text("owner"),
        sa.Column("groups", _JSON, nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("updated", _TIME, nullable=False),
        *columns,
        sa.PrimaryKeyConstraint("number", name=op.f(f"pk_{name}")),
        sa.UniqueConstraint(key, name=op.f(f"uq_{name}_{key}")),
        sqlite_autoincrement=True,
    )
    _index(name, "owner", "number")
    _index(name, "name", "number")
    if op.get_bind().dialect.name == "postgresql":
        for column, way in (("tags", "jsonb_ops"), ("metadata", "jsonb_path_ops"), ("groups", "jsonb_ops")):
            op.create_index(f"ix_{name}_{column}", name, [column], postgresql_using="gin", postgresql_ops={column: way})


def _blobs() -> None:
    op.create_table(
        "blobs",
        sa.Column("name", sa.String(300), nullable=False),
        _text("sha256", 64),
        _count("size", sa.BigInteger),
        sa.Column("touched", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_blobs")),
    )
    _index("blobs", "sha256")
    op.create_table(
        "uploads",
        sa.Column("upload_id", sa.String(36), nullable=False),
        sa.Column("object", sa.String(300), nullable=False),
        _text("multipart"),
        sa.Column("values", _JSON, nullable=False),
        _count("size", sa.BigInteger),
        _count("part_size", sa.BigInteger),
        _text("sha256", 64),
        _text("owner"),
        sa.Column("created", _TIME, nullable=False),
        sa.Column("expires", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("upload_id", name=op.f("pk_uploads")),
        sa.UniqueConstraint("object", name=op.f("uq_uploads_object")),
    )
    _index("uploads", "expires")


def _assets() -> None:
    _resource(
        "assets",
        "asset_id",
        sa.Column("asset_type", sa.String(16), nullable=False),
        _text("file_format", 16),
        _text("media_type", 100),
        sa.Column("storage_path", sa.String(300), nullable=True),
        _text("sha256", 64),
        _count("size", sa.BigInteger),
        sa.Column("upload_timestamp", _TIME, nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        _text("message"),
        _reference("assets", "storage_path", "blobs.name"),
    )
    _index("assets", "sha256")
    _index("assets", "asset_type", "number")
    _blob("assets", "storage_path")
    op.create_table(
        "models",
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("glb", sa.String(300), nullable=True),
        *(_count(name, sa.BigInteger) for name in _COUNTS),
        *(sa.Column(name, sa.Double(), nullable=True) for name in _EDGES),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_models")),
        _reference("models", "number", "assets.number", "CASCADE"),
        _reference("models", "glb", "blobs.name"),
    )
    _blob("models", "glb")
    op.create_table(
        "derivatives",
        sa.Column("asset_id", sa.String(36), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        _text("name", 64),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("blob", sa.String(300), nullable=True),
        _text("media_type", 100),
        _count("size", sa.BigInteger),
        _count("attempts"),
        _text("error"),
        sa.Column("data", _JSON, nullable=False),
        sa.Column("created", _TIME, nullable=False),
        sa.Column("updated", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("asset_id", "kind", "name", name=op.f("pk_derivatives")),
        _reference("derivatives", "asset_id", "assets.asset_id", "CASCADE"),
        _reference("derivatives", "blob", "blobs.name"),
    )
    _blob("derivatives", "blob")


def _models_in_postgis() -> None:
    box = Geometry("GEOMETRYZ", srid=-1, dimension=3, spatial_index=False)
    op.add_column("models", sa.Column("box", box, sa.Computed(_BOX, persisted=True)))
    op.execute("CREATE INDEX ix_models_box ON models USING gist (box gist_geometry_ops_nd)")


def _models_in_rtree() -> None:
    """An R-tree, kept by triggers. REPLACE of a row of `models` would pass by the one for DELETE: nobody replaces."""
    pairs = ", ".join(f"min_{axis}, max_{axis}" for axis in "xyz")
    values = ", ".join(f"new.min_{axis}, new.max_{axis}" for axis in "xyz")
    insert = f"INSERT INTO model_boxes (number, {pairs}) SELECT new.number, {values} WHERE new.min_x IS NOT NULL"
    delete = "DELETE FROM model_boxes WHERE number = old.number"
    op.execute(f"CREATE VIRTUAL TABLE model_boxes USING rtree(number, {pairs})")
    op.execute(f"CREATE TRIGGER model_boxes_insert AFTER INSERT ON models BEGIN {insert}; END")
    op.execute(f"CREATE TRIGGER model_boxes_update AFTER UPDATE ON models BEGIN {delete}; {insert}; END")
    op.execute(f"CREATE TRIGGER model_boxes_delete AFTER DELETE ON models BEGIN {delete}; END")


def _scenes() -> None:
    _resource("scenes", "scene_id", sa.Column("created", _TIME, nullable=False))
    op.create_table(
        "scene_versions",
        sa.Column("scene_id", sa.String(36), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("graph", _JSON, nullable=False),
        _text("author"),
        sa.Column("created", _TIME, nullable=False),
        sa.Column("glb", sa.String(300), nullable=True),
        sa.PrimaryKeyConstraint("scene_id", "version", name=op.f("pk_scene_versions")),
        _reference("scene_versions", "scene_id", "scenes.scene_id", "CASCADE"),
        _reference("scene_versions", "glb", "blobs.name"),
    )
    _blob("scene_versions", "glb")
    _resource("materials", "material_id", *_defined())
    duration: sa.Column[Any] = sa.Column("duration", sa.Double(), server_default="0", nullable=False)
    _resource("animations", "animation_id", *_defined(), duration)


def _defined() -> tuple[sa.Column[Any], ...]:
    return sa.Column("definition", _JSON, nullable=False), sa.Column("created", _TIME, nullable=False)


def _uses() -> None:
    used = [("asset_id", "assets.asset_id"), ("material_id", "materials.material_id")]
    used += [("animation_id", "animations.animation_id")]
    users = [("by_scene", "scenes.scene_id"), *((f"by_{name[:-3]}", target) for name, target in used[1:])]
    op.create_table(
        "uses",
        sa.Column("number", _KEY, nullable=False),
        *(sa.Column(name, sa.String(36), nullable=True) for name, _ in (*users, *used)),
        sa.Column("by_version", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_uses")),
        *(_reference("uses", name, target, "CASCADE") for name, target in users),
        *(_reference("uses", name, target) for name, target in used),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_uses_by_scene", "uses", ["by_scene", "by_version"], unique=False)
    for name in ("by_material", "by_animation", "asset_id", "material_id", "animation_id"):
        _index("uses", name)


def _renderjobs() -> None:
    _resource(
        "renderjobs",
        "job_id",
        _text("scene_id", 36),
        _count("scene_version"),
        sa.Column("camera_config", _JSON, nullable=False),
        _text("output_format", 16),
        _count("width"),
        _count("height"),
        sa.Column("frames", _JSON, nullable=True),
        sa.Column("settings", _JSON, nullable=False),
        sa.Column("status", sa.String(12), nullable=False),
        _text("message"),
        sa.Column("created_at", _TIME, nullable=False),
        sa.Column("started_at", _TIME, nullable=True),
        sa.Column("completed_at", _TIME, nullable=True),
        _text("output_path"),
        sa.Column("result", _JSON, nullable=False),
    )
    _index("renderjobs", "status", "number")
    _index("renderjobs", "scene_id")
