"""One conversation with an engine process: a message out, its answer back, with an eye on time, memory and wishes."""

from __future__ import annotations

import logging
import math
import os
import select
import time
import weakref
from typing import TYPE_CHECKING, Final

import msgspec

from threedkit.errors import EngineCrashedError, FrameTimeoutError, JobCancelledError, RenderError
from threedkit.jobs.engine_host.channel import NonsenseError
from threedkit.jobs.engine_host.failures import raised
from threedkit.jobs.engine_host.messages import Failed, Note, decode_reply, encode
from threedkit.jobs.engine_host.scenes import resident_bytes

if TYPE_CHECKING:
    from collections.abc import Callable

    from threedkit.jobs.engine_host.messages import Message, Reply
    from threedkit.jobs.engine_host.process import EngineProcess

__all__ = ["Bell", "Limits", "exchange", "take_note"]

_logger = logging.getLogger("threedkit.jobs")
_MOST_NOTES: Final = 100
_WATCH: Final = 0.2
"""Seconds between two looks at the memory of an engine process that has a limit."""


class Bell:
    """What a thread that waits for an engine process is woken with.

    Example:
        >>> bell = Bell()
        >>> bell.ring()
        >>> bell.wait(None, 5.0)
        False
    """

    def __init__(self) -> None:
        """Open it; it is closed when nobody has it any more, so that nobody rings at a stranger's descriptor."""
        self._descriptor = os.eventfd(0, os.EFD_CLOEXEC | os.EFD_NONBLOCK)
        weakref.finalize(self, os.close, self._descriptor).atexit = False
        self._poll = select.poll()
        self._poll.register(self._descriptor, select.POLLIN)
        self._line: int | None = None

    def ring(self) -> None:
        """Wake who waits, or who waits next; from any thread."""
        os.eventfd_write(self._descriptor, 1)

    def wait(self, process: EngineProcess | None, seconds: float | None) -> bool:
        """Wait for the bell, for the process to say something or to end, or for a time; return whether it has.

        Args:
            process: whose channel is looked at; None: the bell only.
            seconds: None waits for ever.
        """
        line = None if process is None else process.channel.fileno()
        if line != self._line:
            if self._line is not None:
                self._poll.unregister(self._line)
            if line is not None:
                self._poll.register(line, select.POLLIN)
            self._line = line
        ready = self._poll.poll(None if seconds is None else math.ceil(1000 * seconds))
        if any(descriptor == self._descriptor for descriptor, _ in ready):
            os.eventfd_read(self._descriptor)
        return any(descriptor == line for descriptor, _ in ready)

    def forget(self) -> None:
        """Look at the process no longer, before its channel is closed."""
        if self._line is not None:
            self._poll.unregister(self._line)
            self._line = None


class Limits:
    """What an exchange is held to.

    Attributes:
        seconds: time that the answer may take; None: any.
        late: the error's text when it takes longer.
        memory: bytes of main memory that the process may take; None: any.
        cancelled: gives the reason why the answer is no longer wanted, or None.
        grace: seconds that it has from then on.
    """

    def __init__(
        self,
        *,
        seconds: float | None,
        late: str,
        memory: int | None = None,
        cancelled: Callable[[], str | None] = lambda: None,
        grace: float = 0.0,
    ) -> None:
        """Start the clock."""
        self._started = time.monotonic()
        self._cancelled_at: float | None = None
        self.seconds, self.late, self.memory, self.cancelled, self.grace = seconds, late, memory, cancelled, grace

    def left(self) -> float | None:
        """Seconds until somebody has to look again; None: until something happens."""
        now = time.monotonic()
        ends = [] if self.seconds is None else [self._started + self.seconds]
        if self.cancelled() is not None:
            self._cancelled_at = self._cancelled_at or now
            ends.append(self._cancelled_at + self.grace)
        if self.memory is not None:
            ends.append(now + _WATCH)
        return max(0.0, min(ends) - now) if ends else None

    def verdict(self, process: int) -> RenderError | JobCancelledError | None:
        """The error for which the process has to be ended now, if there is one."""
        now = time.monotonic()
        reason = self.cancelled()
        if reason is not None and self._cancelled_at is not None and now >= self._cancelled_at + self.grace:
            return JobCancelledError(reason)
        if self.seconds is not None and now >= self._started + self.seconds:
            return FrameTimeoutError(self.late)
        if self.memory is not None and (taken := resident_bytes(process)) > self.memory:
            return EngineCrashedError(
                f"the engine process took {taken >> 20} MiB of memory and was ended; {self.memory >> 20} are allowed"
            )
        return None


def exchange(
    process: EngineProcess,
    bell: Bell,
    message: Message,
    limits: Limits,
    *,
    descriptor: int | None = None,
    heard: list[str] | None = None,
) -> Reply:
    """Send a message and wait for its answer. The process has ended when one of the first three errors is raised.

    Warnings go into the log and into `heard`.

    Raises:
        EngineCrashedError: the process died; the message says of what.
        FrameTimeoutError: it took too long.
        JobCancelledError: the answer is no longer wanted.
        ThreedkitError: what the engine raised.
    """
    data = encode(message)
    try:
        process.channel.send(data, descriptor)
        while True:
            if bell.wait(process, limits.left()):
                reply = _receive(process)
                if not isinstance(reply, Note):
                    break
                told = take_note(reply)
                if heard is not None and len(heard) < _MOST_NOTES:
                    heard.append(told)
            error = limits.verdict(process.pid)
            if error is not None:
                bell.forget()
                process.kill()
                raise error
    except (OSError, EOFError) as error:
        bell.forget()
        raise EngineCrashedError(f"the engine process {process.reap()}") from error
    except (NonsenseError, msgspec.DecodeError) as error:
        bell.forget()
        process.kill()
        raise EngineCrashedError(f"the engine process sent nonsense and was ended: {error}") from error
    if isinstance(reply, Failed):
        if reply.trace:
            _logger.error("an engine failed:\n%s", reply.trace.rstrip())
        raise raised(reply)
    return reply


def _receive(process: EngineProcess) -> Reply:
    received = process.channel.receive()
    if received is None:
        raise EOFError
    return decode_reply(received[0])


def take_note(note: Note) -> str:
    """Write a warning of the engine process into this process's log, and return it."""
    told = f"{note.category}: {note.message}"
    _logger.warning("engine: %s", told)
    return told
