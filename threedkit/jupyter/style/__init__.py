"""The one style of what threedkit shows in notebooks: variables (theme.css) for the live view and the job monitor."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Final

__all__ = ["BUSY", "DANGER", "IDLE", "SKIPPED", "SUCCESS", "WARNING", "sheet"]

# A variable of theme.css, and what stands for it where the sheet is not: in a saved notebook.
BUSY: Final = "var(--tk-busy,#1976d2)"
DANGER: Final = "var(--tk-danger,#c62828)"
IDLE: Final = "var(--tk-idle,rgba(128,128,128,.35))"
SKIPPED: Final = "#6d4c41"
SUCCESS: Final = "var(--tk-success,#2e7d32)"
WARNING: Final = "var(--tk-warning,#b26a00)"


@functools.cache
def sheet(name: str) -> str:
    """theme.css and one of the sheets beside it, as a ``<style>`` element.

    Args:
        name: "monitor".

    Example:
        >>> "--tk-accent" in sheet("monitor")
        True
    """
    folder = Path(__file__).parent
    return f"<style>{(folder / 'theme.css').read_text()}{(folder / f'{name}.css').read_text()}</style>"
