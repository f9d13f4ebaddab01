# ruff: noqa: S101 - asserts are what a contract suite is made of
"""What all parts of the engine contract share: the engine under test, cameras, and what is read off a picture."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import pytest

from threedkit.render.registry import engine_class
from threedkit.render.shot import CameraView, Shot
from threedkit.scene import Environment, Material, Scene
from threedkit.transforms import matrices
from threedkit.transforms.colors import linear_to_srgb, srgb_to_linear

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from threedkit.render.engine import Engine
    from threedkit.render.frame import Frame

__all__ = ["ContractBase", "furnace", "matte", "rays", "srgb", "view"]


def view(
    eye: Any = (0.0, 0.0, 5.0), target: Any = (0.0, 0.0, 0.0), up: Any = (0.0, 1.0, 0.0), **values: Any
) -> CameraView:
    """Return a camera at `eye` that looks at `target`; 40 degrees high unless `values` say otherwise."""
    return CameraView.from_matrix(
        matrices.look_at(eye, target, up), **({"yfov": np.radians(40.0), "znear": 0.1} | values)
    )


def furnace(radiance: float = 1.0, **values: Any) -> Scene:
    """Return an empty scene with the same light from everywhere."""
    return Scene(environment=Environment(radiance=np.full((16, 32, 3), radiance, np.float32), **values))


def matte(color: Any = (1.0, 1.0, 1.0), **values: Any) -> Material:
    """Return the nearest to a Lambert surface that glTF's model has: a rough dielectric."""
    return Material(**({"base_color": color, "metallic": 0.0, "roughness": 1.0, "double_sided": True} | values))


def srgb(linear: Any) -> NDArray[np.float64]:
    """Return what a linear value reads in a picture, 0 to 255."""
    return np.asarray(linear_to_srgb(np.clip(linear, 0.0, 1.0)) * 255.0)


def rays(camera: CameraView, size: tuple[int, int]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return origins and directions (h, w, 3) of the rays through the middles of the pixels.

    A direction is 1 long along the view axis, so that a ray's parameter is its depth.
    """
    width, height = size
    x, y = np.meshgrid((np.arange(width) + 0.5) / width * 2 - 1, 1 - (np.arange(height) + 0.5) / height * 2)
    matrix = camera.matrix
    if camera.kind == "orthographic":
        across = x[..., None] * camera.xmag * matrix[:3, 0] + y[..., None] * camera.ymag * matrix[:3, 1]
        return matrix[:3, 3] + across, np.broadcast_to(-matrix[:3, 2], (*x.shape, 3))
    tangent = np.tan(camera.yfov / 2)
    local = np.stack([x * tangent * width / height, y * tangent, -np.ones_like(x)], axis=-1)
    return np.broadcast_to(matrix[:3, 3], local.shape), local @ matrix[:3, :3].T


class ContractBase:
    """Draws with the engine under test.

    Attributes:
        engine_name: name in the registry; or override `make_engine`.
        samples: samples a pixel where shading is judged.
        shading: bound on linear light for lit surfaces, as a part of the value. It leaves room for the microfacet
            layer over glTF's diffuse one, whose exact form the specification leaves open, and for noise.
    """

    engine_name: ClassVar[str]
    samples: ClassVar[int] = 64
    shading: ClassVar[float] = 0.06

    @classmethod
    def make_engine(cls) -> Engine:
        """Make the engine that a class of tests shares."""
        return engine_class(cls.engine_name)()

    @pytest.fixture(scope="class")
    @classmethod
    def engine(cls) -> Iterator[Engine]:
        """Hold one engine open through a class of tests."""
        engine = cls.make_engine()
        yield engine
        engine.close()

    def draw(self, engine: Engine, scene: Scene, camera: CameraView | None = None, **values: Any) -> Frame:
        """Load a scene, draw one shot of it and free it again."""
        loaded = engine.load(scene)
        try:
            settings: dict[str, Any] = {"size": (96, 96), "samples": self.samples, "time": None} | values
            return engine.draw(loaded, Shot(camera=camera or view(), **settings))
        finally:
            loaded.close()

    def light(self, frame: Frame, x: float, y: float, *, radius: int = 3) -> NDArray[np.float64]:
        """Return the mean linear colour (3,) around a place of the picture, x and y from 0 to 1, y down."""
        width, height = frame.size
        column, row = int(x * width), int(y * height)
        rows = slice(max(0, row - radius), row + radius)
        columns = slice(max(0, column - radius), column + radius)
        return np.asarray(srgb_to_linear(frame.color[rows, columns, :3] / 255.0).mean(axis=(0, 1)))

    def assert_light(self, found: NDArray[np.float64], expected: Any, *, floor: float = 0.012) -> None:
        """Assert a linear colour within `shading`; `floor` is absolute, for what should be dark."""
        wanted = np.broadcast_to(np.asarray(expected, np.float64), (3,))
        allowed = self.shading * wanted + floor
        assert (np.abs(found - wanted) <= allowed).all(), f"found {found.round(4)}, expected {wanted.round(4)}"

    def coverage(
        self, engine: Engine, scene: Scene, camera: CameraView | None = None, **values: Any
    ) -> NDArray[np.float64]:
        """Return how much of each pixel something covers, (h, w) from 0 to 1."""
        return self.draw(engine, scene, camera, transparent=True, **values).color[..., 3] / 255.0

    def centroid(self, cover: NDArray[np.float64]) -> tuple[float, float]:
        """Return the middle (x, y) of a coverage in pixels from the upper left corner, y down."""
        rows, columns = np.indices(cover.shape) + 0.5
        total = cover.sum()
        assert total > 0, "nothing was drawn"
        return float((columns * cover).sum() / total), float((rows * cover).sum() / total)
