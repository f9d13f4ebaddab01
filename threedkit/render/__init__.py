"""Pictures of scenes: one engine protocol, one call, frames with data images."""

from __future__ import annotations

from threedkit.render.camera import fit_camera, resolve_camera
from threedkit.render.engine import Capabilities, Engine, Loaded
from threedkit.render.facade import release, render
from threedkit.render.frame import Frame
from threedkit.render.registry import default_engine, engine_names, get_engine, probe_engine, release_engine
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
    "studio_radiance",
]
