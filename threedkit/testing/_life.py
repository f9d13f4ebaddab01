# ruff: noqa: S101 - asserts are what a contract suite is made of
"""Engine contract: determinism, sizes, threads, errors, closing."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import numpy as np
import pytest

from threedkit.errors import CapabilityError, RenderError
from threedkit.geometry import box, sphere
from threedkit.render.engine import Capabilities
from threedkit.render.shot import OUTPUTS, Shot
from threedkit.scene import DirectionalLight, Mesh, Scene
from threedkit.testing.contract import ContractBase, furnace, matte, srgb, view

if TYPE_CHECKING:
    from threedkit.render.engine import Engine

__all__ = ["LifeContract"]


class LifeContract(ContractBase):
    """What an engine promises beside the picture."""

    def test_it_says_what_it_can_do(self, engine: Engine) -> None:
        """Name and capabilities are there, and a machine that runs the suite passes the probe."""
        assert engine.name
        assert isinstance(engine.capabilities, Capabilities)
        assert "color" in engine.capabilities.outputs
        assert engine.capabilities.outputs <= set(OUTPUTS)
        assert engine.capabilities.device
        assert type(engine).probe() is None

    def test_same_shot_same_bytes(self, engine: Engine) -> None:
        """The same scene, shot and seed give the same bytes: again, and after another load."""
        scene = _still_life()
        first = self.draw(engine, scene, samples=16, seed=3)
        loaded = engine.load(scene)
        shot = Shot(camera=view(), size=(96, 96), samples=16, seed=3, time=None)
        again = [engine.draw(loaded, shot).color for _ in range(2)]
        loaded.close()
        assert all(np.array_equal(first.color, color) for color in again)

    def test_sizes_change_freely(self, engine: Engine) -> None:
        """One loaded scene is drawn at any size, 1 by 1 included, and at the first size again."""
        loaded = engine.load(_still_life())
        frames = []
        for size in ((64, 48), (1, 1), (33, 57), (64, 48)):
            frame = engine.draw(loaded, Shot(camera=view(), size=size, samples=4))
            assert frame.size == size
            assert frame.color.shape == (size[1], size[0], 4)
            frames.append(frame)
        loaded.close()
        assert np.array_equal(frames[0].color, frames[-1].color)

    def test_camera_moves_without_a_new_load(self, engine: Engine) -> None:
        """Views of one load are those of a fresh one."""
        scene = _still_life()
        loaded = engine.load(scene)
        for eye in ((3, 1, 4), (-4, 2, 1), (3, 1, 4)):
            shot = Shot(camera=view(eye), size=(48, 48), samples=8, time=None)
            moved = engine.draw(loaded, shot).color
            fresh = self.draw(engine, scene, view(eye), size=(48, 48), samples=8).color
            assert np.array_equal(moved, fresh)
        loaded.close()

    def test_later_edits_are_not_seen(self, engine: Engine) -> None:
        """What was loaded stays as it was."""
        scene = _still_life()
        loaded = engine.load(scene)
        shot = Shot(camera=view(), size=(48, 48), samples=8, time=None)
        before = engine.draw(loaded, shot).color
        scene.nodes["ball"].position = (0, 5, 0)
        scene.materials[0].base_color = (1, 0, 0)
        scene.remove(scene.nodes["box"])
        assert np.array_equal(engine.draw(loaded, shot).color, before)
        loaded.close()

    def test_two_scenes_live_side_by_side(self, engine: Engine) -> None:
        """Drawing one does not disturb the other."""
        one, two = furnace(background_color=(1, 0, 0)), furnace(background_color=(0, 0, 1))
        two.add(Mesh(sphere(radius=1.0), matte((0, 1, 0))))
        first, second = engine.load(one), engine.load(two)
        shot = Shot(camera=view(), size=(32, 32), samples=4)
        for _ in range(2):
            assert engine.draw(first, shot).color[16, 16].tolist() == [255, 0, 0, 255]
            assert engine.draw(second, shot).color[16, 16, :3].argmax() == 1
        first.close()
        assert engine.draw(second, shot).color[0, 0].tolist() == [0, 0, 255, 255]
        second.close()

    def test_an_empty_scene_is_its_background(self, engine: Engine) -> None:
        """Nothing to draw is no error."""
        frame = self.draw(engine, furnace(background_color=(0.2, 0.2, 0.2)))
        assert np.abs(frame.color[48, 48, :3] - srgb([0.2] * 3)).max() <= 1.5
        assert self.draw(engine, furnace(), transparent=True).color[..., 3].max() == 0
        outputs = tuple(name for name in OUTPUTS if name in engine.capabilities.outputs)
        frame = self.draw(engine, Scene(environment=None), outputs=outputs)
        if "object_id" in outputs:
            assert frame.object_id.max() == 0
        if "depth" in outputs:
            assert np.isposinf(frame.depth).all()

    def test_outputs_that_it_does_not_list_are_refused(self, engine: Engine) -> None:
        """Asking for more than `capabilities.outputs` raises and names what there is."""
        loaded = engine.load(Scene())
        for name in set(OUTPUTS) - engine.capabilities.outputs:
            with pytest.raises(CapabilityError, match=name):
                engine.draw(loaded, Shot(camera=view(), size=(8, 8), outputs=(name,)))
        frame = engine.draw(loaded, Shot(camera=view(), size=(8, 8), samples=1))
        with pytest.raises(RenderError, match="outputs="):
            _ = frame.depth
        loaded.close()

    def test_another_thread_is_refused_or_right(self, engine: Engine) -> None:
        """A call from a thread that does not own the engine raises RenderError, or gives the same picture."""
        loaded = engine.load(_still_life())
        shot = Shot(camera=view(), size=(32, 32), samples=4)
        right = engine.draw(loaded, shot).color
        outcome: list[object] = []

        def use() -> None:
            try:
                outcome.append(engine.draw(loaded, shot).color)
            except RenderError as error:
                outcome.append(error)

        thread = threading.Thread(target=use)
        thread.start()
        thread.join()
        (found,) = outcome
        assert isinstance(found, RenderError) or np.array_equal(np.asarray(found), right)
        assert np.array_equal(engine.draw(loaded, shot).color, right)
        loaded.close()

    def test_a_closed_scene_is_refused(self, engine: Engine) -> None:
        """Drawing what was closed raises; closing it twice does nothing."""
        loaded = engine.load(_still_life())
        loaded.close()
        loaded.close()
        with pytest.raises(RenderError):
            engine.draw(loaded, Shot(camera=view(), size=(8, 8)))

    def test_it_can_be_made_anew_after_close(self) -> None:
        """An engine that was closed refuses to draw; the next one draws as the first did."""
        colors = []
        for _ in range(2):
            engine = self.make_engine()
            loaded = engine.load(_still_life())
            colors.append(engine.draw(loaded, Shot(camera=view(), size=(32, 32), samples=4)).color)
            engine.close()
            engine.close()
            with pytest.raises(RenderError):
                engine.load(Scene())
            with pytest.raises(RenderError):
                engine.draw(loaded, Shot(camera=view(), size=(8, 8)))
        assert np.array_equal(colors[0], colors[1])


def _still_life() -> Scene:
    scene = Scene()
    scene.add(Mesh(sphere(radius=0.8), matte((0.2, 0.5, 0.9))), name="ball", position=(-0.6, 0, 0))
    scene.add(Mesh(box(), matte((0.9, 0.4, 0.2), metallic=1.0, roughness=0.3)), name="box", position=(0.9, 0, 0))
    scene.add(DirectionalLight(intensity=1.0), name="sun")
    return scene
