"""Uploads in parts to a bucket, by S3's own requests: begun, listed, completed and given up here, sent by anybody."""

from __future__ import annotations

import datetime as dt
import http.client
import os
import re
import time
import urllib.error
import urllib.request
from html import unescape
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote, urlsplit, urlunsplit

from threedkit.errors import BlobNotFoundError, StoreError, printable, require
from threedkit.store.blobs.sigv4 import Keys, presign
from threedkit.store.blobs.writer import BlobWriter, Part

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["PartSender", "Requests"]

_SECONDS: Final = 3600
_TIMEOUT: Final = 60.0
_FIRST_DELAY, _LAST_DELAY = 0.1, 5.0
_BUSY: Final = frozenset({408, 429, 500, 502, 503, 504})
_PART = re.compile(r"<Part>(.*?)</Part>", re.DOTALL)
_UPLOAD = re.compile(r"<Upload>(.*?)</Upload>", re.DOTALL)
_REGION = re.compile(r"X-Amz-Credential=[^&]*?%2F\d{8}%2F([^&%]+)%2Fs3")
_ENCRYPTION: Final = {
    "x-amz-server-side-encryption": "AWS_SERVER_SIDE_ENCRYPTION",
    "x-amz-server-side-encryption-aws-kms-key-id": "AWS_SSE_KMS_KEY_ID",
}


class Requests:
    """What obstore does not ask of a bucket.

    Args:
        store: of obstore: it knows the URLs of objects.
        place: ``s3://bucket/prefix``.
        outage: seconds for which requests are tried again while the server is away or answers 5xx.
    """

    def __init__(self, store: Any, place: str, outage: float) -> None:
        """Use a bucket."""
        self._store = store
        self._place = place
        self._outage = outage

    def sign(
        self,
        name: str,
        method: str,
        seconds: int,
        query: Mapping[str, str] | None = None,
        *,
        public: bool = False,
        headers: Mapping[str, str] | None = None,
    ) -> str:
        """Return a signed URL of an object.

        Args:
            name: of the object.
            method: of HTTP.
            seconds: how long it holds.
            query: what else is asked.
            public: it is for somebody elsewhere: its host is that of ``THREEDKIT_S3_PUBLIC_URL``, where that is set.
            headers: which the request will send.

        Raises:
            StoreError: the keys are not in the environment.
        """
        url, keys = self._known(name)
        elsewhere = os.environ.get("THREEDKIT_S3_PUBLIC_URL", "") if public else ""
        if elsewhere:
            parts = urlsplit(elsewhere)
            url = urlunsplit((parts.scheme, parts.netloc, urlsplit(url).path, "", ""))
        return presign(method, url, keys, seconds, query=query, headers=headers)

    def begin(self, name: str) -> str:
        """Begin an upload; return the server's id of it."""
        encryption = {header: os.environ[name] for header, name in _ENCRYPTION.items() if os.environ.get(name)}
        url = self.sign(name, "POST", _SECONDS, {"uploads": ""}, headers=encryption)
        return _tag(self._ask(name, url, "POST", headers=encryption), "UploadId")

    def parts(self, name: str, upload: str) -> list[tuple[Part, str]]:
        """Return the parts that are there, in order, each with its ETag.

        Raises:
            BlobNotFoundError: there is no such upload.
        """
        found: dict[int, tuple[Part, str]] = {}
        marker = 0
        while True:
            query = {"uploadId": upload, "part-number-marker": str(marker)}
            answer = self._ask(name, self.sign(name, "GET", _SECONDS, query), "GET")
            for text in _PART.findall(answer):
                part = Part(int(_tag(text, "PartNumber")), int(_tag(text, "Size")))
                found[part.number] = part, _tag(text, "ETag")
            last = max(found, default=0)
            if _tag(answer, "IsTruncated") != "true" or last <= marker:
                return [found[number] for number in sorted(found)]
            marker = last

    def complete(self, name: str, upload: str) -> None:
        """Make an object of the parts that are there, in order.

        Raises:
            BlobNotFoundError: there is no such upload.
        """
        parts = "".join(
            f"<Part><PartNumber>{part.number}</PartNumber><ETag>{etag}</ETag></Part>"
            for part, etag in self.parts(name, upload)
        )
        body = f"<CompleteMultipartUpload>{parts}</CompleteMultipartUpload>".encode()
        answer = self._ask(name, self.sign(name, "POST", _SECONDS, {"uploadId": upload}), "POST", body)
        if "<Error>" in answer:  # which S3 may say with 200
            raise StoreError(f"{self._place}/{name} cannot be completed: {printable(_tag(answer, 'Message')[:200])}")

    def abort(self, name: str, upload: str) -> None:
        """Take the parts of an upload back; does nothing when there is none."""
        try:
            self._ask(name, self.sign(name, "DELETE", _SECONDS, {"uploadId": upload}), "DELETE")
        except BlobNotFoundError:
            return

    def unfinished(self, name: str = "") -> list[tuple[str, str, float]]:
        """Return the uploads that have not ended: object, id and when it began, in seconds since 1970.

        Args:
            name: only of objects whose names begin so.
        """
        url, keys = self._known(name)
        key, prefix = self._key(name), self._key("")
        bucket = url.rstrip("/").removesuffix(key.rstrip("/"))
        found: list[tuple[str, str, float]] = []
        marks = {"key-marker": "", "upload-id-marker": ""}
        while True:
            query = {"uploads": "", "prefix": key, **{mark: value for mark, value in marks.items() if value}}
            answer = self._ask(name, presign("GET", bucket, keys, _SECONDS, query=query), "GET")
            for text in _UPLOAD.findall(answer):
                begun = dt.datetime.fromisoformat(_tag(text, "Initiated")).timestamp()
                found.append((_tag(text, "Key").removeprefix(prefix), _tag(text, "UploadId"), begun))
            after = {
                "key-marker": _tag(answer, "NextKeyMarker"),
                "upload-id-marker": _tag(answer, "NextUploadIdMarker"),
            }
            if _tag(answer, "IsTruncated") != "true" or after == marks:
                return found
            marks = after

    def send(self, name: str, upload: str, number: int, size: int) -> PartSender:
        """Return what sends one part, whose size must be known."""
        query = {"partNumber": str(number), "uploadId": upload}
        return PartSender(self.sign(name, "PUT", _SECONDS, query), size, f"{self._place}/{name}")

    def _key(self, name: str) -> str:
        prefix = self._place.removeprefix("s3://").partition("/")[2]
        return f"{prefix}/{name}" if prefix else name

    def _known(self, name: str) -> tuple[str, Keys]:
        """The URL of an object, not quoted, and who signs: obstore knows the endpoint and the region."""
        access, secret = os.environ.get("AWS_ACCESS_KEY_ID", ""), os.environ.get("AWS_SECRET_ACCESS_KEY", "")
        if not access or not secret:
            raise StoreError(f"{self._place} needs AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY to sign URLs")
        signed = require("obstore", extra="store").sign(self._store, "GET", name, dt.timedelta(seconds=60))
        parts = urlsplit(signed)
        region = _REGION.search(parts.query)
        keys = Keys(access, secret, os.environ.get("AWS_SESSION_TOKEN", ""), region.group(1) if region else "us-east-1")
        return urlunsplit((parts.scheme, parts.netloc, unquote(parts.path), "", "")), keys

    def _ask(
        self, name: str, url: str, method: str, body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> str:
        end, delay = time.monotonic() + self._outage, _FIRST_DELAY
        while True:
            request = urllib.request.Request(url, body, dict(headers or {}), method=method)  # noqa: S310 - our bucket
            try:
                with urllib.request.urlopen(request, timeout=_TIMEOUT) as answer:  # noqa: S310 - the same
                    text: str = answer.read().decode("utf-8", "replace")
                    return text
            except urllib.error.HTTPError as error:
                with error:
                    told = _tag(error.read().decode("utf-8", "replace"), "Message") or str(error.reason)
                if error.code == http.client.NOT_FOUND:
                    raise BlobNotFoundError(f"{name} has no such upload in {self._place}") from error
                if error.code not in _BUSY or time.monotonic() + delay > end:
                    raise self._failed(name, f"{error.code} {told}") from error
            except OSError as error:
                if time.monotonic() + delay > end:
                    raise self._failed(name, str(getattr(error, "reason", None) or error)) from error
            time.sleep(delay)
            delay = min(2 * delay, _LAST_DELAY)

    def _failed(self, name: str, why: str) -> StoreError:
        return StoreError(f"{self._place}/{name} cannot be uploaded: {printable(why[:200])}")


class PartSender(BlobWriter):
    """Sends one part in one request, as its bytes come. One that breaks is sent once more by whoever has the bytes.

    Args:
        url: signed.
        size: of the part.
        place: for messages.
    """

    def __init__(self, url: str, size: int, place: str) -> None:
        """Open the request."""
        super().__init__()
        parts = urlsplit(url)
        kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        self._place = place
        self.expected = size
        self._connection = kind(parts.netloc, timeout=_TIMEOUT)
        try:
            self._connection.putrequest("PUT", f"{parts.path}?{parts.query}")
            self._connection.putheader("Content-Length", str(size))
            self._connection.endheaders()
        except OSError as error:
            raise self._failed(str(error)) from error

    def _write(self, data: bytes | memoryview) -> None:
        try:
            self._connection.send(data)
        except OSError as error:
            raise self._failed(str(error)) from error

    def _finish(self, sha256: str) -> str:  # noqa: ARG002 - a part has no name
        try:
            answer = self._connection.getresponse()
            text = answer.read().decode("utf-8", "replace")
        except (OSError, http.client.HTTPException) as error:
            raise self._failed(str(error)) from error
        self.abort()
        if answer.status != http.client.OK:
            raise self._failed(f"{answer.status} {_tag(text, 'Message')}")
        return ""

    def abort(self) -> None:
        """Break the request off: the bucket forgets what came of the part."""
        self._connection.close()

    def _failed(self, why: str) -> StoreError:
        return StoreError(f"a part of {self._place} cannot be written: {printable(why[:200])}")


def _tag(text: str, name: str) -> str:
    """The text of the first element of that name; "" for none."""
    found = re.search(rf"<{name}>(.*?)</{name}>", text, re.DOTALL)
    return unescape(found.group(1)) if found else ""
