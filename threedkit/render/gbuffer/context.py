"""An OpenGL context of our own on EGL that never disturbs another one of the same thread."""

from __future__ import annotations

import ctypes
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from threedkit.errors import EngineUnavailableError, RenderError, require
from threedkit.render.engine import ThreadOwner

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["INSTALL", "Context"]

INSTALL = "apt-get install libegl1 libgl1 libegl-mesa0 libgl1-mesa-dri"

_LIBEGL, _LIBGL = "libEGL.so.1", "libGL.so.1"
_DRAW, _READ = 0x3059, 0x305A  # EGL_DRAW, EGL_READ
_MOST_DEVICES = 16


class Context:
    """A standalone OpenGL 3.3 core context, current only inside ``with context.current()``.

    moderngl leaves the thread without a context when it is done; this one gives back whatever was current before, so
    that it can be used between the calls of another renderer. It belongs to the thread that made it.

    Attributes:
        gl: the moderngl context.

    Raises:
        EngineUnavailableError: no EGL driver can be loaded; the message holds the command that installs one.
        MissingPackageError: moderngl is not installed.
    """

    def __init__(self, owner: str = "the G-buffer") -> None:
        """Load EGL and create the context on the first device that has one; `owner` is what errors call it."""
        self._name = owner
        self._owner = ThreadOwner(owner)
        self._egl = _load_egl()
        with self._given_back():
            self.gl: Any = _create()
        self.is_closed = False

    @property
    def device(self) -> str:
        """Name of what draws, as OpenGL tells it."""
        return str(self.gl.info["GL_RENDERER"])

    @contextmanager
    def current(self) -> Iterator[Any]:
        """Make the context current, hand out the moderngl context, and give the thread back as it was.

        Raises:
            RenderError: the calling thread is not the one that made the context.
        """
        self._owner.check()
        if self.is_closed:
            raise RenderError(f"{self._name} is closed")
        with self._given_back(), self.gl:
            yield self.gl

    def close(self) -> None:
        """Destroy the context with all it holds; a second call does nothing."""
        self._owner.check()
        if not self.is_closed:
            self.is_closed = True
            self.gl.release()

    @contextmanager
    def _given_back(self) -> Iterator[None]:
        """Restore the client API and the context that are current now."""
        egl = self._egl
        api, display, context = egl.eglQueryAPI(), egl.eglGetCurrentDisplay(), egl.eglGetCurrentContext()
        draw, read = egl.eglGetCurrentSurface(_DRAW), egl.eglGetCurrentSurface(_READ)
        try:
            yield
        finally:
            egl.eglBindAPI(api)
            if context:
                egl.eglMakeCurrent(display, draw, read, context)


def _load_egl() -> ctypes.CDLL:
    try:
        egl = ctypes.CDLL(_LIBEGL)
    except OSError as error:
        raise EngineUnavailableError(f"{_LIBEGL} cannot be loaded; run: {INSTALL}") from error
    pointer = ctypes.c_void_p
    egl.eglGetCurrentDisplay.restype = egl.eglGetCurrentContext.restype = pointer
    egl.eglGetCurrentSurface.restype, egl.eglGetCurrentSurface.argtypes = pointer, [ctypes.c_int]
    egl.eglMakeCurrent.argtypes = [pointer, pointer, pointer, pointer]
    egl.eglBindAPI.argtypes = [ctypes.c_uint]
    return egl


def _create() -> Any:
    """A context on the first EGL device that gives one (a GPU comes before software drawing)."""
    moderngl = require("moderngl", extra="render")
    reasons: list[str] = []
    for index in range(_MOST_DEVICES):
        try:
            gl = moderngl.create_context(
                standalone=True, require=330, backend="egl", libgl=_LIBGL, libegl=_LIBEGL, device_index=index
            )
        except Exception as error:  # noqa: BLE001 - glcontext raises bare Exception for every failure of a driver
            reasons.append(str(error))
            if "but found" in reasons[-1] or "not loaded" in reasons[-1]:
                break
        else:
            gl.gc_mode = None
            _ = gl.info  # moderngl asks once, and would get nothing while the context is not current
            gl.__exit__(None, None, None)
            return gl
    raise EngineUnavailableError(f"no EGL device gives an OpenGL 3.3 context ({reasons[0]}); run: {INSTALL}")
