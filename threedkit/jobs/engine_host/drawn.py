"""A frame as the engine process left it in shared memory, until its encoder is done with it."""

from __future__ import annotations

import weakref
from typing import TYPE_CHECKING, Self

from threedkit.errors import RenderError
from threedkit.render.frame import Frame

if TYPE_CHECKING:
    from threedkit.jobs.engine_host.messages import Drew
    from threedkit.jobs.engine_host.slots import FrameSlot, SlotPool
    from threedkit.render import Shot

__all__ = ["Drawn"]


class Drawn:
    """One drawn frame. Its images are read-only views of memory that the next frames are drawn into.

    Whoever has it owns the memory until `release`, the end of a ``with`` block, or until the frame and all views of its
    images are collected; after `release` no view may be used any more. Too many frames that are kept stop the drawing.

    Attributes:
        seconds: time that drawing took.
        device: what the engine drew on.
        loaded: whether the scene had to be loaded for it.
        warnings: what the engine warned of meanwhile.

    Example:
        >>> with host.draw("filament", scene, source, shot).result() as drawn:  # doctest: +SKIP
        ...     data = encode_frame(drawn.frame, "png")
    """

    def __init__(
        self, drew: Drew, shot: Shot, pool: SlotPool, slot: FrameSlot, *, loaded: bool, warnings: tuple[str, ...]
    ) -> None:
        """Take over a slot that holds a frame."""
        whole, images = slot.images(shot.size, shot.outputs)
        self.seconds = drew.seconds
        self.device = drew.device
        self.loaded = loaded
        self.warnings = warnings
        self._frame: Frame | None = Frame(
            names=drew.names, material_names=drew.material_names, meta=drew.meta, **images
        )
        self._give_back = weakref.finalize(whole, pool.give_back, slot)
        self._give_back.atexit = False

    @property
    def frame(self) -> Frame:
        """The picture.

        Raises:
            RenderError: it has been released.
        """
        if self._frame is None:
            raise RenderError("this frame has been released: its memory belongs to another one now")
        return self._frame

    def release(self) -> None:
        """Give the memory back; a second call does nothing."""
        self._frame = None
        self._give_back()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.release()
