"""Small scenes that hold each feature once, by name: for the golden pictures and for engine against engine.

Each thing has a node of its own whose name is the feature's, so that a picture can be judged feature by feature by its
object ids.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

import threedkit as tk
from threedkit.render import CameraView
from threedkit.scene import Instances
from threedkit.transforms import matrices, quaternions

if TYPE_CHECKING:
    from collections.abc import Callable

STEP = 2.5
"""Metres between things of a table."""


class View(NamedTuple):
    """A scene, where it is seen from, and when."""

    scene: tk.Scene
    camera: CameraView
    size: tuple[int, int] = (160, 120)
    time: float | None = None


def materials() -> View:
    """Balls, one for each kind of material, before a wall of the studio's light."""
    base = {"base_color": (0.7, 0.3, 0.2), "metallic": 0.0, "roughness": 0.4}
    metal = {"base_color": (0.9, 0.7, 0.4), "metallic": 1.0}
    glass = {"base_color": (1, 1, 1), "metallic": 0.0, "roughness": 0.0, "transmission": 1.0}
    found = {
        "matte": tk.Material(**base | {"roughness": 1.0}),
        "plastic": tk.Material(**base),
        "rough metal": tk.Material(**metal, roughness=0.6),
        "mirror": tk.Material(**metal, roughness=0.05),
        "KHR_materials_anisotropy": tk.Material(**metal, roughness=0.4, anisotropy=0.8),
        "KHR_materials_clearcoat": tk.Material(**base | {"roughness": 0.8}, clearcoat=tk.Clearcoat(roughness=0.1)),
        "KHR_materials_diffuse_transmission": tk.Material(**base, diffuse_transmission=0.6),
        "KHR_materials_emissive_strength": tk.Material(
            **base, emissive=(0.2, 0.3, 0.1), emissive_texture=checker((4, 8), seed=5), emissive_strength=1.5
        ),
        "KHR_materials_ior": tk.Material(**base, ior=2.2),
        "KHR_materials_sheen": tk.Material(**base, sheen=tk.Sheen(color=(0.9, 0.8, 1.0), roughness=0.4)),
        "KHR_materials_specular": tk.Material(**base, specular=tk.Specular(factor=1.0, color=(0.2, 0.5, 1.0))),
        "KHR_materials_transmission": tk.Material(**glass | {"roughness": 0.2}),
        "KHR_materials_volume": tk.Material(
            **glass, volume=tk.Volume(thickness=1.6, attenuation_distance=1.0, attenuation_color=(0.3, 0.8, 0.4))
        ),
        "KHR_materials_unlit": tk.Material(base_color=(0.2, 0.5, 0.6), unlit=True),
        "KHR_materials_iridescence": tk.Material(
            **base, iridescence=tk.Iridescence(factor=1.0, thickness_minimum=100, thickness_maximum=400)
        ),
        "KHR_materials_dispersion": tk.Material(**glass, ior=1.6, dispersion=3.0, volume=tk.Volume(thickness=1.6)),
    }
    scene = tk.Scene(environment=tk.Environment(background="environment"))
    for name, place, material in zip(found, table(4, 4), found.values(), strict=True):
        scene.add(tk.Mesh(tk.sphere(radius=0.8), material), name=name, position=place)
    return View(scene, ahead(4 * STEP), (192, 192))


def surfaces() -> View:
    """Squares, one for each way of texturing or blending, under one lamp and even light."""
    picture = checker((6, 8), seed=1)
    info = tk.TextureInfo
    white = {"base_color": (0.9, 0.9, 0.9), "metallic": 0.0, "roughness": 1.0}
    bumps = np.stack([checker((4, 4), seed=2)[..., 0] // 4 + 96, checker((4, 4), seed=3)[..., 0] // 4 + 96], axis=-1)
    normals = np.concatenate([bumps, np.full((*bumps.shape[:2], 1), 245, np.uint8)], axis=-1).astype(np.uint8)
    holes = np.concatenate([picture, checker((6, 8), seed=4)[..., :1]], axis=-1)
    found = {
        "texture": tk.Material(**white, base_color_texture=picture),
        "KHR_texture_transform": tk.Material(
            **white, base_color_texture=info(picture, offset=(0.2, 0.1), rotation=0.5, scale=(1.7, 0.6))
        ),
        "texcoord 1": tk.Material(**white, base_color_texture=info(picture, texcoord=1)),
        "vertex colours": tk.Material(**white),
        "normal map": tk.Material(**white, normal_texture=normals),
        "occlusion map": tk.Material(**white | {"base_color": (0.4, 0.6, 0.8)}, occlusion_texture=picture),
        "metallic-roughness map": tk.Material(base_color=(0.8, 0.6, 0.5), metallic_roughness_texture=picture),
        "MASK": tk.Material(**white, base_color_texture=holes, alpha_mode="MASK", alpha_cutoff=0.5),
        "BLEND": tk.Material(**white | {"base_color": (0.2, 0.3, 0.9, 0.5)}, alpha_mode="BLEND"),
        "BLEND map": tk.Material(**white, base_color_texture=holes, alpha_mode="BLEND"),
        "double-sided": tk.Material(**white | {"base_color": (0.3, 0.8, 0.3)}, double_sided=True),
        "single-sided": tk.Material(**white | {"base_color": (0.8, 0.2, 0.2)}),
    }
    scene = tk.Scene(environment=even(0.4))
    scene.add(tk.DirectionalLight(intensity=1.5)).look_at((1, 2, 3), (0, 0, 0))
    for name, place, material in zip(found, table(4, 3), found.values(), strict=True):
        square = upright(2.0)
        if name == "vertex colours":
            square.colors = np.array([(1, 0, 0), (0, 1, 0), (0, 0, 1), (1, 1, 0)], np.float32)
        turned = tuple(quaternions.from_axis_angle((0, 1, 0), np.pi)) if name.endswith("sided") else (0, 0, 0, 1)
        scene.add(tk.Mesh(square, material), name=name, position=place, rotation=turned)
    # A wall behind, so that what is seen through is not the background.
    wall = upright(12.0)
    scene.add(tk.Mesh(wall, tk.Material(**white | {"base_color": (0.6, 0.5, 0.3)})), name="wall", position=(0, 0, -0.5))
    return View(scene, ahead(3 * STEP))


def shapes() -> View:
    """What moves and bends: a skin, a morph target, instances, mirrored and animated nodes, half a second in."""
    paint = {"metallic": 0.0, "roughness": 0.7}
    scene = tk.Scene(environment=even(0.5))
    scene.add(tk.DirectionalLight(intensity=1.5)).look_at((1, 2, 3), (0, 0, 0))
    skin, morph, many, mirrored, turning, still = table(3, 2)
    channels = [_bar(scene, skin, tk.Material(base_color=(0.8, 0.5, 0.2), **paint))]
    ball = tk.sphere(radius=0.7)
    ball.targets = (tk.MorphTarget(positions=(ball.positions * (0.5, -0.6, 0.0)).astype(np.float32)),)
    squeezed = scene.add(tk.Mesh(ball, tk.Material(base_color=(0.3, 0.7, 0.3), **paint)), name="morph", position=morph)
    channels.append(_channel(squeezed, "weights", [(0.0,), (1.0,)]))
    spots = np.array([(x, y, 0.0) for x in (-0.6, 0.0, 0.6) for y in (-0.6, 0.0, 0.6)], np.float32)
    instanced = scene.add(
        tk.Mesh(tk.box((0.4, 0.4, 0.4)), tk.Material(base_color="#4477cc", **paint)), name="instances"
    )
    instanced.position, instanced.instances = many, Instances(translation=spots)
    wedge = tk.Material(base_color=(0.7, 0.3, 0.6), **paint)
    scene.add(tk.Mesh(tk.cone(0.6, 1.4), wedge), name="negative scale", position=mirrored, scale=(-1, -1, 1))
    box = scene.add(tk.Mesh(tk.box((1.1, 1.1, 1.1)), tk.Material(base_color=(0.2, 0.6, 0.7), **paint)), name="turning")
    box.position = turning
    channels.append(_channel(box, "rotation", [quaternions.from_axis_angle((1, 2, 0), angle) for angle in (0.0, 1.2)]))
    scene.add(
        tk.Mesh(tk.torus(0.55, 0.25), tk.Material(base_color=(0.8, 0.8, 0.3), **paint)), name="still", position=still
    )
    scene.animations = [tk.Animation(channels=tuple(channels))]
    return View(scene, ahead(2.5 * STEP), time=0.5)


def parallel() -> View:
    """The same seen by an orthographic camera."""
    seen = shapes()
    place = matrices.look_at((3, 4, 9), (0, 0, 0))
    camera = CameraView.from_matrix(place, kind="orthographic", xmag=4.0, ymag=3.0, znear=0.1, zfar=40.0)
    return seen._replace(camera=camera)


def lamps() -> dict[str, Callable[[], View]]:
    """A ball and a box under each kind of light alone, by name."""
    sun, bulb = tk.DirectionalLight(intensity=2.5), tk.PointLight(intensity=30.0, color=(1, 0.8, 0.6))
    spot = tk.SpotLight(intensity=60.0, inner_cone_angle=0.3, outer_cone_angle=0.5)
    ramp = np.linspace(1.6, 0.1, 32, dtype=np.float32)[:, None, None] * np.ones((32, 64, 3), np.float32)
    ramp[:, 48:] *= (0.4, 0.7, 1.0)
    return {
        "directional": lambda: _stage(None, sun),
        "two directionals": lambda: _stage(None, sun, tk.DirectionalLight(intensity=1.0, color=(0.5, 0.6, 1))),
        "point": lambda: _stage(None, bulb),
        "spot": lambda: _stage(None, spot),
        "even environment": lambda: _stage(even(0.8)),
        "environment": lambda: _stage(tk.Environment(radiance=ramp, intensity=0.8, rotation=0.9)),
        "studio": lambda: _stage(tk.Environment()),
    }


def _stage(environment: tk.Environment | None, *lights: tk.Light) -> View:
    """A ball and a box; on a floor under lamps. Light from all around is on them alone: a floor would be in its way."""
    scene = tk.Scene(environment=environment)
    if lights:
        # The floor is dark: what it sends on to the others, a rasteriser does not draw.
        floor = tk.Material(base_color=(0.12, 0.12, 0.12), metallic=0.0, roughness=1.0)
        scene.add(tk.Mesh(tk.plane(size=(9, 9)), floor), name="floor")
    red = tk.Material(base_color=(0.8, 0.3, 0.2), metallic=0.0, roughness=0.6)
    blue = tk.Material(base_color=(0.2, 0.5, 0.8), metallic=0.0, roughness=0.6)
    scene.add(tk.Mesh(tk.sphere(radius=0.8), red), name="ball", position=(-1.2, 0.8, 0))
    scene.add(tk.Mesh(tk.box((1, 1, 1)), blue), name="box", position=(1.2, 0.5, 0.3))
    for light, eye in zip(lights, ((2, 4, 3), (-3, 3, 2)), strict=False):
        scene.add(light).look_at(eye, (0, 0, 0))
    place = matrices.look_at((1.5, 3.0, 6.0), (0, 0.4, 0))
    return View(scene, CameraView.from_matrix(place, yfov=0.7, znear=0.1, zfar=50.0))


def table(columns: int, rows: int) -> list[tuple[float, float, float]]:
    """Places in the plane z = 0, row by row from the upper left."""
    return [
        ((column - (columns - 1) / 2) * STEP, ((rows - 1) / 2 - row) * STEP, 0.0)
        for row in range(rows)
        for column in range(columns)
    ]


def ahead(height: float) -> CameraView:
    """A camera on +Z that sees this many metres of the plane z = 0 from top to bottom."""
    yfov = 0.35
    distance = height / 2 / np.tan(yfov / 2)
    return CameraView.from_matrix(matrices.look_at((0, 0, distance), (0, 0, 0)), yfov=yfov, znear=1.0, zfar=100.0)


def even(radiance: float) -> tk.Environment:
    """The same light from everywhere."""
    return tk.Environment(radiance=np.full((16, 32, 3), radiance, np.float32))


def checker(shape: tuple[int, int], *, seed: int) -> np.ndarray:
    """Coloured fields of 8 x 8 pixels, uint8."""
    fields = np.random.default_rng(seed).integers(30, 255, (*shape, 3))
    return np.kron(fields, np.ones((8, 8, 1))).astype(np.uint8)


def upright(size: float) -> tk.Primitive:
    """A square that faces +Z, with two sets of coordinates: the second is mirrored and twice as fine."""
    half = size / 2
    corners = np.array([(-half, -half, 0), (half, -half, 0), (half, half, 0), (-half, half, 0)], np.float32)
    first = np.array([(0, 1), (1, 1), (1, 0), (0, 0)], np.float32)
    second = np.array([(2, 2), (0, 2), (0, 0), (2, 0)], np.float32)
    facing = np.tile(np.array((0, 0, 1), np.float32), (4, 1))
    return tk.Primitive(corners, normals=facing, texcoords=[first, second], indices=[0, 1, 2, 0, 2, 3])


def _bar(scene: tk.Scene, place: tuple[float, float, float], material: tk.Material) -> tk.Channel:
    bar = tk.box((0.4, 2.0, 0.4), segments=(1, 12, 1))
    upper = np.clip(bar.positions[:, 1] * 2 + 0.5, 0, 1).astype(np.float32)
    bar.joints = (np.tile(np.array([0, 1, 0, 0], np.uint8), (len(upper), 1)),)
    bar.weights = (np.stack([1 - upper, upper, 0 * upper, 0 * upper], axis=1),)
    root = scene.add(tk.Node(name="root"), position=place)
    elbow = root.add(tk.Node(name="elbow"))
    skin = tk.Skin(joints=(root, elbow), inverse_bind_matrices=np.stack([np.eye(4)] * 2))
    scene.add(tk.Mesh(bar, material), name="skin", skin=skin)
    return _channel(elbow, "rotation", [quaternions.from_axis_angle((0, 0, 1), angle) for angle in (0.0, -1.5)])


def _channel(node: tk.Node, path: str, values: list) -> tk.Channel:
    times = np.array([0, 1], np.float32)
    return tk.Channel(node=node, path=path, times=times, values=np.array(values, np.float32))


SCENES: dict[str, Callable[[], View]] = {
    "materials": materials,
    "surfaces": surfaces,
    "shapes": shapes,
    "parallel": parallel,
    **lamps(),
}
"""Every scene by name."""
