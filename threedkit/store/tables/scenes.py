"""Scenes with their versions, materials, animations, and which of them uses what."""

from __future__ import annotations

import sqlalchemy as sa

from threedkit.store.tables.base import JSON, METADATA, Moment, big_key, blob, seconds, text
from threedkit.store.tables.resources import resource, target

__all__ = ["animations", "materials", "scene_versions", "scenes", "uses"]

scenes = resource("scenes", "scene_id", sa.Column("created", Moment, nullable=False))

scene_versions = sa.Table(
    "scene_versions",
    METADATA,
    sa.Column("scene_id", sa.ForeignKey("scenes.scene_id", ondelete="CASCADE"), primary_key=True),
    sa.Column("version", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("graph", JSON, nullable=False),
    text("author"),
    sa.Column("created", Moment, nullable=False),
    blob("glb"),  # the composed scene, once it has been asked for
)

materials = resource(
    "materials",
    "material_id",
    sa.Column("definition", JSON, nullable=False),
    sa.Column("created", Moment, nullable=False),
)

animations = resource(
    "animations",
    "animation_id",
    sa.Column("definition", JSON, nullable=False),
    seconds("duration"),
    sa.Column("created", Moment, nullable=False),
)

uses = sa.Table(
    "uses",
    METADATA,
    big_key(),
    # who uses it: one of these
    target("by_scene", "scenes.scene_id", cascade=True),
    sa.Column("by_version", sa.Integer, nullable=True),
    target("by_material", "materials.material_id", cascade=True),
    target("by_animation", "animations.animation_id", cascade=True),
    # what is used: one of these
    target("asset_id", "assets.asset_id"),
    target("material_id", "materials.material_id"),
    target("animation_id", "animations.animation_id"),
    sa.Index("ix_uses_by_scene", "by_scene", "by_version"),
    sa.Index("ix_uses_by_material", "by_material"),
    sa.Index("ix_uses_by_animation", "by_animation"),
    sa.Index("ix_uses_asset_id", "asset_id"),
    sa.Index("ix_uses_material_id", "material_id"),
    sa.Index("ix_uses_animation_id", "animation_id"),
    sqlite_autoincrement=True,
)
