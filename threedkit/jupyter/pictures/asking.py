"""Questions to the browsers that show a view, and their answers."""

from __future__ import annotations

import asyncio
import uuid
from concurrent.futures import Future
from concurrent.futures import TimeoutError as LateError
from typing import TYPE_CHECKING, Any, Final

from threedkit.errors import RenderError

if TYPE_CHECKING:
    from collections.abc import Callable

    from threedkit.jupyter.live.widget import View

__all__ = ["Questions", "capture"]

_SECONDS: Final = 20.0


class Questions:
    """Sends `ask` and waits for `answer`, whichever browser is the first to give one.

    Args:
        send: takes a message for the browsers.
    """

    def __init__(self, send: Callable[[dict[str, Any]], Any]) -> None:
        """Nothing is asked yet."""
        self._send = send
        self._open: dict[str, Future[tuple[Any, list[Any]]]] = {}

    def ask(self, what: str, **fields: Any) -> Future[tuple[Any, list[Any]]]:
        """Ask; the future holds the value and the buffers of the answer.

        Args:
            what: "pixels", "stats", "camera" or "pick".
            fields: of the question.
        """
        name = uuid.uuid4().hex
        answer: Future[tuple[Any, list[Any]]] = Future()
        self._open[name] = answer
        answer.add_done_callback(lambda _: self._open.pop(name, None))
        self._send({"type": "ask", "id": name, "what": what, **fields})
        return answer

    def answered(self, content: dict[str, Any], buffers: list[Any]) -> None:
        """Take the answer of a browser."""
        answer = self._open.pop(content.get("id", ""), None)
        if answer is not None and answer.set_running_or_notify_cancel():
            answer.set_result((content.get("value"), list(buffers)))


async def capture(view: View, size: tuple[int, int] | None = None, seconds: float = _SECONDS) -> bytes:
    """PNG of what a browser shows of a view; see `View.capture`.

    Raises:
        RenderError: no browser shows the view, or none has answered in time.
    """
    fields = {} if size is None else {"width": int(size[0]), "height": int(size[1])}
    if not view.channel.clients:
        raise RenderError("view.capture: no browser shows this view; view.snapshot() draws it by an engine")
    question = view.ask("pixels", mime="image/png", **fields)
    try:
        _, buffers = await asyncio.wait_for(asyncio.wrap_future(question), seconds)
    except (TimeoutError, LateError) as error:
        raise RenderError(
            f"view.capture: no browser has answered within {seconds:g} s; is the page open? view.snapshot() needs none"
        ) from error
    if not buffers:
        raise RenderError("view.capture: the browser could not make a picture")
    return bytes(buffers[0])
