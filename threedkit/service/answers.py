"""Records as answers: JSON by msgspec, and the same types in the OpenAPI document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import msgspec
from starlette.responses import Response

from threedkit.service.links import add_links
from threedkit.service.problems import MEDIA_TYPE, PROBLEM_SCHEMA

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "COMPONENTS",
    "Responses",
    "answer",
    "bytes_shown",
    "complete_document",
    "page_of",
    "problems_shown",
    "show",
    "shown",
]

Responses = dict[int | str, dict[str, Any]]
"""What ``responses=`` takes."""

COMPONENTS: Final = "#/components/schemas/{name}"

_RECORDS: Final[set[type]] = set()
"""Types that an answer of some route is made of."""

_JSON: Final = "application/json"
_OPEN: Final = ("/healthz", "/readyz", "/jwks.json")
"""Paths that everybody may ask."""
_CREDENTIALS: Final[dict[str, Any]] = {
    "bearer": {"type": "http", "scheme": "bearer", "description": "The embedded token, a JWT, or an API key."},
    "key": {"type": "apiKey", "in": "header", "name": "X-API-Key", "description": "An API key."},
}


def answer(record: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """Answer with a record, or with anything else that msgspec writes.

    Example:
        >>> answer({"asset_id": "a"}).body
        b'{"asset_id":"a"}'
    """
    return Response(msgspec.json.encode(record), status, dict(headers or {}), _JSON)


def page_of(items: list[Any], following: str | None) -> dict[str, Any]:
    """Put a page of a list in its envelope; ``next`` is the cursor of the next page, None on the last one."""
    return {"items": items, "next": following}


def show(record: type) -> None:
    """Let the OpenAPI document describe a type."""
    _RECORDS.add(record)


def shown(record: type, *, many: bool = False, description: str = "OK", **headers: str) -> dict[str, Any]:
    """Return what ``responses=`` says of an answer that is one record, or a page of them.

    Args:
        record: its type, a `msgspec.Struct`.
        many: whether it is a page of them.
        description: in a few words.
        headers: names and descriptions of headers, with ``_`` for ``-``.
    """
    show(record)
    schema: dict[str, Any] = {"$ref": COMPONENTS.format(name=record.__name__)}
    if many:
        following = {"type": ["string", "null"], "description": "Cursor of the next page; null on the last."}
        schema = {
            "type": "object",
            "required": ["items", "next"],
            "properties": {"items": {"type": "array", "items": schema}, "next": following},
        }
    told: dict[str, Any] = {"description": description, "content": {_JSON: {"schema": schema}}}
    if headers:
        told["headers"] = {
            name.replace("_", "-"): {"description": text, "schema": {"type": "string"}}
            for name, text in headers.items()
        }
    return told


def bytes_shown(description: str, *media_types: str) -> dict[str, Any]:
    """Return what ``responses=`` says of an answer that is a file."""
    schema = {"type": "string", "format": "binary"}
    types = media_types or ("application/octet-stream",)
    return {"description": description, "content": {name: {"schema": schema} for name in types}}


def problems_shown(**kinds: str) -> Responses:
    """Return what ``responses=`` says of problems.

    Args:
        kinds: ``p404="there is no such asset"`` and so on.
    """
    content = {MEDIA_TYPE: {"schema": {"$ref": COMPONENTS.format(name="Problem")}}}
    return {int(name.removeprefix("p")): {"description": text, "content": content} for name, text in kinds.items()}


def complete_document(document: dict[str, Any]) -> dict[str, Any]:
    """Add the types of records and the problem to an OpenAPI document that FastAPI has made, in place."""
    records = sorted(_RECORDS, key=lambda record: record.__name__)
    _, components = msgspec.json.schema_components(records, ref_template=COMPONENTS)
    parts = document.setdefault("components", {}).setdefault("schemas", {})
    parts.update(_evened(components))
    parts["Problem"] = PROBLEM_SCHEMA
    for unused in ("HTTPValidationError", "ValidationError"):
        parts.pop(unused, None)
    document["components"]["securitySchemes"] = _CREDENTIALS
    document["security"] = [{name: []} for name in _CREDENTIALS]
    for path, operations in document["paths"].items():
        for operation in operations.values():
            _open_or_guarded(path, operation)
    add_links(document)
    return document


def _evened(schema: Any) -> Any:
    """Return a schema whose tuples of equal items are lists of a length: few readers of schemas know ``prefixItems``.

    Example:
        >>> _evened({"type": "array", "prefixItems": [{"type": "number"}] * 3, "items": False, "minItems": 3})
        {'type': 'array', 'items': {'type': 'number'}, 'minItems': 3}
    """
    if isinstance(schema, list):
        return [_evened(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    found = {name: _evened(value) for name, value in schema.items()}
    items = found.get("prefixItems")
    if items and found.get("items") is False and items.count(items[0]) == len(items):
        found["items"] = items[0]
        del found["prefixItems"]
    return found


def _open_or_guarded(path: str, operation: dict[str, Any]) -> None:
    """Say of an operation that asks nobody who they are that it does not; validation has our own answer."""
    if path.removeprefix("/v1") in _OPEN:
        operation["security"] = []
    answers = operation["responses"]
    if "422" in answers and "HTTPValidationError" in str(answers["422"]):
        del answers["422"]
