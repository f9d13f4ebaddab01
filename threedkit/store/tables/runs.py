"""Notebook templates that were run as jobs."""

from __future__ import annotations

import sqlalchemy as sa

from threedkit.store.tables.base import JSON, Moment, text
from threedkit.store.tables.resources import resource

__all__ = ["runs"]

runs = resource(
    "runs",
    "run_id",
    text("template", 100),
    sa.Column("parameters", JSON, nullable=False),
    sa.Column("status", sa.String(12), nullable=False),
    text("message"),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("started_at", Moment, nullable=True),
    sa.Column("completed_at", Moment, nullable=True),
    text("output_path"),
    sa.Column("result", JSON, nullable=False),
    sa.Index("ix_runs_status_number", "status", "number"),
)
