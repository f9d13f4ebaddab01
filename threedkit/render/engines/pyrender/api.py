"""The names of pyrender and PyOpenGL that the engine's modules use; importing this module imports both."""

from __future__ import annotations

from typing import Any

from threedkit.render.engines.pyrender.package import load_pyrender

load_pyrender()

import OpenGL.contextdata  # noqa: E402 - after PyOpenGL has been told to use EGL
import pyrender  # noqa: E402
from OpenGL import GL, error  # noqa: E402
from pyrender.shader_program import ShaderProgramCache  # noqa: E402

__all__ = [
    "GL",
    "DirectionalLight",
    "GLError",
    "Primitive",
    "Renderer",
    "Sampler",
    "ShaderProgramCache",
    "SpotLight",
    "Texture",
    "forget_context",
]

DirectionalLight: Any = pyrender.DirectionalLight
GLError: Any = error.GLError
Primitive: Any = pyrender.Primitive
Renderer: Any = pyrender.Renderer
Sampler: Any = pyrender.Sampler
SpotLight: Any = pyrender.SpotLight
Texture: Any = pyrender.Texture


def forget_context() -> None:
    """Drop what PyOpenGL keeps for the current context, which is about to be destroyed."""
    OpenGL.contextdata.cleanupContext()
