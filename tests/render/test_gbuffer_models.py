"""The G-buffer on real models; its silhouettes against those of other renderers are held in tests/fidelity."""

from __future__ import annotations

import numpy as np
import pytest

from threedkit import io
from threedkit.render import fit_camera
from threedkit.render.gbuffer import GBuffer

pytestmark = pytest.mark.engine
MODELS = ("Fox", "AlphaBlendModeTest", "SimpleMorph", "NegativeScaleTest", "MorphPrimitivesTest", "RiggedFigure")


@pytest.fixture(scope="module")
def buffer():
    made = GBuffer()
    yield made
    made.close()


def draw(buffer, scene, camera, size, time, outputs):
    loaded = buffer.load(scene)
    images = buffer.draw(loaded, camera, size, scene.pose(time), outputs)
    loaded.close()
    return images


def files_of(shared_assets, name):
    """Plain glTF files of a sample model: not the compressed variants, which need extensions."""
    folder = shared_assets / "gltf-sample-assets" / "Models" / name
    found = sorted(path for path in folder.rglob("*.gl*") if path.suffix in {".glb", ".gltf"})
    return [path for path in found if path.parent.name in {"glTF", "glTF-Binary"}]


def test_real_models_draw(buffer, shared_assets, suzanne):
    paths = [suzanne]
    if shared_assets is not None:
        paths += [path for name in MODELS for path in files_of(shared_assets, name)[:1]]
    size = (96, 64)
    for path in paths:
        scene = io.load(path)
        for time in (None, 0.3):
            found = draw(
                buffer, scene, fit_camera(scene, size), size, time, ("depth", "normal", "position", "object_id")
            )
            there = found["object_id"] > 0
            assert there.mean() > 0.02, path.name
            assert found["object_id"].max() <= len(scene.mesh_nodes)
            np.testing.assert_allclose(np.linalg.norm(found["normal"][there], axis=-1), 1, atol=1e-5)
            np.testing.assert_array_equal(there, np.isfinite(found["depth"]))
            np.testing.assert_array_equal(there, np.isfinite(found["position"]).all(axis=-1))
            low, high = scene.bounds(time)
            slack = 1e-4 * np.linalg.norm(high - low)
            inside = (found["position"][there] >= low - slack) & (found["position"][there] <= high + slack)
            assert inside.all(), path.name
