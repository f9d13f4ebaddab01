"""The gRPC server of a process of the service."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import grpc
from grpc_health.v1 import health, health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha import reflection

from threedkit.errors import ParameterError
from threedkit.service.auth import build_authenticator, check_binding
from threedkit.service.grpc import threedkit_pb2 as pb
from threedkit.service.grpc import threedkit_pb2_grpc as rpc
from threedkit.service.grpc.bounding import Bounded
from threedkit.service.grpc.geometry import Geometry
from threedkit.service.grpc.guarding import Guard
from threedkit.service.grpc.rendering import Rendering
from threedkit.service.grpc.waiting import Seats, Waits
from threedkit.service.receiving.body import Limits

if TYPE_CHECKING:
    from threedkit.service.context import Service

__all__ = ["OPTIONS", "GrpcPart"]

MESSAGE_BYTES: Final = 4 << 20
"""Most bytes of a message; files and arrays come in chunks below it."""

OPTIONS: Final[tuple[tuple[str, Any], ...]] = (
    ("grpc.max_receive_message_length", MESSAGE_BYTES),
    ("grpc.max_send_message_length", MESSAGE_BYTES),
    ("grpc.max_metadata_size", 16 << 10),
    ("grpc.keepalive_time_ms", 60_000),
    ("grpc.keepalive_timeout_ms", 20_000),
    ("grpc.http2.min_ping_interval_without_data_ms", 30_000),
    ("grpc.max_connection_idle_ms", 15 * 60_000),
    ("grpc.so_reuseport", 0),  # a port that is taken is an error
)
"""Of the server. A client that waits for nothing, or pings too often, is let go."""

_CALLS: Final = 64
_SEATS: Final = 56
"""Calls that may go on for long: some threads are left for the short ones."""

_SEATS_EACH: Final = 32
"""Of one user; and of all whom we do not know, who may ask for health and reflection."""

_LEAVE_SECONDS: Final = 5.0


class GrpcPart:
    """Answers gRPC beside REST.

    Args:
        service: of this process.

    Attributes:
        port: that it listens on, once it has been started.
    """

    def __init__(self, service: Service) -> None:
        self._service = service
        self.port = 0
        self._guard: Guard | None = None
        self._waits: Waits | None = None
        self._server: grpc.Server | None = None
        self._health: health.HealthServicer | None = None

    def start(self) -> None:
        """Listen.

        Raises:
            ParameterError: the port is taken, or other machines would reach it without TLS.
        """
        service = self._service
        seats = Seats(_SEATS, _SEATS_EACH)
        self._guard = Guard(build_authenticator(service.settings.auth, service.database, service.token), seats)
        settings = service.settings
        self._waits = Waits(Limits(MESSAGE_BYTES, settings.upload_idle, settings.upload_rate))
        self._waits.start()
        pool = ThreadPoolExecutor(_CALLS, thread_name_prefix="threedkit-grpc")
        server = grpc.server(
            pool,
            interceptors=(Bounded(self._waits, seats),),
            options=OPTIONS,
            maximum_concurrent_rpcs=4 * _CALLS,
        )
        names = []
        if "geometry" in service.settings.services:
            rpc.add_GeometryServicer_to_server(Geometry(service, self._guard), server)  # type: ignore[no-untyped-call]
            names.append(pb.DESCRIPTOR.services_by_name["Geometry"].full_name)
        if "render" in service.settings.services:
            rpc.add_RenderingServicer_to_server(Rendering(service, self._guard), server)  # type: ignore[no-untyped-call]
            names.append(pb.DESCRIPTOR.services_by_name["Rendering"].full_name)
        self._health = health.HealthServicer(experimental_non_blocking=True)
        health_pb2_grpc.add_HealthServicer_to_server(self._health, server)
        reflection.enable_server_reflection((*names, health.SERVICE_NAME, reflection.SERVICE_NAME), server)
        self.port = _bind(server, service)
        server.start()
        for name in ("", *names):
            self._health.set(name, health_pb2.HealthCheckResponse.SERVING)
        self._server = server

    def stop(self) -> None:
        """Take no more calls; those that run have a few seconds."""
        if self._server is not None and self._health is not None:
            self._health.enter_graceful_shutdown()
            self._server.stop(_LEAVE_SECONDS).wait()
        if self._waits is not None:
            self._waits.stop()
        if self._guard is not None:
            self._guard.close()


def _bind(server: grpc.Server, service: Service) -> Any:
    settings = service.settings
    check_binding(settings.host, tls=service.certificate is not None)
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    address = f"{host}:{settings.grpc_port}"
    try:
        if service.certificate is None:
            return server.add_insecure_port(address)
        chain, key = (Path(path).read_bytes() for path in service.certificate)
        return server.add_secure_port(address, grpc.ssl_server_credentials([(key, chain)]))
    except (RuntimeError, OSError) as error:
        raise ParameterError(f"gRPC cannot listen on {address}: {error}; choose another --grpc-port") from error
