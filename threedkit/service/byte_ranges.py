"""Parts of files: the ``Range`` header (RFC 9110, 14), and answers that stream a file or a part of it."""

from __future__ import annotations

import itertools
import re
from email.utils import format_datetime
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import quote

from starlette.responses import Response, StreamingResponse

from threedkit.service.etags import is_unchanged
from threedkit.service.problems import ProblemError

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterator

    from starlette.requests import Request

__all__ = ["Span", "disposition", "file_answer", "span_wanted"]

_RANGE: Final = re.compile(r"\s*bytes\s*=\s*(\d{0,18})\s*-\s*(\d{0,18})\s*", re.IGNORECASE)


class Span(NamedTuple):
    """A part of a file: from `start` up to, and without, `end`."""

    start: int
    end: int


def span_wanted(header: str | None, size: int) -> Span | None:
    """Return the part that a ``Range`` header asks for; None: the whole file.

    Several parts at once, other units and what cannot be read count as no range, as RFC 9110 allows.

    Raises:
        ProblemError: 416, the file ends before the part begins.

    Example:
        >>> span_wanted("bytes=2-", 10), span_wanted("bytes=-3", 10), span_wanted("bytes=0-0,5-6", 10)
        (Span(start=2, end=10), Span(start=7, end=10), None)
    """
    match = _RANGE.fullmatch(header or "")
    if match is None or match.group(0).strip().endswith("=-"):
        return None
    first, last = match.groups()
    if not first:
        span = Span(max(0, size - int(last)), size)
    elif last and int(last) < int(first):
        return None
    else:
        span = Span(int(first), min(size, int(last) + 1) if last else size)
    if span.start >= size or span.start == span.end:
        headers = {"Content-Range": f"bytes */{size}"}
        raise ProblemError(416, "range-not-satisfiable", f"the file has {size:,} bytes", headers=headers)
    return span


def disposition(name: str, *, inline: bool = False) -> str:
    r"""Return a Content-Disposition for a file's name, whatever characters it has (RFC 6266).

    Example:
        >>> disposition('f"ox\r\n.glb')
        'attachment; filename="f_ox__.glb"; filename*=UTF-8\'\'f%22ox%0D%0A.glb'
    """
    plain = re.sub(r'[^\x20-\x7e]|["\\%]', "_", name)
    return f"{'inline' if inline else 'attachment'}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def file_answer(
    request: Request,
    read: Callable[[int, int], Iterator[bytes]],
    *,
    size: int,
    digest: str,
    media_type: str,
    name: str,
    changed: dt.datetime | None = None,
) -> Response:
    """Answer with a file, or with the part that is asked for, or 304 where the caller has it already.

    Args:
        request: a GET or HEAD.
        read: gives the bytes from a start to an end.
        size: of the file in bytes.
        digest: its SHA-256, which is its ETag.
        media_type: of its content.
        name: under which a browser saves it.
        changed: when it was stored.

    Raises:
        ProblemError: 416.
        StoreError: the file cannot be read. What breaks later cuts the answer short of its Content-Length.
    """
    etag = f'"{digest}"'
    headers = {
        "ETag": etag,
        "Accept-Ranges": "bytes",
        "Cache-Control": "private, no-cache",
        "Content-Disposition": disposition(name, inline=media_type.startswith("image/")),
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox; default-src 'none'",
    }
    if changed is not None:
        headers["Last-Modified"] = format_datetime(changed, usegmt=True)
    if is_unchanged(request.headers.get("if-none-match"), etag):
        return Response(status_code=304, headers=headers)
    if_range = request.headers.get("if-range")
    span = None if if_range is not None and if_range.strip() != etag else _span(request, size)
    start, end = span or Span(0, size)
    headers["Content-Length"] = str(end - start)
    if span is not None:
        headers["Content-Range"] = f"bytes {start}-{end - 1}/{size}"
    status = 200 if span is None else 206
    if request.method == "HEAD":
        return Response(status_code=status, headers=headers, media_type=media_type)
    return StreamingResponse(_begun(read(start, end)), status, headers, media_type)


def _begun(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The same pieces, the first of which is there: a file that cannot be read is told while it can be told."""
    first = next(pieces, b"")
    return itertools.chain((first,), pieces)


def _span(request: Request, size: int) -> Span | None:
    return span_wanted(request.headers.get("range"), size)
