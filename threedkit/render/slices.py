"""One picture drawn in slices: the samples are shared out, and the slices add up to the whole.

Light is linear and each pixel is the mean of its own samples (a box filter), so the weighted mean of the slices is the
picture: of radiance times alpha, and of alpha, where the background is left out; of radiance where it is not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import msgspec
import numpy as np

from threedkit.errors import RenderError
from threedkit.render.develop import encode, straight
from threedkit.render.frame import Frame

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from threedkit.render.shot import Shot

__all__ = ["Slices", "slice_shot"]

_LIGHT: Final = ("color", "radiance", "alpha")
_GUIDES: Final = ("albedo", "normal")
_STREAM: Final = 32
"""Bits of a seed below the number of the slice: frames of a job have neighbouring seeds, and slices none of theirs."""


def slice_shot(shot: Shot, count: int) -> tuple[Shot, ...]:
    """Return the shots whose pictures add up to that of `shot`; see `Slices`.

    Each has its share of the samples and seeds that no other has. The first one also makes the data images. An engine
    must have the output ``radiance`` to draw them.

    Args:
        shot: the whole picture.
        count: how many slices, at most one for each sample.

    Raises:
        RenderError: there are fewer samples than slices, or no light among the outputs.

    Example:
        >>> from threedkit.render.shot import CameraView, Shot
        >>> shot = Shot(camera=CameraView.from_matrix(np.eye(4)), samples=5, seed=7)
        >>> [(one.samples, one.seed, one.outputs) for one in slice_shot(shot, 2)]
        [(3, 7, ('radiance',)), (2, 4294967303, ('radiance',))]
    """
    if not 1 <= count <= shot.samples:
        raise RenderError(f"a picture of {shot.samples} samples has 1 to {shot.samples} slices, not {count}")
    if not set(shot.outputs) & set(_LIGHT):
        raise RenderError(f"outputs {', '.join(shot.outputs)} hold no light: there is nothing to slice")
    light = ("radiance", "alpha") if shot.transparent or "alpha" in shot.outputs else ("radiance",)
    data = [name for name in shot.outputs if name not in _LIGHT]
    data += [name for name in _GUIDES if shot.denoise and name not in data]
    return tuple(
        msgspec.structs.replace(
            shot,
            samples=shot.samples // count + (index < shot.samples % count),
            seed=shot.seed + (index << _STREAM),
            outputs=(*light, *data) if index == 0 else light,
            denoise=False,
        )
        for index in range(count)
    )


class Slices:
    """Adds up the pictures of `slice_shot`, in whatever order they come: the sum is the same to the last bit.

    Example:
        >>> from threedkit.render.shot import CameraView, Shot
        >>> shot = Shot(camera=CameraView.from_matrix(np.eye(4)), size=(1, 1), samples=4, outputs=("radiance",))
        >>> slices = Slices(shot, 2)
        >>> slices.add(1, Frame(radiance=np.full((1, 1, 3), 0.5, np.float32)))
        >>> slices.missing
        (0,)
        >>> slices.add(0, Frame(radiance=np.full((1, 1, 3), 1.5, np.float32)))
        >>> slices.frame().radiance.tolist()
        [[[1.0, 1.0, 1.0]]]
    """

    def __init__(self, shot: Shot, count: int) -> None:
        """Begin with no slice.

        Args:
            shot: the whole picture.
            count: how many slices it was cut into.
        """
        self.shot, self.count = shot, count
        self._weights = [one.samples for one in slice_shot(shot, count)]
        self._sum: NDArray[np.float64] | None = None  # of the slices before `_next`
        self._next = 0
        self._waiting: dict[int, Frame] = {}
        self._first: Frame | None = None
        self._meta: dict[int, dict[str, Any]] = {}

    @property
    def missing(self) -> tuple[int, ...]:
        """Numbers of the slices that are not there yet."""
        return tuple(index for index in range(self._next, self.count) if index not in self._waiting)

    def add(self, index: int, frame: Frame) -> None:
        """Take the picture of a slice; one that is there already is left as it is.

        Raises:
            RenderError: there is no such slice, or the picture has another size or lacks its light.
        """
        if not 0 <= index < self.count:
            raise RenderError(f"slice {index} is not there; the picture has slices 0 to {self.count - 1}")
        if frame.size != tuple(self.shot.size):
            raise RenderError(f"slice {index} is {frame.size} pixels, not {tuple(self.shot.size)}")
        self._light(frame)
        if index < self._next or index in self._waiting:
            return
        self._waiting[index] = frame
        self._meta[index] = frame.meta
        if index == 0:
            self._first = frame
        while self._next in self._waiting:
            self._sum = self._added(self._sum, self._next, self._waiting.pop(self._next))
            self._next += 1

    def frame(self) -> Frame:
        """Return the picture of the slices that are there, as `Engine.draw` would have returned the whole.

        While slices are missing it is a preview, and not denoised; data images come with slice 0.

        Raises:
            RenderError: no slice is there, or Open Image Denoise failed.
            MissingPackageError: the picture is to be denoised and Open Image Denoise is not installed.
        """
        total = None if self._sum is None else self._sum.copy()
        for index in sorted(self._waiting):
            total = self._added(total, index, self._waiting[index])
        if total is None:
            raise RenderError("no slice of the picture is there yet")
        samples = sum(weight for index, weight in enumerate(self._weights) if index not in self.missing)
        return self._developed((total / samples).astype(np.float32), samples)

    def _light(self, frame: Frame) -> tuple[NDArray[np.float32], NDArray[np.float32] | None]:
        return frame.radiance, frame.alpha if self.shot.transparent or "alpha" in self.shot.outputs else None

    def _added(self, total: NDArray[np.float64] | None, index: int, frame: Frame) -> NDArray[np.float64]:
        """Add a slice to the sum (h, w, 4): colour as it can be summed, and alpha."""
        radiance, alpha = self._light(frame)
        height, width = radiance.shape[:2]
        total = np.zeros((height, width, 4)) if total is None else total
        cover = np.float64(1.0) if alpha is None else alpha.astype(np.float64)[..., None]
        total[..., :3] += self._weights[index] * (radiance * cover if self.shot.transparent else radiance)
        total[..., 3:] += self._weights[index] * cover
        return total

    def _developed(self, mean: NDArray[np.float32], samples: int) -> Frame:
        shot, first = self.shot, self._first
        if shot.denoise and not self.missing:
            mean = self._denoised(mean)
        color = straight(mean) if shot.transparent else mean[..., :3]
        images: dict[str, Any] = {}
        if "color" in shot.outputs:
            images["color"] = encode(color, mean[..., 3] if shot.transparent else None)
        if "radiance" in shot.outputs:
            images["radiance"] = np.ascontiguousarray(color)
        if "alpha" in shot.outputs:
            images["alpha"] = np.ascontiguousarray(mean[..., 3])
        if first is not None:
            images |= {name: first.image(name) for name in shot.outputs if name not in _LIGHT}
        metas = [self._meta[index] for index in sorted(self._meta)]
        seconds = sum(meta.get("seconds", 0.0) for meta in metas)
        meta = metas[0] | {"samples": samples, "slices": len(metas), "seconds": seconds}
        names = None if first is None else first.names
        material_names = None if first is None else first.material_names
        return Frame(**images, names=names, material_names=material_names, meta=meta)

    def _denoised(self, mean: NDArray[np.float32]) -> NDArray[np.float32]:
        from threedkit.render.denoise import denoise, denoise_cover

        if self._first is None:
            raise RenderError("slice 0, whose data images guide the denoiser, is not there")
        guides = self._first.albedo, self._first.normal
        mean = mean.copy()
        mean[..., :3] = denoise(mean[..., :3], albedo=guides[0], normal=guides[1])
        if self.shot.transparent:
            mean[..., 3] = denoise_cover(mean[..., 3], albedo=guides[0], normal=guides[1])
        return mean
