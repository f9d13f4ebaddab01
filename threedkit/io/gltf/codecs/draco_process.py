"""The child process that decodes Draco bitstreams: started on first use, used again, bounded, and expendable."""

from __future__ import annotations

import atexit
import contextlib
import importlib.util
import os
import select
import struct
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import msgspec
import numpy as np

from threedkit.errors import MissingPackageError
from threedkit.io.gltf.codecs.errors import TOO_LARGE, UNAVAILABLE, CodecError

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Clock", "Request", "decode_apart"]

_WORKER: Final = Path(__file__).with_name("draco_worker.py")
_MEMORY, _MEMORY_MULTIPLE, _POINT = 96 << 20, 6, 64
_SECONDS, _SPEED = 2, 4 << 20
_PATIENCE = 20
_LAST_WORDS = 5.0
_ANSWER = 1 << 16
_PIPE = 1 << 20
_SET_PIPE_SIZE = 1031  # F_SETPIPE_SZ of Linux


class Clock:
    """The processor time that one document's bitstreams may take together.

    2 s, and 1 s for each 4 MiB of arrays that they make (the decoder was seen to do 80): many slow bitstreams in one
    file get no more than one does.

    Attributes:
        left: seconds.
    """

    def __init__(self) -> None:
        """Begin with 2 s."""
        self.left = float(_SECONDS)

    def spend(self, seconds: float) -> None:
        """Take away what has been used."""
        self.left -= seconds


class Request(NamedTuple):
    """What a bitstream must hold.

    Attributes:
        data: the bitstream.
        points: number of points.
        faces: number of triangles.
        ids: unique ids of the attributes that are wanted.
        size: bytes of the arrays that this makes.
        clock: processor time.
    """

    data: memoryview
    points: int
    faces: int
    ids: tuple[int, ...]
    size: int
    clock: Clock

    @property
    def memory(self) -> int:
        """Bytes that the child may take: 96 MiB, 6 times the arrays, and 64 for each attribute of each point.

        The decoder was seen to take 2.4 to 4.3 times the arrays of positions alone, and 60 bytes for each attribute of
        a point beside them.
        """
        return _MEMORY + _MEMORY_MULTIPLE * self.size + _POINT * self.points * (len(self.ids) + 1)

    @property
    def seconds(self) -> int:
        """Processor time that the child may take, in whole seconds as the system counts them."""
        return max(1, round(self.clock.left))


class _Gone(Exception):  # noqa: N818 - no error by itself: a child that has been idle for long is simply gone
    """The child has ended."""


class _Child:
    """One child process and the pipes to it."""

    def __init__(self) -> None:
        paths = [path for path in sys.path if path]
        self.process = subprocess.Popen(
            [sys.executable, "-P", str(_WORKER)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
            start_new_session=True,  # Ctrl+C is for us
            env={**os.environ, "PYTHONPATH": os.pathsep.join(paths), "OPENBLAS_NUM_THREADS": "1"},
        )
        self.owner = os.getpid()
        self.used = False
        with contextlib.suppress(OSError, ImportError):
            import fcntl

            for stream in (self.process.stdin, self.process.stdout):
                if stream is not None:
                    fcntl.fcntl(stream.fileno(), _SET_PIPE_SIZE, _PIPE)

    def code(self) -> int:
        """How it ended; a child that answers nonsense and lives on is ended here."""
        try:
            return self.process.wait(timeout=_LAST_WORDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            return self.process.wait()

    def end(self) -> None:
        """Kill it, if it is ours, and let go of the pipes."""
        if self.owner == os.getpid():
            self.process.kill()
            self.process.wait()
        for stream in (self.process.stdin, self.process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()

    def ask(self, request: Request) -> list[NDArray[Any]]:
        """Send a request and take the answer."""
        head = {
            "size": len(request.data), "memory": request.memory, "seconds": request.seconds,
            "points": request.points, "faces": request.faces, "ids": request.ids,
        }  # fmt: skip
        text = msgspec.json.encode(head)
        self._send(struct.pack("<Q", len(text)) + text)
        self._send(request.data)
        until = time.monotonic() + _PATIENCE * request.seconds
        (length,) = struct.unpack("<Q", self._take(8, until))
        if length > _ANSWER:
            raise _Gone
        answer = msgspec.json.decode(self._take(length, until))
        request.clock.spend(float(answer["seconds"]))
        if "error" in answer:
            raise CodecError(answer["code"], answer["error"], answer.get("points"))
        return [self._array(request, dtype, rows, columns, until) for dtype, rows, columns in answer["arrays"]]

    def _array(self, request: Request, dtype: str, rows: int, columns: int, until: float) -> NDArray[Any]:
        """One array; its shape is held against the request first, for the child may not be what it was."""
        if rows not in {request.points, request.faces} or not 0 < columns <= 16 or dtype[-2:] not in _KINDS:
            raise _Gone
        array = np.empty((rows, columns), dtype)
        self._fill(array.reshape(-1).view(np.uint8).data, until)
        return array

    def _send(self, data: bytes | memoryview) -> None:
        stream = self.process.stdin
        view = memoryview(data)
        try:
            while view and stream is not None:
                view = view[stream.write(view[: 1 << 24]) :]
        except (BrokenPipeError, ValueError) as error:
            raise _Gone from error

    def _take(self, size: int, until: float) -> bytes:
        data = bytearray(size)
        self._fill(memoryview(data), until)
        return bytes(data)

    def _fill(self, view: memoryview, until: float) -> None:
        stream = self.process.stdout
        poll = select.poll()
        if stream is None:
            raise _Gone
        poll.register(stream, select.POLLIN)
        while len(view):
            if not poll.poll(max(0.0, until - time.monotonic()) * 1000.0):
                raise TimeoutError
            count = stream.readinto(view)  # type: ignore[attr-defined]  # it is raw: bufsize=0
            if not count:
                raise _Gone
            view = view[count:]


_KINDS: Final = frozenset({"u1", "u2", "u4", "f4", "f8"})
_lock = threading.Lock()
_child: _Child | None = None


def _current() -> _Child:
    global _child  # noqa: PLW0603 - one child for the whole process is the point
    if _child is None or _child.owner != os.getpid() or _child.process.poll() is not None:
        if importlib.util.find_spec("DracoPy") is None:
            message = "DracoPy is not installed; run: pip install 'threedkit[io]'"
            raise MissingPackageError(message, name="DracoPy")
        _drop()
        try:
            _child = _Child()
        except (OSError, TypeError) as error:  # no more processes, or an interpreter without an executable
            raise CodecError(UNAVAILABLE, f"the decoder's process cannot be started: {error}") from error
    return _child


def _drop() -> None:
    global _child  # noqa: PLW0603 - see above
    if _child is not None:
        _child.end()
        _child = None


def _renew_lock() -> None:
    """A forked process must not wait for a thread that it does not have."""
    global _lock  # noqa: PLW0603 - see above
    _lock = threading.Lock()


atexit.register(_drop)
os.register_at_fork(after_in_child=_renew_lock)


def decode_apart(request: Request) -> list[NDArray[Any]]:
    """Decode a bitstream in the child process.

    Returns:
        The triangles, (faces, 3) uint32, and for each id an array (points, components) of uint8, uint16, uint32,
        float32, or float64 for any other type in the bitstream.

    Raises:
        CodecError: the bytes are malformed, hold something else, or take more memory or time than their bound; or
            the native decoder crashed on them.
        MissingPackageError: DracoPy is not installed.
    """
    request.clock.left += request.size / _SPEED
    if request.clock.left <= 0.0:
        raise CodecError(TOO_LARGE, "decoding the document's bitstreams before this one took too long")
    with _lock:
        while True:
            child = _current()
            in_step = False
            try:
                arrays = child.ask(request)
                in_step = True
            except CodecError:
                in_step = True
                raise
            except TimeoutError as error:
                request.clock.spend(request.seconds)
                raise CodecError(TOO_LARGE, f"decoding takes longer than {request.seconds} s") from error
            except _Gone as error:
                code = child.code()
                if code == 0 and child.used:
                    continue  # it had been idle for a minute and is gone
                limits = f"it had {request.memory >> 20} MiB of memory and {request.seconds} s"
                text = f"the decoder broke down on it ({'signal' if code < 0 else 'status'} {abs(code)}); {limits}"
                request.clock.spend(request.seconds)
                raise CodecError(TOO_LARGE, text) from error
            finally:
                child.used = True
                if not in_step:
                    _drop()
            return arrays
