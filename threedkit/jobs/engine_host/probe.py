"""Whether an engine can run in a worker, found out without risk to it: in a process of its own."""

from __future__ import annotations

import functools
import os
import subprocess
import sys
from typing import Final

import msgspec

from threedkit.jobs.engine_host.failures import describe_exit, last_words
from threedkit.jobs.engine_host.process import python_path

__all__ = ["probe_apart"]

_MODULE: Final = "threedkit.jobs.engine_probe"
_SECONDS: Final = 120.0


@functools.cache
def probe_apart(engine: str) -> str | None:
    """Return why an engine cannot run here, or None when it can; a driver that crashes when it is asked cannot.

    Example:
        >>> probe_apart("no such engine")  # doctest: +ELLIPSIS
        "unknown engine 'no such engine'; known are ..."
    """
    command = [sys.executable, "-P", "-m", _MODULE, engine, str(os.getpid())]
    try:
        done = subprocess.run(
            command,
            env={**os.environ, "PYTHONPATH": python_path()},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return f"engine {engine!r} did not say within {_SECONDS:g} s whether it can run"
    if done.returncode != 0:
        end = describe_exit(done.returncode, last_words(done.stderr.decode("utf-8", "replace")))
        return f"engine {engine!r} was asked whether it can run, and its process {end}"
    return msgspec.json.decode(done.stdout.splitlines()[-1], type=str | None)
