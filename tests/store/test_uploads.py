"""Files that come in parts, through us and by signed URLs, in a folder and in a bucket."""

from __future__ import annotations

import datetime as dt
import os
import urllib.error
import urllib.request

import pytest

from threedkit.errors import FieldError, RecordNotFoundError, StoreError
from threedkit.store import Access, Database, Store, UploadStore
from threedkit.store.blobs import digest
from threedkit.store.repositories.base import utc_now

PART = 5 << 20
DATA = os.urandom(1 << 10) * (11 << 10)


@pytest.fixture(params=["folder", "bucket", "encrypted"])
def depot(request, tmp_path, monkeypatch):
    place = tmp_path / "blobs"
    if request.param != "folder":
        server = request.getfixturevalue("s3")
        for name, value in server.environment().items():
            monkeypatch.setenv(name, value)
        place = server.url()
    if request.param == "encrypted":
        monkeypatch.setenv("THREEDKIT_BLOB_KEY", "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWY=")
    with Database.open(f"sqlite:///{tmp_path}/farm.db") as database:
        yield Store(database=database, blobs=place)


def send(depot, upload, number, data):
    with depot.uploads.write_part(upload.upload_id, number) as writer:
        for start in range(0, len(data), 1 << 20):
            writer.write(data[start : start + (1 << 20)])
        writer.finish()


def part(number):
    return DATA[(number - 1) * PART : number * PART]


def test_an_upload_is_taken_up_and_becomes_an_asset(depot):
    upload = depot.uploads.new(len(DATA), part_size=PART, sha256=digest(DATA), values={"name": "big"})
    assert (upload.parts, upload.size_of(1), upload.size_of(3)) == (3, PART, len(DATA) - 2 * PART)
    assert depot.uploads.get(upload.upload_id) == upload
    send(depot, upload, 3, part(3))
    send(depot, upload, 1, part(1))
    assert [one.number for one in depot.uploads.parts(upload.upload_id)] == [1, 3]
    with pytest.raises(FieldError, match="not complete: parts 2 are missing, or have another size"):
        depot.uploads.complete(upload.upload_id)
    send(depot, upload, 2, part(2))
    send(depot, upload, 1, part(1))
    stored = depot.uploads.complete(upload.upload_id)
    assert depot.uploads.complete(upload.upload_id) == stored  # the answer got lost: ask again
    assert depot.uploads.get(upload.upload_id).values == {"name": "big"}
    asset = depot.assets.create(
        stored,
        name="big",
        asset_type="other",
        asset_id=upload.upload_id,
        also=lambda connection, _: depot.uploads.forget(connection, upload.upload_id),
    )
    assert (asset.sha256, asset.size) == (digest(DATA), len(DATA))
    assert depot.read(asset.asset_id) == DATA
    with pytest.raises(RecordNotFoundError):
        depot.uploads.get(upload.upload_id)
    assert [entry.name for entry in depot.blobs.list()] == [asset.storage_path]
    assert depot.check(deep=True).ok


def test_parts_go_straight_to_the_bucket(depot):
    upload = depot.uploads.new(len(DATA), part_size=PART)
    urls = depot.uploads.sign(upload.upload_id, [1, 2, 3])
    if urls is None:  # a folder, or parts that have to be encrypted first
        return
    for number, url in urls.items():
        request = urllib.request.Request(url, part(number), method="PUT")
        urllib.request.urlopen(request, timeout=60).close()
    assert depot.uploads.complete(upload.upload_id).sha256 == digest(DATA)
    forged = urls[1].replace("partNumber=1", "partNumber=2")
    with pytest.raises(urllib.error.HTTPError, match="403"):
        urllib.request.urlopen(urllib.request.Request(forged, b"x", method="PUT"), timeout=60)


def test_other_bytes_than_were_told_are_given_up(depot):
    upload = depot.uploads.new(3, sha256="0" * 64)
    send(depot, upload, 1, b"abc")
    with pytest.raises(FieldError, match=r"has the SHA-256 ba7816bf.*, not 000.*given up"):
        depot.uploads.complete(upload.upload_id)
    with pytest.raises(RecordNotFoundError):
        depot.uploads.get(upload.upload_id)
    upload = depot.uploads.new(3)
    for wrong in (b"ab", b"abcd"):
        with pytest.raises(StoreError, match="there must be 3 bytes"):
            send(depot, upload, 1, wrong)
    assert [one for one in depot.uploads.parts(upload.upload_id) if one.size] == []  # SeaweedFS notes an empty part


def test_an_empty_file(depot):
    upload = depot.uploads.new(0)
    send(depot, upload, 1, b"")
    assert depot.uploads.complete(upload.upload_id).size == 0


def test_only_who_began_goes_on(depot):
    ann, bob = depot.as_(Access("ann")), depot.as_(Access("bob"))
    upload = ann.uploads.new(3)
    for act in (
        bob.uploads.get,
        bob.uploads.parts,
        bob.uploads.complete,
        bob.uploads.abort,
        lambda one: bob.uploads.sign(one, [1]),
        lambda one: bob.uploads.write_part(one, 1),
    ):
        with pytest.raises(RecordNotFoundError, match="there is no upload"):
            act(upload.upload_id)
    ann.uploads.abort(upload.upload_id)


def test_uploads_that_are_left_alone_expire(depot):
    old, young = depot.uploads.new(3), depot.uploads.new(3)
    for upload in (old, young):
        send(depot, upload, 1, b"abc")
    assert depot.uploads.expire() == 0
    assert depot.uploads.expire(utc_now() + dt.timedelta(days=8)) == 2
    assert list(depot.blobs.list()) == []
    with pytest.raises(RecordNotFoundError):
        depot.uploads.get(young.upload_id)


def test_one_whose_time_is_over_is_not_there(depot):
    """Whether or not somebody has looked since; and one that cannot be given up does not keep the others."""
    first, second = (depot.uploads.new(3, life=dt.timedelta(0)) for _ in range(2))
    for act in (depot.uploads.get, depot.uploads.parts, depot.uploads.complete, depot.uploads.abort):
        with pytest.raises(RecordNotFoundError, match="there is no upload"):
            act(first.upload_id)
    with pytest.raises(RecordNotFoundError, match="there is no upload"):
        depot.uploads.write_part(second.upload_id, 1)
    stuck = UploadStore(depot.database, depot.blobs)
    drop = stuck._drop

    def fails(row):
        if row.upload_id == first.upload_id:
            raise StoreError("the disk is away")
        drop(row)

    stuck._drop = fails
    with pytest.raises(StoreError, match="the disk is away"):
        stuck.expire()
    assert (depot.uploads.expire(), depot.uploads.expire()) == (1, 0)


@pytest.mark.parametrize(
    ("values", "match"),
    [
        ({"size": -1}, "size must be"),
        ({"size": 1 << 60}, "size must be"),
        ({"size": 1, "sha256": "x"}, "64 hexadecimal"),
        ({"size": 1, "part_size": 1}, "part_size must be"),
        ({"size": 1 << 40, "part_size": 5 << 20}, "10000 parts enough"),
        ({"size": 1, "values": ["x"]}, "JSON object"),
    ],
)
def test_an_upload_that_cannot_be(tmp_path, values, match):
    with Store(f"sqlite:///{tmp_path}/farm.db", blobs=tmp_path) as depot:
        with pytest.raises(FieldError, match=match):
            depot.uploads.new(values.pop("size"), **values)
        upload = depot.uploads.new(3)
        for number in (0, 2, -1):
            with pytest.raises(FieldError, match="numbered from 1 to 1"):
                depot.uploads.write_part(upload.upload_id, number)
