"""Notebook templates that were run as jobs."""

from __future__ import annotations

from typing import Any

import msgspec

from threedkit.store.states import Status

__all__ = ["NotebookRun"]


class NotebookRun(msgspec.Struct, frozen=True, kw_only=True):
    """A notebook template, run with parameters.

    Attributes:
        run_id: UUIDv7.
        template: its name.
        parameters: as they were given; the others have their defaults.
        status: queued, running, succeeded, failed or cancelled; `message` says why.
        created_at: UTC, ISO 8601, as `started_at` and `completed_at`, which are "" before.
        output_path: where its files are: a folder or ``s3://`` prefix.
        result: how far it is, and at the end what run.json says.
    """

    run_id: str
    name: str = ""
    template: str = ""
    parameters: dict[str, Any] = {}
    status: Status = "queued"
    message: str = ""
    created_at: str = ""
    started_at: str = ""
    completed_at: str = ""
    updated: str = ""
    output_path: str = ""
    result: dict[str, Any] = {}
    metadata: dict[str, Any] = {}
    tags: tuple[str, ...] = ()
    owner: str = ""
    groups: tuple[str, ...] = ()
    version: int = 1
