"""The process that works on an asset: ``python -m threedkit.service.pipeline.child PARENT``, an order on its input.

What somebody has uploaded is read here and nowhere else: whatever it does to this process, the service goes on. Memory
is bounded by the system, time by the parent; for each step a line goes out when it has ended.
"""

from __future__ import annotations

import contextlib
import resource
import sys
import warnings
from pathlib import Path

import msgspec

from threedkit.errors import ThreedkitError
from threedkit.jobs.engine_host.parent import end_with
from threedkit.service.pipeline import models, pictures
from threedkit.service.pipeline.messages import Done, Order
from threedkit.store.records import DerivativeKind

__all__ = ["main"]

_FIRST_TO_GO = "700"
"""Out of 1000: when the system is out of memory, it ends this process before the service."""


def main() -> None:
    """Do what the order on the standard input says."""
    end_with(int(sys.argv[1]))
    with contextlib.suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text(_FIRST_TO_GO)
    order = msgspec.json.decode(sys.stdin.buffer.read(), type=Order)
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    most = order.memory if hard == resource.RLIM_INFINITY else min(order.memory, hard)
    resource.setrlimit(resource.RLIMIT_AS, (most, hard))
    warnings.simplefilter("ignore")
    work = models.ModelWork(order) if order.asset_type == "model" else pictures.PictureWork(order)
    for kind in order.steps:
        sys.stdout.buffer.write(msgspec.json.encode(_do(work, kind)) + b"\n")
        sys.stdout.buffer.flush()


def _do(work: models.ModelWork | pictures.PictureWork, kind: DerivativeKind) -> Done:
    """Take one step. What is nobody's fault on purpose ends the process, which its parent tells of."""
    try:
        if isinstance(work, models.ModelWork):
            return models.STEPS[kind](work) if kind in models.STEPS else Done(kind=kind, state="skipped")
        return pictures.STEPS[kind](work) if kind in pictures.STEPS else Done(kind=kind, state="skipped")
    except ThreedkitError as error:
        said = str(error).replace(work.order.source, work.order.name)
        return Done(kind=kind, state="failed", error=said)
    except MemoryError:
        gib = work.order.memory / (1 << 30)
        return Done(
            kind=kind, state="failed", error=f"it takes more memory than the {gib:.3g} GiB that a step may have"
        )


if __name__ == "__main__":
    main()
