"""Jobs: what to draw, on which cluster, frame by frame, into a folder that says what is finished."""

from threedkit.jobs.cluster import close_cluster
from threedkit.jobs.job import Job
from threedkit.jobs.moves import animate, stills, turntable
from threedkit.jobs.shots import Orbit, Shots, View, Views
from threedkit.jobs.spec import RenderSpec
from threedkit.jobs.submit import open_job, submit

__all__ = [
    "Job",
    "Orbit",
    "RenderSpec",
    "Shots",
    "View",
    "Views",
    "animate",
    "close_cluster",
    "open_job",
    "stills",
    "submit",
    "turntable",
]
