from __future__ import annotations

import numpy as np
import pytest

import threedkit as tk
from threedkit.errors import FieldError, NotFoundError
from threedkit.scene import Animation, Channel, Material, Mesh, Node, PerspectiveCamera, PointLight, Scene


@pytest.fixture
def scene():
    built = Scene(name="yard")
    house = built.add(Node(name="house", position=(0, 0, 2)))
    house.add(Mesh(tk.box(), Material(name="brick")), name="walls", position=(1, 0, 0))
    built.add(PerspectiveCamera(), name="eye")
    built.add(PointLight(), name="lamp", parent=house)
    return built


def test_parts_are_found_by_name_and_position(scene):
    assert scene.nodes.names == ("house", "walls", "lamp", "eye")
    assert scene.nodes[0] is scene.nodes["house"] is scene.find("house")
    assert scene.materials["brick"] is scene.meshes[0].primitives[0].material
    assert [len(scene.cameras), len(scene.lights), len(scene.camera_nodes)] == [1, 1, 1]
    with pytest.raises(KeyError, match="no item is named 'barn'; there are: 'house', 'walls'"):
        scene.find("barn")


def test_what_becomes_reachable_is_listed(scene):
    tin = Material(name="tin", base_color_texture=np.zeros((1, 1, 3), np.uint8))
    scene.meshes[0].primitives[0].material = tin
    assert scene.materials.names == ("tin",)
    assert len(scene.textures) == len(scene.images) == 1


def test_what_was_declared_stays_first_and_unused(scene):
    spare = Material(name="spare")
    scene.declare(materials=[spare])
    assert scene.materials.names == ("spare", "brick")


def test_world_transforms_go_through_the_parents(scene):
    np.testing.assert_allclose(scene.find("walls").world_from_node[:3, 3], [1, 0, 2])
    np.testing.assert_allclose(scene.bounds(), [[0.5, -0.5, 1.5], [1.5, 0.5, 2.5]])


def test_a_node_moves_between_parents(scene):
    walls, eye = scene.find("walls"), scene.find("eye")
    eye.add(walls)
    assert walls.parent is eye
    assert walls not in scene.find("house").children
    scene.add(walls)
    assert walls.parent is None
    assert scene.roots[-1] is walls


def test_cycles_and_second_parents_are_refused(scene):
    house, walls = scene.find("house"), scene.find("walls")
    with pytest.raises(FieldError, match="own descendant"):
        walls.add(house)
    with pytest.raises(FieldError, match="own descendant"):
        house.add(house)
    with pytest.raises(FieldError, match="already has the parent"):
        scene.find("eye").children = (walls,)
    assert walls.parent is house
    assert scene.nodes.names == ("house", "walls", "lamp", "eye")


def test_removing_a_node_removes_what_is_below_and_its_channels(scene):
    walls = scene.find("walls")
    spin = Channel(node=walls, path="translation", times=[0, 1], values=np.zeros((2, 3)))
    scene.animations = [Animation(name="spin", channels=spin)]
    scene.remove(scene.find("house"))
    assert scene.nodes.names == ("eye",)
    assert scene.animations["spin"].channels == ()
    with pytest.raises(NotFoundError, match="not in this scene"):
        scene.remove(walls)


def test_look_at_points_minus_z_at_the_target():
    scene = Scene()
    arm = scene.add(Node(position=(3, 0, 0), rotation=(0, 0.6, 0, 0.8), scale=(2, 2, 2)))
    camera = arm.add(PerspectiveCamera())
    camera.look_at((0, 1, 5), (0, 1, 0))
    world = camera.world_from_node
    np.testing.assert_allclose(world[:3, 3], [0, 1, 5], atol=1e-12)
    np.testing.assert_allclose(world[:3, 2] / np.linalg.norm(world[:3, 2]), [0, 0, 1], atol=1e-12)
    with pytest.raises(FieldError, match="look_at"):
        camera.look_at((0, 0, 0), (0, 0, 0))


def test_nothing_else_can_be_added(scene):
    with pytest.raises(FieldError, match="not Material"):
        scene.add(Material())


def test_a_deep_hierarchy_does_not_overflow():
    scene = Scene()
    node = scene.add(Node())
    for _ in range(3000):
        child = Node(position=(0, 0.5, 0))
        node.children = (child,)
        node = child
    assert len(scene.nodes) == 3001
    np.testing.assert_allclose(scene.pose(None).world_from_node(node)[1, 3], 1500)


def test_a_root_that_is_hung_under_a_node_is_a_root_no_longer():
    scene = Scene()
    parent, root = scene.add(Node(name="parent")), scene.add(Node(name="root"))
    scene.add(root, parent=parent, position=(1, 0, 0))
    assert scene.roots == (parent,)
    assert parent.children == (root,)
    assert scene.pose(None).world_from_node(root)[0, 3] == 1
    with pytest.raises(FieldError, match="its own descendant"):
        scene.add(parent, parent=root)
    assert scene.roots == (parent,)
    assert root.parent is parent


def test_forgotten_parts_leave_the_lists_unless_something_refers_to_them(scene):
    unused, used = tk.Material(name="unused"), tk.Material(name="used")
    scene.add(tk.Mesh(tk.box(), used))
    scene.declare(materials=[unused, used])
    before = len(scene.materials)
    scene.forget([unused, used])
    assert unused not in scene.materials
    assert used in scene.materials
    assert len(scene.materials) == before - 1
