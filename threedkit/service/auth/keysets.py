"""The public keys that sign tokens: from a file or a URL, followed through their rotation."""

from __future__ import annotations

import asyncio
import logging
import time
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol

import msgspec
from joserfc.errors import JoseError, SecurityWarning
from joserfc.jwk import ECKey, RSAKey

from threedkit.errors import ParameterError, require
from threedkit.service.auth.embedded import is_loopback
from threedkit.service.auth.failures import UnavailableError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = ["ALGORITHMS", "FileKeys", "KeySource", "UrlKeys", "key_source", "read_keys"]

ALGORITHMS: Final[dict[str, type[RSAKey | ECKey]]] = {"RS256": RSAKey, "ES256": ECKey}
"""What a token may be signed with, and the kind of key that this takes. Nothing symmetric, and no ``none``."""

_BYTES: Final = 256 * 1024
_RSA_BITS: Final = 2048
_KEYS: Final = 100

PublicKey = RSAKey | ECKey

_logger = logging.getLogger("threedkit.service.auth")


class KeySource(Protocol):
    """Where keys come from."""

    async def find(self, kid: str | None, algorithm: str) -> PublicKey | None:
        """Return the key of that id for that algorithm; without an id, the only one there is for it.

        Raises:
            UnavailableError: the keys are out of reach.
        """
        ...


def read_keys(data: bytes) -> dict[str, list[PublicKey]]:
    """Read a JSON Web Key Set: its keys for RS256 and ES256 that may verify, by their id ("" for none).

    Others are left out: symmetric ones, for encryption, RSA below 2048 bits, other curves.

    Raises:
        ParameterError: it is no key set, or none of its keys can be used.
    """
    try:
        document = msgspec.json.decode(data, type=dict[str, Any])
        entries = msgspec.convert(document.get("keys"), list[dict[str, Any]])
    except (msgspec.MsgspecError, RecursionError) as error:
        raise ParameterError(f"the key set is no JSON Web Key Set: {error}") from error
    found: dict[str, list[PublicKey]] = {}
    for entry in entries[:_KEYS]:
        key = _usable(entry)
        if key is not None:
            found.setdefault(str(entry.get("kid", "")), []).append(key)
    if not found:
        raise ParameterError("the key set holds no key for RS256 (2048 bits or more) or ES256")
    return found


def _usable(entry: Mapping[str, Any]) -> PublicKey | None:
    operations = entry.get("key_ops", ["verify"])
    if entry.get("use", "sig") != "sig" or not isinstance(operations, list) or not {"verify", "sign"} & set(operations):
        return None
    wanted = {"RSA": "RS256", "EC": "ES256"}.get(str(entry.get("kty")), "")
    if entry.get("alg", wanted) != wanted or (wanted == "ES256" and entry.get("crv") != "P-256"):
        return None
    public = {name: entry[name] for name in ("kty", "n", "e", "crv", "x", "y") if name in entry}
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", SecurityWarning)
            key = ALGORITHMS[wanted].import_key(public) if wanted else None
    except (JoseError, SecurityWarning, ValueError, TypeError):
        return None
    if isinstance(key, RSAKey) and key.public_key.key_size < _RSA_BITS:
        return None
    return key


def _choose(keys: Mapping[str, list[PublicKey]], kid: str | None, algorithm: str) -> PublicKey | None:
    kind = ALGORITHMS[algorithm]
    candidates = keys.get(kid, []) if kid is not None else [key for some in keys.values() for key in some]
    fitting = [key for key in candidates if isinstance(key, kind)]
    return fitting[0] if len(fitting) == 1 else None


class FileKeys:
    """Keys of a file, read again when it changes (looked at once a second at most).

    Raises:
        ParameterError: it cannot be read.
    """

    def __init__(self, path: Path, clock: Callable[[], float] = time.monotonic) -> None:
        """Read the file."""
        self._path, self._clock = path, clock
        self._keys = self._read()
        self._looked = clock()

    async def find(self, kid: str | None, algorithm: str) -> PublicKey | None:
        """See `KeySource`. A file that has become unreadable leaves the keys as they were."""
        if self._clock() - self._looked >= 1.0:
            self._looked = self._clock()
            try:
                if self._stamp() != self._seen:
                    self._keys = self._read()
            except (OSError, ParameterError) as error:  # being replaced, most likely; looked at again in a second
                _logger.warning("the keys in %s stay as they were: %s", self._path, error)
        return _choose(self._keys, kid, algorithm)

    def _stamp(self) -> tuple[int, int, int]:
        status = self._path.stat()
        return status.st_mtime_ns, status.st_size, status.st_ino

    def _read(self) -> dict[str, list[PublicKey]]:
        try:
            self._seen = self._stamp()
            data = self._path.read_bytes()
        except OSError as error:
            raise ParameterError(f"the keys in {self._path} cannot be read: {error.strerror or error}") from error
        return read_keys(data)


class UrlKeys:
    """Keys of a URL, fetched on first use, then every `fresh` seconds, and for an unknown id at most every `pause`.

    While the URL is out of reach the keys that were fetched last go on for `stale` seconds.

    Args:
        url: ``https``; ``http`` on loopback only.
        fresh: seconds after which they are fetched again.
        pause: seconds for which one unknown id, or a failure, is not followed by another request.
        stale: seconds for which old keys are good while new ones cannot be had.
        clock: of seconds, that never goes back.

    Raises:
        ParameterError: the URL is no https.
    """

    def __init__(
        self,
        url: str,
        *,
        fresh: float = 300.0,
        pause: float = 10.0,
        stale: float = 86400.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Nothing is fetched yet."""
        httpx = require("httpx", extra="service")
        parsed = httpx.URL(url)
        if parsed.scheme != "https" and not (parsed.scheme == "http" and is_loopback(parsed.host)):
            raise ParameterError(
                f"keys must come by https, not by {parsed.scheme or 'a path'}: anybody could forge them"
            )
        self._url, self._fresh, self._pause, self._stale, self._clock = url, fresh, pause, stale, clock
        self._keys: dict[str, list[PublicKey]] = {}
        self._fetched = self._tried = float("-inf")
        self._fetching: asyncio.Task[None] | None = None
        self._trust = httpx.create_ssl_context()

    async def find(self, kid: str | None, algorithm: str) -> PublicKey | None:
        """See `KeySource`."""
        found = _choose(self._keys, kid, algorithm)
        age = self._clock() - self._fetched
        if (found is None or age > self._fresh) and self._clock() - self._tried >= self._pause:
            await self._fetch_once()
            found = _choose(self._keys, kid, algorithm)
            age = self._clock() - self._fetched
        if age > self._stale:
            raise UnavailableError("the keys that sign tokens cannot be had now; try again", {"Retry-After": "10"})
        return found

    async def _fetch_once(self) -> None:
        """Those who ask at the same time share one request; one that gives up does not end it for the others."""
        if self._fetching is None or self._fetching.done():
            self._fetching = asyncio.create_task(self._fetch())
        await asyncio.shield(self._fetching)

    async def _fetch(self) -> None:
        import httpx

        try:
            async with (
                httpx.AsyncClient(verify=self._trust, timeout=5.0, follow_redirects=False) as client,
                client.stream("GET", self._url, headers={"Accept": "application/json"}) as answer,
            ):
                answer.raise_for_status()
                data = b""
                async for piece in answer.aiter_bytes():
                    data += piece
                    if len(data) > _BYTES:
                        break  # cut off, it is no JSON
            self._keys = read_keys(data)
            self._fetched = self._clock()
        except (httpx.HTTPError, ParameterError) as error:  # the old keys go on; `find` says when they are too old
            _logger.warning("no new keys from %s: %s", self._url, error)
        finally:
            self._tried = self._clock()


def key_source(place: str) -> FileKeys | UrlKeys:
    """Return the keys of a file or a URL.

    Raises:
        ParameterError: the file cannot be read, or the URL is no https.
    """
    return UrlKeys(place) if "://" in place else FileKeys(Path(place).expanduser())
