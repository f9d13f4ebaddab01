"""MadeImage: an image whose bytes are computed when they are first asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from threedkit.scene.image import Data, Image

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["MadeImage"]


class _MadeData(Data):
    """Bytes, or what gives bytes when called: it is called on first use, and its bytes take its place."""

    def __get__(self, obj: Any, cls: type[Any]) -> Any:
        value: Any = super().__get__(obj, cls)
        if obj is not None and callable(value):
            value = value()
            obj._trait_values[self.name] = value  # noqa: SLF001 - no change that an observer must hear of
        return value


class MadeImage(Image):
    """An image whose bytes are computed when they are first asked for (by `data`, `pixels`, `size` or a save).

    Example:
        >>> import numpy as np
        >>> image = MadeImage.of(lambda: Image.from_array(np.zeros((2, 3), np.uint8)).data, "image/png")
        >>> image.size
        (3, 2)
    """

    data = _MadeData(None, optional=True, doc="encoded bytes; computed on first use")

    @classmethod
    def of(cls, make: Callable[[], bytes], mime_type: str, name: str = "") -> MadeImage:
        """Build from a function.

        Args:
            make: gives the encoded bytes. Elements that it holds should be in a NamedTuple with a method `__call__`,
                so that a copied scene has an image of its own elements.
            mime_type: of these bytes, such as "image/png".
            name: of the image.
        """
        return cls._trusted(data=make, mime_type=mime_type, name=name)
