"""What works beside the routes, or in processes of its own: consumers, the runner, the mirror, the housekeeper."""

from __future__ import annotations

import signal
import threading
from typing import TYPE_CHECKING, Any, Final

from threedkit.errors import ParameterError
from threedkit.service import ingest
from threedkit.service.consuming import Consumers, Handler
from threedkit.service.context import Service
from threedkit.service.housekeeping import Housekeeper
from threedkit.service.notebooks import requests as notebooks
from threedkit.service.notebooks import running as notebook_running
from threedkit.service.operations import watched
from threedkit.service.pipeline import Pipeline
from threedkit.service.renders import accepting, drawing, forgetting, products
from threedkit.service.renders.mirror import Mirror
from threedkit.service.running import RunnerPart

if TYPE_CHECKING:
    from collections.abc import Callable

    from threedkit.service.context import Part
    from threedkit.service.settings import Settings
    from threedkit.store.outbox import Relay
    from threedkit.store.queue import Message

__all__ = ["handlers", "parts", "work"]

_LEAVE_SECONDS: Final = 8.0


def handlers(
    service: Service, client: Callable[[], Any] = lambda: None, wake: Callable[[], object] = lambda: None
) -> dict[str, Handler]:
    """Return what this service does with its messages, by their topics.

    Args:
        service: of this process.
        client: gives that of the cluster that draws; None is the embedded one.
        wake: is called when a runner may have something to do.
    """

    def draw(message: Message) -> None:
        drawing.draw(service, message, client())
        wake()

    found = {
        accepting.TOPIC: Handler(
            draw,
            lambda message, reason: drawing.give_up(service, message, reason),
        ),
        products.TOPIC: Handler(
            lambda message: products.make(service, message),
            lambda message, reason: products.give_up(service, message, reason),
        ),
        forgetting.TOPIC: Handler(lambda message: forgetting.forget(service, message)),
    }
    if service.settings.pipeline:
        pipeline = Pipeline(service.store, service.settings)
        found[ingest.TOPIC] = Handler(pipeline.handle, pipeline.give_up, pipeline.close)
    return found


class ThreadPart:
    """Runs a thread: that which brings messages to the broker, which follows the ledger, or which forgets."""

    def __init__(self, thread: Relay | Mirror | Housekeeper) -> None:
        self._thread = thread

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """End after what is being done."""
        self._thread.stop()
        self._thread.join(_LEAVE_SECONDS)


def parts(service: Service) -> list[Part]:
    """Return what works in this process, by its settings, in the order of starting."""
    found: list[Part] = []
    if service.outbox.needs_relay:
        found.append(ThreadPart(service.outbox.relay()))
    if not service.settings.work:
        return found
    runner = RunnerPart(service)
    consumers = Consumers(service, handlers(service, runner.client, runner.wake), service.settings.consumers)
    lookers = (ThreadPart(Mirror(service)), ThreadPart(Housekeeper(service)))
    return [*found, runner, *lookers, consumers, _notebooks(service)]


def _notebooks(service: Service) -> Consumers:
    """Consumers of their own: a notebook takes minutes, and uploads do not wait for it."""

    def run(message: Message) -> None:
        notebook_running.execute(service, message, lambda: consumers.ends)

    handler = Handler(run, lambda message, reason: notebook_running.give_up(service, message, reason))
    consumers = Consumers(service, {notebooks.TOPIC: handler}, service.settings.notebooks_at_once)
    return consumers


def work(settings: Settings, ready: Callable[[], object]) -> None:
    """Work on uploads and render jobs, without routes, until SIGTERM or Ctrl+C.

    Args:
        settings: of this process.
        ready: is called when it has begun.

    Raises:
        ParameterError: the settings say that this process has no workers.
        StoreError: records, blobs or the broker cannot be reached.
    """
    if not settings.work:
        raise ParameterError("--workers-only and --no-workers leave nothing to do")
    service = Service(settings)
    with watched(settings, (service.token,)):
        service.start(answers=False)
        ended = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: ended.set())
        try:
            ready()
            ended.wait()
        finally:
            service.stop()
