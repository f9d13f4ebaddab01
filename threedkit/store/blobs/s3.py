"""Blobs as objects of an S3 bucket, or of any server that speaks its protocol."""

from __future__ import annotations

import datetime as dt
import os
import re
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, Final, Literal
from urllib.parse import quote

from threedkit.errors import BlobNotFoundError, FieldError, StoreError, printable, require
from threedkit.store.blobs.base import Blobs
from threedkit.store.blobs.multipart import Requests
from threedkit.store.blobs.names import CHUNK, STREAMS, check_name, check_part, check_range, clip_range
from threedkit.store.blobs.writer import BlobWriter, Entry, Part, Stored
from threedkit.store.ids import new_id

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

__all__ = ["OUTAGE_SECONDS", "S3Blobs"]

OUTAGE_SECONDS: Final = 60.0
"""So long are requests tried again while the server is away or answers 5xx; ``THREEDKIT_S3_OUTAGE`` overrides it."""

_URL = re.compile(r"s3://([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:/(.*?))?/?")
_CONNECT, _STALLED, _REQUEST = (dt.timedelta(seconds=seconds) for seconds in (5, 30, 300))
_FIRST_DELAY, _LAST_DELAY = dt.timedelta(milliseconds=100), dt.timedelta(seconds=5)
_PAGE = 1000
_PART: Final = 8 << 20
_CONCURRENCY: Final = 4
_REQUEST_TOLD = re.compile(r"^.*?Error performing .*? retry_timeout: \S+\s+- ")


class S3Blobs(Blobs):
    """Objects of a bucket, below a prefix.

    Keys, region and endpoint come from the usual variables (``AWS_ACCESS_KEY_ID``, ``AWS_SECRET_ACCESS_KEY``,
    ``AWS_SESSION_TOKEN``, ``AWS_REGION``, ``AWS_ENDPOINT_URL``), else from the machine's role.

    Args:
        url: ``s3://bucket/prefix``.
        outage: seconds for which requests are tried again while the server is away or answers 5xx; None takes
            `OUTAGE_SECONDS`.

    Raises:
        StoreError: that is no URL of a bucket.
        MissingPackageError: obstore is not installed.
    """

    def __init__(self, url: str, *, outage: float | None = None) -> None:
        """Name the bucket; the first request connects."""
        match = _URL.fullmatch(url)
        if match is None:
            raise StoreError(f"blobs must be in s3://bucket/prefix, not {url[:120]!r}")
        bucket, prefix = match.group(1), match.group(2) or ""
        if prefix:
            check_name(prefix)
        self._url = f"s3://{bucket}/{prefix}".rstrip("/")
        seconds = _outage() if outage is None else outage
        endpoint = os.environ.get("AWS_ENDPOINT_URL_S3") or os.environ.get("AWS_ENDPOINT_URL") or ""
        self._outage = seconds
        self._store: Any = require("obstore.store", extra="store").S3Store(
            bucket,
            prefix=prefix or None,
            client_options={
                "allow_http": endpoint.startswith("http://"),
                "connect_timeout": _CONNECT,
                "read_timeout": _STALLED,
                "timeout": _REQUEST,
            },
            retry_config={
                "max_retries": 10_000,  # time is the limit
                "retry_timeout": dt.timedelta(seconds=seconds),
                "backoff": {"init_backoff": _FIRST_DELAY, "max_backoff": _LAST_DELAY, "base": 2},
            },
        )

    @property
    def url(self) -> str:
        """``s3://bucket/prefix``."""
        return self._url

    def write(self, name: str, data: bytes | memoryview, *, durable: bool = False) -> None:  # noqa: ARG002 - always
        """Write an object; see `Blobs`."""
        with self._told("written", check_name(name)):
            self._store.put(name, data)

    def read(self, name: str) -> bytes:
        """Return the bytes of an object; see `Blobs`."""
        with self._told("read", check_name(name)):
            return bytes(self._store.get(name).bytes())

    def writer(self, name: str | None = None) -> BlobWriter:
        """Return what takes the bytes of an object as they come; see `Blobs`."""
        return _ObjectWriter(self, None if name is None else check_name(name))

    def read_range(self, name: str, start: int, stop: int) -> bytes:
        """Return part of an object; see `Blobs`."""
        check_range(start, stop)
        size = self.size(name)
        if size is None:
            raise BlobNotFoundError(f"{name} is not in {self._url}")
        if start >= min(stop, size):
            return b""
        with self._told("read", name):
            return bytes(self._store.get_range(name, start=start, end=min(stop, size)))

    def stream(self, name: str, start: int = 0, stop: int | None = None) -> Iterator[bytes]:
        """Yield the bytes of an object; see `Blobs`. One request; one that breaks is taken up where it broke."""
        size = self.size(name)
        if size is None:
            raise BlobNotFoundError(f"{name} is not in {self._url}")
        place, end = clip_range(start, stop, size)
        if place >= end:
            return
        with self._told("read", name):
            options = {"range": (place, end)}
            for data in self._store.get(name, options=options).stream(min_chunk_size=CHUNK):
                yield bytes(data)

    def size(self, name: str) -> int | None:
        """Return how many bytes an object has; see `Blobs`."""
        try:
            with self._told("read", check_name(name)):
                return int(self._store.head(name)["size"])
        except BlobNotFoundError:
            return None

    def list(self, prefix: str = "") -> Iterator[Entry]:
        """Yield the objects below a folder; see `Blobs`."""
        with self._told("listed", check_name(prefix) if prefix else ""):
            for page in self._store.list(prefix or None, chunk_size=_PAGE):
                yield from (Entry(one["path"], one["size"], one["last_modified"].timestamp()) for one in page)

    def delete(self, name: str) -> None:
        """Remove an object; see `Blobs`."""
        with self._told("deleted", check_name(name)):
            self._store.delete(name)

    def begin_upload(self, name: str) -> str:
        """Begin an upload; see `Blobs`."""
        return self._requests.begin(check_name(name))

    def part_writer(self, name: str, upload: str, number: int, size: int) -> BlobWriter:
        """Return what takes the bytes of one part; see `Blobs`."""
        return self._requests.send(check_name(name), upload, check_part(number), size)

    def parts(self, name: str, upload: str) -> Sequence[Part]:
        """Return the parts that are there; see `Blobs`."""
        return [part for part, _ in self._requests.parts(check_name(name), upload)]

    def complete_upload(self, name: str, upload: str) -> Stored:
        """Make an object of the parts, and read it to tell its digest; see `Blobs`."""
        self._requests.complete(check_name(name), upload)
        return self.hashed(name)

    def abort_upload(self, name: str, upload: str) -> None:
        """Take all parts away; see `Blobs`."""
        self._requests.abort(check_name(name), upload)

    def sweep(self, before: float, known: Collection[str] = ()) -> int:
        """Take away what broke off; see `Blobs`."""
        old = [
            (name, upload)
            for name, upload, begun in self._requests.unfinished()
            if begun < before and upload not in known
        ]
        for name, upload in old:
            self._requests.abort(name, upload)
        return len(old)

    def sign(
        self,
        name: str,
        method: Literal["GET", "PUT"] = "GET",
        seconds: int = 900,
        *,
        filename: str = "",
        media_type: str = "",
    ) -> str | None:
        """Return a signed URL; see `Blobs`."""
        saved = f"attachment; filename*=UTF-8''{quote(filename, safe='')}" if filename else ""
        asked = {"response-content-disposition": saved, "response-content-type": media_type}
        query = {key: value for key, value in asked.items() if value} if method == "GET" else {}
        return self._requests.sign(check_name(name), method, seconds, query, public=True)

    def sign_part(self, name: str, upload: str, number: int, seconds: int = 900) -> str | None:
        """Return a signed URL of a part; see `Blobs`."""
        query = {"partNumber": str(check_part(number)), "uploadId": upload}
        return self._requests.sign(check_name(name), "PUT", seconds, query, public=True)

    @property
    def _requests(self) -> Requests:
        return Requests(self._store, self._url, self._outage)

    def _open_upload(self, name: str) -> Any:
        opened = require("obstore", extra="store").open_writer
        return opened(self._store, name, buffer_size=_PART, max_concurrency=_CONCURRENCY)

    def _give_up(self, name: str) -> None:
        """Take back the parts of an upload that did not end; a bucket that is away leaves them to `sweep`."""
        requests = Requests(self._store, self._url, 0.0)
        with suppress(StoreError):  # what the upload was given up for is what counts
            for same, upload, _ in requests.unfinished(name):
                if same == name:
                    requests.abort(name, upload)

    @contextmanager
    def _told(self, done: str, name: str) -> Iterator[None]:
        exceptions = require("obstore.exceptions", extra="store")
        place = f"{self._url}/{name}".rstrip("/")
        try:
            yield
        except FileNotFoundError as error:
            raise BlobNotFoundError(f"{name} is not in {self._url}") from error
        except (exceptions.PermissionDeniedError, exceptions.UnauthenticatedError) as error:
            advice = "look at AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"
            raise StoreError(f"{place} cannot be {done}: the server refuses the keys; {advice}") from error
        except (exceptions.BaseError, OSError, ValueError) as error:
            raise StoreError(f"{place} cannot be {done}: {_line(error)}") from error


class _ObjectWriter(BlobWriter):
    """Parts of a multipart upload; what fits into one part is put under its digest at the end."""

    def __init__(self, blobs: S3Blobs, name: str | None) -> None:
        super().__init__()
        self._blobs = blobs
        self._name = name
        self._start = bytearray()
        self._upload: Any = None

    @property
    def by_digest(self) -> str:
        """The SHA-256 of what is not sent as parts; see `BlobWriter`."""
        return self._hash.hexdigest() if self._name is None else ""

    def _write(self, data: bytes | memoryview) -> None:
        if self._upload is None:
            self._start += data
            if len(self._start) > _PART:
                self._begin()
            return
        with self._blobs._told("written", self._name or ""):  # noqa: SLF001 - part of it
            self._upload.write(data)

    def _begin(self) -> None:
        """Begin to send parts: under a name of their own, for the digest is not known yet."""
        if self._name is None:
            self._name = f"{STREAMS}/{new_id()}"
        self._upload = self._blobs._open_upload(self._name)  # noqa: SLF001 - part of it
        with self._blobs._told("written", self._name):  # noqa: SLF001 - part of it
            self._upload.write(memoryview(self._start))
        self._start = bytearray()

    def _finish(self, sha256: str) -> str:
        if self._upload is None:
            name = self._name or sha256
            self._blobs.write(name, memoryview(self._start))
        else:
            name = self._name or ""
            with self._blobs._told("written", name):  # noqa: SLF001 - part of it
                self._upload.close()
        self._upload = None
        return name

    def abort(self) -> None:
        """Give up the parts that were sent."""
        self._start = bytearray()
        if self._upload is not None:
            self._upload = None
            self._blobs._give_up(self._name or "")  # noqa: SLF001 - part of it


def _line(error: BaseException) -> str:
    """The first line of what obstore says, without its account of the request."""
    text = next((line.strip() for line in str(error).splitlines() if line.strip()), type(error).__name__)
    return printable(_REQUEST_TOLD.sub("", text)[:300])


def _outage() -> float:
    text = os.environ.get("THREEDKIT_S3_OUTAGE", "")
    try:
        seconds = float(text) if text else OUTAGE_SECONDS
    except ValueError:
        seconds = -1.0
    if not 0 <= seconds < float("inf"):
        raise FieldError(f"THREEDKIT_S3_OUTAGE must be seconds from 0, not {text!r}")
    return seconds
