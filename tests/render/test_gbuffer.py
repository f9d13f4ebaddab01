"""The G-buffer against analytic spheres and planes, and glTF's rules of what is drawn."""

from __future__ import annotations

import numpy as np
import pytest

from threedkit import geometry
from threedkit.errors import RenderError
from threedkit.render.gbuffer import OUTPUTS, GBuffer
from threedkit.render.gbuffer.batch import Batch
from threedkit.render.shot import CameraView
from threedkit.scene import (
    Image,
    Material,
    Mesh,
    MorphTarget,
    Node,
    Primitive,
    Sampler,
    Scene,
    Skin,
    Texture,
    TextureInfo,
)
from threedkit.transforms import matrices, quaternions

pytestmark = pytest.mark.engine
SIZE = (64, 48)


@pytest.fixture(scope="module")
def buffer():
    made = GBuffer()
    yield made
    made.close()


def view(eye=(0, 0, 5), target=(0, 0, 0), **values):
    return CameraView.from_matrix(matrices.look_at(eye, target), **({"yfov": 0.7, "znear": 0.1} | values))


def draw(buffer, scene, camera=None, *, size=SIZE, outputs=OUTPUTS, time=None):
    loaded = buffer.load(scene)
    try:
        return buffer.draw(loaded, camera or view(), size, scene.pose(time), outputs)
    finally:
        loaded.close()


def rays(camera, size):
    """Origins and directions (h, w, 3) through the middles of the pixels; directions are 1 long along the axis."""
    width, height = size
    x = (np.arange(width) + 0.5) / width * 2 - 1
    y = 1 - (np.arange(height) + 0.5) / height * 2
    x, y = np.meshgrid(x, y)
    m = camera.matrix
    if camera.kind == "orthographic":
        right, up = x[..., None] * camera.xmag * m[:3, 0], y[..., None] * camera.ymag * m[:3, 1]
        return m[:3, 3] + right + up, np.broadcast_to(-m[:3, 2], (*x.shape, 3))
    tangent = np.tan(camera.yfov / 2)
    local = np.stack([x * tangent * width / height, y * tangent, -np.ones_like(x)], axis=-1)
    return np.broadcast_to(m[:3, 3], local.shape), local @ m[:3, :3].T


def one(thing, material=None, **values):
    scene = Scene(environment=None)
    scene.add(Mesh(thing, material), **values)
    return scene


CAMERAS = [
    view(),
    view((3, 2, 4), (0.3, 0.1, 0)),
    view((3, 2, 4), znear=1e-4),
    view((-1, 4, 3), kind="orthographic", xmag=2.0, ymag=1.5, zfar=20.0),
]


@pytest.mark.parametrize("camera", CAMERAS)
def test_sphere_is_the_analytic_one(buffer, camera):
    center, radius = np.array([0.2, -0.1, 0.3]), 1.1
    scene = one(geometry.sphere(radius, segments=512, rings=256), position=tuple(center))
    found = draw(buffer, scene, camera)
    origin, along = rays(camera, SIZE)
    a, b = np.sum(along**2, -1), np.sum(along * (origin - center), -1)
    inside = b**2 - a * (np.sum((origin - center) ** 2, -1) - radius**2)
    sure = np.abs(inside / a) > 0.02  # away from the silhouette
    hit = (inside > 0) & sure
    assert hit.sum() > 300
    np.testing.assert_array_equal((found["object_id"] > 0)[sure], (inside > 0)[sure])
    depth = (-b - np.sqrt(np.maximum(inside, 0))) / a
    points = origin + depth[..., None] * along
    np.testing.assert_allclose(found["depth"][hit], depth[hit], atol=1e-3)
    np.testing.assert_allclose(found["position"][hit], points[hit], atol=1e-3)
    np.testing.assert_allclose(found["normal"][hit], ((points - center) / radius)[hit], atol=2e-3)
    np.testing.assert_allclose(np.linalg.norm(found["normal"][hit], axis=-1), 1, atol=1e-6)


@pytest.mark.parametrize("offset", [0.0, 1e6])
@pytest.mark.parametrize("camera", CAMERAS)
def test_plane_is_the_analytic_one_far_from_the_origin_too(buffer, camera, offset):
    shift = np.array([offset, 0.0, -offset])
    world = camera.matrix
    world[:3, 3] += shift
    moved = CameraView.from_matrix(
        world, **{name: getattr(camera, name) for name in ("kind", "yfov", "xmag", "ymag", "znear", "zfar")}
    )
    scene = one(geometry.plane((200, 200)), Material(double_sided=True), position=tuple(shift - (0, 0.7, 0)))
    found = draw(buffer, scene, moved)
    origin, along = rays(moved, SIZE)
    depth = (-0.7 - origin[..., 1]) / along[..., 1]
    hit = (depth > camera.znear) & (depth < (camera.zfar or 40))
    points = origin + depth[..., None] * along
    assert hit.any()
    np.testing.assert_allclose(found["depth"][hit], depth[hit], rtol=2e-5)
    np.testing.assert_allclose(found["normal"][hit], np.broadcast_to((0, 1, 0), points.shape)[hit], atol=1e-6)
    np.testing.assert_allclose(found["position"][hit] - shift, points[hit] - shift, atol=0.07 if offset else 2e-4)


def test_what_nothing_looks_like(buffer):
    found = draw(buffer, Scene(), size=(5, 3))
    assert {name: (image.shape, image.dtype.name) for name, image in found.items()} == {
        "depth": ((3, 5), "float32"),
        "normal": ((3, 5, 3), "float32"),
        "position": ((3, 5, 3), "float32"),
        "object_id": ((3, 5), "uint32"),
        "material_id": ((3, 5), "uint32"),
        "albedo": ((3, 5, 3), "float32"),
        "motion": ((3, 5, 2), "float32"),
        "uv": ((3, 5, 2), "float32"),
    }
    assert np.isposinf(found["depth"]).all()
    assert not found["normal"].any()
    assert np.isnan(found["position"]).all()
    assert not any(found[name].any() for name in ("object_id", "material_id", "albedo", "motion"))
    assert np.isnan(found["uv"]).all()


@pytest.mark.parametrize(
    "outputs",
    [("albedo",), ("uv", "motion"), ("material_id",), ("depth",), ("object_id", "normal"), ("position",), OUTPUTS],
)
def test_each_output_alone_is_as_in_company(buffer, outputs):
    scene = one(geometry.torus(), rotation=tuple(quaternions.from_axis_angle((1, 0.3, 0), 0.8)))
    whole, part = draw(buffer, scene), draw(buffer, scene, outputs=outputs)
    assert set(part) == set(outputs)
    for name in outputs:
        np.testing.assert_array_equal(part[name], whole[name])
    assert draw(buffer, scene, outputs=()) == {}


def test_row_0_is_the_top_and_column_0_the_left(buffer):
    found = draw(buffer, one(geometry.box(0.3), position=(-1, 0.7, 0)))["object_id"]
    rows, columns = np.nonzero(found)
    assert rows.mean() < SIZE[1] / 2
    assert columns.mean() < SIZE[0] / 2


def test_object_ids_count_mesh_nodes_and_the_nearer_one_wins(buffer):
    scene = Scene()
    scene.add(Node(name="empty"))
    shared = Mesh([geometry.box(1), geometry.sphere(0.6)])
    for i, z in enumerate((0, -1, 2)):
        scene.add(shared, position=(1.2 * (i - 1), 0, z))
    parent = scene.add(Node(name="parent", position=(0, 1.0, 0)))
    parent.add(geometry.box(0.3))
    found = draw(buffer, scene, view((0, 0, 8)), size=(96, 64))["object_id"]
    assert set(np.unique(found)) == {0, 1, 2, 3, 4}
    for k, node in enumerate(scene.mesh_nodes, start=1):
        p = matrices.project_points(
            view((0, 0, 8)).clip_from_camera(1.5) @ matrices.inverse(view((0, 0, 8)).matrix),
            node.world_from_node[:3, 3],
        )
        assert found[int((1 - p[1]) / 2 * 64), int((p[0] + 1) / 2 * 96)] == k


def test_single_sided_backs_are_culled_and_double_sided_ones_turn_over(buffer):
    tilted = {"rotation": tuple(quaternions.from_axis_angle((1, 0, 0), np.pi / 2))}
    away = {"rotation": tuple(quaternions.from_axis_angle((1, 0, 0), -np.pi / 2))}
    assert draw(buffer, one(geometry.plane(), **tilted))["object_id"].any()
    assert not draw(buffer, one(geometry.plane(), **away))["object_id"].any()
    back = draw(buffer, one(geometry.plane(), Material(double_sided=True), **away))
    there = back["object_id"] > 0
    assert there.any()
    np.testing.assert_allclose(back["normal"][there], np.broadcast_to((0, 0, 1), (there.sum(), 3)), atol=1e-6)


@pytest.mark.parametrize("scale", [(-1, 1, 1), (1, -2, 1), (-1, -1, -1), (-1, -1, 1)])
@pytest.mark.parametrize("flat", [False, True])
def test_mirrored_nodes_keep_their_fronts_in_front(buffer, scale, flat):
    source = geometry.sphere(0.5, segments=64)
    primitive = Primitive(positions=source.positions, normals=None if flat else source.normals, indices=source.indices)
    scene = Scene()
    scene.add(Mesh(primitive), position=(-0.8, 0, 0))
    scene.add(scene.meshes[0], position=(0.8, 0, 0), scale=scale)
    found = draw(buffer, scene)
    for k in (1, 2):
        there = found["object_id"] == k
        assert there.sum() > 50
        toward = np.array([0, 0, 5]) - found["position"][there]
        assert (np.sum(toward * found["normal"][there], axis=-1) > -0.15).all()
        assert found["depth"][there].min() < 4.6
    left, right = found["object_id"] == 1, found["object_id"] == 2
    if scale == (-1, 1, 1):
        np.testing.assert_array_equal(left, right[:, ::-1])


def test_nonuniform_scale_turns_normals_by_the_inverse_transpose(buffer):
    found = draw(buffer, one(geometry.sphere(segments=256, rings=128), scale=(1.5, 0.5, 1e-3)), view((0, 0, 9)))
    there = found["object_id"] > 0
    points = found["position"][there]
    expected = points / np.array([1.5, 0.5, 1e-3]) ** 2
    expected /= np.linalg.norm(expected, axis=1, keepdims=True)
    near = np.abs(expected[:, 2]) > 0.99995
    np.testing.assert_allclose(found["normal"][there][near], expected[near], atol=5e-3)
    assert near.mean() > 0.5


def test_flat_normals_where_there_are_none(buffer):
    source = geometry.box(1.5)
    scene = one(Primitive(positions=source.positions, indices=source.indices))
    smooth = draw(buffer, one(source), view((2, 3, 4)))
    np.testing.assert_allclose(draw(buffer, scene, view((2, 3, 4)))["normal"], smooth["normal"], atol=1e-6)


@pytest.mark.parametrize("indexed", [True, False])
@pytest.mark.parametrize("mode", ["TRIANGLE_STRIP", "TRIANGLE_FAN"])
def test_strips_and_fans(buffer, mode, indexed):
    corners = np.float32([(-1, -1, 0), (1, -1, 0), (-1, 1, 0), (1, 1, 0)])
    order = [0, 1, 2, 3] if mode == "TRIANGLE_STRIP" else [0, 1, 3, 2]
    values = {"positions": corners, "indices": np.uint8(order)} if indexed else {"positions": corners[order]}
    found = draw(buffer, one(Primitive(mode=mode, **values)), view((0, 0, 4)))
    reference = draw(buffer, one(Primitive(corners, indices=np.uint16([0, 1, 2, 2, 1, 3]))), view((0, 0, 4)))
    np.testing.assert_array_equal(found["object_id"], reference["object_id"])


@pytest.mark.parametrize("indices", [None, np.uint8([0, 1, 2])])
@pytest.mark.parametrize(("mode", "least"), [("POINTS", 3), ("LINES", 10), ("LINE_STRIP", 30), ("LINE_LOOP", 40)])
def test_points_and_lines(buffer, mode, least, indices):
    corners = np.float32([(-1, -1, 0), (1, -1, 0), (0, 1, 0)])
    found = draw(buffer, one(Primitive(corners, mode=mode, indices=indices)))
    there = found["object_id"] == 1
    assert least <= there.sum() < 200
    np.testing.assert_allclose(found["depth"][there], 5, rtol=1e-5)
    np.testing.assert_allclose(found["normal"][there], np.broadcast_to((0, 0, 1), (there.sum(), 3)), atol=1e-6)
    assert mode != "POINTS" or there.sum() == 3


def checker(**sampler):
    pixels = np.full((4, 4, 4), 255, np.uint8)
    pixels[:2, :2, 3] = 0  # the upper left quarter is cut out
    return Texture(Image.from_array(pixels), sampler=Sampler(mag_filter="NEAREST", min_filter="NEAREST", **sampler))


def wall(material, **values):
    """A 2 x 2 plane facing +Z."""
    return one(
        geometry.plane((2, 2)), material, rotation=tuple(quaternions.from_axis_angle((1, 0, 0), np.pi / 2)), **values
    )


FRONT = view((0, 0, 5), kind="orthographic", xmag=1.0, ymag=1.0, zfar=10.0)


def quarters(buffer, material):
    """Which quarters of the wall are there: upper left, upper right, lower left, lower right."""
    found = draw(buffer, wall(material), FRONT, size=(16, 16))["object_id"] > 0
    parts = found.reshape(2, 8, 2, 8).mean(axis=(1, 3)).ravel()
    return [float(part) for part in parts]


@pytest.mark.parametrize(
    ("info", "expected"),
    [
        ({}, [0, 1, 1, 1]),
        ({"offset": (0.5, 0)}, [1, 0, 1, 1]),
        ({"offset": (0.5, 0.5)}, [1, 1, 1, 0]),
        ({"rotation": np.pi / 2}, [1, 0, 1, 1]),  # the image turns clockwise
        ({"scale": (2, 2)}, [0.75] * 4),
    ],
)
def test_masks_cut_out_by_texture_and_its_transform(buffer, info, expected):
    material = Material(alpha_mode="MASK", base_color_texture=TextureInfo(checker(), **info))
    assert quarters(buffer, material) == expected


@pytest.mark.parametrize(
    ("wrap", "expected"),
    [("REPEAT", [1, 0, 1, 1]), ("CLAMP_TO_EDGE", [1, 1, 1, 1]), ("MIRRORED_REPEAT", [1, 1, 1, 1])],
)
def test_wrap_modes(buffer, wrap, expected):
    info = TextureInfo(checker(wrap_s=wrap), offset=(0.5, 0))
    assert quarters(buffer, Material(alpha_mode="MASK", base_color_texture=info)) == expected


def test_mirrored_repeat_mirrors(buffer):
    info = TextureInfo(checker(wrap_s="MIRRORED_REPEAT"), offset=(1.0, 0))
    assert quarters(buffer, Material(alpha_mode="MASK", base_color_texture=info)) == [1, 0, 1, 1]


def test_masks_by_factor_and_vertex_colour(buffer):
    assert quarters(buffer, Material(alpha_mode="MASK", base_color=(1, 1, 1, 0.4))) == [0] * 4
    assert quarters(buffer, Material(alpha_mode="MASK", base_color=(1, 1, 1, 0.4), alpha_cutoff=0.3)) == [1] * 4
    assert quarters(buffer, Material(alpha_mode="OPAQUE", base_color=(1, 1, 1, 0.0))) == [1] * 4
    assert quarters(buffer, Material(alpha_mode="BLEND", base_color=(1, 1, 1, 0.0))) == [1] * 4
    plane = geometry.plane((2, 2))
    plane.colors = np.array([[255, 255, 255, 0]] * 2 + [[255, 255, 255, 255]] * 2, np.uint8)
    plane.material = Material(alpha_mode="MASK")
    scene = one(plane, rotation=tuple(quaternions.from_axis_angle((1, 0, 0), np.pi / 2)))
    found = draw(buffer, scene, FRONT, size=(16, 16))["object_id"] > 0
    assert not found[:8].any()
    assert found[8:].all()


def test_morph_targets_move_and_rest(buffer):
    box = geometry.box(1)
    shift = np.zeros_like(box.positions)
    shift[:, 0] = 2
    box.targets = (MorphTarget(positions=shift),)
    scene = one(box, weights=(0.5,), position=(-1, 0, 0))
    plain = draw(buffer, one(geometry.box(1)))
    moved = draw(buffer, scene)
    np.testing.assert_allclose(moved["depth"], plain["depth"], rtol=1e-5)
    np.testing.assert_allclose(moved["normal"], plain["normal"], atol=1e-6)


@pytest.mark.parametrize("mirror", [1, -1])
@pytest.mark.parametrize("flat", [False, True])
def test_skins_follow_their_joints_and_not_their_node(buffer, mirror, flat):
    ball = geometry.sphere(0.7, segments=32)
    ball.joints, ball.weights = (
        np.zeros((ball.vertex_count, 4), np.uint8),
        np.tile(np.float32([1, 0, 0, 0]), (ball.vertex_count, 1)),
    )
    if flat:
        ball.normals = None
    scene = Scene()
    joint = scene.add(Node(name="joint", position=(0.5, 0, 0), scale=(mirror, 1, 1)))
    scene.add(Mesh(ball), position=(9, 9, 9), scale=(-1, 1, 1)).skin = Skin(joints=(joint,))
    reference = geometry.sphere(0.7, segments=32)
    if flat:
        reference.normals = None
    expected = draw(buffer, one(reference, position=(0.5, 0, 0), scale=(mirror, 1, 1)))
    found = draw(buffer, scene)
    np.testing.assert_array_equal(found["object_id"], expected["object_id"])
    np.testing.assert_allclose(found["depth"], expected["depth"], rtol=1e-5)
    np.testing.assert_allclose(found["normal"], expected["normal"], atol=1e-4)


def test_a_loaded_scene_is_drawn_in_many_poses(buffer):
    scene = one(geometry.box(1))
    loaded = buffer.load(scene)
    first = buffer.draw(loaded, view(), SIZE, scene.pose(None))
    scene.mesh_nodes[0].position = (0.5, 0, 0)
    second = buffer.draw(loaded, view(), SIZE, scene.pose(None))
    assert not np.array_equal(first["depth"], second["depth"])
    scene.mesh_nodes[0].position = (0, 0, 0)
    np.testing.assert_array_equal(buffer.draw(loaded, view(), SIZE, scene.pose(None))["depth"], first["depth"])
    loaded.close()
    loaded.close()


def test_a_thousand_instances(buffer):
    scene = Scene()
    mesh = Mesh(geometry.sphere(0.02, segments=8, rings=4))
    places = np.stack(np.meshgrid(np.linspace(-1, 1, 40), np.linspace(-1, 1, 25)), -1).reshape(-1, 2)
    for x, y in places:
        scene.add(mesh, position=(float(x), float(y), 0.0))
    found = draw(buffer, scene, FRONT, size=(400, 400))["object_id"]
    assert len(np.unique(found)) == 1001


def test_near_and_far_cut(buffer):
    scene = one(geometry.box(2))
    assert not draw(buffer, scene, view(znear=6.5))["object_id"].any()
    assert not draw(buffer, scene, view(znear=0.1, zfar=3.5))["object_id"].any()
    inside = draw(buffer, scene, view(znear=4.5))
    assert not inside["object_id"].any(), "the front is cut away and the backs are culled"


def test_nearly_touching_surfaces_stay_apart_with_a_tiny_near_plane(buffer):
    scene = Scene()
    for name, z in (("back", -1000.0), ("front", -999.95)):
        turned = tuple(quaternions.from_axis_angle((1, 0, 0), np.pi / 2))
        scene.add(geometry.plane((2000, 2000)), name=name, position=(0, 0, z), rotation=turned)
    assert (draw(buffer, scene, view(znear=1e-4))["object_id"] == 2).all()


def test_bad_requests_are_one_line(buffer):
    scene = one(geometry.box())
    known = "depth, normal, position, object_id, material_id, albedo, motion, uv"
    with pytest.raises(RenderError, match=f"unknown data image 'shine'; known are {known}"):
        draw(buffer, scene, outputs=("shine",))
    with pytest.raises(RenderError, match="at most"):
        draw(buffer, scene, size=(10**6, 1))


def test_one_call_for_many_meshes_is_the_same_picture(buffer, monkeypatch):
    """Multi-draw against a call for each: flat and smooth, mirrored, double-sided, points, shared and edited meshes."""
    random = np.random.default_rng(1)
    scene = Scene()
    for number in range(30):
        part = geometry.sphere(radius=0.4, segments=6 + number % 5, rings=4)
        if number % 3 == 0:
            part.normals = part.tangents = None
        part.mode = "POINTS" if number % 7 == 0 else "TRIANGLES"
        part.material = Material(double_sided=number % 2 == 0) if number % 4 else None
        place = random.uniform(-2, 2, 3)
        scene.add(part, position=place, scale=(-1 if number % 5 == 0 else 1, 1, 1.3))
        if number % 6 == 0:
            scene.add(scene.nodes[len(scene.nodes) - 1].mesh, position=random.uniform(-2, 2, 3))
    names = ("depth", "normal", "position", "object_id", "material_id")
    served = []
    serves = Batch.serves
    monkeypatch.setattr(Batch, "serves", staticmethod(lambda gl, draws: served.append(serves(gl, draws)) or served[-1]))
    for nodes in (scene.nodes, scene.nodes[:20]):
        loaded = buffer.load(scene)
        for node in scene.nodes:
            node.visible = any(node is one for one in nodes)
        many = [buffer.draw(loaded, view(), (96, 72), scene.pose(None), names) for _ in range(2)]
        with monkeypatch.context() as patch:
            patch.setattr(Batch, "serves", staticmethod(lambda _gl, _draws: False))
            single = buffer.draw(loaded, view(), (96, 72), scene.pose(None), names)
        for images in many:
            assert all(np.array_equal(images[name], single[name], equal_nan=True) for name in names)
        assert 0.05 < (single["object_id"] > 0).mean() < 0.95
        loaded.close()
    assert all(served), "the driver that these tests run on has multi-draw"
