"""Element: what every part of a scene has in common."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from traitlets import HasTraits, Undefined

from threedkit.errors import FieldError
from threedkit.scene.fields import Dictionary, Field, Text

__all__ = ["Element"]


class Element(HasTraits):
    """A named, observable part of a scene with the glTF `extras` and the extensions that threedkit does not model.

    Each field checks what is assigned to it (FieldError) and tells its observers::

        material.observe(lambda change: print(change.new), names="roughness")
        ipywidgets.link((slider, "value"), (material, "roughness"))
    """

    name = Text(doc="the glTF name; need not be unique")
    extras = Dictionary(doc="application data, kept as it is")
    extensions = Dictionary(doc="raw glTF extensions that no field models, kept as they are")

    _defaults: ClassVar[dict[str, Any]] = {}

    # What traitlets sets on each instance; those made by `_adopt` share these until they get their first observer.
    _trait_notifiers: ClassVar[dict[Any, Any]] = {}  # type: ignore[misc]
    _trait_validators: ClassVar[dict[Any, Any]] = {}  # type: ignore[misc]
    _cross_validation_lock = False

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Gather the defaults that instances can share, for `_trusted`."""
        super().__init_subclass__(**kwargs)
        cls._defaults = {
            name: field.canonical_default()
            for base in reversed(cls.__mro__)
            for name, field in vars(base).items()
            if isinstance(field, Field) and field.canonical_default() is not Undefined
        }

    def __init__(self, **values: Any) -> None:
        """Build from keyword values; each is checked as in an assignment."""
        for name in values:
            if not isinstance(getattr(type(self), name, None), Field):
                self._refuse(name)
        super().__init__(**values)

    @classmethod
    def _trusted(cls, **values: Any) -> Self:
        """Build from values that are canonical already, unchecked: what loaders use (about 1 us).

        `tests/scene/test_trusted.py` holds it equal to the constructor.
        """
        return cls._adopt({**cls._defaults, **values})

    @classmethod
    def _adopt(cls, values: dict[str, Any]) -> Self:
        """Build from a dict of all values, which becomes the object's own: start from `_defaults.copy()`."""
        instance = object.__new__(cls)
        object.__setattr__(instance, "_trait_values", values)
        return instance

    def _add_notifiers(self, handler: Any, name: Any, type: Any) -> None:  # noqa: A002 - traitlets' own signature
        self.__dict__.setdefault("_trait_notifiers", {})
        super()._add_notifiers(handler, name, type)

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
