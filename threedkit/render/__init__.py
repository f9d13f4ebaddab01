"""Pictures of scenes: one engine protocol, one call, frames with data images.

The room and its main function have one name: ``threedkit.render`` is this module, and calling it draws, as
``threedkit.render.render`` does. So ``tk.render(scene)`` works whichever was imported first.
"""

from __future__ import annotations

import sys
import types
from typing import Any

from threedkit.render.camera import fit_camera, resolve_camera
from threedkit.render.engine import Capabilities, Engine, Loaded
from threedkit.render.facade import release, render
from threedkit.render.frame import Frame
from threedkit.render.registry import (
    default_engine,
    engine_names,
    get_engine,
    probe_engine,
    release_engine,
    runnable_engine,
)
from threedkit.render.shot import OUTPUTS, CameraView, Shot
from threedkit.render.studio import studio_radiance

__all__ = [
    "OUTPUTS",
    "CameraView",
    "Capabilities",
    "Engine",
    "Frame",
    "Loaded",
    "Shot",
    "default_engine",
    "engine_names",
    "fit_camera",
    "get_engine",
    "probe_engine",
    "release",
    "release_engine",
    "render",
    "resolve_camera",
    "runnable_engine",
    "studio_radiance",
]


class _Room(types.ModuleType):
    """This module, made callable."""

    @property
    def __signature__(self) -> Any:
        """The function's signature, for help and completion."""
        import inspect

        return inspect.signature(render)

    def __call__(self, *args: Any, **values: Any) -> Frame:
        """Draw a scene: see `threedkit.render.render`."""
        return render(*args, **values)


sys.modules[__name__].__class__ = _Room
