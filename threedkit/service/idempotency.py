"""``Idempotency-Key``: a request that is sent again makes nothing again, and is answered with what the first made."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Annotated, Any, Final, Generic, NamedTuple, TypeVar

import msgspec
from fastapi import Header

from threedkit.errors import RecordNotFoundError
from threedkit.service.answers import problems_shown
from threedkit.service.problems import ProblemError
from threedkit.store.idempotency import KeyTakenError, RequestKeys, Taken

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.engine import Connection

__all__ = ["ONCE", "IdempotencyKey", "Once", "Outcome"]

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

ONCE: Final = problems_shown(p409="what the Idempotency-Key has made is deleted")
"""The problem of every route that takes one."""

REPLAYED: Final = {"Idempotent-Replayed": "true"}

T = TypeVar("T")


class Outcome(NamedTuple, Generic[T]):
    """What a request has made, now or the first time it was sent."""

    record: T
    headers: dict[str, str]


class Once(NamedTuple):
    """A request that takes effect once for each key of a user; without a key, each time.

    Attributes:
        keys: of the database that the record is made in.
        subject: who asks.
        key: of the request.
        operation: name of what is asked for.
        body: what is asked for, JSON values or records: the same key with another body is refused.
    """

    keys: RequestKeys
    subject: str
    key: str | None
    operation: str
    body: object = None

    def run(
        self,
        make: Callable[[Callable[[Connection, Any], object]], T],
        get: Callable[[str], T],
        id_of: Callable[[Any], str],
    ) -> Outcome[T]:
        """Make a record, or find the one that the first such request has made.

        Args:
            make: makes it; calls what it is given, with the record, in the transaction that does.
            get: finds it by its id.
            id_of: the id of a record.

        Raises:
            ProblemError: 422, the key was sent with something else before; 409, what it has made is deleted.
        """
        found = self._earlier()
        if found is None:
            try:
                return Outcome(make(lambda connection, record: self._note(connection, id_of(record))), {})
            except KeyTakenError:
                found = self._earlier()
                if found is None:  # forgotten in this very moment
                    raise
        try:
            return Outcome(get(found), REPLAYED)
        except RecordNotFoundError as error:
            message = f"what this Idempotency-Key has made, {found}, is deleted; take another key to make it again"
            raise ProblemError(409, "deleted-since", message) from error

    def _earlier(self) -> str | None:
        """Return the id of what the first request has made; None: this is the first.

        Raises:
            ProblemError: as `run`.
        """
        found = None if self.key is None else self.keys.find(self.subject, self.key)
        if found is None:
            return None
        if (found.operation, found.fingerprint) != (self.operation, self._fingerprint()):
            raise ProblemError(
                422, "idempotency-key-reused", "this Idempotency-Key was sent with another request before"
            )
        return found.record

    def _note(self, connection: Connection, record_id: str) -> None:
        if self.key is not None:
            taken = Taken(self.operation, self._fingerprint(), record_id)
            self.keys.note(connection, self.subject, self.key, taken)

    def _fingerprint(self) -> str:
        # A protobuf map has another order in every process, and JSON may be sent again in another one.
        told = msgspec.json.encode([self.operation, self.body], order="deterministic")
        return hashlib.sha256(told).hexdigest()
