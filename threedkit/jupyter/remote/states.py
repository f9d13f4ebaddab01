"""Names for the states that a scene goes through, so that an engine process elsewhere can follow it by its edits."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, NamedTuple

from threedkit.errors import CapabilityError
from threedkit.jobs.engine_host.order import Since
from threedkit.jupyter.packing.limits import LARGEST_TRIANGLES
from threedkit.scene import Watch

if TYPE_CHECKING:
    from collections.abc import Callable

    from threedkit.jupyter.tools.clipping import Clipping
    from threedkit.render import Shot
    from threedkit.scene import Scene

__all__ = ["SceneStates", "State"]


class State(NamedTuple):
    """What a scene is at one moment.

    Attributes:
        name: no other state of any scene has it.
        since: the state before, and what has changed; None: there is none that could be followed from.
        glb: gives the scene as GLB bytes: of then, or with later edits, which are told once more.
    """

    name: str
    since: Since | None
    glb: Callable[[], bytes]


class SceneStates:
    """Tells what a scene is now; for one engine process, which is told of every state.

    Args:
        scene: what is followed.
        largest: triangles beyond which it is not: comparing and sending it would take the kernel's memory.

    Example:
        >>> import threedkit as tk
        >>> scene = tk.Scene()
        >>> ball = scene.add(tk.Mesh(tk.sphere(radius=1)), name="ball")
        >>> states = SceneStates(scene)
        >>> first = states.now()
        >>> states.now().name == first.name
        True
        >>> ball.position = (0, 1, 0)
        >>> states.now().since.edits[0].field
        'position'
    """

    def __init__(self, scene: Scene, largest: int = LARGEST_TRIANGLES) -> None:
        """Remember nothing yet."""
        self._scene, self._largest = scene, largest
        self._watch: Watch | None = None
        self._state: State | None = None
        self._cut: _Cut | None = None

    def now(self, shot: Shot | None = None, clipping: Clipping | None = None) -> State:
        """The state that the scene is in.

        Args:
            shot: what is drawn of it; needed where it is cut.
            clipping: what cuts it open, as it is at the time of the shot; then no state follows from another.

        Raises:
            CapabilityError: it has too many triangles.
        """
        cut = None
        if shot is not None and clipping is not None:
            cut = _Cut(clipping, *((shot.time, shot.animation) if self._scene.animations else (None, None)))
        if self._watch is None or self._state is None or cut != self._cut:
            self._cut = cut
            return self._begin()
        edits = self._watch.edits(self._scene)
        if edits is None or (edits and cut is not None):
            return self._begin()
        self._watch.accept()
        if edits:
            self._state = State(_name(), Since(self._state.name, edits), self._glb)
        return self._state

    def changed(self) -> bool:
        """Whether the scene is different from what `now` told last."""
        return self._watch is None or self._watch.edits(self._scene) != ()

    def forget(self) -> None:
        """Begin anew: what the engine process has is not known."""
        self._watch = self._state = None

    def _begin(self) -> State:
        count = sum(mesh.triangle_count for mesh in self._scene.meshes)
        if count > self._largest:
            raise CapabilityError(
                f"the scene has {count:,} triangles and a view follows {self._largest:,}; tk.ops.simplify makes fewer, "
                "tk.render draws it as it is"
            )
        self._watch = Watch(self._scene)
        self._state = State(_name(), None, self._glb)
        return self._state

    def _glb(self) -> bytes:
        if self._cut is None:
            return self._scene.copy().to_glb()
        clipping, time, animation = self._cut
        return clipping.cut(self._scene, time, animation).to_glb()


class _Cut(NamedTuple):
    """What a scene is cut by, and when."""

    clipping: Clipping
    time: float | None
    animation: str | int | tuple[str | int, ...] | None


def _name() -> str:
    return f"view-{uuid.uuid4().hex}"
