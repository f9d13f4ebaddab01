# ruff: noqa: S101 - asserts are what a contract suite is made of
"""Engine contract: alpha modes and transparent pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from threedkit.geometry import box, plane, sphere
from threedkit.scene import Image, Mesh, Sampler, Texture, TextureInfo
from threedkit.testing.contract import ContractBase, furnace, matte, view
from threedkit.transforms import quaternions
from threedkit.transforms.colors import srgb_to_linear

if TYPE_CHECKING:
    from threedkit.render.engine import Engine
    from threedkit.scene import Material

__all__ = ["AlphaContract"]

_UPRIGHT = tuple(quaternions.from_axis_angle((1, 0, 0), np.pi / 2))
"""Turns the plane that faces +Y to face +Z; its image stands upright."""


class AlphaContract(ContractBase):
    """OPAQUE, MASK, BLEND, sides, and straight alpha."""

    def test_transparent_pictures_have_straight_alpha(self, engine: Engine) -> None:
        """Alpha is 0 off the object and 1 on it; the colour of a half covered pixel is that of the object."""
        scene = furnace(0.5)
        scene.add(Mesh(sphere(radius=1.0), matte((0.9, 0.2, 0.2))))
        color = self.draw(engine, scene, transparent=True).color
        assert color[0, 0].tolist() == [0, 0, 0, 0] or color[0, 0, 3] == 0
        assert color[48, 48, 3] == 255
        edge = (color[..., 3] > 60) & (color[..., 3] < 200)
        assert edge.any()
        # Premultiplied, half of (0.45, 0.1, 0.1) would read red below 135; straight it reads about 176.
        assert np.median(color[edge][:, 0]) > 150

    def test_mask_cuts(self, engine: Engine) -> None:
        """Where alpha is below the cutoff nothing is; elsewhere the surface is whole."""
        scene = furnace(0.5)
        scene.add(
            _card(matte(base_color_texture=_halves(100, 200), alpha_mode="MASK", alpha_cutoff=0.6)), rotation=_UPRIGHT
        )
        color = self.draw(engine, scene, transparent=True).color
        assert color[48, 30, 3] == 0
        assert color[48, 66, 3] == 255
        low = furnace(0.5)
        low.add(
            _card(matte(base_color_texture=_halves(100, 200), alpha_mode="MASK", alpha_cutoff=0.3)), rotation=_UPRIGHT
        )
        assert self.draw(engine, low, transparent=True).color[48, 30, 3] == 255

    def test_mask_uncovers_what_is_behind(self, engine: Engine) -> None:
        """Through the hole, the next surface is seen."""
        scene = furnace(0.8)
        scene.add(_card(matte((1, 0, 0), base_color_texture=_halves(0, 255), alpha_mode="MASK")), rotation=_UPRIGHT)
        scene.add(Mesh(box((3, 3, 0.1)), matte((0, 1, 0))), position=(0, 0, -1.5))
        frame = self.draw(engine, scene)
        assert self.light(frame, 0.3, 0.5).argmax() == 1
        assert self.light(frame, 0.7, 0.5).argmax() == 0

    def test_blend_mixes(self, engine: Engine) -> None:
        """A surface of alpha 0.25 shows a quarter of itself and three quarters of the background."""
        scene = furnace(0.5, background_color=(0.0, 0.6, 0.0))
        scene.add(_card(matte((1.0, 1.0, 1.0, 0.25), alpha_mode="BLEND")), rotation=_UPRIGHT)
        frame = self.draw(engine, scene)
        self.assert_light(self.light(frame, 0.5, 0.5, radius=8), np.array((0.125, 0.125 + 0.45, 0.125)), floor=0.02)
        cover = self.coverage(engine, scene)[40:56, 40:56].mean()
        assert abs(cover - 0.25) < 0.02  # path tracers draw lots: 64 samples in 256 pixels

    def test_opaque_ignores_alpha(self, engine: Engine) -> None:
        """alpha_mode OPAQUE ignores what alpha says."""
        scene = furnace(0.5)
        scene.add(_card(matte((1, 1, 1, 0.2), base_color_texture=_halves(0, 128))), rotation=_UPRIGHT)
        assert self.draw(engine, scene, transparent=True).color[48, 30, 3] == 255

    def test_single_sided_is_not_seen_from_behind(self, engine: Engine) -> None:
        """Back faces are culled, as glTF says, unless the material is double sided."""
        for double_sided in (True, False):
            scene = furnace()
            scene.add(_card(matte(double_sided=double_sided)), rotation=_UPRIGHT)
            assert self.coverage(engine, scene, view((0, 0, 5)))[48, 48] == 1.0
            assert self.coverage(engine, scene, view((0, 0, -5)))[48, 48] == float(double_sided)

    def test_texture_transform_and_wrap(self, engine: Engine) -> None:
        """KHR_texture_transform moves the image, and the sampler's wrap modes say what lies beyond it."""
        left, right = 1, 0  # channel of the column that is green, of the one that is red
        cases = (
            ({"offset": (0.5, 0.0)}, "REPEAT", (right, left)),
            ({"scale": (-1.0, 1.0)}, "REPEAT", (right, left)),
            ({"offset": (0.5, 0.0)}, "CLAMP_TO_EDGE", (right, right)),
            ({"offset": (1.0, 0.0)}, "MIRRORED_REPEAT", (right, left)),
            ({"offset": (1.0, 0.0)}, ("MIRRORED_REPEAT", "REPEAT"), (right, left)),
            ({"offset": (0.5, 0.0)}, ("CLAMP_TO_EDGE", "REPEAT"), (right, right)),
            ({"offset": (0.5, 1.0)}, ("REPEAT", "CLAMP_TO_EDGE"), (right, left)),
            ({"rotation": np.pi, "offset": (1.0, 1.0)}, "CLAMP_TO_EDGE", (right, left)),
        )
        pixels = np.array([[[0, 255, 0], [255, 0, 0]]] * 2, np.uint8)
        for transform, wrap, (first, second) in cases:
            wrap_s, wrap_t = (wrap, wrap) if isinstance(wrap, str) else wrap
            sampler = Sampler(mag_filter="NEAREST", min_filter="NEAREST", wrap_s=wrap_s, wrap_t=wrap_t)
            info = TextureInfo(Texture(Image.from_array(pixels), sampler=sampler), **transform)
            scene = furnace(0.8)
            scene.add(_card(matte(base_color_texture=info)), rotation=_UPRIGHT)
            frame = self.draw(engine, scene, samples=16)
            found = tuple(int(self.light(frame, x, 0.4).argmax()) for x in (0.35, 0.65))
            assert found == (first, second), f"{transform} {wrap}"

    def test_vertex_colors_multiply(self, engine: Engine) -> None:
        """COLOR_0 multiplies the base colour, linear, interpolated."""
        primitive = plane(size=2.0)
        left = primitive.positions[:, 0] < 0
        primitive.colors = (np.where(left[:, None], (1.0, 0.0, 0.0), (0.0, 0.0, 1.0)).astype(np.float32),)
        scene = furnace(0.8)
        scene.add(Mesh(primitive, matte((0.5, 1.0, 1.0))), rotation=_UPRIGHT)
        frame = self.draw(engine, scene)
        edge = 2 / (2 * 5 * np.tan(np.radians(20)))  # what of the picture the card is wide

        def mixed(part: float) -> np.ndarray:
            return 0.8 * np.array(((1 - part) * 0.5, 0.0, part))

        for part in (0.1, 0.5, 0.9):
            found = self.light(frame, 0.5 + (part - 0.5) * edge, 0.45, radius=2)
            self.assert_light(found, mixed(part), floor=0.05)  # the surface layer's 4 %, as with textures

    def test_vertex_colors_multiply_textures(self, engine: Engine) -> None:
        """COLOR_0 multiplies a base colour texture too."""
        primitive = plane(size=2.0)
        primitive.colors = (np.tile(np.array((0.5, 1.0, 0.2), np.float32), (primitive.vertex_count, 1)),)
        pixels = np.array([[[255, 128, 255], [128, 255, 128]]], np.uint8)
        nearest = Texture(Image.from_array(pixels), sampler=Sampler(mag_filter="NEAREST", min_filter="NEAREST"))
        for metallic in (0.0, 1.0):
            scene = furnace(0.8)
            material = matte(base_color_texture=nearest, metallic=metallic, roughness=0.4)
            scene.add(Mesh(primitive, material), rotation=_UPRIGHT)
            frame = self.draw(engine, scene)
            for x, texel in ((0.35, pixels[0, 0]), (0.65, pixels[0, 1])):
                expected = 0.8 * srgb_to_linear(texel / 255.0) * (0.5, 1.0, 0.2)
                self.assert_light(self.light(frame, x, 0.45), expected, floor=0.05)  # the surface layer's 4 %


def _card(material: Material) -> Mesh:
    return Mesh(plane(size=2.0), material)


def _halves(left: int, right: int) -> Texture:
    """Return a white image with one alpha on its left half and another on its right half."""
    pixels = np.full((8, 8, 4), 255, np.uint8)
    pixels[:, :4, 3], pixels[:, 4:, 3] = left, right
    return Texture(Image.from_array(pixels))
