"""Bring the ledger and the job's folder into agreement after a crash, or when a job begins in a used folder."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Final

from threedkit.errors import ThreedkitError
from threedkit.jobs.slicing import SLICES, SliceSpec

if TYPE_CHECKING:
    from collections.abc import Callable

    from threedkit.jobs.ledger import Ledger

__all__ = ["Verifier", "reconcile", "reconcile_slices", "spare_slices"]

_BATCH: Final = 500
_TO_COME: Final = ".rf"  # waits, is being drawn; or failed, and may be tried again


def reconcile(ledger: Ledger) -> list[int]:
    """Compare ledger and folder, frame by frame.

    A frame whose sidecar and digest are right is finished even if the ledger did not hear of it. One that the ledger
    calls finished but that is not there is drawn again. Those that both have are returned: to read them all may take
    longer than to begin, so a `Verifier` does it meanwhile.

    Args:
        ledger: with a lease.

    Returns:
        Finished frames whose digests were not looked at.
    """
    folder, spec = ledger.folder, ledger.spec
    there = folder.finished_files()
    finished = ledger.frames_in("d")
    gone = [index for index in finished if spec.frame_name(index) not in there]
    if gone:
        ledger.reopen(gone)
    if there:
        missing = [index for index in ledger.frames_in(".") if spec.frame_name(index) in there]
        for start in range(0, len(missing), _BATCH):
            kept = (folder.finished(spec, index) for index in missing[start : start + _BATCH])
            found = [receipt for receipt in kept if receipt is not None]
            if found:
                ledger.settle(finished=found)
    lost = set(gone)
    return [index for index in finished if index not in lost]


def reconcile_slices(ledger: Ledger) -> list[int]:
    """Compare the slices of frames that are still to come with their files; return those that are there.

    Args:
        ledger: of a job whose frames are split, with a lease; its frames are reconciled.
    """
    spare_slices(ledger)
    slices, folder = SliceSpec(ledger.spec), ledger.folder.layer(SLICES)
    there, needed = folder.finished_files(), ledger.states()
    done = [index for index in ledger.frames_in("d", layer=SLICES) if needed[slices.frame_of(index)] in _TO_COME]
    gone = [index for index in done if slices.frame_name(index) not in there]
    if gone:
        ledger.reopen(gone, layer=SLICES)
    kept = [
        receipt
        for index in ledger.frames_in(".", layer=SLICES)
        if slices.frame_name(index) in there and (receipt := folder.finished(slices, index)) is not None
    ]
    if kept:
        ledger.settle(finished=kept, layer=SLICES)
    return sorted({*done, *(receipt.index for receipt in kept)} - set(gone))


def spare_slices(ledger: Ledger) -> None:
    """Skip the slices of frames that are there, or that are skipped; does nothing where frames are not split."""
    if ledger.spec.split == 1:
        return
    slices, states = SliceSpec(ledger.spec), ledger.states()
    waiting = ledger.frames_in(".", layer=SLICES)
    needless = [index for index in waiting if states[slices.frame_of(index)] not in _TO_COME]
    if needless:
        ledger.store.skip(ledger.job, needless, layer=SLICES)
        ledger.catch_up()


class Verifier(threading.Thread):
    """Reads finished frames again and reports those that are damaged.

    Args:
        ledger: of the job.
        frames: to look at.
        tell: called with a list of damaged frames for each that is found, with the error when the folder is out of
            reach, and with None at the end.
    """

    def __init__(
        self, ledger: Ledger, frames: list[int], tell: Callable[[list[int] | ThreedkitError | None], object]
    ) -> None:
        """Prepare; `start` begins to read."""
        super().__init__(name=f"threedkit-verify-{ledger.job}", daemon=True)
        self._ledger = ledger
        self._frames = frames
        self._tell = tell
        self._over = threading.Event()

    def run(self) -> None:
        """Look at all frames, unless `stop` is called before."""
        folder, spec = self._ledger.folder, self._ledger.spec
        try:
            for index in self._frames:
                if self._over.is_set():
                    return
                if folder.finished(spec, index) is None:
                    self._tell([index])
        except ThreedkitError as error:  # out of reach: nothing is known, so the runner must not call it finished
            self._tell(error)
        finally:
            self._tell(None)

    def stop(self) -> None:
        """End after the frame that is being read."""
        self._over.set()
