"""Image: encoded pixels that are decoded when first asked for."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import numpy as np

from threedkit.errors import AssetError, FieldError, Problem, require
from threedkit.scene.element import Element
from threedkit.scene.fields import Field, Text
from threedkit.scene.image_formats import ImageFormatError, decode, gpu_bytes, read_header, sniff

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from threedkit.scene.image_formats import ImageHeader

__all__ = ["Data", "Image"]


class Data(Field[Any, Any]):
    """The bytes of a file."""

    expected = "the bytes of an encoded image"

    def accept(self, value: Any) -> bytes | memoryview:
        """Bytes or a view on bytes."""
        if isinstance(value, (bytes, memoryview)):
            return value
        return bytes(memoryview(value))


class Image(Element):
    """An encoded image (PNG, JPEG, WebP, KTX 2).

    Example:
        >>> import numpy as np
        >>> Image.from_array(np.zeros((2, 3, 4), np.uint8)).size
        (3, 2)
    """

    data = Data(None, optional=True, doc="encoded bytes; None when only `uri` is known")
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
        require("PIL.Image", extra="textures").fromarray(np.ascontiguousarray(array)).save(
            stream, "PNG", compress_level=1
        )
        return cls(data=stream.getvalue(), mime_type="image/png", name=name)

    @property
    def media_type(self) -> str:
        """`mime_type` if given, else what the bytes tell."""
        return self.mime_type or (sniff(self.data) if self.data is not None else "")

    @property
    def header(self) -> ImageHeader:
        """Format, size, channels and more, from the head of the file alone; nothing is decoded.

        Raises:
            AssetError: there are no bytes, or they are no PNG, JPEG, WebP or KTX 2.
        """
        try:
            return read_header(self._bytes())
        except ImageFormatError as error:
            raise self._unreadable(error) from error

    @property
    def size(self) -> tuple[int, int]:
        """(width, height) in pixels, from the head of the file alone.

        Raises:
            AssetError: as in `header`.
        """
        header = self.header
        return header.width, header.height

    @property
    def pixels(self) -> NDArray[np.uint8]:
        """(h, w, channels) uint8, row 0 on top; channels are 1 (grey) to 4 (RGBA). Decoded once, then kept.

        Of an image with mipmap levels it is the largest, of an animation the first picture. 16-bit channels are cut
        to 8. Pixels are what is stored, whatever colour profile the file has, as glTF asks for.

        Raises:
            AssetError: the bytes are not a whole image, or hold more pixels than `image_formats.decoding.most_pixels`
                allows for (a bomb): both are found before memory is taken for the pixels.
            MissingPackageError: the format's decoder is not installed.
        """
        cached: tuple[object, NDArray[np.uint8]] | None = self.__dict__.get("_decoded")
        if cached is None or cached[0] is not self.data:
            try:
                cached = (self.data, decode(self._bytes()))
            except ImageFormatError as error:
                raise self._unreadable(error) from error
            self.__dict__["_decoded"] = cached
        return cached[1]

    @property
    def gpu_bytes(self) -> int:
        """Bytes that the image takes on a graphics card, with mipmaps.

        A PNG, JPEG or WebP is uploaded as RGBA8, with all mipmap levels down to 1 x 1. A KTX 2 of ETC1S or UASTC is
        transcoded to blocks of 4 x 4 pixels: 8 bytes each for ETC1S without alpha (BC1, ETC1), else 16 (BC7, ASTC,
        ETC2); it has the levels that are stored.

        Raises:
            AssetError: as in `header`.

        Example:
            >>> import numpy as np
            >>> Image.from_array(np.zeros((2, 4, 3), np.uint8)).gpu_bytes
            44
        """
        return gpu_bytes(self.header)

    def _bytes(self) -> bytes | memoryview:
        data: bytes | memoryview | None = self.data
        if data is None:
            raise AssetError(
                self.uri or self.name or "image", [Problem("error", "IO_ERROR", "", "the image has no bytes")]
            )
        return data

    def _unreadable(self, error: ImageFormatError) -> AssetError:
        message = f"not a readable PNG, JPEG, WebP or KTX 2: {error}"
        return AssetError(self.uri or self.name or "image", [Problem("error", error.code, "", message)])
