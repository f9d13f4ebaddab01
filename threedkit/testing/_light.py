# ruff: noqa: S101 - asserts are what a contract suite is made of
"""Engine contract: light in known units goes in, known sRGB comes out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from threedkit.geometry import box, sphere
from threedkit.scene import (
    DirectionalLight,
    Environment,
    Image,
    Mesh,
    PointLight,
    Sampler,
    Scene,
    SpotLight,
    Texture,
)
from threedkit.testing.contract import ContractBase, furnace, matte, srgb, view
from threedkit.transforms import quaternions
from threedkit.transforms.colors import srgb_to_linear

if TYPE_CHECKING:
    from threedkit.render.engine import Engine
    from threedkit.scene import Light, Node

__all__ = ["LightContract"]

_WALL = (4.0, 4.0, 0.02)
"""A wall that faces the camera: its front is the plane z = 0.01."""


class LightContract(ContractBase):
    """Units of light and colour management."""

    @pytest.mark.parametrize("radiance", [0.05, 0.25, 0.5, 0.9])
    def test_furnace_lambert(self, engine: Engine, radiance: float) -> None:
        """A white matte ball in constant light is as bright as the light: it vanishes into its background."""
        scene = furnace(radiance, background="environment")
        scene.add(Mesh(sphere(radius=1.0), matte()))
        frame = self.draw(engine, scene)
        self.assert_light(self.light(frame, 0.5, 0.5, radius=12), radiance)
        # Nothing is shaded in the background; half precision of radiance is 0.1 %.
        assert np.abs(frame.color[2, 2, :3] - srgb(radiance)).max() <= 1.5

    @pytest.mark.parametrize("roughness", [0.1, 0.5, 1.0])
    def test_furnace_metal(self, engine: Engine, roughness: float) -> None:
        """A white metal loses no light either, on the mean over the ball, whatever its roughness."""
        scene = furnace(0.5)
        scene.add(Mesh(sphere(radius=1.0), matte(metallic=1.0, roughness=roughness)))
        self.assert_light(self.light(self.draw(engine, scene), 0.5, 0.5, radius=24), 0.5)

    def test_emission_is_exact(self, engine: Engine) -> None:
        """Emissive radiance reads as itself, times exposure, in the dark."""
        scene = Scene(environment=None)
        scene.add(Mesh(box(_WALL), matte((0, 0, 0), emissive=(0.2, 0.5, 0.8))))
        for exposure in (1.0, 0.5):
            frame = self.draw(engine, scene, exposure=exposure)
            # One step for 8 bits, and one for half-float targets and a black surface's own reflection.
            assert np.abs(frame.color[48, 48, :3] - srgb(np.array((0.2, 0.5, 0.8)) * exposure)).max() <= 2

    def test_emissive_texture_is_srgb(self, engine: Engine) -> None:
        """An sRGB image reads back its own values, upright: its first row is at the top."""
        patches = np.array([[[250, 10, 60], [20, 200, 120]], [[90, 90, 90], [30, 60, 255]]], np.uint8)
        nearest = Texture(Image.from_array(patches), sampler=Sampler(mag_filter="NEAREST", min_filter="NEAREST"))
        scene = Scene(environment=None)
        scene.add(Mesh(box(_WALL), matte((0, 0, 0), emissive=(1, 1, 1), emissive_texture=nearest)))
        frame = self.draw(engine, scene)
        for row, column in np.ndindex(2, 2):
            found = frame.color[24 + 48 * row, 24 + 48 * column, :3].astype(int)
            assert np.abs(found - patches[row, column]).max() <= 2  # as above

    def test_base_color_texture_is_srgb(self, engine: Engine) -> None:
        """A matte texture in unit furnace reads back its own values, up to the light that its surface layer adds."""
        patches = np.array([[[240, 120, 60], [120, 240, 120]], [[180, 180, 180], [60, 120, 240]]], np.uint8)
        nearest = Texture(Image.from_array(patches), sampler=Sampler(mag_filter="NEAREST", min_filter="NEAREST"))
        scene = furnace()
        scene.add(Mesh(box(_WALL), matte(base_color_texture=nearest)))
        frame = self.draw(engine, scene)
        for row, column in np.ndindex(2, 2):
            found = self.light(frame, 0.25 + 0.5 * column, 0.25 + 0.5 * row)
            # A dielectric of index 1.5 adds up to 4 % of the white light at normal incidence.
            self.assert_light(found, srgb_to_linear(patches[row, column] / 255.0), floor=0.05)

    def test_directional_light_is_in_lux(self, engine: Engine) -> None:
        """E lux on a white wall give a radiance of E cos(angle) / pi, wherever the light's node is."""
        for degrees in (0.0, 60.0):
            scene = _wall()
            node = _shine(scene, DirectionalLight(color=(1.0, 0.5, 0.25), intensity=np.pi * 0.6))
            node.position = (7, 1, -3)
            node.rotation = tuple(quaternions.from_axis_angle((0, 1, 0), np.radians(degrees)))
            expected = 0.6 * np.cos(np.radians(degrees)) * np.array((1.0, 0.5, 0.25))
            self.assert_light(self.light(self.draw(engine, scene), 0.5, 0.5), expected)

    def test_point_light_is_in_candela(self, engine: Engine) -> None:
        """I candela at a distance d give I / d^2 lux at the foot: the inverse square."""
        for distance in (1.0, 2.0):
            scene = _wall()
            _shine(scene, PointLight(intensity=np.pi * 0.8)).position = (0, 0, distance + 0.01)
            self.assert_light(self.light(self.draw(engine, scene), 0.5, 0.5, radius=2), 0.8 / distance**2)

    def test_spot_light_cones(self, engine: Engine) -> None:
        """Full candela inside the inner cone, none outside the outer one, and between them less and less."""
        scene = _wall()
        light = SpotLight(intensity=np.pi * 4 * 0.8, inner_cone_angle=np.radians(15), outer_cone_angle=np.radians(35))
        _shine(scene, light).position = (0, 0, 2.01)
        frame = self.draw(engine, scene, view((0, 0, 6)), size=(128, 128))
        seen = 6 * np.tan(np.radians(20)) * 5.99 / 6  # half of what the picture shows of the wall, metres

        def at(degrees: float) -> float:
            x = 2 * np.tan(np.radians(degrees)) / seen
            return float(self.light(frame, 0.5 + x / 2, 0.5, radius=1)[1])

        def lit(degrees: float) -> float:
            # E = I cos / d^2 with d = 2 / cos
            return float(0.8 * np.cos(np.radians(degrees)) ** 3)

        self.assert_light(np.full(3, at(0)), lit(0))
        self.assert_light(np.full(3, at(12)), lit(12))
        assert at(39) < 0.01
        # KHR_lights_punctual recommends a squared ramp of the cosine and leaves others open.
        assert lit(20) > at(20) > at(26) > at(31) > 0.005

    def test_lights_cast_shadows_or_say_that_they_do_not(self, engine: Engine) -> None:
        """A card between a lamp and the wall darkens the wall."""
        if "shadows" not in engine.capabilities.features:
            return
        scene = _wall()
        scene.add(Mesh(box((0.6, 0.6, 0.02)), matte()), position=(0, 1.0, 1.0))
        node = _shine(scene, DirectionalLight(intensity=np.pi * 0.6))
        node.rotation = tuple(quaternions.from_axis_angle((1, 0, 0), -np.pi / 4))
        frame = self.draw(engine, scene, size=(128, 128))
        # Light comes from above at 45 degrees: the shadow of the card at y = 1, z = 1 lies around y = 0.
        assert self.light(frame, 0.5, 0.5)[1] < 0.15 * self.light(frame, 0.85, 0.5)[1]

    def test_environment_is_oriented(self, engine: Engine) -> None:
        """The middle column is at -Z, columns turn to +X, row 0 is up; rotation is counter-clockwise from above."""
        image = np.zeros((64, 128, 3), np.float32)
        image[:, 56:72] = (1, 0, 0)  # -Z
        image[:, 88:104] = (0, 1, 0)  # +X
        image[:8] = (0, 0, 1)  # up
        # A quarter turn counter-clockwise brings what was at +X to -Z, and what was at -Z to -X.
        for rotation, ahead, right, left in ((0.0, 0, 1, None), (np.pi / 2, 1, None, 0)):
            scene = Scene(environment=Environment(radiance=image, rotation=rotation, background="environment"))
            for target, channel in (((0, 0, -1), ahead), ((1, 0, 0), right), ((-1, 0, 0), left)):
                found = self.light(self.draw(engine, scene, view((0, 0, 0), target), size=(32, 32)), 0.5, 0.5)
                # Filtering for rasterisers may soften the image, not move it.
                wanted = np.zeros(3) if channel is None else np.eye(3)[channel]
                assert np.abs(found - wanted).max() < 0.2, f"rotation {rotation}, looking to {target}: {found}"
            up = self.draw(engine, scene, view((0, 0, 0), (0, 1, 0), up=(0, 0, 1)), size=(32, 32))
            assert self.light(up, 0.5, 0.5).argmax() == 2

    def test_environment_lights_from_where_it_is_seen(self, engine: Engine) -> None:
        """Light from +X falls on the +X side of a ball; half the sphere of radiance L gives L / 2 at its edge."""
        image = np.zeros((64, 128, 3), np.float32)
        image[:, 64:] = 0.8  # the half towards +X
        scene = Scene(environment=Environment(radiance=image, intensity=1.25))
        scene.add(Mesh(box((1, 1, 1)), matte()))
        front = self.light(self.draw(engine, scene), 0.5, 0.5)
        right = self.light(self.draw(engine, scene, view((5, 0, 0))), 0.5, 0.5)
        left = self.light(self.draw(engine, scene, view((-5, 0, 0))), 0.5, 0.5)
        self.assert_light(right, 1.0)
        # Spherical harmonics of 3 bands, which rasterisers light with, ring around a hard edge.
        self.assert_light(front, 0.5, floor=0.04)
        self.assert_light(left, 0.0, floor=0.06)

    def test_background(self, engine: Engine) -> None:
        """Rays that miss show the background colour, the environment, or black when there is none."""
        color = (0.6, 0.2, 0.05)
        shown = furnace(0.3, background="color", background_color=color)
        assert np.abs(self.draw(engine, shown).color[48, 48] - [*srgb(color), 255]).max() <= 1.5  # 8 bits
        seen = furnace(0.3, background="environment", intensity=2.0)
        assert np.abs(self.draw(engine, seen).color[48, 48] - [*srgb([0.6] * 3), 255]).max() <= 2.5  # half floats
        dark = self.draw(engine, Scene(environment=None)).color[48, 48]
        assert dark.tolist() == [0, 0, 0, 255]

    def test_exposure_multiplies(self, engine: Engine) -> None:
        """Twice the exposure is twice the linear light, background included."""
        scene = furnace(0.2, background_color=(0.1, 0.1, 0.1))
        scene.add(Mesh(sphere(radius=1.0), matte()))
        frame = self.draw(engine, scene, exposure=2.0)
        self.assert_light(self.light(frame, 0.5, 0.5, radius=10), 0.4)
        self.assert_light(self.light(frame, 0.05, 0.05), 0.2)

    def test_the_studio_is_the_default(self, engine: Engine) -> None:
        """Without images of its own, a scene is lit evenly enough to be seen, from all sides."""
        scene = Scene()
        scene.add(Mesh(sphere(radius=1.0), matte((0.5, 0.5, 0.5))))
        for eye in ((0, 0, 5), (5, 0, 0), (-4, 2, -3)):
            level = self.light(self.draw(engine, scene, view(eye), size=(48, 48)), 0.5, 0.5, radius=10).mean()
            assert 0.03 < level < 0.95


def _wall() -> Scene:
    scene = Scene(environment=None)
    scene.add(Mesh(box(_WALL), matte()))
    return scene


def _shine(scene: Scene, light: Light) -> Node:
    return scene.add(light)
