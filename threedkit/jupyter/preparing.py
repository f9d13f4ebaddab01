"""What the first view of a kernel imports, imported while the kernel has nothing else to do."""

from __future__ import annotations

import asyncio
import importlib
import importlib.util
from typing import Final

from threedkit.jupyter.pictures.cell import is_kernel, is_unattended

__all__ = ["prepare"]

_NEEDED: Final = ("ipywidgets", "anywidget")
_MODULES: Final = (
    "ipywidgets",
    "anywidget",
    "threedkit.scene",
    "threedkit.render",
    "threedkit.jupyter.packing",
    "threedkit.jupyter.live.widget",
    "threedkit.jupyter.bundle",
    "threedkit.jupyter.pictures.display",
)
"""In the order in which the last ones need the first ones: each takes some tens of milliseconds at most."""
_WAIT: Final = 0.1
_PAUSE: Final = 0.01


def prepare() -> None:
    """Arrange that the first `tk.view` finds its modules there; `import threedkit` calls this in a kernel.

    The kernel's loop imports them one by one, and does what comes from the notebook in between. Nothing is arranged
    where no view is wanted: outside of a kernel, in a notebook that a program executes, without the widgets' packages.
    """
    if not is_kernel() or is_unattended() or any(importlib.util.find_spec(name) is None for name in _NEEDED):
        return
    try:
        loop = asyncio.get_running_loop()
    except RuntimeError:  # a thread imports threedkit, or the kernel runs its cells without asyncio
        return
    loop.call_later(_WAIT, _import, loop, 0)


def _import(loop: asyncio.AbstractEventLoop, number: int) -> None:
    """Import one module, and come back for the next."""
    importlib.import_module(_MODULES[number])
    if number + 1 < len(_MODULES):
        loop.call_later(_PAUSE, _import, loop, number + 1)
