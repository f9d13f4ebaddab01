"""Who runs the present cell: somebody at a screen, or a program that only wants its outputs."""

from __future__ import annotations

import os
import sys
from typing import Any, Final

__all__ = ["WIDGET_MIME", "is_kernel", "is_unattended", "is_voila", "request"]


WIDGET_MIME: Final = "application/vnd.jupyter.widget-view+json"
"""An output of this type is a live widget. nbconvert prefers it to any picture where a program has executed the
notebook and saved the widget's state, and then shows nothing without a network."""


def _shell() -> Any:
    ipython = sys.modules.get("IPython")
    return ipython.get_ipython() if ipython is not None else None


def is_kernel() -> bool:
    """Whether this process is a Jupyter kernel."""
    return getattr(_shell(), "kernel", None) is not None


def request() -> dict[str, Any]:
    """The message that runs the present cell; empty outside of a kernel."""
    found: Any = getattr(_shell(), "get_parent", dict)() if is_kernel() else {}
    return found if isinstance(found, dict) else {}


def is_voila() -> bool:
    """Whether this kernel serves a page of Voilà: its cells are run by a program, and a browser comes after."""
    kernel = os.environ.get("VOILA_KERNEL_ID")  # a kernel that was started from a Voilà kernel inherits another's
    if not kernel:
        return False
    connection = getattr(getattr(_shell(), "config", None), "IPKernelApp", {}).get("connection_file", "")
    return kernel in str(connection or " ".join(sys.argv))


def is_unattended() -> bool:
    """Whether nobody can answer a question of the cell: nbclient and papermill say so, front ends do not."""
    return request().get("content", {}).get("allow_stdin") is False and not is_voila()
