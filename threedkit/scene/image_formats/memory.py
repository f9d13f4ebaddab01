"""The memory that an image takes on a graphics card."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from threedkit.scene.image_formats.header import ImageHeader

__all__ = ["gpu_bytes"]


def gpu_bytes(header: ImageHeader) -> int:
    """Bytes with mipmaps, as `Image.gpu_bytes` says.

    Example:
        >>> from threedkit.scene.image_formats import ImageHeader
        >>> gpu_bytes(ImageHeader("image/png", 1, 1, 3)), gpu_bytes(ImageHeader("image/ktx2", 8, 8, 3, codec="ETC1S"))
        (4, 32)
    """
    width, height = header.width, header.height
    if header.codec in {"ETC1S", "UASTC"}:
        block = 8 if header.codec == "ETC1S" and not header.alpha else 16
        return sum(-(-w // 4) * -(-h // 4) * block for w, h in _levels(width, height, header.levels))
    count = header.levels if header.codec else max(width, height).bit_length()
    return sum(4 * w * h for w, h in _levels(width, height, count))


def _levels(width: int, height: int, count: int) -> list[tuple[int, int]]:
    return [(max(1, width >> level), max(1, height >> level)) for level in range(count)]
