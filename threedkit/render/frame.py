"""One drawn picture with its data images, aligned pixel by pixel."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from threedkit.errors import RenderError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from numpy.typing import NDArray

__all__ = ["Frame", "image_form"]

_LAYOUT: dict[str, tuple[type[np.generic], int]] = {
    "color": (np.uint8, 4),
    "radiance": (np.float32, 3),
    "alpha": (np.float32, 0),
    "depth": (np.float32, 0),
    "normal": (np.float32, 3),
    "position": (np.float32, 3),
    "object_id": (np.uint32, 0),
    "material_id": (np.uint32, 0),
    "albedo": (np.float32, 3),
    "motion": (np.float32, 2),
    "uv": (np.float32, 2),
}
"""Output name -> (dtype, channels; 0 means no channel axis)."""


def image_form(name: str, size: tuple[int, int]) -> tuple[type[np.generic], tuple[int, ...]]:
    """Return dtype and shape of one image of a frame.

    Args:
        name: of the output.
        size: (width, height) in pixels.

    Example:
        >>> image_form("normal", (640, 480))
        (<class 'numpy.float32'>, (480, 640, 3))
    """
    dtype, channels = _LAYOUT[name]
    return dtype, (size[1], size[0], *((channels,) if channels else ()))


class Frame:
    """What an engine returns for a shot. Row 0 is the top of the picture.

    The images that were asked for are attributes; one that was not asked for raises RenderError.

    Attributes:
        color: (h, w, 4) uint8, sRGB with straight alpha (255 where the background is opaque).
        radiance: (h, w, 3) float32, the linear light that `color` encodes: exposed, not clipped, straight alpha.
        alpha: (h, w) float32, how much of a pixel the scene covers, 0 to 1, whatever is shown behind it.
        depth: (h, w) float32 metres along the view axis, +inf where nothing was hit.
        normal: (h, w, 3) float32 unit vectors in world space, 0 where nothing was hit.
        position: (h, w, 3) float32 metres in world space, NaN where nothing was hit.
        object_id: (h, w) uint32, 0 where nothing was hit, else a key of `names`.
        material_id: (h, w) uint32, 0 where nothing was hit, else a key of `material_names`.
        albedo: (h, w, 3) float32 linear: base colour x its texture x COLOR_0; 0 where nothing was hit.
        motion: (h, w, 2) float32 pixels, right and down, that the surface moves in the picture during
            `Shot.motion_step`, NaN where it comes to lie behind the eye; 0 where nothing was hit.
        uv: (h, w, 2) float32 TEXCOORD_0, NaN where nothing was hit or the surface has none.
        names: object id -> name of the node that was hit.
        material_names: material id -> name; id k is ``scene.materials[k - 1]``, one more is glTF's default material.
        meta: scene, shot, engine, device, times, notes: plain values, for the record; files carry what is the same
            each time.

    Example:
        >>> frame = Frame(color=np.zeros((2, 3, 4), np.uint8))
        >>> frame.size
        (3, 2)
    """

    def __init__(
        self,
        *,
        names: Mapping[int, str] | None = None,
        material_names: Mapping[int, str] | None = None,
        meta: Mapping[str, Any] | None = None,
        **images: NDArray[Any] | None,
    ) -> None:
        """Take the images by name; those given must have the layout above and one common size.

        Raises:
            RenderError: an image has another name, dtype, shape or size, or there is none.
        """
        unknown = [name for name in images if name not in _LAYOUT]
        if unknown:
            message = f"unknown image {unknown[0]!r}; a Frame holds {', '.join(_LAYOUT)}"
            raise RenderError(message)
        self._images = {name: np.asarray(images[name]) for name in _LAYOUT if images.get(name) is not None}
        self.names: dict[int, str] = dict(names or {})
        self.material_names: dict[int, str] = dict(material_names or {})
        self._meta: dict[str, Any] = dict(meta or {})
        self._promised: dict[str, Callable[[], Any]] = {}
        self._size = _common_size(self._images)

    @property
    def meta(self) -> dict[str, Any]:
        """Engine, device, scene, shot, notes: plain values, for the record."""
        while self._promised:
            name, work = self._promised.popitem()
            value = work()
            if value is not None:
                self._meta[name] = value
        return self._meta

    @meta.setter
    def meta(self, values: dict[str, Any]) -> None:
        self._meta = values

    def promise(self, **values: Callable[[], Any]) -> None:
        """Add values to `meta` that are worked out when somebody first looks at it; None is left out."""
        self._promised |= values

    @property
    def outputs(self) -> tuple[str, ...]:
        """Names of the images that this frame holds."""
        return tuple(self._images)

    @property
    def size(self) -> tuple[int, int]:
        """(width, height) in pixels."""
        return self._size

    @property
    def color(self) -> NDArray[np.uint8]:
        """(h, w, 4) uint8 sRGB, straight alpha."""
        return self.image("color")

    @property
    def depth(self) -> NDArray[np.float32]:
        """(h, w) float32 metres along the view axis, +inf where nothing was hit."""
        return self.image("depth")

    @property
    def normal(self) -> NDArray[np.float32]:
        """(h, w, 3) float32 unit vectors in world space, 0 where nothing was hit."""
        return self.image("normal")

    @property
    def position(self) -> NDArray[np.float32]:
        """(h, w, 3) float32 metres in world space, NaN where nothing was hit."""
        return self.image("position")

    @property
    def object_id(self) -> NDArray[np.uint32]:
        """(h, w) uint32, 0 where nothing was hit, else a key of `names`."""
        return self.image("object_id")

    @property
    def radiance(self) -> NDArray[np.float32]:
        """(h, w, 3) float32 linear light, exposed, not clipped, straight alpha."""
        return self.image("radiance")

    @property
    def alpha(self) -> NDArray[np.float32]:
        """(h, w) float32 coverage, 0 to 1."""
        return self.image("alpha")

    @property
    def material_id(self) -> NDArray[np.uint32]:
        """(h, w) uint32, 0 where nothing was hit, else a key of `material_names`."""
        return self.image("material_id")

    @property
    def albedo(self) -> NDArray[np.float32]:
        """(h, w, 3) float32 linear base colour, 0 where nothing was hit."""
        return self.image("albedo")

    @property
    def motion(self) -> NDArray[np.float32]:
        """(h, w, 2) float32 pixels to the right and down, 0 where nothing was hit."""
        return self.image("motion")

    @property
    def uv(self) -> NDArray[np.float32]:
        """(h, w, 2) float32 TEXCOORD_0, NaN where there is none."""
        return self.image("uv")

    def image(self, name: str) -> NDArray[Any]:
        """Return one image by its output name.

        Raises:
            RenderError: it was not asked for; the message says how to.
        """
        if name not in self._images:
            message = (
                f"this frame has no {name}: ask for it with outputs=({', '.join(map(repr, (*self.outputs, name)))})"
            )
            raise RenderError(message)
        return self._images[name]

    def annotations(
        self, *, image_id: int = 1, file_name: str = "", categories: Mapping[str, str] | None = None
    ) -> dict[str, Any]:
        """Return what is seen, object by object, as a COCO data set of one picture; see `coco_annotations`.

        Args:
            image_id: number of the picture.
            file_name: what the picture is or will be called.
            categories: node name -> category name; None: each name of a node is a category.

        Raises:
            RenderError: the frame has no object ids.
        """
        from threedkit.render.annotations import coco_annotations

        return coco_annotations(self, image_id=image_id, file_name=file_name, categories=categories)

    def save(self, path: str | Path, *, output: str | None = None, quality: int | None = None) -> Path:
        """Write the frame; the file appears whole or not at all.

        Args:
            path: ``.png``, ``.jpg``, ``.webp``, ``.avif`` and ``.jxl`` hold the colour; ``.exr`` holds every image as a
                layer (linear colour); ``.npz`` holds every image as it is.
            output: one image to write alone. A ``.png`` takes ``depth`` (whole millimetres, 0 where nothing is),
                ``alpha``, ``object_id`` and ``material_id`` as grey of 16 bits.
            quality: 1 to 100 for ``.jpg``, ``.webp``, ``.avif`` and ``.jxl``; None: 92, 92, 85 and lossless.

        Returns:
            The path written.

        Raises:
            OutputError: the ending is unknown, the format cannot hold this frame, or the place cannot be written.
            MissingPackageError: the format's encoder is not installed.
        """
        from threedkit.render import files

        return files.save_frame(self, path, output=output, quality=quality)

    def encode(self, kind: str = "png", *, output: str | None = None, quality: int | None = None) -> bytes:
        """Return the frame as the bytes of a file.

        Args:
            kind: ``png``, ``jpg``, ``webp``, ``avif``, ``jxl``, ``exr`` or ``npz``; see `save`.
            output: as in `save`.
            quality: as in `save`.

        Raises:
            OutputError: no such format, or it cannot hold this frame.
            RenderError: the frame has no such image.
            MissingPackageError: the format's encoder is not installed.
        """
        from threedkit.render import files

        return files.encode_frame(self, kind, output=output, quality=quality)

    def _repr_png_(self) -> bytes | None:
        """Show the picture inline in a notebook."""
        return self.encode("png") if "color" in self._images else None

    def __repr__(self) -> str:
        """Name the size and the images."""
        width, height = self.size
        return f"<Frame {width}x{height} {' '.join(self.outputs)}>"


def _common_size(images: Mapping[str, NDArray[Any]]) -> tuple[int, int]:
    if not images:
        message = "a Frame needs at least one image"
        raise RenderError(message)
    shapes = set()
    for name, image in images.items():
        dtype, channels = _LAYOUT[name]
        expected = (*image.shape[:2], *((channels,) if channels else ()))
        if image.ndim < 2 or image.shape != expected or image.dtype != dtype:
            tail = f", {channels}" if channels else ""
            message = f"Frame.{name} must be (h, w{tail}) {np.dtype(dtype).name}, not {image.shape} {image.dtype.name}"
            raise RenderError(message)
        shapes.add(image.shape[:2])
    if len(shapes) > 1:
        message = f"the images of a Frame must have one size, not {sorted(shapes)}"
        raise RenderError(message)
    height, width = shapes.pop()
    return width, height
