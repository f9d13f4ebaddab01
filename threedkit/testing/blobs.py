# ruff: noqa: S101 - asserts are what a contract suite is made of
"""The contract that every store of blobs passes, as a pytest class to derive from."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from threedkit.errors import BlobNotFoundError, StoreError
from threedkit.store.blobs import Entry, digest

if TYPE_CHECKING:
    from threedkit.store.blobs import Blobs

__all__ = ["BlobsContract"]

_NAMES = ("a", "frames/frame_0000.png", "deep/er/and deeper/x.json", ".job/receipts/ä ö.json", "x" * 200)
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
        assert list(blobs.list()) == sorted(Entry(name, number) for number, name in enumerate(_NAMES))
        assert list(blobs.list("frames")) == [Entry("frames/frame_0000.png", 1)]
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
