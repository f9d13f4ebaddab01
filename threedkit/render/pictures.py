"""Images for programs that do not read their format: PNGs made of the pixels, each once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from weakref import WeakKeyDictionary

import numpy as np

from threedkit.render.png import encode_png

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from threedkit.scene import Image

__all__ = ["png_of"]

_MADE: Final[WeakKeyDictionary[Image, tuple[object, bytes]]] = WeakKeyDictionary()


def png_of(image: Image) -> bytes:
    """The image as a PNG; its own bytes if it is one. Made once, and kept as long as the image.

    Raises:
        AssetError: the image cannot be decoded.
        MissingPackageError: the format's decoder is not installed.

    Example:
        >>> import numpy as np
        >>> from threedkit.scene import Image
        >>> image = Image.from_array(np.zeros((2, 2, 3), np.uint8))
        >>> png_of(image) is image.data
        True
    """
    if image.data is not None and image.header.mime_type == "image/png":
        return bytes(image.data)
    found = _MADE.get(image)
    if found is None or found[0] is not image.data:
        found = _MADE[image] = (image.data, encode_png(_colors(image.pixels)))
    return found[1]


def _colors(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """(h, w, 3 or 4) of 1 to 4 channels."""
    channels = pixels.shape[2]
    if channels >= 3:
        return pixels
    grey = np.repeat(pixels[:, :, :1], 3, axis=2)
    return grey if channels == 1 else np.concatenate([grey, pixels[:, :, 1:]], axis=2)
