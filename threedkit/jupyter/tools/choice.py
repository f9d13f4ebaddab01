"""A trait that is one of some words, and says which when it is not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import traitlets

from threedkit.errors import FieldError

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Choice"]


class Choice(traitlets.TraitType[str, str]):
    """One of some words, synchronised with the browser.

    Example:
        >>> class Picture(traitlets.HasTraits):
        ...     unit = Choice(("m", "cm"))
        >>> Picture(unit="yard")
        Traceback (most recent call last):
        threedkit.errors.FieldError: view: unit must be one of 'm', 'cm', not 'yard'
    """

    def __init__(self, words: Iterable[str]) -> None:
        """The first word is the default."""
        self.words = tuple(words)
        super().__init__(default_value=self.words[0])
        self.tag(sync=True)

    def validate(self, obj: Any, value: Any) -> str:  # noqa: ARG002 - traitlets' own signature
        """The word itself.

        Raises:
            FieldError: it is none of them.
        """
        if value not in self.words:
            raise FieldError(f"view: {self.name} must be one of {', '.join(map(repr, self.words))}, not {value!r}")
        return str(value)
