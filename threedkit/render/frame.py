"""One drawn picture with its data images, aligned pixel by pixel."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from threedkit.errors import RenderError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from numpy.typing import NDArray

__all__ = ["Frame"]

_LAYOUT: dict[str, tuple[type[np.generic], int]] = {
    "color": (np.uint8, 4),
    "depth": (np.float32, 0),
    "normal": (np.float32, 3),
    "position": (np.float32, 3),
    "object_id": (np.uint32, 0),
}
"""Output name -> (dtype, channels; 0 means no channel axis)."""


class Frame:
    """What an engine returns for a shot. Row 0 is the top of the picture.

    The images that were asked for are attributes; one that was not asked for raises RenderError.

    Attributes:
        color: (h, w, 4) uint8, sRGB with straight alpha (255 where the background is opaque).
        depth: (h, w) float32 metres along the view axis, +inf where nothing was hit.
        normal: (h, w, 3) float32 unit vectors in world space, 0 where nothing was hit.
        position: (h, w, 3) float32 metres in world space, NaN where nothing was hit.
        object_id: (h, w) uint32, 0 where nothing was hit, else a key of `names`.
        names: object id -> name of the node that was hit.
        meta: engine, device, times, notes: plain values, for the record.

    Example:
        >>> frame = Frame(color=np.zeros((2, 3, 4), np.uint8))
        >>> frame.size
        (3, 2)
    """

    def __init__(
        self,
        *,
        color: NDArray[np.uint8] | None = None,
        depth: NDArray[np.float32] | None = None,
        normal: NDArray[np.float32] | None = None,
        position: NDArray[np.float32] | None = None,
        object_id: NDArray[np.uint32] | None = None,
        names: Mapping[int, str] | None = None,
        meta: Mapping[str, Any] | None = None,
    ) -> None:
        """Take the images; those given must have the layout above and one common size.

        Raises:
            RenderError: an image has another dtype, shape or size, or there is none.
        """
        given = {"color": color, "depth": depth, "normal": normal, "position": position, "object_id": object_id}
        self._images = {name: np.asarray(image) for name, image in given.items() if image is not None}
        self.names: dict[int, str] = dict(names or {})
        self.meta: dict[str, Any] = dict(meta or {})
        self._size = _common_size(self._images)

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

    def save(self, path: str | Path) -> Path:
        """Write the frame; the file appears whole or not at all.

        Args:
            path: ``.png``, ``.jpg``, ``.webp`` hold the colour; ``.exr`` holds every image as a layer (linear
                colour); ``.npz`` holds every image as it is.

        Returns:
            The path written.

        Raises:
            OutputError: the ending is unknown or the place cannot be written.
        """
        from threedkit.render import files

        return files.save_frame(self, path)

    def encode(self, kind: str = "png") -> bytes:
        """Return the frame as the bytes of a file.

        Args:
            kind: ``png``, ``jpg``, ``webp``, ``exr`` or ``npz``; see `save`.

        Raises:
            OutputError: no such format.
        """
        from threedkit.render import files

        return files.encode_frame(self, kind)

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
