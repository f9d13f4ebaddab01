"""Blobs that only their owner can read: encrypted on this machine, in chunks, before any place has them.

An object is a header of 48 bytes and then chunks of 1 MiB, each with the 16 bytes of its tag; the last one may be
shorter, and is empty only where it is the only one::

    header   8 bytes  "TKBLOB1" and a zero
             8 bytes  which key: the first bytes of SHA-256("threedkit blob key id" + key)
            32 bytes  salt, random, of this object alone
    chunk    AES-256-GCM(object key, nonce, plain text, associated data = header)
    nonce   12 bytes  0 0 0, the chunk's number as 8 bytes (big endian), and 1 for the last chunk, else 0

    object key = HKDF-SHA256(key, salt, info = "threedkit blob " + name of the object), 32 bytes

So a chunk that was changed, swapped, left out, added, or taken from another object or place in it fails to decrypt, and
so does an object whose end was cut off; a range needs only the chunks that it touches. The construction with a counter
and a mark on the last chunk is STREAM: Hoang, Reyhanitabar, Rogaway, Vizár, "Online Authenticated-Encryption and its
Nonce-Reuse Misuse-Resistance", CRYPTO 2015.
"""

from __future__ import annotations

import base64
import hashlib
import os
from typing import TYPE_CHECKING, Any, Final

from threedkit.errors import BlobNotFoundError, StoreError, require
from threedkit.store.blobs.base import Blobs
from threedkit.store.blobs.names import STREAMS, check_name, check_range, clip_range
from threedkit.store.blobs.writer import BlobWriter, Entry
from threedkit.store.ids import new_id

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

__all__ = ["EncryptedBlobs", "new_key", "read_key"]

_MAGIC: Final = b"TKBLOB1\0"
_HEADER: Final = 48
_PLAIN: Final = 1 << 20
_TAG: Final = 16
_SEALED: Final = _PLAIN + _TAG
_KEY_BYTES: Final = 32


def new_key() -> str:
    """Return a fresh key, as ``THREEDKIT_BLOB_KEY`` takes it.

    Example:
        >>> len(read_key(new_key()))
        32
    """
    return base64.b64encode(os.urandom(_KEY_BYTES)).decode()


def read_key(text: str) -> bytes:
    """Return the 32 bytes of a key written in base64.

    Raises:
        StoreError: it is none. What was given is not shown.
    """
    try:
        key = base64.b64decode(text.strip(), validate=True)
    except ValueError:
        key = b""
    if len(key) != _KEY_BYTES:
        raise StoreError("THREEDKIT_BLOB_KEY must be 32 random bytes in base64; make one by: openssl rand -base64 32")
    return key


class EncryptedBlobs(Blobs):
    """Blobs of another store, encrypted. Their names and, nearly, their sizes can be seen there; nothing else.

    A blob is named by the SHA-256 of its plain bytes, so that who reads the names can tell whether a file that they
    have is there. URLs that lead past this machine would lead to what nobody can read: there are none.

    Args:
        inner: where the encrypted objects are.
        key: 32 bytes. Who loses it loses the blobs.

    Raises:
        MissingPackageError: cryptography is not installed.

    Example:
        >>> import tempfile
        >>> from threedkit.store import FolderBlobs
        >>> folder = FolderBlobs(tempfile.mkdtemp())
        >>> blobs = EncryptedBlobs(folder, bytes(range(32)))
        >>> name = blobs.put(b"a secret")
        >>> blobs.get(name), b"secret" in folder.read(name)
        (b'a secret', False)
    """

    def __init__(self, inner: Blobs, key: bytes) -> None:
        """Encrypt what goes to another store."""
        require("cryptography", extra="store")
        self.inner = inner
        self._key = key
        self._key_id = hashlib.sha256(b"threedkit blob key id" + key).digest()[:8]

    @property
    def url(self) -> str:
        """That of the store which holds them."""
        return self.inner.url

    def write(self, name: str, data: bytes | memoryview, *, durable: bool = False) -> None:
        """Write an object; see `Blobs`."""
        seal = _Seal(self._key, self._key_id, check_name(name), None)
        view = memoryview(data).cast("B")
        parts = [seal.header]
        count = max(-(-view.nbytes // _PLAIN), 1)
        parts += [seal.close(n, view[n * _PLAIN : (n + 1) * _PLAIN], last=n == count - 1) for n in range(count)]
        self.inner.write(name, b"".join(parts), durable=durable)

    def read(self, name: str) -> bytes:
        """Return the bytes of an object; see `Blobs`."""
        sealed = memoryview(self.inner.read(name))
        seal = self._open(name, bytes(sealed[:_HEADER]))
        count = _chunks(sealed.nbytes)
        pieces = [sealed[_HEADER + n * _SEALED : _HEADER + (n + 1) * _SEALED] for n in range(count)]
        return b"".join(seal.open(n, piece, last=n == count - 1) for n, piece in enumerate(pieces))

    def size(self, name: str) -> int | None:
        """Return how many plain bytes an object has; see `Blobs`."""
        sealed = self.inner.size(name)
        return None if sealed is None else _plain_size(sealed)

    def list(self, prefix: str = "") -> Iterator[Entry]:
        """Yield the objects below a folder, with their plain sizes; see `Blobs`."""
        for entry in self.inner.list(prefix):
            yield Entry(entry.name, _plain_size(entry.size), entry.modified)

    def delete(self, name: str) -> None:
        """Remove an object; see `Blobs`."""
        self.inner.delete(name)

    def sweep(self, before: float, known: Collection[str] = ()) -> int:
        """Take away what broke off; see `Blobs`."""
        return super().sweep(before, known) + self.inner.sweep(before, known)

    def writer(self, name: str | None = None) -> BlobWriter:
        """Return what takes the bytes of an object as they come; see `Blobs`. A blob gets a name of its own."""
        return _SealingWriter(self, f"{STREAMS}/{new_id()}" if name is None else check_name(name))

    def read_range(self, name: str, start: int, stop: int) -> bytes:
        """Return part of an object; see `Blobs`."""
        check_range(start, stop)
        return b"".join(self.stream(name, start, stop))

    def stream(self, name: str, start: int = 0, stop: int | None = None) -> Iterator[bytes]:
        """Yield the bytes of an object, a chunk at a time; see `Blobs`."""
        sealed = self.inner.size(name)
        if sealed is None:
            raise BlobNotFoundError(f"{name} is not in {self.url}")
        size, count = _plain_size(sealed), _chunks(sealed)
        to_end = stop is None or stop >= size
        start, stop = clip_range(start, stop, size)
        seal = self._open(name, self.inner.read_range(name, 0, _HEADER))
        numbers = list(range(start // _PLAIN, -(-stop // _PLAIN))) if start < stop else []
        if to_end and count - 1 not in numbers:  # that there is nothing more is a claim of the last chunk
            numbers.append(count - 1)
        for number in numbers:
            place = _HEADER + number * _SEALED
            piece = self.inner.read_range(name, place, min(place + _SEALED, sealed))
            plain = seal.open(number, piece, last=number == count - 1)
            first = number * _PLAIN
            if wanted := plain[max(start - first, 0) : max(stop - first, 0)]:
                yield wanted

    def _open(self, name: str, header: bytes) -> _Seal:
        if len(header) < _HEADER or header[:8] != _MAGIC:
            raise StoreError(f"{name} in {self.url} is not encrypted as threedkit does; it was damaged, or never was")
        if header[8:16] != self._key_id:
            raise StoreError(f"{name} in {self.url} is encrypted with another key; set THREEDKIT_BLOB_KEY to that one")
        return _Seal(self._key, self._key_id, name, header, self.url)


class _Seal:
    """The key of one object."""

    def __init__(self, key: bytes, key_id: bytes, name: str, header: bytes | None, place: str = "") -> None:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM
        from cryptography.hazmat.primitives.hashes import SHA256
        from cryptography.hazmat.primitives.kdf.hkdf import HKDF

        self.header = _MAGIC + key_id + os.urandom(32) if header is None else header
        info = b"threedkit blob " + name.encode()
        derived = HKDF(algorithm=SHA256(), length=_KEY_BYTES, salt=self.header[16:], info=info).derive(key)
        self._cipher: Any = AESGCM(derived)
        self._told = f"{name} in {place}"

    def close(self, number: int, plain: bytes | memoryview, *, last: bool) -> bytes:
        sealed: bytes = self._cipher.encrypt(_nonce(number, last), plain, self.header)
        return sealed

    def open(self, number: int, sealed: bytes | memoryview, *, last: bool) -> bytes:
        from cryptography.exceptions import InvalidTag

        try:
            plain: bytes = self._cipher.decrypt(_nonce(number, last), sealed, self.header)
        except (InvalidTag, ValueError) as error:
            raise StoreError(f"{self._told} is damaged, or was tampered with, at chunk {number}") from error
        return plain


class _SealingWriter(BlobWriter):
    """Encrypts chunk by chunk, one behind: the last one is marked."""

    def __init__(self, blobs: EncryptedBlobs, name: str) -> None:
        super().__init__()
        self._name = name
        self._seal = _Seal(blobs._key, blobs._key_id, name, None)  # noqa: SLF001 - part of it
        self._inner = blobs.inner.writer(name)
        self._inner.write(self._seal.header)
        self._rest = bytearray()
        self._count = 0

    def _write(self, data: bytes | memoryview) -> None:
        self._rest += data
        while len(self._rest) > _PLAIN:
            self._send(bytes(self._rest[:_PLAIN]), last=False)
            del self._rest[:_PLAIN]

    def _send(self, plain: bytes, *, last: bool) -> None:
        self._inner.write(self._seal.close(self._count, plain, last=last))
        self._count += 1

    def _finish(self, sha256: str) -> str:  # noqa: ARG002 - the key belongs to the name
        self._send(bytes(self._rest), last=True)
        return self._inner.finish().name

    def abort(self) -> None:
        """Leave nothing behind."""
        self._inner.abort()


def _nonce(number: int, last: bool) -> bytes:
    return bytes(3) + number.to_bytes(8, "big") + bytes([last])


def _chunks(sealed: int) -> int:
    return max(-(-(sealed - _HEADER) // _SEALED), 1)


def _plain_size(sealed: int) -> int:
    return max(sealed - _HEADER - _TAG * _chunks(sealed), 0)
