"""Noise of path tracing taken out by Intel's Open Image Denoise, on the CPU."""

from __future__ import annotations

import threading
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from threedkit.errors import RenderError, require
from threedkit.render.threads import thread_limit

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["check_denoiser", "denoise", "denoise_cover"]

_lock = threading.Lock()


def check_denoiser() -> None:
    """Raise MissingPackageError unless Open Image Denoise is installed; the message holds the command."""
    require("pyoidn", extra="denoise")


def denoise(
    color: NDArray[np.float32],
    *,
    albedo: NDArray[np.float32] | None = None,
    normal: NDArray[np.float32] | None = None,
    hdr: bool = True,
) -> NDArray[np.float32]:
    """Return a picture without the noise of path tracing; the guides keep edges and textures sharp.

    The same images give the same bytes. It runs on as many threads as THREEDKIT_THREADS says, else on all.

    Args:
        color: (h, w, 3) linear light, or any values from 0 to 1 if not `hdr`.
        albedo: (h, w, 3) linear base colour of what is seen, 0 to 1; averaged over the pixel as `color` is.
        normal: (h, w, 3) its normals, world or view; needs `albedo`.
        hdr: values may be above 1.

    Returns:
        (h, w, 3) float32, never negative.

    Raises:
        MissingPackageError: Open Image Denoise is not installed.
        RenderError: it failed, or the images differ in size.

    Example:
        >>> noisy = np.random.default_rng(0).random((64, 64, 3), np.float32)
        >>> bool(denoise(noisy).std() < noisy.std() / 5)
        True
    """
    oidn = require("pyoidn", extra="denoise")
    images = {"color": color, "albedo": albedo, "normal": normal}
    ready = {name: np.array(image, np.float32, order="C") for name, image in images.items() if image is not None}
    for name, image in ready.items():
        if image.ndim != 3 or image.shape != ready["color"].shape or image.shape[2] != 3:
            raise RenderError(f"denoise: {name} must be (h, w, 3) as color is, not {image.shape}")
        np.nan_to_num(image, copy=False, nan=0.0, posinf=0.0, neginf=0.0)
    ready["output"] = np.zeros_like(ready["color"])
    with _lock:
        device = _device()
        with oidn.Filter(device, "RT") as filter_:
            for name, image in ready.items():
                filter_.set_image(name, image, oidn.OIDN_FORMAT_FLOAT3)
            filter_.set_bool("hdr", hdr)
            filter_.commit()
            filter_.execute()
            _check(device)
    return np.maximum(ready["output"], 0.0)


def denoise_cover(
    alpha: NDArray[np.float32], *, albedo: NDArray[np.float32] | None, normal: NDArray[np.float32] | None
) -> NDArray[np.float32]:
    """Return an alpha (h, w), 0 to 1, without noise; for the guides see `denoise`."""
    gray = np.repeat(alpha[..., None], 3, axis=2)
    return np.minimum(denoise(gray, albedo=albedo, normal=normal, hdr=False)[..., 1], np.float32(1.0))


@cache
def _device() -> Any:
    device = require("pyoidn", extra="denoise").Device()
    threads = thread_limit()
    if threads is not None:
        device.set_int("numThreads", threads)
    device.commit()
    _check(device)
    return device


def _check(device: Any) -> None:
    reason = device.get_error()
    if reason is not None:
        raise RenderError(f"Open Image Denoise failed: {' '.join(str(reason).split())}")
