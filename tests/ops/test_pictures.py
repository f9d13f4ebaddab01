"""Operations that must not change the picture do not: drawn before and after by Filament, small."""

from __future__ import annotations

import numpy as np
import pytest

import threedkit as tk
from threedkit.testing import rmse, silhouette_iou

pytestmark = pytest.mark.engine

OPTIONS = {"size": (160, 120), "engine": "filament", "outputs": ("color", "object_id", "normal")}
STEPS = (
    ["weld"],
    ["flatten"],
    ["join:flatten=yes"],
    ["instance:minimum=2"],
    ["lod:levels=1"],
    ["weld:tolerance=0.00001", "tangents:overwrite=yes", "instance:minimum=2", "join"],
)


def garden() -> tk.Scene:
    """Trees of three materials on a lawn: loose triangles, shared meshes, mirrored and hidden ones, groups."""
    scene = tk.Scene()
    leaf, bark = tk.Material(base_color="#3a7d2c"), tk.Material(base_color="#6b4a2b")
    bumps = np.random.default_rng(1).integers(110, 146, (32, 32, 3), dtype=np.uint8)
    bumps[..., 2] = 255
    lawn = tk.Material(base_color="#88aa55", normal_texture=bumps, roughness=0.6)
    crown = tk.cone(radius=0.5, height=1.2)
    loose = tk.Primitive(crown.positions[crown.indices], normals=crown.normals[crown.indices], material=leaf)
    trunk = tk.cylinder(radius=0.1, height=0.6)
    trunk.material = bark
    trees = [tk.Mesh(loose, name="crown"), tk.Mesh(trunk, name="trunk")]
    scene.add(tk.Mesh(tk.plane(size=(6, 6), segments=4), lawn), name="lawn")
    for i in range(6):
        group = scene.add(tk.Node(position=(i % 3 * 1.8 - 1.8, 0, i // 3 * 1.8 - 1), visible=i != 4))
        group.scale = (-1.2, 1.2, 1.2) if i == 2 else (1, 1, 1)
        group.add(trees[0], position=(0, 1.2, 0))
        group.add(trees[1], position=(0, 0.3, 0))
    scene.add(tk.DirectionalLight(intensity=2)).look_at((3, 5, 4), (0, 0, 0))
    camera = scene.add(tk.PerspectiveCamera(yfov=0.7), name="camera")
    camera.look_at((3, 4, 7), (0, 0.4, 0))
    return scene


@pytest.fixture(scope="module")
def original():
    return tk.render(garden(), camera="camera", **OPTIONS)


@pytest.mark.parametrize("steps", STEPS, ids=" ".join)
def test_the_picture_stays(original, steps):
    scene = tk.ops.apply(garden(), steps)
    picture = tk.render(scene, camera="camera", **OPTIONS)
    assert silhouette_iou(original.object_id > 0, picture.object_id > 0) > 0.999
    assert rmse(original.color, picture.color) < 0.5  # of 255
    np.testing.assert_allclose(original.normal, picture.normal, atol=0.02)
