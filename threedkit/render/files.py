"""Frames as files: PNG, JPEG, WebP, EXR and NPZ, each written whole or not at all."""

from __future__ import annotations

import io
import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from threedkit.errors import OutputError, require
from threedkit.io.files import write
from threedkit.render.png import encode_png
from threedkit.transforms import colors

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from threedkit.render.frame import Frame

__all__ = ["FORMATS", "encode_frame", "save_frame"]

_JPEG_QUALITY = 92
_WEBP_QUALITY = 92
_LAYERS: Final = {"normal": "XYZ", "position": "XYZ", "albedo": "RGB", "motion": "XY", "uv": "UV"}
_PLANES: Final = {"depth": "Z", "alpha": "alpha", "object_id": "object_id", "material_id": "material_id"}
"""Outputs that are layers of an EXR file, and their letters; outputs that are one channel, and its name."""


def encode_frame(frame: Frame, kind: str) -> bytes:
    """Encode a frame.

    Args:
        frame: what an engine drew.
        kind: a format without its dot: ``png``, ``jpg``, ``jpeg``, ``webp``, ``exr`` or ``npz``.

    Raises:
        OutputError: no such format.
        RenderError: the format holds a colour picture and the frame has none.
    """
    encoder = _ENCODERS.get(kind.lower().lstrip("."))
    if encoder is None:
        message = f"unknown picture format {kind!r}; known are {', '.join(FORMATS)}"
        raise OutputError(message)
    return encoder(frame)


def save_frame(frame: Frame, path: str | Path) -> Path:
    """Encode a frame by the ending of the path and write it there atomically; return the path.

    Raises:
        OutputError: the ending is unknown or the place cannot be written.
    """
    path = Path(path)
    if not path.suffix:
        message = f"{path}: the name needs an ending, one of .{', .'.join(FORMATS)}"
        raise OutputError(message)
    return write(path, encode_frame(frame, path.suffix))


def _png(frame: Frame) -> bytes:
    return encode_png(frame.color)


def _jpeg(frame: Frame) -> bytes:
    """JPEG has no alpha: transparent pixels are laid over white."""
    color = frame.color
    if (color[..., 3] != 255).any():
        alpha = color[..., 3:] / np.float32(255)
        rgb = (color[..., :3] * alpha + 255 * (1 - alpha)).round().astype(np.uint8)
    else:
        rgb = np.ascontiguousarray(color[..., :3])
    return _pillow(rgb, "JPEG", quality=_JPEG_QUALITY, subsampling=0)


def _webp(frame: Frame) -> bytes:
    return _pillow(frame.color, "WEBP", quality=_WEBP_QUALITY, method=2)


def _pillow(image: NDArray[np.uint8], kind: str, **options: Any) -> bytes:
    pictures = require("PIL.Image", extra="render")
    buffer = io.BytesIO()
    pictures.fromarray(image).save(buffer, kind, **options)
    return buffer.getvalue()


def _npz(frame: Frame) -> bytes:
    buffer = io.BytesIO()
    arrays: dict[str, Any] = {name: frame.image(name) for name in frame.outputs}
    for kind, names in (("object", frame.names), ("material", frame.material_names)):
        if f"{kind}_id" in arrays:
            arrays[f"{kind}_ids"] = np.array(list(names), np.uint32)
            arrays[f"{kind}_names"] = np.array(list(names.values()), np.str_)
    np.savez(buffer, **arrays)
    return buffer.getvalue()


def _exr(frame: Frame) -> bytes:
    """Layers named as EXR users expect: R G B A (linear, premultiplied), Z, normal.X, albedo.R, uv.U, object_id."""
    openexr = require("OpenEXR", extra="render")
    channels: dict[str, NDArray[Any]] = {}
    if "color" in frame.outputs:
        alpha = frame.color[..., 3].astype(np.float32) / 255
        linear = colors.srgb_to_linear(frame.color[..., :3] / np.float32(255)) * alpha[..., None]
        channels |= _split(linear, "RGB", np.float16) | {"A": alpha.astype(np.float16)}
    if "radiance" in frame.outputs:
        # The finer one of two pictures; its alpha is that of the colour.
        cover = frame.color[..., 3:] / np.float32(255) if "color" in frame.outputs else np.float32(1)
        channels |= _split(frame.radiance * cover, "RGB", np.float32)
    for name, letters in _LAYERS.items():
        if name in frame.outputs:
            channels |= _split(frame.image(name), [f"{name}.{letter}" for letter in letters], np.float32)
    for name, channel in _PLANES.items():
        if name in frame.outputs:
            channels[channel] = frame.image(name)
    header = {
        "compression": openexr.ZIP_COMPRESSION,
        "type": openexr.scanlineimage,
        "objectNames": json.dumps(frame.names),
        "materialNames": json.dumps(frame.material_names),
    }
    with tempfile.TemporaryDirectory(prefix="threedkit-") as folder:
        path = Path(folder) / "frame.exr"
        with openexr.File(header, channels) as file:
            file.write(str(path))
        return path.read_bytes()


def _split(image: NDArray[Any], names: Sequence[str], dtype: type[np.floating[Any]]) -> dict[str, NDArray[Any]]:
    """Channels by name."""
    return {name: np.ascontiguousarray(image[..., i], dtype) for i, name in enumerate(names)}


_ENCODERS: Final[dict[str, Callable[[Frame], bytes]]] = {
    "png": _png,
    "jpg": _jpeg,
    "jpeg": _jpeg,
    "webp": _webp,
    "exr": _exr,
    "npz": _npz,
}
FORMATS: Final = tuple(_ENCODERS)
"""Endings that a frame can be written with."""
