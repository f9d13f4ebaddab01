"""Bytes by their SHA-256, and named objects: in a local folder, or in a bucket of S3."""

from threedkit.store.blobs.base import Blobs
from threedkit.store.blobs.encrypted import EncryptedBlobs, new_key, read_key
from threedkit.store.blobs.folder import FolderBlobs
from threedkit.store.blobs.names import digest, is_name
from threedkit.store.blobs.opening import open_blobs
from threedkit.store.blobs.s3 import S3Blobs
from threedkit.store.blobs.writer import BlobWriter, Entry, Part, Stored

__all__ = [
    "BlobWriter",
    "Blobs",
    "EncryptedBlobs",
    "Entry",
    "FolderBlobs",
    "Part",
    "S3Blobs",
    "Stored",
    "digest",
    "is_name",
    "new_key",
    "open_blobs",
    "read_key",
]
