"""Layer: what the parts of a material that extensions add have in common."""

from __future__ import annotations

from collections.abc import Iterable
from numbers import Real
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from threedkit.scene.element import Element
from threedkit.scene.references import Reference

if TYPE_CHECKING:
    from collections.abc import Callable

    from threedkit.scene.texture import TextureInfo

__all__ = ["Layer", "layer"]


class Layer(Element):
    """A part of a material that is there or not: `Material.clearcoat` and its like.

    Assigning the plain value of `MAIN` makes a layer of it: ``material.clearcoat = 1.0``.
    """

    MAIN: ClassVar[str] = "factor"
    TEXTURES: ClassVar[tuple[str, ...]] = ("texture",)

    def slots(self) -> dict[str, TextureInfo]:
        """The texture slots in use, by field name."""
        return {name: info for name in self.TEXTURES if (info := getattr(self, name)) is not None}


def layer(kind: type[Layer], doc: str) -> Reference:
    """A field of Material that holds a layer or None."""
    words = f"a {kind.__name__} or its {kind.MAIN}"
    return Reference(lambda: (kind,), words, coerce=_maker(kind), doc=doc)


def _maker(kind: type[Layer]) -> Callable[[Any], Any]:
    number = kind.MAIN != "color"

    def make(value: Any) -> Any:
        if number:
            plain = isinstance(value, Real) and not isinstance(value, (bool, np.bool_))
        else:
            plain = isinstance(value, (str, Iterable))
        return kind(**{kind.MAIN: value}) if plain else value

    return make
