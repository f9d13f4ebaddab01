"""Large files of the client go in parts: what is cut is sent again, and nothing else."""

from __future__ import annotations

import contextlib
import hashlib
import socket
import threading

import pytest

import threedkit as tk
from threedkit.errors import AssetError, ServiceError, StoreError
from threedkit.service.client import parts

MIB = 1 << 20
BIG = b"solid \n" + hashlib.shake_256(b"parts").digest(16 * MIB)
SHA256 = hashlib.sha256(BIG).hexdigest()


class Line:
    """A way to a server that is cut, once each, when so many bytes have gone over it."""

    def __init__(self, port, *cuts):
        self.target, self.cuts, self.sent = ("127.0.0.1", port), list(cuts), 0
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.listener.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        while True:
            try:
                here = self.listener.accept()[0]
            except OSError:  # closed
                return
            there = socket.create_connection(self.target)
            threading.Thread(target=self._carry, args=(here, there, True), daemon=True).start()
            threading.Thread(target=self._carry, args=(there, here, False), daemon=True).start()

    def _carry(self, source, sink, counted):
        with contextlib.suppress(OSError):  # the other direction has ended
            while data := source.recv(1 << 16):
                sink.sendall(data)
                self.sent += len(data) if counted else 0
                if counted and self.cuts and self.sent > self.cuts[0]:
                    self.cuts.pop(0)
                    break
        for end in (source, sink):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()

    def close(self):
        self.listener.close()


@pytest.fixture(scope="module")
def small(serving):
    """An app that takes parts of 5 MiB."""
    with serving(part_bytes=5 * MIB) as app:
        yield app


@pytest.fixture
def path(tmp_path):
    (tmp_path / "big.stl").write_bytes(BIG)
    return tmp_path / "big.stl"


def uploads_of(app):
    return app.service.database.read(
        lambda connection: connection.exec_driver_sql("SELECT count(*) FROM uploads").scalar()
    )


def away(*_):
    raise StoreError("the disk is away")


def test_a_line_that_is_cut_costs_a_part(small, path):
    line = Line(small.http.base_url.port, 7 * MIB, 15 * MIB)
    with tk.connect(line.url, small.token, parts_above=6 * MIB) as client:
        asset = client.put(path, tags=["long"], metadata={"by": "ann"}, name="long one.stl", wait=False)
    line.close()
    assert (asset.sha256, asset.size, asset.name) == (SHA256, len(BIG), "long one.stl")
    assert (asset.tags, asset.metadata) == (("long",), {"by": "ann"})
    assert line.cuts == []
    assert line.sent < len(BIG) + 2 * 6 * MIB
    assert small.service.store.read(asset.asset_id) == BIG
    assert uploads_of(small) == 0


def test_a_service_that_stays_away_ends_it(small, monkeypatch):
    """And what has come of it is forgotten."""
    monkeypatch.setattr(parts, "PATIENCE", 0.0)
    monkeypatch.setattr(small.service.store.blobs.__class__, "part_writer", away)
    with tk.connect(small.url, small.token, parts_above=0) as client:
        with pytest.raises(ServiceError, match="try again in a little while") as caught:
            client.put(BIG, name="big.stl")
        assert (caught.value.status, uploads_of(small)) == (503, 0)


def test_what_the_service_does_not_keep_is_refused_at_the_beginning(small, tmp_path):
    (tmp_path / "big.exe").write_bytes(b"MZ" + bytes(20))
    with tk.connect(small.url, small.token, parts_above=0) as client:
        with pytest.raises(AssetError, match="UNSUPPORTED_FORMAT"):
            client.put(tmp_path / "big.exe", wait=False)
        with pytest.raises(AssetError, match="no such file"):
            client.put(tmp_path / "none.stl")
    assert uploads_of(small) == 0


@pytest.mark.parametrize("public", ["", "http://127.0.0.1:1"])
def test_parts_go_to_the_bucket_or_through_the_service(serving, s3, path, monkeypatch, public):
    """Where the bucket's address is none that a client reaches, the service takes them."""
    for name, value in {**s3.environment(), "THREEDKIT_S3_PUBLIC_URL": public}.items():
        monkeypatch.setenv(name, value)
    with serving(blobs=s3.url(), part_bytes=5 * MIB) as app:
        line = Line(app.http.base_url.port)
        with tk.connect(line.url, app.token, parts_above=0) as client:
            asset = client.put(path, wait=False)
        line.close()
        assert (asset.sha256, asset.name) == (SHA256, "big.stl")
        assert (line.sent > len(BIG)) == bool(public)
        assert app.service.store.check(deep=True).ok
