"""Seconds as people write them."""

from __future__ import annotations

__all__ = ["duration"]

_MINUTE = 60


def duration(seconds: float | None) -> str:
    """Write seconds as ``1.2 s``, ``m:ss`` or ``h:mm:ss``; None, which is not known, as ``?``.

    Example:
        >>> duration(1.234), duration(75), duration(3700), duration(None)
        ('1.2 s', '1:15', '1:01:40', '?')
    """
    if seconds is None:
        return "?"
    if seconds < _MINUTE:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), _MINUTE)
    hours, minutes = divmod(minutes, _MINUTE)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"
