"""An engine that shows a picture of a file: it waits as a GPU makes one wait, and costs the processor a copy."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import numpy as np

from threedkit.render import Frame
from threedkit.render.engine import Capabilities

if TYPE_CHECKING:
    from threedkit.render import Shot
    from threedkit.scene import Scene

STEP = 16
"""Pixels that the picture moves from frame to frame."""


class ReplayLoaded:
    """A picture and how long it takes; ``scene.extras["replay"]`` names its file (.npy) and the seconds."""

    def __init__(self, scene: Scene) -> None:
        """Read the file."""
        orders = dict(scene.extras["replay"])
        self.seconds: float = orders["seconds"]
        self.color = np.load(orders["file"])

    def close(self) -> None:
        """Nothing is held."""


class ReplayEngine:
    """Found by its path, ``replay_engine:ReplayEngine``."""

    name = "replay_engine:ReplayEngine"
    capabilities = Capabilities(outputs=frozenset({"color"}), features=frozenset(), device="none")

    @classmethod
    def probe(cls) -> str | None:
        """It runs everywhere."""
        return None

    def load(self, scene: Scene) -> ReplayLoaded:
        """Read the picture."""
        return ReplayLoaded(scene)

    def draw(self, loaded: ReplayLoaded, shot: Shot) -> Frame:
        """Wait, and show the picture some pixels further for each seed."""
        time.sleep(loaded.seconds)
        return Frame(color=np.roll(loaded.color, STEP * shot.seed, axis=1), meta={"engine": self.name})

    def close(self) -> None:
        """Nothing is held."""
