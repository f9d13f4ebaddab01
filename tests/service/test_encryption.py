"""Files that the service keeps are encrypted where its owner says so: by our own key, or by the object store."""

from __future__ import annotations

import hashlib
import uuid
from pathlib import Path

import httpx
from service_models import picture

import threedkit as tk
from threedkit.service.pipeline import Pipeline
from threedkit.store.blobs import S3Blobs, new_key
from threedkit.store.queue import Message


def test_files_of_the_service_are_encrypted_with_our_key(serving, monkeypatch):
    data = picture(400, 300)
    monkeypatch.setenv("THREEDKIT_BLOB_KEY", new_key())
    with serving() as app:
        asset = app.http.post("/v1/assets/upload", files={"file": ("noise.png", data)}).json()
        url = f"/v1/assets/{asset['asset_id']}"
        assert asset["sha256"] == hashlib.sha256(data).hexdigest()
        assert app.http.get(f"{url}/content").content == data
        assert app.http.get(f"{url}/content", headers={"Range": "bytes=5-99"}).content == data[5:100]
        pipeline = Pipeline(app.service.store, app.service.settings)
        pipeline.handle(Message(topic="asset", body={"asset_id": asset["asset_id"]}))
        pipeline.close()
        assert app.http.get(f"{url}/thumbnail").content[1:4] == b"PNG"
        files = [path.read_bytes() for path in Path(app.service.blobs.url).rglob("*") if path.is_file()]
        assert len(files) == 2
        assert not any(b"\x89PNG\r\n\x1a\n" in file or data[100:200] in file for file in files)
        assert app.service.store.check(deep=True).ok


def on_disk(s3, mark):
    """Whether bytes are to be seen in the files of an S3 server."""
    return any(mark in path.read_bytes() for path in s3.folder.glob("*.dat"))


def encryption_of(blobs, name):
    url = blobs._requests.sign(name, "HEAD", 60)
    return httpx.head(url).headers.get("x-amz-server-side-encryption")


def test_files_of_the_service_are_encrypted_by_the_bucket(serving, s3, monkeypatch):
    """SSE-S3, on a server that does it: in one piece, streamed, and in parts that never pass through us."""
    marks = [uuid.uuid4().bytes for _ in range(4)]
    # The zero byte: SeaweedFS compresses what looks like text, and then no mark would be seen on its disk anyway.
    small, large, parts, plain = (b"solid \n\0" + mark * 4096 for mark in marks)
    large, parts = large * 200, parts * 100
    for name, value in {**s3.environment(), "AWS_SERVER_SIDE_ENCRYPTION": "AES256"}.items():
        monkeypatch.setenv(name, value)
    with serving(blobs=s3.url(), part_bytes=5 << 20) as app:
        with tk.connect(app.url, app.token, parts_above=len(large)) as client:
            assets = [client.put(data, name="a.stl", wait=False) for data in (small, large)]
        with tk.connect(app.url, app.token, parts_above=0) as client:
            assets.append(client.put(parts, name="b.stl", wait=False))
            for asset, data in zip(assets, (small, large, parts), strict=True):
                assert client.read(asset.asset_id) == data
        for asset in assets:
            assert encryption_of(app.service.blobs, asset.storage_path) == "AES256"
        assert not any(on_disk(s3, mark * 2) for mark in marks)
        monkeypatch.delenv("AWS_SERVER_SIDE_ENCRYPTION")
        bare = S3Blobs(s3.url())
        bare.write("plain", plain)
        assert (encryption_of(bare, "plain"), on_disk(s3, marks[3] * 2)) == (None, True)
