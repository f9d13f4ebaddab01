"""What is shown otherwise than it is, and what went wrong: for `view.notes`, and for who sits before the browser."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    from threedkit.jupyter.live.mirror import Mirror

__all__ = ["Notes"]

_MOST: Final = 10


class Notes:
    """The notes of a view; its browsers are told when something has gone wrong, and when that is over.

    Attributes:
        shown: what the browser that showed the scene last has told of it.
    """

    def __init__(self, mirror: Callable[[], Mirror | None], tell: Callable[[dict[str, Any]], Any]) -> None:
        """Begin with nothing.

        Args:
            mirror: gives the mirror of the view; None where it is closed.
            tell: takes messages for the browsers.
        """
        self._mirror, self._tell = mirror, tell
        self.shown: tuple[str, ...] = ()
        self._complaints: tuple[str, ...] = ()
        self._told: tuple[str, ...] = ()

    def complain(self, text: str) -> None:
        """Something has gone wrong, in one line; the last ten are kept."""
        self._complaints = (*self._complaints[1 - _MOST :], text)
        self.renew()

    def renew(self) -> None:
        """Tell the browsers, if there is other trouble than they know."""
        trouble = self._trouble()
        if trouble != self._told:
            self._told = trouble
            self._tell(self._message())

    def for_newcomer(self) -> dict[str, Any] | None:
        """What a browser that comes is told beside the scene; None: nothing."""
        return self._message() if self._trouble() else None

    def lines(self) -> tuple[str, ...]:
        """One line for each."""
        mirror = self._mirror()
        return () if mirror is None else tuple(dict.fromkeys((*mirror.packed.notes, *self.shown, *self._trouble())))

    def _trouble(self) -> tuple[str, ...]:
        mirror = self._mirror()
        problem = "" if mirror is None else mirror.problem
        failed = (f"the last change is not shown: {problem}",) if problem else ()
        return tuple(dict.fromkeys((*failed, *self._complaints)))

    def _message(self) -> dict[str, Any]:
        mirror = self._mirror()
        return {"type": "notes", "notes": list(self.lines()), "problem": "" if mirror is None else mirror.problem}
