"""Frames as NumPy archives: every image as the array that it is, and back."""

from __future__ import annotations

import io
import json
import zipfile
from typing import TYPE_CHECKING, Any

import numpy as np

from threedkit.errors import RenderError
from threedkit.render.frame import Frame
from threedkit.render.provenance import KEYWORD, as_json

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["decode_npz", "encode_npz"]

_KINDS = ("object", "material")


def encode_npz(frame: Frame, about: Mapping[str, Any]) -> bytes:
    """Encode a frame: its images by their names, ``object_ids`` and ``object_names``, and the same of materials.

    Args:
        frame: what an engine drew.
        about: kept as JSON under ``threedkit``.
    """
    arrays: dict[str, Any] = {name: frame.image(name) for name in frame.outputs}
    for kind, names in zip(_KINDS, (frame.names, frame.material_names), strict=True):
        if f"{kind}_id" in arrays:
            arrays[f"{kind}_ids"] = np.array(list(names), np.uint32)
            arrays[f"{kind}_names"] = np.array(list(names.values()), np.str_)
    arrays[KEYWORD] = np.array(as_json(about))
    buffer = io.BytesIO()
    np.savez(buffer, **arrays)
    return buffer.getvalue()


def decode_npz(data: bytes) -> Frame:
    """Return the frame that `encode_npz` has written, with what it says about itself as `Frame.meta`.

    Raises:
        RenderError: the bytes are no such archive.

    Example:
        >>> frame = Frame(depth=np.ones((2, 3), np.float32))
        >>> decode_npz(encode_npz(frame, {"engine": "filament"})).depth.shape
        (2, 3)
    """
    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as archive:
            arrays = {name: archive[name] for name in archive.files}
        about = json.loads(str(arrays.pop(KEYWORD)))
        names, material_names = (_table(arrays, kind) for kind in _KINDS)
        return Frame(**arrays, names=names, material_names=material_names, meta=about)
    except (KeyError, ValueError, OSError, EOFError, zipfile.BadZipFile) as error:
        raise RenderError(f"this is no frame in an .npz: {error}") from error


def _table(arrays: dict[str, Any], kind: str) -> dict[int, str]:
    """Take the two columns of a name table out of the arrays."""
    ids, names = arrays.pop(f"{kind}_ids", None), arrays.pop(f"{kind}_names", None)
    return {} if ids is None or names is None else dict(zip(ids.tolist(), names.tolist(), strict=True))
