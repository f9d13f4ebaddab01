"""Beats for a lease while its runner is busy, and tells the runner what others wish."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from threedkit.errors import JobError, LeaseLostError, StoreError

if TYPE_CHECKING:
    from collections.abc import Callable

    from threedkit.jobs.ledger import Ledger
    from threedkit.store import JobRecord

__all__ = ["BEAT_SECONDS", "Heart"]

BEAT_SECONDS = 0.5
"""How often a runner shows that it lives; a command from another process is heard within this time."""


class Heart(threading.Thread):
    """A thread of its own: a lease must not be lost because its runner waits for a cluster or reads many files.

    Args:
        ledger: holds the lease.
        tell: called with the record when somebody wishes something or has changed frames, and with the error when the
            lease is lost or the ledger has been out of reach for long.
    """

    def __init__(self, ledger: Ledger, tell: Callable[[JobRecord | LeaseLostError | StoreError], object]) -> None:
        """Prepare; `start` begins to beat."""
        super().__init__(name=f"threedkit-beat-{ledger.job}", daemon=True)
        self._ledger = ledger
        self._tell = tell
        self._over = threading.Event()
        self._steered = ledger.record.steered

    def run(self) -> None:
        """Beat until `stop`."""
        while not self._over.wait(BEAT_SECONDS):
            try:
                record = self._ledger.beat()
            except LeaseLostError as error:
                self._tell(error)
                return
            except JobError:  # the lease has been given back
                return
            except StoreError as error:
                self._tell(error)
                continue
            if record.wish or record.steered != self._steered:
                self._steered = record.steered
                self._tell(record)

    def stop(self) -> None:
        """End; the last beat may still be under way."""
        self._over.set()
