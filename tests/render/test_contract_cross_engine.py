"""The same scene in filament and mitsuba, feature by feature: they agree within what a rasteriser cannot do.

A bound is on the mean distance in linear light (0 to 1) over the pixels of one thing, in blocks of 4 by 4 pixels. All
bounds hold these two: noise of the path tracer, of which such a block keeps about 0.004 at 64 samples, and the diffuse
lobe, which in Mitsuba is Disney's, scaled to glTF's in the mean (up to 3 % off at grazing angles). What else a feature
is allowed stands beside its bound, with the measured value first.
"""

from __future__ import annotations

import numpy as np
import pytest
from feature_scenes import SCENES
from PIL import Image

import threedkit as tk
from threedkit.geometry import sphere, torus
from threedkit.render.camera import fit_camera
from threedkit.scene import Mesh, Scene
from threedkit.testing import color_distance, difference_image, silhouette, silhouette_iou
from threedkit.testing.contract import matte

pytestmark = pytest.mark.engine
SIZE = (128, 96)
SAMPLES = {"filament": 256, "mitsuba": 64}
NOISE_AND_LOBE = 0.018

# One directional lamp, no light between surfaces: 0.003 to 0.015 measured. Edges take part: a block is counted when all
# of its pixels show the same thing, but shadows begin within them, and a shadow map is some pixels off.
SHADOWS = 0.03

BOUNDS: dict[str, dict[str, float]] = {
    "materials": {
        "matte": NOISE_AND_LOBE,  # 0.009
        "plastic": 0.02,  # 0.011; reflections are filtered once for each of a few roughnesses
        "rough metal": 0.04,  # 0.027: it reflects its neighbours, in Filament the environment only
        "mirror": 0.04,  # 0.024: the same, sharp
        "KHR_materials_anisotropy": 0.08,  # 0.056: the rasteriser bends one look-up of the filtered environment, which
        # is filtered for isotropic lobes, instead of stretching the lobe; and the neighbours
        "KHR_materials_clearcoat": 0.02,  # 0.010
        "KHR_materials_diffuse_transmission": 0.15,  # 0.113: Filament lets 1 / pi of the environment through
        "KHR_materials_emissive_strength": 0.02,  # 0.008
        "KHR_materials_ior": 0.02,  # 0.009
        "KHR_materials_sheen": 0.025,  # 0.014: Mitsuba spreads sheen evenly over the directions of light
        "KHR_materials_specular": 0.02,  # 0.006
        "KHR_materials_transmission": 0.09,  # 0.060: the rasteriser sees through to what is on the screen behind,
        # blurred; the path tracer to what is there, environment to all sides
        "KHR_materials_volume": 0.13,  # 0.088: the same, and a closed ball is a lens that turns the world upside down
        "KHR_materials_unlit": 0.002,  # 0.000: nothing is computed
        "KHR_materials_iridescence": 0.025,
        "KHR_materials_dispersion": 0.22,  # 0.163: a lens again
    },
    "surfaces": {
        "texture": NOISE_AND_LOBE,  # 0.008
        "KHR_texture_transform": NOISE_AND_LOBE,
        "texcoord 1": NOISE_AND_LOBE,  # 0.004
        "vertex colours": NOISE_AND_LOBE,  # 0.004
        "normal map": 0.025,  # 0.013: what it reflects to below the true surface is black in Mitsuba
        "occlusion map": 0.1,  # 0.072: it dims the light from around in Filament; in Mitsuba occlusion is traced
        "metallic-roughness map": 0.065,  # 0.047: rough metals (see above)
        "MASK": NOISE_AND_LOBE,  # 0.008
        "BLEND": 0.025,  # 0.017: what is seen through it is the wall, see there
        "BLEND map": 0.025,  # 0.015: the same
        "double-sided": NOISE_AND_LOBE,
        "wall": 0.065,  # 0.044: the squares hide the environment from it and send light back, which Filament leaves out
    },
    "shapes": dict.fromkeys(("skin", "morph", "instances", "negative scale", "turning", "still"), NOISE_AND_LOBE),
    # They see each other in this view only from further off: 0.004 to 0.015.
    "parallel": dict.fromkeys(("skin", "morph", "instances", "negative scale", "turning", "still"), 0.025),
    "directional": {"floor": 0.01, "ball": SHADOWS, "box": SHADOWS},  # 0.004, 0.012, 0.014
    # The second one is a spot light from afar in Filament: mostly within 5 %.
    "two directionals": {"floor": 0.012, "ball": SHADOWS, "box": 0.04},  # 0.005, 0.014, 0.023
    "point": {"floor": 0.01, "ball": SHADOWS, "box": SHADOWS},  # 0.001, 0.005, 0.008
    "spot": {"floor": 0.01, "ball": SHADOWS, "box": SHADOWS},  # 0.002, 0.010, 0.012
    # The rasteriser has nine numbers for the environment's diffuse light: enough for all that changes slowly.
    "even environment": {"ball": NOISE_AND_LOBE, "box": NOISE_AND_LOBE},
    "environment": {"ball": 0.025, "box": 0.025},
    "studio": {"ball": 0.03, "box": 0.035},  # 0.013, 0.025: its lamps are small and bright
}


@pytest.mark.parametrize("name", SCENES)
@pytest.mark.filterwarnings("ignore:engine 'mitsuba'. KHR_materials_:UserWarning")
def test_features(name, tmp_path):
    seen = SCENES[name]()
    one, two = (
        tk.render(seen.scene, seen.size, seen.camera, seen.time, engine, samples, outputs=("color", "object_id"))
        for engine, samples in SAMPLES.items()
    )
    path = tmp_path / "difference.png"
    Image.fromarray(difference_image(one.color, two.color)).save(path)
    print(f"compare: {path}")
    same = one.object_id == two.object_id
    assert same.mean() > 0.998  # an edge through the very middle of a pixel may fall either way
    assert one.names == two.names
    number_of = {thing: number for number, thing in one.names.items()}
    distances = {
        thing: color_distance(one.color, two.color, where=same & (one.object_id == number_of[thing]))
        for thing in BOUNDS[name]
    }
    assert not {thing: (far, BOUNDS[name][thing]) for thing, far in distances.items() if far > BOUNDS[name][thing]}


def test_every_visible_thing_has_a_bound():
    hidden = {"single-sided"}  # seen from behind: drawn by neither
    for name, make in SCENES.items():
        assert {node.name for node in make().scene.mesh_nodes} - hidden == set(BOUNDS[name]), name


def test_data_images_agree():
    scene = Scene()
    scene.add(Mesh(torus(), matte()), name="ring")
    scene.add(Mesh(sphere(radius=0.4), matte()), name="ball", position=(0, 0.5, 0))
    outputs = ("depth", "normal", "position", "object_id")
    one, two = (tk.render(scene, SIZE, None, None, engine, outputs=outputs) for engine in SAMPLES)
    same = one.object_id == two.object_id
    assert same.mean() > 0.998
    assert one.names == two.names
    hit = same & (one.object_id > 0)
    assert np.abs(one.depth[hit] - two.depth[hit]).max() < 2e-3
    assert np.abs(one.position[hit] - two.position[hit]).max() < 5e-3
    assert np.abs(one.normal[hit] - two.normal[hit]).max() < 2e-2


@pytest.mark.parametrize("model", ["suzanne", "Fox", "BoxAnimated", "SimpleMorph"])
def test_real_models(suzanne, shared_assets, model):
    path = suzanne
    if model != "suzanne":
        if shared_assets is None:
            return  # Suzanne is always there
        folder = shared_assets / "gltf-sample-assets" / "Models" / model
        path = next(found for kind in ("glb", "gltf") for found in sorted(folder.rglob(f"{model}.{kind}")))
    scene = tk.load(path)
    camera = fit_camera(scene, SIZE)
    one, two = (
        tk.render(scene, SIZE, camera, 0.5, engine, samples, transparent=True, outputs=("color",)).color
        for engine, samples in SAMPLES.items()
    )
    both = (one[..., 3] == 255) & (two[..., 3] == 255)
    assert silhouette_iou(silhouette(one), silhouette(two)) > 0.98  # legs are a few pixels wide here
    # Light between surfaces, which the rasteriser lacks, brightens and colours folds.
    assert color_distance(one, two, where=both) < 0.035
