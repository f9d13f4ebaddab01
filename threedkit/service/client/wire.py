"""Requests and their answers: JSON into records, problems into the errors that local use would raise."""

from __future__ import annotations

import logging
import os
import random
import time
import uuid
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote, unquote, urlsplit

import msgspec

from threedkit import errors
from threedkit.errors import ServiceError, require

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

__all__ = ["Wire", "path_of"]

_logger = logging.getLogger("threedkit.client")

_TRIES: Final = 4
_AGAIN: Final = (502, 503, 504)
_UNIX: Final = "http+unix"
_BLOCK: Final = 1 << 20
_CONNECT_SECONDS: Final = 5.0
"""So long may an object store take to be reached: there is another way."""


class _StoreAwayError(ServiceError):
    """The object store, to which the service has sent us, is not in reach."""


class Wire:
    """A connection to a service; thread-safe.

    Args:
        url: ``http://host:port``, ``https://...``, or ``http+unix:///path/of/socket``.
        token: bearer token or API key; None takes ``THREEDKIT_TOKEN``.
        timeout: seconds without an answer, or without another byte of it.

    Raises:
        ServiceError: that is no URL of a service.
        MissingPackageError: httpx is not installed.
    """

    def __init__(self, url: str, token: str | None = None, timeout: float = 60.0) -> None:
        self._httpx = require("httpx", extra="service")
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https", _UNIX} or not (parts.netloc or parts.scheme == _UNIX):
            raise ServiceError(f"a service is at http://host:port or http+unix:///path, not at {url[:120]!r}")
        unix = unquote(parts.path) if parts.scheme == _UNIX else None
        self.url = url.rstrip("/").removesuffix("/v1")
        known = token if token is not None else os.environ.get("THREEDKIT_TOKEN", "")
        self._client = self._httpx.Client(
            base_url="http://threedkit" if unix else self.url,
            headers={"Authorization": f"Bearer {known}"} if known else {},
            timeout=timeout,
            transport=self._httpx.HTTPTransport(uds=unix) if unix else None,
            follow_redirects=True,
        )
        self._is_store_away = False

    def get(self, path: str, kind: Any = Any, **query: Any) -> Any:
        """Return what is at a path.

        Args:
            path: below ``/v1``.
            kind: type of it.
            query: parameters; None is left out.
        """
        return self._decode(self.send("GET", path, query=query), kind)

    def post(
        self, path: str, body: Any = None, kind: Any = Any, *, once: bool = True, timeout: float | None = None
    ) -> Any:
        """Send JSON, and return the answer. It takes effect once, also when it has to be sent again.

        Args:
            path: below ``/v1``.
            body: JSON values or records; None: nothing.
            kind: type of the answer.
            once: whether the service knows idempotency keys there.
            timeout: seconds without an answer, where they are others than usual.
        """
        headers = {"Idempotency-Key": uuid.uuid4().hex} if once else {}
        return self._decode(self.send("POST", path, body=body, headers=headers, again=once, timeout=timeout), kind)

    def put(self, path: str, body: Any, kind: Any = Any, *, version: int | None = None) -> Any:
        """Replace what is at a path, in a version or in any."""
        headers = {} if version is None else {"If-Match": f'"{version}"'}
        return self._decode(self.send("PUT", path, body=body, headers=headers, again=version is None), kind)

    def delete(self, path: str, *, version: int | None = None) -> None:
        """Delete what is at a path, in a version or in any."""
        self.send("DELETE", path, headers={} if version is None else {"If-Match": f'"{version}"'})

    def stream(self, path: str, headers: Mapping[str, str] | None = None, **query: Any) -> Iterator[bytes]:
        """Yield the bytes at a path; where the object store that it leads to is not in reach, those of the service."""
        told = {name: value for name, value in query.items() if value is not None}
        is_given = False
        if not self._is_store_away:
            try:
                for block in self._blocks(path, told, headers):
                    is_given = True
                    yield block
            except _StoreAwayError as error:
                if is_given:
                    raise
                _logger.warning("%s: files come through the service", error)
                self._is_store_away = True
            else:
                return
        yield from self._blocks(path, {**told, "redirect": "false"}, headers)

    def _blocks(self, path: str, told: Mapping[str, Any], headers: Mapping[str, str] | None) -> Iterator[bytes]:
        try:
            with self._client.stream("GET", f"/v1{path}", params=told, headers=dict(headers or {})) as response:
                if response.is_error:
                    response.read()
                    self._check_here(told, response.url, f"it answers {response.status_code}")
                    raise self._refusal(response)
                yield from response.iter_bytes(_BLOCK)
        except self._httpx.TransportError as error:
            self._check_here(told, error.request.url, str(error) or type(error).__name__)
            raise self._unreachable(error) from error

    def _check_here(self, told: Mapping[str, Any], url: Any, reason: str) -> None:
        """Raise _StoreAwayError if we were sent elsewhere, and the service would give the same itself."""
        if url.netloc != self._client.base_url.netloc and "redirect" not in told:
            place = url.netloc.decode("ascii", "replace")
            raise _StoreAwayError(f"the object store at {place} gives no files ({reason})")

    def read(self, path: str, **query: Any) -> bytes:
        """Return the bytes at a path."""
        return b"".join(self.stream(path, **query))

    def events(self, path: str, headers: Mapping[str, str] | None = None) -> Iterator[str]:
        """Yield the lines of a stream of events."""
        told = {"Accept": "text/event-stream", **(headers or {})}
        try:
            with self._client.stream("GET", f"/v1{path}", headers=told) as response:
                if response.is_error:
                    response.read()
                    raise self._refusal(response)
                yield from response.iter_lines()
        except self._httpx.TransportError as error:
            raise self._unreachable(error) from error

    def send(
        self,
        method: str,
        path: str,
        *,
        body: Any = None,
        content: Callable[[], Iterator[bytes]] | None = None,
        headers: Mapping[str, str] | None = None,
        query: Mapping[str, Any] | None = None,
        again: bool = True,
        timeout: float | None = None,
    ) -> Any:
        """Send a request, more than once where that does no harm and the service is away.

        Args:
            method: of HTTP.
            path: below ``/v1``.
            body: JSON values or records.
            content: makes the bytes of a body.
            headers: of the request.
            query: parameters; None is left out.
            again: whether it may be sent again.
            timeout: seconds without an answer, where they are others than usual.

        Raises:
            ServiceError: it was refused, or the service is away; where local use raises another error, that one.
        """
        told = dict(headers or {})
        if body is not None:
            told["Content-Type"] = "application/json"
        params = {name: value for name, value in (query or {}).items() if value is not None}
        encoded = None if body is None else msgspec.json.encode(body)
        waits = self._client.timeout if timeout is None else timeout
        for tries in range(1, _TRIES + 1):
            last = tries == _TRIES or not again
            try:
                data = content() if content is not None else encoded
                response = self._client.request(
                    method, f"/v1{path}", params=params, headers=told, content=data, timeout=waits
                )
            except self._httpx.TransportError as error:
                if last:
                    raise self._unreachable(error) from error
            else:
                if not response.is_error:
                    return response
                if last or response.status_code not in _AGAIN:
                    raise self._refusal(response)
            time.sleep(0.2 * 2**tries * random.uniform(0.5, 1.0))  # noqa: S311 - spreads those who wait
        raise RuntimeError("unreachable")

    def put_elsewhere(self, url: str, content: Callable[[], Iterator[bytes]], size: int) -> str:
        """Put bytes to a signed URL of an object store, without our credentials; return why it did not take them.

        Args:
            url: signed.
            content: makes the bytes.
            size: of them.

        Returns:
            "" where it took them.
        """
        usual = self._client.timeout
        waits = self._httpx.Timeout(connect=_CONNECT_SECONDS, read=usual.read, write=usual.write, pool=usual.pool)
        try:
            answer = self._httpx.put(url, content=content(), headers={"Content-Length": str(size)}, timeout=waits)
        except self._httpx.TransportError as error:
            return str(error) or type(error).__name__
        return "" if answer.is_success else f"it answers {answer.status_code}"

    def close(self) -> None:
        """Close all connections."""
        self._client.close()

    def _decode(self, response: Any, kind: Any) -> Any:
        try:
            return msgspec.json.decode(response.content, type=kind) if response.content else None
        except msgspec.MsgspecError as error:
            raise ServiceError(f"{self.url} answers what this version of threedkit cannot read: {error}") from error

    def _unreachable(self, error: Exception) -> ServiceError:
        return ServiceError(f"the service {self.url} cannot be reached: {str(error) or type(error).__name__}")

    def _refusal(self, response: Any) -> Exception:
        """The error that local use would raise, else ServiceError with what the problem says."""
        try:
            problem = msgspec.json.decode(response.content, type=dict[str, Any])
        except msgspec.MsgspecError:
            problem = {}
        code = str(problem.get("type", "")).rpartition(":")[2]
        detail = str(problem.get("detail") or f"{self.url} answers {response.status_code}")
        if code == "version-conflict":
            return errors.VersionConflictError(detail, int(problem.get("version", 0)))
        if code == "in-use":
            return errors.InUseError(detail, [str(user) for user in problem.get("users", ())])
        plain = _ERRORS.get(code)
        if plain is not None:
            return plain(detail)
        return ServiceError(detail, response.status_code, code)


_ERRORS: Final[dict[str, type[errors.ThreedkitError]]] = {
    "not-found": errors.RecordNotFoundError,
    "unknown-reference": errors.RecordNotFoundError,
    "not-yours": errors.AccessDeniedError,
    "quota-exceeded": errors.QuotaError,
    "invalid-value": errors.FieldError,
    "invalid-request": errors.FieldError,
    "cannot-draw": errors.RenderError,
    "job-conflict": errors.JobError,
}
"""The error for a problem's code."""


def path_of(*parts: object) -> str:
    """Join parts into a path, each quoted.

    Example:
        >>> path_of("assets", "a/b", "content")
        '/assets/a%2Fb/content'
    """
    return "".join(f"/{quote(str(part), safe='')}" for part in parts)
