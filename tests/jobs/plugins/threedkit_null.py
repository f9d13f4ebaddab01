"""An engine for tests, found through its entry point like any other: exact gradients, and trouble on request.

``scene.extras["null"]`` steers it: ``seconds`` (sleep a frame), ``burn`` (CPU seconds a frame), ``marks`` (folder that
gets one file for each frame drawn), ``heavy`` (bytes that the loaded scene takes), ``alone`` (out of memory beside
another scene), ``load_seconds`` (sleep a load), and lists of frames for what is to happen at them: ``fail`` (raise),
``divide`` (an error that is none of ours), ``kill`` (SIGKILL for the engine process), ``kill_worker`` (for its parent),
``crash`` (SIGSEGV), ``exit`` (exit code 7), ``hang`` (in C code that holds the GIL), ``eat`` (memory, without end),
``warn``, ``chatter`` (warn without end), ``unplug`` (the engine dies, its process does not), ``small`` (a frame of
another size). With ``_once`` behind its name (``kill_once``) an order is obeyed only while ``marks`` holds no mark of
the frame. A frame knows its number by its seed.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import time
import uuid
import warnings
from pathlib import Path

import numpy as np

from threedkit.errors import EngineUnavailableError, RenderError
from threedkit.render.engine import Capabilities, ThreadOwner
from threedkit.render.frame import Frame


class NullLoaded:
    count = 0

    def __init__(self, scene):
        self.orders = dict(scene.extras.get("null", {}))
        if self.orders.get("alone") and NullLoaded.count:
            raise RuntimeError("CUDA_ERROR_OUT_OF_MEMORY")
        NullLoaded.count += 1
        time.sleep(self.orders.get("load_seconds", 0))
        self.weight = np.ones(self.orders.get("heavy", 0), np.uint8)

    def close(self):
        self.orders = {}
        self.weight = None
        NullLoaded.count -= 1


class NullEngine:
    name = "null"
    capabilities = Capabilities(
        outputs=frozenset({"color", "depth", "normal", "radiance", "object_id"}),
        features=frozenset({"global_illumination"}),
        device="numpy",
    )

    def __init__(self):
        if os.environ.get("THREEDKIT_NULL_START") == "crash":
            print("null: no card", file=sys.stderr)
            os.abort()
        if os.environ.get("THREEDKIT_NULL_START") == "hang":
            time.sleep(1000)
        self._owner = ThreadOwner("engine null")

    @classmethod
    def probe(cls):
        if os.environ.get("THREEDKIT_NULL_START") == "probe":
            os.abort()
        return os.environ.get("THREEDKIT_NULL_REASON")

    def load(self, scene):
        self._owner.check()
        return NullLoaded(scene)

    def draw(self, loaded, shot):
        self._owner.check()
        before = time.perf_counter()
        size = _obey(loaded.orders, shot.seed) or shot.size
        ids = np.zeros(size[::-1], np.uint32)
        ids[: size[1] // 2] = 1
        images = {name: PICTURES[name](size, shot.seed) for name in (*shot.outputs, "depth") if name in PICTURES}
        meta = {"engine": "null", "device": "numpy", "seconds": np.float32(0.5)}
        meta["drawing"] = time.perf_counter() - before
        return Frame(names={1: "ball", 2**32 - 1: "last"}, meta=meta, **images)

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


def halves(size, _):
    """(h, w) uint32: 1 in the upper half, 0 below."""
    ids = np.zeros(size[::-1], np.uint32)
    ids[: size[1] // 2] = 1
    return ids


PICTURES = {
    "color": gradient,
    "depth": lambda size, _: np.ones(size[::-1], np.float32),
    "normal": lambda size, _: np.ones((*size[::-1], 3), np.float32),
    "object_id": halves,
    # Slices are told apart by the upper half of their seed.
    "radiance": lambda size, number: gradient(size, number)[..., :3].astype(np.float32) / 256 + (number >> 32),
}


def _obey(orders, number):
    time.sleep(orders.get("seconds", 0))
    end = time.thread_time() + orders.get("burn", 0)
    while time.thread_time() < end:
        pass
    marks = orders.get("marks")
    first = marks is None or not any(Path(marks).glob(f"{number}-*"))
    if marks is not None:
        Path(marks, f"{number}-{os.getpid()}-{uuid.uuid4().hex}").touch()
    for name, obey in ORDERS.items():
        if number in orders.get(name, ()) or (first and number in orders.get(f"{name}_once", ())):
            size = obey(number)
            if size is not None:
                return size
    return None


def _fail(number):
    raise RenderError(f"the null engine was told to fail at {number}")


def _eat(_):
    eaten = []
    while True:
        eaten.append(np.ones(8 << 20, np.uint8))
        time.sleep(0.002)


def _chatter(_):
    while True:
        warnings.warn(uuid.uuid4().hex, stacklevel=1)


def _unplug(_):
    raise EngineUnavailableError("the card has been pulled out")


ORDERS = {
    "fail": _fail,
    "divide": lambda number: number / 0,
    "kill": lambda _: os.kill(os.getpid(), signal.SIGKILL),
    "kill_worker": lambda _: os.kill(os.getppid(), signal.SIGKILL),
    "crash": lambda _: ctypes.string_at(0),
    "exit": lambda _: os._exit(7),
    "hang": lambda _: ctypes.PyDLL(None).sleep(1000) and None,
    "eat": _eat,
    "warn": lambda number: warnings.warn(f"frame {number} is odd", stacklevel=1),
    "chatter": _chatter,
    "unplug": _unplug,
    "small": lambda _: (2, 2),
}
