"""The live view: a scene that one can hold."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

import anywidget
import traitlets

from threedkit.errors import FieldError
from threedkit.jupyter.base import side
from threedkit.jupyter.live import cameras, code
from threedkit.jupyter.live.channel import Channel
from threedkit.jupyter.live.mirror import Mirror
from threedkit.jupyter.live.noting import Notes
from threedkit.jupyter.live.player import Player
from threedkit.jupyter.live.pointing import Pointing
from threedkit.jupyter.packing import Limits
from threedkit.jupyter.pictures.methods import Pictures
from threedkit.jupyter.tools.traits import Tools
from threedkit.render import CameraView, fit_camera, resolve_camera
from threedkit.transforms import bounds

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from contextlib import AbstractContextManager

    from threedkit.jupyter.live.channel import Handler
    from threedkit.scene import Camera, Element, Node, Scene

__all__ = ["View"]


class View(Pictures, Tools, Pointing, anywidget.AnyWidget):
    """A scene in the browser, drawn by current three.js.

    Attributes:
        camera: the CameraView that the user sees through; assign one, a node or a name to move there.
        picked: what was last clicked, or None.
        exposure: linear radiance is multiplied by it.
        player: plays the animations; None if there are none.
        notes: what is shown otherwise than it is.
        height: pixels.
        width: pixels; narrower where there is less room.
        title: what screen readers call the picture.
        hover: tell what the pointer is over (`on_hover` switches it on).

    What the tools around the picture add (`shading`, `clipping`, `selected`, `bookmarks` ...) is in `Tools`.

    Example:
        >>> import threedkit as tk
        >>> view = tk.view(tk.Scene())  # doctest: +SKIP
        >>> tk.render(view.scene, camera=view.camera)  # doctest: +SKIP
    """

    _anywidget_id = traitlets.Unicode(f"{__module__}.{__qualname__}").tag(sync=True)
    _esm = traitlets.Unicode().tag(sync=True)
    _version = traitlets.Unicode().tag(sync=True)
    _id = traitlets.Unicode().tag(sync=True)
    _meshes = traitlets.Int(0).tag(sync=True)
    height = traitlets.Int(480).tag(sync=True)
    width = traitlets.Int(768).tag(sync=True)
    title = traitlets.Unicode("3D view").tag(sync=True)
    exposure = traitlets.Float(1.0).tag(sync=True)

    _mirror: Mirror | None = None
    _fitted: tuple[CameraView, float] | None
    player: Player | None = None

    def __init__(
        self,
        scene: Scene,
        height: int = 480,
        width: int | None = None,
        camera: Node | Camera | CameraView | str | None = None,
        *,
        exposure: float = 1.0,
        controls: bool = True,
        limits: Limits = Limits(),  # noqa: B008 - immutable
        engine: str | None = None,
        client: Any = None,
        **options: Any,
    ) -> None:
        """Show a scene.

        Args:
            scene: what to show and follow.
            height: pixels.
            width: pixels; None: 1.6 times the height.
            camera: where to look from first; None: the whole scene is fitted into the view.
            exposure: linear radiance is multiplied by it.
            controls: show the tools around the picture.
            limits: beyond which meshes are shown simplified and images smaller.
            engine: that draws where the browser does not; None takes the default one.
            client: a `distributed.Client` whose workers draw then; None: a process of this kernel's own.
            options: other traits, such as `mode`, `title` and `theme`.

        Raises:
            FieldError: a size is not from 1 to 4096 pixels, or there is no such option.
        """
        if unknown := [name for name in options if not self.has_trait(name) or name.startswith("_")]:
            raise FieldError(f"view: there is no option {unknown[0]!r}; its fields are {', '.join(_options(self))}")
        self.scene = scene
        self._size = (side("width", width if width is not None else round(height * 1.6)), side("height", height))
        self._notes = Notes(lambda: self._mirror, self._tell_present)
        self._closers: list[Callable[[], None]] = []
        self._told_camera: tuple[str | None, CameraView] | None = None
        self.channel = Channel(self._notes.complain)
        self.player = Player(scene, self._tell_player) if scene.animations else None
        self._fitted, self._fitting = None, False
        chosen = None if camera is None else resolve_camera(scene, camera, self._size, time=0.0)
        self.channel.on("need-bundle", lambda content, _: self._send_bundle(content))
        self.on_msg(lambda _, content, buffers: self.channel.hear(content, buffers))
        size = {"width": self._size[0], "height": self._size[1]}
        made_of = {"_esm": code.loader(), "_version": code.version(), "_meshes": len(scene.mesh_nodes)}
        # A browser hears of the view now, and fetches or asks for its code while the scene is looked at.
        super().__init__(exposure=exposure, controls=controls, **made_of, **size, **options)
        self._id = self.model_id or ""
        with contextlib.ExitStack() as undo:
            undo.callback(super().close)
            pose = scene.pose(0.0)
            self.camera = chosen or fit_camera(scene, self._size, pose=pose)
            self._fitted = (self.camera, self._size[0] / self._size[1]) if chosen is None else None
            self._box = pose.bounds_of_all(scene.mesh_nodes)
            self._mirror = Mirror(scene, limits, self._send_to_browser, self._description, self._notes.renew)
            undo.pop_all()
        self._listen()
        self._begin_pointing()
        self._use_tools()
        self._begin_pictures(engine=engine, client=client)

    # -- messages -----------------------------------------------------------------------------------------------

    def _listen(self) -> None:
        answers: dict[str, Handler] = {
            "ready": lambda content, _: self._ready(content),
            "need": lambda content, _: self._model.send_blobs(content.get("hashes", ()), content.get("client", "")),
            "ack": lambda content, _: self._model.acknowledge(content.get("epoch"), content.get("seq")),
            "shown": lambda content, _: self._shown(content),
            "camera": lambda content, _: self._camera_moved(content),
            "resized": lambda content, _: self._resized(content),
            "player": lambda content, _: self._played(content),
            "gone": lambda content, _: self._gone(content),
            "error": lambda content, _: self._notes.complain(f"the browser says: {content.get('text')}"),
        }
        for kind, answer in answers.items():
            self.channel.on(kind, answer)
        self.observe(self._move_camera, names="camera")
        self.observe(self._resize, names=["height", "width"])

    def on_message(self, kind: str, handler: Handler) -> Callable[[], None]:
        """Call `handler(content, buffers)` for each message of this type from a browser; gives what ends that."""
        return self.channel.on(kind, handler)

    def on_change(self, handler: Callable[[], Any]) -> Callable[[], None]:
        """Call `handler()` whenever the scene has changed; gives what ends that."""
        heard = self._model.heard
        heard.append(handler)

        def end() -> None:
            if handler in heard:
                heard.remove(handler)

        return end

    @property
    def _model(self) -> Mirror:
        if self._mirror is None:
            raise FieldError("view: it is closed; make another one with tk.view(scene)")
        return self._mirror

    @property
    def _browser(self) -> dict[str, Any]:
        """What the browser that came last said of itself."""
        return next(reversed(self.channel.clients.values()), {})

    def _send_to_browser(self, content: dict[str, Any], buffers: Any = None) -> None:
        if content["type"] == "scene":
            content = self.channel.word("player", content)
        for message in self._drawn_where(content):
            self.send(message, buffers)
        if content["type"] == "scene":
            self._renumber()  # of the epoch that the browsers have heard of now

    def _tell_present(self, message: dict[str, Any]) -> None:
        if self.channel.clients:
            self.send(message)

    def _send_bundle(self, content: dict[str, Any]) -> None:
        self.send({"type": "bundle", "version": content.get("version")}, [code.bundle()])

    def _description(self) -> dict[str, Any]:
        """What a scene message says beside the document."""
        self._renew_tools()
        box = self._box if not bounds.is_empty(self._box) else [[-0.5] * 3, [0.5] * 3]
        rest = {"clip": None, "time": 0.0, "playing": False, "speed": 1.0, "loop": True}
        return {
            "camera": cameras.to_message(self.camera, self._box),
            "fitted": self.fitted,
            "player": rest if self.player is None else self.player.state,
            "bounds": {"min": list(map(float, box[0])), "max": list(map(float, box[1]))},
        }

    def _ready(self, content: dict[str, Any]) -> None:
        client = str(content.get("client", ""))
        self.channel.arrive(client, content)
        self._model.listeners = len(self.channel.clients)
        self._resized(content)
        self._welcome(client, early=content.get("early") is True)

    def announce(self) -> None:
        """Send the scene to the page that is about to show the view, before it asks."""
        if self.mode != "remote" and self._mirror is not None:
            self._mirror.announce()

    def _welcome(self, client: str, *, early: bool = False) -> None:
        drawn_here = not self._is_remote(client)
        page = self.channel.clients.get(client, {}).get("page") if drawn_here else ""
        self._model.welcome(client, page if isinstance(page, str) else "", early=early and drawn_here)
        if (notes := self._notes.for_newcomer()) is not None:
            self.send({**notes, "to": client})

    def _gone(self, content: dict[str, Any]) -> None:
        self.channel.leave(content.get("client"))
        if self._mirror is not None:
            self._mirror.listeners = len(self.channel.clients)

    def _shown(self, content: dict[str, Any]) -> None:
        self._notes.shown = tuple(map(str, content.get("notes") or ()))
        self._model.shown(content.get("epoch"))

    # -- size and camera ----------------------------------------------------------------------------------------

    def _resized(self, content: dict[str, Any]) -> None:
        width, height = content.get("width"), content.get("height")
        if isinstance(width, (int, float)) and isinstance(height, (int, float)) and width >= 1 and height >= 1:
            self._size = (round(width), round(height))
            known = self.channel.clients.get(str(content.get("client")), {})  # `ready` may come before the layout
            known.update((name, content[name]) for name in ("width", "height", "pixel_ratio") if name in content)

    def _resize(self, _: Any) -> None:
        self._size = (self.width, self.height)

    @traitlets.validate("height", "width")
    def _valid_side(self, proposal: Any) -> int:
        return side(proposal.trait.name, proposal.value)

    def _camera_moved(self, content: dict[str, Any]) -> None:
        client = content.get("client")
        self.send({"type": "camera-ack", "seq": content.get("seq"), "to": client})
        self._resized(content)
        if self.channel.is_late("camera", content):
            return
        seen = cameras.from_message(content.get("camera") or {})
        self._take_camera(seen, client)

    def _take_camera(self, seen: CameraView, client: str | None) -> None:
        """Look as this browser does; None: as all of them do already. What observers make of it is told to all."""
        self._told_camera = client, seen
        try:
            self.camera = seen
        finally:
            self._told_camera = None

    @property
    def _camera_is_told(self) -> bool:
        """Whether the camera is just what a browser is telling at the moment."""
        return self._told_camera is not None and self._told_camera[1] == self.camera

    def _move_camera(self, _: Any) -> None:
        self._fitted = (self.camera, self._size[0] / self._size[1]) if self._fitting else None
        knows = self._told_camera[0] if self._told_camera is not None and self._camera_is_told else ""
        if knows is None or not set(self.channel.clients) - {knows}:
            return
        message = {"type": "camera", "camera": cameras.to_message(self.camera, self._box), "fitted": self.fitted}
        self.send(self.channel.word("camera", message | ({"skip": knows} if knows else {})))

    @property
    def fitted(self) -> float | None:
        """Width / height of the picture that the camera was fitted into; None: somebody has chosen it."""
        return self._fitted[1] if self._fitted is not None and self._fitted[0] == self.camera else None

    def fit(self, node: Node | None = None) -> None:
        """Look at the whole scene, or at a node and what is below it."""
        self._box = self.scene.bounds(self.time)
        self._fitting = True
        try:
            super().fit(node)
        finally:
            self._fitting = False

    # -- playing ------------------------------------------------------------------------------------------------

    @property
    def time(self) -> float:
        """Seconds on the clock of the chosen animation; 0 without animations. Assign to scrub."""
        return self.player.now if self.player is not None else 0.0

    @time.setter
    def time(self, seconds: float) -> None:
        if self.player is None:
            raise FieldError("view: time cannot be set: the scene has no animations")
        self.player.time = float(seconds)

    def _tell_player(self, skip: str | None = None) -> None:
        if self.player is None or self._mirror is None or not set(self.channel.clients) - {skip}:
            return
        message = {"type": "player", "player": self.player.state} | ({} if skip is None else {"skip": skip})
        self.send(self.channel.word("player", message))

    def _played(self, content: dict[str, Any]) -> None:
        """A browser tells its player: others that show this view follow, but not each reading of a running clock."""
        told = content.get("player")
        if self.player is None or not isinstance(told, dict) or self.channel.is_late("player", content):
            return
        before = self.player.state
        self.player.take(told)
        now = self.player.state
        if any(before[name] != now[name] for name in now if name != "time" or not now["playing"]):
            self._tell_player(skip=content.get("client"))

    # -- parts of the scene, for the tools ----------------------------------------------------------------------

    def _element(self, kind: str, index: Any) -> Any:
        """The node, material, light, camera or environment that a browser's message means; None for none."""
        return self._model.packed.index.element(kind, index)

    def _index(self, element: Element) -> tuple[str, int] | None:
        """Kind and index of a part as the browsers know it; None if they do not."""
        return self._model.packed.index.place(element)

    @property
    def _epoch(self) -> int:
        """Of the scene that indices are of."""
        return self._model.epoch

    def _quiet(self, client: str | None, element: Element, fields: Iterable[str]) -> AbstractContextManager[None]:
        """These fields are assigned within, in this thread, by this client: of that the others alone are told."""
        return self._model.from_browser(client, element, fields)

    def _resend(self, element: Element) -> None:
        """Tell the browsers the present values of a part, though nothing has changed."""
        self._model.resend(element)

    # -- the rest -----------------------------------------------------------------------------------------------

    @property
    def notes(self) -> tuple[str, ...]:
        """One line for everything that is shown otherwise than it is, and for what went wrong."""
        return self._notes.lines()

    def refresh(self) -> None:
        """Show the scene as it is, arrays too that were written into instead of assigned; what is equal is not sent."""
        self._model.refresh()

    @property
    def coarse(self) -> bool:
        """Whether some meshes are shown simplified, because there are too many triangles for a browser."""
        return self._mirror is not None and self._mirror.packed.coarse

    def close(self) -> None:
        """End following the scene and free what the view holds here and in the browser."""
        mirror, self._mirror = self._mirror, None
        if mirror is not None:
            closers, self._closers = self._closers, []
            for closer in closers:
                closer()
            mirror.close()
            self.channel.close()
            self._end_pointing()
            self.layout.close()
        super().close()
        self.unobserve_all()  # IPython's `Out` keeps what a cell has shown: little of it stays

    def add_traits(self, **traits: Any) -> None:
        """Add traits to this view alone; for those that it has already, such as anywidget's, no class is made."""
        if new := {name: trait for name, trait in traits.items() if not self.has_trait(name)}:
            super().add_traits(**new)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None, **_: Any) -> Any:
        """The widget, and a still for where no widget can be shown."""
        from threedkit.jupyter.bundle import bundle

        data, _metadata = super()._repr_mimebundle_() or ({}, {})
        return bundle(self, data, include, exclude)


def _options(view: View) -> list[str]:
    """Traits that a view may be made with."""
    return sorted(name for name, trait in view.traits().items() if trait.metadata.get("sync") and name[0] != "_")
