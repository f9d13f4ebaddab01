"""The program that decodes Draco bitstreams in a process of its own; started by draco_process.py, imported by nobody.

It reads requests from its standard input and answers on its standard output until the first is closed or stays silent
for a minute. A request is 8 bytes (the length of a JSON object, little-endian), the JSON, and the bitstream:

    {"size": bytes of the bitstream, "memory": bytes it may take beyond what it has, "seconds": processor time,
     "points": number of points, "faces": number of triangles, "ids": unique ids of the attributes that are wanted}

An answer is the same: {"error": text, "code": ...} or {"arrays": [[dtype, rows, columns], ...]} and the bytes of
these arrays: the triangles first, then the attributes in the order in which they were asked for. Both also have
"seconds", the processor time that was taken; an error has "points" if their number is another than was asked for.

The native decoder ends the process when memory runs out, and could do worse: that is why it is alone in here.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import struct
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

if TYPE_CHECKING:
    from numpy.typing import NDArray

_IDLE = 60.0
_COLUMNS = 16
_DTYPES = {2: "u1", 4: "<u2", 6: "<u4", 9: "<f4"}
"""NumPy types of Draco's numbers for uint8, uint16, uint32 and float32."""


def _limit(memory: int, seconds: int) -> None:
    """Bound what the next request may take: address space and processor time, counted from now."""
    import resource

    used = resource.getrusage(resource.RUSAGE_SELF)
    _lower(resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime) + 1 + seconds)
    with contextlib.suppress(FileNotFoundError):  # where there is no /proc, the system does not enforce it either
        held = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
        _lower(resource.RLIMIT_AS, held + memory)


def _lift() -> None:
    """Take the bound on memory off: the next request may be large."""
    import resource

    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    resource.setrlimit(resource.RLIMIT_AS, (hard, hard))


def _lower(kind: int, most: int) -> None:
    import resource

    hard = resource.getrlimit(kind)[1]
    resource.setrlimit(kind, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def _decode(data: bytes, request: dict[str, Any]) -> tuple[dict[str, Any], list[NDArray[Any]]]:
    """What is wrong (or nothing), and the arrays."""
    import DracoPy

    try:
        mesh = DracoPy.decode(data)
    except MemoryError:
        text = f"decoding takes more than {request['memory'] >> 20} MiB"
        return {"error": text, "code": "COMPRESSED_DATA_TOO_LARGE"}, []
    except (TypeError, ValueError, RuntimeError, DracoPy.FileTypeException):
        return {"error": "the Draco bitstream is malformed", "code": "COMPRESSED_DATA_INVALID"}, []
    points = next((len(found["data"]) for found in mesh.attributes if found["data"] is not None), 0)
    if points != request["points"]:
        text = f"it holds {points} points, not {request['points']}"
        return {"error": text, "code": "COMPRESSED_DATA_MISMATCH", "points": points}, []
    problem, arrays = _pick(mesh, request)
    return {"error": problem, "code": "COMPRESSED_DATA_MISMATCH"} if problem else {}, arrays


def _pick(mesh: Any, request: dict[str, Any]) -> tuple[str, list[NDArray[Any]]]:
    """The arrays that are wanted, or in words why they are not there.

    Integers that DracoPy has no type for come as float32, divided by the highest of their type if the bitstream marks
    them as fractions. They go on as float64: so they differ from what is float32 in the bitstream.
    """
    import numpy as np

    faces = mesh.data_struct["faces"]
    if len(faces) != request["faces"]:
        return f"it holds {len(faces)} triangles, not {request['faces']}", []
    if len(faces) and int(faces.max()) >= request["points"]:
        return f"a triangle refers to point {int(faces.max())} of {request['points']}", []
    arrays: list[NDArray[Any]] = [np.ascontiguousarray(faces, "<u4")]
    found = {attribute["unique_id"]: attribute for attribute in mesh.attributes}
    for number in request["ids"]:
        attribute = found.get(number)
        if attribute is None or attribute["data"] is None:
            return f"it has no attribute of unique id {number}", []
        values = attribute["data"]
        if len(values) != request["points"]:
            return f"it holds {len(values)} points, not {request['points']}", []
        if values.shape[1] > _COLUMNS:
            return f"attribute {number} has {values.shape[1]} components", []
        arrays.append(np.ascontiguousarray(values, _DTYPES.get(attribute["data_type"], "<f8")))
    return "", arrays


def _answer(stream: BinaryIO, answer: dict[str, Any], arrays: list[NDArray[Any]]) -> None:
    text = json.dumps(answer).encode()
    stream.write(struct.pack("<Q", len(text)) + text)
    stream.writelines(array.reshape(-1).view("u1").data for array in arrays)
    stream.flush()


def _serve(source: _Whole, target: BinaryIO) -> None:
    import DracoPy  # noqa: F401 - loaded before memory is limited
    import numpy as np  # noqa: F401 - the same

    while select.select([source], [], [], _IDLE)[0]:
        _lift()
        head = source.read(8)
        if len(head) < 8:
            return
        request = json.loads(source.read(struct.unpack("<Q", head)[0]))
        data = source.read(request["size"])
        start = time.process_time()
        _limit(request["memory"], request["seconds"])
        problem, arrays = _decode(data, request)
        used = {"seconds": time.process_time() - start}
        if problem:
            _answer(target, problem | used, [])
        else:
            _answer(target, {"arrays": [[array.dtype.str, *array.shape] for array in arrays], **used}, arrays)


def _main() -> None:
    """Take the two streams away from the native code, which may print, and leave no core dump behind."""
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    source, target = os.fdopen(os.dup(0), "rb", buffering=0), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(nothing, number)
    _serve(_Whole(source), target)


class _Whole:
    """An unbuffered stream that reads as many bytes as are asked for, so that `select` tells the truth."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def fileno(self) -> int:
        return int(self._stream.fileno())

    def read(self, size: int) -> bytes:
        parts = []
        while size and (part := self._stream.read(min(size, 1 << 24))):
            parts.append(part)
            size -= len(part)
        return b"".join(parts)


if __name__ == "__main__":
    _main()
