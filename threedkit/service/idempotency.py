"""``Idempotency-Key``: a request that is sent again makes nothing again, and is answered with what the first made."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Annotated, Any, Final, NamedTuple, TypeVar

import msgspec
from fastapi import Header

from threedkit.service.problems import ProblemError
from threedkit.store.idempotency import KeyTakenError, RequestKeys, Taken

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.engine import Connection

__all__ = ["IdempotencyKey", "Outcome", "once"]

IdempotencyKey = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=200,
        pattern=r"^[\x21-\x7e]+$",
        description="A name of your own for this request, kept for two days: sent again, it makes nothing again.",
    ),
]

REPLAYED: Final = {"Idempotent-Replayed": "true"}

T = TypeVar("T")


class Outcome(NamedTuple):
    """What a request has made, now or the first time it was sent."""

    record: Any
    headers: dict[str, str]


def once(
    keys: RequestKeys,
    subject: str,
    key: str | None,
    operation: str,
    body: object,
    *,
    record_id: str,
    make: Callable[[Callable[[Connection], object] | None], T],
    get: Callable[[str], T],
) -> Outcome:
    """Make a record once for each key of a user.

    Args:
        keys: of the database that the record is made in.
        subject: who asks.
        key: of the request; None: it is made each time.
        operation: name of what is asked for.
        body: what is asked for, JSON values or records: the same key with another body is refused.
        record_id: that the record will have.
        make: makes the record; calls what it is given in the transaction that does.
        get: finds the record of the first request.

    Raises:
        ProblemError: 422, the key was sent with something else before.
    """
    if key is None:
        return Outcome(make(None), {})
    print_ = hashlib.sha256(msgspec.json.encode([operation, body])).hexdigest()
    found = keys.find(subject, key)
    if found is None:
        try:
            return Outcome(make(keys.note(subject, key, Taken(operation, print_, record_id))), {})
        except KeyTakenError:
            found = keys.find(subject, key)
            if found is None:  # deleted in this very moment
                raise
    if (found.operation, found.fingerprint) != (operation, print_):
        raise ProblemError(422, "idempotency-key-reused", "this Idempotency-Key was sent with another request before")
    return Outcome(get(found.record), REPLAYED)
