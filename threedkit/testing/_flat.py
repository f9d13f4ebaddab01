# ruff: noqa: S101 - asserts are what a contract suite is made of
"""Engine contract: surfaces without normals are flat (glTF 2.0, 3.7.2.1), whether or not triangles share vertices."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pytest

from threedkit.scene import DirectionalLight, Mesh, MorphTarget, Node, Primitive, Scene, Skin
from threedkit.testing.contract import ContractBase, matte, view

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from threedkit.render.engine import Engine

__all__ = ["FlatContract"]

_CORNERS: Final = np.array([(x, y, z) for x in (-1, 1) for y in (-1, 1) for z in (-1, 1)], np.float32)
_FACES: Final = ((0, 1, 3, 2), (4, 6, 7, 5), (0, 4, 5, 1), (2, 3, 7, 6), (0, 2, 6, 4), (1, 5, 7, 3))
_INDICES: Final = np.array([corner for a, b, c, d in _FACES for corner in (a, b, c, a, c, d)], np.uint32)
_SEEN: Final = ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))
"""Normals of the faces that the camera sees."""
_EYE: Final = (4.0, 3.0, 5.0)
_TOWARDS: Final = np.array((0.3, 0.55, 0.9))
_SPOTS: Final = (-0.55, 0.0, 0.55)


class FlatContract(ContractBase):
    """Indexed meshes without normals."""

    @pytest.mark.parametrize("kind", ["plain", "mirrored", "textured", "skinned", "morphed", "strips"])
    def test_an_indexed_cube_without_normals_is_flat(self, engine: Engine, kind: str) -> None:
        """Eight vertices, six even faces: all of a face is as bright as its own normal makes it."""
        scene = Scene(environment=None)
        scene.add(DirectionalLight(intensity=2.0)).look_at(tuple(_TOWARDS), (0, 0, 0))
        _add_cube(scene, kind)
        camera = view(_EYE)
        frame = self.draw(engine, scene, camera, size=(128, 128), time=0.0)
        means = []
        for normal in _SEEN:
            spots = [np.insert((x, y), int(np.argmax(normal)), 1.0) for x in _SPOTS for y in _SPOTS]
            found = [self.light(frame, *_place(camera.camera_from_world, spot), radius=2).mean() for spot in spots]
            means.append(np.mean(found))
            assert np.ptp(found) < 0.12 * means[-1] + 0.012, f"{normal}: {np.round(found, 3)}"
        assert means[0] < 0.8 * means[1] < 0.64 * means[2], "the faces are as bright as they are turned to the light"


def _place(camera_from_world: NDArray[np.float64], point: NDArray[np.float64]) -> tuple[float, float]:
    """Where a point lies in a square picture of 40 degrees, from 0 to 1, y down."""
    x, y, z, _ = camera_from_world @ (*point, 1.0)
    tangent = np.tan(np.radians(20.0)) * -z
    return 0.5 + 0.5 * x / tangent, 0.5 - 0.5 * y / tangent


def _add_cube(scene: Scene, kind: str) -> None:
    material = matte()
    material.double_sided = False
    cube = Primitive(_CORNERS, indices=_INDICES, material=material)
    node = Node(mesh=Mesh(cube), name="cube")
    if kind == "mirrored":
        cube.positions, node.scale = _CORNERS * 0.5, (-2.0, 2.0, 2.0)
    if kind == "textured":
        cube.texcoords = _CORNERS[:, :2] * np.float32(0.5)
        cube.material.base_color_texture = np.full((2, 2, 3), 255, np.uint8)
    if kind == "skinned":
        joint = scene.add(Node(name="joint", scale=(2.0, 2.0, 2.0)))
        cube.positions = _CORNERS * np.float32(0.5)
        cube.joints, cube.weights = np.zeros((8, 4), np.uint8), np.tile(np.array((1, 0, 0, 0), np.float32), (8, 1))
        node.skin = Skin(joints=(joint,))
    if kind == "morphed":
        slanted = _CORNERS + np.float32(0.4) * _CORNERS[:, [1, 2, 0]]
        cube.positions, cube.targets = slanted, (MorphTarget(positions=_CORNERS - slanted),)
        node.weights = (1.0,)
    if kind == "strips":
        cube.mode, cube.indices = "TRIANGLE_STRIP", _strip()
    scene.add(node)


def _strip() -> NDArray[np.uint32]:
    """All faces in one strip, joined by triangles without area; each begins at an even place, for its direction."""
    strip: list[int] = []
    for a, b, c, d in _FACES:
        strip += [strip[-1], a] if strip else []
        strip += [a, b, d, c]
    return np.array(strip, np.uint32)
