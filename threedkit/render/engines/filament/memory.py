"""Whether there is memory for a picture: asked beforehand, for a software driver that runs out ends the process."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from threedkit.errors import RenderError

__all__ = ["available_memory", "require_memory"]

_SOFTWARE: Final = ("llvmpipe", "softpipe", "swrast")
_PIXEL: Final = 32
"""Bytes of a pixel without multisampling: half-float colour, depth, the encoded picture and what reads it back."""
_SAMPLE: Final = 12
"""Bytes of each sample: half-float colour and depth."""
_MEMINFO: Final = Path("/proc/meminfo")
_LIMIT, _USED = Path("/sys/fs/cgroup/memory.max"), Path("/sys/fs/cgroup/memory.current")


def require_memory(device: str, size: tuple[int, int], samples: int) -> None:
    """Refuse a picture for which a device that draws in the machine's own memory has too little of it.

    Args:
        device: its name; a GPU is not asked, its driver says no by itself.
        size: (width, height) in pixels, as they are drawn.
        samples: of multisampling, 1 for none.

    Raises:
        RenderError: the message names the size, what it takes and what there is.
    """
    if not any(name in device for name in _SOFTWARE):
        return
    width, height = size
    needed = width * height * (_PIXEL + (samples * _SAMPLE if samples > 1 else 0))
    free = available_memory()
    if free is not None and needed > free:
        raise RenderError(
            f"engine 'filament': a picture of {width}x{height} pixels takes about {needed / 1e9:.1f} GB and this "
            f"machine has {free / 1e9:.1f} GB free: ask for a smaller size, or for samples=1"
        )


def available_memory() -> int | None:
    """Bytes that this process may still take, within its control group's limit; None where that cannot be told."""
    found = []
    if _MEMINFO.exists():
        lines = (line.split() for line in _MEMINFO.read_text(encoding="ascii").splitlines())
        found += [int(words[1]) * 1024 for words in lines if words[0] == "MemAvailable:"]
    if _LIMIT.exists() and _USED.exists():
        limit = _LIMIT.read_text(encoding="ascii").strip()
        if limit.isdigit():
            found.append(int(limit) - int(_USED.read_text(encoding="ascii")))
    return min(found, default=None)
