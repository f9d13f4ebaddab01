"""Whether OpenGL through EGL works here, found out without risk to this process."""

from __future__ import annotations

import functools
import signal
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from threedkit.render.registry import DRIVER_COMMAND

__all__ = ["Driver", "probe_driver"]

_TIMEOUT = 30.0
_SCRIPT = Path(__file__).with_name("egl_check.py")


class Driver(NamedTuple):
    """The outcome of a driver check: the device's name and its driver's version, or why there is none."""

    device: str
    reason: str | None
    version: str = ""


@functools.cache
def probe_driver() -> Driver:
    """Make and drop an EGL context in a process of its own (70 ms with Mesa): a driver that crashes ends only that."""
    command = [sys.executable, "-I", "-S", str(_SCRIPT)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=_TIMEOUT, check=False)
    except subprocess.TimeoutExpired:
        return Driver("", f"the EGL driver did not answer within {_TIMEOUT:g} s; run: {DRIVER_COMMAND}")
    if done.returncode == 0:
        device, _, version = done.stdout.strip().partition("\n")
        return Driver(device, None, version)
    if done.returncode < 0:
        return Driver("", f"the EGL driver crashed ({_signal_name(-done.returncode)}); run: {DRIVER_COMMAND}")
    return Driver("", f"{done.stdout.strip() or 'the EGL check failed'}; run: {DRIVER_COMMAND}")


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"
