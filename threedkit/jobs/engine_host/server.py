"""Inside the engine process: takes messages, drives engines, answers."""

from __future__ import annotations

import hashlib
import mmap
import os
import time
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import numpy as np

from threedkit.errors import EngineUnavailableError, JobError, RenderError, printable
from threedkit.jobs.engine_host.failures import failed
from threedkit.jobs.engine_host.messages import (
    Begin,
    Draw,
    Drew,
    End,
    Follow,
    Load,
    Loaded,
    Missing,
    Note,
    Open,
    Opened,
    Ready,
    Slot,
    Warm,
    decode,
    encode,
)
from threedkit.jobs.engine_host.scenes import SceneCache, estimated_bytes
from threedkit.jobs.engine_host.slots import write_frame
from threedkit.scene import Edit

if TYPE_CHECKING:
    from threedkit.jobs.engine_host.channel import Channel
    from threedkit.jobs.engine_host.messages import Message, Reply
    from threedkit.render.engine import Engine
    from threedkit.render.frame import Frame

__all__ = ["Server"]


class Server:
    """Serves one worker over a channel; everything happens in the thread that calls `serve`."""

    def __init__(self, channel: Channel) -> None:
        """Take the line to the worker."""
        self._channel = channel
        self._slots: dict[int, mmap.mmap] = {}
        self._scenes = SceneCache(1, 1)
        self._engines: set[str] = set()
        self._frame: Frame | None = None

    def serve(self) -> None:
        """Answer until the worker says so or is gone; then free everything."""
        warnings.showwarning = self._warn
        while (received := self._channel.receive()) is not None:
            data, descriptor = received
            message = decode(data)
            if isinstance(message, End):
                break
            reply = self._reply(message, descriptor)
            if reply is not None:
                self._send(reply)
            self._frame = None  # only now: giving a large picture's memory back takes time
        self._scenes.close()
        self._release(*self._engines)

    def _reply(self, message: Message, descriptor: int | None) -> Reply | None:
        reply: Reply | None = None
        try:
            match message:
                case Begin():
                    self._scenes = SceneCache(message.scenes, message.scene_bytes)
                    reply = Ready(pid=os.getpid())
                case Slot():
                    self._slots[message.number] = _mapped(descriptor, message.size, mmap.PROT_READ | mmap.PROT_WRITE)
                case Open():
                    reply = Opened(device=self._engine(message.engine).capabilities.device)
                case Load():
                    reply = self._load(message, descriptor)
                case Follow():
                    reply = self._follow(message)
                case Draw():
                    reply = self._draw(message)
                case Warm():
                    reply = self._warm(message.engine)
        except Exception as error:  # noqa: BLE001 - whatever an engine raises is told to the worker
            return failed(error)
        return reply

    def _engine(self, name: str) -> Engine:
        from threedkit.render import get_engine

        engine = get_engine(name)
        self._engines.add(name)
        return engine

    def _load(self, message: Load, descriptor: int | None) -> Loaded:
        from threedkit.io import load

        data = _glb(message, descriptor)
        engine = self._engine(message.engine)
        scene = load(data, strict=False)
        size = estimated_bytes(scene, len(data))
        cost = self._scenes.add(message.engine, message.scene, size, lambda: engine.load(scene))
        return Loaded(cost=cost, scenes=len(self._scenes))

    def _follow(self, message: Follow) -> Loaded | Missing:
        from threedkit.render.engine import Editable

        loaded = self._scenes.get(message.engine, message.scene)
        if not isinstance(loaded, Editable):
            return Missing()
        edits = [Edit(one.part, one.row, one.field, _value(one.value)) for one in message.edits]
        followed = self._scenes.become((message.engine, message.scene), message.becomes, lambda: loaded.update(edits))
        return Loaded(cost=0, scenes=len(self._scenes)) if followed else Missing()

    def _draw(self, message: Draw) -> Drew | Missing:
        key = (message.engine, message.scene)
        loaded = self._scenes.get(*key)
        if loaded is None:
            return Missing()
        engine, shot = self._engine(message.engine), message.shot
        before = time.perf_counter()
        try:
            frame = self._frame = self._scenes.with_room(lambda: engine.draw(loaded, shot), key)
        except EngineUnavailableError:  # it has died: the next frame gets a new one
            self._scenes.forget(message.engine)
            self._release(message.engine)
            raise
        seconds = time.perf_counter() - before
        write_frame(frame, self._slots[message.slot], shot.size, shot.outputs)
        return Drew(
            names=frame.names if "object_id" in shot.outputs else {},
            material_names=frame.material_names if "material_id" in shot.outputs else {},
            meta=frame.meta,
            seconds=seconds,
            device=engine.capabilities.device,
        )

    def _warm(self, name: str) -> Opened:
        from threedkit.geometry import sphere
        from threedkit.render import Shot, fit_camera
        from threedkit.scene import Material, Mesh, Scene

        engine = self._engine(name)
        scene = Scene()
        scene.add(Mesh(sphere(), Material()))
        loaded = engine.load(scene)
        engine.draw(loaded, Shot(camera=fit_camera(scene, (16, 16)), size=(16, 16), time=None, samples=1))
        loaded.close()
        return Opened(device=engine.capabilities.device)

    def _release(self, *names: str) -> None:
        from threedkit.render import release_engine

        for name in names:
            self._engines.discard(name)
            release_engine(name)

    def _send(self, reply: Reply) -> None:
        try:
            data = encode(reply)
        except (RenderError, TypeError, ValueError) as error:  # e.g. what an engine has put into Frame.meta
            data = encode(failed(error))
        try:
            self._channel.send(data)
        except ConnectionError:  # the worker is gone: `receive` says so next
            return

    def _warn(
        self,
        message: Warning | str,
        category: type[Warning],
        filename: str,  # noqa: ARG002 - the signature is that of `warnings.showwarning`
        lineno: int,  # noqa: ARG002
        file: TextIO | None = None,  # noqa: ARG002
        line: str | None = None,  # noqa: ARG002
    ) -> None:
        """Take the place of `warnings.showwarning`."""
        self._send(Note(category=category.__name__, message=printable(str(message))[:2000]))


def _value(value: Any) -> Any:
    """The value of an edit as a scene takes it: rows of rows are a matrix, any other list a tuple."""
    if not isinstance(value, list):
        return value
    return np.array(value, np.float64) if value and isinstance(value[0], list) else tuple(value)


def _mapped(descriptor: int | None, size: int, protection: int) -> mmap.mmap:
    if descriptor is None:
        raise RenderError("no memory came along with a message that names it")
    try:
        return mmap.mmap(descriptor, size, prot=protection)
    finally:
        os.close(descriptor)


def _glb(message: Load, descriptor: int | None) -> memoryview:
    """Return a scene's bytes: of a file, which may be damaged, or in memory, where they were checked before."""
    from threedkit.io.files import read

    if not message.path:
        return memoryview(_mapped(descriptor, message.size, mmap.PROT_READ))
    path = Path(message.path)
    data = read(path)
    if hashlib.sha256(data).hexdigest() != message.scene:
        raise JobError(f"blob {message.scene[:12]} in {path.parent} is damaged; remove it and submit again")
    return data
