"""Images that Filament's loader does not read, as PNGs.

It reads PNG, JPEG, WebP, and KTX 2 of ETC1S and UASTC. Other KTX 2 files, and those whose rows or channels are in
another order than usual, become PNGs.
"""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Final

from threedkit.errors import AssetError
from threedkit.render.pictures import png_of
from threedkit.scene.image_formats import is_cut_short, is_plain_basis

if TYPE_CHECKING:
    from threedkit.scene import Image, Inventory, Scene

__all__ = ["make_readable"]

_KTX2: Final = "image/ktx2"


def make_readable(copy: Inventory, original: Scene) -> None:
    """Put PNGs in the place of images that would not be read.

    An image that is broken is warned about by name: its texture stays white or as far as it goes.

    Args:
        copy: the parts of a scene, changed.
        original: the scene that it is a copy of, image by image: PNGs are kept with its images, for the next time.
    """
    changed: set[int] = set()
    for image, source in zip(copy.images, original.images, strict=True):
        if image.data is None:
            continue
        try:
            header = image.header
            if header.mime_type == _KTX2 and not is_plain_basis(image.data):
                image.mime_type, image.data = "image/png", png_of(source)
                changed.add(id(image))
            elif is_cut_short(image.data):
                _warn(source, "it ends too early")
        except AssetError as error:
            _warn(source, error.problems[0].message)
    for texture in copy.textures:
        if changed.intersection(map(id, texture.images)) and texture.fallbacks:
            texture.source = next(image for image in texture.images if id(image) in changed)
            texture.fallbacks = ()


def _warn(image: Image, why: str) -> None:
    name = str(image.uri or image.name or "without a name")
    warnings.warn(f"engine 'filament': the image {name!r} is not drawn as it should be: {why}", stacklevel=5)
