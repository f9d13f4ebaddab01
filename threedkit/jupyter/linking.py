"""Two-way links between scene fields and widgets whose values are not the same thing."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import ipywidgets

from threedkit.transforms import colors

if TYPE_CHECKING:
    from collections.abc import Callable

    from threedkit.scene import Element

__all__ = ["Link", "color_picker", "log_slider", "slider"]

_SAME = 0.5 / 255


class Link:
    """Keeps a widget's `value` and a field of a scene object equal, through a conversion each way.

    Example:
        >>> link = Link(slider, material, "roughness")  # doctest: +SKIP
        >>> link.close()  # doctest: +SKIP
    """

    def __init__(
        self,
        widget: Any,
        element: Element,
        field: str,
        to_widget: Callable[[Any], Any] = lambda value: value,
        to_field: Callable[[Any], Any] = lambda value: value,
    ) -> None:
        """Take over the field's value and follow both sides."""
        self._widget, self._element, self._field = widget, element, field
        self._to_widget, self._to_field = to_widget, to_field
        self._busy = False
        self._show()
        element.observe(self._show, names=[field])
        widget.observe(self._assign, names="value")

    def _show(self, _: Any = None) -> None:
        if not self._busy:
            self._busy = True
            try:
                self._widget.value = self._to_widget(getattr(self._element, self._field))
            finally:
                self._busy = False

    def _assign(self, change: Any) -> None:
        if not self._busy:
            self._busy = True
            try:
                setattr(self._element, self._field, self._to_field(change.new))
            finally:
                self._busy = False

    def close(self) -> None:
        """End following."""
        self._element.unobserve(self._show, names=[self._field])
        self._widget.unobserve(self._assign, names="value")


_STYLE = {"description_width": "6.5em"}


def slider(description: str, minimum: float, maximum: float, step: float = 0.01) -> Any:
    """A slider for a number; what lies outside shows as the nearer end."""
    return ipywidgets.FloatSlider(
        description=description, min=minimum, max=maximum, step=step, style=_STYLE,
        layout=ipywidgets.Layout(width="22em"),
    )  # fmt: skip


def log_slider(description: str, low: int, high: int) -> Any:
    """A slider from 10**low to 10**high."""
    return ipywidgets.FloatLogSlider(
        description=description, min=low, max=high, step=0.02, readout_format=".3g", style=_STYLE,
        layout=ipywidgets.Layout(width="22em"),
    )  # fmt: skip


def color_picker(description: str, element: Element, field: str) -> tuple[Any, Link]:
    """A colour picker for a linear RGB or RGBA field; alpha is kept."""
    picker = ipywidgets.ColorPicker(description=description, style=_STYLE, layout=ipywidgets.Layout(width="22em"))

    def to_field(text: str) -> tuple[float, ...]:
        return (*colors.parse(text)[:3], *getattr(element, field)[3:])

    return picker, Link(picker, element, field, lambda value: colors.format_hex(value[:3]), to_field)


def clamp_log(value: float, low: int, high: int) -> float:
    """The value that a logarithmic slider can show for a number."""
    return min(max(value, 10.0**low), 10.0**high) if math.isfinite(value) else 10.0**high
