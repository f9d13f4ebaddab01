"""Instances, hidden nodes and animated pointers: pictures against the same scene made of plain nodes."""

from __future__ import annotations

import numpy as np
import pytest

import threedkit as tk
from threedkit.jobs.framing import swept_outline
from threedkit.render import fit_camera
from threedkit.scene import Instances

SIZE = (96, 72)
ENGINES = ["filament", "mitsuba"]


def places(count: int = 6) -> dict:
    rng = np.random.default_rng(3)
    turns = rng.normal(size=(count, 4)).astype(np.float32)
    sizes = rng.uniform(0.3, 0.8, (count, 3)).astype(np.float32)
    sizes[2, 0] *= -1  # mirrors
    turned = turns / np.linalg.norm(turns, axis=1, keepdims=True)
    return {"translation": rng.uniform(-2, 2, (count, 3)).astype(np.float32), "rotation": turned, "scale": sizes}


def shape() -> tk.Mesh:
    """A box that bulges, with colours at its corners."""
    box = tk.box()
    box.targets = (tk.MorphTarget(positions=box.positions * 0.3),)
    box.colors = np.random.default_rng(1).uniform(0.2, 1, (box.vertex_count, 4)).astype(np.float32)
    return tk.Mesh(box, tk.Material(base_color="#ef6631", roughness=0.6), weights=(0.5,))


def scene_of(*, expanded: bool, weights: tuple | None = None) -> tk.Scene:
    scene, mesh, found = tk.Scene(), shape(), places()
    top = scene.add(tk.Node(position=(0.1, 0.2, 0.3), rotation=(0, 0.3, 0, 0.95), scale=(1.2, 1, 1)), name="many")
    if expanded:
        for position, rotation, scale in zip(*(found[name] for name in found), strict=True):
            top.add(tk.Node(position=position.tolist(), rotation=rotation.tolist(), scale=scale.tolist(), mesh=mesh))
            top.children[-1].weights = weights
    else:
        top.mesh, top.instances, top.weights = mesh, Instances(**found), weights
    return scene


def test_pose_bounds_and_cameras_agree():
    many, plain = scene_of(expanded=False), scene_of(expanded=True)
    np.testing.assert_allclose(many.bounds(), plain.bounds())
    pose, other = many.pose(None), plain.pose(None)
    primitive = many.meshes[0].primitives[0]
    for number, node in enumerate(plain.mesh_nodes):
        expected = other.positions(node, plain.meshes[0].primitives[0])
        np.testing.assert_allclose(pose.positions(many.nodes[0], primitive, number), expected)
    assert fit_camera(many, SIZE) == fit_camera(plain, SIZE)
    assert swept_outline(many, None, None, 0) == swept_outline(plain, None, None, 0)


@pytest.mark.engine
@pytest.mark.parametrize("weights", [None, (0.0,)], ids=["bulging", "plain"])
@pytest.mark.parametrize("engine", ENGINES)
def test_pictures_are_those_of_the_nodes(engine, weights):
    many, plain = (scene_of(expanded=expanded, weights=weights) for expanded in (False, True))
    camera = fit_camera(plain, SIZE)
    one, other = (tk.render(s, size=SIZE, camera=camera, engine=engine, samples=16) for s in (many, plain))
    assert np.abs(one.color.astype(int) - other.color).mean() < 0.5
    assert (one.object_id.max(), other.object_id.max()) == (1, 6)
    assert np.array_equal(one.object_id > 0, other.object_id > 0)
    hit = one.object_id > 0
    np.testing.assert_allclose(one.depth[hit], other.depth[hit], rtol=1e-5)
    np.testing.assert_allclose(one.normal, other.normal, atol=1e-4)


def lit(*, visible: bool) -> tk.Scene:
    """A box under a hidden group, a lamp under another, and a floor that shows."""
    scene = tk.Scene(environment=tk.Environment(intensity=0.2))
    scene.add(tk.Mesh(tk.plane(size=(4, 4)), tk.Material(base_color="#888888", roughness=1.0)))
    group = scene.add(tk.Node(name="group", visible=visible))
    group.add(tk.Mesh(tk.box()), position=(0, 0.5, 0)).add(tk.Mesh(tk.sphere(radius=0.3)), position=(1, 0, 0))
    scene.add(tk.Node(name="lamps", visible=visible)).add(tk.PointLight(intensity=20), position=(1, 2, 1))
    return scene


@pytest.mark.engine
@pytest.mark.parametrize("engine", ENGINES)
def test_hidden_nodes_neither_draw_nor_shine(engine):
    hidden, gone = lit(visible=False), lit(visible=False)
    for name in ("group", "lamps"):
        gone.remove(gone.nodes[name])
    assert np.array_equal(hidden.bounds(), gone.bounds())
    camera = fit_camera(gone, SIZE)
    one, other = (tk.render(s, size=SIZE, camera=camera, engine=engine, samples=32) for s in (hidden, gone))
    assert set(np.unique(one.object_id)) <= {0, 1}
    assert np.abs(one.color.astype(int) - other.color).mean() < 1.5


def animated() -> tk.Scene:
    """From 0.5 s on the group shows and the lamp shines, and the floor turns red."""
    scene = lit(visible=False)
    floor = scene.materials[0]
    times, step = [0, 0.5], "STEP"
    show = "extensions/KHR_node_visibility/visible"
    lamp = scene.lights[0]
    scene.animations = [
        tk.Animation(
            channels=[
                *(
                    tk.Channel(
                        target=scene.nodes[name], path="pointer", pointer=show, times=times, values=[[0], [1]],
                        interpolation=step,
                    )
                    for name in ("group", "lamps")
                ),
                tk.Channel(target=lamp, path="pointer", pointer="intensity", times=times, values=[[5], [20]]),
                tk.Channel(
                    target=floor, path="pointer", pointer="pbrMetallicRoughness/baseColorFactor", times=times,
                    values=[[0.1, 0.1, 0.6, 1], [1, 0, 0, 1]], interpolation=step,
                ),
            ]
        )
    ]  # fmt: skip
    return scene


def still(*, late: bool) -> tk.Scene:
    scene = lit(visible=late)
    scene.materials[0].base_color = (1, 0, 0) if late else (0.1, 0.1, 0.6)
    return scene


def test_animated_pointers_in_a_pose():
    scene = animated()
    floor, lamp = scene.materials[0], scene.lights[0]
    early, late = scene.pose(0.0), scene.pose(0.6)
    assert early.animated(floor) == {"base_color": pytest.approx((0.1, 0.1, 0.6, 1))}
    assert late.posed(floor).base_color == (1, 0, 0, 1)
    assert floor.base_color != (1, 0, 0, 1)
    assert late.posed(floor).name == floor.name
    assert [scene.pose(t).posed(lamp).intensity for t in (0, 0.25, 0.5)] == [5, 12.5, 20]
    assert [early.visible(node) for node in scene.nodes] == [True, False, False, False, False, False]
    assert all(late.visible(node) for node in scene.nodes)
    assert scene.pose(None).posed(lamp) is lamp
    again = tk.load(scene.to_glb())
    assert again.pose(0.6).posed(again.materials[0]).base_color == (1, 0, 0, 1)


@pytest.mark.engine
@pytest.mark.parametrize("late", [False, True])
@pytest.mark.parametrize("engine", ENGINES)
def test_animated_pointers_in_pictures(engine, late):
    scene, other = animated(), still(late=late)
    camera = fit_camera(lit(visible=True), SIZE)
    moving = tk.render(scene, size=SIZE, camera=camera, time=0.7 if late else 0.1, engine=engine, samples=32)
    fixed = tk.render(other, size=SIZE, camera=camera, engine=engine, samples=32)
    assert np.array_equal(moving.object_id, fixed.object_id)
    assert np.abs(moving.color.astype(int) - fixed.color).mean() < 1.5
