# ruff: noqa: S101 - asserts are what a contract suite is made of
"""Engine contract: long runs, many scenes, odd values."""

from __future__ import annotations

import gc
import os
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Final

import numpy as np
import pytest

from threedkit.errors import FieldError, RenderError, ThreedkitError
from threedkit.geometry import box, sphere
from threedkit.render.shot import MAX_SIZE, CameraView, Shot
from threedkit.scene import Image, Mesh, Node, Texture, TextureInfo
from threedkit.testing.contract import ContractBase, furnace, matte, view

if TYPE_CHECKING:
    from collections.abc import Callable

    from threedkit.render.engine import Engine
    from threedkit.render.frame import Frame
    from threedkit.scene import Scene

__all__ = ["EnduranceContract"]

_SIZE: Final = (64, 48)
_MEBIBYTE: Final = 1 << 20
_STRETCHES: Final = 5


class EnduranceContract(ContractBase):
    """Long runs, many scenes, odd values.

    Attributes:
        renders: pictures that are drawn one after the other.
        loads: scenes that come and go.
        growth: bytes by which the process may grow in the second half of the pictures; 1,000 of 128 x 96 are 49 MB.
            What counts is the median of several stretches: a leak shows in each, while the kernel's huge pages and
            other threads of the process add to one now and then.
    """

    renders: ClassVar[int] = 2000
    loads: ClassVar[int] = 40
    growth: ClassVar[int] = 16 * _MEBIBYTE

    def test_many_pictures_in_one_process(self, engine: Engine) -> None:
        """None is blank, the first comes again at the end, and memory stays."""
        loaded = engine.load(_crate())
        shots = [_shot(angle, (128, 96)) for angle in np.linspace(0.0, 2 * np.pi, 25, endpoint=False)]
        first = [engine.draw(loaded, shot).color for shot in shots]
        stretch, held = self.renders // (2 * _STRETCHES), []
        for number in range(self.renders):
            color = engine.draw(loaded, shots[number % len(shots)]).color
            assert np.array_equal(color, first[number % len(shots)]), f"picture {number} is another"
            if number >= self.renders // 2 - 1 and (self.renders - 1 - number) % stretch == 0:
                held.append(_resident())  # drivers keep what the first half has made them allocate
        grown = _growth(held)
        loaded.close()
        assert all(np.ptp(color[..., :3].reshape(-1, 3), axis=0).max() > 40 for color in first), "a blank picture"
        assert grown < self.growth, f"{self.renders // 2} pictures grew the process by {grown / _MEBIBYTE:.1f} MiB"

    def test_many_scenes_in_one_process(self, engine: Engine) -> None:
        """Scenes of 1.4 MiB each come, are drawn and go; memory stays, but for what the allocator holds back."""
        ball = sphere(radius=0.8, segments=160, rings=120)
        held = []
        for number in range(-(self.loads // 4), self.loads):
            if number >= 0 and number % (self.loads // _STRETCHES) == 0:
                held.append(_resident())
            scene = furnace(0.5)
            scene.add(Mesh(ball, matte((abs(number) / self.loads, 0.5, 0.5))))
            assert self.draw(engine, scene, size=_SIZE, samples=1).color[24, 32, 3] == 255
        grown = _growth([*held, _resident()])
        assert grown < 2 * self.growth, f"{self.loads} scenes grew the process by {grown / _MEBIBYTE:.1f} MiB"

    def test_two_engines_of_one_thread(self, engine: Engine) -> None:
        """A second engine beside the first draws the same, and neither disturbs the other."""
        scene, shot = _crate(), _shot(0.3)
        other = type(self).make_engine()
        loaded = [one.load(scene) for one in (engine, other)]
        pictures = [
            one.draw(held, shot).color for _ in range(2) for one, held in zip((engine, other), loaded, strict=True)
        ]
        other.close()
        assert all(np.array_equal(color, pictures[0]) for color in pictures)
        assert np.array_equal(engine.draw(loaded[0], shot).color, pictures[0])
        loaded[0].close()

    def test_sizes_that_cannot_be(self, engine: Engine) -> None:
        """Zero, negative and huge sizes are refused before anything is drawn; what is too large for it, by name."""
        for size in ((0, 4), (4, -1), (MAX_SIZE + 1, 4), (4.0, 4)):
            with pytest.raises(RenderError, match="size must be"):
                Shot(camera=view(), size=size)  # type: ignore[arg-type]
        loaded = engine.load(_crate())
        drawn, refusal = _attempt(lambda: engine.draw(loaded, Shot(camera=view(), size=(MAX_SIZE, 1), samples=1)))
        assert str(MAX_SIZE) in refusal if drawn is None else drawn.size == (MAX_SIZE, 1)
        assert engine.draw(loaded, Shot(camera=view(), size=(4, 4), samples=1)).size == (4, 4)
        loaded.close()

    def test_values_that_are_no_numbers(self) -> None:
        """NaN and infinity never reach an engine: fields, cameras and shots refuse them by name."""
        nan = float("nan")
        cases: tuple[tuple[Any, str], ...] = (
            (lambda: Node(position=(0, nan, 0)), "Node.position"),
            (lambda: Node(matrix=np.full((4, 4), np.inf)), "Node.matrix"),
            (lambda: matte((nan, 0, 0)), "Material.base_color"),
            (lambda: CameraView.from_matrix(np.full((4, 4), nan)), "world_from_camera"),
            (lambda: Shot(camera=view(), time=nan), "time"),
            (lambda: Shot(camera=view(), exposure=nan), "exposure"),
            (lambda: Shot(camera=view(), outputs=("colour",)), "unknown output 'colour'; known are color"),
        )
        for make, words in cases:
            with pytest.raises((FieldError, RenderError), match=words):
                make()

    @pytest.mark.parametrize("scale", [(0, 0, 0), (0, 1, 1), (1e-30, 1e-30, 1e-30), (-1, 1, 1)], ids=str)
    def test_odd_transforms(self, engine: Engine, scale: tuple[float, ...]) -> None:
        """A node without extent, or turned inside out, draws what there is of it; its neighbour is as ever."""
        scene = furnace(0.5, background_color=(0.0, 0.0, 0.0))
        scene.add(Mesh(box(), matte()), position=(-1, 0, 0))
        alone = self.draw(engine, scene, size=_SIZE, samples=1).color
        scene.add(Mesh(box(), matte((1, 0, 0))), position=(1, 0, 0), scale=scale)
        both = self.draw(engine, scene, size=_SIZE, samples=1).color
        assert np.abs(both[20:28, 14:22].astype(int) - alone[20:28, 14:22]).max() <= 8, "the neighbour"
        red = bool(np.ptp(both[24, 40:48, :3], axis=1).max() > 20)
        assert red is (max(scale) == 1)  # one that is flat across the view is still seen from its side

    def test_far_away(self, engine: Engine) -> None:
        """A scene a thousand kilometres from the origin is the same picture."""
        pictures = []
        for place in (0.0, 2.0**20):
            scene = furnace(0.5, background_color=(0.0, 0.0, 0.0))
            scene.add(Mesh(box(), matte()), position=(place, 0, 0))
            frame = self.draw(engine, scene, view((place + 2, 1, 4), (place, 0, 0)), size=_SIZE, transparent=True)
            pictures.append(frame.color[..., 3] > 128)
        different = np.count_nonzero(pictures[0] != pictures[1])
        assert different <= 0.05 * np.count_nonzero(pictures[0]), f"{different} pixels"

    @pytest.mark.filterwarnings("ignore")
    def test_missing_textures(self, engine: Engine) -> None:
        """A texture without image, without bytes or with broken ones is white, or refused by name; never a crash."""
        broken = Image(data=b"\x89PNG\r\n\x1a\nnothing", mime_type="image/png", name="broken")
        for texture in (Texture(), Texture(Image(name="hollow")), Texture(broken)):
            scene = furnace(0.5)
            scene.add(Mesh(box(), matte((1.0, 0.0, 0.0), base_color_texture=TextureInfo(texture))))
            drawn, refusal = _attempt(partial(self.draw, engine, scene, size=_SIZE, samples=4))
            if drawn is None:
                assert texture.source is not None
                assert texture.source.name in refusal
            else:
                assert drawn.color[24, 32, 0] > 100 > drawn.color[24, 32, 1]


def _attempt(draw: Callable[[], Frame]) -> tuple[Frame | None, str]:
    """A picture, or the words with which it was refused."""
    try:
        return draw(), ""
    except ThreedkitError as error:
        return None, str(error)


def _crate() -> Scene:
    scene = furnace(0.4, background_color=(0.02, 0.02, 0.05))
    scene.add(Mesh(box((1.5, 1.0, 0.7)), matte((0.9, 0.4, 0.2))), name="crate")
    return scene


def _shot(angle: float, size: tuple[int, int] = _SIZE) -> Shot:
    eye = (4 * np.sin(angle), 1.5, 4 * np.cos(angle))
    return Shot(camera=view(eye), size=size, samples=1, time=None)


def _growth(held: list[int]) -> float:
    """Bytes that a run adds: the median growth of its stretches, as often as there are stretches."""
    return float(np.median(np.diff(held))) * (len(held) - 1)


def _resident() -> int:
    """Bytes of memory that the process holds."""
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")
