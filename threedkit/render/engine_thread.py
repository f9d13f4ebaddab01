"""One thread that owns one engine and the scenes drawn last."""

from __future__ import annotations

import queue
import threading
from collections import OrderedDict
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any, Final

from threedkit.render.registry import get_engine, release_engine

if TYPE_CHECKING:
    from collections.abc import Callable

    from threedkit.render.engine import Capabilities, Engine, Loaded
    from threedkit.render.frame import Frame
    from threedkit.render.shot import Shot
    from threedkit.scene import Scene

__all__ = ["EngineThread"]

_CACHED_SCENES: Final = 4
_STOP_TIMEOUT: Final = 10.0


class EngineThread:
    """Draws what other threads ask for, in the one thread that may use the engine."""

    def __init__(self, name: str) -> None:
        """Start the thread; the engine is made with the first picture."""
        self.name = name
        self._requests: queue.SimpleQueue[tuple[Callable[[], Any], Future[Any]] | None] = queue.SimpleQueue()
        self._loaded: OrderedDict[str, Loaded] = OrderedDict()
        self._thread = threading.Thread(target=self._run, name=f"threedkit-{name}", daemon=True)
        self._thread.start()

    def draw(self, scene: Scene, content_hash: str, shot: Shot) -> Frame:
        """Draw a shot of a scene and wait for the frame; what the engine raises is raised here."""
        frame: Frame = self._ask(lambda: self._draw(scene, content_hash, shot))
        return frame

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

    def _draw(self, scene: Scene, content_hash: str, shot: Shot) -> Frame:
        engine = get_engine(self.name)
        return engine.draw(self._scene(engine, scene, content_hash), shot)

    def _scene(self, engine: Engine, scene: Scene, content_hash: str) -> Loaded:
        """Load a scene, or find it among the last ones."""
        if content_hash in self._loaded:
            self._loaded.move_to_end(content_hash)
            return self._loaded[content_hash]
        loaded = engine.load(scene)
        self._loaded[content_hash] = loaded
        while len(self._loaded) > _CACHED_SCENES:
            self._loaded.popitem(last=False)[1].close()
        return loaded
