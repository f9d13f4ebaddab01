"""What happens to a render job, as server-sent events with numbers: who comes back misses nothing."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

import msgspec
from starlette.concurrency import run_in_threadpool

from threedkit.errors import RecordNotFoundError
from threedkit.service.renders.showing import show
from threedkit.store.states import FINAL

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from threedkit.service.auth import Principal
    from threedkit.service.context import Service
    from threedkit.service.renders.showing import RenderJobShown
    from threedkit.store.records import Event

__all__ = ["Told", "follow"]

_LOOK_SECONDS: Final = 0.25
_PAGE: Final = 500


class Told(msgspec.Struct, frozen=True):
    """An event.

    Attributes:
        number: of the event in the job's log; 0 for the state that follows the others.
        kind: of the event; ``state`` for the job as it is now, ``end`` for the last one.
        data: its JSON.
    """

    number: int
    kind: str
    data: bytes


async def follow(service: Service, who: Principal, job_id: str, after: int) -> AsyncIterator[Told]:
    """Yield the events that come after a number, and the job's state when it has changed, until the job has ended.

    Args:
        service: of this process.
        who: asks; when the job is deleted, or no longer theirs, it ends.
        job_id: of which job.
        after: number of the last event that is known already.
    """
    told = b""
    while True:
        try:
            events, shown = await run_in_threadpool(_look, service, who, job_id, after)
        except RecordNotFoundError:
            return
        for event in events:
            after = event.number
            yield Told(event.number, event.kind, msgspec.json.encode({"time": event.time, **event.data}))
        state = msgspec.json.encode(_state(shown))
        if state != told:
            told = state
            yield Told(0, "state", state)
        if shown.status in FINAL and len(events) < _PAGE:
            yield Told(0, "end", state)
            return
        if len(events) < _PAGE:
            await asyncio.sleep(_LOOK_SECONDS)


def _look(service: Service, who: Principal, job_id: str, after: int) -> tuple[Sequence[Event], RenderJobShown]:
    """The state first: it is then no newer than the events."""
    shown = show(service, service.store_for(who).renderjobs.get(job_id))
    known = shown.total > 0
    return service.store.jobs.events(job_id, after, _PAGE) if known else (), shown


def _state(shown: RenderJobShown) -> dict[str, object]:
    names = ("status", "message", "total", "done", "failed", "progress")
    return {name: getattr(shown, name) for name in names}
