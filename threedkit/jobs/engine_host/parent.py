"""The tie of a process to the one that started it."""

from __future__ import annotations

import ctypes
import os
import signal
from typing import Final

__all__ = ["end_with"]

_PR_SET_PDEATHSIG: Final = 1


def end_with(parent: int) -> None:
    """Have the system kill this process with the thread that started it; end it now if that is gone already.

    Args:
        parent: process id of who started it.
    """
    library = ctypes.CDLL(None)
    if hasattr(library, "prctl"):  # Linux
        library.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(0)
