"""Many small meshes are drawn in few calls: nobody sees it, and each is still itself."""

from __future__ import annotations

import numpy as np
import pytest

import threedkit as tk
from threedkit.transforms import quaternions

pytestmark = pytest.mark.browser

SIZE = (320, 240)
SIDE = 6
CALLS = """return new Promise(done => {
    const off = v.on('frame', () => { off(); done(v.stats.drawCalls); });
    v.invalidate();
})"""
PAINTED = "return [...v.model.painted()].length"
APART = """
    const nodes = v.model.gltf.nodes.keys();
    for (const index of nodes) await v.model.applyEdit({ target: 'node', index, visible: true });
    v.invalidate();
"""
SHOW = "await v.model.applyEdit({ target: 'node', index: a[0], visible: a[1] });"
REDDEN = """
    const index = v.model.gltf.meshes[a].primitives[0].material;
    const value = { pbrMetallicRoughness: { baseColorFactor: [1, 0, 0, 1], metallicFactor: 0 } };
    await v.model.applyEdit({ target: 'material', index, value });
"""
PICKS = """
    const found = [];
    for (let x = 10; x < 320; x += 20) for (let y = 10; y < 240; y += 20) found.push(await v.pick(x, y));
    return found;
"""


def crowd() -> tk.Scene:
    """Balls and boxes of 36 colours under turned groups and a lamp, one of them seen through; a large ball between."""
    scene = tk.Scene(environment=tk.Environment(intensity=0.3))
    rng = np.random.default_rng(7)
    for row in range(SIDE):
        turn = quaternions.from_axis_angle((0.4, 1, 0), 0.1 * row)
        group = scene.add(tk.Node(rotation=turn, scale=(1, 1 + 0.1 * row, 1)))
        for column in range(SIDE):
            shape = tk.sphere(radius=0.4, segments=12, rings=8) if (row + column) % 2 else tk.box(size=(0.6, 0.6, 0.6))
            material = tk.Material(base_color=tuple(rng.random(3)), roughness=0.5)
            group.add(tk.Mesh(shape, material), position=(column - 2.5, row - 2.5, 0))
    veil = tk.Material(base_color=(0, 0, 1, 0.4), alpha_mode="BLEND")
    scene.add(tk.Mesh(tk.box(size=(1.5, 1.5, 0.2)), veil), position=(1, 1, 1))
    scene.add(tk.Mesh(tk.sphere(radius=0.9, segments=64, rings=48), tk.Material(metallic=1.0)), position=(-1, -1, 0.5))
    scene.add(tk.DirectionalLight(intensity=2)).look_at((2, 3, 4), (0, 0, 0))
    return scene


@pytest.fixture
def view(bench):
    opened = bench.open(crowd(), SIZE)
    opened.told("shown")
    return opened


def test_a_crowd_looks_the_same_together_and_apart(view):
    pictures, picks = {}, {}
    modes = ("lit", "normals", "uv", "wireframe", "overdraw")
    together = view.run(CALLS)
    for state in ("together", "apart"):
        for mode in modes:
            view.run("v.shading = a", mode)
            pictures[mode, state] = view.picture().astype(int)
        view.run("v.shading = 'lit'")
        picks[state] = view.run(PICKS)
        view.run(APART)
    assert together < 16
    assert view.run(CALLS) > SIDE**2
    for mode in modes:
        change = np.abs(pictures[mode, "together"] - pictures[mode, "apart"])
        assert pictures[mode, "apart"].std() > 5
        assert change.mean() < 0.05, mode
        assert (change.max(axis=-1) > 8).mean() < 0.002, mode
    assert picks["together"] == picks["apart"]
    assert len({hit["node"] for hit in picks["apart"] if hit}) > SIDE**2 / 2


def test_what_is_edited_is_seen_at_once_and_gathered_when_it_rests(view):
    before, painted = view.picture().astype(int), view.run(PAINTED)
    nodes = view.run("return v.model.gltf.nodes")
    ball = next(hit for hit in view.run(PICKS) if hit and nodes[hit["node"]]["mesh"] < SIDE**2)
    place = view.run("return v.project(a)", ball["point"])
    x, y = round(place["x"]), round(place["y"])
    view.run(REDDEN, nodes[ball["node"]]["mesh"])
    reddened = view.picture().astype(int)
    assert reddened[y, x, 0] > reddened[y, x, 1] + 40
    assert (np.abs(reddened - before).max(axis=-1) > 8).mean() < 0.05
    assert view.run(PAINTED) == painted + 1
    view.run(SHOW, [ball["node"], False])
    hidden = view.picture().astype(int)
    assert np.abs(hidden - reddened)[y, x].max() > 20
    behind = view.run("return v.pick(...a)", [x, y])
    assert behind is None or behind["node"] != ball["node"]
    view.run(SHOW, [ball["node"], True])
    assert np.abs(view.picture().astype(int) - reddened).max() <= 2
    view.run(APART)
    assert view.run(PAINTED) > SIDE**2
    view.run("const { now } = performance; performance.now = () => now.call(performance) + 5000;")
    assert np.abs(view.picture().astype(int) - reddened).mean() < 0.05
    view.run("delete performance.now")
    assert view.run(PAINTED) == painted + 1  # the red one is of another kind than the others


def test_numbers_of_a_scene_beyond_what_floats_hold_stay_exact(bench):
    scene = tk.Scene()
    for i in range(40):
        mesh = tk.Mesh(tk.box(size=(0.02, 0.02, 0.02)), tk.Material(base_color=(i / 40, 0.5, 0.5)))
        scene.add(mesh, position=(1e4 + 0.03 * i, -2e5, 3e4))
    view = bench.open(scene, SIZE)
    view.told("shown")
    together, calls = view.picture().astype(int), view.run(CALLS)
    view.run(APART)
    assert calls < view.run(CALLS)
    assert np.abs(together - view.picture().astype(int)).mean() < 0.5
