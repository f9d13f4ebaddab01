"""Cameras in messages: a CameraView and the point that it orbits about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from threedkit.errors import FieldError
from threedkit.render import CameraView
from threedkit.transforms import bounds, matrices

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

__all__ = ["from_message", "orbit_target", "to_message"]


def orbit_target(view: CameraView, box: NDArray[np.float64]) -> NDArray[np.float64]:
    """The point on the view's axis that is nearest to the middle of the scene: what orbiting turns around.

    Args:
        view: where one looks from.
        box: (2, 3) around the scene, metres.
    """
    forward = -view.matrix[:3, 2]
    middle = np.zeros(3) if bounds.is_empty(box) else bounds.center(box)
    along = float(np.dot(middle - view.position, forward))
    if along <= view.znear:  # the scene lies beside or behind the camera
        along = max(2 * view.znear, 1.0)
    return view.position + forward * along


def to_message(view: CameraView, box: NDArray[np.float64]) -> dict[str, Any]:
    """What the browser is told of a camera."""
    position, rotation, _ = matrices.decompose(view.matrix)
    return {
        "kind": view.kind,
        "position": position.tolist(),
        "quaternion": rotation.tolist(),
        "target": orbit_target(view, box).tolist(),
        "yfov": view.yfov,
        "xmag": view.xmag,
        "ymag": view.ymag,
        "znear": view.znear,
        "zfar": view.zfar,
    }


def from_message(state: Mapping[str, Any]) -> CameraView:
    """The camera that the browser tells.

    Raises:
        FieldError: it is none that can be rendered from.

    Example:
        >>> from_message({"kind": "perspective", "position": [0, 0, 3], "quaternion": [0, 0, 0, 1]}).position.tolist()
        [0.0, 0.0, 3.0]
    """
    try:
        world = matrices.compose(
            np.asarray(state["position"], np.float64), np.asarray(state["quaternion"], np.float64), (1.0, 1.0, 1.0)
        )
        zfar = state.get("zfar")
        return CameraView.from_matrix(
            world,
            kind=state["kind"],
            yfov=float(state.get("yfov", 0.8)),
            xmag=float(state.get("xmag", 1.0)),
            ymag=float(state.get("ymag", 1.0)),
            znear=float(state.get("znear", 0.01)),
            zfar=None if zfar is None else float(zfar),
        )
    except (KeyError, TypeError, ValueError, IndexError) as error:
        raise FieldError(f"view: the browser told a camera that cannot be: {error}") from error
