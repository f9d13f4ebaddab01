"""Fields that hold arrays or other scene objects."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

import numpy as np

from threedkit.errors import FieldError
from threedkit.scene.fields import Field, _replace

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from traitlets import HasTraits

__all__ = ["Array", "Arrays", "Reference", "References"]

Shape = tuple[int | tuple[int, ...] | None, ...]


def _shape_text(shape: Shape) -> str:
    words = [
        "n" if size is None else " or ".join(map(str, size)) if isinstance(size, tuple) else str(size) for size in shape
    ]
    return "(" + ", ".join(words) + ("," if len(words) == 1 else "") + ")"


def _fits(shape: tuple[int, ...], wanted: Shape) -> bool:
    return len(shape) == len(wanted) and all(
        want is None or (size in want if isinstance(want, tuple) else size == want)
        for size, want in zip(shape, wanted, strict=True)
    )


class Array(Field[Any, Any]):
    """A NumPy array of one of some dtypes and of a given shape; None when absent.

    What is assigned is kept as it is (a view on a file's bytes stays one) when its dtype is among `dtypes`, and
    else converted to the first of them. Write to a copy and assign that: writing into the array tells nobody, until it
    is assigned (``primitive.positions = primitive.positions``).
    """

    def __init__(
        self, shape: Shape, dtypes: tuple[str, ...] = ("float32",), *, finite: bool = True, doc: str = ""
    ) -> None:
        """Declare an array field; `shape` holds a size, several sizes, or None for any."""
        super().__init__(None, optional=True, doc=doc)
        self.shape, self.finite = shape, finite
        self.dtypes = tuple(np.dtype(dtype) for dtype in dtypes)
        names = " or ".join(dtypes)
        self.expected = f"an array of shape {_shape_text(shape)}, {names}" + (", all finite" if finite else "")

    def accept(self, value: Any) -> NDArray[Any]:
        """The array, converted only where its dtype must change."""
        array = np.asarray(value)
        if array.dtype not in self.dtypes:
            array = self._convert(array)
        if not _fits(array.shape, self.shape):
            message = "wrong shape"
            raise ValueError(message)
        if self.finite and array.dtype.kind == "f" and not np.isfinite(array).all():
            message = "not finite"
            raise FieldError(
                f"{self._label()} must be all finite: {_count_bad(array)} of its values are NaN or infinite"
            )
        return array

    def _convert(self, array: NDArray[Any]) -> NDArray[Any]:
        target = self.dtypes[0] if array.dtype.kind == "f" or self.dtypes[0].kind == "f" else self.dtypes[-1]
        if array.dtype.kind not in "fiub" or (target.kind in "iu" and array.dtype.kind not in "iu"):
            message = "wrong dtype"
            raise TypeError(message)
        if target.kind in "iu" and array.size:
            limits = np.iinfo(target)
            if array.min() < limits.min or array.max() > limits.max:
                message = "does not fit the dtype"
                raise ValueError(message)
        return array.astype(target)

    def _label(self) -> str:
        owner = self.this_class.__name__ if self.this_class is not None else "array"
        return f"{owner}.{self.name}"

    def set(self, obj: HasTraits, value: Any) -> None:
        """Assign and notify; arrays are not compared."""
        _replace(self, obj, value)


def _count_bad(array: NDArray[Any]) -> int:
    return int(np.count_nonzero(~np.isfinite(array)))


class Arrays(Array):
    """A tuple of arrays, one a set (TEXCOORD_0, TEXCOORD_1, ...); a single array is taken for a tuple of one."""

    def __init__(self, shape: Shape, dtypes: tuple[str, ...] = ("float32",), *, doc: str = "") -> None:
        """Declare a tuple of arrays; empty by default."""
        super().__init__(shape, dtypes, doc=doc)
        self.allow_none = False
        self.default_value = ()
        self.expected = f"arrays of shape {_shape_text(shape)}, {' or '.join(dtypes)}, all finite"

    def accept(self, value: Any) -> Any:
        """A tuple of arrays."""
        if value is None:
            return ()
        if isinstance(value, np.ndarray):
            value = (value,)
        if not isinstance(value, Iterable) or isinstance(value, (str, bytes)):
            message = "not arrays"
            raise TypeError(message)
        return tuple(super(Arrays, self).accept(item) for item in value)


class Reference(Field[Any, Any]):
    """Another scene object, or None. `coerce` may wrap what a user gives (a Texture into a TextureInfo)."""

    def __init__(
        self,
        kinds: Callable[[], tuple[type, ...]],
        words: str,
        *,
        coerce: Callable[[Any], Any] | None = None,
        optional: bool = True,
        doc: str = "",
    ) -> None:
        """Declare a reference; `kinds` is called late, so that classes may refer to one another."""
        super().__init__(None, optional=optional, doc=doc)
        self.kinds, self.coerce, self.expected = kinds, coerce, words

    def accept(self, value: Any) -> Any:
        """The object."""
        if self.coerce is not None:
            value = self.coerce(value)
        if not isinstance(value, self.kinds()):
            message = "wrong kind"
            raise TypeError(message)
        return value


class References(Field[tuple[Any, ...], Any]):
    """A tuple of other scene objects."""

    def __init__(self, kinds: Callable[[], tuple[type, ...]], words: str, *, doc: str = "") -> None:
        """Declare a tuple of references; empty by default."""
        super().__init__((), doc=doc)
        self.kinds, self.expected = kinds, words

    def accept(self, value: Any) -> tuple[Any, ...]:
        """A tuple of objects; one object alone is taken for a tuple of one."""
        kinds = self.kinds()
        if isinstance(value, kinds):
            return (value,)
        if not isinstance(value, Iterable) or isinstance(value, (str, bytes)):
            message = "not a sequence"
            raise TypeError(message)
        items = tuple(value)
        if not all(isinstance(item, kinds) for item in items):
            message = "wrong kind"
            raise TypeError(message)
        return items
