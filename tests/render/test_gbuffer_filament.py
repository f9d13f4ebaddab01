"""The G-buffer beside Filament: two contexts in one thread, and the same pixels covered."""

from __future__ import annotations

import math

import filly
import numpy as np
import pytest

from threedkit import geometry
from threedkit.render.gbuffer import GBuffer
from threedkit.render.shot import CameraView
from threedkit.scene import Scene
from threedkit.transforms import matrices, quaternions

pytestmark = pytest.mark.engine
SIZE = (97, 64)
VIEW = CameraView.from_matrix(matrices.look_at((2.2, 1.7, 3.1), (0.1, 0, 0)), yfov=0.75, znear=0.1, zfar=50.0)


def make_scene():
    scene = Scene()
    scene.add(geometry.torus(0.8, 0.3), position=(-0.4, 0.1, 0))
    turned = tuple(quaternions.from_axis_angle((1, 2, 3), 0.7))
    scene.add(geometry.box((0.9, 0.4, 0.2)), position=(0.9, -0.3, 0.2), rotation=turned)
    return scene


class Filament:
    """The scene in a bare filly, white on black without smoothing."""

    def __init__(self, scene):
        filly.set_log_level("error")
        self.renderer = filly.Renderer()
        self.view = self.renderer.create_scene()
        self.view.msaa = 1
        self.view.transparent, self.view.background = True, [0, 0, 0, 0]
        pose = scene.pose(None)
        for node in scene.mesh_nodes:
            (primitive,) = node.mesh.primitives
            self.view.create_mesh(pose.positions(node, primitive).astype(np.float32), primitive.triangles)
        self.camera = self.renderer.create_camera()
        self.camera.transform = VIEW.matrix
        self.target = self.renderer.create_render_target(width=SIZE[0], height=SIZE[1])

    def draw(self, view=VIEW):
        if view.kind == "perspective":
            self.camera.set_perspective(
                fov_y_deg=math.degrees(view.yfov), aspect=SIZE[0] / SIZE[1], near=view.znear, far=view.zfar
            )
        else:
            x, y = view.xmag, view.ymag
            self.camera.set_orthographic(left=-x, right=x, bottom=-y, top=y, near=view.znear, far=view.zfar)
        self.camera.transform = view.matrix
        self.renderer.render(self.view, self.target, camera=self.camera)
        return self.target.read()

    def close(self):
        self.renderer.close()


class Data:
    def __init__(self, scene):
        self.scene, self.buffer = scene, GBuffer()
        self.loaded = self.buffer.load(scene)

    def draw(self, view=VIEW):
        return self.buffer.draw(self.loaded, view, SIZE, self.scene.pose(None))

    def close(self):
        self.buffer.close()


def same(a, b):
    return all(np.array_equal(a[name], b[name], equal_nan=a[name].dtype.kind == "f") for name in a)


@pytest.mark.parametrize("filament_first", [True, False])
@pytest.mark.parametrize("filament_closes_first", [True, False])
def test_contexts_interleave_in_every_order(filament_first, filament_closes_first):
    scene = make_scene()
    kinds = (Filament, Data) if filament_first else (Data, Filament)
    made = [kind(scene) for kind in kinds]
    filament, data = made if filament_first else made[::-1]
    picture, images = filament.draw(), data.draw()
    assert picture[..., 3].any()
    for _ in range(3):
        np.testing.assert_array_equal(filament.draw(), picture)
        assert same(data.draw(), images)
    first, last = (filament, data) if filament_closes_first else (data, filament)
    first.close()
    again = type(first)(scene)
    for thing in (last, again):
        found = thing.draw()
        assert same(found, images) if isinstance(thing, Data) else np.array_equal(found, picture)
    last.close()
    found = again.draw()
    assert same(found, images) if isinstance(again, Data) else np.array_equal(found, picture)
    again.close()


@pytest.mark.parametrize(
    "view",
    [
        VIEW,
        CameraView.from_matrix(matrices.look_at((-3, 1, 2), (0, 0, 0)), yfov=0.4, znear=0.01, zfar=1000.0),
        CameraView.from_matrix(
            matrices.look_at((2, 3, 1), (0, 0, 0)),
            kind="orthographic",
            xmag=1.6,
            ymag=1.6 * 64 / 97,
            znear=0.1,
            zfar=9.0,
        ),
    ],
)
def test_pixels_covered_are_filaments(view):
    scene = make_scene()
    filament, data = Filament(scene), Data(scene)
    try:
        covered, expected = data.draw(view)["object_id"] > 0, filament.draw(view)[..., 3] > 0
    finally:
        filament.close()
        data.close()
    assert expected.mean() > 0.1
    # Rounding of a vertex may move an edge across the middle of a pixel, a shift would move every edge.
    assert (covered != expected).sum() <= 3
