"""Closing widgets with all that belongs to them: ipywidgets leaves children, layouts and styles behind."""

from __future__ import annotations

from typing import Any

__all__ = ["close_tree"]


def close_tree(*widgets: Any) -> None:
    """Close widgets, their children, layouts and styles."""
    for widget in widgets:
        close_tree(*getattr(widget, "children", ()))
        for name in ("layout", "style"):
            part = getattr(widget, name, None)
            if part is not None and hasattr(part, "close"):
                part.close()
        widget.close()
