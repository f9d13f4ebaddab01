"""How often the browser is told of changes: one message at a time, and never more than it can take."""

from __future__ import annotations

import asyncio
import math
import threading
import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Pace"]


class Pace:
    """Sends when something has changed, as soon as that may be; what changes meanwhile goes together.

    One message at most is unacknowledged. While a cell is running, acknowledgements may not get through (Voila, VS
    Code: they wait in the shell's queue; JupyterLab hands them to a thread of their own): then it is one message an
    `interval`. A message that is not acknowledged for `patience` seconds is taken for lost.
    """

    def __init__(
        self,
        send: Callable[[], bool],
        lock: threading.RLock,
        *,
        least: float,
        interval: float,
        patience: float,
        main: bool,
    ) -> None:
        """Prepare to send.

        Args:
            send: sends what there is; tells whether that was anything.
            lock: held while it does.
            least: seconds between two messages, at least.
            interval: seconds between two messages that cannot be acknowledged.
            patience: see above.
            main: send from this thread alone, which is the kernel's own.
        """
        self._send, self._lock, self._main = send, lock, main
        self.least, self._interval, self._patience = least, interval, patience
        self._wanted = self._outstanding = self._turned = self._beside = self._closed = False
        self._sent = -1e9
        self._due = math.inf
        self.thread = threading.get_ident()
        try:
            self._loop: asyncio.AbstractEventLoop | None = asyncio.get_running_loop()
        except RuntimeError:  # no kernel: a script, a test
            self._loop = None

    def request(self, *, later: bool = False) -> None:
        """There is something to send.

        Args:
            later: not before the kernel's loop goes on, where there is one.
        """
        self._wanted = True
        if self._loop is not None and (later or (self._main and threading.get_ident() != self.thread)):
            self._call_later(0.0)
        else:
            self._attempt()

    def acknowledge(self) -> None:
        """The last message has arrived."""
        with self._lock:
            self._outstanding = False
            self._beside = self._beside or threading.get_ident() != self.thread
            wanted = self._wanted
        if wanted:
            self.request()

    def close(self) -> None:
        """Send no more, and let go of what would."""
        self._closed = True
        self._send = lambda: False

    def _attempt(self) -> None:
        with self._lock:
            if self._closed or not self._wanted:
                return
            wait = self._wait()
            if wait > 0:
                self._call_later(wait)
                return
            self._wanted, self._turned = False, self._loop is None
            self._outstanding = True
            self._sent = time.monotonic()
            if self._loop is not None:
                self._post(self._turn)
            self._outstanding = self._send()
            self._sent = time.monotonic()

    def _wait(self) -> float:
        """Seconds until a message may be sent."""
        if self._loop is None:
            return 0.0
        since = time.monotonic() - self._sent
        if not self._outstanding:
            return self.least - since
        if self._turned or self._beside:  # acknowledgements come through
            return self._patience - since
        return max(self._interval, self.least) - since

    def _turn(self) -> None:
        self._turned = True

    def _post(self, call: Callable[..., Any], *args: Any) -> None:
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(call, *args)

    def _call_later(self, wait: float) -> None:
        """Try again after some seconds; a later attempt that is waiting already does not hold back an earlier one."""
        due = time.monotonic() + wait
        if self._loop is not None and due < self._due:
            self._due = due
            self._post(self._loop.call_later, wait, self._fire, due)

    def _fire(self, due: float) -> None:
        """A timer is up, by the loop's own clock: uvloop's may be some milliseconds ahead of ours."""
        if due == self._due:
            self._due = math.inf
        self._attempt()
