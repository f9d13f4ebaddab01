"""What the path tracer does beyond the engine contract: variants, emission, energy, warnings, what a move costs."""

from __future__ import annotations

import os
import subprocess
import sys

import numpy as np
import pytest

from threedkit.errors import EngineUnavailableError, FieldError, MissingPackageError
from threedkit.geometry import box, plane, sphere
from threedkit.render.engines.mitsuba import MitsubaEngine, variants
from threedkit.render.engines.mitsuba.energy import balance
from threedkit.render.engines.mitsuba.part import User
from threedkit.render.engines.mitsuba.sensor import sheet_range
from threedkit.render.engines.mitsuba.shapes import make_parts
from threedkit.render.engines.mitsuba.surfaces import Surfaces
from threedkit.render.engines.mitsuba.textures import uv_matrix
from threedkit.render.shot import Shot
from threedkit.scene import (
    DirectionalLight,
    Environment,
    Image,
    Material,
    Mesh,
    Primitive,
    Scene,
    Texture,
    TextureInfo,
)
from threedkit.testing.contract import furnace, matte, srgb, view
from threedkit.transforms import quaternions

pytestmark = pytest.mark.engine
UPRIGHT = tuple(quaternions.from_axis_angle((1, 0, 0), np.pi / 2))


@pytest.fixture(scope="module")
def engine():
    made = MitsubaEngine()
    yield made
    made.close()


def draw(engine, scene, camera=None, **values):
    loaded = engine.load(scene)
    frame = engine.draw(loaded, Shot(camera=camera or view(), **({"size": (64, 64), "time": None} | values)))
    loaded.close()
    return frame


# -- variants ---------------------------------------------------------------------------------------------------------


def test_the_environment_variable_names_the_variant(monkeypatch):
    for name in ("scalar", "scalar_rgb"):
        monkeypatch.setenv(variants.VARIABLE, name)
        assert variants.choose_variant() == "scalar_rgb"
    monkeypatch.setenv(variants.VARIABLE, "vulkan")
    with pytest.raises(EngineUnavailableError, match=r"vulkan.*scalar_rgb"):
        variants.choose_variant()
    assert "vulkan" in MitsubaEngine.probe()


def test_what_cannot_run_is_not_chosen(monkeypatch):
    monkeypatch.delenv(variants.VARIABLE, raising=False)
    monkeypatch.setattr(variants, "_why_not", lambda name: None if name == "scalar_rgb" else "no driver")
    assert variants.choose_variant() == "scalar_rgb"
    monkeypatch.setenv(variants.VARIABLE, "cuda")
    with pytest.raises(EngineUnavailableError, match="cuda cannot run here: no driver"):
        variants.choose_variant()


def test_old_llvm_is_never_trusted(monkeypatch, tmp_path):
    for name, version in (("libLLVM-15.so.1", 15), ("libLLVM.so.19.1", 19), ("libLLVM-14.so", 14), ("libLTO.so", None)):
        assert variants._llvm_version(tmp_path / name) == version
    (tmp_path / "elsewhere").mkdir()
    old = tmp_path / "elsewhere" / "libLLVM-15.so"
    monkeypatch.setenv("DRJIT_LIBLLVM_PATH", str(old))
    assert "which is not there" in variants._why_not_llvm()
    old.touch()
    assert "LLVM 15" in variants._why_not_llvm()
    monkeypatch.delenv("DRJIT_LIBLLVM_PATH")
    (tmp_path / "libLLVM-16.so").touch()
    monkeypatch.setattr(variants, "_LLVM_FOLDERS", (str(tmp_path),))
    assert "apt-get install libllvm19" in variants._why_not_llvm()
    (tmp_path / "libLLVM.so.19.1").touch()
    assert variants._why_not_llvm() is None


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        ("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)", "the NVIDIA driver crashed (SIGSEGV)"),
        ("import time; time.sleep(60)", "did not answer within 0.5 s"),
        ("print('the NVIDIA driver finds no device'); raise SystemExit(1)", "finds no device"),
        ("", None),
    ],
)
def test_a_driver_is_asked_in_a_process_of_its_own(monkeypatch, tmp_path, script, reason):
    check = tmp_path / "check.py"
    check.write_text(script)
    monkeypatch.setattr(variants, "_CUDA_CHECK", check)
    monkeypatch.setattr(variants, "_CUDA_TIMEOUT", 0.5 if "sleep" in script else 30.0)
    found = variants._why_not_cuda.__wrapped__()
    assert found is None if reason is None else reason in found


def test_the_check_of_the_driver_says_what_it_found():
    done = subprocess.run([sys.executable, "-I", variants._CUDA_CHECK], capture_output=True, text=True, check=False)
    assert (done.returncode == 0) == (done.stdout == "")
    assert done.stderr == ""


def test_frames_name_the_variant(engine):
    frame = draw(engine, Scene(), size=(4, 4), samples=1, seed=9)
    assert (frame.meta["variant"], frame.meta["seed"], frame.meta["engine"]) == (engine.variant, 9, "mitsuba")
    assert frame.meta["driver"].split()[0] == {"llvm": "LLVM", "cuda": "NVIDIA"}.get(engine.variant[:4], "")
    assert variants.driver_of("scalar_rgb") == ""


def test_the_users_own_variant_stays_current(engine):
    mi = variants.load_mitsuba()
    for mine in ("scalar_rgb", "scalar_spectral", engine.variant):
        mi.set_variant(mine)
        draw(engine, Scene(), size=(4, 4), samples=1)
        assert mi.variant() == mine


def test_without_mitsuba_the_command_is_named():
    code = (
        "import sys; sys.modules['mitsuba'] = None\n"
        "from threedkit.render.engines.mitsuba import MitsubaEngine\n"
        "print(MitsubaEngine.probe())"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "pip install 'threedkit[pathtrace]'" in done.stdout
    assert issubclass(MissingPackageError, ImportError)


def test_importing_the_engine_does_not_import_mitsuba():
    code = "import sys, threedkit.render.engines.mitsuba; print('mitsuba' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"


# -- energy -----------------------------------------------------------------------------------------------------------


def test_balance_gives_back_what_metals_lose():
    gains = [balance((1.0, 1.0, 1.0), 1.0, roughness)[0] for roughness in (0.0, 0.25, 0.5, 1.0)]
    assert gains == sorted(gains)
    assert gains[0] == 1.0
    assert balance(np.full((4, 3), 0.5), np.ones(4), np.linspace(0, 1, 4)).shape == (4, 3)


def test_nothing_in_nothing_out():
    assert balance((0.0, 0.0, 0.0), 1.0, 1.0).tolist() == [0, 0, 0]


# -- emission and alpha -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("znear", [1e-3, 0.1, 2.0])
@pytest.mark.parametrize("far", [0.0, 5000.0])
def test_glowing_surfaces_are_seen_where_the_environment_is_not(engine, znear, far):
    scene = furnace(0.3, background_color=(0.0, 0.0, 0.1))
    scene.add(Mesh(box(), matte((0, 0, 0), roughness=0.5, emissive=(0.0, 0.5, 0.0))), position=(far - 0.6, 0, 0))
    scene.add(Mesh(box(), matte()), position=(far + 0.6, 0, 0))
    for kind in ({}, {"kind": "orthographic", "xmag": 1.8, "ymag": 1.8, "zfar": 20.0}):
        camera = view((far, 0, 5), (far, 0, 0), znear=znear, **kind)
        frame = draw(engine, scene, camera, transparent=True, outputs=("color", "object_id", "depth"))
        # A pixel whose middle is covered is covered by a half, or in a corner by a quarter.
        assert frame.color[frame.object_id > 0, 3].min() > 56
        assert (frame.color[28:36, 18:24, 3] == 255).all()
        assert frame.color[2, 2].tolist() == [0, 0, 0, 0]
        # 0.5 of its own, and what its surface reflects of 0.3
        assert abs(int(frame.color[32, 20, 1]) - srgb(0.51)) < 4
        assert abs(frame.depth[32, 20] - 4.5) < 1e-3
        assert abs(int(draw(engine, scene, camera).color[2, 2, 2]) - srgb(0.1)) <= 1


def test_a_glowing_surface_lights_its_neighbours(engine):
    scene = Scene(environment=None)
    scene.add(Mesh(box((4, 4, 0.1)), matte()), position=(0, 0, -1))
    dark = draw(engine, scene).color[32, 32, 1]
    lamp = matte((0, 0, 0), emissive=(1, 1, 1), emissive_strength=8.0)
    scene.add(Mesh(sphere(radius=0.3), lamp), position=(0, 0.9, -0.4))
    assert dark == 0
    assert draw(engine, scene).color[32, 32, 1] > 80


def test_emission_of_a_blended_surface_fades_with_it(engine):
    scene = Scene(environment=None)
    material = matte((0, 0, 0, 0.5), emissive=(0.8, 0.8, 0.8), alpha_mode="BLEND")
    scene.add(Mesh(plane(size=4.0), material), rotation=UPRIGHT)
    assert abs(draw(engine, scene).color[20:44, 20:44, 1].mean() - srgb(0.4)) < 4


def test_light_falls_through_the_holes_of_a_mask(engine):
    pixels = np.full((8, 8, 4), 255, np.uint8)
    pixels[:, :4, 3] = 0
    scene = Scene(environment=None)
    scene.add(Mesh(box((4, 4, 0.1)), matte()), position=(0, 0, -1))
    mask = matte(base_color_texture=Texture(Image.from_array(pixels)), alpha_mode="MASK")
    scene.add(Mesh(plane(size=1.5), mask), rotation=UPRIGHT, position=(0, 1, 1))
    sun = scene.add(DirectionalLight(intensity=2.0))
    sun.rotation = tuple(quaternions.from_axis_angle((1, 0, 0), -np.pi / 4))
    # From above at 45 degrees: the card's shadow lies around y = -0.95 on the wall, 14 pixels below the middle.
    row = draw(engine, scene).color[46, :, 1].astype(int)
    assert abs(row[24:31].mean() - row[10:18].mean()) < 4
    assert row[28] > 2 * row[37]


# -- shapes -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("primitive", "closed"),
    [
        (sphere(), True),
        (box((1, 2, 3)), True),
        (plane(), False),
        (sphere(radius=1e-3), True),
        (sphere(radius=1e4), True),
    ],
)
def test_closed_meshes_are_told_from_open_ones(engine, primitive, closed):
    assert part(engine, primitive).is_closed == closed


def test_a_tube_and_a_holed_sphere_are_open(engine):
    whole = sphere()
    tube = Primitive(positions=whole.positions, indices=whole.triangles[64 * 2 : -64 * 2].ravel().astype(np.uint32))
    assert not part(engine, tube).is_closed
    holed = Primitive(positions=whole.positions, indices=whole.triangles[200:].ravel().astype(np.uint32))
    assert not part(engine, holed).is_closed


def part(engine, primitive):
    scene = Scene()
    scene.add(Mesh(primitive, matte()), position=(100, 0, 0))
    with variants.using(engine.variant) as mi:
        (made,) = make_parts(Surfaces(mi), (User(scene.mesh_nodes[0], 1),), primitive)
        made.place(mi, scene.pose(None), np.zeros(3))
    return made


def test_nodes_that_share_a_mesh_and_stand_still_are_drawn_as_one(engine):
    """Same picture and ids as those of nodes that have meshes of their own; a mirrored and a hidden one among them."""
    frames = []
    outputs = ("color", "object_id", "normal", "position", "uv")
    for shares in (True, False):
        scene = furnace(0.5)
        shared = Mesh(box((0.5, 0.5, 0.5)), matte((0.8, 0.4, 0.2), double_sided=False))
        for index in range(6):
            mesh = shared if shares else Mesh(box((0.5, 0.5, 0.5)), matte((0.8, 0.4, 0.2), double_sided=False))
            node = scene.add(mesh, position=(-1.4 + 0.8 * (index % 4), 0.7 * (index // 4), 0))
            node.scale = (-1.0, 1.0, 1.0) if index == 2 else (1.0, 1.2, 1.0)
            node.rotation = tuple(quaternions.from_axis_angle((0, 1, 0), 0.3 * index))
            node.visible = index != 3
        loaded = engine.load(scene)
        assert len(loaded._all) == (2 if shares else 6)  # the hidden one by itself
        frames.append(engine.draw(loaded, Shot(camera=view(), size=(96, 96), samples=32, time=None, outputs=outputs)))
        loaded.close()
    one, other = frames
    assert sorted(np.unique(one.object_id)) == [0, 1, 2, 3, 5, 6]
    assert (one.object_id == other.object_id).mean() > 0.999
    same = (one.object_id == other.object_id) & (one.object_id > 0)
    for name, bound in (("normal", 1e-5), ("position", 1e-4), ("uv", 1e-4)):
        assert np.abs(one.image(name)[same] - other.image(name)[same]).max() < bound
    assert np.abs(one.color[same].astype(float) - other.color[same]).mean() < 2.5  # noise
    assert abs(one.color[same].astype(float).mean() - other.color[same].mean()) < 0.3


def test_what_is_inside_out_shows_its_far_side(engine):
    """glTF culls back faces, and those of a closed mesh that is inside out are the near ones."""
    whole = sphere(radius=1.0)
    turned = Primitive(positions=whole.positions, normals=-whole.normals, indices=whole.triangles[:, ::-1].ravel())
    for primitive, depth in ((whole, 4.0), (turned, 6.0)):
        scene = furnace(0.5)
        scene.add(Mesh(primitive, matte(double_sided=False)))
        assert draw(engine, scene, outputs=("depth",), samples=1).depth[32, 32] == pytest.approx(depth, abs=0.02)


def test_rough_metals_take_their_colour_from_the_vertices_as_from_the_factor(engine):
    color, found = (0.5, 0.2, 0.05), []
    for painted in (False, True):
        primitive = plane(size=4.0)
        if painted:
            primitive.colors = (np.tile(np.float32(color), (primitive.vertex_count, 1)),)
        scene = furnace(0.5)
        material = matte((1, 1, 1) if painted else color, metallic=1.0)
        scene.add(Mesh(primitive, material), rotation=UPRIGHT)
        found.append(draw(engine, scene, outputs=("radiance",)).radiance[20:44, 20:44].mean(axis=(0, 1)))
    assert found[1] == pytest.approx(found[0], rel=0.02)


def test_a_camera_inside_of_one_of_many_sees_its_back_faces_culled(engine):
    """Only the one that it is inside of loses its near sides; the others keep all of theirs."""
    scene = furnace(0.5)
    shell = Mesh(box(), matte(double_sided=False))
    for x in (0.0, 3.0):
        scene.add(shell, position=(x, 0, 0))
    loaded = engine.load(scene)
    shot = Shot(camera=view((0.1, 0, 0.1), (3, 0, 0)), size=(32, 32), samples=4, time=None, outputs=("object_id",))
    assert engine.draw(loaded, shot).object_id[16, 16] == 2
    (only,) = loaded.parts
    assert only._shown[: len(only._shown) // 2].sum() == 0
    assert only._shown[len(only._shown) // 2 :].all()
    loaded.close()


def test_normal_maps_lean_the_same_way_on_mirrored_texture_coordinates(engine):
    """+X of the map is the way in which u grows, +Y is up in the image, mirrored or not."""
    pixels = np.full((4, 4, 3), (128, 230, 190), np.uint8)  # leans up the image
    upward = Texture(Image.from_array(pixels))
    levels = []
    for mirror in (1.0, -1.0):
        card = plane(size=2.0)
        card.texcoords = (card.texcoords[0] * np.array((mirror, 1.0), np.float32),)
        card.tangents = None
        scene = Scene(environment=None)
        scene.add(Mesh(card, matte(normal_texture=upward)), rotation=UPRIGHT)
        lamp = scene.add(DirectionalLight(intensity=3.0))
        row = []
        for angle in (-np.pi / 4, np.pi / 4):  # from above, from below
            lamp.rotation = tuple(quaternions.from_axis_angle((1, 0, 0), angle))
            row.append(int(draw(engine, scene).color[32, 32, 1]))
        levels.append(row)
    assert levels[0][0] > levels[0][1] + 50
    assert np.abs(np.subtract(*levels)).max() <= 3


def test_the_camera_moves_without_a_new_scene(engine):
    scene = Scene()
    scene.add(Mesh(sphere(), matte(double_sided=False)))
    loaded = engine.load(scene)
    engine.draw(loaded, Shot(camera=view(), size=(8, 8), samples=1))
    built = loaded.scene
    for eye in ((4, 0, 1), (0, 5, 0.1), (0, 0, -4)):
        engine.draw(loaded, Shot(camera=view(eye), size=(8, 8), samples=1, seed=2))
    assert loaded.scene is built
    loaded.close()


def test_only_what_the_time_asks_for_is_posed(engine):
    scene = Scene()
    scene.add(Mesh(sphere(), matte()))
    loaded = engine.load(scene)
    built = None
    for time in (0.0, 1.0, None):
        engine.draw(loaded, Shot(camera=view(), size=(8, 8), samples=1, time=time))
        assert built is None or loaded.scene is built
        built = loaded.scene
    loaded.close()


# -- what is lost is named --------------------------------------------------------------------------------------------


def test_extensions_that_are_not_drawn_are_named(engine):
    material = Material(dispersion=1.0, iridescence=1.0, emissive_strength=4.0)
    scene = Scene()
    scene.add(Mesh(sphere(), material), name="film")
    with pytest.warns(UserWarning, match="KHR_materials_dispersion of what is not solid .*: mesh 'film'") as caught:
        draw(engine, scene, size=(4, 4), samples=1)
    assert len(caught) == 1


def test_emissive_strength_multiplies(engine):
    scene = Scene(environment=None)
    scene.add(Mesh(box(), matte((0, 0, 0), emissive=(0.1, 0.1, 0.1), emissive_strength=4.0)))
    assert np.abs(draw(engine, scene).color[32, 32, :3] - srgb([0.4] * 3)).max() <= 1


def test_a_missing_animation_is_refused_though_nothing_moves(engine):
    loaded = engine.load(Scene())
    with pytest.raises((FieldError, KeyError)):
        engine.draw(loaded, Shot(camera=view(), size=(8, 8), animation="Walk"))
    loaded.close()


def test_scenes_far_from_the_origin_look_the_same(engine):
    pictures = []
    for far in (0.0, 4096.0):  # a shift that float32 holds exactly
        scene = Scene()
        scene.add(Mesh(sphere(), matte((0.3, 0.5, 0.8))), position=(far, 0, 0))
        scene.add(DirectionalLight(intensity=1.0))
        frame = draw(engine, scene, view((far, 0, 5), (far, 0, 0)), outputs=("color", "position"), samples=16)
        pictures.append((frame.color, frame.position - np.array((far, 0, 0))))
    (near_color, near_position), (far_color, far_position) = pictures
    assert np.abs(near_color.astype(int) - far_color).mean() < 0.2
    assert np.nanmax(np.abs(near_position - far_position)) < 1e-3  # float32 at 4 km: 0.5 mm


# -- small parts ------------------------------------------------------------------------------------------------------


def test_uv_matrix_is_the_rule_of_texture_info():
    info = TextureInfo(
        Image.from_array(np.zeros((1, 1, 3), np.uint8)), offset=(0.1, 0.2), rotation=0.3, scale=(2.0, 3.0)
    )
    u, v = 0.4, 0.7
    cosine, sine = np.cos(0.3), np.sin(0.3)
    expected = np.array([0.1, 0.2]) + np.array([[cosine, sine], [-sine, cosine]]) @ (2.0 * u, 3.0 * v)
    assert np.allclose((uv_matrix(info) @ (u, v, 1))[:2], expected)


def test_the_sheet_hangs_where_rays_have_started_and_data_has_not():
    for camera in (view(), view((0, 0, 5000.0), znear=1e-3), view(kind="orthographic", znear=0.0, zfar=9.0)):
        start, sheet, end = sheet_range(camera)
        assert start < sheet < end


def test_an_environment_without_light_is_dark(engine):
    for environment in (Environment(intensity=0.0), Environment(radiance=np.zeros((4, 8, 3), np.float32))):
        scene = Scene(environment=environment)
        scene.add(Mesh(sphere(), matte()))
        assert draw(engine, scene, transparent=True).color[32, 32].tolist() == [0, 0, 0, 255]


@pytest.mark.parametrize(
    ("threads", "says"), [("1", "1"), ("none", "THREEDKIT_THREADS must be a whole number above 0")]
)
def test_threads_are_limited_by_the_environment(threads, says):
    code = (
        "import drjit\n"
        "from threedkit.errors import EngineUnavailableError\n"
        "from threedkit.render.engines.mitsuba import MitsubaEngine\n"
        "try:\n    MitsubaEngine()\n    print(drjit.thread_count())\n"
        "except EngineUnavailableError as error:\n    print(error)\n"
    )
    environment = {**os.environ, "THREEDKIT_THREADS": threads}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.startswith(says)
