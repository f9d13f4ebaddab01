"""What a runner does beside handing out work when frames are split: slices in, frames out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from threedkit.errors import OutputError, StoreError
from threedkit.jobs.merging import Merger
from threedkit.jobs.receipts import Failure
from threedkit.jobs.reconcile import reconcile_slices
from threedkit.jobs.slicing import SLICES

if TYPE_CHECKING:
    from collections.abc import Callable

    from threedkit.jobs.dispatch import Dispatcher, Settled
    from threedkit.jobs.ledger import Ledger
    from threedkit.jobs.merging import Merged

__all__ = ["Assembly"]


class Assembly:
    """The frames of one job that are put together from slices.

    Args:
        ledger: with a lease.
        dispatcher: hands out the slices.
        worker: name for the receipts of the frames.
        arrived: called with a `Merged` for each frame, from another thread; `take` wants it then.
    """

    def __init__(
        self, ledger: Ledger, dispatcher: Dispatcher, *, worker: str, arrived: Callable[[Any], object]
    ) -> None:
        """Begin with nothing; `prepare` looks what is there."""
        self._ledger = ledger
        self._dispatcher = dispatcher
        self._unwritten: set[int] = set()
        self._merger = Merger(ledger.folder, ledger.spec, blob=ledger.record.spec, worker=worker, arrived=arrived)

    @property
    def busy(self) -> bool:
        """Whether frames are being put together, or could not be written."""
        return self._merger.busy or bool(self._unwritten)

    def prepare(self) -> None:
        """Agree with the folder on the slices that are there."""
        self._merger.note(reconcile_slices(self._ledger))

    def go_on(self) -> None:
        """Try once more what could not be written."""
        frames, self._unwritten = self._unwritten, set()
        for frame in frames:
            self._merger.merge(frame)

    def settled(self, news: Settled) -> None:
        """Slices are there or are given up."""
        self._merger.note(news.finished)
        for failure in news.failed:
            self._give_up(failure)

    def _give_up(self, failure: Failure) -> None:
        """A frame fails with its slice; its other slices are not handed out any more."""
        slices = self._merger.slices
        frame = slices.frame_of(failure.index)
        self._dispatcher.backlog.drop(slices.of_frame(frame))
        if frame in self._ledger.failures:
            return
        part = failure.index - slices.of_frame(frame).start
        message = f"slice {part} of {slices.spec.split}: {failure.message}"
        reason = Failure(index=frame, error=failure.error, message=message, worker=failure.worker)
        self._ledger.settle(failed=[reason])

    def take(self, merged: Merged) -> str:
        """Write down what came of a frame; return why nothing can be written now, else nothing."""
        ledger = self._ledger
        if isinstance(merged.error, OutputError | StoreError):
            self._merger.settle(merged)
            self._unwritten.add(merged.frame)
            return str(merged.error)
        if merged.lost:
            self._dispatcher.backlog.add(ledger.reopen(merged.lost, layer=SLICES))
        elif merged.receipt is not None:
            ledger.settle(finished=[merged.receipt], happened=[("frame merged", {"frame": merged.frame})])
        else:
            ledger.settle(failed=[merged.failure])
        self._merger.settle(merged)
        return ""

    def close(self) -> None:
        """End after the frame that is being put together."""
        self._merger.close()
