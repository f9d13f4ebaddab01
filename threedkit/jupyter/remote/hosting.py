"""The engine processes of the views of a kernel: one for what moves, one for what takes long."""

from __future__ import annotations

import atexit
import threading
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from threedkit.jobs.engine_host import EngineHost

__all__ = ["Lease"]

_IDLE_SECONDS: Final = 60.0
"""How long the process stays for the next view after the last one has ended."""


class _Shared:
    """The host, and how many have it."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.host: EngineHost | None = None
        self.users = 0
        self.timer: threading.Timer | None = None

    def take(self) -> EngineHost:
        from threedkit.jobs.engine_host import EngineHost

        with self.lock:
            self.users += 1
            if self.timer is not None:
                self.timer.cancel()
                self.timer = None
            if self.host is None:
                self.host = EngineHost()
            return self.host

    def give_back(self) -> None:
        with self.lock:
            self.users -= 1
            if self.users == 0 and self.host is not None:
                self.timer = threading.Timer(_IDLE_SECONDS, self.end)
                self.timer.daemon = True
                self.timer.start()

    def end(self, *, now: bool = False) -> None:
        with self.lock:
            if self.users and not now:
                return
            host, self.host = self.host, None
        if host is not None:
            if now:
                host.kill("the kernel ends")
            host.close()


_shared: Final = {"frames": _Shared(), "renderings": _Shared()}
for _one in _shared.values():
    atexit.register(_one.end, now=True)


class Lease:
    """The right to use a host; its engine process ends a minute after the last one has been given back.

    Args:
        purpose: a rendering that takes minutes does not keep the frames of a view waiting.

    Example:
        >>> lease = Lease()
        >>> lease.host.pid is None  # the process starts with the first order
        True
        >>> lease.close()
    """

    def __init__(self, purpose: Literal["frames", "renderings"] = "frames") -> None:
        """Take it."""
        self._shared = _shared[purpose]
        self.host: EngineHost = self._shared.take()
        self._open = True

    def close(self) -> None:
        """Give it back; a second call does nothing."""
        if self._open:
            self._open = False
            self._shared.give_back()
