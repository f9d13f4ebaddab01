"""What every render engine offers: load a scene once, draw many shots of it."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Final, Protocol, runtime_checkable

import msgspec

from threedkit.errors import CapabilityError, RenderError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from threedkit.render.frame import Frame
    from threedkit.render.shot import Shot
    from threedkit.scene import Edit, Scene

__all__ = ["Capabilities", "Editable", "Engine", "Loaded", "ThreadOwner", "require_capabilities"]


class Capabilities(msgspec.Struct, frozen=True, kw_only=True):
    """What an engine can do.

    Attributes:
        outputs: names of `Shot.outputs` that it can make.
        features: words for what it draws, e.g. ``"skin"``, ``"morph"``, ``"shadows"``, ``"KHR_materials_clearcoat"``.
        device: what it draws on, e.g. ``"llvmpipe (LLVM 15.0.6, 256 bits)"`` or ``"cuda"``.
        notes: one sentence for each thing that it cannot draw or approximates.
    """

    outputs: frozenset[str]
    features: frozenset[str]
    device: str
    notes: tuple[str, ...] = ()


@runtime_checkable
class Loaded(Protocol):
    """A scene inside an engine: belongs to the engine that made it and is drawn by that one only."""

    def close(self) -> None:
        """Free what the engine holds for this scene; a second call does nothing."""
        ...


@runtime_checkable
class Editable(Loaded, Protocol):
    """A loaded scene that follows edits without being loaded anew; an engine may offer it, none has to.

    What is drawn after `update` has to be what a fresh load of the edited scene would give, bit by bit.
    """

    def update(self, edits: Sequence[Edit]) -> bool:
        """Take over edits of the scene that was loaded.

        Args:
            edits: as `threedkit.scene.Watch` tells them; later ones of a field hold.

        Returns:
            False, with nothing changed, when the scene must be loaded anew.
        """
        ...


@runtime_checkable
class Engine(Protocol):
    """A renderer. One engine object is one context and belongs to the thread that made it.

    A class that implements it takes no constructor arguments and is found by name through the entry-point group
    ``threedkit.engines``. Every engine passes `threedkit.testing.engines.EngineContract`.
    """

    @property
    def name(self) -> str:
        """The name in the registry, e.g. ``"filament"``."""
        ...

    @property
    def capabilities(self) -> Capabilities:
        """What this engine can do on this machine."""
        ...

    @classmethod
    def probe(cls) -> str | None:
        """Return why the engine cannot run here (with the command that mends it), or None when it can."""
        ...

    def load(self, scene: Scene) -> Loaded:
        """Take a scene in; later edits of it are not seen."""
        ...

    def draw(self, loaded: Loaded, shot: Shot) -> Frame:
        """Draw one picture.

        Raises:
            CapabilityError: an output or feature that this engine does not have was asked for.
            RenderError: the call comes from a thread that does not own the engine, or the engine is closed.
        """
        ...

    def close(self) -> None:
        """Free the context and everything loaded into it; a second call does nothing."""
        ...


class ThreadOwner:
    """Guard for objects bound to the thread that made them (GL contexts are).

    Example:
        >>> ThreadOwner("engine filament").check()
    """

    def __init__(self, what: str) -> None:
        """Bind `what` to the current thread."""
        self._what = what
        self._thread = threading.get_ident()
        self._name = threading.current_thread().name

    @property
    def is_owner(self) -> bool:
        """Whether the calling thread is the one that made the object."""
        return threading.get_ident() == self._thread

    def check(self) -> None:
        """Raise RenderError when called from another thread."""
        if not self.is_owner:
            message = (
                f"{self._what} belongs to thread {self._name!r} and was used from "
                f"{threading.current_thread().name!r}; use threedkit.render, or an engine of this thread's own"
            )
            raise RenderError(message)


_ASKED: Final[tuple[tuple[str, str, Callable[[Shot], bool]], ...]] = (
    ("depth_of_field", "the blur of a lens (CameraView.aperture)", lambda shot: shot.camera.aperture > 0),
    ("motion_blur", "the blur of motion (shutter)", lambda shot: shot.shutter > 0),
    ("denoise", "without noise (denoise=True): it traces no paths", lambda shot: shot.denoise),
)
"""Features that a shot may ask for: the word in `Capabilities.features`, what it is, and whether it is asked for."""


def require_capabilities(engine: Engine, shot: Shot) -> None:
    """Raise CapabilityError when the shot asks for an output or a feature that the engine does not have."""
    missing = [name for name in shot.outputs if name not in engine.capabilities.outputs]
    if missing:
        message = (
            f"engine {engine.name!r} cannot make output {missing[0]!r}; "
            f"it makes {', '.join(sorted(engine.capabilities.outputs))}"
        )
        raise CapabilityError(message)
    for feature, what, asked in _ASKED:
        if asked(shot) and feature not in engine.capabilities.features:
            raise CapabilityError(f"engine {engine.name!r} cannot draw {what}; engine 'mitsuba' can")
