"""Frames drawn in slices: the layer ``slices`` of a job, whose pictures add up to those of the layer ``frames``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from threedkit.jobs.spec import digest
from threedkit.render.slices import Slices, slice_shot
from threedkit.store import NewLayer

if TYPE_CHECKING:
    from threedkit.jobs.spec import Format, RenderSpec
    from threedkit.render import Shot
    from threedkit.store import Ranges

__all__ = ["FRAMES", "SLICES", "SliceSpec", "layer_spec", "layers_of", "worked_layer"]

FRAMES: Final = "frames"
"""The layer of the frames that the user asked for; the last one of a job."""

SLICES: Final = "slices"
"""The layer of the slices of split frames; workers draw them like frames."""


def worked_layer(spec: RenderSpec) -> str:
    """Return the layer that workers draw."""
    return SLICES if spec.split > 1 else FRAMES


def layer_spec(spec: RenderSpec, layer: str) -> RenderSpec | SliceSpec:
    """Return the names, keys and shots of a layer of a job."""
    return SliceSpec(spec) if layer == SLICES else spec


def layers_of(spec: RenderSpec, frames: Ranges) -> tuple[NewLayer, ...]:
    """Return the layers of a new job that draws these frames of its spec."""
    asked = NewLayer(FRAMES, frames)
    if spec.split == 1:
        return (asked,)
    return NewLayer(SLICES, tuple((start * spec.split, stop * spec.split) for start, stop in frames)), asked


class SliceSpec:
    """The slices of a job, numbered through: slice ``s`` of frame ``f`` is number ``f * split + s``.

    It has what a worker and a folder ask a `RenderSpec` for: names, keys and shots by number.

    Args:
        spec: of the job; its `split` is above 1.

    Example:
        >>> from threedkit.jobs.shots import Orbit
        >>> from threedkit.jobs.spec import RenderSpec
        >>> spec = RenderSpec(scene_hash="0" * 64, engine="mitsuba", shots=Orbit(frames=3), samples=8, split=4)
        >>> slices = SliceSpec(spec)
        >>> slices.total, slices.frame_of(6), slices.frame_name(6), slices.shot(6).samples
        (12, 1, 'slice_0001_02.npz', 2)
    """

    format: Final[Format] = "npz"

    def __init__(self, spec: RenderSpec) -> None:
        """Take the spec of a job."""
        self.spec = spec
        self.engine = spec.engine
        self.scene_hash = spec.scene_hash
        self._cut: tuple[int, tuple[Shot, ...]] = (-1, ())

    @property
    def total(self) -> int:
        """How many slices there are."""
        return self.spec.total * self.spec.split

    def frame_of(self, index: int) -> int:
        """Return the frame that a slice belongs to."""
        return index // self.spec.split

    def of_frame(self, frame: int) -> range:
        """Return the slices of a frame."""
        return range(frame * self.spec.split, (frame + 1) * self.spec.split)

    def shot(self, index: int) -> Shot:
        """Return what an engine is asked to draw for a slice."""
        frame, part = divmod(index, self.spec.split)
        if self._cut[0] != frame:
            self._cut = (frame, slice_shot(self.spec.shot(frame), self.spec.split))
        return self._cut[1][part]

    def frame_key(self, index: int) -> str:
        """Return the content key of a slice."""
        frame, part = divmod(index, self.spec.split)
        return digest(f"{self.spec.frame_key(frame)} slice {part}".encode())

    def frame_name(self, index: int) -> str:
        """Return the file name of a slice."""
        frame, part = divmod(index, self.spec.split)
        stem = self.spec.frame_name(frame).partition(".")[0].replace("frame", "slice", 1)
        return f"{stem}_{part:0{len(str(self.spec.split - 1)) + 1}d}.npz"

    def sum_of(self, frame: int) -> Slices:
        """Return the empty sum of a frame's slices."""
        return Slices(self.spec.shot(frame), self.spec.split)
