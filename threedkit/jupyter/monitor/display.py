"""A job as the last line of a cell."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from threedkit.errors import require
from threedkit.jupyter.monitor.widget import JobMonitor

if TYPE_CHECKING:
    from threedkit.jobs import Job

__all__ = ["job_mimebundle", "show_job"]


def job_mimebundle(job: Job, include: Any = None, exclude: Any = None) -> dict[str, Any]:
    """The monitor of a job: a live widget, and its state now as HTML and text."""
    return JobMonitor(job)._repr_mimebundle_(include, exclude)


def show_job(job: Job) -> None:
    """Display the monitor of a job (`Job._ipython_display_`).

    When the job has ended, the displayed HTML is replaced too, even in a cell that ran long before: so a notebook that
    papermill has executed, or that was saved and closed, shows how the job ended.
    """
    display = require("IPython.display", extra="jupyter")
    name = uuid.uuid4().hex

    def publish(monitor: JobMonitor, *, update: bool) -> None:
        data = monitor._repr_mimebundle_()
        display.publish_display_data(data, transient={"display_id": name}, update=update)

    publish(JobMonitor(job, on_end=lambda ended: publish(ended, update=True)), update=False)
