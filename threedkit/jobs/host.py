"""The one engine of a worker process: it lives in a thread of its own, with the scenes that it has loaded."""

from __future__ import annotations

import atexit
import functools
import queue
import threading
import time
from collections import OrderedDict
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, NamedTuple

from threedkit.errors import AssetError, CapabilityError, EngineUnavailableError

if TYPE_CHECKING:
    from collections.abc import Callable

    from threedkit.render import Frame, Shot
    from threedkit.render.engine import Loaded

__all__ = ["Drawn", "EngineHost", "the_host"]

_SCENES = 4
"""Scenes that stay loaded in a worker; the one not used for the longest time goes first."""

_ENCODERS = 2
_CLOSE_SECONDS = 5.0


class Drawn(NamedTuple):
    """A frame, the seconds that drawing took, the engine's device, and whether the scene had to be loaded for it."""

    frame: Frame
    seconds: float
    device: str
    loaded: bool


class EngineHost:
    """Owns the engine thread and the encoder threads of a process.

    A GL context belongs to one thread, and Dask may run tasks in any: so every call to an engine goes through here.

    Example:
        >>> host = EngineHost()
        >>> host.encoders.submit(len, b"abc").result()
        3
        >>> host.close()
    """

    def __init__(self, scenes: int = _SCENES) -> None:
        """Start no thread yet; keep up to `scenes` scenes loaded."""
        self._starting = threading.Lock()
        self._limit = scenes
        self._scenes: OrderedDict[tuple[str, str], Loaded] = OrderedDict()
        self._unloadable: dict[tuple[str, str], AssetError | CapabilityError] = {}
        self._calls: queue.SimpleQueue[tuple[Future[Drawn], Callable[[], Drawn]] | None] = queue.SimpleQueue()
        # Not a ThreadPoolExecutor: its threads end before atexit runs, and an engine must be closed in its own thread.
        self._thread = threading.Thread(target=self._serve, name="threedkit-engine", daemon=True)
        self._started = False
        self.encoders = ThreadPoolExecutor(_ENCODERS, thread_name_prefix="threedkit-encode")

    def draw(self, engine: str, scene: str, glb: Callable[[], bytes], shot: Shot) -> Future[Drawn]:
        """Draw one frame in the engine thread.

        Args:
            engine: name of the engine.
            scene: hash of the scene.
            glb: gives the scene's bytes; called only when the scene is not loaded.
            shot: what to draw.
        """
        answer: Future[Drawn] = Future()
        self._calls.put((answer, functools.partial(self._draw, engine, scene, glb, shot)))
        with self._starting:
            if not self._started:
                self._started = True
                self._thread.start()
        return answer

    def close(self) -> None:
        """Free engines and scenes in their thread, and end the threads; what was asked for is drawn before."""
        self._calls.put(None)
        with self._starting:
            if self._started:
                self._thread.join(_CLOSE_SECONDS)
        self.encoders.shutdown()

    def _serve(self) -> None:
        while (call := self._calls.get()) is not None:
            answer, draw = call
            try:
                answer.set_result(draw())
            except BaseException as error:  # noqa: BLE001 - handed to the caller, who raises it
                answer.set_exception(error)
            del call, answer, draw
        self._release()

    def _draw(self, engine: str, scene: str, glb: Callable[[], bytes], shot: Shot) -> Drawn:
        from threedkit.render import get_engine

        renderer = get_engine(engine)
        loaded = self._scenes.get((engine, scene))
        fresh = loaded is None
        if loaded is None:
            loaded = self._load(engine, scene, glb)
        self._scenes.move_to_end((engine, scene))
        before = time.perf_counter()
        try:
            frame = renderer.draw(loaded, shot)
        except EngineUnavailableError:
            self._forget(engine)
            raise
        return Drawn(frame, time.perf_counter() - before, renderer.capabilities.device, fresh)

    def _load(self, engine: str, scene: str, glb: Callable[[], bytes]) -> Loaded:
        from threedkit.io import load
        from threedkit.render import get_engine

        if (engine, scene) in self._unloadable:  # said once for every frame, without reading the scene again
            raise self._unloadable[engine, scene]
        while len(self._scenes) >= self._limit:
            _, oldest = self._scenes.popitem(last=False)
            oldest.close()
        try:
            loaded = self._scenes[engine, scene] = get_engine(engine).load(load(glb(), strict=False))
        except (AssetError, CapabilityError) as error:
            self._unloadable[engine, scene] = error
            raise
        return loaded

    def _forget(self, engine: str) -> None:
        """Drop an engine that has died: the next frame gets a new one."""
        from threedkit.render import release_engine

        for key in [key for key in self._scenes if key[0] == engine]:
            del self._scenes[key]
        release_engine(engine)

    def _release(self) -> None:
        from threedkit.render import release_engine

        engines = {engine for engine, _ in self._scenes}
        while self._scenes:
            self._scenes.popitem()[1].close()
        for engine in engines:
            release_engine(engine)


_lock = threading.Lock()


@functools.cache
def _host() -> EngineHost:
    host = EngineHost()
    atexit.register(host.close)
    return host


def the_host() -> EngineHost:
    """Return the host of this process; the first call makes it."""
    with _lock:
        return _host()
