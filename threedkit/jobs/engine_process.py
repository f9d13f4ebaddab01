"""The process that draws for a worker: ``python -m threedkit.jobs.engine_process DESCRIPTOR PARENT``.

It holds the engine, its context and the loaded scenes, and may be ended at any moment: by a driver that crashes, by a
frame that takes too long, by a cancelled job. It ends with the worker, however that ends: Linux kills it then, and
where it does not, the closed line is seen. Engines live in its main thread.
"""

from __future__ import annotations

import contextlib
import faulthandler
import os
import select
import signal
import socket
import sys
import threading
from pathlib import Path
from typing import Final

from threedkit.jobs.engine_host.channel import Channel
from threedkit.jobs.engine_host.parent import end_with
from threedkit.jobs.engine_host.server import Server

__all__ = ["main"]

_LAST_SECONDS: Final = 5.0
_FIRST_TO_GO: Final = "500"
"""Out of 1000: when the system is out of memory, it ends this process before the worker."""


def _watch(descriptor: int) -> None:
    """End this process some seconds after the worker has hung up, whatever it is at; in a thread of its own."""
    line = select.poll()
    line.register(descriptor, select.POLLRDHUP)
    line.poll()
    threading.Event().wait(_LAST_SECONDS)
    os._exit(0)


def main() -> None:
    """Serve until the worker goes away."""
    descriptor, parent = (int(argument) for argument in sys.argv[1:3])
    end_with(parent)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    faulthandler.enable()
    with contextlib.suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text(_FIRST_TO_GO)
    line = socket.socket(fileno=descriptor)
    line.set_inheritable(False)
    threading.Thread(target=_watch, args=(descriptor,), name="threedkit-parent", daemon=True).start()
    Server(Channel(line)).serve()


if __name__ == "__main__":
    main()
