"""Element: what every part of a scene has in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeVar

from traitlets import HasTraits

from threedkit.errors import FieldError
from threedkit.scene.fields import Dictionary, Field, Text

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Element", "held", "twin"]

E = TypeVar("E", bound="Element")


class Element(HasTraits):
    """A named, observable part of a scene with the glTF `extras` and the extensions that threedkit does not model.

    Each field checks what is assigned to it (FieldError) and tells its observers::

        material.observe(lambda change: print(change.new), names="roughness")
        ipywidgets.link((slider, "value"), (material, "roughness"))
    """

    name = Text(doc="the glTF name; need not be unique")
    extras = Dictionary(doc="application data, kept as it is")
    extensions = Dictionary(doc="raw glTF extensions that no field models, kept as they are")
    nested = Dictionary(doc="extras and extensions of glTF objects within this one, by the name they have there")

    # What traitlets sets on each instance; those made by `_adopt` share these until they get their first observer.
    _trait_notifiers: ClassVar[dict[Any, Any]] = {}  # type: ignore[misc]
    _trait_validators: ClassVar[dict[Any, Any]] = {}  # type: ignore[misc]
    _cross_validation_lock = False

    def __init__(self, **values: Any) -> None:
        """Build from keyword values; each is checked as in an assignment."""
        for name in values:
            if not isinstance(getattr(type(self), name, None), Field):
                self._refuse(name)
        super().__init__(**values)

    @classmethod
    def _trusted(cls, **values: Any) -> Self:
        """Build from values that are canonical already, unchecked: what loaders use (well under 1 us).

        `tests/scene/test_trusted.py` holds it equal to the constructor.
        """
        return cls._adopt(values)

    @classmethod
    def _adopt(cls, values: dict[str, Any]) -> Self:
        """Build from a dict of the values that are not the default; it becomes the object's own."""
        return cls._adopt_all([values])[0]

    @classmethod
    def _adopt_all(cls, entries: Iterable[dict[str, Any]]) -> list[Self]:
        """Build one object from each dict."""
        make, put = object.__new__, object.__setattr__
        instances = []
        for values in entries:
            instance = make(cls)
            put(instance, "_trait_values", values)
            instances.append(instance)
        return instances

    def _add_notifiers(self, handler: Any, name: Any, type: Any) -> None:  # noqa: A002 - traitlets' own signature
        handlers = self.__dict__.setdefault("_trait_notifiers", {}).setdefault(name, {}).setdefault(type, [])
        if handler not in handlers:
            handlers.append(handler)

    def _register_validator(self, handler: Any, names: Any) -> None:
        self.__dict__.setdefault("_trait_validators", {})
        super()._register_validator(handler, names)

    def __setattr__(self, name: str, value: Any) -> None:
        """Assign to a field; a misspelt name is an error, not a new attribute."""
        if not name.startswith("_") and not hasattr(type(self), name):
            self._refuse(name)
        super().__setattr__(name, value)

    def _refuse(self, name: str) -> None:
        known = sorted(key for key in self.trait_names() if not key.startswith("_"))
        message = f"{type(self).__name__} has no field {name!r}; its fields are {', '.join(known)}"
        raise FieldError(message)

    def __repr__(self) -> str:
        """Class and name; the values stay where they are."""
        return f"<{type(self).__name__} {self.name!r}>" if self.name else f"<{type(self).__name__}>"


def held(element: Element) -> dict[str, Any]:
    """What an element holds, by field: the dict in which its fields look; what is not in it is the default.

    For what goes over all elements of a scene: a field's own way there takes ten times as long, and makes a dict or a
    list where the element has none. What is put in has to be canonical, and no observer hears of it.

    Example:
        >>> from threedkit.scene import Material
        >>> held(Material(roughness=0.5))
        {'roughness': 0.5}
    """
    return element._trait_values  # noqa: SLF001 - the fields keep them there


def twin(element: E) -> E:
    """A copy that shares all that the element holds: its arrays, and the elements within it.

    Example:
        >>> from threedkit.scene import Material
        >>> twin(Material(roughness=0.5)).roughness
        0.5
    """
    return element._adopt(dict(held(element)))
