"""An engine for tests, found through its entry point like any other: exact gradients, and trouble on request.

``scene.extras["null"]`` steers it: ``seconds`` (sleep a frame), ``burn`` (CPU seconds a frame), ``fail`` (frames that
raise), ``fail_once`` and ``kill_once`` (frames that raise or kill their process while ``marks`` holds no mark of it),
``kill`` (frames that always kill their process), ``marks`` (folder that gets one file for each frame drawn).
A frame knows its number by its seed.
"""

from __future__ import annotations

import os
import signal
import time
import uuid
from pathlib import Path

import numpy as np

from threedkit.errors import RenderError
from threedkit.render.engine import Capabilities, ThreadOwner
from threedkit.render.frame import Frame


class NullLoaded:
    def __init__(self, scene):
        self.orders = dict(scene.extras.get("null", {}))

    def close(self):
        self.orders = {}


class NullEngine:
    name = "null"
    capabilities = Capabilities(
        outputs=frozenset({"color", "depth", "normal", "position", "object_id"}), features=frozenset(), device="numpy"
    )

    def __init__(self):
        self._owner = ThreadOwner("engine null")

    @classmethod
    def probe(cls):
        return os.environ.get("THREEDKIT_NULL_REASON")

    def load(self, scene):
        self._owner.check()
        return NullLoaded(scene)

    def draw(self, loaded, shot):
        self._owner.check()
        _obey(loaded.orders, shot.seed)
        return Frame(color=gradient(shot.size, shot.seed), depth=np.ones(shot.size[::-1], np.float32))

    def close(self):
        self._owner.check()


def gradient(size, number):
    """(h, w, 4) uint8: red grows to the right, green downwards, blue with the number of the frame."""
    width, height = size
    color = np.full((height, width, 4), 255, np.uint8)
    color[..., 0] = np.linspace(0, 255, width).astype(np.uint8)
    color[..., 1] = np.linspace(0, 255, height).astype(np.uint8)[:, None]
    color[..., 2] = (number * 16) % 256
    return color


def _obey(orders, number):
    time.sleep(orders.get("seconds", 0))
    end = time.thread_time() + orders.get("burn", 0)
    while time.thread_time() < end:
        pass
    marks = orders.get("marks")
    first = marks is None or not any(Path(marks).glob(f"{number}-*"))
    if marks is not None:
        Path(marks, f"{number}-{os.getpid()}-{uuid.uuid4().hex}").touch()
    if number in orders.get("fail", ()) or (first and number in orders.get("fail_once", ())):
        raise RenderError(f"the null engine was told to fail at {number}")
    if number in orders.get("kill", ()) or (first and number in orders.get("kill_once", ())):
        os.kill(os.getpid(), signal.SIGKILL)
