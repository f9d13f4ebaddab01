"""What only Filament's engine has: its notes, its precision, its own pictures against published ones."""

from __future__ import annotations

import csv
import math
import threading
import warnings

import numpy as np
import pytest
from PIL import Image

import threedkit as tk
from threedkit.errors import CapabilityError, RenderError
from threedkit.geometry import box, plane, sphere
from threedkit.io import load, to_glb
from threedkit.render import CameraView, Shot
from threedkit.render.engines.filament import FilamentEngine, loaded, pixels
from threedkit.render.engines.filament.prefilter import environment_ktx
from threedkit.render.engines.filament.wire import prepare
from threedkit.scene import (
    Animation,
    Channel,
    DirectionalLight,
    Environment,
    Material,
    Mesh,
    Node,
    PerspectiveCamera,
    PointLight,
    Primitive,
    RootSet,
    Scene,
    Skin,
)
from threedkit.testing.images import silhouette, silhouette_iou
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


def lit(*lights, shape=None):
    scene = Scene(environment=None)
    scene.add(shape or Mesh(sphere(radius=0.5), Material(**WHITE)))
    for light in lights:
        node = scene.add(light)
        node.look_at((0, 0, 5), (0, 0, 0))
    return scene


def light_of(frame, x=32, y=32):
    return colors.srgb_to_linear(frame.color[y, x, :3] / 255)


@pytest.mark.parametrize("radiance", [0.05, 0.25, 0.5, 0.9])
def test_furnace_reads_the_radiance(engine, radiance):
    """A white sphere in light from everywhere reads 255 sRGB(radiance), within two levels; so does a white metal."""
    expected = float(colors.linear_to_srgb(radiance)) * 255
    for metallic, roughness in ((0.0, 1.0), (1.0, 0.1), (1.0, 0.6)):
        scene = Scene(environment=Environment(radiance=np.full((8, 16, 3), radiance, np.float32)))
        scene.add(Mesh(sphere(radius=0.5), Material(base_color=(1, 1, 1), metallic=metallic, roughness=roughness)))
        found = draw(engine, scene).color[27:37, 27:37, :3]
        assert np.abs(found.astype(float) - expected).max() <= 2


def test_the_default_camera_and_extreme_planes_draw(engine):
    scene = Scene()
    scene.add(Mesh(box((1, 1, 1)), Material(**WHITE)))
    node = scene.add(PerspectiveCamera(yfov=0.6))
    node.look_at((2, 2, 2), (0, 0, 0))
    from threedkit.render import resolve_camera

    default = resolve_camera(scene, node, (64, 64))
    assert (default.znear, default.zfar) == (0.01, None)
    cover = [draw(engine, scene, default, transparent=True).color[..., 3]]
    for near, far in ((1e-9, None), (1e-9, 1e12), (0.5, 10.0), (1e-3, 1e9)):
        view = CameraView.from_matrix(default.matrix, yfov=0.6, znear=near, zfar=far)
        cover.append(draw(engine, scene, view, transparent=True).color[..., 3])
    assert cover[0][32, 32] == 255
    assert all(np.array_equal(one, cover[0]) for one in cover)


@pytest.mark.parametrize("scale", [1e-4, 0.1, 1.0, 5.0, 1e5])
def test_light_is_the_same_at_every_size(engine, scale):
    """Illuminance falls with the square of the distance: intensity x scale^2 keeps the picture, shadows included."""
    scene = Scene(environment=None)
    scene.add(Mesh(plane((2, 2)), Material(**WHITE)), scale=(scale, 1, scale))
    scene.add(Mesh(sphere(radius=0.2), Material(**WHITE)), position=(0.4 * scale, 0.5 * scale, 0), scale=(scale,) * 3)
    scene.add(PointLight(intensity=3 * scale**2), position=(0, 2 * scale, 0))
    view = CameraView.from_matrix(
        matrices.look_at((0, 4 * scale, 0.01 * scale), (0, 0, 0)), yfov=0.6, znear=0.01 * scale
    )
    frame = draw(engine, scene, view)
    assert light_of(frame, 26, 32).mean() == pytest.approx(3 / 4 / math.pi, rel=0.05)
    assert light_of(frame, 51, 32).mean() < 0.02, "in the sphere's shadow"


@pytest.mark.parametrize("scale", [1e-4, 0.05, 1.0, 30.0, 1e5])
@pytest.mark.parametrize("count", [1, 2])
def test_suns_cast_shadows_at_every_size(engine, scale, count):
    scene = Scene(environment=None)
    scene.add(Mesh(plane((2, 2)), Material(**WHITE)), scale=(scale, 1, scale))
    scene.add(Mesh(sphere(radius=0.2), Material(**WHITE)), position=(0, 0.5 * scale, 0), scale=(scale,) * 3)
    for _ in range(count):
        scene.add(DirectionalLight(intensity=1.0)).look_at((-1, 1, 0), (0, 0, 0))
    view = CameraView.from_matrix(
        matrices.look_at((0, 4 * scale, 0.01 * scale), (0, 0, 0)), yfov=0.6, znear=0.01 * scale
    )
    frame = draw(engine, scene, view)
    assert light_of(frame, 14, 32).mean() == pytest.approx(count * math.sqrt(0.5) / math.pi, rel=0.06)
    assert light_of(frame, 45, 32).mean() < 0.02, "in the sphere's shadow"


def test_many_suns(engine):
    """Filament draws one directional light; the others are there all the same, with the right illuminance."""
    for count in (1, 2, 3):
        frame = draw(engine, lit(*[DirectionalLight(intensity=0.8) for _ in range(count)]))
        assert light_of(frame).mean() == pytest.approx(count * 0.8 / math.pi, rel=0.05)


def test_an_extra_sun_turns_with_its_node(engine):
    scene = lit(DirectionalLight(intensity=2.0, color=(1, 0, 0)), DirectionalLight(intensity=1.0, color=(0, 1, 0)))
    node = scene.light_nodes[1]
    away = matrices.look_at((0, 0, -5), (0, 0, 0))
    from threedkit.transforms import quaternions

    values = np.array([node.rotation, quaternions.from_matrix(away[:3, :3])], np.float32)
    scene.animations = (Animation(channels=(Channel(node=node, path="rotation", times=[0, 1], values=values),)),)
    held = engine.load(scene)
    before, after = (engine.draw(held, Shot(camera=VIEW, size=(64, 64), time=t)) for t in (0.0, 1.0))
    held.close()
    assert light_of(before)[1] == pytest.approx(1 / math.pi, rel=0.06)
    assert light_of(after)[1] < 0.01
    assert light_of(after)[0] == pytest.approx(2 / math.pi, rel=0.03)


def test_emission_follows_exposure_and_comes_back(engine):
    scene = Scene(environment=None)
    scene.add(Mesh(sphere(radius=0.5), Material(base_color=(0, 0, 0), emissive=(0.2, 0.1, 0.05))))
    held = engine.load(scene)
    for exposure in (1.0, 3.0, 0.5, 1.0):
        frame = engine.draw(held, Shot(camera=VIEW, size=(64, 64), time=None, exposure=exposure))
        assert light_of(frame) == pytest.approx(np.array((0.2, 0.1, 0.05)) * exposure, rel=0.04)
    held.close()


def skinned(distance):
    """A strip bent by two joints that an animation carries `distance` metres away."""
    strip = Primitive(
        positions=[(-0.5, 0, 0), (0.5, 0, 0), (-0.5, 1, 0), (0.5, 1, 0)],
        joints=(np.array([(0, 1, 0, 0)] * 4, np.uint8),),
        weights=(np.array([(1, 0, 0, 0)] * 2 + [(0.5, 0.5, 0, 0)] * 2, np.float32),),
        indices=np.array([0, 1, 3, 0, 3, 2], np.uint8),
        material=Material(**WHITE),
    )
    scene = Scene(environment=Environment(radiance=np.ones((4, 8, 3), np.float32)))
    root = Node(name="root")
    tip = root.add(Node(name="tip"))
    scene.add(root)
    scene.add(Node(mesh=Mesh(strip), skin=Skin(joints=(root, tip))))
    values = np.array([(0, 0, 0), (distance, 0, 0)], np.float32)
    scene.animations = (Animation(channels=(Channel(node=root, path="translation", times=[0, 1], values=values),)),)
    return scene


@pytest.mark.parametrize("distance", [0.0, 3.0, 400.0])
def test_a_skin_is_drawn_wherever_its_bones_go(engine, distance):
    """Filament culls skins by the box of the rest pose; the engine carries that box along."""
    scene = skinned(distance)
    view = CameraView.from_matrix(matrices.look_at((distance, 0.5, 4), (distance, 0.5, 0)), yfov=0.6, znear=0.1)
    held = engine.load(scene)
    shot = Shot(camera=view, size=(64, 64), time=1.0, transparent=True, samples=1, outputs=("color", "object_id"))
    frame = engine.draw(held, shot)
    held.close()
    assert (frame.object_id == 1).sum() > 300
    assert np.array_equal(frame.color[..., 3] > 0, frame.object_id == 1)
    assert (frame.color[frame.object_id == 1][:, :3] >= 254).all(), "its normals are right"


def test_color_and_data_agree_on_animated_models(engine, shared_assets):
    """Filament, driven by our pose, and the G-buffer cover the same pixels at every time."""
    scenes = [(skinned(1.0), (0.0, 0.5))]
    if shared_assets is not None:
        names = ("Fox.glb", "RiggedSimple.glb", "AnimatedMorphCube.glb", "InterpolationTest.glb", "BoxAnimated.glb")
        scenes += [(load(next(shared_assets.rglob(name))), (0.0, 0.35, 1.1)) for name in names]
    from threedkit.render import fit_camera

    for scene, times in scenes:
        held = engine.load(scene)
        view = fit_camera(scene, (120, 90))
        for time in times:
            shot = Shot(
                camera=view, size=(120, 90), time=time, transparent=True, samples=1, outputs=("color", "object_id")
            )
            frame = engine.draw(held, shot)
            assert silhouette_iou(silhouette(frame.color), frame.object_id > 0) > 0.998
        held.close()


def test_every_mode_is_drawn(engine):
    square = np.array([(-1, -1, 0), (1, -1, 0), (1, 1, 0), (-1, 1, 0)], np.float32)
    for mode, least in (("TRIANGLE_FAN", 1000), ("TRIANGLE_STRIP", 700), ("LINE_LOOP", 100), ("POINTS", 1)):
        scene = Scene()
        scene.add(Mesh(Primitive(positions=square, mode=mode), Material(**WHITE)))
        frame = draw(engine, scene, transparent=True, samples=1, outputs=("color", "object_id"))
        assert (frame.color[..., 3] > 0).sum() >= least, mode


def test_what_filaments_loader_refuses_is_rewritten(engine):
    """Attributes of an application's own, and more than four joints a vertex."""
    scene = Scene(environment=None)
    joints = [scene.add(Node(name=f"joint {number}")) for number in range(8)]
    joints[7].position = (1, 0, 0)
    weights = np.array([(0.01, 0.01, 0.01, 0.01, 0.01, 0.01, 0.01, 0.93)] * 4, np.float32)
    numbers = np.array([range(8)] * 4, np.uint8)
    square = Primitive(
        positions=[(-0.5, -0.5, 0), (0.5, -0.5, 0), (0.5, 0.5, 0), (-0.5, 0.5, 0)],
        indices=np.array([0, 1, 2, 0, 2, 3], np.uint8),
        joints=(numbers[:, :4], numbers[:, 4:]),
        weights=(weights[:, :4], weights[:, 4:]),
        custom={"_PRESSURE": np.ones(4, np.float32)},
        material=Material(**WHITE),
    )
    scene.add(Node(mesh=Mesh(square), skin=Skin(joints=joints)))
    frame = draw(engine, scene, transparent=True, samples=1, outputs=("color", "object_id"))
    assert silhouette_iou(silhouette(frame.color), frame.object_id > 0) > 0.9
    assert len(square.joints) == 2
    assert square.custom


def test_what_filament_does_not_know_is_warned_of_once_by_name(engine, monkeypatch):
    monkeypatch.setattr(loaded, "_warned", set())
    scene = lit(DirectionalLight(intensity=3.0))
    scene.materials[0].extensions = {"VENDOR_velvet": {"depth": 1}}
    with pytest.warns(UserWarning, match="engine 'filament': .*VENDOR_velvet"):
        frame = draw(engine, scene)
    assert "VENDOR_velvet" in frame.meta["notes"][0]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert draw(engine, scene).meta["notes"]
    assert engine.capabilities.notes
    assert all("\n" not in note for note in engine.capabilities.notes)


def test_more_samples_smooth_more(engine):
    scene = Scene(environment=Environment(radiance=np.ones((4, 8, 3), np.float32)))
    scene.add(Mesh(sphere(radius=0.9), Material(**WHITE)))
    true = math.pi * 0.9**2 / (1 - (0.9 / 5) ** 2)  # of the disc that covers the ball, in the plane through its middle
    pixel = (2 * 5 * math.tan(0.3) / 64) ** 2
    found = []
    for samples, levels in ((1, 2), (64, 5), (256, 17)):
        alpha = draw(engine, scene, transparent=True, samples=samples).color[..., 3]
        assert len(np.unique(alpha)) <= levels
        found.append(abs(alpha.sum() / 255 * pixel / true - 1))
    assert found[2] < 0.01
    assert len(np.unique(draw(engine, scene, transparent=True, samples=256).color[..., 3])) > 5


def test_halving_averages_light_not_codes():
    image = np.zeros((2, 4, 4), np.uint8)
    image[:, :, 3] = 255
    image[0, :2, :3] = 255
    image[:, 2:] = 0
    image[0, 2] = (200, 100, 50, 255)
    found = pixels.halved(image)
    assert found[0, 0].tolist() == [188, 188, 188, 255]
    assert found[0, 1, 3] == 64
    straight = pixels.straight_alpha(found.copy())
    assert np.abs(straight[0, 1, :3].astype(int) - (200, 100, 50)).max() <= 2


def test_the_engine_belongs_to_its_thread_and_scenes_to_their_engine(engine):
    scene = lit(DirectionalLight())
    held = engine.load(scene)
    caught = []

    def use():
        for call in (lambda: engine.load(scene), lambda: engine.draw(held, Shot(camera=VIEW)), engine.close):
            try:
                call()
            except RenderError as error:
                caught.append(str(error))

    thread = threading.Thread(target=use)
    thread.start()
    thread.join()
    assert len(caught) == 3
    assert all("belongs to thread" in text for text in caught)
    held.close()
    held.close()
    with pytest.raises(RenderError, match="not loaded in this engine"):
        engine.draw(held, Shot(camera=VIEW))
    other = FilamentEngine()
    foreign = other.load(scene)
    with pytest.raises(RenderError, match="not loaded in this engine"):
        engine.draw(foreign, Shot(camera=VIEW))
    other.close()
    other.close()
    with pytest.raises(RenderError, match="is closed"):
        other.load(scene)


def test_limits_are_named(engine):
    held = engine.load(Scene())
    for values, words in (({"size": (8193, 2)}, "8192"), ({"exposure": 1e5}, "exposure")):
        with pytest.raises(CapabilityError, match=words):
            engine.draw(held, Shot(camera=VIEW, **({"size": (4, 4)} | values)))
    held.close()


def test_the_environment_does_not_travel_to_filament():
    scene = Scene(environment=Environment(radiance=np.ones((4, 8, 3), np.float32), intensity=2.0))
    glb, snapshot, _ = prepare(scene)
    assert b"THREEDKIT_environment" in to_glb(scene)
    assert b"THREEDKIT_environment" not in glb
    assert snapshot.environment.intensity == 2.0


def test_filtered_environments_keep_their_energy():
    """A constant map stays constant at every roughness, and a bright spot keeps its mean."""
    ktx = environment_ktx(np.full((16, 32, 3), 0.5, np.float32))
    levels = np.frombuffer(ktx[-_levels_size() :], np.float16)
    values = levels[np.isin(np.arange(levels.size) % 4, (0, 1, 2))]
    assert np.isclose(np.median(values), 0.5, atol=1e-3)


def _levels_size():
    return sum(6 * (256 >> level) ** 2 * 8 + 4 for level in range(5)) - 4


GOLDEN = {
    "khronos-ToyCar",
    "khronos-Suzanne",
    "khronos-Fox",
    "khronos-NegativeScaleTest",
    "khronos-OrientationTest",
    "khronos-SimpleSkin",
    "khronos-BoxAnimated",
    "khronos-AlphaBlendModeTest",
    "khronos-TextureSettingsTest",
}


def test_silhouettes_are_those_of_other_renderers(engine, shared_assets):
    """Rest poses of Khronos models, against the median mask of the renderers that agree among themselves."""
    if shared_assets is None:
        # Not 1 m: that box's edges run through pixel centres, where half covered means either.
        scene = lit(DirectionalLight(), shape=Mesh(box((0.97, 0.97, 0.97)), Material(**WHITE)))
        frame = draw(engine, scene, transparent=True, outputs=("color", "object_id"))
        assert silhouette_iou(silhouette(frame.color), frame.object_id > 0) > 0.98
        return
    golden = shared_assets / "golden"
    trusted = {}
    for row in read_table(golden / "consensus.tsv"):
        if row["verdict"] == "ok":
            trusted.setdefault(row["scenario"], []).append(row["renderer"])
    for row in read_table(golden / "scenarios.tsv"):
        name = row["scenario"]
        if name not in GOLDEN:
            continue
        masks = []
        for renderer in trusted[name]:
            if not (golden / name / f"{renderer}.webp").exists():
                continue
            with Image.open(golden / name / f"{renderer}.webp") as picture:
                masks.append(silhouette(np.array(picture.convert("RGBA"))))
        median = np.mean(masks, axis=0) > 0.5
        model = min(path for path in shared_assets.rglob(f"{row['model']}.gl*") if "Draco" not in str(path))
        height, width = median.shape
        frame = draw(engine, load(model), camera_of(row), size=(width, height), transparent=True)
        assert silhouette_iou(silhouette(frame.color), median) >= 0.99, name


def read_table(path):
    with path.open() as file:
        return list(csv.DictReader(file, delimiter="\t"))


def camera_of(row):
    theta, phi = math.radians(float(row["theta_deg"])), math.radians(float(row["phi_deg"]))
    radius, target = float(row["radius"]), np.array([float(row[f"target_{axis}"]) for axis in "xyz"])
    out = np.array([math.sin(phi) * math.sin(theta), math.cos(phi), math.sin(phi) * math.cos(theta)])
    world = matrices.look_at(target + radius * out, target)
    return CameraView.from_matrix(world, yfov=math.radians(float(row["vfov_deg"])), znear=radius / 100)


def test_nodes_that_the_scene_does_not_reach_are_not_drawn():
    scene = tk.Scene()
    scene.add(tk.Mesh(tk.sphere(radius=0.3), tk.Material(base_color="#00ff00")))
    camera = scene.add(tk.PerspectiveCamera())
    camera.look_at((0, 0, 4), (0, 0, 0))
    options = {"camera": camera, "size": (64, 64), "outputs": ("color",), "engine": "filament"}
    alone = tk.render(scene, **options).color
    red = tk.Material(base_color="#ff0000")
    scene.declare(
        nodes=[*scene.nodes, tk.Node(mesh=tk.Mesh(tk.box(), red)), tk.Node(light=tk.PointLight(intensity=99))]
    )
    scene.alternates = [RootSet(roots=[tk.Node(mesh=tk.Mesh(tk.torus(), red))])]
    np.testing.assert_array_equal(tk.render(scene, **options).color, alone)
