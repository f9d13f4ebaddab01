"""Colours: the sRGB transfer function, and colours written as text. Colours are linear unless a name says srgb."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from threedkit.errors import FieldError

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

__all__ = ["NAMES", "format_hex", "linear_to_srgb", "parse", "srgb_to_linear"]

NAMES: dict[str, str] = {
    "aqua": "#00ffff",
    "black": "#000000",
    "blue": "#0000ff",
    "cyan": "#00ffff",
    "fuchsia": "#ff00ff",
    "gray": "#808080",
    "green": "#008000",
    "grey": "#808080",
    "lime": "#00ff00",
    "magenta": "#ff00ff",
    "maroon": "#800000",
    "navy": "#000080",
    "olive": "#808000",
    "orange": "#ffa500",
    "purple": "#800080",
    "red": "#ff0000",
    "silver": "#c0c0c0",
    "teal": "#008080",
    "transparent": "#00000000",
    "white": "#ffffff",
    "yellow": "#ffff00",
}
"""The basic colour keywords of CSS Color 4, and their other spellings."""

_HEX = re.compile(r"#(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})", re.ASCII)


def srgb_to_linear(x: ArrayLike) -> NDArray[np.float64]:
    """Decode sRGB values 0..1 to linear ones (IEC 61966-2-1); any shape, float64 out."""
    x = np.asarray(x, np.float64)
    return np.where(x <= 0.04045, x / 12.92, ((np.maximum(x, 0.0) + 0.055) / 1.055) ** 2.4)


def linear_to_srgb(x: ArrayLike) -> NDArray[np.float64]:
    """Encode linear values 0..1 as sRGB ones (IEC 61966-2-1); any shape, float64 out."""
    x = np.asarray(x, np.float64)
    return np.where(x <= 0.0031308, 12.92 * x, 1.055 * np.maximum(x, 0.0) ** (1.0 / 2.4) - 0.055)


def parse(text: str) -> tuple[float, float, float, float]:
    """Read a colour as people write it, in sRGB, and give it as linear RGBA.

    Args:
        text: ``"#rgb"``, ``"#rgba"``, ``"#rrggbb"``, ``"#rrggbbaa"`` or a basic CSS name; case does not matter.

    Returns:
        Linear red, green, blue, and alpha (never encoded), each 0..1.

    Raises:
        FieldError: it is none of these.

    Example:
        >>> parse("#f00")
        (1.0, 0.0, 0.0, 1.0)
    """
    word = text.strip().lower()
    digits = NAMES.get(word, word)
    if not _HEX.fullmatch(digits):
        raise FieldError(f"a colour must be #rgb, #rrggbb, #rrggbbaa or a basic CSS name such as orange, not {text!r}")
    digits = digits[1:] if len(digits) > 5 else "".join(2 * d for d in digits[1:])
    *srgb, alpha = (int(pair, 16) / 255.0 for pair in re.findall("..", digits.ljust(8, "f")))
    red, green, blue = srgb_to_linear(srgb).tolist()
    return red, green, blue, alpha


def format_hex(color: ArrayLike) -> str:
    """Write a linear colour as sRGB text, clipped to 0..1.

    Args:
        color: (3,) linear RGB, or (4,) linear RGBA.

    Returns:
        ``"#rrggbb"``, or ``"#rrggbbaa"`` for RGBA.

    Example:
        >>> format_hex((1.0, 0.0, 0.0))
        '#ff0000'
    """
    color = np.clip(np.asarray(color, np.float64), 0.0, 1.0)
    coded = np.concatenate([linear_to_srgb(color[:3]), color[3:]])
    return "#" + "".join(f"{round(255.0 * float(c)):02x}" for c in coded)
