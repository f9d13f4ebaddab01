"""Light of known power in the path tracer: means within their own noise (z-tests) of what formulas give."""

from __future__ import annotations

import numpy as np
import pytest

from threedkit.geometry import plane, sphere
from threedkit.render.engines.mitsuba import MitsubaEngine
from threedkit.render.engines.mitsuba.energy import _DIFFUSE
from threedkit.render.shot import Shot
from threedkit.scene import DirectionalLight, Environment, Material, Mesh, PointLight, Scene, SpotLight
from threedkit.testing.contract import furnace, matte, view
from threedkit.transforms import quaternions

pytestmark = pytest.mark.engine
UPRIGHT = tuple(quaternions.from_axis_angle((1, 0, 0), np.pi / 2))
DOWN = tuple(quaternions.from_axis_angle((1, 0, 0), -np.pi / 2))
OVER = tuple(quaternions.from_axis_angle((1, 0, 0), np.pi))
RUNS = 8
FLOOR = matte((0.5, 0.5, 0.5))
ALBEDO = 0.5 * _DIFFUSE
"""What the floor's diffuse lobe has; gloss adds 1.5 % where light comes from around the view."""

LOBE = 0.03


@pytest.fixture(scope="module")
def engine():
    made = MitsubaEngine()
    yield made
    made.close()


def at_the_foot(engine, scene, **values):
    """Radiances (RUNS,) of a spot on the floor seen from above, each with a seed of its own."""
    loaded = engine.load(scene)
    camera = view((0, 0.6, 1e-3), (0, 0, 0), up=(0, 0, -1), yfov=0.02, znear=0.01)
    shots = [
        Shot(camera=camera, size=(8, 8), samples=64, time=None, outputs=("radiance",), seed=seed, **values)
        for seed in range(RUNS)
    ]
    found = np.array([engine.draw(loaded, shot).radiance.mean() for shot in shots])
    loaded.close()
    return found


def agrees(found, expected, *, bias=LOBE):
    """The mean is as far from what is expected as its noise, of which 5 deviations are allowed, and a known bias."""
    noise = found.std(ddof=1) / np.sqrt(len(found))
    assert abs(found.mean() - expected) < 5 * noise + bias * expected, f"{found.mean()} +- {noise}, not {expected}"


def floor(light=None, *, rotation=None, height=1.0):
    scene = Scene(environment=None)
    scene.add(Mesh(plane(size=8.0), FLOOR))
    if light is not None:
        scene.add(light, position=(0, height, 0), rotation=rotation or DOWN)
    return scene


@pytest.mark.parametrize("height", [1.0, 2.5])
def test_candela_by_the_inverse_square(engine, height):
    agrees(at_the_foot(engine, floor(PointLight(intensity=3.0), height=height)), ALBEDO / np.pi * 3.0 / height**2)
    spot = SpotLight(intensity=3.0, inner_cone_angle=0.3, outer_cone_angle=0.6)
    agrees(at_the_foot(engine, floor(spot, height=height)), ALBEDO / np.pi * 3.0 / height**2)


def test_lux_by_the_cosine(engine):
    for angle in (0.0, 1.0):
        turned = tuple(quaternions.from_axis_angle((1, 0, 0), -np.pi / 2 + angle))
        found = at_the_foot(engine, floor(DirectionalLight(intensity=2.0), rotation=turned))
        agrees(found, ALBEDO / np.pi * 2.0 * np.cos(angle), bias=0.05)


@pytest.mark.parametrize(("emissive", "strength"), [(0.8, 1.0), (0.8, 5.0), (0.2, 40.0)])
def test_a_square_lamp_gives_what_its_area_and_strength_say(engine, emissive, strength):
    """E = L times the integral of cos^2 / r^2 over the lamp."""
    scene, side, height = floor(), 0.5, 1.0
    lamp = Material(base_color=(0, 0, 0), emissive=(emissive,) * 3, emissive_strength=strength)
    scene.add(Mesh(plane(size=side), lamp), position=(0, height, 0), rotation=OVER)
    steps = (np.arange(200) + 0.5) / 200 * side - side / 2
    distance = steps[:, None] ** 2 + steps**2 + height**2
    irradiance = emissive * strength * (height**2 / distance**2).mean() * side**2
    agrees(at_the_foot(engine, scene), ALBEDO / np.pi * irradiance)


def test_a_ball_of_light_is_a_lamp_of_its_power(engine):
    """A ball of radiance L and radius r, whose middle is d away, gives pi L (r / d)^2 lux, whatever its size."""
    for radius in (0.05, 0.4):
        scene = floor()
        glowing = Material(base_color=(0, 0, 0), emissive=(1, 1, 1), emissive_strength=4.0)
        scene.add(Mesh(sphere(radius=radius), glowing), position=(0, 2.0, 0))
        found = at_the_foot(engine, scene)
        agrees(found, ALBEDO * 4.0 * (radius / 2.0) ** 2, bias=0.04)  # and the ball is a polyhedron


def test_half_of_the_sky_gives_half_of_its_light(engine):
    sky = np.zeros((64, 128, 3), np.float32)
    sky[:32, :64] = 2.0  # above the horizon, towards -X
    scene = floor()
    scene.environment = Environment(radiance=sky)
    agrees(
        at_the_foot(engine, scene), ALBEDO * 1.0, bias=0.08
    )  # 4 % of it are mirrored on top of that, and more aslant


def test_small_lamps_are_found_by_aiming_at_them(engine):
    """Without next-event estimation 64 paths would hit a lamp of 2e-5 of the half space once in 700 pictures."""
    scene = floor()
    lamp = Material(base_color=(0, 0, 0), emissive=(1, 1, 1), emissive_strength=1e4)
    scene.add(Mesh(plane(size=0.01), lamp), position=(0, 1.0, 0), rotation=OVER)
    found = at_the_foot(engine, scene)
    assert found.std() < 0.05 * found.mean()
    agrees(found, ALBEDO / np.pi * 1e4 * 0.01**2)


# -- see-through surfaces that glow -----------------------------------------------------------------------------------


@pytest.mark.parametrize("transparent", [False, True])
@pytest.mark.parametrize("alpha", [0.25, 0.75])
def test_the_emission_of_a_blended_surface_fades_by_its_alpha(engine, alpha, transparent):
    scene = furnace(1e-4, background_color=(0.3, 0.3, 0.3))
    glowing = matte((0, 0, 0, alpha), emissive=(0.8, 0.8, 0.8), alpha_mode="BLEND")
    scene.add(Mesh(plane(size=4.0), glowing), rotation=UPRIGHT)
    loaded = engine.load(scene)
    shot = Shot(
        camera=view(), size=(32, 32), samples=64, time=None, outputs=("radiance", "alpha"), transparent=transparent
    )
    frame = engine.draw(loaded, shot)
    loaded.close()
    middle = np.s_[8:24, 8:24]
    assert frame.alpha[middle].mean() == pytest.approx(alpha, abs=0.02)
    covered = frame.radiance[middle] * (frame.alpha[middle][..., None] if transparent else 1.0)
    assert covered.mean() == pytest.approx(0.8 * alpha + (0.0 if transparent else 0.3 * (1 - alpha)), rel=0.03)


def test_two_glowing_panes_one_behind_the_other_add_up(engine):
    """The front one's emission, and what it lets pass of the other's."""
    scene = furnace(1e-4, background_color=(0.0, 0.0, 0.0))
    for z, alpha, light in ((0.5, 0.5, 0.4), (-0.5, 0.25, 0.8)):
        glowing = matte((0, 0, 0, alpha), emissive=(light,) * 3, alpha_mode="BLEND")
        scene.add(Mesh(plane(size=4.0), glowing), rotation=UPRIGHT, position=(0, 0, z))
    loaded = engine.load(scene)
    shot = Shot(camera=view(), size=(32, 32), samples=256, time=None, outputs=("radiance", "alpha"))
    frame = engine.draw(loaded, shot)
    loaded.close()
    assert frame.radiance[8:24, 8:24].mean() == pytest.approx(0.5 * 0.4 + 0.5 * 0.25 * 0.8, rel=0.03)
    assert frame.alpha[8:24, 8:24].mean() == pytest.approx(1 - 0.5 * 0.75, abs=0.02)


# -- seeds ------------------------------------------------------------------------------------------------------------


def test_seeds_give_other_noise_of_the_same_mean(engine):
    sky = np.full((16, 32, 3), 0.1, np.float32)
    sky[2:5, 6:9] = 20.0
    scene = floor()
    scene.environment = Environment(radiance=sky)
    found = at_the_foot(engine, scene)
    assert len(set(found.tolist())) == RUNS
    assert np.array_equal(found, at_the_foot(engine, scene))
    halves = found[: RUNS // 2].mean() - found[RUNS // 2 :].mean()
    assert abs(halves) < 5 * found.std(ddof=1) * np.sqrt(4 / RUNS)
