"""How an array was stored in its file, when that was in fewer bits than float32 has."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from threedkit.scene.fields import Field

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["DTYPES", "Format", "FormatField", "Formats", "encode", "to_float"]

DTYPES = ("int8", "uint8", "int16", "uint16", "uint32")
"""Integer types that glTF stores."""


class Format(NamedTuple):
    """An integer type, and whether its range stands for -1..1 or 0..1.

    Example:
        >>> encode(np.float32([0, 1]), Format("uint8", normalized=True)).tolist()
        [0, 255]
    """

    dtype: str
    normalized: bool = False


def to_float(array: NDArray[np.generic], *, normalized: bool) -> NDArray[np.float32]:
    """Components as float32; normalised integers as glTF 2.0, 3.6.2.2 says: c / max, and not below -1.

    Example:
        >>> to_float(np.array([-128, 127], np.int8), normalized=True).tolist()
        [-1.0, 1.0]
    """
    if array.dtype.kind == "f" or not normalized:
        return array.astype(np.float32, copy=False)
    scale = np.float32(np.iinfo(array.dtype).max)  # type: ignore[type-var]
    scaled = array.astype(np.float32) / scale
    return np.maximum(scaled, np.float32(-1.0)) if array.dtype.kind == "i" else scaled


def encode(array: NDArray[Any], form: Format) -> NDArray[Any] | None:
    """The integers that stand for an array's values, or None if there are none for some of them."""
    limits = np.iinfo(form.dtype)
    scale = limits.max if form.normalized else 1
    numbers = np.rint(np.asarray(array, np.float64) * scale)
    if numbers.size and not (numbers.min() >= limits.min and numbers.max() <= limits.max):
        return None
    integers = numbers.astype(form.dtype)
    return integers if np.array_equal(to_float(integers, normalized=form.normalized), array) else None


def _format(value: Any) -> Format:
    form = Format(*value)
    if form.dtype not in DTYPES or not isinstance(form.normalized, bool):
        message = "not a format"
        raise ValueError(message)
    return form


class FormatField(Field[Any, Any]):
    """One Format, or None for float32."""

    expected = f"a Format of one of {', '.join(DTYPES)}"

    def __init__(self, *, doc: str = "") -> None:
        """Declare a format; None by default."""
        super().__init__(None, optional=True, doc=doc)

    def accept(self, value: Any) -> Format:
        """A Format; a pair (dtype, normalized) is taken for one."""
        return _format(value)


class Formats(Field[dict[str, Format], Any]):
    """Formats by name of the attribute."""

    expected = f"a dict from attribute names to Formats (one of {', '.join(DTYPES)}, normalized or not)"

    def __init__(self, *, doc: str = "") -> None:
        """Declare formats; none by default."""
        super().__init__(doc=doc)

    def make_dynamic_default(self) -> dict[str, Format]:
        """A new empty dict for each object."""
        return {}

    def accept(self, value: Any) -> dict[str, Format]:
        """A dict of Formats; pairs (dtype, normalized) are taken for such."""
        if not all(isinstance(name, str) for name in value):
            message = "not by name"
            raise TypeError(message)
        return {name: _format(form) for name, form in dict(value).items()}
