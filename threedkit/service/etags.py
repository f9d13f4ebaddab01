"""ETags of records and files, and the conditions that name them (RFC 9110, 13)."""

from __future__ import annotations

import re
from typing import Annotated, Final

from fastapi import Header

from threedkit.service.problems import ProblemError

__all__ = ["IfMatch", "IfNoneMatch", "etag_of", "is_unchanged", "version_wanted"]

IfMatch = Annotated[
    str | None,
    Header(alias="If-Match", max_length=2000, description="ETag that the record must still have, else 412."),
]
IfNoneMatch = Annotated[
    str | None,
    Header(alias="If-None-Match", max_length=2000, description="ETag that the caller has already; then 304."),
]

_TAG: Final = re.compile(r'(W/)?"([\x21\x23-\x7e]*)"')


def etag_of(version: int | str) -> str:
    """Return the strong ETag of a version number, or of a digest.

    Example:
        >>> etag_of(3)
        '"3"'
    """
    return f'"{version}"'


def is_unchanged(if_none_match: str | None, etag: str) -> bool:
    """Whether the caller has this state already; weak comparison.

    Example:
        >>> is_unchanged('W/"3", "2"', '"3"'), is_unchanged("*", '"3"'), is_unchanged(None, '"3"')
        (True, True, False)
    """
    if if_none_match is None:
        return False
    if if_none_match.strip() == "*":
        return True
    return etag.removeprefix("W/").strip('"') in {tag for _, tag in _TAG.findall(if_none_match)}


def version_wanted(if_match: str | None, current: int) -> int | None:
    """Return the version that a change must find: `current`, if ``If-Match`` names it; None without a condition.

    Raises:
        ProblemError: 412, the record is at another version (a weak ETag never matches).

    Example:
        >>> version_wanted('"2", "3"', 3), version_wanted("*", 3), version_wanted(None, 3)
        (3, 3, None)
    """
    if if_match is None:
        return None
    strong = {tag for weak, tag in _TAG.findall(if_match) if not weak}
    if if_match.strip() == "*" or str(current) in strong:
        return current
    detail = f"the record is at version {current}, not at {if_match[:80]}; fetch it, and change that"
    raise ProblemError(412, "version-conflict", detail, headers={"ETag": etag_of(current)}, version=current)
