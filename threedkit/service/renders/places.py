"""Where the results of render jobs are, and what they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from threedkit.store import home, open_blobs

if TYPE_CHECKING:
    from threedkit.service.context import Service
    from threedkit.store.blobs import Blobs

__all__ = ["MEDIA_TYPES", "media_type", "place_of", "results"]

MEDIA_TYPES: Final = {
    "avif": "image/avif",
    "exr": "image/x-exr",
    "gif": "image/gif",
    "glb": "model/gltf-binary",
    "jpg": "image/jpeg",
    "html": "text/html",
    "ipynb": "application/x-ipynb+json",
    "json": "application/json",
    "jxl": "image/jxl",
    "log": "text/plain",
    "mkv": "video/x-matroska",
    "mp4": "video/mp4",
    "npz": "application/zip",
    "png": "image/png",
    "webm": "video/webm",
    "webp": "image/webp",
}


def place_of(service: Service, job_id: str) -> str:
    """Return the folder or ``s3://`` prefix of a job's results: beside the blobs where those are in a bucket."""
    base = service.settings.renders
    if base is None:
        base = f"{service.blobs.url}/renders" if "://" in service.blobs.url else str(home() / "jobs")
    return f"{base.rstrip('/')}/{job_id}"


def results(output_path: str) -> Blobs:
    """Return the files of a job by their names in its folder."""
    return open_blobs(output_path)


def media_type(name: str) -> str:
    """Return the media type of a result by its name.

    Example:
        >>> media_type("frames/frame_0000.png")
        'image/png'
    """
    return MEDIA_TYPES.get(name.rpartition(".")[2], "application/octet-stream")
