"""What a view can do with pictures: engines that draw for it, renderings over it, the browser's own pixels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import traitlets

from threedkit.jupyter.packing.environment import blobs_of
from threedkit.jupyter.packing.skeleton import skeleton
from threedkit.jupyter.pictures.asking import Questions, capture

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from concurrent.futures import Future

    from threedkit.jupyter.live.channel import Channel, Handler
    from threedkit.jupyter.remote.link import RemoteLink
    from threedkit.jupyter.remote.rendering import Rendering
    from threedkit.render import Shot
    from threedkit.scene import Scene

__all__ = ["Pictures"]

_ASKED_FOR = "Drawn by an engine"
_IN_FULL = "Every triangle, drawn by an engine"
_COARSE = "Shown simplified"
_NO_WEBGL = "This browser has no WebGL"


class Pictures(traitlets.HasTraits):
    """The part of a view that is about pictures.

    Attributes:
        mode: who draws: "browser"; "remote", an engine apart from the kernel's thread; "auto": the browser where it
            can, which needs WebGL.
    """

    mode = traitlets.Enum(("auto", "browser", "remote"), "auto").tag(sync=True)

    _closers: list[Callable[[], None]]
    channel: Channel
    on_message: Callable[[str, Handler], Callable[[], None]]
    send: Callable[..., None]
    shot: Callable[..., Shot]
    seen: Callable[[], Scene]
    scene: Any
    camera: Any
    time: Any
    _welcome: Callable[[str], None]

    def _begin_pictures(self, *, engine: str | None = None, client: Any = None) -> None:
        """Listen to the browsers; called when the view can be heard."""
        self._remote_engine, self._remote_client = engine, client
        self._remote: RemoteLink | None = None
        self._renderings: dict[str, Rendering] = {}
        self._in_full: set[str] = set()
        self._questions = Questions(self.send)
        self.on_message("answer", self._questions.answered)
        self.on_message("ready", lambda content, _: self._arrived(content))
        self.on_message("gone", lambda content, _: self._left(content))
        self.on_message("overlay", lambda content, _: self._wished(content))
        self.on_message("shown", lambda content, _: self._offer(str(content.get("client", ""))))
        self.on_message("draw", lambda content, _: self._chosen(content))
        self.observe(self._redistribute, names="mode")
        self._closers.append(self._end_pictures)

    @property
    def coarse(self) -> bool:
        """Whether some meshes are shown simplified."""
        return False

    # -- what it gives ------------------------------------------------------------------------------------------

    def render(
        self,
        size: tuple[int, int] | None = None,
        engine: str | None = None,
        samples: int = 64,
        *,
        client: Any = None,
        transparent: bool = False,
        outputs: Sequence[str] = ("color",),
        denoise: bool = False,
        seed: int = 0,
    ) -> Rendering:
        """Draw what is seen by an engine, in the background; the picture lies over the view and sharpens as it comes.

        Args:
            size: (width, height) in pixels; None: the view's own.
            engine: "filament", "mitsuba" (path tracer) ...; None takes the default one.
            samples: samples a pixel.
            client: a `distributed.Client`: the cluster draws, and a path tracer's samples are shared out to its
                workers; None: a process of this kernel's own.
            transparent: leave the background out.
            outputs: images of the frame, as in `tk.render`.
            denoise: take the noise of path tracing out.
            seed: of the sampler.

        Returns:
            The rendering: `.wait()` gives the Frame, `.frame` what is there of it, `.cancel()` ends it, `.close()`
            takes it away.

        Raises:
            UnknownEngineError, EngineUnavailableError: the engine is not there.
            CapabilityError: it cannot draw what was asked for.
            RenderError: a value is out of range.

        Example:
            >>> view.render(engine="mitsuba", samples=256).save("seen.png")  # doctest: +SKIP
        """
        from threedkit.jupyter.live.cameras import to_message
        from threedkit.jupyter.remote.rendering import Rendering

        seen = to_message(self.camera, self.scene.bounds(self.time))
        shot = self.shot(
            size, samples=samples, transparent=transparent, outputs=tuple(outputs), denoise=denoise, seed=seed
        )
        for other in [*self._renderings.values()]:
            self._drop(other)
        rendering = Rendering(self.seen(), shot, self._tell_rendering, engine=engine, client=client, camera=seen)
        self._renderings[rendering.id] = rendering
        return rendering

    async def capture(self, size: tuple[int, int] | None = None) -> bytes:
        """PNG of the pixels that a browser shows: the tools' marks with it, which no engine draws.

        ``await view.capture()`` in a cell after the one that shows the view.

        Args:
            size: (width, height) in pixels; None: as it is on the screen.

        Raises:
            RenderError: no browser shows the view, or none has answered.
        """
        return await capture(self, size)  # type: ignore[arg-type] # the view that this is a part of

    def ask(self, what: str, **fields: Any) -> Future[tuple[Any, list[Any]]]:
        """Ask the browsers; the future holds value and buffers of the first answer.

        Args:
            what: "pixels", "stats", "camera" or "pick".
            fields: of the question, see extensions/view/PROTOCOL.md.
        """
        return self._questions.ask(what, **fields)

    # -- who draws ----------------------------------------------------------------------------------------------

    def _arrived(self, content: dict[str, Any]) -> None:
        """A browser is there: decide who draws for it, and show it what lies over the view."""
        client = str(content.get("client", ""))
        reason = self._reason(content)
        if reason:
            self._draw_for(client, reason, content)
        elif not content.get("webgl", True):
            text = f"{_NO_WEBGL}{_because(content)}, and the view's mode is 'browser': view.mode = 'auto' shows it"
            self.send({"type": "drawn-by", "to": client, "by": "remote", "reason": text, "failed": True})
        for rendering in self._renderings.values():
            told = rendering.told()
            if told is not None:
                self.send({**told[0], "to": client}, told[1])

    def _reason(self, ready: dict[str, Any]) -> str:
        """Why an engine draws for a browser; empty: the browser does."""
        if self.mode == "remote":
            return _ASKED_FOR
        if self.mode == "auto" and ready.get("client") in self._in_full:
            return _IN_FULL
        if self.mode == "auto" and not ready.get("webgl", True):
            return f"{_NO_WEBGL}{_because(ready)}: drawn by an engine"
        return ""

    def _offer(self, client: str) -> None:
        """A scene that is too large for the browser may be seen in full, by an engine."""
        ready = self.channel.clients.get(client)
        if ready is not None and self.mode == "auto" and self.coarse and not self._reason(ready):
            self.send({"type": "drawn-by", "to": client, "by": "browser", "reason": _COARSE, "offer": True})

    def _chosen(self, content: dict[str, Any]) -> None:
        """The user has chosen who draws."""
        client = str(content.get("client", ""))
        ready = self.channel.clients.get(client)
        if ready is None or self.mode != "auto":
            return
        if content.get("by") == "remote":
            self._in_full.add(client)
        else:
            self._in_full.discard(client)
            self._left(content)
        self._welcome(client)
        self._arrived(ready)

    def _drawn_where(self, message: dict[str, Any]) -> Iterator[dict[str, Any]]:
        """A message as each browser needs it: one that an engine draws for gets no meshes and images."""
        if message.get("type") != "scene":
            yield message
            return
        skip = message.get("skip")
        clients = [message["to"]] if "to" in message else [one for one in self.channel.clients if one != skip]
        bare = skeleton(message["gltf"]) if any(self._is_remote(client) for client in clients) else None
        if bare is None:
            yield message
            return
        sizes = {name: message["blobs"][name] for name in blobs_of(message["environment"])}
        for client in clients:
            remote = {"gltf": bare, "blobs": sizes} if self._is_remote(client) else {}
            yield {**message, **remote, "to": client}

    def _is_remote(self, client: str) -> bool:
        ready = self.channel.clients.get(client)
        return ready is not None and bool(self._reason(ready))

    def _draw_for(self, client: str, reason: str, ready: dict[str, Any]) -> None:
        from threedkit.jupyter.remote.link import RemoteLink

        if self._remote is None:
            self._remote = RemoteLink(self, engine=self._remote_engine, client=self._remote_client)  # type: ignore[arg-type]
        self._remote.add(client, reason, ready, offer=client in self._in_full)

    def _left(self, content: dict[str, Any]) -> None:
        gone = content.get("type") == "gone"
        if self._remote is not None and self._remote.remove(str(content.get("client", "")), gone=gone):
            self._stop_remote()

    def _redistribute(self, _: Any) -> None:
        """Everybody gets the document that belongs to who draws now."""
        self._stop_remote()
        for client, ready in tuple(self.channel.clients.items()):
            self._welcome(client)
            self._arrived({**ready, "client": client})

    def _stop_remote(self) -> None:
        remote, self._remote = self._remote, None
        if remote is not None:
            remote.close()

    # -- renderings ---------------------------------------------------------------------------------------------

    def _tell_rendering(self, message: dict[str, Any], buffers: list[bytes]) -> None:
        self.send(message, buffers)

    def _wished(self, content: dict[str, Any]) -> None:
        rendering = self._renderings.get(str(content.get("id")))
        if rendering is None:
            return
        if content.get("action") == "cancel":
            rendering.cancel()
        else:
            self._drop(rendering)

    def _drop(self, rendering: Rendering) -> None:
        self._renderings.pop(rendering.id, None)
        rendering.close()

    def _end_pictures(self) -> None:
        self.unobserve(self._redistribute, names="mode")
        self._stop_remote()
        for rendering in [*self._renderings.values()]:
            self._drop(rendering)


def _because(ready: dict[str, Any]) -> str:
    reason = ready.get("reason")
    return f" ({reason})" if reason else ""
