"""Views that move together."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any, Self

from threedkit.errors import FieldError
from threedkit.jupyter.tools.traits import Tools

if TYPE_CHECKING:
    from collections.abc import Callable

    from threedkit.jupyter.base import SceneView

__all__ = ["SyncedViews", "sync_views"]

_CLOCK = ("time", "playing", "speed", "loop")


class SyncedViews:
    """A link between views; `close()` ends it, and the closing of a view takes that out.

    Views on one page follow each other there, without a way through the kernel. Here their traits are kept equal, and
    what is assigned to one is assigned to the others.

    Attributes:
        views: those that are linked.
    """

    def __init__(self, views: tuple[Any, ...], *, camera: bool, time: bool, selection: bool) -> None:
        """Link views; the first one is what the others begin with."""
        self.views = views
        self._busy = False
        self._ends: dict[int, list[Callable[[], None]]] = {id(view): [] for view in views}
        self._group = {"id": uuid.uuid4().hex, "camera": camera, "time": time, "selection": selection}
        for view in views:
            if camera:
                self._follow(view, view, ("camera",), self._camera)
            if time and view.player is not None:
                self._follow(view, view.player, _CLOCK, self._clock)
            if selection:
                self._follow(view, view, ("selected",), self._selection)
        for wanted, carry in ((camera, self._camera), (time, self._clock), (selection, self._selection)):
            if wanted:
                carry(views[0])
        for view in views:
            view.groups = [*view.groups, self._group]
            view._closers.append(lambda view=view: self._leave(view))  # noqa: SLF001 - a tool of the view's own

    def _follow(self, view: Any, what: Any, names: tuple[str, ...], carry: Callable[[Any], None]) -> None:
        def changed(_: Any) -> None:
            if not self._busy:
                self._busy = True
                try:
                    carry(view)
                finally:
                    self._busy = False

        what.observe(changed, names=list(names))
        self._ends[id(view)].append(lambda: what.unobserve(changed, names=list(names)))

    def _others(self, view: Any) -> list[Any]:
        return [other for other in self.views if other is not view]

    def _camera(self, view: Any) -> None:
        for other in self._others(view):
            if view._camera_is_told:  # noqa: SLF001 - the browser did it, and has moved the others too
                other._take_camera(view.camera, None)  # noqa: SLF001
            else:
                other.camera = view.camera

    def _clock(self, view: Any) -> None:
        if view.player is None:
            return
        state = {name: value for name, value in view.player.state.items() if name in _CLOCK}
        for other in self._others(view):
            if other.player is not None:
                other.player.take(state)
                if not view.player.is_as_told:  # the browser does not know yet
                    other._tell_player()  # noqa: SLF001

    def _selection(self, view: Any) -> None:
        for other in self._others(view):
            other.selected = view.selected

    def _leave(self, view: Any) -> None:
        for end in self._ends.pop(id(view), ()):
            end()
        self.views = tuple(other for other in self.views if other is not view)

    def close(self) -> None:
        """Each view goes its own way again."""
        for view in self.views:
            view.groups = [group for group in view.groups if group["id"] != self._group["id"]]
            self._leave(view)

    def __enter__(self) -> Self:
        """Linked while a block runs."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the link."""
        self.close()


def sync_views(*views: SceneView, camera: bool = True, time: bool = True, selection: bool = False) -> SyncedViews:
    """Let views move together: side by side, the same look at two scenes or at two states of one.

    Args:
        views: two or more; the first one is what the others begin with.
        camera: they look from the same place.
        time: their animations play, pause and are scrubbed together.
        selection: what is selected in one is selected in all; they must show one scene.

    Returns:
        The link: `close()` ends it.

    Raises:
        FieldError: fewer than two views, one of the pythreejs backend, or a selection across scenes.

    Example:
        >>> link = tk.sync_views(before, after)  # doctest: +SKIP
    """
    chosen = tuple({id(view): view for view in views}.values())
    if len(chosen) < 2:
        raise FieldError(f"sync_views: give at least two different views, not {len(chosen)}")
    for view in chosen:
        if not isinstance(view, Tools):
            raise FieldError(
                f'sync_views: {type(view).__name__} cannot follow; make it with tk.view(..., backend="three")'
            )
    if selection and any(view.scene is not chosen[0].scene for view in chosen):
        raise FieldError("sync_views: selection=True needs views of one and the same scene")
    return SyncedViews(chosen, camera=camera, time=time, selection=selection)
