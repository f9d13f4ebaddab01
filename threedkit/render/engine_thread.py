"""One thread that owns one engine and the scenes drawn last."""

from __future__ import annotations

import queue
import threading
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from threedkit.render.engine import Editable, Loaded
from threedkit.render.registry import get_engine, release_engine
from threedkit.scene import Watch

if TYPE_CHECKING:
    from collections.abc import Callable

    from threedkit.render.engine import Capabilities, Engine
    from threedkit.render.frame import Frame
    from threedkit.render.shot import Shot
    from threedkit.scene import Scene

__all__ = ["EngineThread"]

_CACHED_SCENES: Final = 4
_STOP_TIMEOUT: Final = 10.0


class _Held(NamedTuple):
    """A scene that is loaded, and what it was like then."""

    watch: Watch
    loaded: Loaded


class EngineThread:
    """Draws what other threads ask for, in the one thread that may use the engine."""

    def __init__(self, name: str) -> None:
        """Start the thread; the engine is made with the first picture."""
        self.name = name
        self._requests: queue.SimpleQueue[tuple[Callable[[], Any], Future[Any]] | None] = queue.SimpleQueue()
        self._loaded: list[_Held] = []
        self._thread = threading.Thread(target=self._run, name=f"threedkit-{name}", daemon=True)
        self._thread.start()

    def draw(self, scene: Scene, shot: Shot) -> tuple[Frame, Callable[[], str | None]]:
        """Draw a shot of a scene and wait for the frame; what the engine raises is raised here.

        Returns:
            The frame, and what tells the hash of the scene that was drawn: hashing takes longer than drawing, so it is
            left to those who ask. None, once the scene has been edited.
        """
        frame, watch = self._ask(lambda: self._draw(scene, shot))
        return frame, lambda: scene.content_hash if watch.edits(scene) == () else None

    def capabilities(self) -> Capabilities:
        """What the engine can do; it is made for this if it is not there yet."""
        found: Capabilities = self._ask(lambda: get_engine(self.name).capabilities)
        return found

    def close(self) -> None:
        """Let what is asked for be drawn, close the engine and end the thread."""
        self._requests.put(None)
        self._thread.join(_STOP_TIMEOUT)

    def _ask(self, work: Callable[[], Any]) -> Any:
        answer: Future[Any] = Future()
        self._requests.put((work, answer))
        return answer.result()

    def _run(self) -> None:
        while (request := self._requests.get()) is not None:
            work, answer = request
            try:
                answer.set_result(work())
            except BaseException as error:  # noqa: BLE001 - handed to the caller, who raises it
                answer.set_exception(error)
            del request, work, answer
        self._loaded.clear()
        release_engine(self.name)

    def _draw(self, scene: Scene, shot: Shot) -> tuple[Frame, Watch]:
        engine = get_engine(self.name)
        held = self._scene(engine, scene)
        return engine.draw(held.loaded, shot), held.watch.copy()

    def _scene(self, engine: Engine, scene: Scene) -> _Held:
        """Find a scene among the last ones, or one that becomes it by a few edits; else load it."""
        held = self._found(scene)
        if held is None:
            watch = Watch(scene)  # first, so that an edit from another thread is seen the next time at the latest
            held = _Held(watch, engine.load(scene))
        self._loaded = [held, *(other for other in self._loaded if other is not held)]
        while len(self._loaded) > _CACHED_SCENES:
            self._loaded.pop().loaded.close()
        return held

    def _found(self, scene: Scene) -> _Held | None:
        """The newest that has not changed or, where there is none, that follows the changes."""
        followers = []
        for held in self._loaded:
            edits = held.watch.edits(scene)
            if edits is not None and not edits:
                held.watch.accept()
                return held
            if edits is not None and isinstance(held.loaded, Editable):
                followers.append((held, held.loaded, edits))
        for held, loaded, edits in followers:
            self._loaded.remove(held)  # if the update fails half way, nobody draws it again
            if loaded.update(edits):
                held.watch.accept()
                return held
            self._loaded.append(held)
        return None
