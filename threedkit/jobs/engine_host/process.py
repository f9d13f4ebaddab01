"""One engine process, seen from the worker: its start, the line to it, what it writes, and its end."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import struct
import subprocess
import sys
import threading
from collections import deque
from pathlib import Path
from typing import IO, Final

from threedkit.jobs.engine_host.channel import Channel
from threedkit.jobs.engine_host.failures import describe_exit, last_words

__all__ = ["EngineProcess", "python_path"]

_MODULE: Final = "threedkit.jobs.engine_process"
_KEPT: Final = 64 << 10
_CHUNK: Final = 1 << 14
_STALL: Final = struct.pack("ll", 30, 0)
"""Seconds and microseconds for which a message may stop in its middle; then the process is not what it was."""

_CLOSE_SECONDS: Final = 5.0
_REAP_SECONDS: Final = 5.0
_WORDS_SECONDS: Final = 1.0


def python_path() -> str:
    """Return this process's module path for ``PYTHONPATH``: a process started with it finds the same modules."""
    return os.pathsep.join(str(Path(entry or ".").resolve()) for entry in sys.path)


class EngineProcess:
    """A running ``python -m threedkit.jobs.engine_process``.

    It is started from the thread that serves it, and that lives as long as it: Linux ends the process with the thread
    that started it.

    Attributes:
        pid: its process id.
        channel: the line to it.
        opened: engine -> device, for the engines that it has made.
    """

    def __init__(self) -> None:
        """Start it.

        Raises:
            OSError: the system starts no process.
        """
        ours, theirs = socket.socketpair()
        for option in (socket.SO_RCVTIMEO, socket.SO_SNDTIMEO):
            ours.setsockopt(socket.SOL_SOCKET, option, _STALL)
        with theirs:
            try:
                self._process = subprocess.Popen(
                    [sys.executable, "-P", "-m", _MODULE, str(theirs.fileno()), str(os.getpid())],
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.STDOUT,
                    pass_fds=(theirs.fileno(),),
                    env={**os.environ, "PYTHONPATH": python_path(), "PYTHONUNBUFFERED": "1"},
                    start_new_session=True,  # Ctrl-C is for the user's process; and what it starts can be ended with it
                )
            except BaseException:
                ours.close()
                raise
        self.pid = self._process.pid
        self.channel = Channel(ours)
        self.opened: dict[str, str] = {}
        self._written: deque[bytes] = deque()
        self._reader = threading.Thread(
            target=self._read, args=(self._process.stdout,), name="threedkit-engine-words", daemon=True
        )
        self._reader.start()

    def kill(self) -> str:
        """End it and what it has started, at once; return how it ended, in words."""
        if self._process.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.pid, signal.SIGKILL)
        return self.reap()

    def reap(self) -> str:
        """Wait for its end, which has come or is close, and return it in words."""
        self.channel.close()
        try:
            code = self._process.wait(_REAP_SECONDS)
        except subprocess.TimeoutExpired:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.pid, signal.SIGKILL)
            try:
                code = self._process.wait(_REAP_SECONDS)
            except subprocess.TimeoutExpired:
                return "hangs in the system and cannot be ended"
        self._reader.join(_WORDS_SECONDS)
        return describe_exit(code, last_words(b"".join(tuple(self._written)).decode("utf-8", "replace")))

    def close(self) -> None:
        """Let it end, after it has been told to; by force when it does not."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(_CLOSE_SECONDS)
        self.kill()

    def _read(self, stream: IO[bytes]) -> None:
        """Hand on what it writes to this process's standard error, and keep the end of it."""
        kept = 0
        with stream:
            while chunk := os.read(stream.fileno(), _CHUNK):
                self._written.append(chunk)
                kept += len(chunk)
                while kept > _KEPT and len(self._written) > 1:
                    kept -= len(self._written.popleft())
                with contextlib.suppress(OSError, ValueError, AttributeError):  # closed, or none
                    sys.stderr.write(chunk.decode("utf-8", "replace"))
                    sys.stderr.flush()
