# ruff: noqa: S101 - asserts are what a contract suite is made of
"""Engine contract: data images are samples in the middles of the pixels, textures included."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from threedkit.geometry import plane
from threedkit.scene import Image, Mesh, Sampler, Scene, Texture, TextureInfo
from threedkit.testing.contract import ContractBase, matte, view
from threedkit.transforms import quaternions
from threedkit.transforms.colors import srgb_to_linear

if TYPE_CHECKING:
    from threedkit.render.engine import Engine

__all__ = ["DetailContract"]

_UPRIGHT: Final = tuple(quaternions.from_axis_angle((1, 0, 0), np.pi / 2))
_TEXELS: Final = 256


class DetailContract(ContractBase):
    """Base colours where a texture has more detail than the picture."""

    def test_base_colours_are_not_averaged(self, engine: Engine) -> None:
        """A pixel of albedo has the colour of the texel in its middle, not that of a coarser level of the texture.

        Depth, ids and normals are of one point of a surface; so is the base colour that goes with them.
        """
        if not {"albedo", "uv"} <= engine.capabilities.outputs:
            return
        texels = np.random.default_rng(7).integers(0, 256, (_TEXELS, _TEXELS, 3)).astype(np.uint8)
        nearest = Sampler(mag_filter="NEAREST", min_filter="LINEAR_MIPMAP_LINEAR")
        info = TextureInfo(Texture(Image.from_array(texels), sampler=nearest))
        scene = Scene(environment=None)
        scene.add(Mesh(plane(size=2.0), matte(base_color_texture=info)), rotation=_UPRIGHT)
        frame = self.draw(engine, scene, view(), size=(64, 64), outputs=("albedo", "uv"))
        hit = np.isfinite(frame.uv).all(axis=2)
        place = frame.uv[hit] * _TEXELS
        # Where a middle lies on the border of two texels, either is right.
        inside = (np.abs(place - np.rint(place)) > 0.02).all(axis=1)
        column, row = place[inside].astype(int).T
        expected = srgb_to_linear(texels[row, column] / 255.0)
        assert inside.sum() > 500
        assert np.abs(frame.albedo[hit][inside] - expected).max() < 2e-3
