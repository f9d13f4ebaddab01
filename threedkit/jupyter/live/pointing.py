"""What the pointer does on a view: clicks, and what it is over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import traitlets

from threedkit.jupyter.live.picking import picked

if TYPE_CHECKING:
    from collections.abc import Callable

    from threedkit.jupyter.base import Picked
    from threedkit.jupyter.live.channel import Handler
    from threedkit.jupyter.live.mirror import Mirror

__all__ = ["Pointing"]


class Pointing(traitlets.HasTraits):
    """The part of a view that is about the pointer.

    Attributes:
        hover: tell what the pointer is over (`on_hover` switches it on).
    """

    hover = traitlets.Bool(False).tag(sync=True)

    picked: Any
    on_message: Callable[[str, Handler], Callable[[], None]]

    if TYPE_CHECKING:  # what the view gives

        @property
        def _model(self) -> Mirror: ...

    def _begin_pointing(self) -> None:
        """Listen to the browsers; called when the view can be heard."""
        self._pick_handlers: list[Callable[[Picked | None], Any]] = []
        self._hover_handlers: list[Callable[[Picked | None], Any]] = []
        self.on_message("pick", lambda content, _: self._pick(content))
        self.on_message("hover", lambda content, _: self._hovered(content))

    def _is_old(self, content: dict[str, Any]) -> bool:
        """Whether a browser means a scene that it was not shown yet, or is shown no more."""
        return bool(content.get("epoch") != self._model.epoch)

    def _hit(self, content: dict[str, Any]) -> Picked | None:
        return picked(content.get("hit"), self._model.packed.index)

    def _pick(self, content: dict[str, Any]) -> None:
        if self._is_old(content):
            return
        self.picked = found = self._hit(content)
        for handler in list(self._pick_handlers):
            handler(found)

    def _hovered(self, content: dict[str, Any]) -> None:
        if self._is_old(content):
            return
        found = self._hit(content)
        for handler in list(self._hover_handlers):
            handler(found)

    def on_pick(self, handler: Callable[[Picked | None], Any], *, remove: bool = False) -> None:
        """Call `handler(picked)` at each click: with a Picked, or None beside everything.

        Args:
            handler: what to call.
            remove: call it no more.
        """
        _enlist(self._pick_handlers, handler, remove=remove)

    def on_hover(self, handler: Callable[[Picked | None], Any], *, remove: bool = False) -> None:
        """Call `handler(picked)` as the pointer moves over the picture.

        Args:
            handler: what to call.
            remove: call it no more.
        """
        _enlist(self._hover_handlers, handler, remove=remove)
        self.hover = bool(self._hover_handlers)

    def _end_pointing(self) -> None:
        self._pick_handlers.clear()
        self._hover_handlers.clear()


def _enlist(handlers: list[Any], handler: Any, *, remove: bool) -> None:
    if remove:
        handlers[:] = [other for other in handlers if other is not handler]
    else:
        handlers.append(handler)
