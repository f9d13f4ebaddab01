"""Files that come in parts, in any order, again after a break: through us, or by signed URLs straight to the bucket."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any, Final

import sqlalchemy as sa

from threedkit.errors import BlobNotFoundError, FieldError, RecordNotFoundError, StoreError
from threedkit.store.access import LOCAL, Access
from threedkit.store.blobs import Stored
from threedkit.store.ids import check_id, new_id
from threedkit.store.keeping import Keeper
from threedkit.store.records import Upload
from threedkit.store.repositories.base import iso, utc_now
from threedkit.store.tables import uploads
from threedkit.store.values import check_object

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from sqlalchemy.engine import Connection, Row

    from threedkit.store.blobs import Blobs, BlobWriter, Part
    from threedkit.store.database import Database

__all__ = ["UploadStore", "WrongDigestError"]

_LIFE: Final = dt.timedelta(days=7)
_LEAST, _USUAL, _LARGEST = 5 << 20, 16 << 20, 5 << 30  # S3's limits; the last part may be smaller
_MAX_PARTS: Final = 10_000
_SHA256 = re.compile(r"[0-9a-f]{64}")


class WrongDigestError(FieldError):
    """What came has not the SHA-256 that was told; the upload has been given up."""


class UploadStore:
    """Uploads of one asker.

    Args:
        database: where they are written down.
        blobs: where their bytes go.
        access: who asks: only who began an upload goes on with it.
    """

    def __init__(self, database: Database, blobs: Blobs, access: Access = LOCAL) -> None:
        """Use a database that is open."""
        self.database = database
        self.blobs = blobs
        self.access = access

    def new(
        self,
        size: int,
        *,
        values: Mapping[str, Any] | None = None,
        sha256: str = "",
        part_size: int | None = None,
        life: dt.timedelta = _LIFE,
        before: Callable[[Connection], object] | None = None,
        also: Callable[[Connection, Upload], object] | None = None,
    ) -> Upload:
        """Begin an upload.

        Args:
            size: bytes of the file.
            values: JSON to be kept with it.
            sha256: which it must have; "": any.
            part_size: bytes of each part but the last; None: 16 MiB, or more for a very large file.
            life: after which it is given up.
            before: is done first in the same transaction; what it raises prevents all.
            also: is done last in the same transaction, with the new record.

        Raises:
            FieldError: sizes or digest cannot be so.
            StoreError: the database or the blobs cannot be written.
        """
        if not 0 <= size <= _LARGEST * _MAX_PARTS:
            raise FieldError(f"size must be bytes of a file, not {size}")
        if sha256 and not _SHA256.fullmatch(sha256):
            raise FieldError(f"sha256 must be 64 hexadecimal digits, not {sha256[:80]!r}")
        usual = max(_USUAL, -(-size // _MAX_PARTS))
        chosen = usual if part_size is None else part_size
        if not _LEAST <= chosen <= _LARGEST or chosen * _MAX_PARTS < size:
            raise FieldError(f"part_size must be from {_LEAST} to {_LARGEST}, and 10000 parts enough, not {chosen}")
        upload_id, now = new_id(), utc_now()
        name = f"uploads/{upload_id}"
        row = {
            "upload_id": upload_id,
            "object": name,
            "multipart": self.blobs.begin_upload(name),
            "values": check_object("values", values or {}),
            "size": size,
            "part_size": chosen,
            "sha256": sha256,
            "owner": self.access.subject,
            "created": now,
            "expires": now + life,
        }

        def work(connection: Connection) -> Upload:
            if before is not None:
                before(connection)
            connection.execute(sa.insert(uploads).values(row))
            record = _record(connection.execute(_by_id(upload_id)).one())
            if also is not None:
                also(connection, record)
            return record

        return self.database.write(work)

    def get(self, upload_id: str) -> Upload:
        """Return an upload.

        Raises:
            RecordNotFoundError: there is none, it is somebody else's, or its time is over.
        """
        return _record(self._row(upload_id))

    def sign(self, upload_id: str, numbers: Iterable[int], seconds: int = 3600) -> dict[int, str] | None:
        """Return for parts the URLs to which anybody may put them; None where there is no such thing (a folder).

        Raises:
            RecordNotFoundError: there is no such upload, or it is somebody else's.
            FieldError: it has no such part.
        """
        row = self._row(upload_id)
        urls: dict[int, str] = {}
        for number in numbers:
            _size_of(row, number)
            url = self.blobs.sign_part(row.object, row.multipart, number, seconds)
            if url is None:
                return None
            urls[number] = url
        return urls

    def write_part(self, upload_id: str, number: int) -> BlobWriter:
        """Return what takes the bytes of a part. It must get exactly `Upload.size_of` of them; `finish` makes it count.

        Raises:
            RecordNotFoundError: there is no such upload, or it is somebody else's.
            FieldError: it has no such part.
            StoreError: the blobs cannot be written.
        """
        row = self._row(upload_id)
        return self.blobs.part_writer(row.object, row.multipart, number, _size_of(row, number))

    def parts(self, upload_id: str) -> tuple[Part, ...]:
        """Return the parts that are there, whole: what is left to send is the rest.

        Raises:
            RecordNotFoundError: there is no such upload, or it is somebody else's.
        """
        row = self._row(upload_id)
        record = _record(row)
        there = self.blobs.parts(row.object, row.multipart)
        # A bucket may keep what came of a part whose sender died.
        return tuple(one for one in there if one.number <= record.parts and one.size == record.size_of(one.number))

    def complete(self, upload_id: str) -> Stored:
        """Put the parts together, and return the blob that they are, registered. Again: the same answer.

        The upload stays until `forget`, which belongs into the transaction that writes the asset.

        Raises:
            RecordNotFoundError: there is no such upload, or it is somebody else's.
            FieldError: parts are missing or have another size.
            WrongDigestError: the digest is not the one that was told; the upload is given up.
            StoreError: the blobs cannot be read or written.
        """
        row = self._row(upload_id)
        keeper = Keeper(self.database, self.blobs)
        known = row._mapping["values"].get(_STORED)  # noqa: SLF001 - the public way to a row's columns by name
        if known is not None:
            return keeper.register(Stored(*known))
        stored = self._put_together(row)
        keeper.announce(stored)
        if self.blobs.size(stored.name) is None:  # the same bytes were collected just now
            stored = self._put_together(row)
        if row.sha256 and stored.sha256 != row.sha256:
            if stored.name == row.object:
                self.blobs.delete(stored.name)
            self._drop(row)
            raise WrongDigestError(f"the upload has the SHA-256 {stored.sha256}, not {row.sha256}, and was given up")
        stored = keeper.register(stored)

        def note(connection: Connection) -> None:
            values = {**row._mapping["values"], _STORED: [*stored]}  # noqa: SLF001 - as above
            changed = sa.update(uploads).where(uploads.c.upload_id == row.upload_id)
            connection.execute(changed.values({"values": values}))

        self.database.write(note, repeatable=True)
        self.blobs.abort_upload(row.object, row.multipart)
        return stored

    def forget(self, connection: Connection, upload_id: str) -> None:
        """Strike an upload off, in somebody's transaction: its bytes belong to an asset now."""
        connection.execute(sa.delete(uploads).where(uploads.c.upload_id == check_id("upload", upload_id)))

    def abort(self, upload_id: str) -> None:
        """Give an upload up: its parts go.

        Raises:
            RecordNotFoundError: there is no such upload, or it is somebody else's.
            StoreError: the blobs cannot be written.
        """
        self._drop(self._row(upload_id))

    def expire(self, now: dt.datetime | None = None) -> int:
        """Give up everybody's uploads whose time is over; return how many. Any number of processes may do so.

        Raises:
            StoreError: the database or the blobs cannot be written; all that could be given up has been.
        """
        late = sa.select(uploads).where(uploads.c.expires <= (utc_now() if now is None else now))
        found = self.database.read(lambda connection: connection.execute(late).all())
        failed: StoreError | None = None
        for row in found:
            try:
                self._drop(row)
            except StoreError as error:  # one that stays must not keep the others
                failed = failed or error
        if failed is not None:
            raise failed
        return len(found)

    def _drop(self, row: Row[Any]) -> None:
        self.blobs.abort_upload(row.object, row.multipart)
        self.database.write(lambda connection: self.forget(connection, row.upload_id), repeatable=True)

    def _put_together(self, row: Row[Any]) -> Stored:
        record = _record(row)
        try:
            there = {part.number: part.size for part in self.blobs.parts(row.object, row.multipart)}
        except BlobNotFoundError:  # completed, and then we were interrupted
            if self.blobs.size(row.object) != record.size:
                raise
            return self.blobs.hashed(row.object)
        wanted = {number: record.size_of(number) for number in range(1, record.parts + 1)}
        wrong = [str(number) for number, size in wanted.items() if there.get(number) != size]
        if wrong or len(there) != len(wanted):
            more = f" and {len(wrong) - 10} more" if len(wrong) > 10 else ""
            told = f"{', '.join(wrong[:10])}{more}" if wrong else "of another file"
            raise FieldError(f"the upload is not complete: parts {told} are missing, or have another size")
        return self.blobs.complete_upload(row.object, row.multipart)

    def _row(self, upload_id: str) -> Row[Any]:
        return self.database.read(lambda connection: self._find(connection, upload_id))

    def _find(self, connection: Connection, upload_id: str) -> Row[Any]:
        row = connection.execute(_by_id(upload_id)).one_or_none()
        if row is None or not self.access.owns(row.owner) or row.expires <= utc_now():
            raise RecordNotFoundError(f"there is no upload {upload_id!r:.80}")
        return row


_STORED: Final = "_stored"
"""Key in the values of an upload that was put together: what came of it."""


def _by_id(upload_id: str) -> sa.Select[Any]:
    return sa.select(uploads).where(uploads.c.upload_id == check_id("upload", upload_id))


def _size_of(row: Row[Any], number: int) -> int:
    record = _record(row)
    if not 1 <= number <= record.parts:
        raise FieldError(f"the parts of this upload are numbered from 1 to {record.parts}, not {number}")
    return record.size_of(number)


def _record(row: Row[Any]) -> Upload:
    same = ("upload_id", "size", "part_size", "sha256", "owner")
    values = dict(row._mapping["values"])  # noqa: SLF001 - the public way to a row's columns by name
    values.pop(_STORED, None)
    return Upload(
        **{name: getattr(row, name) for name in same}, values=values, created=iso(row.created), expires=iso(row.expires)
    )
