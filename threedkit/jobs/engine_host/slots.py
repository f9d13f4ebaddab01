"""Shared memory for frames: the engine process writes a frame into a slot, the worker's encoders read it there.

The memory has no name (memfd), so nothing is left of it when the last process that uses it ends, however it ends.
"""

from __future__ import annotations

import fcntl
import mmap
import os
from collections import deque
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from threedkit.errors import RenderError
from threedkit.render.frame import Frame, image_form

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

__all__ = ["FrameSlot", "SlotPool", "frame_bytes", "image_places", "shared_memory", "write_frame"]

_ALIGNED: Final = 64
_WASTE: Final = 4
"""A slot may be this many times larger than the frame that it is taken for."""

_SEALS: Final = fcntl.F_SEAL_SHRINK | fcntl.F_SEAL_GROW


def image_places(
    size: tuple[int, int], outputs: tuple[str, ...]
) -> Iterator[tuple[str, type[np.generic], tuple[int, ...], int]]:
    """Yield (name, dtype, shape, offset in bytes) of each image of a frame in a slot.

    Args:
        size: (width, height) in pixels.
        outputs: the images, in the order in which they lie.

    Example:
        >>> [(name, offset) for name, _, _, offset in image_places((3, 2), ("color", "depth"))]
        [('color', 0), ('depth', 64)]
    """
    offset = 0
    for name in dict.fromkeys(outputs):
        dtype, shape = image_form(name, size)
        yield name, dtype, shape, offset
        offset += -(-_bytes(dtype, shape) // _ALIGNED) * _ALIGNED


def frame_bytes(size: tuple[int, int], outputs: tuple[str, ...]) -> int:
    """Return the bytes that a frame takes in a slot.

    Example:
        >>> frame_bytes((1920, 1080), ("color",)) == 1920 * 1080 * 4
        True
    """
    _, dtype, shape, offset = list(image_places(size, outputs))[-1]
    return offset + -(-_bytes(dtype, shape) // _ALIGNED) * _ALIGNED


def _bytes(dtype: type[np.generic], shape: tuple[int, ...]) -> int:
    count = np.dtype(dtype).itemsize
    for side in shape:
        count *= side
    return count


def write_frame(frame: Frame, memory: mmap.mmap, size: tuple[int, int], outputs: tuple[str, ...]) -> None:
    """Copy the images that were asked for into a slot.

    Raises:
        RenderError: the engine has not made one of them, or made it in another size.
    """
    for name, dtype, shape, offset in image_places(size, outputs):
        if name not in frame.outputs:
            raise RenderError(f"the engine was asked for {name} and returned {', '.join(frame.outputs)} only")
        image = frame.image(name)
        if image.shape != shape:
            raise RenderError(f"the engine was asked for {name} of shape {shape} and returned {image.shape}")
        place: NDArray[Any] = np.ndarray(shape, dtype, memory, offset)
        np.copyto(place, image)


def shared_memory(size: int, name: str) -> int:
    """Return the descriptor of fresh shared memory that can neither grow nor shrink.

    Args:
        size: bytes.
        name: what ``/proc`` shows, and what a message names; it opens nothing.

    Raises:
        RenderError: there is not so much memory.
    """
    descriptor = os.memfd_create(f"threedkit-{name}", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
    try:
        os.posix_fallocate(descriptor, 0, size)  # want of memory is an error here, not a dead process later
        fcntl.fcntl(descriptor, fcntl.F_ADD_SEALS, _SEALS)
    except OSError as error:
        os.close(descriptor)
        raise RenderError(f"no {size >> 20} MiB of memory for a {name}: {error.strerror or error}") from error
    return descriptor


class FrameSlot:
    """Memory for one frame.

    Attributes:
        number: its name in messages.
        size: bytes.
        descriptor: of the memory.
        holder: the engine process that has been given it; None while none has.
    """

    def __init__(self, number: int, size: int) -> None:
        """Allocate it.

        Raises:
            RenderError: there is not so much memory.
        """
        self.number = number
        self.size = size
        self.holder: object = None
        self.descriptor = shared_memory(size, "frame")
        # Whoever holds a view of the memory keeps it mapped.
        self._map = mmap.mmap(self.descriptor, size, prot=mmap.PROT_READ)

    def images(
        self, size: tuple[int, int], outputs: tuple[str, ...]
    ) -> tuple[NDArray[np.uint8], dict[str, NDArray[Any]]]:
        """Return (whole, images): read-only views, all of which keep `whole` alive."""
        whole = np.frombuffer(self._map, np.uint8)
        return whole, {
            name: whole[offset : offset + _bytes(dtype, shape)].view(dtype).reshape(shape)
            for name, dtype, shape, offset in image_places(size, outputs)
        }

    def close(self) -> None:
        """Let go of the memory; it is freed with the last view of it."""
        os.close(self.descriptor)


class SlotPool:
    """The slots of a worker process.

    Args:
        count: most slots, and so most frames that are drawn but not encoded yet.
        size: most bytes of all slots together; a single frame may take more.
        freed: called, in any thread, when a slot comes back.
    """

    def __init__(self, count: int, size: int, freed: Callable[[], None]) -> None:
        """Begin without slots."""
        self._count = count
        self._size = size
        self._freed = freed
        self._slots: dict[int, FrameSlot] = {}
        self._free: list[FrameSlot] = []
        # Slots come back when arrays are collected, which may be at any point of any thread: no lock will do.
        self._returned: deque[FrameSlot] = deque()

    def take(self, size: int) -> FrameSlot | None:
        """Return a slot for a frame of so many bytes, or None while too many are in use; for one thread only.

        Raises:
            RenderError: there is not so much memory.
        """
        while self._returned:
            self._free.append(self._returned.popleft())
        fitting = [slot for slot in self._free if size <= slot.size <= _WASTE * size + mmap.PAGESIZE]
        if fitting:
            best = min(fitting, key=lambda slot: slot.size)
            self._free.remove(best)
            return best
        while self._free and not self._has_room(size):
            self.drop(self._free[0])
        if self._slots and not self._has_room(size):
            return None
        number = next(number for number in range(self._count) if number not in self._slots)
        slot = self._slots[number] = FrameSlot(number, -(-size // mmap.PAGESIZE) * mmap.PAGESIZE)
        return slot

    def give_back(self, slot: FrameSlot) -> None:
        """Take a slot whose frame nobody reads any more; from any thread."""
        self._returned.append(slot)
        self._freed()

    def drop(self, slot: FrameSlot) -> None:
        """Give up a slot, e.g. one that a dying process may still write into; in the thread of `take`."""
        if slot in self._free:
            self._free.remove(slot)
        if self._slots.get(slot.number) is slot:
            del self._slots[slot.number]
            slot.close()

    def close(self) -> None:
        """Give up all slots; frames that are still read keep their memory."""
        for slot in list(self._slots.values()):
            self.drop(slot)

    def _has_room(self, size: int) -> bool:
        used = sum(slot.size for slot in self._slots.values())
        return len(self._slots) < self._count and used + size <= self._size
