"""What is kept for a time only goes when that is over, as long as the service runs."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING, Final

from threedkit.errors import StoreError
from threedkit.store.outbox import forget_handled

if TYPE_CHECKING:
    from collections.abc import Callable

    from threedkit.service.context import Service

__all__ = ["Housekeeper"]

_EVERY_SECONDS: Final = 3600.0
_AGAIN_SECONDS: Final = 60.0

_logger = logging.getLogger("threedkit.service")


class Housekeeper(threading.Thread):
    """Forgets, once an hour, request keys, marks of what was handled, and uploads that were not completed.

    Any number of processes may do so.

    Args:
        service: of this process.
    """

    def __init__(self, service: Service) -> None:
        """Prepare; `start` begins."""
        super().__init__(name="threedkit-housekeeper", daemon=True)
        self._service = service
        self._end = threading.Event()

    def run(self) -> None:
        """Forget until `stop`, at once for the first time."""
        wait = 0.0
        while not self._end.wait(wait):
            wait = _EVERY_SECONDS if self.forget() else _AGAIN_SECONDS

    def forget(self) -> bool:
        """Forget all whose time is over; return whether that was possible: one that fails does not keep the others."""
        service, done = self._service, True
        acts: tuple[tuple[str, Callable[[], object]], ...] = (
            ("request keys", service.keys.forget),
            ("marks of messages", lambda: service.database.write(forget_handled, repeatable=True)),
            ("uploads", service.store.uploads.expire),
        )
        for name, act in acts:
            try:
                act()
            except StoreError as error:
                _logger.warning("%s whose time is over are not forgotten now: %s", name, error)
                done = False
        return done

    def stop(self) -> None:
        """End; does not wait."""
        self._end.set()
