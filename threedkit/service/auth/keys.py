"""API keys as credentials."""

from __future__ import annotations

import datetime as dt
import hashlib
import time
from collections import OrderedDict
from typing import TYPE_CHECKING, Final

from starlette.concurrency import run_in_threadpool

from threedkit.service.auth.failures import UnauthenticatedError
from threedkit.service.auth.principal import Principal
from threedkit.service.auth.scopes import ALL
from threedkit.store.keys import PREFIX

if TYPE_CHECKING:
    from collections.abc import Callable

    from threedkit.store.keys import ApiKey, KeyStore

__all__ = ["KeyVerifier"]

_REMEMBERED: Final = 1024


class KeyVerifier:
    """Verifies API keys; one that was good is not asked for again for a few seconds.

    Args:
        store: of the keys.
        remembers: seconds, which is also the time after which a revocation is known everywhere.
        clock: of seconds, that never goes back.
    """

    def __init__(self, store: KeyStore, remembers: float = 5.0, clock: Callable[[], float] = time.monotonic) -> None:
        """Remember nothing yet."""
        self._store, self._remembers, self._clock = store, remembers, clock
        self._known: OrderedDict[bytes, tuple[float, ApiKey]] = OrderedDict()

    async def verify(self, credential: str) -> Principal | None:
        """Return whom a key stands for; None: it is no API key.

        Raises:
            UnauthenticatedError: there is no such key, or it has expired or was revoked.
        """
        if not credential.startswith(PREFIX):
            return None
        digest = hashlib.sha256(credential.encode()).digest()
        until, key = self._known.get(digest, (float("-inf"), None))
        if key is None or self._clock() >= until:
            key = await run_in_threadpool(self._store.find, credential)
            if key is not None:
                self._remember(digest, key)
        if key is None or not key.is_good(dt.datetime.now(dt.UTC)):
            raise UnauthenticatedError("the API key is not known, has expired or was revoked", "invalid_token")
        scopes = frozenset(key.scopes) & ALL
        return Principal(key.subject, frozenset(key.groups), scopes, admin=key.admin, proof="key", credential=key.id)

    def _remember(self, digest: bytes, key: ApiKey) -> None:
        self._known[digest] = (self._clock() + self._remembers, key)
        self._known.move_to_end(digest)
        while len(self._known) > _REMEMBERED:
            self._known.popitem(last=False)
