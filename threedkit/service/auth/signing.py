"""The keys with which the service signs tokens of its own: ES256, in one file, for its owner only."""

from __future__ import annotations

import os
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import msgspec
from joserfc import jwt
from joserfc.jwk import ECKey

from threedkit.errors import OutputError, ParameterError
from threedkit.service.auth.keysets import FileKeys

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["ISSUER", "Signer"]

ISSUER: Final = "threedkit"
"""Who issues the tokens that the service signs."""

_KEPT: Final = 3


class Signer:
    """Signs tokens; makes the file of its keys when there is none.

    Several processes share the file: the newest key signs, all verify. `rotate` adds one and keeps the two before.

    Args:
        path: of the file.
        clock: of seconds since 1970.

    Raises:
        ParameterError: the file cannot be read, or others may read it.
        OutputError: it cannot be made.
    """

    def __init__(self, path: Path, clock: Callable[[], float] = time.time) -> None:
        """Open or make the file."""
        self._path, self._clock = path, clock
        if not path.exists():
            self._write([_new_key()], only_new=True)
        if path.stat().st_mode & 0o077:
            raise ParameterError(f"the signing keys in {path} can be read by others; run: chmod 600 {path}")
        self.keys = FileKeys(path)

    def sign(self, claims: dict[str, Any]) -> str:
        """Return a token with these claims, and ``iss``."""
        newest = self._read()[-1]
        header = {"alg": "ES256", "kid": newest["kid"]}
        return jwt.encode(header, {"iss": ISSUER, **claims}, ECKey.import_key(newest), ["ES256"])

    def public(self) -> dict[str, Any]:
        """Return the key set that verifies the tokens, for `/v1/jwks.json`."""
        shown = ("kty", "crv", "x", "y", "kid", "use", "alg")
        return {"keys": [{name: key[name] for name in shown} for key in self._read()]}

    def rotate(self) -> str:
        """Add a key that signs from now on; return its id."""
        key = _new_key()
        self._write([*self._read(), key][-_KEPT:])
        return str(key["kid"])

    def _read(self) -> list[dict[str, Any]]:
        try:
            document = msgspec.json.decode(self._path.read_bytes(), type=dict[str, list[dict[str, Any]]])
            return document["keys"]
        except (OSError, msgspec.MsgspecError, KeyError) as error:
            raise ParameterError(f"the signing keys in {self._path} cannot be read: {error}") from error

    def _write(self, keys: list[dict[str, Any]], *, only_new: bool = False) -> None:
        """Replace the file whole; where two processes make it at once, the first one's stays."""
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            handle, name = tempfile.mkstemp(dir=self._path.parent, prefix=".signing-")  # made 0600
            with os.fdopen(handle, "wb") as file:
                file.write(msgspec.json.encode({"keys": keys}))
            if only_new:
                _link(name, self._path)
            else:
                Path(name).replace(self._path)
        except OSError as error:
            raise OutputError(f"the signing keys in {self._path} cannot be made: {error.strerror or error}") from error


def _link(name: str, path: Path) -> None:
    try:
        os.link(name, path)
    except FileExistsError:
        pass  # another process was first
    finally:
        Path(name).unlink()


def _new_key() -> dict[str, Any]:
    key = ECKey.generate_key("P-256", {"use": "sig", "alg": "ES256"}, private=True, auto_kid=True)
    return dict(key.as_dict(private=True))
