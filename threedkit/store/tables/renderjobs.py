"""Render jobs as the service's clients see them. Their frames are in the ledger, under the same id."""

from __future__ import annotations

import sqlalchemy as sa

from threedkit.store.tables.base import JSON, Moment, number, text
from threedkit.store.tables.resources import resource

__all__ = ["renderjobs"]

renderjobs = resource(
    "renderjobs",
    "job_id",
    text("scene_id", 36),  # no key: a job outlives its scene
    number("scene_version"),
    sa.Column("camera_config", JSON, nullable=False),
    text("output_format", 16),
    number("width"),
    number("height"),
    sa.Column("frames", JSON, nullable=True),
    sa.Column("settings", JSON, nullable=False),
    sa.Column("status", sa.String(12), nullable=False),
    text("message"),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("started_at", Moment, nullable=True),
    sa.Column("completed_at", Moment, nullable=True),
    text("output_path"),
    sa.Column("result", JSON, nullable=False),
    sa.Index("ix_renderjobs_status_number", "status", "number"),
    sa.Index("ix_renderjobs_scene_id", "scene_id"),
)
