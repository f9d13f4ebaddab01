"""What the tools around a live view add to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import traitlets

from threedkit.errors import FieldError, NotFoundError
from threedkit.jupyter.base import SceneView
from threedkit.jupyter.tools import bookmarks as marks
from threedkit.jupyter.tools.choice import Choice
from threedkit.jupyter.tools.clipping import Clipping
from threedkit.jupyter.tools.editing import Editing
from threedkit.jupyter.tools.looks import Looks, variant_names
from threedkit.jupyter.tools.measuring import UNITS, Measurement, measurements
from threedkit.jupyter.tools.presets import PRESETS, preset_name, set_preset
from threedkit.jupyter.tools.standard import STANDARD_VIEWS, standard_view
from threedkit.render import resolve_camera
from threedkit.scene import Node

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from threedkit.jupyter.live.channel import Handler
    from threedkit.render import CameraView
    from threedkit.scene import Scene

__all__ = ["SHADINGS", "Tools"]

SHADINGS: Final = ("lit", "wireframe", "normals", "uv", "overdraw")


def _plain(value: Any, _: Any) -> Any:
    return None if value is None else {"normal": list(value.normal), "offset": value.offset}


def _clipping(value: Any, _: Any) -> Any:
    return None if value is None else (value["normal"], value["offset"])


class Tools(SceneView):
    """The tools of a view that is drawn by our own front end; each trait is the same here and in the browser.

    Attributes:
        shading: "lit", "wireframe", "normals", "uv" or "overdraw".
        grid: a grid on the floor (y = 0).
        axes: the axes of the world, and a compass in the corner to click on.
        clipping: what cuts the scene open: a `Clipping`, (normal, offset) or None.
        measurements: the distances shown: pairs of world points.
        unit: in which they are shown: mm, cm, m, km, in or ft.
        bookmarks: cameras by name; read-only, assign to change them.
        selected: the node that is selected, or None; assign a node or its name.
        variants: names of the scene's variants of materials.
        variant: the one that the scene has on, or None; assign a name to put it on.
        preset: name of the light from around (`PRESETS`), empty where it is another one; assign to change it.
        panel: whether tree and inspector are open.
        controls: whether there are tools around the picture at all.
        theme: "auto" follows JupyterLab, VS Code or the system.

    Example:
        >>> view.clipping = tk.Clipping.through((0, 0.5, 0), (0, 1, 0))  # doctest: +SKIP
        >>> view.measure((0, 0, 0), view.picked).distance  # doctest: +SKIP
    """

    shading = Choice(SHADINGS)
    grid = traitlets.Bool(False).tag(sync=True)
    axes = traitlets.Bool(False).tag(sync=True)
    panel = traitlets.Bool(False).tag(sync=True)
    controls = traitlets.Bool(True).tag(sync=True)
    theme = Choice(("auto", "light", "dark"))
    unit = Choice(("m", *(unit for unit in UNITS if unit != "m")))
    clipping = traitlets.Any(None).tag(sync=True, to_json=_plain, from_json=_clipping)
    measurements = traitlets.Any(()).tag(
        sync=True, to_json=lambda value, _: [{"a": list(one.a), "b": list(one.b)} for one in value]
    )
    bookmarks = traitlets.Any().tag(
        sync=True,
        to_json=lambda value, view: marks.to_json(value, lambda: view.scene.bounds(view.time)),
        from_json=lambda value, _: marks.from_json(value),
    )
    selection = traitlets.Int(None, allow_none=True).tag(sync=True)
    selected = traitlets.Any(None)
    presets = traitlets.Any(PRESETS).tag(sync=True, to_json=lambda value, _: list(value))
    preset = traitlets.Unicode("").tag(sync=True)
    variants = traitlets.List(traitlets.Unicode()).tag(sync=True)
    variant = traitlets.Unicode(None, allow_none=True).tag(sync=True)
    animated = traitlets.Bool(False).tag(sync=True)
    groups = traitlets.List(traitlets.Dict()).tag(sync=True)

    _editing: Editing | None = None
    _looks: Looks | None = None

    if TYPE_CHECKING:  # what the view gives

        def _element(self, kind: str, index: Any) -> Any: ...

        def _index(self, element: Any) -> tuple[str, int] | None: ...

        @property
        def _epoch(self) -> int: ...

        on_message: Callable[[str, Handler], Callable[[], None]]

    @traitlets.default("bookmarks")
    def _no_bookmarks(self) -> Mapping[str, CameraView]:
        return marks.accept({}, self._resolved)

    def _use_tools(self) -> None:
        """Begin to follow; called once by the view, when it can hear and tell."""
        self.animated = bool(self.scene.animations)
        self._editing = Editing(self)
        self._looks = Looks(self)
        self.observe(self._told_selection, names="selection")
        self.observe(self._select, names="selected")
        self.on_message("select", lambda content, _: self._heard_selection(content))
        self.observe(self._light, names="preset")
        self._renumber()

    def _renew_tools(self) -> None:
        """The browser has another document: indices are others."""
        if self._editing is not None:
            self._editing.renew()
        if self._looks is not None:
            self._looks.renew()

    def seen(self) -> Scene:
        """The scene as engines draw it: a copy without what the clipping plane takes away, where there is one."""
        plane: Clipping | None = self.clipping
        return self.scene if plane is None else plane.cut(self.scene, self._moment(), self._animation())

    # -- checks -------------------------------------------------------------------------------------------------

    def _resolved(self, camera: Any) -> CameraView:
        return resolve_camera(self.scene, camera, self.size, time=self._moment(), animation=self._animation())

    @traitlets.validate("clipping")
    def _valid_clipping(self, proposal: Any) -> Clipping | None:
        return None if proposal.value is None else Clipping.of(proposal.value)

    @traitlets.validate("measurements")
    def _valid_measurements(self, proposal: Any) -> tuple[Measurement, ...]:
        return measurements(proposal.value)

    @traitlets.validate("bookmarks")
    def _valid_bookmarks(self, proposal: Any) -> Mapping[str, CameraView]:
        return marks.accept(proposal.value, self._resolved)

    @traitlets.validate("preset")
    def _valid_preset(self, proposal: Any) -> str:
        if proposal.value and proposal.value not in PRESETS:
            raise FieldError(f"view: preset must be one of {', '.join(PRESETS)}, not {proposal.value!r}")
        return str(proposal.value)

    @traitlets.validate("variant")
    def _valid_variant(self, proposal: Any) -> str | None:
        names = [] if proposal.value is None else variant_names(self.scene)
        if proposal.value is not None and proposal.value not in names:
            known = ", ".join(names) or "none"
            raise FieldError(f"view: variant must be None or one of the scene's ({known}), not {proposal.value!r}")
        return proposal.value  # type: ignore[no-any-return]

    @traitlets.validate("selected")
    def _valid_selected(self, proposal: Any) -> Node | None:
        wanted = proposal.value
        if isinstance(wanted, str):
            wanted = self.scene.nodes[wanted]
        if wanted is not None and (
            not isinstance(wanted, Node) or all(node is not wanted for node in self.scene.nodes)
        ):
            raise FieldError(f"view: selected must be a node of the scene, its name or None, not {proposal.value!r}")
        return wanted if isinstance(wanted, Node) else None

    # -- selection ----------------------------------------------------------------------------------------------

    def _number(self, node: Node | None) -> int | None:
        place = None if node is None else self._index(node)
        return None if place is None else place[1]

    def _renumber(self) -> None:
        """Tell which node is selected by its index of this epoch."""
        chosen = self.selected
        if chosen is not None and all(node is not chosen for node in self.scene.nodes):
            self.selected = None
        self.selection = self._number(self.selected)

    def _heard_selection(self, content: dict[str, Any]) -> None:
        """A browser has selected a node; one that still shows another scene has meant what may be gone."""
        if content.get("epoch") == self._epoch:
            self.selected = self._element("node", content.get("node"))

    def _told_selection(self, change: Any) -> None:
        if change.new != self._number(self.selected):  # one that was just added has no number yet
            self.selected = None if change.new is None else self._element("node", change.new)

    def _select(self, change: Any) -> None:
        self.selection = self._number(change.new)

    def _light(self, change: Any) -> None:
        if change.new and change.new != preset_name(self.scene.environment):
            set_preset(self.scene, change.new)

    # -- what one can do ----------------------------------------------------------------------------------------

    def bookmark(self, name: str | None = None) -> str:
        """Keep where one looks from now.

        Args:
            name: what to call it; None: "View 1", "View 2" ...

        Returns:
            The name.
        """
        number = len(self.bookmarks) + 1
        while name is None and f"View {number}" in self.bookmarks:
            number += 1
        chosen = f"View {number}" if name is None else name
        self.bookmarks = {**self.bookmarks, chosen: self.camera}
        return chosen

    def go(self, name: str) -> None:
        """Look from a bookmark, or from a standard side.

        Args:
            name: of a bookmark; or front, back, right, left, top, bottom, corner.

        Raises:
            NotFoundError: neither is called so.
        """
        if name in self.bookmarks:
            self.camera = self.bookmarks[name]
        elif name in STANDARD_VIEWS:
            self.camera = standard_view(self.scene, name, self.size)
        else:
            known = ", ".join([*self.bookmarks, *STANDARD_VIEWS])
            raise NotFoundError(f"view: there is no bookmark or standard view {name!r}; there are {known}")

    def measure(self, a: Any, b: Any) -> Measurement:
        """Show the distance of two points.

        Args:
            a: (3,) world point in metres, or what has a `point`: `view.picked`.
            b: the other one.

        Returns:
            The measurement; `.distance` is in metres.
        """
        (made,) = measurements([(a, b)])
        self.measurements = (*self.measurements, made)
        return made
