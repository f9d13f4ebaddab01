"""The remote mode of a view: its messages tied to the frames of an engine."""

from __future__ import annotations

import functools
import math
import time
from typing import TYPE_CHECKING, Any, Final

import msgspec

from threedkit.jupyter.remote.casting import catch
from threedkit.jupyter.remote.frames import Look, RemoteFrames
from threedkit.jupyter.remote.painters import make_painter

if TYPE_CHECKING:
    from threedkit.jupyter.live.widget import View
    from threedkit.jupyter.remote.casting import Caught
    from threedkit.jupyter.remote.encoding import At
    from threedkit.jupyter.remote.frames import Picture

__all__ = ["RemoteLink"]

_MESSAGES: Final = ("camera", "resized", "player", "frame-ack", "pick-ask")
_SEEN: Final = ["camera", "exposure", "clipping"]
_SILENCE: Final = 10.0
"""Seconds that a browser may owe an acknowledgement while another one gives its own: a page that was loaded anew."""


class RemoteLink:
    """Draws a view by an engine as long as it is open; nothing of it waits in the kernel's thread.

    Args:
        view: whose pictures they are.
        engine: name of the engine; None takes the default one.
        client: a `distributed.Client`, whose workers draw; None: the engine process of this kernel.
    """

    def __init__(self, view: View, *, engine: str | None = None, client: Any = None) -> None:
        """Begin with no browser."""
        self._view = view
        self._clients: dict[str, str] = {}
        self._owing: dict[str, float] = {}
        self._acknowledged = -math.inf
        self._sizes: tuple[int, int] = view.size
        self._moving = False
        self._time: float | None = None
        make = functools.partial(make_painter, view.scene, engine, client)
        self._frames = RemoteFrames(make, self._show, self._fail)
        self._offs = [view.on_message(name, self._heard) for name in _MESSAGES]
        self._offs.append(view.on_change(self.refresh))
        view.observe(self._looked, names=_SEEN)

    def add(self, client: str, reason: str, ready: dict[str, Any], *, offer: bool = False) -> None:
        """Draw for a browser from now on, and tell it why.

        Args:
            client: its name.
            reason: a few words for its user.
            ready: what it said of itself.
            offer: its user may go back.
        """
        self._clients[client] = reason
        self._owing.pop(client, None)
        self._view.send({"type": "drawn-by", "to": client, "by": "remote", "reason": reason, "offer": offer})
        self._sized(ready)
        self.look()

    def remove(self, client: str, *, gone: bool = False) -> bool:
        """Draw for a browser no longer; return whether none is left.

        Args:
            client: its name.
            gone: it hears nothing more.
        """
        self._owing.pop(client, None)
        if self._clients.pop(client, None) is not None and not gone:
            self._view.send({"type": "drawn-by", "to": client, "by": "browser", "reason": ""})
        return not self._clients

    def look(self) -> None:
        """Draw what is to be seen now."""
        view = self._view
        moment = view._moment()  # noqa: SLF001 - this is a part of the view
        if self._clients:
            self._frames.look(
                Look(
                    camera=view.camera,
                    size=self._sizes,
                    time=moment if moment is None or self._time is None else self._time,
                    animation=view._animation(),  # noqa: SLF001
                    exposure=view.exposure,
                    moving=self._moving or self._time is not None,
                    clipping=view.clipping,
                )
            )

    def refresh(self) -> None:
        """The scene has changed."""
        self._frames.refresh()

    def close(self) -> None:
        """End; the browser draws again where it can."""
        for client in tuple(self._clients):
            self.remove(client)
        for off in self._offs:
            off()
        self._view.unobserve(self._looked, names=_SEEN)
        self._frames.close()

    # What comes

    def _looked(self, _: Any) -> None:
        self.look()

    def _heard(self, content: dict[str, Any], _: Any) -> None:
        """A message of the browser, after the view itself has taken it."""
        kind, client = content["type"], content.get("client", "")
        if client not in self._clients:
            return
        returned = client not in self._listening()
        self._owing.pop(client, None)
        if kind == "frame-ack":
            self._acknowledged = time.monotonic()
            self._time = content.get("time")
            self._frames.acknowledge(int(content["seq"]))
            if self._time is not None or returned:
                self.look()
        elif kind == "pick-ask":
            self._pick(content, client)
        else:
            self._moving = bool(content.get("moving", False))
            self._time = None
            self._sized(content)
            self.look()

    def _sized(self, content: dict[str, Any]) -> None:
        width, height = content.get("width") or 0, content.get("height") or 0
        ratio = content.get("pixel_ratio") or 1.0
        if width > 0 and height > 0:
            self._sizes = max(round(width * ratio), 1), max(round(height * ratio), 1)

    def _pick(self, content: dict[str, Any], client: str) -> None:
        size = max(round(content["width"]), 1), max(round(content["height"]), 1)

        at = float(content["x"]), float(content["y"])

        def answer(found: At | None, look: Look) -> None:
            hit, epoch = None, -1
            try:
                if found is not None:
                    hit, epoch = self._hit(catch(self._view.scene, look, size, at, found, self._view.clipping))
            finally:
                told = {"type": "pick-answer", "to": client, "id": content["id"], "epoch": epoch, "hit": hit}
                self._view.send(told)

        self._frames.pick(*at, size, answer)

    def _hit(self, caught: Caught | None) -> tuple[dict[str, Any] | None, int]:
        """What the browser would have found by itself, but in the scene's own numbers; and the epoch of the node's."""
        model = self._view._model  # noqa: SLF001 - this is a part of the view
        with model.lock:
            place, epoch = None if caught is None else model.packed.index.place(caught.node), model.epoch
        if caught is None or place is None:
            return None, epoch
        return msgspec.structs.asdict(caught) | {"node": place[1], "own": True}, epoch

    # What goes

    def _show(self, picture: Picture) -> None:
        message = {"type": "frame", "seq": picture.seq, "mime": picture.mime, "final": picture.final}
        listening = self._listening()
        for client in listening:
            self._owing.setdefault(client, time.monotonic())
        if listening:
            self._view.send({**message, "to": listening}, [picture.data])

    def _listening(self) -> list[str]:
        """Browsers that take pictures: of several, not those that owe an acknowledgement for long."""
        latest = self._acknowledged - _SILENCE
        return [client for client in tuple(self._clients) if self._owing.get(client, math.inf) > latest]

    def _fail(self, text: str) -> None:
        message = {"type": "drawn-by", "by": "remote", "reason": f"No picture: {text}", "failed": True}
        self._view.send({**message, "to": list(self._clients)})
