"""What the store takes in and gives out: plain frozen values, no database in them."""

from threedkit.store.records.jobs import (
    AttemptRecord,
    Counts,
    Event,
    FailedFrame,
    FinishedFrame,
    FrameRecord,
    JobRecord,
    LayerRecord,
    NewJob,
    NewLayer,
    Page,
)

__all__ = [
    "AttemptRecord",
    "Counts",
    "Event",
    "FailedFrame",
    "FinishedFrame",
    "FrameRecord",
    "JobRecord",
    "LayerRecord",
    "NewJob",
    "NewLayer",
    "Page",
]
