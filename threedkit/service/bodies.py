"""JSON bodies as typed records: one schema for the wire, the store and the OpenAPI document."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, TypeVar

import msgspec
from fastapi import Request
from starlette.requests import ClientDisconnect

from threedkit.service.answers import COMPONENTS, show
from threedkit.service.problems import ProblemError
from threedkit.service.receiving.body import cut_short

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

__all__ = ["body_shown", "json_body"]

T = TypeVar("T")

_JSON: Final = re.compile(r"application/(json|merge-patch\+json)\s*(;.*)?", re.IGNORECASE)
_PLACE: Final = re.compile(r" - at `\$(.*)`$")
_STEP: Final = re.compile(r"\.([^.\[\]]+)|\[(\d+|\.\.\.)\]")


def json_body(kind: type[T]) -> Callable[[Request], Awaitable[T]]:
    """Make a dependency that reads a body of a type.

    Args:
        kind: a `msgspec.Struct`.

    Raises:
        ProblemError: by the dependency: 415 it is not said to be JSON, 400 it is none or ended in the middle, 422 it
            has another form.
    """
    decoder = msgspec.json.Decoder(kind)

    async def read(request: Request) -> T:
        said = request.headers.get("content-type", "")
        if not _JSON.fullmatch(said):
            message = f"send JSON: Content-Type application/json, not {said[:80]!r}"
            raise ProblemError(415, "not-json", message, headers={"Accept": "application/json"})
        try:
            data = await request.body()
        except ClientDisconnect as error:
            raise cut_short() from error
        try:
            found = decoder.decode(data)
        except msgspec.ValidationError as error:
            raise _unfit(str(error)) from error
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise ProblemError(400, "malformed-json", f"the body is no JSON: {error}") from error
        except RecursionError as error:
            raise ProblemError(400, "malformed-json", "the body is nested too deeply") from error
        return found

    return read


def body_shown(kind: type, **examples: Any) -> dict[str, Any]:
    """Return what ``openapi_extra=`` says of a body.

    Args:
        kind: as for `json_body`.
        examples: by name.
    """
    show(kind)
    told: dict[str, Any] = {"schema": {"$ref": COMPONENTS.format(name=kind.__name__)}}
    if examples:
        told["examples"] = {name: {"value": value} for name, value in examples.items()}
    return {"requestBody": {"required": True, "content": {"application/json": told}}}


def _unfit(message: str) -> ProblemError:
    place = _PLACE.search(message)
    path = place.group(1) if place else ""
    pointer = "".join(f"/{name or number}" for name, number in _STEP.findall(path))
    said = message[: place.start()] if place else message
    detail = f"body{' ' + pointer if pointer else ''}: {said}"
    found = {"in": "body", "pointer": pointer, "code": "wrong_form", "detail": said}
    return ProblemError(422, "invalid-request", detail, errors=[found])
