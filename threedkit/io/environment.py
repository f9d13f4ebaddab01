"""Environment maps: equirectangular pictures of radiance."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from threedkit.errors import AssetError, Problem, require
from threedkit.io import files, hdr
from threedkit.scene import Environment

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["load_environment"]

_LARGEST = 65504.0
"""The largest half float: what is infinite in a file (a sun that was clipped) becomes this."""


def load_environment(path: str | Path, **fields: Any) -> Environment:
    """Read an equirectangular picture of light as an Environment.

    Args:
        path: .hdr (Radiance RGBE) or .exr (OpenEXR: R, G, B or Y).
        fields: of the Environment: intensity, rotation, background ...

    Returns:
        An Environment whose radiance is (h, w, 3) float32, linear, row 0 up. Infinite values become 65504, negative
        ones 0.

    Raises:
        AssetError: the file is missing, broken, or of more than 2**26 pixels.
        MissingPackageError: .exr without the package OpenEXR.

    Example:
        >>> scene.environment = load_environment("studio.hdr", rotation=1.5)  # doctest: +SKIP
    """
    path = Path(path)
    suffix = path.suffix.lower()
    if suffix == ".hdr":
        try:
            pixels = hdr.decode(files.read(path))
        except hdr.HdrError as error:
            raise _refused(path, str(error)) from error
    elif suffix == ".exr":
        pixels = _read_exr(path)
    else:
        raise _refused(path, "an environment is an .hdr or .exr file", "UNSUPPORTED_FORMAT")
    if np.isnan(pixels).any():
        raise _refused(path, "some pixels are not a number")
    radiance = np.clip(pixels, 0.0, _LARGEST).astype(np.float32, copy=False)
    radiance.flags.writeable = False
    return Environment(**{"radiance": radiance, "uri": path.name, "name": path.stem, **fields})


def _refused(path: Path, why: str, code: str = "IMAGE_DATA_INVALID") -> AssetError:
    return AssetError(str(path), [Problem("error", code, "", why)])


def _read_exr(path: Path) -> NDArray[np.float32]:
    files.require_file(path)
    exr = require("OpenEXR", extra="io")
    try:
        with exr.File(str(path), header_only=True) as header:
            low, high = (np.asarray(corner, dtype=np.int64) for corner in header.header()["dataWindow"])
        width, height = (high - low + 1).tolist()
        if not 0 < width * height <= hdr.MAX_PIXELS or min(width, height) <= 0:
            raise _refused(path, f"{width} x {height} pixels: from 1 to {hdr.MAX_PIXELS} are read")
        with exr.File(str(path), separate_channels=True) as opened:
            planes = {name: np.asarray(channel.pixels) for name, channel in opened.channels().items()}
    except (RuntimeError, ValueError, TypeError, KeyError, IndexError) as error:
        if isinstance(error, AssetError):
            raise
        raise _refused(path, f"not a readable OpenEXR file: {' '.join(str(error).split())}") from error
    names = ("R", "G", "B") if {"R", "G", "B"} <= planes.keys() else ("Y", "Y", "Y")
    if not set(names) <= planes.keys() or len({planes[name].shape for name in names}) != 1:
        raise _refused(path, f"needs the channels R, G, B or Y, not {', '.join(sorted(planes)) or 'none'}")
    return np.stack([planes[name].astype(np.float32) for name in names], axis=-1)
