"""Fulfils orders one by one with one engine process, which it starts, feeds with scenes, and replaces when it dies."""

from __future__ import annotations

import logging
import os
import time
from collections import OrderedDict
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

import msgspec

from threedkit.errors import (
    AssetError,
    CapabilityError,
    EngineCrashedError,
    EngineUnavailableError,
    FrameTimeoutError,
    JobCancelledError,
    RenderError,
)
from threedkit.jobs.engine_host import messages
from threedkit.jobs.engine_host.channel import NonsenseError
from threedkit.jobs.engine_host.drawn import Drawn
from threedkit.jobs.engine_host.exchange import Limits, exchange, take_note
from threedkit.jobs.engine_host.process import EngineProcess
from threedkit.jobs.engine_host.slots import SlotPool, frame_bytes, shared_memory

if TYPE_CHECKING:
    from threedkit.jobs.engine_host.exchange import Bell
    from threedkit.jobs.engine_host.messages import Message, Reply
    from threedkit.jobs.engine_host.order import Order
    from threedkit.jobs.engine_host.settings import HostSettings
    from threedkit.jobs.engine_host.slots import FrameSlot
    from threedkit.render import Shot

__all__ = ["EngineDriver"]

_logger = logging.getLogger("threedkit.jobs")
_STARTS: Final = 3
_PAUSE: Final = 10.0
"""An engine that dies so often when it starts is left alone for so many seconds; the reason is told meanwhile."""

_KEPT_ERRORS: Final = 100
_DEATHS: Final = (EngineCrashedError, FrameTimeoutError, JobCancelledError)
"""After these the engine process has ended."""

Answer = TypeVar("Answer", bound=messages.Reply)


class EngineDriver:
    """Belongs to one thread, which must live as long as it: the engine process ends with the thread that started it.

    Attributes:
        pid: process id of the engine process; None while there is none.
    """

    def __init__(self, settings: HostSettings, bell: Bell) -> None:
        """Start nothing yet."""
        self.pid: int | None = None
        self._settings = settings
        self._bell = bell
        self._process: EngineProcess | None = None
        self._pool = SlotPool(settings.slots, settings.slot_bytes, bell.ring)
        self._unloadable: OrderedDict[tuple[str, str], AssetError | CapabilityError] = OrderedDict()
        self._troubles: dict[str, tuple[float, str]] = {}

    def has(self, engine: str) -> bool:
        """Whether the process runs and has made this engine; from any thread."""
        process = self._process
        return process is not None and engine in process.opened

    def draw(self, order: Order, shot: Shot) -> Drawn:
        """Draw a frame.

        Raises:
            EngineCrashedError, FrameTimeoutError, JobCancelledError: the engine process was lost with this frame.
            EngineUnavailableError: it does not start.
            ThreedkitError: what the engine or the scene's source raised.
        """
        known = self._unloadable.get((order.engine, order.scene))
        if known is not None:  # said once for every frame, without reading the scene again
            raise known.with_traceback(None)
        slot = self._slot(order, shot)
        try:
            self._lend(self._opened(order), slot)
            request = messages.Draw(engine=order.engine, scene=order.scene, shot=shot, slot=slot.number)
            reply = self._tell(order, request, order.timeout)
            loaded = False
            if isinstance(reply, messages.Missing):
                loaded = not self._follow(order)
                if loaded:
                    self._load(order)
                reply = self._tell(order, request, order.timeout)
            drew = self._expected(reply, messages.Drew)
            return Drawn(drew, shot, self._pool, slot, loaded=loaded, warnings=tuple(order.warnings))
        except _DEATHS:
            self._pool.drop(slot)  # the process may not have ended yet, and write into it
            raise
        except BaseException:
            self._pool.give_back(slot)
            raise

    def warm(self, order: Order) -> str:
        """Start the process and the engine, and draw a tiny picture; return the device."""
        self._opened(order)
        message = messages.Warm(engine=order.engine)
        reply = self._tell(order, message, self._settings.start_seconds)
        return self._expected(reply, messages.Opened).device

    def idle(self, seconds: float | None = None) -> None:
        """Wait for the bell, or for a time, and look whether the process still lives."""
        process = self._process
        if not self._bell.wait(process, seconds) or process is None:
            return
        try:
            received = process.channel.receive()
            said = None if received is None else messages.decode_reply(received[0])
        except (OSError, NonsenseError, msgspec.DecodeError) as error:
            _logger.warning("the engine process said what nobody asked for (%s) and %s", error, self._bury(process))
            return
        if isinstance(said, messages.Note):
            take_note(said)
        else:
            _logger.warning("the engine process %s while it had nothing to do; it is started anew", self._bury(process))

    def close(self) -> None:
        """End the process; frames that are still read stay."""
        process = self._process
        if process is not None:
            try:
                process.channel.send(messages.encode(messages.End()))
            except OSError:
                self._bury(process)
            else:
                self._forget()
                process.close()
        self._pool.close()

    # The process

    def _opened(self, order: Order) -> EngineProcess:
        """Return the process with the engine made in it.

        Raises:
            EngineUnavailableError: it dies each time at its start, or the engine says that it cannot run.
        """
        self.idle(0.0)
        name = order.engine
        if self._process is not None and name in self._process.opened:
            return self._process
        until, trouble = self._troubles.get(name, (0.0, ""))
        if time.monotonic() < until:
            raise EngineUnavailableError(trouble)
        reason: Exception | None = None
        for _ in range(_STARTS):
            try:
                process = self._process or self._start(order)
                reply = self._tell(order, messages.Open(engine=name), self._settings.start_seconds)
                process.opened[name] = self._expected(reply, messages.Opened).device
                return process
            except EngineCrashedError as error:
                reason = error
            except FrameTimeoutError:
                reason = TimeoutError(f"it did not start within {self._settings.start_seconds:g} s")
                break
        trouble = f"engine {name!r} cannot start: {reason}"
        self._troubles[name] = (time.monotonic() + _PAUSE, trouble)
        raise EngineUnavailableError(trouble) from reason

    def _start(self, order: Order) -> EngineProcess:
        try:
            process = self._process = EngineProcess()
        except OSError as error:
            raise EngineCrashedError(f"the system starts no engine process: {error.strerror or error}") from error
        self.pid = process.pid
        begin = messages.Begin(scenes=self._settings.scenes, scene_bytes=self._settings.scene_bytes)
        self._expected(self._tell(order, begin, self._settings.start_seconds), messages.Ready)
        return process

    def _tell(self, order: Order, message: Message, seconds: float | None, descriptor: int | None = None) -> Reply:
        """Send a message and return the answer."""
        process, settings = self._process, self._settings
        if process is None:
            raise RenderError("no engine process runs")
        limits = Limits(
            seconds=seconds,
            late=f"the engine took more than {seconds or 0:g} s and was ended",
            memory=settings.memory,
            cancelled=order.is_cancelled,
            grace=settings.grace,
        )
        try:
            return exchange(process, self._bell, message, limits, descriptor=descriptor, heard=order.warnings)
        except _DEATHS:
            self._forget()
            raise
        except EngineUnavailableError:  # the engine has died, and the process goes on without it
            process.opened.pop(order.engine, None)
            raise

    def _expected(self, reply: Reply, kind: type[Answer]) -> Answer:
        if isinstance(reply, kind):
            return reply
        how = "is gone" if self._process is None else self._bury(self._process)
        raise EngineCrashedError(
            f"the engine process answered {type(reply).__name__}, which nobody asked for, and {how}"
        )

    def _bury(self, process: EngineProcess) -> str:
        self._forget()
        return process.kill()

    def _forget(self) -> None:
        self._bell.forget()
        self._process = self.pid = None

    # What it needs

    def _slot(self, order: Order, shot: Shot) -> FrameSlot:
        """Return memory for the frame, as soon as the encoders leave some."""
        size = frame_bytes(shot.size, shot.outputs)
        while (slot := self._pool.take(size)) is None:
            if order.cancelled is not None:
                raise JobCancelledError(order.cancelled)
            self._bell.wait(None, None)
        return slot

    def _lend(self, process: EngineProcess, slot: FrameSlot) -> None:
        if slot.holder is process:
            return
        try:
            message = messages.Slot(number=slot.number, size=slot.size)
            process.channel.send(messages.encode(message), slot.descriptor)
        except OSError as error:
            raise EngineCrashedError(f"the engine process {self._bury(process)}") from error
        slot.holder = process

    def _follow(self, order: Order) -> bool:
        """Have an earlier scene become the one that is wanted, where it is loaded and the edits can be followed."""
        if order.since is None:
            return False
        scene, edits = order.since
        changes = tuple(
            messages.Change(part=edit.part, row=edit.row, field=edit.field, value=edit.value) for edit in edits
        )
        message = messages.Follow(engine=order.engine, scene=scene, becomes=order.scene, edits=changes)
        reply = self._tell(order, message, order.timeout)
        return not isinstance(reply, messages.Missing) and bool(self._expected(reply, messages.Loaded))

    def _load(self, order: Order) -> None:
        """Have the scene loaded: from its file, or from memory that only the engine process keeps."""
        if order.source is None:
            raise RenderError(f"scene {order.scene[:12]} is not loaded, and has no source")
        source = order.source()
        seconds = None if order.timeout is None else max(order.timeout, self._settings.load_seconds)
        try:
            if isinstance(source, Path):
                message = messages.Load(engine=order.engine, scene=order.scene, path=str(source))
                self._expected(self._tell(order, message, seconds), messages.Loaded)
                return
            message = messages.Load(engine=order.engine, scene=order.scene, size=len(source))
            descriptor = _copied(source)
            try:
                self._expected(self._tell(order, message, seconds, descriptor), messages.Loaded)
            finally:
                os.close(descriptor)
        except (AssetError, CapabilityError) as error:
            while len(self._unloadable) >= _KEPT_ERRORS:
                self._unloadable.popitem(last=False)
            self._unloadable[order.engine, order.scene] = error
            raise


def _copied(data: bytes) -> int:
    """Return the descriptor of shared memory that holds the bytes of a scene."""
    descriptor = shared_memory(max(len(data), 1), "scene")
    view = memoryview(data)
    done = 0
    while done < len(view):
        done += os.pwrite(descriptor, view[done:], done)
    return descriptor
