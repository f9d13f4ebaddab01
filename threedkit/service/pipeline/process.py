"""Runs the steps on an asset in a process of their own, and is told of each; the process may die as it likes."""

from __future__ import annotations

import logging
import os
import select
import signal
import subprocess
import sys
import tempfile
import time
from typing import TYPE_CHECKING, BinaryIO, Final

import msgspec

from threedkit.service.pipeline.messages import Done

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from threedkit.service.pipeline.messages import Order

__all__ = ["run_steps"]

_logger = logging.getLogger("threedkit.pipeline")
_LAST_WORDS: Final = 4000
_MOST_LINE: Final = 64 << 20


def run_steps(order: Order, seconds: float) -> Generator[Done]:
    """Take the steps of an order and yield how each ended, in order.

    Where the process dies or a step takes too long, that step has failed and the rest is not told of: the caller may
    order it again, without that one.

    Args:
        order: whose folder is there.
        seconds: that each step may take.
    """
    command = [sys.executable, "-m", "threedkit.service.pipeline.child", str(os.getpid())]
    with tempfile.TemporaryFile() as words:
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=words)
        try:
            ended = 0
            for done in _answers(process, order, seconds):
                ended += 1
                yield done
            if ended < len(order.steps):
                yield Done(
                    kind=order.steps[ended], state="failed", error=_why(process, seconds, words, order), died=True
                )
        finally:
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    pipe.close()


def _answers(process: subprocess.Popen[bytes], order: Order, seconds: float) -> Iterator[Done]:
    """Give the lines that the process writes, until it ends or one is late."""
    if process.stdin is None or process.stdout is None:
        raise RuntimeError("the process was started without pipes")
    try:
        process.stdin.write(msgspec.json.encode(order))
        process.stdin.close()
    except BrokenPipeError:  # it died at once
        return
    descriptor, rest = process.stdout.fileno(), b""
    for _ in order.steps:
        end = time.monotonic() + seconds
        while b"\n" not in rest:
            ready, _, _ = select.select([descriptor], [], [], max(0.0, end - time.monotonic()))
            piece = os.read(descriptor, 1 << 20) if ready else b""
            if not piece or len(rest) > _MOST_LINE:
                return
            rest += piece
        line, _, rest = rest.partition(b"\n")
        yield msgspec.json.decode(line, type=Done)


def _why(process: subprocess.Popen[bytes], seconds: float, words: BinaryIO, order: Order) -> str:
    """Say how the process ended: by itself, by a signal, or not at all in its time."""
    try:
        code = process.wait(0.5)
    except subprocess.TimeoutExpired:
        return f"it takes longer than the {seconds:g} s that a step may take"
    words.seek(0)
    said = words.read()[-_LAST_WORDS:].decode("utf-8", "replace")
    _logger.error("work on %s ended with code %d: %s", order.name, code, said)
    if code < 0:
        return f"the process that worked on it was ended by {signal.Signals(-code).name}"
    return "the process that worked on it has failed; the service's log tells more"
