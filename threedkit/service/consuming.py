"""Consumers: threads that take messages from the queue, do what they ask, and say what became of them."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING, Final

from opentelemetry.trace import SpanKind

from threedkit.errors import OutputError, RecordNotFoundError, StoreError, ThreedkitError
from threedkit.service.operations import bound, continued, metrics, span
from threedkit.store.values import as_line

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from threedkit.service.context import Service
    from threedkit.store.queue import Delivery, Message

__all__ = ["Again", "Consumers", "Handler"]

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
        close: is called when nothing more comes.
    """

    def __init__(
        self,
        handle: Callable[[Message], None],
        give_up: Callable[[Message, str], None] | None = None,
        close: Callable[[], None] = lambda: None,
    ) -> None:
        self.handle = handle
        self.give_up = give_up or (lambda _message, _reason: None)
        self.close = close


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

    @property
    def ends(self) -> bool:
        """Whether it has been told to stop."""
        return self._ends.is_set()

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
        for handler in self._handlers.values():
            handler.close()

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
            except Exception:
                _logger.exception("a consumer goes on after what nobody has foreseen")
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
                told["outcome"] = self._answer_again(delivery, as_line(str(again)), again.delay)
            except Exception as error:  # noqa: BLE001 - whatever it is, the message is answered and the thread goes on
                told["outcome"] = self._fail(delivery, error)
            else:
                self._say(delivery.ack)

    def _fail(self, delivery: Delivery, error: Exception) -> str:
        reason = as_line(f"{type(error).__name__}: {error}")
        if not _may_pass(error):
            return self._bury(delivery, as_line(str(error)))
        delay = min(2.0 ** (delivery.attempt - 1), _LAST_DELAY)
        _logger.warning("message %s of %s is tried again: %s", delivery.message.id, delivery.message.topic, reason)
        return self._answer_again(delivery, reason, delay)

    def _answer_again(self, delivery: Delivery, reason: str, delay: float) -> str:
        attempts = self._service.outbox.queue.attempts
        if attempts is not None and delivery.attempt >= attempts:
            return self._bury(delivery, reason)
        self._say(lambda: delivery.nack(reason, delay=delay))
        return "again"

    def _bury(self, delivery: Delivery, reason: str) -> str:
        try:
            told = self._say(lambda: self._handlers[delivery.message.topic].give_up(delivery.message, reason))
        except Exception:
            _logger.exception("giving up message %s of %s failed", delivery.message.id, delivery.message.topic)
            told = True
        if told:  # else it is left to the next process, which gives it up
            self._say(lambda: delivery.reject(reason))
        _logger.error("message %s of %s is a dead letter: %s", delivery.message.id, delivery.message.topic, reason)
        return "dead"

    def _say(self, say: Callable[[], object]) -> bool:
        """Say what became of a message until it is heard: what is not said is held as long as this process lives.

        Returns whether it was heard; it is not where the consumers end before the records are there again.
        """
        while True:
            try:
                say()
            except StoreError as error:
                _logger.warning("what became of a message cannot be said yet: %s", error)
                if self._ends.wait(_AGAIN_SECONDS):
                    return False
            else:
                return True


def _ids(message: Message) -> dict[str, str]:
    """What log lines about a message name."""
    return {name: str(message.body[name]) for name in ("job_id", "asset_id", "run_id") if name in message.body}


def _may_pass(error: Exception) -> bool:
    """Whether it may go better next time: places out of reach, and what nobody has foreseen."""
    if isinstance(error, RecordNotFoundError):
        return False
    return isinstance(error, StoreError | OutputError) or not isinstance(error, ThreedkitError)
