"""Open blobs by what names their place."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from threedkit.errors import StoreError
from threedkit.store.blobs.encrypted import EncryptedBlobs
from threedkit.store.blobs.folder import FolderBlobs
from threedkit.store.blobs.s3 import S3Blobs

if TYPE_CHECKING:
    from threedkit.store.blobs.base import Blobs

__all__ = ["open_blobs"]


def open_blobs(place: str | Path, *, key: bytes | None = None) -> Blobs:
    """Return the blobs of a folder, or those of ``s3://bucket/prefix``.

    Args:
        place: where they are.
        key: 32 bytes with which they are encrypted (`EncryptedBlobs`); None: they are not.

    Raises:
        StoreError: that is the URL of something else.
        MissingPackageError: obstore is not installed, or cryptography, where there is a key.

    Example:
        >>> open_blobs("/tmp/blobs")
        <FolderBlobs /tmp/blobs>
    """
    plain = _open(place)
    return plain if key is None else EncryptedBlobs(plain, key)


def _open(place: str | Path) -> Blobs:
    text = str(place)
    if text.startswith("s3://"):
        return S3Blobs(text)
    if "://" in text:
        raise StoreError(f"blobs are kept in a folder or in s3://bucket/prefix, not in {text.partition('://')[0]}://")
    return FolderBlobs(Path(place))
