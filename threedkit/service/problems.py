"""Every error as a problem document (RFC 9457), ``application/problem+json``, those of the framework included."""

from __future__ import annotations

import logging
import re
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import msgspec
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from threedkit import errors

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fastapi import FastAPI
    from starlette.requests import Request

__all__ = ["MEDIA_TYPE", "PROBLEM_SCHEMA", "TYPES", "ProblemError", "install", "problem_of", "problem_response"]

MEDIA_TYPE: Final = "application/problem+json"

TYPES: Final = "urn:threedkit:problem:"
"""What the type of every problem begins with; the rest is its code, which docs/service.md lists."""

PROBLEM_SCHEMA: Final[dict[str, Any]] = {
    "type": "object",
    "description": "A problem document (RFC 9457).",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "description": f"`{TYPES}` and the problem's code."},
        "title": {"type": "string", "description": "The kind of problem, the same for all of its type."},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "What is wrong here, and what would be right."},
        "request_id": {"type": "string", "description": "The request's id in the service's logs."},
        "errors": {
            "type": "array",
            "description": "Everything that is wrong with the request, each with its place.",
            "items": {
                "type": "object",
                "properties": {
                    "in": {"type": "string", "enum": ["body", "query", "path", "header", "cookie"]},
                    "pointer": {"type": "string", "description": "A JSON pointer into the body, or a parameter."},
                    "code": {"type": "string"},
                    "detail": {"type": "string"},
                },
            },
        },
    },
    "additionalProperties": True,
    "example": {
        "type": f"{TYPES}not-found",
        "title": "Not Found",
        "status": 404,
        "detail": "there is no asset 0193f5c0-0000-7000-8000-000000000000",
    },
}

_logger = logging.getLogger("threedkit.service")


class ProblemError(errors.ThreedkitError):
    """What a route cannot do; raised anywhere below the app it becomes the answer.

    Args:
        status: of HTTP.
        code: of the problem's type, such as ``"not-found"``.
        detail: one line for whoever asked; never what only the service may know.
        headers: of the answer.
        members: more members of the document.

    Example:
        >>> problem_of(ProblemError(404, "not-found", "there is no asset 7"))[1]["type"]
        'urn:threedkit:problem:not-found'
    """

    def __init__(
        self, status: int, code: str, detail: str, *, headers: Mapping[str, str] | None = None, **members: Any
    ) -> None:
        super().__init__(detail)
        self.status, self.code, self.headers, self.members = status, code, dict(headers or {}), members


class _Kind(NamedTuple):
    status: int
    code: str
    detail: str = ""
    """Said instead of the error's own text, which may name places inside the service."""


_AWAY: Final = "the service cannot reach its records or files; try again in a little while"
_KINDS: Final[dict[type[BaseException], _Kind]] = {
    errors.FieldError: _Kind(422, "invalid-value"),
    errors.AssetError: _Kind(422, "invalid-asset"),
    errors.ParameterError: _Kind(422, "invalid-value"),
    errors.NotFoundError: _Kind(404, "not-found"),
    errors.OutputError: _Kind(503, "unavailable", _AWAY),
    errors.RenderError: _Kind(422, "cannot-draw"),
    errors.EngineUnavailableError: _Kind(503, "engine-unavailable", "the render engine does not run here"),
    errors.EngineCrashedError: _Kind(503, "engine-unavailable", "the process that drew has died; try again"),
    errors.FrameTimeoutError: _Kind(503, "engine-unavailable", "drawing took longer than it may"),
    errors.JobError: _Kind(409, "job-conflict"),
    errors.QuotaError: _Kind(403, "quota-exceeded"),
    errors.StoreError: _Kind(503, "unavailable", _AWAY),
    errors.BlobNotFoundError: _Kind(404, "not-found", "its bytes are not there"),
    errors.RecordNotFoundError: _Kind(404, "not-found"),
    errors.VersionConflictError: _Kind(412, "version-conflict"),
    errors.InUseError: _Kind(409, "in-use"),
    errors.AccessDeniedError: _Kind(403, "not-yours"),
    errors.MissingPackageError: _Kind(501, "not-installed"),
    errors.ThreedkitError: _Kind(500, "internal-error", "the service has failed; its log tells more"),
}
"""Which problem an error of a lower room is; the nearest class decides."""

_HTTP_CODES: Final = {400: "bad-request", 404: "not-found", 405: "method-not-allowed", 406: "not-acceptable"}


def problem_of(error: BaseException) -> tuple[int, dict[str, Any], dict[str, str]]:
    """Return the status, the problem document and the headers that an error makes."""
    if isinstance(error, ProblemError):
        document = _document(error.status, error.code, str(error), **error.members)
        return error.status, document, {**_waiting(error.status), **error.headers}
    if isinstance(error, RequestValidationError):
        return _invalid(error)
    if isinstance(error, HTTPException):
        code = _HTTP_CODES.get(error.status_code) or _slug(error.status_code)
        detail = _plain_detail(error)
        return error.status_code, _document(error.status_code, code, detail), dict(error.headers or {})
    kind = next((_KINDS[base] for base in type(error).__mro__ if base in _KINDS), None)
    if kind is None:
        kind = _KINDS[errors.ThreedkitError]
    members: dict[str, Any] = {}
    if isinstance(error, errors.AssetError):
        members["errors"] = [
            {"pointer": problem.pointer, "code": problem.code, "detail": problem.message}
            for problem in error.problems[:100]
        ]
    headers = _waiting(kind.status)
    if isinstance(error, errors.VersionConflictError):
        members["version"], headers["ETag"] = error.version, f'"{error.version}"'
    if isinstance(error, errors.InUseError):
        members["users"] = list(error.users)
    return kind.status, _document(kind.status, kind.code, kind.detail or str(error), **members), headers


def problem_response(request: Request, error: BaseException) -> Response:
    """Answer with the problem that an error makes; what is the service's own fault is logged."""
    status, document, headers = problem_of(error)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        _logger.error("%s %s: %s", request.method, request.url.path, error, exc_info=error)
    request_id = getattr(request.state, "request_id", None)
    if request_id:
        document["request_id"] = request_id
    body = b"" if request.method == "HEAD" else msgspec.json.encode(document)
    return Response(body, status, headers, MEDIA_TYPE)


def install(app: FastAPI) -> None:
    """Make every error of an app a problem document."""

    async def answer(request: Request, error: Exception) -> Response:
        if isinstance(error, HTTPException) and error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
            methods = _methods(request)
            error.headers = {**(error.headers or {}), **({"Allow": ", ".join(methods)} if methods else {})}
        return problem_response(request, error)

    for kind in (HTTPException, RequestValidationError, errors.ThreedkitError, Exception):
        app.add_exception_handler(kind, answer)


def _methods(request: Request) -> list[str]:
    """The methods of a request's path: those of the one with the fewest parameters, where several fit."""
    paths: dict[str, Any] = request.app.openapi()["paths"]
    asked = request.url.path.removeprefix(request.scope.get("root_path", ""))
    fitting = [path for path in paths if re.fullmatch(re.sub(r"\\{\w+\\}", "[^/]+", re.escape(path)), asked)]
    best = min(fitting, key=lambda path: path.count("{"), default="")
    return sorted(method.upper() for method in paths.get(best, ()))


def _waiting(status: int) -> dict[str, str]:
    """What says when to come back, where that may help."""
    return {"Retry-After": "5"} if status == HTTPStatus.SERVICE_UNAVAILABLE else {}


def _document(status: int, code: str, detail: str, **members: Any) -> dict[str, Any]:
    title = HTTPStatus(status).phrase
    return {"type": TYPES + code, "title": title, "status": status, "detail": detail, **members}


def _invalid(error: RequestValidationError) -> tuple[int, dict[str, Any], dict[str, str]]:
    """All that is wrong with a request, each with its place; a body that is no JSON is another problem."""
    found = [_place(one) for one in error.errors()]
    broken = next((one for one in found if one["code"] == "json_invalid"), None)
    if broken is not None:
        return 400, _document(400, "malformed-json", f"the body is no JSON: {broken['detail']}"), {}
    first = found[0]
    more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
    detail = f"{first['in']} {first['pointer']}: {first['detail']}{more}"
    return 422, _document(422, "invalid-request", detail, errors=found[:100]), {}


def _place(one: Mapping[str, Any]) -> dict[str, Any]:
    where, *path = one["loc"]
    pointer = "".join(f"/{_step(part)}" for part in path) if where == "body" else ".".join(str(part) for part in path)
    reason = one.get("ctx", {}).get("error")
    detail = str(reason) if one["type"] == "json_invalid" and reason else one["msg"]
    return {"in": where, "pointer": pointer, "code": one["type"], "detail": detail}


def _step(part: object) -> str:
    return str(part).replace("~", "~0").replace("/", "~1")[:200]


def _plain_detail(error: HTTPException) -> str:
    told = str(error.detail)
    plain = {404: "there is nothing at this path", 405: "this path does not take that method; see the Allow header"}
    return plain.get(error.status_code, told) if told == HTTPStatus(error.status_code).phrase else told


def _slug(status: int) -> str:
    return HTTPStatus(status).phrase.lower().replace(" ", "-").replace("'", "")
