"""A view as the output of a cell."""

from __future__ import annotations

import base64
import uuid
from typing import TYPE_CHECKING, Any, Final

from threedkit.errors import require
from threedkit.jupyter.pictures.cell import is_kernel, is_unattended, is_voila

if TYPE_CHECKING:
    from concurrent.futures import Future

    from threedkit.jupyter.base import SceneView
    from threedkit.jupyter.live.widget import View

__all__ = ["publish"]

_LARGEST: Final = 1024
_ABOUT: Final = {"image/png": {"alt": "a 3D scene"}}


def publish(view: SceneView) -> None:
    """Display a view.

    Without a reader (nbclient, papermill) the output holds the still. Otherwise the live view appears at once, and the
    still comes later: in JupyterLab when the notebook is saved, from its extension; elsewhere as soon as the browser
    has drawn the view.
    """
    if not is_kernel():
        print(repr(view.scene))  # noqa: T201 - what IPython in a terminal would do
        return
    display = require("IPython.display", extra="jupyter")
    name = uuid.uuid4().hex
    shown: Any = view
    data: dict[str, Any] = shown._repr_mimebundle_()
    watched = not is_unattended() and not is_voila() and hasattr(shown, "ask")
    if watched:
        shown.announce()  # first: afterwards the page asks the kernel this and that before it makes room for the view
    display.publish_display_data(data, _ABOUT, transient={"display_id": name})
    if watched:
        _Later(shown, display.publish_display_data, data, name)


class _Later:
    """Puts the pixels of the first browser into the output, where no extension of ours saves stills."""

    def __init__(self, view: View, publish_data: Any, data: dict[str, Any], name: str) -> None:
        self._view, self._publish, self._data, self._name = view, publish_data, data, name
        self._end = view.on_message("shown", self._shown)

    def _shown(self, content: dict[str, Any], _: Any) -> None:
        self._end()
        client = content.get("client", "")
        if self._view.channel.clients.get(client, {}).get("lab"):
            return
        width, height = self._view.size
        scale = min(_LARGEST / max(width, height), 1.0)
        size = {"width": round(width * scale), "height": round(height * scale)}
        self._view.ask("pixels", mime="image/png", to=client, **size).add_done_callback(self._answered)

    def _answered(self, answer: Future[tuple[Any, list[Any]]]) -> None:
        if answer.cancelled() or not answer.result()[1]:
            return
        png = base64.b64encode(bytes(answer.result()[1][0])).decode("ascii")
        self._publish({**self._data, "image/png": png}, _ABOUT, transient={"display_id": self._name}, update=True)
