"""The engine pyrender: what its own shaders and contexts get wrong, and what becomes of it here."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import warnings

import numpy as np
import pytest

from threedkit.errors import RenderError
from threedkit.geometry import box, plane, sphere
from threedkit.render.engines.filament import FilamentEngine
from threedkit.render.engines.pyrender import PyrenderEngine
from threedkit.render.gbuffer import GBuffer
from threedkit.render.shot import Shot
from threedkit.scene import (
    Clearcoat,
    DirectionalLight,
    Image,
    Material,
    Mesh,
    Node,
    PointLight,
    Sampler,
    Scene,
    Skin,
    SpotLight,
    Texture,
)
from threedkit.testing import color_distance
from threedkit.testing.contract import furnace, matte, view
from threedkit.transforms import quaternions
from threedkit.transforms.colors import srgb_to_linear

pytestmark = pytest.mark.engine

UPRIGHT = tuple(quaternions.from_axis_angle((1, 0, 0), np.pi / 2))
SIZE = (64, 64)


@pytest.fixture(scope="module")
def engine():
    made = PyrenderEngine()
    yield made
    made.close()


def draw(engine, scene, camera=None, **values):
    loaded = engine.load(scene)
    shot = Shot(camera=camera or view(), **({"size": SIZE, "samples": 4, "time": None} | values))
    try:
        return engine.draw(loaded, shot)
    finally:
        loaded.close()


def light(frame, x=0.5, y=0.5):
    """Linear colour (3,) around a place of the picture."""
    width, height = frame.size
    column, row = int(x * width), int(y * height)
    return srgb_to_linear(frame.color[row - 2 : row + 2, column - 2 : column + 2, :3] / 255.0).mean(axis=(0, 1))


def image(*texels):
    """A texture of one row, each texel with a hard edge."""
    sampler = Sampler(mag_filter="NEAREST", min_filter="NEAREST")
    return Texture(Image.from_array(np.array([texels], np.uint8)), sampler=sampler)


def card(material, **values):
    return Mesh(plane(size=2.0, **values), material)


def wall():
    scene = Scene(environment=None)
    scene.add(Mesh(box((4, 4, 0.02)), matte()))
    return scene


@pytest.mark.parametrize("kind", [DirectionalLight, PointLight, SpotLight])
def test_the_fifth_light_shines_too(engine, kind):
    """pyrender draws four lights of a kind and drops the rest."""
    scene = wall()
    for number in range(7):
        color = ((1, 0, 0), (0, 1, 0), (0, 0, 1))[number % 3]
        inner = {"inner_cone_angle": 0.7} if kind is SpotLight else {}
        scene.add(kind(intensity=0.1 * np.pi, color=color, **inner), position=(0, 0, 1.01))
    assert np.allclose(light(draw(engine, scene)), (0.3, 0.2, 0.2), atol=0.02)


def test_metalness_is_blue_and_roughness_green(engine):
    """pyrender reads roughness from R and metalness from G."""
    scene = furnace(0.5)
    scene.add(
        card(Material(base_color=(0.8, 0.1, 0.1), metallic_roughness_texture=image((0, 255, 0)))), rotation=UPRIGHT
    )
    rough = light(draw(engine, scene))
    scene = furnace(0.5)
    scene.add(card(Material(base_color=(0.8, 0.1, 0.1), metallic=0.0)), rotation=UPRIGHT)
    assert np.allclose(rough, light(draw(engine, scene)), atol=0.01)
    scene = furnace(0.5)
    scene.add(
        card(Material(base_color=(0.8, 0.1, 0.1), metallic_roughness_texture=image((0, 60, 255)))), rotation=UPRIGHT
    )
    assert light(draw(engine, scene))[1] < 0.08  # a metal has no grey reflection


def test_occlusion_dims_the_environment_only(engine):
    """pyrender dims lamps as well."""
    found = []
    for scene in (furnace(0.5), Scene(environment=None)):
        scene.add(card(matte(occlusion_texture=image((0, 0, 0), (255, 255, 255)))), rotation=UPRIGHT)
        if scene.environment is None:
            scene.add(DirectionalLight(intensity=0.5 * np.pi))
        frame = draw(engine, scene)
        found.append((light(frame, 0.35)[0], light(frame, 0.65)[0]))
    (dim, bright), (left, right) = found
    assert dim < 0.02
    assert bright > 0.45
    assert left == pytest.approx(right, abs=0.01)
    assert left > 0.45


def test_shadows_of_cutouts_have_holes(engine):
    scene = wall()
    material = matte(base_color_texture=image((255, 255, 255, 0), (255, 255, 255, 255)), alpha_mode="MASK")
    scene.add(card(material), rotation=UPRIGHT, position=(0, 0, 3))
    scene.add(DirectionalLight(intensity=np.pi * 0.5))
    frame = draw(engine, scene, view((0, 0, 2)), size=(96, 96))  # from between the card and the wall
    assert light(frame, 0.25)[0] > 0.4
    assert light(frame, 0.75)[0] < 0.02


@pytest.mark.parametrize("lamp", ["sun", "spot"])
def test_nothing_shadows_itself(engine, lamp):
    """A ball under a lamp is as bright with shadows as Lambert says, up to where it turns away."""
    scene = Scene(environment=None)
    scene.add(Mesh(sphere(radius=1.0, segments=96, rings=48), matte()))
    if lamp == "sun":
        scene.add(DirectionalLight(intensity=np.pi * 0.8))
    else:
        scene.add(
            SpotLight(intensity=np.pi * 0.8 * 16**2, outer_cone_angle=0.2, inner_cone_angle=0.19), position=(0, 0, 17)
        )
    frame = draw(engine, scene, size=(128, 128), outputs=("color", "normal"))
    facing = frame.normal[..., 2]
    found = srgb_to_linear(frame.color[..., 0] / 255.0)
    lit = facing > 0.3
    assert np.abs(found - 0.8 * facing)[lit].max() < 0.12


def test_blending_goes_from_the_back_whatever_the_order(engine):
    """Three sheets, nearest first in the scene, seen from both sides."""
    scene = Scene(environment=None)
    for z, color in ((0.5, (1, 0, 0, 0.5)), (0.0, (0, 1, 0, 0.5)), (-0.5, (0, 0, 1, 0.5))):
        material = Material(base_color=color, alpha_mode="BLEND", unlit=True, double_sided=True)
        scene.add(card(material), rotation=UPRIGHT, position=(0, 0, z))
    assert np.allclose(light(draw(engine, scene)), (0.5, 0.25, 0.125), atol=0.01)
    assert np.allclose(light(draw(engine, scene, view((0, 0, -5)))), (0.125, 0.25, 0.5), atol=0.01)


@pytest.mark.parametrize("tangents", [False, True])
@pytest.mark.parametrize("behind", [False, True])
def test_a_normal_map_leans_to_where_its_colours_say(engine, tangents, behind):
    """Red is to the right, green is up; from behind, all of it is turned over."""
    camera = view((0, 0, -5)) if behind else view()
    for channel, axis, angle in ((0, (0, 1, 0), 0.78), (1, (1, 0, 0), -0.78)):
        lean = [128, 128, 218]
        lean[channel] = 218
        found = []
        for turn in (angle, -angle):
            scene = Scene(environment=None)
            mesh = card(matte(normal_texture=image(lean)))
            if tangents:
                mesh.primitives[0].tangents = np.tile(
                    np.array((1, 0, 0, 1), np.float32), (mesh.primitives[0].vertex_count, 1)
                )
            scene.add(mesh, rotation=UPRIGHT)
            rotation = tuple(quaternions.from_axis_angle(axis, turn + np.pi * behind))
            scene.add(DirectionalLight(intensity=np.pi), rotation=rotation)
            found.append(light(draw(engine, scene, camera))[0])
        assert found[0] == pytest.approx(1.0, abs=0.05)
        assert found[1] < 0.05


def test_many_places_of_one_mesh_may_mirror(engine):
    """One call draws them all: culling is right for each."""
    scene = furnace(0.5)
    mesh = Mesh(plane(size=0.8), matte(double_sided=False))
    for x, scale in ((-1, (1, 1, 1)), (0, (-1, 1, 1)), (1, (1, -1, 1))):
        scene.add(mesh, position=(x, 0, 0), rotation=UPRIGHT, scale=scale)
    seen = draw(engine, scene, transparent=True).color[32, :, 3]
    reach = 32 / (5 * np.tan(np.radians(20)))
    assert [int(seen[int(32 + reach * x)]) for x in (-1, 0, 1)] == [255, 255, 0]


def test_a_skin_that_mirrors_shows_its_front(engine):
    bar = plane(size=1.0)
    count = bar.vertex_count
    bar.joints = (np.zeros((count, 4), np.uint8),)
    bar.weights = (np.tile(np.array((1, 0, 0, 0), np.float32), (count, 1)),)
    for scale, alpha in (((1, 1, 1), 255), ((-1, 1, 1), 255), ((1, -1, 1), 0)):
        scene = furnace(0.5)
        joint = scene.add(Node(name="joint"), rotation=UPRIGHT, scale=scale)
        scene.add(
            Mesh(bar, matte(double_sided=False)), skin=Skin(joints=(joint,), inverse_bind_matrices=np.eye(4)[None])
        )
        assert draw(engine, scene, transparent=True).color[32, 32, 3] == alpha


def test_far_from_the_origin_is_as_sharp(engine):
    pictures = []
    for away in (0.0, 3e5):
        scene = Scene()
        scene.add(Mesh(sphere(radius=1.0), matte((0.2, 0.5, 0.9))), position=(away, 0, 0))
        pictures.append(draw(engine, scene, view((away, 0, 5), (away, 0, 0))).color)
    assert color_distance(*pictures) < 1e-3


def test_what_is_not_drawn_is_warned_about_once_by_name(engine):
    scene = Scene()
    scene.add(Mesh(sphere(), Material(clearcoat=Clearcoat(factor=1.0))), name="lacquered ball of this test")
    with pytest.warns(UserWarning, match="KHR_materials_clearcoat is not drawn: mesh 'lacquered ball of this test'"):
        frame = draw(engine, scene)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert draw(engine, scene).meta["notes"] == frame.meta["notes"] != ()


def test_lights_without_room_for_their_shadows_are_told(engine):
    scene = wall()
    for _ in range(40):
        scene.add(DirectionalLight(intensity=0.01))
    with pytest.warns(UserWarning, match="lights cast no shadows"):
        frame = draw(engine, scene)
    assert light(frame)[0] == pytest.approx(0.4 / np.pi, rel=0.06)


def test_memory_that_the_device_does_not_have_is_named(engine):
    """The size and the bytes that were asked for; afterwards the engine draws as before."""
    scene = Scene()
    scene.add(Mesh(sphere(), matte()))
    first = draw(engine, scene).color
    with pytest.raises(RenderError, match=r"no memory for a picture of 16384x16384 pixels \(15\.0 GB; .*samples=1"):
        draw(engine, scene, size=(16384, 16384))
    assert np.array_equal(draw(engine, scene).color, first)


def test_contexts_of_other_libraries_go_on(engine):
    """The G-buffer's, another pyrender engine's and Filament's, in one thread, in any order."""
    scene = Scene()
    scene.add(Mesh(sphere(), matte((0.7, 0.2, 0.2))))
    shot = Shot(camera=view(), size=SIZE, samples=4, time=None)
    buffer, other, filament = GBuffer(), PyrenderEngine(), FilamentEngine()
    geometry = buffer.load(scene)
    loaded = [one.load(scene) for one in (engine, other, filament)]

    def pictures():
        depth = buffer.draw(geometry, shot.camera, SIZE, scene.pose(None), ("depth",))["depth"]
        return [depth, *(one.draw(held, shot).color for one, held in zip(engines, loaded, strict=False))]

    engines = [engine, other, filament]
    first = pictures()
    for one, again in zip(first, pictures(), strict=True):
        assert np.array_equal(one, again)
    other.close()
    del engines[1], loaded[1], first[2]
    for one, again in zip(first, pictures(), strict=True):
        assert np.array_equal(one, again)
    filament.close()
    buffer.close()
    assert np.array_equal(engine.draw(loaded[0], shot).color, first[1])


def test_the_callers_own_context_stays_current(engine):
    moderngl = pytest.importorskip("moderngl")
    own = moderngl.create_context(standalone=True, backend="egl", libgl="libGL.so.1", libegl="libEGL.so.1")
    texture = own.texture((2, 2), 1, b"\1\2\3\4")
    draw(engine, furnace(0.5))
    assert texture.read() == b"\1\2\3\4"
    own.release()


def test_another_engines_scene_is_refused(engine):
    other = PyrenderEngine()
    loaded = other.load(Scene())
    with pytest.raises(RenderError, match="not loaded in this engine"):
        engine.draw(loaded, Shot(camera=view(), size=SIZE))
    other.close()


WINDOWLESS = """
import json, sys
import numpy
before = dict(vars(numpy))
from threedkit.render.registry import get_engine, probe_engine
reason = probe_engine("pyrender")
get_engine("pyrender")
import pyrender
try:
    pyrender.Viewer(None)
    said = ""
except RuntimeError as error:
    said = str(error)
changed = [name for name, value in before.items() if vars(numpy).get(name) is not value]
print(json.dumps([reason, "pyglet.window" in sys.modules, changed, hasattr(numpy, "infty"), said]))
"""

PROBED = """
from threedkit.errors import EngineUnavailableError
from threedkit.render.registry import get_engine, probe_engine
print(probe_engine("pyrender"))
try:
    get_engine("pyrender")
except EngineUnavailableError as error:
    print(error)
"""


def started(program, **environment):
    """What a program prints in a fresh process without a display."""
    kept = {name: value for name, value in os.environ.items() if name not in {"PYOPENGL_PLATFORM", "DISPLAY"}}
    command = [sys.executable, "-W", "ignore", "-c", program]
    done = subprocess.run(command, env=kept | environment, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_it_opens_no_window_and_leaves_numpy_alone():
    reason, window, changed, infty, said = json.loads(started(WINDOWLESS))
    assert reason is None
    assert not window
    assert not changed
    assert not infty
    assert "import pyrender first" in said


def test_another_platform_under_pyopengl_is_named():
    probed, raised = started(PROBED, PYOPENGL_PLATFORM="osmesa").splitlines()
    assert "run: export PYOPENGL_PLATFORM=egl" in probed
    assert raised == f"engine 'pyrender': {probed}"
