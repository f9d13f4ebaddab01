"""Jobs: what to draw, on which cluster, frame by frame, into a folder that says what is finished."""

from threedkit.jobs.cluster import close_cluster
from threedkit.jobs.estimates import Estimate, estimate
from threedkit.jobs.job import Job
from threedkit.jobs.listing import jobs, open_job
from threedkit.jobs.moves import animate, stills, turntable
from threedkit.jobs.serve import Woken, serve_jobs
from threedkit.jobs.shots import Orbit, Shots, View, Views
from threedkit.jobs.spec import RenderSpec
from threedkit.jobs.submission import submit

__all__ = [
    "Estimate",
    "Job",
    "Orbit",
    "RenderSpec",
    "Shots",
    "View",
    "Views",
    "Woken",
    "animate",
    "close_cluster",
    "estimate",
    "jobs",
    "open_job",
    "serve_jobs",
    "stills",
    "submit",
    "turntable",
]
