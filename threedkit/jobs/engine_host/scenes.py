"""The scenes that stay loaded in an engine process: few, of bounded size, the one unused for longest goes first."""

from __future__ import annotations

import gc
import os
import re
import warnings
from collections import OrderedDict
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple, TypeVar

from threedkit.errors import AssetError

if TYPE_CHECKING:
    from collections.abc import Callable

    from threedkit.render.engine import Loaded
    from threedkit.scene import Scene

__all__ = ["SceneCache", "estimated_bytes", "is_want_of_memory", "resident_bytes"]

Result = TypeVar("Result")

_COPIES: Final = 2
"""A loaded scene takes at least so many times its GLB: the document and the engine's copy."""

_WANT: Final = re.compile(
    r"out[ _]of[ _](device[ _]|host[ _]|video[ _])?memory|bad_alloc|cannot allocate", re.IGNORECASE
)
_STATM: Final = Path("/proc/self/statm")


def resident_bytes(process: int | None = None) -> int:
    """Return the main memory that a process takes up; 0 where the system does not tell.

    Args:
        process: its id; None is this one.
    """
    path = _STATM if process is None else Path(f"/proc/{process}/statm")
    try:
        fields = path.read_text().split()
    except OSError:
        return 0
    return int(fields[1]) * os.sysconf("SC_PAGE_SIZE")


def is_want_of_memory(error: Exception) -> bool:
    """Tell whether an error says that memory, main or of the graphics card, is used up.

    Example:
        >>> is_want_of_memory(RuntimeError("CUDA_ERROR_OUT_OF_MEMORY"))
        True
    """
    return isinstance(error, MemoryError) or _WANT.search(str(error)) is not None


def estimated_bytes(scene: Scene, size: int) -> int:
    """Return about how many bytes a scene takes when it is loaded: its document twice, and its decoded pictures.

    Main memory that is seen to grow by more counts instead; the memory of a graphics card is not to be seen.

    Args:
        scene: what is loaded.
        size: bytes of its GLB.
    """
    images = {id(one.source): one.source for one in scene.textures if one.source is not None}
    pictures = 0
    for image in images.values():
        try:
            pictures += image.gpu_bytes
        except AssetError:  # the engine will say what is wrong with it, or do without
            continue
    return _COPIES * size + pictures


class _Entry(NamedTuple):
    loaded: Loaded
    cost: int


class SceneCache:
    """Loaded scenes by engine and hash.

    Args:
        count: most scenes.
        size: most bytes of all together; a single scene may take more.
    """

    def __init__(self, count: int, size: int) -> None:
        """Begin empty."""
        self._count = count
        self._size = size
        self._entries: OrderedDict[tuple[str, str], _Entry] = OrderedDict()

    def __len__(self) -> int:
        """How many scenes are loaded."""
        return len(self._entries)

    def get(self, engine: str, scene: str) -> Loaded | None:
        """Return a scene, and note that it has been used; None when it is not loaded."""
        entry = self._entries.get((engine, scene))
        if entry is None:
            return None
        self._entries.move_to_end((engine, scene))
        return entry.loaded

    def add(self, engine: str, scene: str, size: int, load: Callable[[], Loaded]) -> int:
        """Load a scene after room has been made for it; return the bytes that it is counted with.

        When memory is used up, all other scenes are dropped, and it is tried once more.

        Args:
            engine: name of the engine.
            scene: hash of the scene.
            size: bytes that it is going to take, at least.
            load: does it.
        """
        self._drop((engine, scene))
        self._make_room(1, size)
        before = resident_bytes()
        loaded = self.with_room(load)
        cost = max(size, resident_bytes() - before)
        self._make_room(1, cost)
        self._entries[engine, scene] = _Entry(loaded, cost)
        return cost

    def become(self, key: tuple[str, str], scene: str, update: Callable[[], bool]) -> bool:
        """Have a loaded scene updated and named anew; False: it stays what it was.

        Args:
            key: engine and name so far.
            scene: its name from then on.
            update: does it; what raises half way leaves nothing that could be drawn.
        """
        entry = self._entries.pop(key)
        try:
            followed = update()
        except BaseException:
            entry.loaded.close()
            raise
        self._entries[(key[0], scene) if followed else key] = entry
        return followed

    def with_room(self, action: Callable[[], Result], keep: tuple[str, str] | None = None) -> Result:
        """Do what may run out of memory: then all scenes but `keep` are dropped, and it is tried once more."""
        try:
            return action()
        except Exception as error:
            others = [key for key in self._entries if key != keep]
            if not others or not is_want_of_memory(error):
                raise
            warnings.warn(f"memory is used up ({error}); {len(others)} loaded scenes are dropped", stacklevel=2)
        # Outside of the handler: the error's traceback holds what the failed attempt has made.
        for key in others:
            self._drop(key)
        gc.collect()
        return action()

    def forget(self, engine: str) -> None:
        """Drop the scenes of an engine that has died, without a word to it."""
        for key in [key for key in self._entries if key[0] == engine]:
            del self._entries[key]

    def close(self) -> None:
        """Free all scenes."""
        while self._entries:
            self._entries.popitem()[1].loaded.close()

    def _make_room(self, count: int, size: int) -> None:
        while self._entries and (
            len(self._entries) + count > self._count
            or sum(entry.cost for entry in self._entries.values()) + size > self._size
        ):
            self._drop(next(iter(self._entries)))

    def _drop(self, key: tuple[str, str]) -> None:
        entry = self._entries.pop(key, None)
        if entry is not None:
            entry.loaded.close()
