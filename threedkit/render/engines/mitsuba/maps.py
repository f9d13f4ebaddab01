"""The values of a material, plain or in textures, as Mitsuba's textures on one mesh."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from threedkit.render.engines.mitsuba.textures import bitmap, color_pixels, data_pixels, resize, same_mapping

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from threedkit.scene import Material, TextureInfo

__all__ = ["Map", "Maps", "color_map", "drawn_slots", "main_set", "number_map", "together"]

_NOT_DRAWN = ("occlusion_texture",)


class Map(NamedTuple):
    """A value of a surface.

    Attributes:
        value: a number or (3,) colour; or an image of these, (h, w) or (h, w, 3), float32.
        info: how the image lies on the surface; None when there is none.
    """

    value: Any
    info: TextureInfo | None = None

    @property
    def mean(self) -> float:
        """Mean over the image and its channels."""
        return float(np.mean(self.value))

    def with_value(self, value: Any) -> Map:
        """Return the map with other values on the same places."""
        return Map(value, self.info)

    @property
    def is_zero(self) -> bool:
        """Whether it is 0 everywhere."""
        return not np.any(self.value)


def number_map(factor: float, info: TextureInfo | None, channel: int) -> Map:
    """Return a factor times one channel of a texture that holds no colours."""
    pixels = None if info is None else data_pixels(info)
    if pixels is None:
        return Map(float(factor))
    value = pixels[..., channel] * np.float32(factor)
    return Map(float(value.flat[0])) if np.all(value == value.flat[0]) else Map(value, info)


def color_map(factor: Sequence[float], info: TextureInfo | None) -> Map:
    """Return a colour times those of a texture."""
    pixels = None if info is None else color_pixels(info)
    plain = np.asarray(factor[:3], np.float32)
    return Map(plain) if pixels is None else Map(pixels[..., :3] * plain, info)


def together(*maps: Map) -> tuple[list[Any], TextureInfo | None]:
    """Bring maps to one size, so that they can be combined pixel by pixel.

    Where the textures lie differently on the surface, the first one stays and the others give their mean.

    Returns:
        the values, and how the images among them lie on the surface.
    """
    infos = [map_.info for map_ in maps if map_.info is not None]
    if not infos:
        return [map_.value for map_ in maps], None
    fits = [map_.info is not None and same_mapping(map_.info, infos[0]) for map_ in maps]
    sizes = [map_.value.shape[:2] for map_, fit in zip(maps, fits, strict=True) if fit]
    height, width = max(size[0] for size in sizes), max(size[1] for size in sizes)
    values = []
    for map_, fit in zip(maps, fits, strict=True):
        if fit:
            values.append(resize(map_.value, height, width))
        else:
            values.append(map_.value if map_.info is None else map_.value.mean(axis=(0, 1)))
    return values, infos[0]


def drawn_slots(material: Material) -> dict[str, TextureInfo]:
    """Return the textures that are drawn."""
    if material.unlit:
        return {name: info for name, info in material.slots().items() if name == "base_color_texture"}
    return {name: info for name, info in material.slots().items() if name not in _NOT_DRAWN}


def main_set(material: Material, count: int) -> int:
    """Return the set of texture coordinates that becomes the mesh's own: normal maps lean along it.

    Args:
        material: what the mesh is made of.
        count: how many sets the mesh has.
    """
    slots = drawn_slots(material)
    first = ("normal_texture", "clearcoat.normal_texture", "anisotropy.texture", "base_color_texture", *sorted(slots))
    return next((slots[name].texcoord for name in first if name in slots and slots[name].texcoord < count), 0)


class Maps:
    """Makes the textures of one material for the meshes that have so many sets of coordinates.

    Attributes:
        mi: Mitsuba with its variant set.
        main: the set that is the mesh's own.
        others: the sets that the mesh must carry as attributes ``vertex_uv<number>``.
        turn: (2, 2) to multiply the mesh's own coordinates with: u then grows along the direction of anisotropy.
    """

    def __init__(self, mi: Any, material: Material, sets: int) -> None:
        """Begin with no texture made."""
        self.mi = mi
        self.main = main_set(material, sets)
        self.others: set[int] = set()
        self._sets = sets
        angle = _direction(material)
        cosine, sine = math.cos(angle), math.sin(angle)
        # Counter-clockwise is from u to -v: v runs down the image.
        self.turn = np.array([[cosine, -sine], [sine, cosine]])

    def bitmap(self, pixels: NDArray[Any], info: TextureInfo, *, nearest: bool = False) -> dict[str, Any]:
        """Describe a texture of linear values; see `textures.bitmap`."""
        described = bitmap(self.mi, pixels, info, nearest=nearest, turn=self.turn)
        if info.texcoord == self.main or info.texcoord >= self._sets:
            return described
        self.others.add(info.texcoord)
        described = bitmap(self.mi, pixels, info, nearest=nearest)
        return {"type": "tk_coordinates", "attribute": f"vertex_uv{info.texcoord}", "nested": described}

    def texture(self, map_: Map) -> dict[str, Any]:
        """Describe a map."""
        if map_.info is None:
            return {"type": "rawconstant", "value": np.asarray(map_.value, np.float64).tolist()}
        return self.bitmap(map_.value, map_.info)


def _direction(material: Material) -> float:
    """Angle of the anisotropy, radians; that in a texture gives its mean."""
    layer = material.anisotropy
    if layer is None:
        return 0.0
    pixels = None if layer.texture is None else data_pixels(layer.texture)
    if pixels is None:
        return float(layer.rotation)
    across, up = (2.0 * pixels[..., :2] - 1.0).mean(axis=(0, 1))
    return float(layer.rotation) + math.atan2(up, across)
