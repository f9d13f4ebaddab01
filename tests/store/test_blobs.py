"""Blobs: the contract on a folder and on a real S3 server, and what is special to each."""

from __future__ import annotations

import subprocess
import sys
import threading
import time

import pytest

from threedkit.errors import BlobNotFoundError, FieldError, StoreError
from threedkit.store import FolderBlobs, S3Blobs, open_blobs
from threedkit.testing import BlobsContract


class TestFolder(BlobsContract):
    @pytest.fixture
    def blobs(self, tmp_path):
        return FolderBlobs(tmp_path / "made" / "by the first write")


class TestEncryptedFolder(BlobsContract):
    @pytest.fixture
    def blobs(self, tmp_path):
        return open_blobs(tmp_path, key=bytes(range(32)))


class TestEncryptedS3(BlobsContract):
    @pytest.fixture
    def blobs(self, s3, s3_environment):
        return open_blobs(s3.url(), key=bytes(range(32)))


class TestS3(BlobsContract):
    @pytest.fixture
    def blobs(self, s3, s3_environment):
        return open_blobs(s3.url())


@pytest.fixture
def s3_environment(s3, monkeypatch):
    """The variables that lead to the server; ``s3_environment(endpoint)`` leads through a proxy."""

    def lead(endpoint=None):
        for name, value in s3.environment(endpoint).items():
            monkeypatch.setenv(name, value)

    lead()
    return lead


@pytest.fixture
def proxy(servers, s3, s3_environment):
    made = servers.Proxy(s3.endpoint)
    s3_environment(made.endpoint)
    yield made
    made.close()


def test_a_place_is_opened_by_its_name(tmp_path, s3_environment):
    assert isinstance(open_blobs(tmp_path), FolderBlobs)
    assert open_blobs(str(tmp_path)).url == str(tmp_path)
    assert open_blobs("s3://bucket").url == "s3://bucket"
    assert open_blobs("s3://bucket/a/b/").url == "s3://bucket/a/b"
    with pytest.raises(StoreError, match="gs://"):
        open_blobs("gs://bucket/a")
    for wrong in ("s3://", "s3://UPPER/x", "s3://bucket/../x", "s3://bucket//x"):
        with pytest.raises(StoreError):
            open_blobs(wrong)


def test_an_outage_is_waited_out(proxy, s3):
    blobs = S3Blobs(s3.url(), outage=30)
    name = blobs.put(b"before")
    proxy.failing = 500
    threading.Timer(1.5, lambda: setattr(proxy, "failing", None)).start()
    start = time.monotonic()
    assert blobs.get(name) == b"before"
    assert time.monotonic() - start > 1
    proxy.failing = 503
    threading.Timer(1.5, lambda: setattr(proxy, "failing", None)).start()
    other = blobs.put(b"during")
    assert blobs.get(other) == b"during"
    assert [one.size for one in blobs.list()] == [6, 6]
    assert proxy.failed >= 4


def test_a_long_outage_is_an_error_that_names_place_and_reason(proxy, s3):
    blobs = S3Blobs(s3.url(), outage=0.5)
    proxy.failing = 500
    with pytest.raises(StoreError, match="500 Internal Server Error") as caught:
        blobs.write("frames/a", b"x")
    assert not isinstance(caught.value, BlobNotFoundError)
    assert f"{blobs.url}/frames/a cannot be written" in str(caught.value)
    assert "\n" not in str(caught.value)
    with pytest.raises(StoreError, match="500"):  # and it is not taken for "not there"
        blobs.size("frames/a")
    with pytest.raises(StoreError, match="500"):
        list(blobs.list())


def test_a_server_that_is_not_there(s3_environment, servers, s3):
    s3_environment(f"http://127.0.0.1:{servers.free_port()}")
    with pytest.raises(StoreError, match="cannot be read"):
        S3Blobs(s3.url(), outage=0.3).read("a")


def test_wrong_keys_are_named_and_not_shown(s3, s3_environment, monkeypatch):
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "mistaken-secret")
    with pytest.raises(StoreError, match="AWS_SECRET_ACCESS_KEY") as caught:
        open_blobs(s3.url()).put(b"x")
    assert "mistaken-secret" not in str(caught.value)
    assert "\n" not in str(caught.value)


def test_the_length_of_outages_is_set_by_a_variable(s3_environment, monkeypatch):
    monkeypatch.setenv("THREEDKIT_S3_OUTAGE", "soon")
    with pytest.raises(FieldError, match="THREEDKIT_S3_OUTAGE"):
        S3Blobs("s3://bucket/x")


def test_a_folder_that_cannot_be_written(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    blobs = FolderBlobs(tmp_path / "file")
    with pytest.raises(StoreError, match="cannot be written"):
        blobs.put(b"abc")
    with pytest.raises(BlobNotFoundError):
        blobs.read("a")
    assert list(blobs.list()) == []


WRITER = """
import sys
from threedkit.store import FolderBlobs
blobs = FolderBlobs(sys.argv[1])
print("ready", flush=True)
number = 0
while True:
    number += 1
    blobs.put(number.to_bytes(4, "big") * 50_000)
    blobs.write("object", number.to_bytes(4, "big") * 50_000)
"""


def test_a_writer_killed_at_any_moment_leaves_whole_objects(tmp_path):
    for attempt in range(4):
        with subprocess.Popen([sys.executable, "-c", WRITER, str(tmp_path)], stdout=subprocess.PIPE) as writer:
            writer.stdout.readline()
            time.sleep(0.05 + 0.037 * attempt)
            writer.kill()
        blobs = FolderBlobs(tmp_path)
        names = [one.name for one in blobs.list()]
        for name in names:
            data = blobs.read(name) if name == "object" else blobs.get(name)
            assert len(data) == 200_000
            assert data == data[:4] * 50_000
        assert "object" in names
