"""Render jobs as clients of the service see them."""

from __future__ import annotations

from typing import Any

import msgspec

from threedkit.store.states import Status

__all__ = ["RenderJob"]


class RenderJob(msgspec.Struct, frozen=True, kw_only=True):
    """A render job. Its frames are in the ledger (`JobStore`), under the same id.

    Attributes:
        job_id: UUIDv7.
        scene_id: of the scene that is drawn, as it was in `scene_version`.
        camera_config: as it was asked for.
        output_format: png, exr, mp4 ...
        resolution: width and height in pixels.
        frames: as they were asked for.
        settings: engine, samples and so on.
        status: as that of the ledger's job.
        created_at: UTC, ISO 8601, as `started_at` and `completed_at`, which are "" before.
        output_path: where the results are: a folder or ``s3://`` prefix.
        result: JSON of what came out.
    """

    job_id: str
    name: str = ""
    scene_id: str = ""
    scene_version: int = 0
    camera_config: dict[str, Any] = {}
    output_format: str = "png"
    resolution: tuple[int, int] = (1920, 1080)
    frames: Any = None
    settings: dict[str, Any] = {}
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
