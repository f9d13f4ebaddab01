"""Where pictures of a view are drawn: in the engine process of this kernel, or on a worker of a cluster."""

from __future__ import annotations

import importlib
import uuid
from typing import TYPE_CHECKING, Any, Literal, Protocol, TypeVar

from threedkit.errors import RenderError, ThreedkitError
from threedkit.jupyter.remote.hosting import Lease
from threedkit.jupyter.remote.states import SceneStates

if TYPE_CHECKING:
    from collections.abc import Callable

    from threedkit.jobs.engine_host.order import Since
    from threedkit.jupyter.tools.clipping import Clipping
    from threedkit.render import Frame, Shot
    from threedkit.scene import Scene

__all__ = ["ClusterPainter", "LocalPainter", "Painter", "make_painter"]

T = TypeVar("T")


class Painter(Protocol):
    """Draws what a scene is at the moment; for one thread."""

    engine: str

    def paint(self, shot: Shot, work: Callable[[Frame], T], clipping: Clipping | None = None) -> T:
        """Draw a shot and return what `work` makes of the frame, there where it was drawn; blocks.

        Args:
            shot: the picture.
            work: takes the frame.
            clipping: what lies on its far side is not drawn.

        Raises:
            ThreedkitError: it cannot be drawn.
        """
        ...

    def changed(self) -> bool:
        """Whether the scene is not what was drawn last."""
        ...

    def cancel(self) -> None:
        """Give up what is being drawn, and draw no more; from any thread."""
        ...

    def close(self) -> None:
        """Free what it holds."""
        ...


class LocalPainter:
    """Draws in an engine process of this kernel's views.

    Example:
        >>> painter = LocalPainter(scene, "filament")  # doctest: +SKIP
        >>> painter.paint(shot, lambda frame: frame.color.mean())  # doctest: +SKIP
    """

    def __init__(self, scene: Scene, engine: str, purpose: Literal["frames", "renderings"] = "frames") -> None:
        """Take an engine process; it starts with the first picture."""
        self.engine = engine
        self._lease = Lease(purpose)
        self._states = SceneStates(scene)
        self._ticket = f"painter-{uuid.uuid4().hex}"
        self._cancelled = False

    def paint(self, shot: Shot, work: Callable[[Frame], T], clipping: Clipping | None = None) -> T:
        """Draw a shot; see `Painter.paint`."""
        state = self._states.now(shot, clipping)
        order = self._lease.host.draw(self.engine, state.name, state.glb, shot, ticket=self._ticket, since=state.since)
        if self._cancelled:  # it may have been before the order was there
            self.cancel()
        try:
            with order.result() as drawn:
                return work(drawn.frame)
        except ThreedkitError:
            self._states.forget()
            raise

    def changed(self) -> bool:
        """Whether the scene is not what was drawn last."""
        return self._states.changed()

    def cancel(self) -> None:
        """Give up what is being drawn, and draw no more; from any thread."""
        self._cancelled = True
        self._lease.host.kill("it is no longer wanted", self._ticket)

    def close(self) -> None:
        """Give the engine process back."""
        self._lease.close()


class ClusterPainter:
    """Draws on a worker of a Dask cluster; the same one as long as it is there, since it has the scene loaded."""

    def __init__(self, scene: Scene, engine: str, client: Any) -> None:
        """Take a client."""
        self.engine = engine
        self._client = client
        self._states = SceneStates(scene)
        self._worker: str | None = None
        self._running: Any = None

    def paint(self, shot: Shot, work: Callable[[Frame], T], clipping: Clipping | None = None) -> T:
        """Draw a shot; see `Painter.paint`. `work` travels, so it is a function of a module, or a partial of one."""
        state = self._states.now(shot, clipping)
        try:
            done, result = self._submit((self.engine, state.name, state.since, shot), None, work)
            if not done:  # the worker does not have the scene
                glb = self._client.scatter(state.glb(), hash=False)
                _, result = self._submit((self.engine, state.name, None, shot), glb, work)
        except ThreedkitError:
            self._states.forget()
            raise
        return result  # type: ignore[no-any-return] # of the task

    def _submit(self, order: tuple[Any, ...], glb: Any, work: Any) -> tuple[bool, Any]:
        distributed = importlib.import_module("distributed")
        where = {"workers": [self._worker], "allow_other_workers": True} if self._worker else {}
        self._running = self._client.submit(_paint_there, *order, glb, work, pure=False, priority=100, **where)
        try:
            self._worker, done, result = self._running.result()
        except (distributed.CancelledError, distributed.scheduler.KilledWorker, OSError) as error:
            self._worker = None
            raise RenderError(f"the cluster did not draw the picture: {type(error).__name__} {error}") from error
        finally:
            self._running = None
        return done, result

    def changed(self) -> bool:
        """Whether the scene is not what was drawn last."""
        return self._states.changed()

    def cancel(self) -> None:
        """Give up what is being drawn; from any thread."""
        running = self._running
        if running is not None:
            running.cancel()

    def close(self) -> None:
        """Nothing is held here; the worker drops the scene when it needs the room."""


class _NotThereError(ThreedkitError):
    """The scene is not loaded on the worker."""


def _paint_there(
    engine: str,
    scene: str,
    since: Since | None,
    shot: Shot,
    glb: bytes | None,
    work: Callable[[Frame], Any],
) -> tuple[str, bool, Any]:
    """On the worker: its address, whether the picture was drawn, and what was made of it."""
    from threedkit.jobs.engine_host import the_host

    def source() -> bytes:
        if glb is None:
            raise _NotThereError(f"scene {scene} is not loaded here")
        return glb

    address: str = importlib.import_module("distributed").get_worker().address
    try:
        with the_host().draw(engine, scene, source, shot, since=since).result() as drawn:
            return address, True, work(drawn.frame)
    except _NotThereError:
        return address, False, None


def make_painter(scene: Scene, engine: str | None, client: Any = None) -> Painter:
    """Return what draws a scene here, or on a cluster.

    Args:
        scene: what is drawn, with its edits.
        engine: name of the engine; None takes the default one.
        client: a `distributed.Client`; None draws in this kernel's engine process.

    Raises:
        UnknownEngineError, EngineUnavailableError: the engine is not there.
    """
    if client is None:
        from threedkit.render import runnable_engine

        return LocalPainter(scene, runnable_engine(engine))
    from threedkit.jobs.suitable import choose_engine

    return ClusterPainter(scene, choose_engine(client, {}, engine), client)
