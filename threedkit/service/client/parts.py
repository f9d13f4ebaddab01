"""Large files on their way to a service: in parts, each sent again where it breaks, until all are there."""

from __future__ import annotations

import contextlib
import hashlib
import logging
import time
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

import msgspec

from threedkit.errors import RecordNotFoundError, ServiceError, ThreedkitError
from threedkit.service.client.uploading import blocks_of, size_of
from threedkit.service.client.wire import path_of
from threedkit.store.records import Asset

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from threedkit.service.client.wire import Wire

__all__ = ["PATIENCE", "send_in_parts"]

PATIENCE: Final = 120.0
"""Seconds without a part that came through after which an upload is given up."""

_FIRST_DELAY, _LAST_DELAY = 0.2, 5.0
_ROUNDS: Final = 5
_COMPLETE_SECONDS: Final = 3600.0
"""So long may the service read what has come, to tell its digest."""
_PASSING: Final = frozenset({0, 408, 429, 502, 503, 504})
_CUT: Final = "cut-short"
_INCOMPLETE: Final = "upload-incomplete"
_MISSES: Final = 2
"""Parts, one after the other, that the object store did not take, after which it gets no more of them."""

_logger = logging.getLogger("threedkit.client")


class _Part(msgspec.Struct):
    number: int
    size: int
    received: bool
    url: str | None


class _Parts(msgspec.Struct):
    items: list[_Part]
    next: str | None


def send_in_parts(wire: Wire, source: Path | bytes | memoryview, name: str, fields: Mapping[str, Any]) -> Asset:
    """Send a file in parts: to the object store where the service signs URLs of it, else through the service.

    A part that breaks is sent again, and those that have come are not. What is given up is forgotten by the service.

    Args:
        wire: to the service.
        source: a path, or the bytes.
        name: of the file.
        fields: what is said of the asset: `name`, `tags`, `metadata`, `groups`.

    Raises:
        AssetError: the path is no file.
        ServiceError: the service refuses it, or was away for `PATIENCE` seconds.
    """
    size = size_of(source)
    digest = hashlib.sha256()
    for block in blocks_of(source, 0, size):
        digest.update(block)
    body = {**fields, "file": name, "size": size, "sha256": digest.hexdigest()}
    begun = wire.post("/assets/uploads", body)
    sending = _Sending(wire, source, path_of("assets", "uploads", begun["upload_id"]), begun["part_size"])
    try:
        return sending.finish()
    except BaseException:
        with contextlib.suppress(ThreedkitError):  # it has given the upload up itself, or forgets it in time
            wire.delete(sending.place)
        raise


class _Sending:
    """An upload that was begun."""

    def __init__(self, wire: Wire, source: Path | bytes | memoryview, place: str, part_size: int) -> None:
        self.place = place
        self._wire = wire
        self._source = source
        self._part_size = part_size
        self._came = time.monotonic()
        self._rounds = 0
        self._misses = 0
        self._is_asked = False

    def finish(self) -> Asset:
        """Send what is missing until nothing is, and have it put together."""
        delay = _FIRST_DELAY
        while True:
            before = self._came
            try:
                return self._send_all()
            except ServiceError as error:
                if not self._may_pass(error):
                    raise
            delay = _FIRST_DELAY if self._came > before else min(2 * delay, _LAST_DELAY)
            time.sleep(delay)

    def _send_all(self) -> Asset:
        for number in self._left():
            part = self._parts(number, 1).items[0]  # asked for now: its URL is good for a while only
            if not part.received:
                self._send(part)
                self._came = time.monotonic()
        self._is_asked = True
        asset: Asset = self._wire.post(f"{self.place}/complete", kind=Asset, timeout=_COMPLETE_SECONDS)
        return asset

    def _left(self) -> list[int]:
        try:
            return self._missing()
        except RecordNotFoundError:
            if not self._is_asked:
                raise
            return []  # put together meanwhile, and the answer was lost: asked again it tells the asset

    def _missing(self) -> list[int]:
        found: list[int] = []
        following: str | None = "1"
        while following is not None:
            page = self._parts(int(following), 1000)
            found += [part.number for part in page.items if not part.received]
            following = page.next
        return found

    def _parts(self, first: int, limit: int) -> _Parts:
        page: _Parts = self._wire.get(f"{self.place}/parts", _Parts, first=first, limit=limit)
        return page

    def _send(self, part: _Part) -> None:
        """Bring a part to the object store; through the service where that is not in reach from here."""

        def content() -> Iterator[bytes]:
            start = (part.number - 1) * self._part_size
            return blocks_of(self._source, start, start + part.size)

        if part.url is not None and self._misses < _MISSES and self._is_taken_elsewhere(part.url, content, part.size):
            return
        headers = {"Content-Type": "application/octet-stream", "Content-Length": str(part.size)}
        self._wire.send("PUT", f"{self.place}/parts/{part.number}", content=content, headers=headers)

    def _is_taken_elsewhere(self, url: str, content: Callable[[], Iterator[bytes]], size: int) -> bool:
        refused = self._wire.put_elsewhere(url, content, size)
        self._misses = self._misses + 1 if refused else 0
        if self._misses == _MISSES:
            place = urlsplit(url).netloc
            _logger.warning("the object store at %s takes no parts (%s): they go through the service", place, refused)
        return not refused

    def _may_pass(self, error: ServiceError) -> bool:
        if error.code == _INCOMPLETE:  # a part that was cut came after the whole one
            self._rounds += 1
            return self._rounds < _ROUNDS
        passing = error.status in _PASSING or error.code == _CUT
        return passing and time.monotonic() - self._came < PATIENCE
