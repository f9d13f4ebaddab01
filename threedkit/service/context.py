"""What every route of one app shares: settings, records, blobs, the queue, and the parts that work beside it."""

from __future__ import annotations

import secrets
from contextlib import ExitStack
from typing import TYPE_CHECKING, Annotated, Protocol

from fastapi import Depends, Request

from threedkit.store import Database, Store, open_blobs
from threedkit.store.idempotency import RequestKeys
from threedkit.store.outbox import Outbox
from threedkit.store.place import default_blobs, default_key
from threedkit.store.quotas import Quota, QuotaStore

if TYPE_CHECKING:
    from pathlib import Path

    from threedkit.service.auth import Principal
    from threedkit.service.settings import Settings
    from threedkit.store.queue import Queue

__all__ = ["Context", "Part", "Service", "service_of"]


class Part(Protocol):
    """Something that works in the background while the app is up."""

    def start(self) -> None:
        """Begin; returns at once."""

    def stop(self) -> None:
        """End within a few seconds; what was begun is given back."""


class Service:
    """The state of one app; `create_app` hangs it on ``app.state.service``.

    Attributes:
        settings: of this process.
        database: with the records.
        blobs: with the bytes.
        store: both, in nobody's name: everything in it is in reach.
        keys: of requests that take effect once.
        outbox: where messages are written together with records.
        token: bearer token of the embedded mode.
        quotas: how much everybody may own.
        certificate: files of TLS: the chain and the key; None: there is none.
        parts: what the app's lifespan starts in this order, and stops in reverse.
    """

    def __init__(self, settings: Settings) -> None:
        """Open the records and the blobs.

        Raises:
            StoreError: they cannot be reached.
        """
        self.settings = settings
        self.database = Database.open(settings.database)
        self.blobs = open_blobs(settings.blobs or default_blobs(), key=default_key())
        self.store = Store(blobs=self.blobs, database=self.database)
        self.keys = RequestKeys(self.database)
        self.outbox = Outbox(self.database, self._broker())
        self.token = settings.token.get_secret_value() if settings.token else secrets.token_urlsafe(32)
        auth = settings.auth
        self.quotas = QuotaStore(self.database, Quota(auth.quota_bytes, auth.quota_assets, auth.quota_jobs))
        self.certificate: tuple[Path, Path] | None = None
        self.parts: list[Part] = []
        self._running = ExitStack()

    def _broker(self) -> Queue | None:
        """The queue of consumers, where it is not the one in the database."""
        if self.settings.queue is None:
            return None
        from threedkit.store.queue import RabbitQueue

        return RabbitQueue(self.settings.queue.get_secret_value())

    def store_for(self, who: Principal) -> Store:
        """Return the store as somebody sees it."""
        return self.store.as_(who.access)

    def path(self, *parts: str) -> str:
        """Return a path of the service as its clients reach it, behind a proxy too.

        Args:
            parts: below ``/v1``.
        """
        return "/".join((f"{self.settings.root_path.rstrip('/')}/v1", *parts))

    def is_recorded(self) -> None:
        """Ask the database.

        Raises:
            StoreError: it is out of reach.
        """
        self.database.read(lambda connection: connection.exec_driver_sql("SELECT 1").scalar())

    def is_kept(self) -> None:
        """Ask the object store.

        Raises:
            StoreError: it is out of reach.
        """
        self.blobs.size("0" * 64)

    def start(self, *, answers: bool = True) -> None:
        """Start the parts, and those that work in this process.

        Args:
            answers: whether it answers requests; a process that only works does not listen for gRPC either.

        Raises:
            ParameterError: gRPC cannot be listened for, or other machines would reach it without TLS.
            StoreError: records, blobs or the broker cannot be reached.
        """
        from threedkit.service.workers import parts

        self.parts += parts(self)
        if answers and self.settings.grpc_port is not None:
            from threedkit.service.grpc.server import GrpcPart

            self.parts.append(GrpcPart(self))
        for part in self.parts:
            self._running.callback(part.stop)
            part.start()

    def stop(self) -> None:
        """Stop the parts, the last one first, and close the database."""
        self._running.close()
        self.outbox.close()
        self.database.close()


async def service_of(request: Request) -> Service:
    """Return the service that a request has come to; a dependency of routes."""
    service: Service = request.app.state.service
    return service


Context = Annotated[Service, Depends(service_of)]
"""The type of a route's parameter that takes the service."""
