"""Whether the workers of a cluster can draw a job, asked before it begins."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from threedkit.errors import CapabilityError, EngineUnavailableError, JobError, MissingPackageError
from threedkit.jobs.cluster import able_workers
from threedkit.jobs.spec import RenderSpec
from threedkit.jobs.worker import engine_reason

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["ask", "check_suitable", "choose_engine", "draw_reason"]

_PREFERRED = ("filament", "mitsuba")


def choose_engine(client: Any, resources: Mapping[str, float], name: str | None) -> str:
    """Return the engine for a cluster that is not our own: the one that was asked for, or one that its workers have.

    A cluster that has no worker yet is believed.

    Raises:
        EngineUnavailableError: no worker can run it; the message says why.
        JobError: no worker offers the resources, or one cannot import threedkit.
    """
    if not able_workers(client):
        return name or _PREFERRED[0]
    workers = list(able_workers(client, resources).values())
    if not workers:
        wanted = ", ".join(f"{resource}={amount:g}" for resource, amount in resources.items())
        raise JobError(f"no worker of the cluster offers the resources {wanted}; start one with --resources")
    reasons = []
    for candidate in (name,) if name is not None else _PREFERRED:
        answers = ask(client, engine_reason, candidate, workers=workers)
        if None in answers:
            return candidate
        reasons.append(f"{candidate}: {answers[0]}")
    raise EngineUnavailableError(f"no worker of the cluster can run engine {'; '.join(reasons)}")


def check_suitable(client: Any, resources: Mapping[str, float], spec: RenderSpec) -> None:
    """Make sure that a worker has the outputs, features and file format that a job asks for.

    Raises:
        CapabilityError: none has; the message names what is missing.
    """
    workers = list(able_workers(client, resources).values())
    if not workers:
        return
    answers = ask(client, draw_reason, spec.to_json().decode("utf-8"), workers=workers)
    if answers and None not in answers:
        raise CapabilityError(f"no worker of the cluster can draw this: {answers[0]}")


def draw_reason(spec: str) -> str | None:
    """Return why this process cannot draw a job, as far as that is known without an engine; None when it can.

    Args:
        spec: of the job, as JSON.
    """
    from threedkit.render.files import encode_frame
    from threedkit.render.frame import Frame
    from threedkit.render.registry import refusal

    wanted = RenderSpec.from_json(spec)
    reason = refusal(wanted.engine, wanted.shot(0)) or (split_refusal(wanted) if wanted.split > 1 else None)
    if reason is not None:
        return reason
    try:
        encode_frame(Frame(color=np.zeros((1, 1, 4), np.uint8)), wanted.format)
    except MissingPackageError as error:
        return f"format {wanted.format!r}: {error}"
    return None


def split_refusal(spec: RenderSpec) -> str | None:
    """Return why an engine cannot draw in slices, as far as its class tells; None when it can."""
    from threedkit.render.registry import offered, refusal
    from threedkit.render.slices import slice_shot

    offers = offered(spec.engine)
    if offers is not None and "global_illumination" not in offers.features:
        return f"engine {spec.engine!r} traces no paths and has no noise to share out; leave split= out"
    return refusal(spec.engine, slice_shot(spec.shot(0), spec.split)[0])


def ask(client: Any, question: Any, *arguments: str, workers: list[str] | None = None) -> list[Any]:
    """Call a function in worker processes, in all of them by default, and return the answers.

    Raises:
        JobError: a worker cannot answer, mostly since it has no threedkit.
    """
    answers = client.run(question, *arguments, workers=workers, on_error="return")
    for worker, answer in answers.items():
        if isinstance(answer, BaseException):
            raise JobError(
                f"worker {worker} cannot take this job: {type(answer).__name__}: {answer}; "
                "install the same threedkit there as here"
            )
    return list(answers.values())
