"""Threads that wait for clients: for how long, and how many. The server of gRPC has a thread for each call."""

from __future__ import annotations

import contextlib
import logging
import threading
import time
from collections import Counter
from typing import TYPE_CHECKING, Any, Final

import msgspec

from threedkit.errors import FieldError
from threedkit.service.problems import ProblemError
from threedkit.service.receiving.body import Limits, check_rate

if TYPE_CHECKING:
    from collections.abc import Iterator

    import grpc

__all__ = ["Awaited", "Coming", "Seats", "Waits"]

_ONLY_SECONDS: Final = 5.0
"""So long may the message take of a call that has one: clients send it with the head."""

_logger = logging.getLogger("threedkit.service.grpc")


class _Wait(msgspec.Struct, eq=False):
    context: Any
    until: float


class Waits(threading.Thread):
    """Ends calls whose client lets us wait too long: they are cancelled, and their threads are free.

    Args:
        limits: `idle` seconds for each message that is to come, or to be taken; `rate` in bytes a second of all that
            come, and for which a message that is to be taken gets more time.
    """

    def __init__(self, limits: Limits) -> None:
        """Prepare; `start` begins."""
        super().__init__(name="threedkit-grpc-waits", daemon=True)
        self.limits = limits
        self._lock = threading.Lock()
        self._open: set[_Wait] = set()
        self._end = threading.Event()

    @contextlib.contextmanager
    def on(self, context: grpc.ServicerContext, seconds: float) -> Iterator[None]:
        """Wait for a client inside, at most so long."""
        wait = _Wait(context, time.monotonic() + seconds)
        with self._lock:
            self._open.add(wait)
        try:
            yield
        finally:
            with self._lock:
                self._open.discard(wait)

    def on_taking(self, context: grpc.ServicerContext, size: int) -> contextlib.AbstractContextManager[None]:
        """Wait inside until a client has taken so many bytes."""
        limits = self.limits
        return self.on(context, limits.idle + size / limits.rate if limits.rate else float("inf"))

    def run(self) -> None:
        """Look until `stop`."""
        while not self._end.wait(max(0.05, min(1.0, self.limits.idle / 4))):
            now = time.monotonic()
            with self._lock:
                late = [wait for wait in self._open if wait.until < now]
                self._open.difference_update(late)
            for wait in late:
                _logger.info("a call is cancelled: its client lets it wait")
                wait.context.cancel()

    def stop(self) -> None:
        """End."""
        self._end.set()
        self.join()


class Coming:
    """The messages of a call as they come, each within its time.

    Args:
        requests: of gRPC.
        context: of the call.
        waits: of the server.
        trusted: whether it is known who calls: the time is then for each message, else for all.
    """

    def __init__(self, requests: Iterator[Any], context: grpc.ServicerContext, waits: Waits, *, trusted: bool) -> None:
        self._requests, self._context, self._waits, self._trusted = requests, context, waits, trusted
        self._begun, self._taken = time.monotonic(), 0

    def __iter__(self) -> Coming:
        return self

    def __next__(self) -> Any:
        """Wait for the next message.

        Raises:
            ProblemError: 408, they come too slowly.
        """
        limits, passed = self._waits.limits, time.monotonic() - self._begun
        with self._waits.on(self._context, limits.idle if self._trusted else limits.idle - passed):
            message = next(self._requests)
        self._taken += message.ByteSize()
        check_rate(self._taken, time.monotonic() - self._begun, limits)
        return message

    def only(self) -> Any:
        """Wait for the message of a call that has one.

        Raises:
            FieldError: none has come.
        """
        with self._waits.on(self._context, min(_ONLY_SECONDS, self._waits.limits.idle)):
            message = next(self._requests, None)
        if message is None:
            raise FieldError("this call needs one message")
        return message


class Awaited(msgspec.Struct, frozen=True):
    """The one message of a call: it is waited for when it is known who calls."""

    coming: Coming


class Seats:
    """Threads that may wait for clients at once.

    Args:
        most: all in all.
        each: for one user.

    Example:
        >>> seats = Seats(2, 1)
        >>> with seats.taken("ann"), seats.taken("bob"):
        ...     pass
        >>> with seats.taken("ann"), seats.taken("ann"):
        ...     pass
        Traceback (most recent call last):
        ...
        threedkit.service.problems.ProblemError: too many calls at once that go on for long; end some, or come back
    """

    def __init__(self, most: int, each: int) -> None:
        self._most, self._each = most, each
        self._lock = threading.Lock()
        self._taken: Counter[str] = Counter()

    @contextlib.contextmanager
    def taken(self, subject: str) -> Iterator[None]:
        """Hold one inside.

        Raises:
            ProblemError: 429, there is none left for them.
        """
        with self._lock:
            if self._taken[subject] >= self._each or self._taken.total() >= self._most:
                message = "too many calls at once that go on for long; end some, or come back"
                raise ProblemError(429, "too-many-calls", message)
            self._taken[subject] += 1
        try:
            yield
        finally:
            with self._lock:
                self._taken[subject] -= 1
                self._taken += Counter()  # those who have none are forgotten
