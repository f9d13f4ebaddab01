"""The same scene in filament and mitsuba: they agree within what a rasteriser's approximations cost."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image as Picture

from threedkit import io
from threedkit.geometry import plane, sphere, torus
from threedkit.render.camera import fit_camera
from threedkit.render.engines.filament import FilamentEngine
from threedkit.render.engines.mitsuba import MitsubaEngine
from threedkit.render.shot import Shot
from threedkit.scene import DirectionalLight, Environment, Image, Mesh, Scene, Texture
from threedkit.testing import color_distance, difference_image, silhouette, silhouette_iou
from threedkit.testing.contract import matte, view
from threedkit.transforms import quaternions

pytestmark = pytest.mark.engine
SIZE = (128, 96)
UPRIGHT = tuple(quaternions.from_axis_angle((1, 0, 0), np.pi / 2))


@pytest.fixture(scope="module")
def engines():
    pair = FilamentEngine(), MitsubaEngine()
    yield pair
    for engine in pair:
        engine.close()


@pytest.fixture
def compare(engines, tmp_path):
    """Draw in both; returns silhouette IoU and mean distance in linear light where both are covered."""

    def run(scene, camera, *, samples=128, time=None, outputs=("color",)):
        frames = []
        for engine in engines:
            loaded = engine.load(scene)
            shot = Shot(camera=camera, size=SIZE, samples=samples, transparent=True, time=time, outputs=outputs)
            frames.append(engine.draw(loaded, shot))
            loaded.close()
        one, two = (frame.color for frame in frames)
        path = tmp_path / "difference.png"
        Picture.fromarray(difference_image(one, two)).save(path)
        print(f"compare: {path}")
        both = (one[..., 3] == 255) & (two[..., 3] == 255)
        return silhouette_iou(silhouette(one), silhouette(two)), color_distance(one, two, where=both), frames

    return run


# Bounds on the mean distance in linear light (0 to 1). A rasteriser filters the environment once for each roughness
# and lights diffusely from 9 numbers; it sees no light between surfaces. The path tracer has Disney's diffuse lobe
# (3 % brighter at grazing angles), and noise, of which a block of 4 by 4 pixels keeps about 0.003.
BALLS = {
    "matte": (matte((0.8, 0.8, 0.8)), 0.02),
    "plastic": (matte((0.7, 0.1, 0.1), roughness=0.4), 0.02),
    "rough metal": (matte((0.9, 0.6, 0.2), metallic=1.0, roughness=0.6), 0.025),
    "metal": (matte((0.9, 0.9, 0.9), metallic=1.0, roughness=0.3), 0.03),
}


@pytest.mark.parametrize("name", BALLS)
def test_balls_in_the_studio(compare, name):
    material, bound = BALLS[name]
    scene = Scene()
    scene.add(Mesh(sphere(), material))
    iou, distance, _ = compare(scene, view((1, 1, 4)))
    assert iou > 0.985  # a ball 45 pixels wide has 140 edge pixels; half a sample of each may differ
    assert distance < bound


def test_a_textured_plane_under_a_lamp(compare):
    rng = np.random.default_rng(0)
    pixels = np.kron(rng.integers(0, 255, (6, 8, 3)), np.ones((8, 8, 1))).astype(np.uint8)
    scene = Scene(environment=None)
    scene.add(Mesh(plane(size=(4, 3)), matte(base_color_texture=Texture(Image.from_array(pixels)))), rotation=UPRIGHT)
    sun = scene.add(DirectionalLight(intensity=3.0))
    sun.rotation = tuple(quaternions.from_axis_angle((1, 0, 0), -0.5))
    iou, distance, _ = compare(scene, view((0, 0, 5)), samples=32)
    assert iou > 0.99
    assert distance < 0.012  # one light, no noise: what remains is the diffuse lobe


def test_lamps_and_constant_light_together(compare):
    scene = Scene(environment=Environment(radiance=np.full((16, 32, 3), 0.2, np.float32)))
    scene.add(Mesh(sphere(), matte((0.5, 0.6, 0.7))))
    scene.add(DirectionalLight(intensity=1.5)).rotation = tuple(quaternions.from_axis_angle((0, 1, 0), 0.6))
    iou, distance, _ = compare(scene, view())
    assert iou > 0.985
    assert distance < 0.015


def test_data_images_agree(compare):
    scene = Scene()
    scene.add(Mesh(torus(), matte()), name="ring")
    scene.add(Mesh(sphere(radius=0.4), matte()), name="ball", position=(0, 0.5, 0))
    camera = fit_camera(scene, SIZE)
    _, _, (one, two) = compare(scene, camera, samples=4, outputs=("color", "depth", "normal", "position", "object_id"))
    same = one.object_id == two.object_id
    assert same.mean() > 0.998  # an edge through the very middle of a pixel may fall either way
    assert one.names == two.names
    hit = same & (one.object_id > 0)
    assert np.abs(one.depth[hit] - two.depth[hit]).max() < 2e-3
    assert np.abs(one.position[hit] - two.position[hit]).max() < 5e-3
    assert np.abs(one.normal[hit] - two.normal[hit]).max() < 2e-2


@pytest.mark.parametrize("model", ["suzanne", "Fox", "BoxAnimated", "SimpleMorph"])
def test_real_models(compare, suzanne, shared_assets, model):
    path = suzanne
    if model != "suzanne":
        if shared_assets is None:
            return  # Suzanne is always there
        folder = shared_assets / "gltf-sample-assets" / "Models" / model
        path = next(found for kind in ("glb", "gltf") for found in sorted(folder.rglob(f"{model}.{kind}")))
    scene = io.load(path)
    iou, distance, _ = compare(scene, fit_camera(scene, SIZE), samples=64, time=0.5)
    assert iou > 0.97  # thin legs: at 128 by 96 pixels, the edge is a large part of them
    assert distance < 0.035  # light between surfaces, which the rasteriser lacks, brightens and colours folds
