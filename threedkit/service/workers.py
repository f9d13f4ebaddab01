"""What works beside the routes, or in processes of its own: consumers of the queue, the runner, the mirror."""

from __future__ import annotations

import signal
import threading
from typing import TYPE_CHECKING, Any, Final

from threedkit.errors import ParameterError
from threedkit.service import ingest
from threedkit.service.consuming import Consumers, Handler
from threedkit.service.context import Service
from threedkit.service.notebooks import requests as notebooks
from threedkit.service.notebooks import running as notebook_running
from threedkit.service.operations import watched
from threedkit.service.pipeline import Pipeline
from threedkit.service.renders import accepting, drawing, forgetting, products
from threedkit.service.renders.mirror import Mirror
from threedkit.service.running import RunnerPart
from threedkit.store.outbox import forget_handled

if TYPE_CHECKING:
    from collections.abc import Callable

    from threedkit.service.context import Part
    from threedkit.service.settings import Settings
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


class RelayPart:
    """Brings messages from the database to the broker."""

    def __init__(self, service: Service) -> None:
        self._relay = service.outbox.relay()

    def start(self) -> None:
        """Begin."""
        self._relay.start()

    def stop(self) -> None:
        """End after the message that is being moved."""
        self._relay.stop()
        self._relay.join(_LEAVE_SECONDS)


class MirrorPart:
    """Keeps records as the ledger is; forgets what was handled, and uploads that were not completed, long ago."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._mirror = Mirror(service)

    def start(self) -> None:
        """Begin."""
        self._service.database.write(forget_handled)
        self._service.keys.forget()
        self._service.store.uploads.expire()
        self._mirror.start()

    def stop(self) -> None:
        """End after this look."""
        self._mirror.stop()
        self._mirror.join(_LEAVE_SECONDS)


def parts(service: Service) -> list[Part]:
    """Return what works in this process, by its settings, in the order of starting."""
    found: list[Part] = []
    if service.outbox.needs_relay:
        found.append(RelayPart(service))
    if not service.settings.work:
        return found
    runner = RunnerPart(service)
    consumers = Consumers(service, handlers(service, runner.client, runner.wake), service.settings.consumers)
    return [*found, runner, MirrorPart(service), consumers, _notebooks(service)]


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
        service.start()
        ended = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: ended.set())
        try:
            ready()
            ended.wait()
        finally:
            service.stop()
