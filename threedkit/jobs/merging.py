"""Adds the slices of a frame up to the frame, as soon as the last one is there."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, NamedTuple

from threedkit.errors import JobError, ThreedkitError
from threedkit.jobs.receipts import Failure, Receipt
from threedkit.jobs.slicing import SLICES, SliceSpec
from threedkit.jobs.spec import digest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from threedkit.jobs.folder import JobFolder
    from threedkit.jobs.spec import RenderSpec
    from threedkit.render import Frame

__all__ = ["Merged", "Merger", "preview"]


class Merged(NamedTuple):
    """What came of merging a frame.

    Attributes:
        frame: its number.
        receipt: of the frame, which is written; None: it is not.
        lost: slices that are missing or damaged and must be drawn again.
        error: why it could not be written.
    """

    frame: int
    receipt: Receipt | None = None
    lost: tuple[int, ...] = ()
    error: ThreedkitError | None = None

    @property
    def failure(self) -> Failure:
        """The error as the failure of the frame."""
        return Failure(index=self.frame, error=type(self.error).__name__, message=str(self.error), hopeless=True)


class Merger:
    """Merges frames one after the other, in a thread of its own, where the job's folder is.

    Args:
        folder: of the job.
        spec: of the job; its `split` is above 1.
        blob: digest of the spec.
        worker: name for the receipts.
        arrived: called with a `Merged` for each frame, from that thread.
    """

    def __init__(
        self, folder: JobFolder, spec: RenderSpec, *, blob: str, worker: str, arrived: Callable[[Merged], object]
    ) -> None:
        """Begin with no slice."""
        self.slices = SliceSpec(spec)
        self._folder = folder
        self._blob, self._worker, self._arrived = blob, worker, arrived
        self._there: dict[int, set[int]] = {}
        self._busy: set[int] = set()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="threedkit-merge")

    @property
    def busy(self) -> bool:
        """Whether frames are being merged."""
        return bool(self._busy)

    def note(self, slices: Iterable[int]) -> None:
        """Slices are there; a frame that has all of its own is merged."""
        for index in slices:
            frame = self.slices.frame_of(index)
            self._there.setdefault(frame, set()).add(index)
            self.merge(frame)

    def merge(self, frame: int) -> None:
        """Merge a frame if all of its slices are there."""
        if frame not in self._busy and len(self._there.get(frame, ())) == self.slices.spec.split:
            self._busy.add(frame)
            self._thread.submit(self._merge, frame)

    def settle(self, merged: Merged) -> None:
        """Take note that what came of a frame is written down: its slices go, or those that were lost are to come."""
        frame = merged.frame
        self._busy.discard(frame)
        self._there.get(frame, set()).difference_update(merged.lost)
        if merged.receipt is not None:
            self._there.pop(frame, None)
            self._folder.layer(SLICES).drop(self.slices.frame_name(index) for index in self.slices.of_frame(frame))

    def close(self) -> None:
        """End the thread after the frame that it is at."""
        self._thread.shutdown(cancel_futures=True)

    def _merge(self, frame: int) -> None:
        try:
            merged = self._merged(frame)
        except ThreedkitError as error:
            merged = Merged(frame, error=error)
        except Exception as error:  # noqa: BLE001 - handed to the job, whose frame fails with it
            reason = JobError(f"the slices of frame {frame} cannot be added up: {type(error).__name__}: {error}")
            merged = Merged(frame, error=reason)
        self._arrived(merged)

    def _merged(self, frame: int) -> Merged:
        """Read, add up, encode and write."""
        from threedkit.render.files import encode_frame
        from threedkit.render.npz import decode_npz
        from threedkit.render.provenance import about_shot

        before = time.perf_counter()
        spec, folder = self.slices.spec, self._folder.layer(SLICES)
        total = self.slices.sum_of(frame)
        for part, index in enumerate(self.slices.of_frame(frame)):
            data = folder.read_finished(self.slices, index)
            if data is not None:
                total.add(part, decode_npz(data))
        if total.missing:
            return Merged(frame, lost=tuple(self.slices.of_frame(frame)[part] for part in total.missing))
        picture, shot = total.frame(), spec.shot(frame)
        data = encode_frame(picture, spec.format, metadata={"scene": spec.scene_hash, **about_shot(shot)})
        first = folder.receipt(self.slices.frame_name(self.slices.of_frame(frame)[0]))
        receipt = Receipt(
            index=frame,
            file=spec.frame_name(frame),
            key=spec.frame_key(frame),
            size=len(data),
            sha256=digest(data),
            draw_seconds=0.0,  # the slices' own receipts have it
            encode_seconds=round(time.perf_counter() - before, 6),
            worker=self._worker,
            scene=spec.scene_hash,
            spec=self._blob,
            samples=shot.samples,
            seed=shot.seed,
            engine=spec.engine,
            device=first.device if first is not None else "",
            driver=first.driver if first is not None else "",
            versions=first.versions if first is not None else {},
        )
        self._folder.store(receipt, data)
        return Merged(frame, receipt)


def preview(folder: JobFolder, spec: RenderSpec, frame: int) -> Frame:
    """Return the picture that the slices of a frame make that are there.

    Args:
        folder: of the job.
        spec: of the job.
        frame: its number.

    Raises:
        JobError: none is there.
    """
    from threedkit.render.npz import decode_npz

    slices, place = SliceSpec(spec), folder.layer(SLICES)
    total, there = slices.sum_of(frame), place.finished_files()
    for part, index in enumerate(slices.of_frame(frame)):
        data = place.read_finished(slices, index) if slices.frame_name(index) in there else None
        if data is not None:
            total.add(part, decode_npz(data))
    if len(total.missing) == spec.split:
        raise JobError(f"no slice of frame {frame} is there: it has not begun, or it is finished")
    return total.frame()
