"""threedkit: a Jupyter-centric 3D toolkit.

One document, many surfaces: a `Scene` is loaded or built, seen live in a notebook cell, rendered by any engine and
sent unchanged to a Dask cluster::

    import threedkit as tk

    scene = tk.load("fox.glb")
    scene.materials[0].roughness = 0.7
    tk.render(scene, size=(1280, 720)).save("fox.png")
    tk.submit(scene, tk.turntable(scene, frames=120)).wait()

Importing this package is cheap: each name comes from its room when it is first used. In a notebook's kernel the rooms
of the live view follow as soon as there is nothing else to do.
"""

from __future__ import annotations

import importlib
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from threedkit import ops
    from threedkit.errors import (
        AssetError,
        CapabilityError,
        EngineUnavailableError,
        FieldError,
        JobCancelledError,
        JobError,
        JobFailedError,
        MissingPackageError,
        NotFoundError,
        OutputError,
        ParameterError,
        Problem,
        RenderError,
        ThreedkitError,
        UnknownEngineError,
    )
    from threedkit.geometry import box, cone, cylinder, plane, sphere, torus
    from threedkit.io import Report, from_pygltflib, load, load_environment, validate
    from threedkit.jobs import Job, RenderSpec, animate, estimate, stills, submit, turntable
    from threedkit.jupyter import Clipping, View, sync_views, view
    from threedkit.render import CameraView, Frame, engine_names, render
    from threedkit.runs import RunResult, run
    from threedkit.scene import (
        Animation,
        Anisotropy,
        Channel,
        Clearcoat,
        DiffuseTransmission,
        DirectionalLight,
        Environment,
        Image,
        Instances,
        Iridescence,
        Material,
        Mesh,
        MorphTarget,
        Node,
        OrthographicCamera,
        PerspectiveCamera,
        PointLight,
        Primitive,
        Sampler,
        Scene,
        Sheen,
        Skin,
        Specular,
        SpotLight,
        Texture,
        TextureInfo,
        Transmission,
        Variant,
        VariantMaterial,
        Volume,
    )
    from threedkit.service import Client, connect
    from threedkit.store import Store

__version__ = "0.1.0"

_ROOMS = {
    "errors": (
        "AssetError CapabilityError EngineUnavailableError FieldError JobCancelledError JobError JobFailedError "
        "MissingPackageError NotFoundError OutputError ParameterError Problem RenderError ThreedkitError "
        "UnknownEngineError"
    ),
    "geometry": "box cone cylinder plane sphere torus",
    "io": "Report from_pygltflib load load_environment validate",
    "jobs": "Job RenderSpec animate estimate stills submit turntable",
    "jupyter": "Clipping View sync_views view",
    "render": "CameraView Frame engine_names render",
    "runs": "RunResult run",
    "scene": (
        "Animation Anisotropy Channel Clearcoat DiffuseTransmission DirectionalLight Environment Image Instances "
        "Iridescence Material Mesh MorphTarget Node OrthographicCamera PerspectiveCamera PointLight Primitive Sampler "
        "Scene Sheen Skin Specular SpotLight Texture TextureInfo Transmission Variant VariantMaterial Volume"
    ),
    "service": "Client connect",
    "store": "Store",
}
_OPEN_ROOMS = ("ops",)
"""Rooms that are part of the public face as they are: ``tk.ops.weld(scene)``."""
_ROOM_OF = {name: room for room, names in _ROOMS.items() for name in names.split()}

__all__ = [
    "Animation",
    "Anisotropy",
    "AssetError",
    "CameraView",
    "CapabilityError",
    "Channel",
    "Clearcoat",
    "Client",
    "Clipping",
    "DiffuseTransmission",
    "DirectionalLight",
    "EngineUnavailableError",
    "Environment",
    "FieldError",
    "Frame",
    "Image",
    "Instances",
    "Iridescence",
    "Job",
    "JobCancelledError",
    "JobError",
    "JobFailedError",
    "Material",
    "Mesh",
    "MissingPackageError",
    "MorphTarget",
    "Node",
    "NotFoundError",
    "OrthographicCamera",
    "OutputError",
    "ParameterError",
    "PerspectiveCamera",
    "PointLight",
    "Primitive",
    "Problem",
    "RenderError",
    "RenderSpec",
    "Report",
    "RunResult",
    "Sampler",
    "Scene",
    "Sheen",
    "Skin",
    "Specular",
    "SpotLight",
    "Store",
    "Texture",
    "TextureInfo",
    "ThreedkitError",
    "Transmission",
    "UnknownEngineError",
    "Variant",
    "VariantMaterial",
    "View",
    "Volume",
    "animate",
    "box",
    "cone",
    "connect",
    "cylinder",
    "engine_names",
    "estimate",
    "from_pygltflib",
    "load",
    "load_environment",
    "ops",
    "plane",
    "render",
    "run",
    "sphere",
    "stills",
    "submit",
    "sync_views",
    "torus",
    "turntable",
    "validate",
    "view",
]


def __getattr__(name: str) -> Any:
    """Import a public name from its room on first use (PEP 562)."""
    if name in _OPEN_ROOMS:
        return importlib.import_module(f"{__name__}.{name}")
    room = _ROOM_OF.get(name)
    if room is None:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    value = getattr(importlib.import_module(f"{__name__}.{room}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """The public names."""
    return [*__all__, "__version__"]


if "ipykernel" in sys.modules:
    importlib.import_module(f"{__name__}.jupyter.preparing").prepare()
