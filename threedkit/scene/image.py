"""Image: encoded pixels that are decoded when first asked for."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import numpy as np

from threedkit.errors import AssetError, FieldError, Problem, require
from threedkit.scene.element import Element
from threedkit.scene.fields import Field, Text

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["MAX_PIXELS", "Image"]

MAX_PIXELS = 16384 * 16384
"""The largest image that is decoded, in pixels; a larger one is refused before it is."""

_SIGNATURES = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\xabKTX 20\xbb", "image/ktx2"),
)


class _Data(Field[Any, Any]):
    expected = "the bytes of an encoded image"

    def accept(self, value: Any) -> bytes | memoryview:
        if isinstance(value, (bytes, memoryview)):
            return value
        return bytes(memoryview(value))


def sniff(data: bytes | memoryview) -> str:
    """The media type that the first bytes tell, or "" if they tell none."""
    head = bytes(memoryview(data)[:12])
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    return next((mime for signature, mime in _SIGNATURES if head.startswith(signature)), "")


class Image(Element):
    """An encoded image (PNG, JPEG, WebP).

    Example:
        >>> import numpy as np
        >>> Image.from_array(np.zeros((2, 3, 4), np.uint8)).size
        (3, 2)
    """

    data = _Data(None, optional=True, doc="encoded bytes; None when only `uri` is known")
    mime_type = Text(doc='such as "image/png"; empty: told from the bytes')
    uri = Text(doc="where the image was found, relative to its document; empty when embedded")

    @classmethod
    def from_array(cls, pixels: NDArray[np.uint8], name: str = "") -> Image:
        """Encode an array (h, w), (h, w, 1), (h, w, 2), (h, w, 3) or (h, w, 4) uint8, row 0 on top, as PNG.

        Raises:
            FieldError: another shape or dtype.
        """
        array = np.asarray(pixels)
        if array.ndim == 3 and array.shape[2] == 1:
            array = array[:, :, 0]
        if array.dtype != np.uint8 or array.size == 0 or not (array.ndim == 2 or array.shape[2:] in {(2,), (3,), (4,)}):
            message = (
                f"Image.from_array needs uint8 of shape (h, w[, 1 to 4]), not {array.dtype} of shape {array.shape}"
            )
            raise FieldError(message)
        stream = io.BytesIO()
        require("PIL.Image", extra="render").fromarray(np.ascontiguousarray(array)).save(
            stream, "PNG", compress_level=1
        )
        return cls(data=stream.getvalue(), mime_type="image/png", name=name)

    @property
    def media_type(self) -> str:
        """`mime_type` if given, else what the bytes tell."""
        return self.mime_type or (sniff(self.data) if self.data is not None else "")

    @property
    def size(self) -> tuple[int, int]:
        """(width, height) in pixels, from the header alone."""
        with self._open() as opened:
            width, height = opened.size
            return int(width), int(height)

    @property
    def pixels(self) -> NDArray[np.uint8]:
        """(h, w, channels) uint8, row 0 on top; channels are 1 (grey) to 4 (RGBA). Decoded once, then kept.

        Raises:
            AssetError: the bytes are not a whole image, or it is larger than MAX_PIXELS.
        """
        cached: tuple[object, NDArray[np.uint8]] | None = self.__dict__.get("_decoded")
        if cached is None or cached[0] is not self.data:
            cached = (self.data, self._decode())
            self.__dict__["_decoded"] = cached
        return cached[1]

    def _open(self) -> Any:
        if self.data is None:
            raise AssetError(
                self.uri or self.name or "image", [Problem("error", "IO_ERROR", "", "the image has no bytes")]
            )
        pil = require("PIL.Image", extra="render")
        try:
            opened = pil.open(io.BytesIO(self.data), formats=("PNG", "JPEG", "WEBP"))
        except (pil.UnidentifiedImageError, pil.DecompressionBombError, OSError, SyntaxError, ValueError) as error:
            raise self._unreadable(str(error)) from error
        if opened.width * opened.height > MAX_PIXELS:
            raise self._unreadable(f"{opened.width} x {opened.height} pixels are more than {MAX_PIXELS}")
        return opened

    def _decode(self) -> NDArray[np.uint8]:
        with self._open() as opened:
            mode = opened.mode
            if mode not in {"L", "LA", "RGB", "RGBA"}:
                alpha = "A" in mode or "transparency" in opened.info
                mode = "RGBA" if alpha else ("L" if mode in {"1", "I;16", "I", "F"} else "RGB")
            try:
                pixels = np.asarray(_eight_bit(opened).convert(mode))
            except (OSError, SyntaxError, ValueError) as error:
                raise self._unreadable(str(error)) from error
        pixels.flags.writeable = False
        return pixels[:, :, np.newaxis] if pixels.ndim == 2 else pixels

    def _unreadable(self, why: str) -> AssetError:
        place = self.uri or self.name or "image"
        return AssetError(
            place, [Problem("error", "IMAGE_DATA_INVALID", "", f"not a readable PNG, JPEG or WebP: {why}")]
        )


def _eight_bit(opened: Any) -> Any:
    """16-bit grey scaled to 8 bits; PIL's own conversion would clip it."""
    if opened.mode in {"I;16", "I;16B", "I;16L", "I"}:
        pil = require("PIL.Image", extra="render")
        return pil.fromarray((np.asarray(opened).astype(np.uint32) >> 8).astype(np.uint8))
    return opened
