# ruff: noqa: S101 - asserts are what a contract suite is made of
"""Engine contract: light as numbers, cover, materials, base colour, texture coordinates, motion.

What an engine does not list is not asked of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from threedkit.errors import CapabilityError
from threedkit.geometry import box, plane, sphere
from threedkit.render.shot import OUTPUTS
from threedkit.scene import (
    Animation,
    Channel,
    Image,
    Mesh,
    MorphTarget,
    Node,
    Sampler,
    Scene,
    Skin,
    Texture,
    TextureInfo,
)
from threedkit.testing.contract import ContractBase, furnace, matte, rays, view
from threedkit.transforms import matrices, quaternions
from threedkit.transforms.colors import srgb_to_linear

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from threedkit.render.engine import Engine
    from threedkit.render.shot import CameraView
    from threedkit.scene import Primitive

__all__ = ["SurfaceContract"]

_SIZE = (64, 48)
_UPRIGHT = tuple(quaternions.from_axis_angle((1, 0, 0), np.pi / 2))
_ACROSS = 2 * np.tan(np.radians(20.0)) * 5 / _SIZE[1]
"""Metres a pixel at the origin, seen by `view()`."""


class SurfaceContract(ContractBase):
    """Radiance, alpha, material id, albedo, uv, motion."""

    def one(
        self, engine: Engine, name: str, scene: Scene, camera: CameraView | None = None, **values: object
    ) -> NDArray[np.float32] | None:
        """Draw one output, or None where the engine does not make it."""
        if name not in engine.capabilities.outputs:
            return None
        return self.draw(engine, scene, camera or view(), **({"size": _SIZE, "outputs": (name,)} | values)).image(name)

    def test_what_an_engine_does_not_make_is_refused_by_name(self, engine: Engine) -> None:
        """An output that is missing from the capabilities is an error that names those there are."""
        for name in set(OUTPUTS) - engine.capabilities.outputs:
            with pytest.raises(CapabilityError, match=f"cannot make output '{name}'; it makes .*color"):
                self.draw(engine, furnace(), outputs=(name,), size=_SIZE)

    def test_all_outputs_come_together(self, engine: Engine) -> None:
        """One call makes all; the data images agree on where something is, and are the same as when asked for alone."""
        scene = furnace(0.5)
        scene.add(Mesh(sphere(radius=1.0), matte((0.5, 0.25, 0.125))))
        names = tuple(name for name in OUTPUTS if name in engine.capabilities.outputs)
        frame = self.draw(engine, scene, outputs=names, size=_SIZE)
        assert frame.outputs == names
        exact = [name for name in ("depth", "position", "object_id", "material_id", "albedo", "uv") if name in names]
        nothing = {name: frame.image(name)[0, 0] for name in exact}
        places = {
            name: (frame.image(name) != nothing[name]).reshape(*_SIZE[::-1], -1).any(axis=2)
            if np.isfinite(nothing[name]).all()
            else np.isfinite(frame.image(name)).reshape(*_SIZE[::-1], -1).all(axis=2)
            for name in exact
        }
        for name, found in places.items():
            assert found.any(), name
            assert np.array_equal(found, places[exact[0]]), f"{name} and {exact[0]}"
            alone = self.draw(engine, scene, outputs=(name,), size=_SIZE).image(name)
            assert np.array_equal(alone, frame.image(name), equal_nan=True)

    def test_radiance_is_not_clipped(self, engine: Engine) -> None:
        """Light above 1 stays: the furnace's own radiance, times exposure, is what a white surface and the sky show."""
        scene = furnace(3.0, background="environment")
        scene.add(Mesh(sphere(radius=1.0), matte((0.5, 0.5, 0.5))))
        found = self.one(engine, "radiance", scene, exposure=2.0)
        if found is not None:
            assert np.abs(found[0, 0] - 6.0).max() < 1e-2
            assert np.abs(found[20:28, 28:36].mean(axis=(0, 1)) - 3.0).max() < 3.0 * self.shading

    def test_alpha_is_the_cover_whatever_is_behind(self, engine: Engine) -> None:
        """A ball's disc, a card of alpha 0.25; the same with the background shown and left out."""
        scene = furnace(0.5)
        scene.add(Mesh(sphere(radius=1.0), matte()))
        for transparent in (False, True):
            cover = self.one(engine, "alpha", scene, transparent=transparent, size=(96, 96))
            if cover is not None:
                disc = np.tan(np.arcsin(1 / 5)) / np.tan(np.radians(20.0)) * 48
                assert abs(np.sqrt(cover.sum() / np.pi) - disc) < 0.35  # pixels, as for colour
                assert cover[0, 0] == 0.0
                assert cover[48, 48] == 1.0
        card = furnace(0.5)
        card.add(Mesh(plane(size=2.0), matte((1.0, 1.0, 1.0, 0.25), alpha_mode="BLEND")), rotation=_UPRIGHT)
        cover = self.one(engine, "alpha", card)
        if cover is not None:
            assert abs(cover[16:32, 24:40].mean() - 0.25) < 0.02  # path tracers draw lots: 64 in 256 pixels

    def test_material_ids_name_the_materials(self, engine: Engine) -> None:
        """Ids are 1 + place in ``scene.materials``; a primitive without material has the one after the last."""
        scene = Scene(environment=None)
        brick, glass = matte(), matte()
        brick.name, glass.name = "brick", "glass"
        for x, material in ((-1.2, glass), (0.0, None), (1.2, brick)):
            scene.add(Mesh(box((0.8, 0.8, 0.8)), material), position=(x, 0, 0))
        scene.add(Mesh(box((0.2, 0.2, 0.2)), brick), position=(0, 1.2, 0))
        if "material_id" not in engine.capabilities.outputs:
            return
        frame = self.draw(engine, scene, view(), size=_SIZE, outputs=("material_id",))
        assert [material.name for material in scene.materials] == ["glass", "brick"]
        assert frame.material_names == {1: "glass", 2: "brick", 3: "default material"}
        step = int(1.2 / _ACROSS)
        found = [frame.material_id[24, 32 - step], frame.material_id[24, 32], frame.material_id[24, 32 + step]]
        assert found == [1, 3, 2]
        assert frame.material_id[24 - step, 32] == 2

    def test_uv_of_a_plane(self, engine: Engine) -> None:
        """The first set of coordinates, at the middles of the pixels; the texture transform does not count."""
        scene = Scene(environment=None)
        image = Texture(Image.from_array(np.full((2, 2, 3), 255, np.uint8)))
        card = plane(size=2.0)
        scene.add(Mesh(card, matte(base_color_texture=TextureInfo(image, scale=(3.0, 3.0)))), rotation=_UPRIGHT)
        found = self.one(engine, "uv", scene, view((1, 0.5, 5), (0, 0, 0)))
        if found is None:
            return
        point = _on_the_card(view((1, 0.5, 5), (0, 0, 0)))
        inside = (np.abs(point) < 0.98).all(axis=2)
        assert inside.any()
        assert np.abs(found - _card_uv(card, point))[inside].max() < 1e-4
        assert np.isnan(found[(np.abs(point) > 1.02).any(axis=2)]).all()

    def test_no_texture_coordinates(self, engine: Engine) -> None:
        """A surface without coordinates has none."""
        card = plane(size=2.0)
        card.texcoords = ()
        scene = Scene(environment=None)
        scene.add(Mesh(card, matte()), rotation=_UPRIGHT)
        found = self.one(engine, "uv", scene)
        assert found is None or np.isnan(found).all()

    @pytest.mark.parametrize("wrap", ["REPEAT", "MIRRORED_REPEAT", "CLAMP_TO_EDGE"])
    def test_albedo_of_a_textured_plane(self, engine: Engine, wrap: str) -> None:
        """Factor x texel x vertex colour, linear, unlit and whatever the metalness; the sampler's wrap holds."""
        pixels = np.array([[[255, 0, 128], [10, 200, 30]], [[90, 90, 90], [0, 40, 250]]], np.uint8)
        sampler = Sampler(mag_filter="NEAREST", min_filter="NEAREST", wrap_s=wrap, wrap_t=wrap)
        info = TextureInfo(Texture(Image.from_array(pixels), sampler=sampler), scale=(2.0, 2.0), offset=(-0.5, -0.25))
        card = plane(size=2.0)
        tint = np.array((0.5, 1.0, 0.25), np.float32)
        card.colors = (np.tile(tint, (card.vertex_count, 1)),)
        factor = (0.8, 0.6, 0.9, 1.0)
        scene = Scene(environment=None)
        scene.add(Mesh(card, matte(factor, base_color_texture=info, metallic=0.7)), rotation=_UPRIGHT)
        found = self.one(engine, "albedo", scene)
        if found is None:
            return
        point = _on_the_card(view())
        at = (_card_uv(card, point) * 2.0 + (-0.5, -0.25)) * 2.0
        cells = np.floor(at).astype(int)
        if wrap == "CLAMP_TO_EDGE":
            cells = np.clip(cells, 0, 1)
        elif wrap == "MIRRORED_REPEAT":
            cells = np.where(cells % 4 < 2, cells % 4, 3 - cells % 4)
        else:
            cells = cells % 2
        expected = srgb_to_linear(pixels[cells[..., 1], cells[..., 0]] / 255.0) * factor[:3] * tint
        sure = (np.abs(point) < 0.98).all(axis=2) & (np.abs(at - np.rint(at)) > 0.02).all(axis=2)
        assert sure.any()
        assert np.abs(found - expected)[sure].max() < 2e-3  # 8-bit decoding of sRGB in hardware
        assert (found[0, 0] == 0).all()

    def test_albedo_is_interpolated(self, engine: Engine) -> None:
        """Between the middles of two texels, the linear colours are mixed."""
        pixels = np.array([[[255, 0, 0], [0, 0, 255]]], np.uint8)
        sampler = Sampler(mag_filter="LINEAR", min_filter="LINEAR", wrap_s="CLAMP_TO_EDGE", wrap_t="CLAMP_TO_EDGE")
        card = plane(size=2.0)
        scene = Scene(environment=None)
        material = matte(base_color_texture=Texture(Image.from_array(pixels), sampler=sampler))
        scene.add(Mesh(card, material), rotation=_UPRIGHT)
        found = self.one(engine, "albedo", scene)
        if found is None:
            return
        point = _on_the_card(view())
        share = np.clip(_card_uv(card, point)[..., 0] * 2 - 0.5, 0.0, 1.0)
        inside = (np.abs(point) < 0.98).all(axis=2)
        # Texture units of graphics hardware weigh texels in steps of 1/256.
        assert np.abs(found[..., 0] - (1 - share))[inside].max() < 6e-3
        assert np.abs(found[..., 2] - share)[inside].max() < 6e-3

    @pytest.mark.parametrize("kind", ["perspective", "orthographic"])
    def test_motion_of_a_translating_sphere(self, engine: Engine, kind: str) -> None:
        """Each point moves by the projected difference of its places; what stands still does not."""
        scene = Scene(environment=None)
        ball = scene.add(Mesh(sphere(radius=0.6, segments=128, rings=64), matte()))
        scene.add(Mesh(box((4.0, 0.2, 0.2)), matte()), position=(0, -1.2, 0))
        _animate(scene, ball, "translation", [(-0.6, 0, -0.4), (0.6, 0.5, 0.8)])
        camera = view((0.5, 0.3, 5)) if kind == "perspective" else view(kind=kind, xmag=2.0, ymag=1.5, zfar=20.0)
        for step in (0.25, -0.125):
            if "motion" not in engine.capabilities.outputs:
                return
            names = ("motion", "position", "object_id")
            frame = self.draw(engine, scene, camera, size=_SIZE, time=0.5, motion_step=step, outputs=names)
            shift = np.array((1.2, 0.5, 1.2)) * step
            on = frame.object_id == 1
            assert on.sum() > 100
            point = frame.position.astype(np.float64)
            expected = _pixels(camera, point + shift) - _pixels(camera, point)
            assert np.abs(frame.motion - expected)[on].max() < 2e-3
            assert np.abs(frame.motion[frame.object_id == 2]).max() < 1e-3
            assert (frame.motion[frame.object_id == 0] == 0).all()

    def test_motion_of_the_camera(self, engine: Engine) -> None:
        """A camera that moves, over a scene that stands: the rest pose has that too."""
        scene = Scene(environment=None)
        scene.add(Mesh(sphere(radius=1.0), matte()))
        before, after = view((0, 0, 5)), view((0.3, 0.2, 4.5), (0.1, 0, 0))
        if "motion" not in engine.capabilities.outputs:
            return
        names = ("motion", "position", "object_id")
        frame = self.draw(engine, scene, before, size=_SIZE, camera_after=after, outputs=names)
        point = frame.position.astype(np.float64)
        on = frame.object_id == 1
        assert np.abs(frame.motion - (_pixels(after, point) - _pixels(before, point)))[on].max() < 2e-3

    @pytest.mark.parametrize("what", ["morph", "skin"])
    def test_motion_of_vertices(self, engine: Engine, what: str) -> None:
        """Morph targets and joints move vertices: here all of them by 0.8 m/s to the right."""
        scene = Scene(environment=None)
        card = plane(size=2.0)
        if what == "morph":
            card.targets = (MorphTarget(positions=np.tile(np.array((0.8, 0, 0), np.float32), (card.vertex_count, 1))),)
            node = scene.add(Mesh(card, matte()), rotation=_UPRIGHT)
            _animate(scene, node, "weights", [(0.0,), (1.0,)])
        else:
            _bind(scene, card)
        found = self.one(engine, "motion", scene, time=0.0, motion_step=0.5)
        if found is not None:
            assert np.abs(found[20:28, 26:38] - (0.4 / _ACROSS, 0.0)).max() < 2e-3


def _bind(scene: Scene, card: Primitive) -> None:
    """Put the card upright on a joint that moves to the right."""
    count = card.vertex_count
    card.joints = (np.zeros((count, 4), np.uint8),)
    card.weights = (np.tile(np.array((1, 0, 0, 0), np.float32), (count, 1)),)
    joint = scene.add(Node(name="joint"), rotation=_UPRIGHT)
    scene.add(Mesh(card, matte()), skin=Skin(joints=(joint,), inverse_bind_matrices=np.eye(4)[None]))
    _animate(scene, joint, "translation", [(0.0, 0, 0), (0.8, 0, 0)])


def _animate(scene: Scene, node: Node, path: str, values: ArrayLike) -> None:
    times = np.array([0.0, 1.0], np.float32)
    channel = Channel(node=node, path=path, times=times, values=np.asarray(values, np.float32))
    scene.animations = [Animation(channels=(channel,))]


def _on_the_card(camera: CameraView) -> NDArray[np.float64]:
    """(h, w, 2) where the rays through the middles of the pixels meet the plane z = 0."""
    origin, way = rays(camera, _SIZE)
    return np.asarray((origin - way * (origin[..., 2:] / way[..., 2:]))[..., :2])


def _card_uv(card: Primitive, point: NDArray[np.float64]) -> NDArray[np.float64]:
    """Coordinates of the upright card at points (x, y): its own, linear from corner to corner."""
    local = np.column_stack([card.positions[:, 0], -card.positions[:, 2], np.ones(card.vertex_count)])
    affine, *_ = np.linalg.lstsq(local, card.as_float("texcoords", 0), rcond=None)
    return np.asarray(np.concatenate([point, np.ones((*point.shape[:2], 1))], axis=2) @ affine)


def _pixels(camera: CameraView, points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Places (h, w, 2) in the picture, pixels from the upper left corner, of world points (h, w, 3)."""
    clip = camera.clip_from_camera(_SIZE[0] / _SIZE[1]) @ camera.camera_from_world
    flat = matrices.project_points(clip, np.nan_to_num(points).reshape(-1, 3))[:, :2].reshape(*points.shape[:2], 2)
    return np.asarray((flat * (0.5, -0.5) + 0.5) * _SIZE)
