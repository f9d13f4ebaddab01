"""Statistics in words, as rows of a table: for the page, the command line and a notebook."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from threedkit.io.report.statistics import Statistics

__all__ = ["amount", "byte_text", "statistics_rows"]

_COUNTS = (
    "triangles", "vertices", "draw_calls", "nodes", "meshes", "primitives", "materials", "textures", "images",
    "cameras", "lights", "skins", "joints", "morph_targets",
)  # fmt: skip
_UNITS = ("bytes", "kB", "MB", "GB", "TB")
_SHOWN = 8


def statistics_rows(statistics: Statistics) -> list[tuple[str, str]]:
    """Labels and texts; what is not there is left out.

    Example:
        >>> import threedkit as tk
        >>> from threedkit.io.report import statistics_of
        >>> statistics_rows(statistics_of(tk.Scene()))
        []
    """
    rows = [("File", "" if statistics.file_bytes is None else byte_text(statistics.file_bytes))]
    rows.append(("Other files", byte_text(statistics.external_bytes) if statistics.external_bytes else ""))
    for name in _COUNTS:
        count = getattr(statistics, name)
        rows.append((name.replace("_", " ").capitalize(), f"{count:,}" if count else ""))
    other = [f"{count:,} {mode}" for mode, count in statistics.modes.items() if mode != "TRIANGLES"]
    rows.append(("Other modes", ", ".join(other)))
    rows.append(("Texture memory", byte_text(statistics.texture_memory) if statistics.texture_memory else ""))
    moving = [f"{item.name or 'unnamed'} ({item.duration:.2f} s)" for item in statistics.animations]
    rows.append(("Animations", _list(moving)))
    rows.append(("Variants", _list([name or "unnamed" for name in statistics.variants])))
    if statistics.bounds is not None:
        box = statistics.bounds
        low, high, size = ([f"{value:.4g}" for value in corner] for corner in (box.min, box.max, box.size))
        rows.append(("Size", " x ".join(size) + " m"))
        rows.append(("Bounds", f"({', '.join(low)}) to ({', '.join(high)}) m"))
    rows.append(("Extensions used", ", ".join(statistics.extensions_used)))
    rows.append(("Extensions required", ", ".join(statistics.extensions_required)))
    rows += [("Generator", statistics.generator), ("Copyright", statistics.copyright)]
    return [(label, text) for label, text in rows if text]


def byte_text(count: int) -> str:
    """A number of bytes, rounded to three digits.

    Example:
        >>> byte_text(999), byte_text(5_242_880)
        ('999 bytes', '5.24 MB')
    """
    value, unit = float(count), 0
    while value >= 999.5 and unit < len(_UNITS) - 1:
        value, unit = value / 1000.0, unit + 1
    return f"{count} bytes" if unit == 0 else f"{value:.3g} {_UNITS[unit]}"


def amount(count: int, thing: str) -> str:
    """A number of things.

    Example:
        >>> amount(1, "error"), amount(2000, "hint")
        ('1 error', '2,000 hints')
    """
    return f"{count:,} {thing}{'' if count == 1 else 's'}"


def _list(names: list[str]) -> str:
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return ", ".join(names[:_SHOWN]) + more
