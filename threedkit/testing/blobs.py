# ruff: noqa: S101 - asserts are what a contract suite is made of
"""The contract that every store of blobs passes, as a pytest class to derive from."""

from __future__ import annotations

import threading
import time
import urllib.request
from typing import TYPE_CHECKING

import pytest

from threedkit.errors import BlobNotFoundError, FieldError, StoreError
from threedkit.store.blobs import digest
from threedkit.store.blobs.names import CHUNK

if TYPE_CHECKING:
    from threedkit.store.blobs import Blobs

__all__ = ["BlobsContract"]

_NAMES = ("a", "frames/frame_0000.png", "deep/er/and deeper/x.json", ".job/receipts/ä ö.json", "x" * 200)
_PART = 5 << 20  # the least that a bucket takes, but for the last one
_CLOCKS = 3600.0  # seconds by which the clocks of two machines may differ
_REFUSED = (
    "",
    "/etc/passwd",
    "..",
    "../up",
    "a/../../up",
    "a/./b",
    "a//b",
    "a/",
    "back\\slash",
    "nul\0",
    "line\nbreak",
    "\ud800",
    ".a.12345678.part",
    "a/" * 500 + "b",
    "y" * 300,
)


class BlobsContract:
    """All that `threedkit.store.Blobs` promises, tested.

    Derive a class whose name begins with ``Test`` and override `blobs`, which is empty at the start of each test.

    Example:
        >>> class TestMine(BlobsContract):
        ...     @pytest.fixture
        ...     def blobs(self, tmp_path):
        ...         return FolderBlobs(tmp_path)
    """

    @pytest.fixture
    def blobs(self) -> Blobs:
        """The store that is tested, empty."""
        raise NotImplementedError

    def test_blobs_come_back_by_their_digest(self, blobs: Blobs) -> None:
        """Also empty and large ones; the same bytes are the same blob."""
        for data in (b"", b"abc", bytes(range(256)) * 40_000):
            name = blobs.put(memoryview(data))
            assert name == digest(data)
            assert blobs.put(data) == name
            assert blobs.get(name) == data
            assert name in blobs

    def test_what_is_not_there(self, blobs: Blobs) -> None:
        """It is told apart from what cannot be read, and deleting it is no error."""
        missing = digest(b"never stored")
        assert missing not in blobs
        assert blobs.size("frames/none") is None
        assert list(blobs.list()) == []
        assert list(blobs.list("frames")) == []
        with pytest.raises(BlobNotFoundError, match=r"is not in"):
            blobs.get(missing)
        with pytest.raises(BlobNotFoundError, match="frames/none"):
            blobs.read("frames/none")
        blobs.delete(missing)
        blobs.delete("frames/none")

    def test_names_keep_their_objects(self, blobs: Blobs) -> None:
        """Objects are written, replaced, measured, listed and deleted by name."""
        for number, name in enumerate(_NAMES):
            blobs.write(name, b"before")
            blobs.write(name, b"x" * number, durable=bool(number % 2))
        for number, name in enumerate(_NAMES):
            assert blobs.read(name) == b"x" * number
            assert blobs.size(name) == number
        assert _sizes(blobs) == sorted((name, number) for number, name in enumerate(_NAMES))
        assert _sizes(blobs, "frames") == [("frames/frame_0000.png", 1)]
        assert all(abs(entry.modified - time.time()) < _CLOCKS for entry in blobs.list())
        assert [one.name for one in blobs.list("deep/er")] == ["deep/er/and deeper/x.json"]
        assert list(blobs.list("fram")) == []
        blobs.delete(_NAMES[1])
        assert blobs.size(_NAMES[1]) is None
        assert len(list(blobs.list())) == len(_NAMES) - 1

    def test_a_name_that_begins_like_another(self, blobs: Blobs) -> None:
        """A prefix is a folder, not the beginning of a word."""
        blobs.write("a/x", b"1")
        blobs.write("ab/x", b"1")
        assert [one.name for one in blobs.list("a")] == ["a/x"]
        with pytest.raises(BlobNotFoundError):
            blobs.read("a")

    @pytest.mark.parametrize("name", _REFUSED)
    def test_names_that_lead_elsewhere_are_refused(self, blobs: Blobs, name: str) -> None:
        """By every method, in one line."""
        for act in (blobs.read, blobs.size, blobs.delete, lambda one: blobs.write(one, b"")):
            with pytest.raises(StoreError, match="cannot be named") as caught:
                act(name)
            assert "\n" not in str(caught.value)
        if name:
            with pytest.raises(StoreError):
                list(blobs.list(name))

    @pytest.mark.parametrize("name", ["0" * 63, "G" * 64, "../" + "0" * 61, "0" * 64 + "\n"])
    def test_a_blob_is_named_by_its_digest_only(self, blobs: Blobs, name: str) -> None:
        """Anything else is refused."""
        with pytest.raises(StoreError, match="hexadecimal"):
            blobs.get(name)
        with pytest.raises(StoreError, match="hexadecimal"):
            assert name not in blobs

    def test_damage_is_found_and_mended(self, blobs: Blobs) -> None:
        """A blob that is not what its name says is an error; one that was cut short is stored again."""
        name = blobs.put(b"abcdef")
        blobs.write(name, b"abcdeX")
        with pytest.raises(StoreError, match="damaged"):
            blobs.get(name)
        blobs.write(name, b"abc")
        assert blobs.put(b"abcdef") == name
        assert blobs.get(name) == b"abcdef"

    def test_streams_become_blobs(self, blobs: Blobs) -> None:
        """Whatever their length, and however they are cut; nothing is there before the end."""
        for size in (0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 9 * CHUNK + 17):
            data = _bytes(size)
            before = _sizes(blobs)
            with blobs.writer() as writer:
                for start in range(0, size, 700_001):
                    writer.write(memoryview(data)[start : start + 700_001])
                assert _sizes(blobs) == before
                stored = writer.finish()
            assert stored[1:] == (digest(data), size)
            assert blobs.read(stored.name) == data
            assert blobs.hashed(stored.name) == stored
            with pytest.raises(StoreError, match="finished"):
                writer.write(b"more")
            blobs.delete(stored.name)

    def test_streams_of_a_name(self, blobs: Blobs) -> None:
        """They replace what was there, at their end."""
        blobs.write("deep/er/x", b"before")
        with blobs.writer("deep/er/x") as writer:
            writer.write(b"aft")
            assert blobs.read("deep/er/x") == b"before"
            writer.write(b"er")
            assert writer.finish().name == "deep/er/x"
        assert blobs.read("deep/er/x") == b"after"
        with pytest.raises(StoreError, match="cannot be named"):
            blobs.writer("../x")

    @pytest.mark.parametrize("size", [10, 9 * CHUNK])
    def test_a_stream_that_breaks_off_leaves_nothing(self, blobs: Blobs, size: int) -> None:
        """Also when its parts were under way."""

        def break_off() -> None:
            with blobs.writer() as writer:
                writer.write(_bytes(size))
                raise ConnectionError

        with pytest.raises(ConnectionError):
            break_off()
        assert _sizes(blobs) == []
        assert blobs.sweep(time.time() + _CLOCKS) == 0  # nothing was left that would have to be swept up

    def test_ranges(self, blobs: Blobs) -> None:
        """Of any place and length, at once and in parts; beyond the end there is nothing."""
        data = _bytes(3 * CHUNK + 5)
        name = blobs.put(data)
        cuts = (0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 3 * CHUNK + 4, 3 * CHUNK + 5, 3 * CHUNK + 6, 9 * CHUNK)
        for start in cuts:
            assert b"".join(blobs.stream(name, start)) == data[start:]
            for stop in (cut for cut in cuts if cut >= start):
                assert blobs.read_range(name, start, stop) == data[start:stop]
            assert b"".join(blobs.stream(name, start, start + 7)) == data[start : start + 7]
        assert max(map(len, blobs.stream(name))) <= 2 * CHUNK
        for start, stop in ((-1, 3), (3, 2)):
            with pytest.raises(FieldError, match="a range of bytes must ascend"):
                blobs.read_range(name, start, stop)
        with pytest.raises(BlobNotFoundError):
            blobs.read_range("frames/none", 0, 1)
        with pytest.raises(BlobNotFoundError):
            list(blobs.stream("frames/none"))

    def test_uploads_in_parts(self, blobs: Blobs) -> None:
        """In any order, again after a break, and given up."""
        data = _bytes(2 * _PART + 11)
        upload = blobs.begin_upload("uploads/one")
        assert _sizes(blobs) == []

        def send(number: int, content: bytes) -> None:
            with blobs.part_writer("uploads/one", upload, number, len(content)) as writer:
                for start in range(0, len(content), CHUNK):
                    writer.write(content[start : start + CHUNK])
                writer.finish()

        send(3, data[2 * _PART :])
        send(1, data[:_PART])
        send(1, data[:_PART])  # the same bytes: SeaweedFS may keep the former of two within a second
        assert [tuple(part) for part in blobs.parts("uploads/one", upload)] == [(1, _PART), (3, 11)]
        send(2, data[_PART : 2 * _PART])
        stored = blobs.complete_upload("uploads/one", upload)
        assert stored[1:] == (digest(data), len(data))
        assert b"".join(blobs.stream(stored.name)) == data
        blobs.abort_upload("uploads/one", upload)
        other = blobs.begin_upload("uploads/two")
        with blobs.part_writer("uploads/two", other, 1, 3) as writer:
            writer.write(b"abc")
            writer.finish()
        blobs.abort_upload("uploads/two", other)
        blobs.abort_upload("uploads/two", other)
        assert [name for name, _ in _sizes(blobs)] == [stored.name]
        with pytest.raises(FieldError, match="numbered from 1 to 10000"):
            blobs.part_writer("uploads/one", upload, 0, 1)

    def test_what_broke_off_is_swept_up(self, blobs: Blobs) -> None:
        """Unless it is known to be under way, or younger."""
        known, left = blobs.begin_upload("uploads/known"), blobs.begin_upload("uploads/left")
        for name, upload in (("uploads/known", known), ("uploads/left", left)):
            with blobs.part_writer(name, upload, 1, 3) as writer:
                writer.write(b"abc")
                writer.finish()
        assert blobs.sweep(time.time() - _CLOCKS, {known}) == 0
        assert blobs.sweep(time.time() + _CLOCKS, {known}) == 1
        assert [tuple(part) for part in blobs.parts("uploads/known", known)] == [(1, 3)]

    def test_other_ways_to_the_bytes_lead_to_them(self, blobs: Blobs) -> None:
        """A signed URL and a local file, where there are such things, are the plain bytes."""
        name = blobs.put(b"some bytes")
        path = blobs.local_path(name)
        assert path is None or path.read_bytes() == b"some bytes"
        url = blobs.sign(name, "GET", 60, filename="a b.txt", media_type="text/plain")
        if url is not None:
            with urllib.request.urlopen(url, timeout=60) as answer:  # noqa: S310 - of the store that is tested
                assert answer.read() == b"some bytes"
                assert answer.headers["Content-Type"] == "text/plain"
                assert "a%20b.txt" in answer.headers["Content-Disposition"]
        put = blobs.sign("direct/one", "PUT", 60)
        if put is not None:
            request = urllib.request.Request(put, b"straight", method="PUT")  # noqa: S310 - as above
            urllib.request.urlopen(request, timeout=60).close()  # noqa: S310 - as above
            assert blobs.read("direct/one") == b"straight"
        for act in (blobs.sign, blobs.local_path):
            with pytest.raises(StoreError, match="cannot be named"):
                act("../x")

    def test_readers_see_whole_objects(self, blobs: Blobs) -> None:
        """While several writers replace an object, every reader gets one of their versions."""
        versions = [bytes([letter]) * 100_000 for letter in b"abcd"]
        blobs.write("object", versions[0])
        writers = [threading.Thread(target=lambda v=v: [blobs.write("object", v) for _ in range(8)]) for v in versions]
        for writer in writers:
            writer.start()
        while any(writer.is_alive() for writer in writers):
            assert blobs.read("object") in versions
        assert [one.name for one in blobs.list()] == ["object"]


def _bytes(size: int) -> bytes:
    """Bytes of which no two chunks are alike."""
    return b"".join(number.to_bytes(4, "big") for number in range(size // 4 + 1))[:size]


def _sizes(blobs: Blobs, prefix: str = "") -> list[tuple[str, int]]:
    return [(entry.name, entry.size) for entry in blobs.list(prefix)]
