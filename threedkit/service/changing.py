"""Changes of records under a version: whole (PUT), in part (PATCH), and away (DELETE)."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final, Protocol, TypeVar

from msgspec import UNSET

from threedkit.errors import RecordNotFoundError, VersionConflictError
from threedkit.service.etags import version_wanted
from threedkit.service.problems import ProblemError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import msgspec

__all__ = ["change", "described", "merged", "referring", "remove"]

_TRIES: Final = 8


class _Versioned(Protocol):
    @property
    def version(self) -> int: ...


R = TypeVar("R", bound=_Versioned)


def change(
    get: Callable[[str], R],
    update: Callable[..., R],
    record_id: str,
    if_match: str | None,
    values: Callable[[R], Mapping[str, Any]],
) -> R:
    """Change a record, whatever others do to it meanwhile.

    Args:
        get: the store's.
        update: the store's.
        record_id: of which.
        if_match: header of that name: only the version that it names is changed. Without it the change is worked out
            anew for as long as others get in between.
        values: what to write, worked out from the record as it is; nothing: it stays as it is, in its version.

    Raises:
        ProblemError: 412, it has another version; 422, it would refer to what is not there.
        RecordNotFoundError: there is none.
    """
    for tries in range(_TRIES):
        current = get(record_id)
        version_wanted(if_match, current.version)
        given = values(current)
        if not given:
            return current
        try:
            return referring(partial(update, record_id, version=current.version, **given))
        except VersionConflictError:
            if if_match is not None or tries == _TRIES - 1:
                raise
    raise RuntimeError("unreachable")


def remove(get: Callable[[str], _Versioned], delete: Callable[..., None], record_id: str, if_match: str | None) -> None:
    """Delete a record, if it has the version that ``If-Match`` names.

    Raises:
        ProblemError: 412, it has another version.
        RecordNotFoundError: there is none.
        InUseError: others refer to it.
    """
    delete(record_id, version=None if if_match is None else version_wanted(if_match, get(record_id).version))


def referring(work: Callable[[], R]) -> R:
    """Do what writes references; one that leads nowhere is the caller's mistake, not a path that is not there.

    Raises:
        ProblemError: 422.
    """
    try:
        return work()
    except RecordNotFoundError as error:
        raise ProblemError(422, "unknown-reference", str(error)) from error


def described(sent: msgspec.Struct, current: Any, *, merge: bool) -> dict[str, Any]:
    """Return those of the fields that all records have which a body changes.

    Args:
        sent: the body.
        current: the record as it is.
        merge: whether metadata is merged into those that are there.
    """
    found: dict[str, Any] = {}
    for name in ("name", "tags", "metadata", "groups"):
        value = getattr(sent, name)
        if value is UNSET:
            continue
        if name == "metadata" and merge:
            value = merged(current.metadata, value)
        if name in {"tags", "groups"}:
            value = tuple(sorted(set(value)))
        if value != getattr(current, name):
            found[name] = value
    return found


def merged(target: Any, patch: Any) -> Any:
    """Return a JSON value with a merge patch applied (RFC 7396).

    Example:
        >>> merged({"a": 1, "b": {"c": 2, "d": 3}}, {"a": None, "b": {"c": 4}})
        {'b': {'c': 4, 'd': 3}}
    """
    if not isinstance(patch, dict):
        return patch
    found = dict(target) if isinstance(target, dict) else {}
    for key, value in patch.items():
        if value is None:
            found.pop(key, None)
        else:
            found[key] = merged(found.get(key), value)
    return found
