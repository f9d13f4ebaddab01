"""The runner of render jobs in a process of the service, on the embedded cluster or on another one."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING, Any, Final

from threedkit.errors import EngineUnavailableError, ThreedkitError
from threedkit.jobs import Woken, serve_jobs
from threedkit.jobs.reaching import connected
from threedkit.service.consuming import Again

if TYPE_CHECKING:
    from threedkit.service.context import Service

__all__ = ["RunnerPart"]

_WAIT_SECONDS: Final = 1.0
_AGAIN_SECONDS: Final = 2.0
_LEAVE_SECONDS: Final = 8.0

_logger = logging.getLogger("threedkit.service.workers")


class RunnerPart:
    """Draws the jobs of the ledger, on the embedded cluster or on the one of the settings.

    Args:
        service: of this process.
    """

    def __init__(self, service: Service) -> None:
        self._service = service
        self._woken = Woken()
        self._client: Any = None
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, name="threedkit-runner", daemon=True)

    def start(self) -> None:
        """Bring the cluster up, and begin."""
        self._thread.start()

    def stop(self) -> None:
        """Give the jobs back to other runners."""
        self._woken.end()
        self._thread.join(_LEAVE_SECONDS)

    def wake(self) -> None:
        """A job has been written down."""
        self._woken.wake()

    def client(self) -> Any:
        """Return the client of the cluster, None where it is the embedded one.

        Raises:
            Again: it is not connected yet.
        """
        if self._service.settings.scheduler and not self._ready.wait(_WAIT_SECONDS):
            raise Again(_AGAIN_SECONDS, f"scheduler {self._service.settings.scheduler} is not connected")
        return self._client

    def _run(self) -> None:
        settings = self._service.settings
        while not self._woken.ends:
            try:
                with connected(settings.scheduler) as client:
                    self._client = client
                    self._ready.set()
                    if client is None and settings.prestart:
                        _warm(settings.workers)
                    serve_jobs(
                        client=client,
                        workers=None if client is not None else settings.workers,
                        at_once=settings.jobs_at_once,
                        tell=lambda line: _logger.info("job %s", line),
                        store=self._service.store.jobs,
                        woken=self._woken,
                    )
            except (ThreedkitError, OSError) as error:
                _logger.warning("the runner begins anew: %s", error)
                self._woken.wait(_AGAIN_SECONDS)
            except Exception:
                _logger.exception("the runner begins anew after what nobody has foreseen")
                self._woken.wait(_AGAIN_SECONDS)
            finally:
                self._ready.clear()


def _warm(workers: int | None) -> None:
    """Do before the first job comes what it would wait for: the cluster, its engines, which engine is the default."""
    from threedkit.jobs.cluster import embedded_client
    from threedkit.render import runnable_engine

    embedded_client(workers, warm=True)
    try:
        runnable_engine(None)
    except EngineUnavailableError as error:
        _logger.warning("no engine runs here: %s", error)
