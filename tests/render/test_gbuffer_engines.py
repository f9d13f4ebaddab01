"""The same scene has the same data images in the rasteriser's G-buffer and in the path tracer."""

from __future__ import annotations

import numpy as np
import pytest

from threedkit import geometry
from threedkit.render.engines.filament import FilamentEngine
from threedkit.render.engines.mitsuba import MitsubaEngine
from threedkit.render.shot import CameraView, Shot
from threedkit.scene import (
    Animation,
    Channel,
    Image,
    Instances,
    Material,
    Mesh,
    MorphTarget,
    Sampler,
    Scene,
    Texture,
    TextureInfo,
)
from threedkit.transforms import matrices, quaternions

pytestmark = pytest.mark.engine
NAMES = ("depth", "normal", "position", "object_id", "material_id", "albedo", "motion", "uv")
BOUNDS = {"depth": 2e-3, "normal": 2e-2, "position": 5e-3, "albedo": 2e-2, "motion": 5e-3, "uv": 2e-3}
"""A texture unit weighs texels in steps of 1/256; a facet's slope carries 1e-4 m along the ray to its depth."""


@pytest.fixture(scope="module")
def frames():
    scene, camera = made(), matrices.look_at((1.5, 2, 6), (0, 0, 0))
    shot = Shot(
        camera=CameraView.from_matrix(camera, yfov=0.7, znear=0.1),
        camera_after=CameraView.from_matrix(matrices.look_at((1.6, 2, 5.9), (0, 0, 0)), yfov=0.7, znear=0.1),
        size=(96, 72),
        time=0.25,
        motion_step=0.5,
        outputs=NAMES,
    )
    found = []
    for kind in (FilamentEngine, MitsubaEngine):
        engine = kind()
        found.append(engine.draw(engine.load(scene), shot))
        engine.close()
    return found


def made():
    """Instances, a mirrored node that turns, a morph without normals, two sets of coordinates, a mask, no material."""
    rng = np.random.default_rng(5)
    pixels = rng.integers(0, 256, (4, 4, 4)).astype(np.uint8)
    pixels[..., 3] = 255
    linear = Sampler(mag_filter="LINEAR", min_filter="LINEAR", wrap_s="REPEAT", wrap_t="CLAMP_TO_EDGE")
    info = TextureInfo(Texture(Image.from_array(pixels), sampler=linear), texcoord=1, rotation=0.4, scale=(1.2, 0.8))
    painted = Material(name="painted", base_color=(0.9, 0.8, 0.7, 1), base_color_texture=info)
    scene = Scene(environment=None)
    ring = geometry.torus()
    ring.texcoords = (ring.texcoords[0], ring.texcoords[0][:, ::-1].copy())
    ring.colors = (rng.random((ring.vertex_count, 3)).astype(np.float32),)
    turning = scene.add(Mesh(ring, painted), name="ring", position=(-1.2, 0.2, 0), scale=(-0.8, 0.8, 0.8))
    places = Instances(translation=np.array([[1.3, 0.9, 0], [1.4, -0.6, -0.5]], np.float32))
    scene.add(Mesh(geometry.sphere(radius=0.6), Material(name="ball")), name="balls", instances=places)
    wave = geometry.plane(size=5.0, segments=(4, 4))
    wave.normals = wave.tangents = None
    bumps = np.zeros_like(wave.positions)
    bumps[:, 1] = rng.random(wave.vertex_count)
    wave.targets = (MorphTarget(positions=bumps),)
    waving = scene.add(Mesh(wave), name="wave", position=(0, -1.6, 0))
    times = np.array([0, 1], np.float32)
    turns = np.stack([quaternions.from_axis_angle((1, 1, 0), angle) for angle in (0.3, 0.8)]).astype(np.float32)
    scene.animations = [
        Animation(
            channels=(
                Channel(node=turning, path="rotation", times=times, values=turns),
                Channel(node=waving, path="weights", times=times, values=np.array([[0.0], [1.0]], np.float32)),
            )
        )
    ]
    return scene


def test_names_agree(frames):
    one, other = frames
    assert one.names == other.names == {1: "ring", 2: "balls", 3: "wave"}
    assert one.material_names == other.material_names == {1: "painted", 2: "ball", 3: "default material"}


def test_ids_agree_but_on_edges(frames):
    one, other = frames
    for name in ("object_id", "material_id"):
        assert (one.image(name) != other.image(name)).mean() < 2e-3
    assert set(np.unique(one.object_id)) == {0, 1, 2, 3}


@pytest.mark.parametrize("name", BOUNDS)
def test_values_agree(frames, name):
    one, other = frames
    same = (one.object_id == other.object_id) & (one.object_id > 0)
    a, b = (frame.image(name)[same].astype(np.float64).reshape(same.sum(), -1) for frame in frames)
    assert np.array_equal(np.isnan(a), np.isnan(b))
    apart = np.abs(np.nan_to_num(a) - np.nan_to_num(b)).max(axis=1)
    # Where a ray passes an edge between two facets, either may be met.
    assert np.quantile(apart, 0.995) < BOUNDS[name]
