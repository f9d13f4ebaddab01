"""Importing pyrender so that it opens no window, and whether it can run here."""

from __future__ import annotations

import importlib.util
import os
import sys
import types
import warnings
from typing import Any, Final

from threedkit.errors import EngineUnavailableError, require
from threedkit.render.drivers import probe_driver

__all__ = ["load_pyrender", "probe_pyrender"]

_PLATFORM: Final = "PYOPENGL_PLATFORM"
_VIEWER: Final = "pyrender.viewer"
_MODULES: Final = {"pyrender": "pyrender", "OpenGL": "pyrender", "moderngl": "render"}
"""Packages that the engine needs, and the extra that installs each."""


def probe_pyrender() -> str | None:
    """Return why pyrender cannot draw here, with the command that mends it, or None."""
    for module, extra in _MODULES.items():
        if importlib.util.find_spec(module) is None:
            return f"{module} is not installed; run: pip install 'threedkit[{extra}]'"
    return _wrong_platform() or probe_driver().reason


def load_pyrender() -> Any:
    """Import pyrender with EGL under PyOpenGL, and with a stand-in for its viewer.

    ``import pyrender`` opens pyglet's window module, which wants libraries of X (pyglet 2) or libGLU (pyglet 1). The
    engine has no use for it: where nobody has imported pyrender before, `pyrender.Viewer` says so when it is called.

    Raises:
        MissingPackageError: pyrender is not installed.
        EngineUnavailableError: PyOpenGL is bound to something else than EGL already.
    """
    reason = _wrong_platform()
    if reason is not None:
        raise EngineUnavailableError(f"engine 'pyrender': {reason}")
    os.environ[_PLATFORM] = "egl"
    if "pyrender" not in sys.modules and _VIEWER not in sys.modules:
        sys.modules[_VIEWER] = _stand_in()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what its old dependencies deprecate is not the caller's doing
        pyrender = require("pyrender", extra="pyrender")
        require("pyrender.shader_program", extra="pyrender")
    return pyrender


def _wrong_platform() -> str | None:
    """PyOpenGL chooses its platform once, when it is imported."""
    wanted = os.environ.get(_PLATFORM)
    if wanted not in {None, "", "egl"}:
        return f"{_PLATFORM} is {wanted!r}; run: export {_PLATFORM}=egl"
    platform = sys.modules.get("OpenGL.platform")
    chosen = type(getattr(platform, "PLATFORM", None)).__name__
    if platform is not None and chosen != "EGLPlatform":
        return f"PyOpenGL was imported with {chosen}; run: export {_PLATFORM}=egl"
    return None


def _stand_in() -> types.ModuleType:
    module = types.ModuleType(_VIEWER)
    module.__dict__["Viewer"] = _no_viewer
    return module


def _no_viewer(*_: Any, **__: Any) -> None:
    """Stand in the place of `pyrender.Viewer`."""
    raise RuntimeError("threedkit imported pyrender without its viewer; to use that, import pyrender first")
