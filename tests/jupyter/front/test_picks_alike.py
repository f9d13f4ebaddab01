"""Picks of the browser and those of the kernel, which it makes where an engine draws, are the same."""

from __future__ import annotations

import numpy as np
import pytest

import threedkit as tk
from threedkit.jupyter.live.picking import picked
from threedkit.jupyter.packing import pack
from threedkit.jupyter.remote.casting import catch
from threedkit.jupyter.remote.encoding import At
from threedkit.jupyter.remote.frames import Look
from threedkit.jupyter.tools.clipping import Clipping
from threedkit.render import resolve_camera

pytestmark = pytest.mark.browser

SIZE = (320, 240)
CUT = Clipping.through((0, 0, 0.2), (0, 0, 1))


def everything() -> tuple[tk.Scene, tk.Node]:
    """A body that bends and swells, instances, a mirrored node, two primitives, a strip, lines and points."""
    scene = tk.Scene()
    bone = scene.add(tk.Node(name="bone", position=(-1.2, 0.8, 0), rotation=(0, 0, 0.26, 0.97)))
    ball = tk.sphere(radius=0.6, segments=24, rings=12)
    joints = np.zeros((ball.vertex_count, 4), np.uint8)
    ball.joints, ball.weights = [joints], [np.tile(np.float32([1, 0, 0, 0]), (len(joints), 1))]
    body = scene.add(tk.Node(mesh=tk.Mesh(ball), skin=tk.Skin(joints=[bone]), name="body"))
    swell = tk.box(size=0.8)
    swell.targets = [tk.MorphTarget(positions=np.float32(swell.positions) * 0.5)]
    scene.add(tk.Node(mesh=tk.Mesh(swell), weights=(0.5,), position=(1.2, 0.8, 0), rotation=(0.2, 0.3, 0, 0.93)))
    places = np.float32([(-1.4, -0.8, 0.3), (-0.6, -0.8, -0.3), (-1.0, -0.5, -0.6)])
    scene.add(
        tk.Node(mesh=tk.Mesh(tk.torus()), instances=tk.Instances(translation=places, scale=np.full((3, 3), 0.6, "f")))
    )
    two = tk.Mesh([tk.box(size=0.5), tk.cone(radius=0.6, height=0.4)])
    scene.add(tk.Node(mesh=two, position=(0.2, -0.7, 0), scale=(-1, 1.4, 1), rotation=(0.3, 0.1, 0, 0.95)))
    strip = tk.Primitive(
        positions=np.float32([(0.8, -1, 0), (1.6, -1, 0), (0.8, -0.5, 0), (1.6, -0.4, 0)]), mode="TRIANGLE_STRIP"
    )
    scene.add(tk.Mesh(strip, tk.Material(double_sided=True)), rotation=(0, 0.1, 0, 1))
    ends = np.float32([(-1.5, 0.1, 0.5), (1.5, 0.2, 0.5), (-1.5, 0, 0.4), (1.5, 0.1, -0.4)])
    scene.add(tk.Primitive(positions=ends, mode="LINES"))
    scene.add(tk.Primitive(positions=np.float32([(0, 1, 0), (0.2, 1.2, 0)]), mode="POINTS"))
    assert body.skin is not None
    return scene, scene.add(tk.PerspectiveCamera(yfov=0.6, znear=0.1, zfar=100.0)).look_at((0.4, 0.3, 5), (0, 0, 0))


@pytest.mark.parametrize("cut", [None, CUT], ids=["whole", "cut"])
def test_the_kernel_finds_what_the_browser_finds(bench, cut):
    scene, camera = everything()
    view = bench.open(scene, SIZE, camera)
    places = [(x, y) for x in range(7, 320, 9) for y in range(5, 240, 9)]
    if cut is not None:
        view.run("v.clipping = a", {"normal": cut.normal, "offset": cut.offset})
    told = view.run("const all = []; for (const [x, y] of a) all.push(await v.pick(x, y)); return all;", places)
    index, look = pack(scene).index, Look(camera=resolve_camera(scene, camera, SIZE), size=SIZE)
    hits, edges = set(), 0
    for place, hit in zip(places, told, strict=True):
        theirs, ours = picked(hit, index), catch(scene, look, SIZE, place, At(None, None), cut)
        if theirs is None or ours is None or (theirs.node, theirs.triangle) != (ours.node, ours.triangle):
            edges += theirs is not None or ours is not None  # an outline, or the edge between two triangles
            continue
        hits.add((ours.node.mesh.name, id(ours.node), ours.primitive, ours.instance))
        assert (theirs.primitive, theirs.instance) == (ours.primitive, ours.instance), place
        assert theirs.point == pytest.approx(ours.point, abs=2e-3), place
        assert theirs.distance == pytest.approx(ours.distance, abs=2e-3)
        for name, room in (("normal", 0.02), ("uv", 2e-3)):
            one, other = getattr(theirs, name), getattr(ours, name)
            assert (one is None) is (other is None), (place, name)
            assert one is None or one == pytest.approx(other, abs=room), (place, name)
    assert len(hits) >= (9 if cut is None else 6)
    assert edges <= 6
