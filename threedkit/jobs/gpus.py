"""The GPUs of this machine that processes may use, without any GPU package."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import Final

__all__ = ["turned", "visible_gpus"]

_PROC: Final = Path("/proc/driver/nvidia/gpus")
_SECONDS = 10.0


def visible_gpus() -> tuple[str, ...]:
    """Return the GPUs in the words of ``CUDA_VISIBLE_DEVICES``: what that variable allows, or all that there are.

    They are counted by ``nvidia-smi -L``, and where that is not installed by the driver's own list.

    Example:
        >>> all(isinstance(gpu, str) for gpu in visible_gpus())
        True
    """
    allowed = os.environ.get("CUDA_VISIBLE_DEVICES")
    if allowed is not None:
        # CUDA ends the list at the first entry that names no device; -1 is the usual way to allow none.
        names = [name.strip() for name in allowed.split(",")]
        return tuple(name for name in names if name and name != "-1")
    return tuple(str(number) for number in range(_count()))


def turned(gpus: tuple[str, ...], seat: int) -> str:
    """Return ``CUDA_VISIBLE_DEVICES`` for the process on a seat: all GPUs, its own one first.

    Example:
        >>> [turned(("0", "1"), seat) for seat in range(3)]
        ['0,1', '1,0', '0,1']
    """
    turn = seat % len(gpus)
    return ",".join(gpus[turn:] + gpus[:turn])


def _count() -> int:
    command = shutil.which("nvidia-smi")
    if command is not None:
        try:
            done = subprocess.run([command, "-L"], capture_output=True, text=True, timeout=_SECONDS, check=False)
        except (OSError, subprocess.TimeoutExpired):
            return _listed()
        if done.returncode == 0:
            return sum(line.startswith("GPU ") for line in done.stdout.splitlines())
    return _listed()


def _listed() -> int:
    return len(list(_PROC.iterdir())) if _PROC.is_dir() else 0
