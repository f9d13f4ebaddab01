"""Every call within bounds, those of health and reflection too: what waits for a client waits for a time only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import grpc

from threedkit.errors import ThreedkitError
from threedkit.service.grpc.guarding import abort
from threedkit.service.grpc.waiting import Awaited, Coming, Seats, Waits

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["Bounded"]

_PUSHES = ("experimental_non_blocking", "experimental_thread_pool")
"""What gRPC's health service sets on a method that is given a function to answer with."""


class Bounded(grpc.ServerInterceptor):  # type: ignore[misc]  # grpc has no types
    """Makes every method one that takes messages as they come: gRPC itself would wait for the first one for ever.

    Methods that are `guarded` find out who calls first. The others, which anybody may call, take a seat each.

    Args:
        waits: of the server.
        seats: of the server.
    """

    def __init__(self, waits: Waits, seats: Seats) -> None:
        self._waits = waits
        self._seats = seats

    def intercept_service(self, continuation: Callable[[Any], Any], details: Any) -> Any:
        """Return the handler of a call; see `grpc.ServerInterceptor`."""
        handler = continuation(details)
        if handler is None:
            return None
        behavior = handler.unary_unary or handler.unary_stream or handler.stream_unary or handler.stream_stream
        bounded = self._guarded if getattr(behavior, "is_guarded", False) else self._open
        call = bounded(behavior, is_stream=handler.request_streaming, answers_stream=handler.response_streaming)
        kind = (
            grpc.stream_stream_rpc_method_handler
            if handler.response_streaming
            else grpc.stream_unary_rpc_method_handler
        )
        return kind(call, handler.request_deserializer, handler.response_serializer)

    def _guarded(self, behavior: Any, *, is_stream: bool, answers_stream: bool) -> Any:
        def argument(requests: Iterator[Any], context: grpc.ServicerContext) -> Any:
            coming = Coming(requests, context, self._waits, trusted=True)
            return coming if is_stream else Awaited(coming)

        def single(requests: Iterator[Any], context: grpc.ServicerContext) -> Any:
            return behavior(argument(requests, context), context)

        def stream(requests: Iterator[Any], context: grpc.ServicerContext) -> Iterator[Any]:
            return self._given(behavior(argument(requests, context), context), context)

        return stream if answers_stream else single

    def _open(self, behavior: Any, *, is_stream: bool, answers_stream: bool) -> Any:
        def argument(requests: Iterator[Any], context: grpc.ServicerContext) -> Any:
            coming = Coming(requests, context, self._waits, trusted=False)
            return coming if is_stream else coming.only()

        def single(requests: Iterator[Any], context: grpc.ServicerContext, *push: Any) -> Any:
            try:
                with self._seats.taken(""):
                    return behavior(argument(requests, context), context, *push)
            except ThreedkitError as error:
                abort(context, error)

        def stream(requests: Iterator[Any], context: grpc.ServicerContext) -> Iterator[Any]:
            try:
                with self._seats.taken(""):
                    yield from self._given(behavior(argument(requests, context), context), context)
            except ThreedkitError as error:
                abort(context, error)

        pushes = {name: getattr(behavior, name) for name in _PUSHES if hasattr(behavior, name)}
        call = stream if answers_stream and not pushes.get(_PUSHES[0]) else single
        call.__dict__.update(pushes)
        return call

    def _given(self, messages: Iterator[Any], context: grpc.ServicerContext) -> Iterator[Any]:
        for message in messages:
            with self._waits.on_taking(context, message.ByteSize()):
                yield message
