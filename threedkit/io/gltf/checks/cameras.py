"""Cameras."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from threedkit.io.gltf import schema
    from threedkit.io.gltf.document import Document

__all__ = ["check_cameras"]


def check_cameras(document: Document) -> None:
    """Check that each camera is of one kind and that its planes are in order."""
    for index, camera in enumerate(document.gltf.cameras):
        _check(document, camera, f"/cameras/{index}")


def _check(document: Document, camera: schema.Camera, where: str) -> None:
    problems = document.problems
    if camera.perspective is not None and camera.orthographic is not None:
        problems.error("ONE_OF_MISMATCH", where, "a camera is either perspective or orthographic")
    if camera.type == "perspective":
        if camera.perspective is None:
            problems.error("UNDEFINED_PROPERTY", where, "the property 'perspective' must be given")
        else:
            _check_perspective(document, camera.perspective, f"{where}/perspective")
    elif camera.type == "orthographic":
        if camera.orthographic is None:
            problems.error("UNDEFINED_PROPERTY", where, "the property 'orthographic' must be given")
        else:
            _check_orthographic(document, camera.orthographic, f"{where}/orthographic")


def _check_perspective(document: Document, lens: schema.Perspective, where: str) -> None:
    if lens.yfov >= math.pi and document.thorough:
        document.problems.warning("CAMERA_YFOV_GEQUAL_PI", where, "yfov must be less than pi radians")
    _check_planes(document, lens.znear, lens.zfar, where)


def _check_orthographic(document: Document, lens: schema.Orthographic, where: str) -> None:
    _check_planes(document, lens.znear, lens.zfar, where)
    for name, value in (("xmag", lens.xmag), ("ymag", lens.ymag)):
        if value == 0.0:
            document.problems.error("CAMERA_XMAG_YMAG_ZERO", f"{where}/{name}", f"{name} must not be zero")
        elif value < 0.0 and document.thorough:
            document.problems.warning("CAMERA_XMAG_YMAG_NEGATIVE", f"{where}/{name}", f"{name} should be positive")


def _check_planes(document: Document, znear: float, zfar: float | None, where: str) -> None:
    if zfar is not None and zfar <= znear:
        text = f"zfar ({zfar:g}) must be greater than znear ({znear:g})"
        document.problems.error("CAMERA_ZFAR_LEQUAL_ZNEAR", where, text)
