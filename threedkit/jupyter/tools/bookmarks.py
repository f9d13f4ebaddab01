"""Cameras by name, and the form in which the browser has them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from threedkit.errors import FieldError
from threedkit.jupyter.live.cameras import from_message, to_message

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    from numpy.typing import NDArray

    from threedkit.render import CameraView

__all__ = ["accept", "from_json", "to_json"]


def accept(value: Any, resolve: Callable[[Any], CameraView]) -> Mapping[str, CameraView]:
    """Names and cameras, read-only: assign to `view.bookmarks` to change them.

    Args:
        value: a mapping of names to what `view.camera` takes.
        resolve: makes a CameraView of that.

    Raises:
        FieldError: it is no such mapping.
    """
    if not isinstance(value, Mapping) or not all(isinstance(name, str) and name for name in value):
        raise FieldError(f"view: bookmarks must be a mapping of names to cameras, not {value!r}")
    return MappingProxyType({name: resolve(camera) for name, camera in value.items()})


def to_json(value: Mapping[str, CameraView], box: Callable[[], NDArray[np.float64]]) -> list[dict[str, Any]]:
    """What the browser gets.

    Args:
        value: the bookmarks.
        box: gives (2, 3) around the scene, metres: cameras orbit about what is in it.
    """
    if not value:
        return []
    around = box()
    return [{"name": name, "camera": to_message(camera, around)} for name, camera in value.items()]


def from_json(value: Any) -> dict[str, CameraView]:
    """The bookmarks of the browser.

    Raises:
        FieldError: there is a camera that cannot be.
    """
    return {str(one["name"]): from_message(one["camera"]) for one in value}
