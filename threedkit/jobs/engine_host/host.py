"""The engine of a worker process: orders of many threads, fulfilled in turn by one engine process."""

from __future__ import annotations

import atexit
import functools
import os
import threading
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, Final

from threedkit.errors import JobCancelledError, JobError
from threedkit.jobs.engine_host.driver import EngineDriver
from threedkit.jobs.engine_host.exchange import Bell
from threedkit.jobs.engine_host.order import Order
from threedkit.jobs.engine_host.settings import HostSettings

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future
    from pathlib import Path

    from threedkit.jobs.engine_host.drawn import Drawn
    from threedkit.jobs.engine_host.order import Since
    from threedkit.render import Shot

__all__ = ["EngineHost", "the_host"]

_ENCODERS: Final = 2
_CLOSE_SECONDS: Final = 5.0


class EngineHost:
    """Owns the engine process of this process, the thread that serves it, and the threads that encode.

    Orders are fulfilled in the order in which they come, whichever thread they come from. The engine process starts
    with the first one; when it dies the order fails that it was at, and the next one starts it anew.

    Example:
        >>> host = EngineHost()
        >>> host.encoders.submit(len, b"abc").result()
        3
        >>> host.close()
    """

    def __init__(self, settings: HostSettings | None = None) -> None:
        """Start nothing yet.

        Args:
            settings: limits; None takes those of the environment.

        Raises:
            FieldError: an environment variable holds no sensible number.
        """
        self._lock = threading.Lock()
        self._orders: deque[Order] = deque()
        self._current: Order | None = None
        self._closing = False
        self._bell = Bell()
        self._driver = EngineDriver(settings or HostSettings.from_environment(), self._bell)
        # Not a ThreadPoolExecutor: its threads end before atexit runs, and the engine process ends with its thread.
        self._thread = threading.Thread(target=self._serve, name="threedkit-engine", daemon=True)
        self._started = False
        self.encoders = ThreadPoolExecutor(_ENCODERS, thread_name_prefix="threedkit-encode")

    @property
    def pid(self) -> int | None:
        """Process id of the engine process; None while there is none."""
        return self._driver.pid

    def has(self, engine: str) -> bool:
        """Whether the engine process runs and has made this engine."""
        return self._driver.has(engine)

    def draw(
        self,
        engine: str,
        scene: str,
        source: Callable[[], Path | bytes],
        shot: Shot,
        *,
        timeout: float | None = None,
        ticket: str = "",
        since: Since | None = None,
    ) -> Future[Drawn]:
        """Draw one frame.

        The future raises `EngineCrashedError`, `FrameTimeoutError` or `JobCancelledError` when the engine process was
        lost with this frame, `EngineUnavailableError` when it does not start, and what the engine raises.

        Args:
            engine: name of the engine.
            scene: SHA-256 of the scene's GLB, or another name that no other scene has.
            source: gives the file that holds the GLB, or its bytes; called only when the scene is not loaded.
            shot: what to draw.
            timeout: seconds that drawing may take; the process is ended then. None: any. A scene may take longer to
                load, as `HostSettings.load_seconds` says.
            ticket: names the run that wants the frame, for `kill`.
            since: an earlier scene that this one was made of by edits. Where the process has that one loaded it follows
                them, if it can, and the scene need not be loaded.
        """
        return self._put(Order(engine, scene, source, shot, timeout=timeout, ticket=ticket, since=since))

    def warm(self, engine: str) -> Future[str]:
        """Start the engine process, make the engine and draw a tiny picture; the future holds the device's name."""
        return self._put(Order(engine))

    def kill(self, reason: str, ticket: str | None = None) -> None:
        """Give up orders: they fail with `JobCancelledError`. Returns at once.

        A frame that is being drawn has `HostSettings.grace` seconds to be finished; then the engine process is ended.

        Args:
            reason: text of the error.
            ticket: give up those of this run only; None: all.
        """
        with self._lock:
            current = self._current
            if current is not None and ticket in {None, current.ticket}:
                current.cancelled = reason
        self._bell.ring()
        self.withdraw(reason, ticket)

    def withdraw(self, reason: str, ticket: str | None = None) -> None:
        """As `kill`, but the frame that is being drawn goes on."""
        with self._lock:
            given_up = [order for order in self._orders if ticket in {None, order.ticket}]
            self._orders = deque(order for order in self._orders if order not in given_up)
        for order in given_up:
            if order.answer.set_running_or_notify_cancel():
                order.answer.set_exception(JobCancelledError(reason))

    def close(self) -> None:
        """Fulfil what was ordered, end the engine process and the threads; after 5 s by force."""
        with self._lock:
            self._closing = True
            started = self._started
        self._bell.ring()
        if started:
            self._thread.join(_CLOSE_SECONDS)
            if self._thread.is_alive():
                self.kill("the worker process ends")
                self._thread.join(2 * _CLOSE_SECONDS)
        self.encoders.shutdown()

    def _put(self, order: Order) -> Future[Any]:
        with self._lock:
            if self._closing:
                raise JobError("the engine of this worker process has been closed")
            self._orders.append(order)
            if not self._started:
                self._started = True
                self._thread.start()
        self._bell.ring()
        return order.answer

    def _serve(self) -> None:
        while (order := self._next()) is not None:
            self._fulfil(order)
            self._current = None
            del order  # it holds the frame
        self._driver.close()

    def _next(self) -> Order | None:
        while True:
            with self._lock:
                if self._orders:
                    self._current = self._orders.popleft()
                    return self._current
                if self._closing:
                    return None
            self._driver.idle()

    def _fulfil(self, order: Order) -> None:
        if not order.answer.set_running_or_notify_cancel():
            return
        try:
            order.answer.set_result(
                self._driver.warm(order) if order.shot is None else self._driver.draw(order, order.shot)
            )
        except BaseException as error:  # noqa: BLE001 - handed to the caller, who raises it
            order.answer.set_exception(error)


_lock = threading.Lock()


@functools.cache
def _host(process: int) -> EngineHost:  # noqa: ARG001 - after a fork the parent's host is not ours
    host = EngineHost()
    atexit.register(host.close)
    return host


def the_host() -> EngineHost:
    """Return the host of this process; the first call makes it."""
    with _lock:
        return _host(os.getpid())
