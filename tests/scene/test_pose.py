from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.spatial.transform import Rotation, Slerp

from threedkit.errors import FieldError, NotFoundError
from threedkit.scene import Animation, Channel, Mesh, MorphTarget, Node, Primitive, Scene, Skin

TRIANGLE = np.array([[0, 0, 0], [1, 0, 0], [0, 1, 0]], np.float32)


def _animated(path, times, values, interpolation="LINEAR", **node):
    scene = Scene()
    target = scene.add(Node(**node))
    channel = Channel(node=target, path=path, times=times, values=values, interpolation=interpolation)
    scene.animations = [Animation(name="move", channels=[channel])]
    return scene, target


@given(st.floats(-1, 5))
def test_rotations_are_interpolated_on_the_sphere(time):
    keys = Rotation.from_euler("xyz", [[0, 0, 0], [0.3, 2.0, -1.0], [1.0, -0.5, 3.0]])
    scene, node = _animated("rotation", [0, 1, 3], keys.as_quat().astype(np.float32))
    expected = Slerp([0, 1, 3], keys)(min(max(time, 0), 3)).as_matrix()
    np.testing.assert_allclose(scene.pose(time).world_from_node(node)[:3, :3], expected, atol=2e-6)


def test_cubic_tangents_are_scaled_by_the_key_interval():
    """glTF 2.0 appendix C.5: p(t) = h00 v0 + d h10 b0 + h01 v1 + d h11 a1, d the interval."""
    values = np.zeros((2, 3, 3), np.float32)
    values[0, 2] = (1, 0, 0)  # out-tangent of the first key: 1 m/s
    values[1, 0] = (-2, 0, 0)  # in-tangent of the second
    values[1, 1] = (0, 8, 0)
    scene, node = _animated("translation", [1, 5], values, "CUBICSPLINE")
    s, interval = 0.25, 4.0
    x = interval * ((s**3 - 2 * s**2 + s) * 1 + (s**3 - s**2) * -2)
    y = (-2 * s**3 + 3 * s**2) * 8
    np.testing.assert_allclose(scene.pose(2.0).world_from_node(node)[:3, 3], [x, y, 0], atol=1e-6)


def test_steps_hold_and_ends_clamp():
    scene, node = _animated("scale", [1, 2], np.array([[1, 1, 1], [3, 3, 3]], np.float32), "STEP")
    heights = [scene.pose(t).world_from_node(node)[1, 1] for t in (0, 1.99, 2, 9)]
    assert heights == [1, 1, 3, 3]


def test_rest_pose_and_choice_of_animation():
    scene, node = _animated("translation", [0, 1], np.array([[5, 0, 0], [6, 0, 0]], np.float32), position=(1, 0, 0))
    assert scene.pose(None).world_from_node(node)[0, 3] == 1
    assert scene.pose(0.5).world_from_node(node)[0, 3] == 5.5
    assert scene.pose(0.5, "move").world_from_node(node)[0, 3] == 5.5
    assert scene.pose(0.5, ()).world_from_node(node)[0, 3] == 1
    assert node.position == (1, 0, 0)
    assert scene.animations["move"].duration == 1
    with pytest.raises(NotFoundError, match="'move'"):
        scene.pose(0, "run")
    with pytest.raises(NotFoundError, match="no animation 3"):
        scene.pose(0, 3)
    with pytest.raises(FieldError, match="finite"):
        scene.pose(math.inf)


def test_a_matrix_goes_before_the_transform_unless_animated():
    matrix = np.eye(4)
    matrix[0, 3] = 7
    scene = Scene()
    node = scene.add(Node(matrix=matrix, position=(1, 1, 1)))
    assert scene.pose().world_from_node(node)[0, 3] == 7
    assert node.world_from_node[0, 3] == 7


def test_morph_targets_displace_and_normals_stay_unit():
    lift = MorphTarget(positions=np.full((3, 3), (0, 0, 2), np.float32), normals=np.full((3, 3), (0, 1, 0), np.float32))
    primitive = Primitive(TRIANGLE, normals=np.full((3, 3), (0, 0, 1), np.float32), targets=lift)
    mesh = Mesh(primitive, weights=(0.25,))
    scene = Scene()
    node = scene.add(mesh, scale=(2, 2, 2))
    pose = scene.pose()
    np.testing.assert_allclose(pose.positions(node, primitive), 2 * (TRIANGLE + np.array([0, 0, 0.5])))
    np.testing.assert_allclose(pose.normals(node, primitive), [np.array([0, 0.25, 1]) / np.hypot(0.25, 1)] * 3)
    node.weights = (1.0,)
    assert scene.pose().weights(node) == (1.0,)
    np.testing.assert_allclose(scene.pose().bounds(node), [[0, 0, 4], [2, 2, 4]])


def test_animated_weights_are_used():
    primitive = Primitive(TRIANGLE, targets=MorphTarget(positions=np.ones((3, 3), np.float32)))
    scene = Scene()
    node = scene.add(Mesh(primitive))
    channel = Channel(node=node, path="weights", times=[0, 2], values=np.array([[0], [1]], np.float32))
    scene.animations = [Animation(channels=channel)]
    assert scene.pose(1.0).weights(node) == (0.5,)


def _skinned(weights):
    """A triangle on two joints; the second is turned by 90 degrees about z at (1, 0, 0)."""
    scene = Scene()
    root = scene.add(Node(name="root"))
    tip = root.add(Node(name="tip", position=(1, 0, 0), rotation=(0, 0, math.sqrt(0.5), math.sqrt(0.5))))
    inverse = np.stack([np.eye(4), np.eye(4)])
    inverse[1, 0, 3] = -1
    primitive = Primitive(
        TRIANGLE,
        normals=np.full((3, 3), (1, 0, 0), np.float32),
        tangents=np.full((3, 4), (0, 1, 0, -1), np.float32),
        joints=np.array([[0, 1, 0, 0]] * 3, np.uint8),
        weights=np.array([weights] * 3, np.float32),
    )
    node = scene.add(Mesh(primitive), position=(9, 9, 9))
    node.skin = Skin(joints=(root, tip), inverse_bind_matrices=inverse)
    return scene, node, primitive


def test_a_skin_bends_the_mesh_and_ignores_the_node():
    scene, node, primitive = _skinned((0, 1, 0, 0))
    pose = scene.pose()
    expected = [[1, -1, 0], [1, 0, 0], [0, -1, 0]]
    np.testing.assert_allclose(pose.positions(node, primitive), expected, atol=1e-12)
    np.testing.assert_allclose(pose.normals(node, primitive), [[0, 1, 0]] * 3, atol=1e-12)
    np.testing.assert_allclose(pose.tangents(node, primitive), [[-1, 0, 0, -1]] * 3, atol=1e-12)
    np.testing.assert_allclose(scene.bounds()[0], [0, -1, 0], atol=1e-12)


def test_skin_weights_blend_and_are_normalised():
    scene, node, primitive = _skinned((0.25, 0.75, 0, 0))
    moved = scene.pose().positions(node, primitive)
    np.testing.assert_allclose(moved[0], 0.75 * np.array([1, -1, 0]), atol=1e-12)
    primitive.weights = np.array([[0.5, 1.5, 0, 0]] * 3, np.float32)
    np.testing.assert_allclose(scene.pose().positions(node, primitive), moved, atol=1e-12)


def test_a_joint_that_is_not_there_is_named():
    scene, node, primitive = _skinned((1, 0, 0, 0))
    primitive.joints = np.full((3, 4), 5, np.uint8)
    with pytest.raises(FieldError, match="joint 5 is past the last of the skin's 2"):
        scene.pose().positions(node, primitive)


def test_a_mirrored_node_turns_the_tangent_sign():
    primitive = Primitive(TRIANGLE, tangents=np.full((3, 4), (1, 0, 0, 1), np.float32))
    scene = Scene()
    node = scene.add(Mesh(primitive), scale=(-1, 1, 1))
    np.testing.assert_allclose(scene.pose().tangents(node, primitive)[0], [-1, 0, 0, -1])


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"times": [0, 0], "values": np.zeros((2, 3))}, "strictly increasing"),
        ({"times": [0, 1], "values": np.zeros((3, 3))}, "must be of shape (2, 3)"),
        ({"times": [0], "values": np.zeros((1, 4))}, "must be of shape (1, 3)"),
        ({"times": [0], "values": np.zeros((1, 3)), "interpolation": "CUBICSPLINE"}, "(1, 3, 3)"),
        ({"times": [], "values": np.zeros((0, 3))}, "at least one key"),
    ],
)
def test_channels_are_checked(values, words):
    with pytest.raises(FieldError) as caught:
        Channel(path="translation", **values)
    assert words in str(caught.value)
