# ruff: noqa: S101 - asserts are what a contract suite is made of
"""Engine contract: the animation's clock moves nodes, skins and morph targets."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from threedkit.errors import ThreedkitError
from threedkit.geometry import box, sphere
from threedkit.scene import Animation, Channel, Mesh, MorphTarget, Node, Skin
from threedkit.testing.contract import ContractBase, furnace, matte, view
from threedkit.transforms import quaternions

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from threedkit.render.engine import Engine
    from threedkit.scene import Scene

__all__ = ["MotionContract"]

_METRE = 96 / (2 * 5 * np.tan(np.radians(20.0)))
"""Pixels a metre at the origin, seen by `view()` in a picture of 96 pixels."""


class MotionContract(ContractBase):
    """Animation, skins, morph targets."""

    def test_translation(self, engine: Engine) -> None:
        """A ball is where its channel has it; before the first key and after the last it stands still."""
        scene = furnace()
        ball = scene.add(Mesh(sphere(radius=0.3), matte()), position=(0, -1, 0))
        _animate(scene, ball, "translation", [(-1, 0, 0), (1, 0, 0)])
        for time, x, y in ((None, 0, -1), (0.0, -1, 0), (0.5, 0, 0), (0.75, 0.5, 0), (1.0, 1, 0), (9.0, 1, 0)):
            found = self.centroid(self.coverage(engine, scene, time=time))
            assert np.abs(np.subtract(found, (48 + x * _METRE, 48 - y * _METRE))).max() < 0.5

    def test_one_load_serves_all_times(self, engine: Engine) -> None:
        """A scene that was loaded once is drawn at any time, forwards and backwards, by any animation."""
        from threedkit.render.shot import Shot

        scene = furnace()
        ball = scene.add(Mesh(sphere(radius=0.3), matte()))
        across = _animate(scene, ball, "translation", [(-1, 0, 0), (1, 0, 0)], name="across")
        up = _animate(scene, ball, "translation", [(0, -1, 0), (0, 1, 0)], name="up")
        scene.animations = [across, up]
        loaded = engine.load(scene)
        shots = (
            ("across", 1.0, (1, 0)),
            ("up", 1.0, (0, 1)),
            (0, 0.0, (-1, 0)),
            (1, 0.0, (0, -1)),
            (None, None, (0, 0)),
        )
        for animation, time, (x, y) in shots:
            shot = Shot(camera=view(), size=(96, 96), samples=16, time=time, animation=animation, transparent=True)
            found = self.centroid(engine.draw(loaded, shot).color[..., 3] / 255.0)
            assert np.abs(np.subtract(found, (48 + x * _METRE, 48 - y * _METRE))).max() < 0.5
        with pytest.raises((ThreedkitError, KeyError)):
            engine.draw(loaded, Shot(camera=view(), size=(16, 16), animation="sideways"))
        loaded.close()

    def test_rotation_and_hierarchy(self, engine: Engine) -> None:
        """A turning parent carries its child around, by the shortest arc."""
        scene = furnace()
        arm = scene.add(Node(name="arm"))
        arm.add(Mesh(box((0.4, 0.4, 0.4)), matte()), position=(1.2, 0, 0))
        turns = [quaternions.from_axis_angle((0, 0, 1), angle) for angle in (0.0, np.pi / 2)]
        _animate(scene, arm, "rotation", turns)
        for part in (0.0, 0.5, 1.0):
            x, y = np.cos(part * np.pi / 2) * 1.2, np.sin(part * np.pi / 2) * 1.2
            found = self.centroid(self.coverage(engine, scene, time=part))
            # The box has depth: its near face is 4 % larger than its middle.
            assert np.abs(np.subtract(found, (48 + x * _METRE, 48 - y * _METRE))).max() < 1.5

    def test_skin(self, engine: Engine) -> None:
        """The upper half of a bar follows its joint; the transform of the bar's own node does not count."""
        scene = furnace()
        bar = box((0.3, 2.0, 0.3), segments=(1, 8, 1))
        height = bar.positions[:, 1]
        upper = np.clip(height * 4 + 0.5, 0.0, 1.0).astype(np.float32)
        bar.joints = (np.tile(np.array([0, 1, 0, 0], np.uint8), (len(height), 1)),)
        bar.weights = (np.stack([1 - upper, upper, 0 * upper, 0 * upper], axis=1),)
        root = scene.add(Node(name="root"))
        elbow = root.add(Node(name="elbow"))
        skin = Skin(joints=(root, elbow), inverse_bind_matrices=np.stack([np.eye(4)] * 2))
        scene.add(Mesh(bar, matte()), skin=skin, position=(9, 9, 9))
        _animate(scene, elbow, "rotation", [quaternions.from_axis_angle((0, 0, 1), a) for a in (0.0, -np.pi / 2)])
        straight = self.coverage(engine, scene, time=0.0)
        assert np.abs(np.subtract(self.centroid(straight), (48, 48))).max() < 0.5
        bent = self.coverage(engine, scene, time=1.0)
        reach = int(48 + 0.8 * _METRE)
        assert bent[48, reach] == 1.0
        assert bent[int(48 - 0.8 * _METRE), 48] == 0.0
        assert bent[int(48 + 0.8 * _METRE), 48] == 1.0

    def test_morph_targets(self, engine: Engine) -> None:
        """Weights from the mesh, the node and an animation each move the vertices."""
        for mesh_weight, node_weight, animated, shift in (
            (0.5, None, None, 0.5),
            (0.5, 1.0, None, 1.0),
            (0, 0, 0.75, 0.75),
        ):
            ball = sphere(radius=0.3)
            ball.targets = (MorphTarget(positions=np.tile(np.array((1, 0, 0), np.float32), (ball.vertex_count, 1))),)
            scene = furnace()
            node = scene.add(Mesh(ball, matte(), weights=(mesh_weight,)))
            if node_weight is not None:
                node.weights = (node_weight,)
            if animated is not None:
                _animate(scene, node, "weights", [(0.0,), (1.0,)])
            x, y = self.centroid(self.coverage(engine, scene, time=animated))
            assert abs(x - (48 + shift * _METRE)) < 0.5
            assert abs(y - 48) < 0.5


def _animate(scene: Scene, node: Node, path: str, values: ArrayLike, *, name: str = "") -> Animation:
    """Give the scene one animation of one channel with keys at 0 and 1 second."""
    times = np.array([0.0, 1.0], np.float32)
    channel = Channel(node=node, path=path, times=times, values=np.asarray(values, np.float32))
    animation = Animation(name=name, channels=(channel,))
    scene.animations = [animation]
    return animation
