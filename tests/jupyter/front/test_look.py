"""The browser's picture is the engine's: silhouettes and colours of one scene by one camera."""

from __future__ import annotations

import math

import numpy as np
import pytest

import threedkit as tk
from threedkit.render import fit_camera

pytestmark = [pytest.mark.browser, pytest.mark.engine]

SIZE = (320, 240)
LARGE = (480, 360)
IOU = 0.97
MODELS = (
    "AlphaBlendModeTest", "AnimatedMorphCube", "BoxVertexColors", "DirectionalLight", "EmissiveStrengthTest", "Fox",
    "MultiUVTest", "NegativeScaleTest", "NormalTangentTest", "OrientationTest", "SimpleInstancing", "SpecularTest",
    "TextureSettingsTest", "UnlitTest",
)  # fmt: skip


def balls(**environment) -> tk.Scene:
    scene = tk.Scene(environment=tk.Environment(**environment))
    scene.add(tk.Mesh(tk.sphere(radius=1), tk.Material(base_color="#ef6631", roughness=0.4)))
    scene.add(
        tk.Mesh(tk.box(), tk.Material(base_color=(0.8, 0.8, 0.8), metallic=1.0, roughness=0.2)), position=(2, 0, 0)
    )
    return scene


def sky() -> np.ndarray:
    radiance = np.zeros((64, 128, 3), np.float32)
    radiance[:32], radiance[32:] = (0.3, 0.5, 1.0), (0.3, 0.2, 0.1)
    radiance[12:24, 20:32] = 8
    radiance[:, 80:88] = (1, 0, 0)
    return radiance


def lit(lamp: tk.Light) -> tk.Scene:
    scene = tk.Scene(environment=tk.Environment(intensity=0.2))
    scene.add(tk.Mesh(tk.plane(), tk.Material(base_color=(0.8, 0.8, 0.8), roughness=0.9)), scale=(6, 6, 6))
    scene.add(
        tk.Mesh(tk.sphere(radius=0.5), tk.Material(base_color=(0.8, 0.3, 0.1), roughness=0.4)), position=(0.3, 0.6, 0)
    )
    scene.add(tk.Mesh(tk.box(), tk.Material(base_color=(0.1, 0.3, 0.8), roughness=0.4)), position=(-1, 0.5, 0.5))
    scene.add(lamp).look_at((2, 3, 2), (0, 0, 0))
    return scene


def veiled() -> tk.Scene:
    scene = tk.Scene(environment=tk.Environment(background_color=(0.5, 0.5, 0.5)))
    scene.add(
        tk.Mesh(tk.sphere(radius=0.5), tk.Material(base_color=(0.1, 0.9, 0.1), roughness=0.8)), position=(0.3, 0, 0)
    )
    for x, color in ((0, (0.9, 0.1, 0.1, 0.5)), (1, (0.1, 0.1, 0.9, 0.3))):
        material = tk.Material(base_color=color, alpha_mode="BLEND", roughness=0.8)
        scene.add(tk.Mesh(tk.box(), material), position=(x, 0, 1))
    return scene


def ortho() -> tuple[tk.Scene, tk.Node]:
    scene = balls(rotation=0.7, intensity=0.8)
    camera = scene.add(tk.OrthographicCamera(xmag=2.5, ymag=2.0, znear=0.1, zfar=20))
    camera.look_at((3, 4, 5), (0.5, 0, 0))
    return scene, camera


def facets() -> tk.Scene:
    """A ball of loose triangles, each with its own normal, as from an STL file."""
    scene = lit(tk.DirectionalLight(intensity=2))
    ball = tk.sphere(radius=0.5, segments=24, rings=12)
    loose = ball.positions[ball.triangles].astype(np.float32)
    normals = np.cross(loose[:, 1] - loose[:, 0], loose[:, 2] - loose[:, 0])
    normals /= np.linalg.norm(normals, axis=1, keepdims=True)
    stl = tk.Primitive(loose.reshape(-1, 3), normals=np.repeat(normals, 3, axis=0))
    scene.add(tk.Mesh(stl, tk.Material(base_color=(0.7, 0.7, 0.2), roughness=0.5)), position=(1.2, 0.6, 0.5))
    return scene


def one_sided(turned: bool) -> tk.Scene:
    """A pane above a floor, and its back to the sun where it is turned."""
    scene = lit(tk.DirectionalLight(intensity=2.5))
    pane = tk.Mesh(tk.plane(), tk.Material(base_color=(0.8, 0.3, 0.1), roughness=0.5))
    scene.add(pane, position=(1.5, 0.8, 1.5), rotation=(1, 0, 0, 0) if turned else (0, 0, 0, 1))
    return scene


SCENES = {
    "studio": (lambda: (balls(), None), 2.5),
    "turned sky": (lambda: (balls(radiance=sky(), rotation=0.6, background="environment"), None), 2.5),
    "plain colour": (lambda: (balls(background_color=(0.2, 0.4, 0.05)), None), 2.5),
    "orthographic": (ortho, 2.5),
    "sun": (lambda: (lit(tk.DirectionalLight(intensity=2.5, color=(1, 0.9, 0.7))), None), 2.5),
    "lamp": (lambda: (lit(tk.PointLight(intensity=12)), None), 2.5),
    "spot": (lambda: (lit(tk.SpotLight(intensity=30, inner_cone_angle=0.3, outer_cone_angle=0.5)), None), 2.5),
    "facets": (lambda: (facets(), None), 2.5),
    "pane": (lambda: (one_sided(turned=False), None), 0.6),
    "turned pane": (lambda: (one_sided(turned=True), None), 0.6),
    "veils": (lambda: (veiled(), None), 3.0),
}


def iou(a: np.ndarray, b: np.ndarray) -> float:
    return (a & b).sum() / max((a | b).sum(), 1)


@pytest.mark.parametrize("name", SCENES)
def test_generated_scenes_look_as_in_the_engine(name, bench):
    make, bound = SCENES[name]
    scene, camera = make()
    view = bench.open(scene, SIZE, camera)
    frame = tk.render(scene, size=SIZE, camera=camera, engine="filament", outputs=("color", "alpha"), time=0.0)
    picture = view.picture()
    assert np.abs(picture.astype(int) - frame.color[..., :3]).mean() < bound  # of 255
    if name != "veils":
        assert iou(view.silhouette(picture), frame.alpha > 0.5) >= IOU


@pytest.mark.parametrize("exposure", [1.0, 0.5])
def test_a_plain_colour_shines_through_glass(bench, exposure):
    scene = tk.Scene(environment=tk.Environment(intensity=0, background_color=(0.05, 0.4, 0.2)))
    glass = tk.Material(metallic=0, roughness=0, transmission=tk.Transmission(factor=1), ior=1.0)
    scene.add(tk.Mesh(tk.plane(), glass)).look_at((0, 0, 0), (0, 1, 0))
    view = bench.open(scene, SIZE, scene.add(tk.PerspectiveCamera()).look_at((0, 0, 3), (0, 0, 0)))
    view.told("shown")
    view.run("v.exposure = a", exposure)
    picture = view.picture().astype(int)
    assert view.run("return v.pick(...a)", [SIZE[0] / 2, SIZE[1] / 2]) is not None
    beside, through = picture[4, 4], picture[SIZE[1] // 2, SIZE[0] // 2]
    linear = exposure * np.array((0.05, 0.4, 0.2))
    assert beside == pytest.approx(255 * (1.055 * linear ** (1 / 2.4) - 0.055), abs=1)
    assert through == pytest.approx(beside, abs=3)


def test_normals_are_shown_of_what_has_none(bench):
    scene = tk.Scene()
    scene.add(tk.Primitive(positions=np.float32([(-1, -1, 0), (1, -1, 0), (0, 1, 0)])))
    view = bench.open(scene, SIZE, scene.add(tk.PerspectiveCamera()).look_at((0, 0, 3), (0, 0, 0)))
    view.run("v.shading = 'normals'")
    assert view.picture()[SIZE[1] // 2, SIZE[0] // 2] == pytest.approx((128, 128, 255), abs=2)


def test_models_look_as_in_the_engine(bench, shared_assets):
    """A dozen of Khronos' samples, those with an animation in the midst of it."""
    paths = [] if shared_assets is None else [path for name in MODELS for path in shared_assets.rglob(f"{name}.glb")]
    for path in paths:
        scene = tk.load(path)
        scene.environment = scene.environment or tk.Environment()
        time = 0.3 * scene.animations[0].duration if scene.animations else 0.0
        camera = fit_camera(scene, LARGE, time=time)
        view = bench.open(scene, LARGE, camera, time=time, clip=0 if scene.animations else None)
        frame = tk.render(scene, size=LARGE, camera=camera, time=time, engine="filament", outputs=("color", "alpha"))
        body = frame.alpha > 0.5
        picture = view.picture()
        assert np.abs(picture.astype(int) - frame.color[..., :3])[body].mean() < 6, (
            path.stem
        )  # of 255; most are below 3
        assert iou(view.silhouette(picture), body) >= IOU, path.stem
        view.run("m.dispose()")


def test_a_clipping_plane_cuts_the_engines_pictures_as_the_browsers(bench, suzanne, shared_assets):
    """A mesh at rest, instances, and one that is bent by bones."""
    paths = [suzanne]
    if shared_assets is not None:
        paths += [path for name in ("SimpleInstancing", "Fox") for path in shared_assets.rglob(f"{name}.glb")]
    for path in paths:
        scene = tk.load(path)
        scene.environment = scene.environment or tk.Environment()
        time = 0.3 * scene.animations[0].duration if scene.animations else 0.0
        clip, camera = 0 if scene.animations else None, fit_camera(scene, LARGE, time=time)
        middle = scene.bounds(time).mean(axis=0)
        plane = tk.Clipping.through(middle, (-0.3, 1, 0))
        view = bench.open(scene, LARGE, camera, time=time, clip=clip)
        view.run("v.clipping = a", plane._asdict())
        picture, cut = view.picture(), plane.cut(scene, time, clip)
        how = {"size": LARGE, "camera": camera, "time": time, "animation": clip, "engine": "filament"}
        frame = tk.render(cut, **how, outputs=("color", "alpha"))
        body = frame.alpha > 0.5
        assert body.sum() < 0.9 * (tk.render(scene, **how, outputs=("alpha",)).alpha > 0.5).sum(), path.stem
        assert np.abs(picture.astype(int) - frame.color[..., :3])[body].mean() < 6, path.stem
        assert iou(view.silhouette(picture), body) >= IOU, path.stem
        view.run("m.dispose()")


def test_exposure_multiplies_light_and_clips_it(bench):
    scene = balls(background_color=(0.2, 0.2, 0.2))
    view = bench.open(scene, SIZE)
    view.run("v.exposure = 2")
    frame = tk.render(scene, size=SIZE, engine="filament", exposure=2.0, time=0.0)
    assert np.abs(view.picture().astype(int) - frame.color[..., :3]).mean() < 2.5
    assert math.isclose(view.picture()[0, 0, 0], 255 * (1.055 * 0.4 ** (1 / 2.4) - 0.055), abs_tol=1.5)
