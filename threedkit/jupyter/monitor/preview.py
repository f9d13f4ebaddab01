"""The picture of a split frame, as it sharpens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from threedkit.errors import JobError
from threedkit.render.png import encode_png

if TYPE_CHECKING:
    from threedkit.jobs import Job
    from threedkit.jupyter.monitor.gallery import Gallery

__all__ = ["Preview"]


class Preview:
    """Shows the slices of a job that are there, added up, in its gallery; at the end the frame itself.

    Args:
        job: whose frames may be split.
        gallery: where to show it.
    """

    def __init__(self, job: Job, gallery: Gallery) -> None:
        """Show nothing yet."""
        self._job = job
        self._gallery = gallery
        self._seen: tuple[str, int] | None = None

    def refresh(self, state: dict[str, Any]) -> None:
        """Show what there is; a picture that the user has opened stays.

        Args:
            state: `Job.snapshot()`.
        """
        slices = state["slices"]
        mark = None if slices is None else (state["status"], slices["done"])
        if mark in {None, self._seen} or self._gallery.opened is not None:
            return
        self._seen = mark
        try:
            frame = self._job.preview()
        except JobError:  # nothing is there yet, or all is finished
            frames = self._job.frames
            if frames and state["status"] == "succeeded":
                self._gallery.enlarge(frames[-1])
            return
        name = f"{frame.meta['slices']} of {state['split']} slices"
        self._gallery.show(encode_png(frame.color), name)
