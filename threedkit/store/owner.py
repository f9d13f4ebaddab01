"""Which process holds a lease, and whether it is surely dead: asked without clocks, on the same host only."""

from __future__ import annotations

import os
import socket
from functools import cache
from pathlib import Path

import msgspec

__all__ = ["Owner", "is_dead", "this_process"]

_PROC = Path("/proc")


class Owner(msgspec.Struct, frozen=True):
    """A process, told apart from every other one, later ones with its number included.

    Attributes:
        host: name of the machine.
        boot: of the machine's boot and of the process' PID namespace: within both, process ids have one meaning.
        pid: its number.
        start: when it started, in clock ticks since the boot; 0 where that is not known.
    """

    host: str = ""
    boot: str = ""
    pid: int = 0
    start: int = 0


def this_process() -> Owner:
    """Return the owner that this process is."""
    return Owner(socket.gethostname(), _boot(), os.getpid(), _start(os.getpid()) or 0)


def is_dead(owner: Owner) -> bool:
    """Tell whether a process has surely ended. One on another host, or where /proc cannot tell, counts as alive.

    Example:
        >>> is_dead(this_process())
        False
    """
    if not owner.start or not owner.boot or owner.boot != _boot():
        return False
    return _start(owner.pid) != owner.start


@cache
def _boot() -> str:
    try:
        boot = (_PROC / "sys/kernel/random/boot_id").read_text("ascii").strip()
        return f"{boot} {(_PROC / 'self/ns/pid').readlink()}"
    except OSError:
        return ""


def _start(pid: int) -> int | None:
    """Clock ticks from the boot to the start of a process: field 22 of proc(5)'s stat; None when it has ended."""
    try:
        fields = (_PROC / str(pid) / "stat").read_text("utf-8", "replace").rpartition(")")[2].split()
    except OSError:
        return None
    return None if fields[0] in {"Z", "X"} else int(fields[19])
