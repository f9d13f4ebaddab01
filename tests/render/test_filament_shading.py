"""What Filament's own loader gets wrong and we put right: texture transforms, morphs, shadows; and where it ends."""

from __future__ import annotations

import math
import os
import subprocess
import sys

import numpy as np
import pytest

from threedkit.errors import RenderError
from threedkit.geometry import box, plane, sphere
from threedkit.render import CameraView, Shot
from threedkit.render.engines.filament import FilamentEngine, memory
from threedkit.scene import (
    Animation,
    Channel,
    DirectionalLight,
    Material,
    Mesh,
    MorphTarget,
    Scene,
    TextureInfo,
)
from threedkit.testing.images import silhouette_iou
from threedkit.transforms import colors, matrices

pytestmark = pytest.mark.engine
WHITE = {"base_color": (1, 1, 1), "metallic": 0.0, "roughness": 1.0, "double_sided": True}
VIEW = CameraView.from_matrix(matrices.look_at((0, 0, 5), (0, 0, 0)), yfov=0.6, znear=0.1)


@pytest.fixture(scope="module")
def engine():
    made = FilamentEngine()
    yield made
    made.close()


def draw(engine, scene, camera=VIEW, **values):
    held = engine.load(scene)
    try:
        return engine.draw(held, Shot(camera=camera, **({"size": (64, 64), "time": None} | values)))
    finally:
        held.close()


@pytest.mark.parametrize("sets", [1, 2])
def test_textures_that_are_turned_and_scaled_unevenly(engine, sets):
    """u and v as red and green: KHR_texture_transform scales first, Filament's own loader turns first."""
    ramp = (np.arange(64) + 0.5) / 64
    picture = np.zeros((64, 64, 3), np.uint8)
    picture[..., 0], picture[..., 1] = np.rint(ramp * 255)[None, :], np.rint(ramp * 255)[:, None]
    info = TextureInfo(picture, offset=(0.1, 0.3), rotation=0.3, scale=(0.6, 0.2))
    material = Material(unlit=True, base_color_texture=info, double_sided=True)
    if sets == 2:  # another use of the same coordinates keeps them as they are
        material.emissive_texture = TextureInfo(info.texture)
    scene = Scene(environment=None)
    card = plane(size=2.0)
    card.material = material
    scene.add(Mesh(card), rotation=(math.sqrt(0.5), 0, 0, math.sqrt(0.5)))
    scene.add(Mesh(card), position=(0, 0, -3), rotation=(math.sqrt(0.5), 0, 0, math.sqrt(0.5)))
    view = CameraView.from_matrix(matrices.look_at((0, 0, 5), (0, 0, 0)), kind="orthographic", xmag=1, ymag=1, zfar=9)
    found = draw(engine, scene, view).color[8:56, 8:56, :2] / 255
    u, v = np.meshgrid(ramp, ramp)
    cos, sin = math.cos(0.3), math.sin(0.3)
    expected = np.stack([0.6 * cos * u + 0.2 * sin * v + 0.1, -0.6 * sin * u + 0.2 * cos * v + 0.3], axis=-1)
    assert np.abs(found - expected[8:56, 8:56]).max() < 0.02


def test_more_uneven_transforms_than_there_are_sets_are_said(engine):
    infos = [TextureInfo(np.zeros((2, 2, 3), np.uint8), rotation=turn, scale=(1, 2)) for turn in (0.1, 0.2, 0.3)]
    material = Material(name="many", base_color_texture=infos[0], emissive_texture=infos[1], normal_texture=infos[2])
    scene = Scene()
    scene.add(Mesh(plane(size=1.0), material))
    with pytest.warns(UserWarning, match="'many' are skewed"):
        assert any("skewed" in note for note in draw(engine, scene).meta["notes"])


def test_primitives_of_one_mesh_may_have_different_numbers_of_targets(engine):
    """glTF does not allow it in a file; a scene may hold it, animated or not."""
    mixed = Mesh([box(), plane(size=1.0)])
    mixed.primitives[0].targets = (MorphTarget(positions=mixed.primitives[0].positions),)
    scene = Scene()
    scene.add(mixed).weights = (0.5,)
    still = draw(engine, scene, transparent=True).color[..., 3] > 0
    times, values = np.array([0.0, 1.0], np.float32), np.full((2, 1), 0.5, np.float32)
    scene.animations = [Animation(channels=(Channel(node=scene.nodes[0], path="weights", times=times, values=values),))]
    assert np.array_equal(draw(engine, scene, time=0.0, transparent=True).color[..., 3] > 0, still)
    assert 100 < still.sum() < still.size


def test_the_backs_of_double_sided_surfaces_are_not_in_their_own_shadow(engine):
    """Lit from behind and from the front alike, in a scene that is large against the texels of its shadow map."""
    scene = Scene(environment=None)
    scene.add(DirectionalLight(intensity=2.0)).look_at((1, 2, 3), (0, 0, 0))
    for place in range(6):
        turn = math.pi / 2 if place % 2 else -math.pi / 2
        card = Mesh(plane(size=2.0), Material(**WHITE))
        scene.add(card, position=(5 * (place - 2.5), 0, 0), rotation=(math.sin(turn / 2), 0, 0, math.cos(turn / 2)))
    view = CameraView.from_matrix(matrices.look_at((0, 0, 9), (0, 0, 0)), kind="orthographic", xmag=15, ymag=5, zfar=20)
    light = colors.srgb_to_linear(draw(engine, scene, view, size=(180, 60)).color[..., 0] / 255)
    for place in range(6):
        middle = 15 + 30 * place
        card = light[26:34, middle - 4 : middle + 4]
        assert card.mean() == pytest.approx(2 * 3 / math.sqrt(14) / math.pi, rel=0.03)
        assert card.std() < 0.005


@pytest.mark.parametrize("animated", [False, True])
def test_many_morph_targets(engine, animated):
    """Twelve targets, each with its own weight: the outline is that of the posed vertices."""
    shape = sphere(radius=0.6, segments=32, rings=24)
    directions = np.random.default_rng(5).normal(size=(12, 3))
    directions /= np.linalg.norm(directions, axis=1, keepdims=True)
    pushes = [np.maximum(shape.positions @ way, 0)[:, None] * way for way in directions]
    shape.targets = tuple(MorphTarget(positions=push.astype(np.float32)) for push in pushes)
    weights = np.linspace(0.2, 1.0, 12).astype(np.float32)
    scene = Scene()
    node = scene.add(Mesh(shape, Material(**WHITE)))
    node.weights = tuple(weights.tolist())
    if animated:
        times = np.array([0.0, 1.0], np.float32)
        values = np.stack([np.zeros(12, np.float32), 2 * weights])
        scene.animations = [Animation(channels=(Channel(node=node, path="weights", times=times, values=values),))]
    outputs = ("color", "object_id")
    frame = draw(engine, scene, time=0.5 if animated else None, samples=1, transparent=True, outputs=outputs)
    solid = frame.color[..., 3] > 128
    assert silhouette_iou(solid, frame.object_id > 0) > 0.99
    rest = Scene()
    rest.add(Mesh(sphere(radius=0.6, segments=32, rings=24), Material(**WHITE)))
    assert solid.sum() > 1.1 * (draw(engine, rest, samples=1, transparent=True).color[..., 3] > 128).sum()


def test_morphed_normals_are_those_of_the_shape(engine):
    """A sphere that is morphed into an egg is shaded as the egg is; a morph without normals keeps the sphere's."""
    egg, ball = sphere(radius=0.8), sphere(radius=0.8)
    stretch = np.array((1.0, 0.4, 1.0), np.float32)
    normals = egg.normals / stretch
    normals /= np.linalg.norm(normals, axis=1, keepdims=True)
    shift = MorphTarget(positions=ball.positions * (stretch - 1), normals=(normals - ball.normals).astype(np.float32))
    egg.positions, egg.normals = egg.positions * stretch, normals.astype(np.float32)
    ball.targets = (shift,)
    pictures = []
    for shape in (egg, ball):
        shape.tangents = None
        mesh = Mesh(shape, Material(**WHITE), weights=(1.0,) * len(shape.targets))
        scene = Scene(environment=None)
        scene.add(mesh)
        scene.add(DirectionalLight(intensity=2.0)).look_at((1, 3, 2), (0, 0, 0))
        pictures.append(draw(engine, scene).color.astype(int))
    assert np.abs(pictures[0] - pictures[1]).max() <= 2


def test_memory_that_is_not_there_is_named_before_it_is_taken(engine, monkeypatch):
    scene = Scene()
    with monkeypatch.context() as patch:
        patch.setattr(memory, "available_memory", lambda: 100_000_000)
        with pytest.raises(
            RenderError, match=r"4000x2000 pixels takes about 0\.6 GB and this machine has 0\.1 GB free"
        ):
            draw(engine, scene, size=(4000, 2000))
        memory.require_memory("NVIDIA H100", (8192, 8192), 4)
    assert draw(engine, scene, size=(64, 48)).size == (64, 48)
    assert memory.available_memory() > 1e6


def test_without_a_driver_it_says_how_to_get_one():
    """With every EGL vendor hidden, in a process of its own."""
    code = "from threedkit.render.engines.filament import FilamentEngine\nFilamentEngine()"
    none = {"__EGL_VENDOR_LIBRARY_FILENAMES": "/nonexistent.json", "__EGL_VENDOR_LIBRARY_DIRS": "/nonexistent"}
    done = subprocess.run(
        [sys.executable, "-c", code], env=os.environ | none, capture_output=True, text=True, check=False
    )
    last = done.stderr.splitlines()[-1]
    assert "EngineUnavailableError: engine 'filament': no EGL driver offers an OpenGL 4.1 context" in last
    assert "run: apt-get install libegl1" in last
