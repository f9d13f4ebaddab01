"""A Dask plugin that brings blobs to workers which share no disk with the submitter. Imported on first use."""

from __future__ import annotations

from typing import Any

from distributed import WorkerPlugin

from threedkit.jobs.blobs import CARRIED

__all__ = ["BlobCarrier"]


class BlobCarrier(WorkerPlugin):  # type: ignore[misc]  # distributed has no types
    """Carries blobs once into every worker process of a cluster, also into those that join later."""

    def __init__(self, job: str, blobs: dict[str, bytes]) -> None:
        """Carry these blobs, digest -> bytes, for one job."""
        self.name = f"threedkit-blobs-{job}"
        self.blobs = blobs

    def setup(self, worker: Any) -> None:  # noqa: ARG002 - Dask's signature
        """Unpack in the worker."""
        CARRIED[self.name] = self.blobs

    def teardown(self, worker: Any) -> None:  # noqa: ARG002 - Dask's signature
        """Forget in the worker."""
        CARRIED.pop(self.name, None)
