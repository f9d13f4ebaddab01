"""Who calls, and how errors end a call: the same people, scopes and problems as over REST."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Iterator
from functools import wraps
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final, NoReturn, TypeVar

import grpc

from threedkit.service.auth import AuthError, ForbiddenError
from threedkit.service.grpc.waiting import Awaited
from threedkit.service.operations import bound, continued, span
from threedkit.service.problems import problem_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from threedkit.service.auth import Authenticator, Principal
    from threedkit.service.grpc.waiting import Seats

__all__ = ["CODES", "Guard", "abort", "guarded"]

CODES: Final = {
    400: grpc.StatusCode.INVALID_ARGUMENT,
    401: grpc.StatusCode.UNAUTHENTICATED,
    403: grpc.StatusCode.PERMISSION_DENIED,
    404: grpc.StatusCode.NOT_FOUND,
    408: grpc.StatusCode.DEADLINE_EXCEEDED,
    409: grpc.StatusCode.FAILED_PRECONDITION,
    412: grpc.StatusCode.ABORTED,
    413: grpc.StatusCode.RESOURCE_EXHAUSTED,
    415: grpc.StatusCode.INVALID_ARGUMENT,
    422: grpc.StatusCode.INVALID_ARGUMENT,
    429: grpc.StatusCode.RESOURCE_EXHAUSTED,
    501: grpc.StatusCode.UNIMPLEMENTED,
    503: grpc.StatusCode.UNAVAILABLE,
}
"""Status of a problem of REST -> code of gRPC."""

_HIDDEN: Final = {":authority", "user-agent"}

_logger = logging.getLogger("threedkit.service.grpc")
F = TypeVar("F", bound="Callable[..., Any]")


class Guard:
    """Finds out who calls; credentials are verified on a loop in a thread of its own.

    Args:
        authenticator: of this server, used by no other loop.
        seats: of this server.
    """

    def __init__(self, authenticator: Authenticator, seats: Seats) -> None:
        self._authenticator = authenticator
        self.seats = seats
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="threedkit-grpc-auth", daemon=True)
        self._thread.start()

    def caller(self, context: grpc.ServicerContext, scope: str) -> Principal:
        """Return who calls.

        Raises:
            AuthError: nobody known, or not for this.
        """
        said = [(name, value) for name, value in context.invocation_metadata() if isinstance(value, str)]
        headers = [(name, value) for name, value in said if name not in _HIDDEN]
        asked = asyncio.run_coroutine_threadsafe(self._authenticator.authenticate(headers), self._loop)
        who: Principal = asked.result()
        if not who.may(scope):
            raise ForbiddenError(f"this needs the scope {scope}", scope)
        return who

    def close(self) -> None:
        """End its thread."""
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()


def guarded(scope: str) -> Callable[[F], F]:
    """Make a method of a servicer ask who calls, and answer errors by their codes.

    Args:
        scope: that the caller needs; the method gets the principal after the request.
    """

    def decorate(method: F) -> F:
        @wraps(method)
        def single(self: Any, request: Any, context: grpc.ServicerContext) -> Any:
            with _watched(method.__name__, context):
                try:
                    who = self.guard.caller(context, scope)
                    if isinstance(request, Awaited):
                        return method(self, request.coming.only(), who, context)
                    with self.guard.seats.taken(who.subject):
                        return method(self, request, who, context)
                except grpc.RpcError:  # the client has gone, or was let go
                    raise
                except Exception as error:  # noqa: BLE001 - gRPC would send its text to the client
                    abort(context, error)

        @wraps(method)
        def stream(self: Any, request: Any, context: grpc.ServicerContext) -> Iterator[Any]:
            with _watched(method.__name__, context):
                try:
                    who = self.guard.caller(context, scope)
                    with self.guard.seats.taken(who.subject):
                        asked = request.coming.only() if isinstance(request, Awaited) else request
                        yield from method(self, asked, who, context)
                except grpc.RpcError:  # the client has gone, or was let go
                    raise
                except Exception as error:  # noqa: BLE001 - gRPC would send its text to the client
                    abort(context, error)

        single.is_guarded = stream.is_guarded = True  # type: ignore[attr-defined]  # see `Bounded`

        returns = str(method.__annotations__.get("return", ""))
        return stream if returns.startswith("Iterator") else single  # type: ignore[return-value]  # same call

    return decorate


def _watched(name: str, context: grpc.ServicerContext) -> Any:
    headers = {key: value for key, value in context.invocation_metadata() if isinstance(value, str)}
    request_id = headers.get("x-request-id", "")[:64]
    return _Both(span(f"grpc {name}", context=continued(headers)), bound(request_id=request_id) if request_id else None)


class _Both:
    """Two context managers, the second of which may be missing."""

    def __init__(self, first: Any, second: Any) -> None:
        self._all = [one for one in (first, second) if one is not None]

    def __enter__(self) -> None:
        for one in self._all:
            one.__enter__()

    def __exit__(self, *error: object) -> None:
        for one in reversed(self._all):
            one.__exit__(*error)


def abort(context: grpc.ServicerContext, error: Exception) -> NoReturn:
    """End a call by an error, as REST would answer it."""
    if isinstance(error, AuthError):
        status, detail = error.status, error.detail
    else:
        status, document, _ = problem_of(error)
        detail = str(document["detail"])
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        _logger.error("%s", error, exc_info=error)
    context.abort(CODES.get(status, grpc.StatusCode.INTERNAL), detail)
    raise RuntimeError("abort has not ended the call")
