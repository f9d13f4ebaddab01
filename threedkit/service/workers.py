"""What works beside the routes, or in processes of its own: consumers of the queue, the runner, the mirror."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING, Any, Final

from opentelemetry.trace import SpanKind

from threedkit.errors import OutputError, RecordNotFoundError, StoreError, ThreedkitError
from threedkit.jobs import Woken, serve_jobs
from threedkit.jobs.reaching import connected
from threedkit.service import ingest
from threedkit.service.operations import bound, continued, metrics, span
from threedkit.service.pipeline import Pipeline
from threedkit.service.renders import accepting, drawing, forgetting, products
from threedkit.service.renders.mirror import Mirror
from threedkit.store.outbox import forget_handled

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from threedkit.service.context import Part, Service
    from threedkit.store.queue import Delivery, Message

__all__ = ["Again", "Consumers", "Handler", "RunnerPart", "handlers", "parts"]

_WAIT_SECONDS: Final = 1.0
_AGAIN_SECONDS: Final = 2.0
_LEAVE_SECONDS: Final = 8.0
_LAST_DELAY: Final = 60.0

_logger = logging.getLogger("threedkit.service.workers")


class Again(ThreedkitError):  # noqa: N818 - no error of the service: raised by handlers
    """It cannot be done yet.

    Args:
        delay: seconds after which to try again.
        reason: why.
    """

    def __init__(self, delay: float, reason: str) -> None:
        super().__init__(reason)
        self.delay = delay


class Handler:
    """What is done with the messages of a topic.

    Args:
        handle: does it; it may be called again with the same message, after it has ended or died anywhere.
        give_up: is told the reason when no try is left.
    """

    def __init__(
        self, handle: Callable[[Message], None], give_up: Callable[[Message, str], None] | None = None
    ) -> None:
        self.handle = handle
        self.give_up = give_up or (lambda _message, _reason: None)


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

    pipeline = Pipeline(service.store, service.settings)
    return {
        ingest.TOPIC: Handler(pipeline.handle),
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


class Consumers:
    """Threads that take messages from the service's queue and do what they ask.

    Args:
        service: of this process.
        of: handlers by topic.
        threads: how many messages at once.
    """

    def __init__(self, service: Service, of: Mapping[str, Handler], threads: int = 2) -> None:
        self._service = service
        self._handlers = dict(of)
        self._ends = threading.Event()
        self._threads = [
            threading.Thread(target=self._work, name=f"threedkit-consumer-{number}", daemon=True)
            for number in range(threads)
        ]

    def start(self) -> None:
        """Begin to take messages."""
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Take no more; what is being done is finished, or done again by others."""
        self._ends.set()
        self._service.outbox.queue.wake()
        for thread in self._threads:
            thread.join(_LEAVE_SECONDS)

    def _work(self) -> None:
        topics, queue = sorted(self._handlers), self._service.outbox.queue
        while not self._ends.is_set():
            try:
                delivery = queue.receive(topics, _WAIT_SECONDS)
                if delivery is not None:
                    self._take(delivery)
            except StoreError as error:
                _logger.warning("the queue is out of reach: %s", error)
                self._ends.wait(_AGAIN_SECONDS)

    def _take(self, delivery: Delivery) -> None:
        """Handle a message and say what became of it; an error of any kind costs it one of its tries."""
        message = delivery.message
        context = continued(message.headers)
        about = span(
            f"{message.topic} process", context=context, kind=SpanKind.CONSUMER, messaging_message_id=message.id
        )
        with about, metrics.handling(message.topic) as told, bound(message_id=message.id, **_ids(message)):
            attempts = self._service.outbox.queue.attempts
            if attempts is not None and delivery.attempt > attempts:
                told["outcome"] = self._bury(delivery, "the processes that worked on it have died")
                return
            try:
                self._handlers[message.topic].handle(message)
            except Again as again:
                told["outcome"] = self._answer_again(delivery, str(again), again.delay)
            except Exception as error:  # noqa: BLE001 - whatever it is, the message is answered and the thread goes on
                told["outcome"] = self._fail(delivery, error)
            else:
                delivery.ack()

    def _fail(self, delivery: Delivery, error: Exception) -> str:
        reason = f"{type(error).__name__}: {error}"
        if not _may_pass(error):
            return self._bury(delivery, str(error))
        delay = min(2.0 ** (delivery.attempt - 1), _LAST_DELAY)
        _logger.warning("message %s of %s is tried again: %s", delivery.message.id, delivery.message.topic, reason)
        return self._answer_again(delivery, reason, delay)

    def _answer_again(self, delivery: Delivery, reason: str, delay: float) -> str:
        attempts = self._service.outbox.queue.attempts
        if attempts is not None and delivery.attempt >= attempts:
            return self._bury(delivery, reason)
        delivery.nack(reason, delay=delay)
        return "again"

    def _bury(self, delivery: Delivery, reason: str) -> str:
        self._handlers[delivery.message.topic].give_up(delivery.message, reason)
        delivery.reject(reason)
        _logger.error("message %s of %s is a dead letter: %s", delivery.message.id, delivery.message.topic, reason)
        return "dead"


class RunnerPart:
    """Draws the jobs of the ledger, on the embedded cluster or on the one of the settings.

    Args:
        service: of this process.
    """

    def __init__(self, service: Service) -> None:
        self._service = service
        self._woken = Woken()
        self._client: Any = None
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, name="threedkit-runner", daemon=True)

    def start(self) -> None:
        """Bring the cluster up, and begin."""
        self._thread.start()

    def stop(self) -> None:
        """Give the jobs back to other runners."""
        self._woken.end()
        self._thread.join(_LEAVE_SECONDS)

    def wake(self) -> None:
        """A job has been written down."""
        self._woken.wake()

    def client(self) -> Any:
        """Return the client of the cluster, None where it is the embedded one.

        Raises:
            Again: it is not connected yet.
        """
        if self._service.settings.scheduler and not self._ready.wait(_WAIT_SECONDS):
            raise Again(_AGAIN_SECONDS, f"scheduler {self._service.settings.scheduler} is not connected")
        return self._client

    def _run(self) -> None:
        settings = self._service.settings
        while not self._woken.ends:
            try:
                with connected(settings.scheduler) as client:
                    self._client = client
                    self._ready.set()
                    if client is None and settings.warm:
                        _warm(settings.dask_workers)
                    serve_jobs(
                        client=client,
                        workers=None if client is not None else settings.dask_workers,
                        at_once=settings.jobs_at_once,
                        tell=lambda line: _logger.info("job %s", line),
                        store=self._service.store.jobs,
                        woken=self._woken,
                    )
            except (ThreedkitError, OSError) as error:
                _logger.warning("the runner begins anew: %s", error)
                self._woken.wait(_AGAIN_SECONDS)
            finally:
                self._ready.clear()


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
    """Keeps records as the ledger is, and forgets what was handled long ago."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._mirror = Mirror(service)

    def start(self) -> None:
        """Begin."""
        self._service.database.write(forget_handled)
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
    if not service.settings.workers:
        return found
    runner = RunnerPart(service)
    consumers = Consumers(service, handlers(service, runner.client, runner.wake), service.settings.consumers)
    return [*found, runner, MirrorPart(service), consumers]


def _warm(workers: int | None) -> None:
    """Start the embedded cluster before the first job comes."""
    from threedkit.jobs.cluster import embedded_client

    embedded_client(workers)


def _ids(message: Message) -> dict[str, str]:
    """What log lines about a message name."""
    return {name: str(message.body[name]) for name in ("job_id", "asset_id", "run_id") if name in message.body}


def _may_pass(error: Exception) -> bool:
    """Whether it may go better next time: places out of reach, and what nobody has foreseen."""
    if isinstance(error, RecordNotFoundError):
        return False
    return isinstance(error, StoreError | OutputError) or not isinstance(error, ThreedkitError)
