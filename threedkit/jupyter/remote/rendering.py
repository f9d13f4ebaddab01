"""`view.render()`: what is seen, drawn by an engine or a cluster, and shown over the view as it sharpens."""

from __future__ import annotations

import functools
import threading
import time
import uuid
from typing import TYPE_CHECKING, Any, Final, Literal

from threedkit.errors import JobCancelledError, RenderError, ThreedkitError
from threedkit.jupyter.remote.drawing import Step, draw_here, draw_on_cluster
from threedkit.jupyter.remote.encoding import as_jpeg, as_picture
from threedkit.jupyter.remote.painters import LocalPainter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from threedkit.render import Frame, Shot
    from threedkit.scene import Scene

__all__ = ["Rendering", "Status"]

Status = Literal["running", "done", "failed", "cancelled", "closed"]

_SEND_SECONDS: Final = 0.3
"""At least so much time is between two pictures on their way to the browser."""
_QUALITY: Final = 90


class Rendering:
    """A picture that is being drawn in the background; it lies over the view until it is closed.

    Attributes:
        id: names it.
        status: "running", "done", "failed", "cancelled" or "closed".
        progress: 0 to 1.
        frame: the picture so far; None while there is none.
        error: why it failed; None if it did not.

    Example:
        >>> rendering = view.render(engine="mitsuba", samples=256)  # doctest: +SKIP
        >>> rendering.wait().save("fox.png")  # doctest: +SKIP
    """

    def __init__(
        self,
        scene: Scene,
        shot: Shot,
        tell: Callable[[dict[str, Any], list[bytes]], Any],
        *,
        engine: str | None = None,
        client: Any = None,
        camera: dict[str, Any] | None = None,
    ) -> None:
        """Begin; returns at once.

        Args:
            scene: what is drawn: a copy is taken, so that later edits change nothing.
            shot: the picture.
            tell: takes messages for the browser with their buffers, from any thread.
            engine: name of the engine; None takes the default one.
            client: a `distributed.Client`; None draws in the engine process of this kernel.
            camera: of the shot, as messages have it: the picture lies over the view where this is its camera.

        Raises:
            UnknownEngineError, EngineUnavailableError: the engine is not there.
            CapabilityError: it cannot draw what was asked for.
        """
        self.id = uuid.uuid4().hex[:12]
        self.status: Status = "running"
        self.progress = 0.0
        self.frame: Frame | None = None
        self.error: ThreedkitError | None = None
        self._tell = tell
        self._camera = {} if camera is None else {"camera": camera}
        self._text = ""
        self._stop = threading.Event()
        self._done = threading.Event()
        self._sent = 0.0
        self._last: tuple[dict[str, Any], list[bytes]] | None = None
        scene = scene.copy()
        self._painter = None if client is not None else LocalPainter(scene, _engine(engine, shot), "renderings")
        steps = (
            draw_here(self._painter, shot, self._stop)
            if self._painter is not None
            else draw_on_cluster(scene, shot, engine, client, self._stop)
        )
        threading.Thread(target=self._run, args=(steps,), name=f"rendering {self.id}", daemon=True).start()

    def wait(self, timeout: float | None = None) -> Frame:
        """Block until it is there, and return it.

        Args:
            timeout: seconds; None: as long as it takes.

        Raises:
            JobCancelledError: it was cancelled.
            TimeoutError: it is not there in time.
            ThreedkitError: why it failed.
        """
        if not self._done.wait(timeout):
            raise TimeoutError(f"the rendering is at {self.progress:.0%} after {timeout} s")
        if self.error is not None:
            raise self.error
        if self.frame is None:
            raise RenderError("the engine gave no picture")
        return self.frame

    def cancel(self) -> None:
        """End it; what is there of it stays to be seen."""
        if not self._done.is_set():
            self._stop.set()
            if self._painter is not None:
                self._painter.cancel()

    def close(self) -> None:
        """End it, and take the picture away from the view."""
        self.cancel()
        self.status = "closed"
        self._last = None
        self._tell({"type": "overlay", "id": self.id, "state": "closed"}, [])

    def save(self, path: str | Path) -> Path:
        """Wait for it and write it; the ending tells the format, see `Frame.save`."""
        return self.wait().save(path)

    def told(self) -> tuple[dict[str, Any], list[bytes]] | None:
        """What a browser that comes late has to be told; None: nothing."""
        return self._last

    def __repr__(self) -> str:
        """Status and progress."""
        return f"<Rendering {self.id}: {self.status}, {self.progress:.0%}, {self._text}>"

    # The thread

    def _run(self, steps: Iterable[Step]) -> None:
        started = time.monotonic()
        try:
            for step in steps:
                self.frame = self.frame if step.frame is None else step.frame
                self.progress, self._text = step.progress, step.text
                if self.status == "running" and step.progress < 1:
                    self._show()
            self._end("done", f"{self._text}, {time.monotonic() - started:.1f} s")
        except JobCancelledError as error:
            self.error = error
            self._end("cancelled", f"cancelled at {self.progress:.0%}")
        except ThreedkitError as error:
            self.error = error
            self._end("failed", str(error))
        except Exception as error:  # noqa: BLE001 - an engine or a cluster may raise anything: who waits is told
            self.error = RenderError(f"{type(error).__name__}: {error}")
            self.error.__cause__ = error
            self._end("failed", str(self.error), shown=False)  # the picture so far may be what could not be shown
        finally:
            if self._painter is not None:
                self._painter.close()
            self._done.set()

    def _show(self) -> None:
        now = time.monotonic()
        if now - self._sent >= _SEND_SECONDS:
            self._sent = now
            self._send("image/jpeg", functools.partial(as_jpeg, quality=_QUALITY))

    def _end(self, status: Status, text: str, *, shown: bool = True) -> None:
        if self.status == "closed":
            return
        self.status, self._text = status, text
        self._send("image/png", as_picture if shown else None)

    def _send(self, mime: str, encode: Callable[[Frame], bytes] | None) -> None:
        """Tell the browser how it stands, with the picture so far; None: without."""
        message: dict[str, Any] = {
            "type": "overlay",
            "id": self.id,
            "state": self.status,
            "progress": round(self.progress, 4),
            "text": self._text,
            **self._camera,
        }
        buffers = []
        if encode is not None and self.frame is not None and "color" in self.frame.outputs:
            message["mime"] = mime
            buffers.append(encode(self.frame))
        self._last = message, buffers
        self._tell(message, buffers)


def _engine(name: str | None, shot: Shot) -> str:
    """An engine that runs here and can draw the shot."""
    from threedkit.errors import CapabilityError
    from threedkit.render import runnable_engine
    from threedkit.render.registry import refusal

    engine = runnable_engine(name)
    reason = refusal(engine, shot)
    if reason is not None:
        raise CapabilityError(reason)
    return engine
