"""Tries the EGL driver; run as a script in a process of its own, since a broken driver may crash it.

Prints the name of the device, the version of its driver on the next line, and exits with 0; or prints the reason and
exits with 1. It asks for what filly asks for: a surfaceless or device display and a desktop OpenGL 4.1 core context.
"""

from __future__ import annotations

import ctypes
import sys
from typing import Any

_EGL_EXTENSIONS = 0x3055
_OPENGL_API = 0x30A2
_PLATFORM_DEVICE, _PLATFORM_SURFACELESS = 0x313F, 0x31DD
_CONFIG = (0x3033, 0x0001, 0x3040, 0x0008, 0x3024, 8, 0x3023, 8, 0x3022, 8, 0x3025, 24, 0x3038)
_CONTEXT = (0x3098, 4, 0x30FB, 1, 0x30FD, 1, 0x3038)
_PBUFFER = (0x3057, 1, 0x3056, 1, 0x3038)
_GL_RENDERER, _GL_VERSION = 0x1F01, 0x1F02
_SOFTWARE = ("llvmpipe", "softpipe", "swrast", "SWR")


def main() -> int:
    """Print the device that a renderer would get, or why it would get none."""
    try:
        egl = ctypes.CDLL("libEGL.so.1")
    except OSError:
        print("libEGL.so.1 is not installed")  # noqa: T201 - a script's answer
        return 1
    _declare(egl)
    extensions = (egl.eglQueryString(None, _EGL_EXTENSIONS) or b"").decode()
    found = [
        name for name in (_device(egl, platform, native) for platform, native in _displays(egl, extensions)) if name
    ]
    hardware = [name for name in found if not any(word in name for word in _SOFTWARE)]
    if not found:
        print("no EGL driver offers an OpenGL 4.1 context")  # noqa: T201 - a script's answer
        return 1
    print((hardware or found)[0])  # noqa: T201 - a script's answer
    return 0


def _declare(egl: Any) -> None:
    for name in ("eglGetProcAddress", "eglCreateContext", "eglCreatePbufferSurface"):
        getattr(egl, name).restype = ctypes.c_void_p
    egl.eglQueryString.restype = ctypes.c_char_p
    egl.eglQueryString.argtypes = [ctypes.c_void_p, ctypes.c_int]
    egl.eglInitialize.argtypes = [ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p]
    egl.eglChooseConfig.argtypes = [ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p]
    egl.eglCreateContext.argtypes = [ctypes.c_void_p] * 4
    egl.eglCreatePbufferSurface.argtypes = [ctypes.c_void_p] * 3
    egl.eglMakeCurrent.argtypes = [ctypes.c_void_p] * 4


def _function(egl: Any, name: bytes, result: Any, *arguments: Any) -> Any:
    address = egl.eglGetProcAddress(name)
    return ctypes.CFUNCTYPE(result, *arguments)(address) if address else None


def _displays(egl: Any, extensions: str) -> list[tuple[int, int | None]]:
    """Platforms to try, in filly's order: devices, then surfaceless."""
    found: list[tuple[int, int | None]] = []
    query = _function(egl, b"eglQueryDevicesEXT", ctypes.c_uint, ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)
    if query and "EGL_EXT_platform_device" in extensions:
        devices, count = (ctypes.c_void_p * 16)(), ctypes.c_int()
        if query(16, devices, ctypes.byref(count)):
            found += [(_PLATFORM_DEVICE, devices[i]) for i in range(count.value)]
    if "EGL_MESA_platform_surfaceless" in extensions:
        found.append((_PLATFORM_SURFACELESS, None))
    return found


def _device(egl: Any, platform: int, native: int | None) -> str | None:
    """Make a context on one display and return what `main` prints of it, or None when a step fails."""
    display_of = _function(
        egl, b"eglGetPlatformDisplayEXT", ctypes.c_void_p, ctypes.c_uint, ctypes.c_void_p, ctypes.c_void_p
    )
    display = display_of(platform, native, None) if display_of else None
    if not display or not egl.eglInitialize(display, None, None) or not egl.eglBindAPI(_OPENGL_API):
        return None
    config, count = ctypes.c_void_p(), ctypes.c_int()
    chosen = egl.eglChooseConfig(display, _ints(_CONFIG), ctypes.byref(config), 1, ctypes.byref(count))
    if not chosen or not count.value:
        return None
    context = egl.eglCreateContext(display, config, None, _ints(_CONTEXT))
    surface = egl.eglCreatePbufferSurface(display, config, _ints(_PBUFFER))
    if not context or not surface or not egl.eglMakeCurrent(display, surface, surface, context):
        return None
    get_string = _function(egl, b"glGetString", ctypes.c_char_p, ctypes.c_uint)
    if not get_string or not (name := get_string(_GL_RENDERER)):
        return None
    version = get_string(_GL_VERSION) or b""
    return f"{name.decode(errors='replace')}\n{version.decode(errors='replace')}"


def _ints(values: tuple[int, ...]) -> Any:
    return (ctypes.c_int * len(values))(*values)


if __name__ == "__main__":
    sys.exit(main())
