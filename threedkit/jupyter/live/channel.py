"""Messages by their type: who answers which, who is there to hear them, and who has spoken last."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from threedkit.errors import ThreedkitError

if TYPE_CHECKING:
    from collections.abc import Callable

    Handler = Callable[[dict[str, Any], list[memoryview]], None]

__all__ = ["Channel"]

_MOST_CLIENTS: Final = 32


class Channel:
    """Handlers of a view's messages, and the browsers (clients) that have said that they are there.

    A part of a view registers what it answers; several may listen to one type::

        view.on_message("look", self._looked)

    Camera and player are moved from both ends, and messages cross: what a browser tells of one before it has heard the
    kernel's last word on it is out of date.

    Attributes:
        clients: what each browser said of itself in `ready`, and its size since, by its name.
    """

    def __init__(self, complain: Callable[[str], None]) -> None:
        """Start without handlers; `complain` takes what went wrong, one line."""
        self._handlers: dict[str, list[Handler]] = {}
        self._complain = complain
        self.clients: dict[str, dict[str, Any]] = {}
        self._words = 0
        self._said: dict[tuple[str, str], int] = {}

    def on(self, kind: str, handler: Handler) -> Callable[[], None]:
        """Call `handler(content, buffers)` for each message of a type; gives back what ends that."""
        handlers = self._handlers.setdefault(kind, [])
        handlers.append(handler)
        return lambda: handlers.remove(handler) if handler in handlers else None

    def hear(self, content: Any, buffers: Any) -> None:
        """A message has come. What a browser says wrong is told, and harms nothing."""
        kind = content.get("type") if isinstance(content, dict) else None
        for handler in list(self._handlers.get(kind, ())) if isinstance(kind, str) else ():
            try:
                handler(content, [memoryview(buffer) for buffer in buffers or ()])
            except ThreedkitError as error:
                self._complain(f"{kind}: {error}")

    def word(self, subject: str, message: dict[str, Any]) -> dict[str, Any]:
        """A message that is the kernel's word on a subject: numbered, and noted for those that it is addressed to."""
        self._words += 1
        to, skip = message.get("to"), message.get("skip")
        for client in tuple(self.clients):
            if client != skip and (to is None or client in ([to] if isinstance(to, str) else to)):
                self._said[client, subject] = self._words
        return {**message, "word": self._words}

    def is_late(self, subject: str, content: dict[str, Any]) -> bool:
        """Whether a browser told this before it had heard the kernel's last word on the subject."""
        heard = content.get("heard")
        return isinstance(heard, int) and heard < self._said.get((str(content.get("client")), subject), 0)

    def arrive(self, client: str, told: dict[str, Any]) -> None:
        """A browser is there. Those that went without a word are forgotten after some time."""
        self.clients.pop(client, None)
        self.clients[client] = told
        while len(self.clients) > _MOST_CLIENTS:
            self.leave(next(iter(self.clients)))

    def leave(self, client: Any) -> None:
        """A browser shows the view no more."""
        self.clients.pop(client, None)
        for said in [said for said in tuple(self._said) if said[0] == client]:
            del self._said[said]

    def close(self) -> None:
        """Forget all."""
        self._handlers.clear()
        self.clients.clear()
        self._said.clear()
