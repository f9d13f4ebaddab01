"""Typed fields for scene objects: traitlets descriptors that check every assignment.

A field turns what a user may reasonably write (a hex colour, a list, a NumPy scalar) into one canonical value, or
raises a FieldError that names the class, the field and what would be right. Because the fields are traits, every
scene object can be observed and linked to ipywidgets.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from numbers import Integral, Real
from typing import Any, Self, TypeVar, cast, overload

import numpy as np
from numpy.typing import ArrayLike, NDArray
from traitlets import HasTraits, TraitType, Undefined

from threedkit.errors import FieldError
from threedkit.transforms import colors

__all__ = [
    "Choice",
    "Color",
    "Dictionary",
    "Field",
    "Flag",
    "Integer",
    "Matrix",
    "Number",
    "Rotation",
    "Text",
    "Vector",
    "brief",
    "optional",
]

G = TypeVar("G")
S = TypeVar("S")
ColorLike = str | Sequence[float] | NDArray[Any]

_RGBA = 4
_REPR_LIMIT = 60


def brief(value: object) -> str:
    """A short one-line text of any value, for error messages."""
    if isinstance(value, np.ndarray):
        return f"an array of shape {value.shape} and dtype {value.dtype}"
    text = " ".join(repr(value).split())
    return text if len(text) <= _REPR_LIMIT else text[: _REPR_LIMIT - 3] + "..."


class Field(TraitType[G, S]):
    """Base of all fields: `expected` says in words what may be assigned; `accept` checks and converts."""

    expected: str = "a value"

    def __init__(self, default: object = Undefined, *, optional: bool = False, doc: str = "") -> None:
        """Declare a field.

        Args:
            default: value of a new object; it must already be canonical.
            optional: None may be assigned.
            doc: one line with units and meaning.
        """
        super().__init__(default, allow_none=optional, help=doc)

    def accept(self, value: Any) -> G:
        """Give the canonical value, or raise ValueError or TypeError."""
        return cast("G", value)

    def validate(self, obj: HasTraits | None, value: Any) -> G:
        """Check one assignment (called by traitlets)."""
        try:
            return self.accept(value)
        except FieldError:
            raise
        except (ValueError, TypeError, OverflowError) as error:
            owner = type(obj).__name__ if obj is not None else "scene object"
            optional = " or None" if self.allow_none else ""
            message = f"{owner}.{self.name} must be {self.expected}{optional}, not {brief(value)}"
            raise FieldError(message) from error

    @overload
    def __get__(self, obj: None, cls: type[Any]) -> Self: ...

    @overload
    def __get__(self, obj: Any, cls: type[Any]) -> G: ...

    def __get__(self, obj: HasTraits | None, cls: type[Any]) -> Self | G:
        """The value. Objects hold only what was given to them: what is missing is the default that all share."""
        if obj is None:
            return self
        value: Any = obj._trait_values.get(self.name, self.default_value)  # type: ignore[arg-type] # noqa: SLF001 - as traitlets does
        if value is Undefined:  # each object has its own, a dict: traitlets makes and keeps it
            value = super().get(obj, cls)
        known: G = value  # no cast: this is called more often than anything else
        return known

    def get(self, obj: HasTraits, cls: type[Any] | None = None) -> G | None:
        """The value of one object."""
        return self.__get__(obj, cls or type(obj))


def _real(value: object) -> float:
    if isinstance(value, (bool, np.bool_)) or not isinstance(value, (Real, np.ndarray)):
        message = "not a number"
        raise TypeError(message)
    number = float(value)
    if not math.isfinite(number):
        message = "not finite"
        raise ValueError(message)
    return number


def _range_text(minimum: float, maximum: float, *, above: bool) -> str:
    if math.isinf(minimum) and math.isinf(maximum):
        return ""
    if math.isinf(maximum):
        return f" {'above' if above else 'of at least'} {minimum:g}"
    low = f"above {minimum:g} and at most" if above else f"from {minimum:g} to"
    return f" {low} {maximum:.6g}"


class Number(Field[float, Any]):
    """A finite float in a range; where `infinite` says so, infinity too."""

    def __init__(
        self,
        default: float | None = 0.0,
        *,
        minimum: float = -math.inf,
        maximum: float = math.inf,
        above: bool = False,
        infinite: bool = False,
        doc: str = "",
    ) -> None:
        """Declare a number from `minimum` (excluded if `above`) to `maximum`."""
        super().__init__(default, doc=doc)
        self.minimum, self.maximum, self.above, self.infinite = minimum, maximum, above, infinite
        self.expected = "a finite number" + _range_text(minimum, maximum, above=above)
        if not math.isinf(minimum):
            self.expected = self.expected.replace("finite ", "")

    def accept(self, value: Any) -> float:
        """A float in range."""
        if self.infinite and isinstance(value, Real) and float(value) == math.inf:
            return math.inf
        number = _real(value)
        if number > self.maximum or number < self.minimum or (self.above and number == self.minimum):
            message = "out of range"
            raise ValueError(message)
        return number


class Integer(Field[int, Any]):
    """A whole number in a range."""

    def __init__(self, default: int | None = 0, *, minimum: int = 0, maximum: int = 2**31 - 1, doc: str = "") -> None:
        """Declare a whole number from `minimum` to `maximum`."""
        super().__init__(default, doc=doc)
        self.minimum, self.maximum = minimum, maximum
        self.expected = f"a whole number from {minimum} to {maximum}"

    def accept(self, value: Any) -> int:
        """An int in range."""
        if isinstance(value, (bool, np.bool_)) or not isinstance(value, Integral):
            message = "not a whole number"
            raise TypeError(message)
        number = int(value)
        if not self.minimum <= number <= self.maximum:
            message = "out of range"
            raise ValueError(message)
        return number


class Flag(Field[bool, Any]):
    """True or False."""

    expected = "True or False"

    def accept(self, value: Any) -> bool:
        """A bool."""
        if not isinstance(value, (bool, np.bool_)):
            message = "not a bool"
            raise TypeError(message)
        return bool(value)


class Text(Field[str, Any]):
    """Unicode text."""

    expected = "text"

    def __init__(self, default: str = "", *, doc: str = "") -> None:
        """Declare a text."""
        super().__init__(default, doc=doc)

    def accept(self, value: Any) -> str:
        """A str that UTF-8 can hold."""
        if not isinstance(value, str):
            message = "not text"
            raise TypeError(message)
        value.encode()
        return value


class Choice(Field[str, Any]):
    """One of a few glTF names."""

    def __init__(self, default: str | None, choices: Sequence[str], *, doc: str = "") -> None:
        """Declare a name out of `choices`."""
        super().__init__(default, doc=doc)
        self.choices = tuple(choices)
        self.expected = "one of " + ", ".join(repr(choice) for choice in self.choices)

    def accept(self, value: Any) -> str:
        """A name that is among the choices."""
        if value not in self.choices:
            message = "not a choice"
            raise ValueError(message)
        return str(value)


class Vector(Field[tuple[float, ...], Any]):
    """A tuple of `size` finite floats (any number if `size` is None), each in a range."""

    def __init__(
        self,
        default: tuple[float, ...] | None = (),
        *,
        size: int | None = None,
        minimum: float = -math.inf,
        maximum: float = math.inf,
        doc: str = "",
    ) -> None:
        """Declare a small vector."""
        super().__init__(default, doc=doc)
        self.size, self.minimum, self.maximum = size, minimum, maximum
        count = "" if size is None else f"{size} "
        self.expected = f"{count}finite numbers{_range_text(minimum, maximum, above=False)}"

    def accept(self, value: Any) -> tuple[float, ...]:
        """A tuple of floats."""
        if isinstance(value, (str, bytes)) or not isinstance(value, Iterable):
            message = "not a sequence of numbers"
            raise TypeError(message)
        numbers = tuple(_real(number) for number in value)
        if self.size is not None and len(numbers) != self.size:
            message = "wrong length"
            raise ValueError(message)
        if any(number < self.minimum or number > self.maximum for number in numbers):
            message = "out of range"
            raise ValueError(message)
        return numbers


class Rotation(Vector):
    """A unit quaternion xyzw; what is assigned is normalised."""

    def __init__(self, *, doc: str = "") -> None:
        """Declare a rotation; the default is none."""
        super().__init__((0.0, 0.0, 0.0, 1.0), size=4, doc=doc)
        self.expected = "a quaternion (x, y, z, w) of 4 finite numbers, not all zero"

    def accept(self, value: Any) -> tuple[float, ...]:
        """A tuple of four floats whose norm is 1."""
        numbers = super().accept(value)
        norm = math.hypot(*numbers)
        if norm == 0.0 or not math.isfinite(norm):
            message = "no direction"
            raise ValueError(message)
        if abs(norm - 1.0) <= 1e-6:
            return numbers
        return tuple(number / norm for number in numbers)


class Color(Field[tuple[float, ...], Any]):
    """A linear colour of 3 (RGB) or 4 (RGBA) floats; text such as "#ef6631" is read as sRGB."""

    def __init__(self, default: tuple[float, ...], *, maximum: float = 1.0, doc: str = "") -> None:
        """Declare a colour with as many channels as its default has."""
        super().__init__(default, doc=doc)
        self.size, self.maximum = len(default), maximum
        kind = "RGBA or RGB" if self.size == _RGBA else "RGB"
        self.expected = f'linear {kind} numbers{_range_text(0.0, maximum, above=False)} or a colour such as "#ef6631"'

    def accept(self, value: Any) -> tuple[float, ...]:
        """A tuple of linear floats."""
        if isinstance(value, str):
            try:
                return tuple(float(channel) for channel in colors.parse(value)[: self.size])
            except FieldError as error:
                raise ValueError(str(error)) from error  # so that the message names this field
        if isinstance(value, bytes) or not isinstance(value, Iterable):
            message = "not a colour"
            raise TypeError(message)
        channels = tuple(_real(channel) for channel in value)
        if len(channels) == _RGBA - 1 and self.size == _RGBA:
            channels = (*channels, 1.0)
        if len(channels) != self.size or any(c < 0.0 or c > self.maximum for c in channels):
            message = "wrong length or out of range"
            raise ValueError(message)
        return channels


class Matrix(Field[Any, Any]):
    """A (4, 4) float64 matrix for column vectors, kept read-only."""

    expected = "a (4, 4) matrix of finite numbers"

    def __init__(self, *, doc: str = "") -> None:
        """Declare a matrix; None by default."""
        super().__init__(None, optional=True, doc=doc)

    def accept(self, value: ArrayLike) -> NDArray[np.float64]:
        """A read-only copy."""
        matrix = np.array(value, dtype=np.float64)
        if matrix.shape != (4, 4) or not np.isfinite(matrix).all():
            message = "not a finite (4, 4) matrix"
            raise ValueError(message)
        matrix.flags.writeable = False
        return matrix

    def set(self, obj: HasTraits, value: Any) -> None:
        """Assign and notify; arrays are not compared."""
        _replace(self, obj, value)


class Dictionary(Field[dict[str, Any], Any]):
    """A dict with text keys that holds JSON values; each object has its own."""

    expected = "a dict with text keys"

    def __init__(self, *, doc: str = "") -> None:
        """Declare a dict; empty by default."""
        super().__init__(Undefined, doc=doc)

    def make_dynamic_default(self) -> dict[str, Any]:
        """A new empty dict for each object."""
        return {}

    def accept(self, value: Any) -> dict[str, Any]:
        """A dict (the one given if it is one)."""
        if not isinstance(value, Mapping) or not all(isinstance(key, str) for key in value):
            message = "not a mapping with text keys"
            raise TypeError(message)
        return value if isinstance(value, dict) else dict(value)


def optional(field: Field[G, S]) -> Field[G | None, S | None]:
    """The same field, to which None may be assigned as well."""
    field.allow_none = True
    return cast("Field[G | None, S | None]", field)


def _replace(field: TraitType[Any, Any], obj: HasTraits, value: object) -> None:
    """Assign without comparing the old value with the new one, and notify.

    The same array once more is a change, if somebody may have written into it: ``primitive.positions += 1`` does both.
    """
    accepted = field._validate(obj, value)  # noqa: SLF001 - the hook that traitlets gives to subclasses
    name = cast("str", field.name)
    values = obj._trait_values  # noqa: SLF001 - the same
    old = values.get(name, field.default_value)
    values[name] = accepted
    if old is not accepted or (isinstance(accepted, np.ndarray) and accepted.flags.writeable):
        obj._notify_trait(name, old, accepted)  # noqa: SLF001 - the same
