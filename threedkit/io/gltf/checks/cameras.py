"""Cameras."""

from __future__ import annotations

from typing import TYPE_CHECKING

from threedkit.io.gltf.problems import pointer

if TYPE_CHECKING:
    from threedkit.io.gltf import schema
    from threedkit.io.gltf.document import Document

__all__ = ["check_cameras"]


def check_cameras(document: Document) -> None:
    """Check that each camera is of one kind and that its planes are in order."""
    for index, camera in enumerate(document.gltf.cameras):
        _check(document, camera, pointer("cameras", index))


def _check(document: Document, camera: schema.Camera, where: str) -> None:
    problems = document.problems
    lens: schema.Perspective | schema.Orthographic | None = getattr(camera, camera.type)
    if lens is None:
        problems.error("UNDEFINED_PROPERTY", where, f"the property {camera.type!r} must be given")
        return
    if camera.perspective is not None and camera.orthographic is not None:
        problems.error("ONE_OF_MISMATCH", where, "a camera is either perspective or orthographic")
    where = f"{where}/{camera.type}"
    if lens.zfar is not None and lens.zfar <= lens.znear:
        text = f"zfar ({lens.zfar:g}) must be greater than znear ({lens.znear:g})"
        problems.error("CAMERA_ZFAR_LEQUAL_ZNEAR", f"{where}/zfar", text)
    if camera.orthographic is not None and 0.0 in {camera.orthographic.xmag, camera.orthographic.ymag}:
        problems.error("CAMERA_XMAG_YMAG_ZERO", where, "xmag and ymag must not be zero")
    if camera.perspective is not None and camera.perspective.yfov >= 3.141592653589793:
        problems.warning("CAMERA_YFOV_GEQUAL_PI", f"{where}/yfov", "yfov must be less than pi radians")
