"""The service on S3: uploads, ranges, signed URLs for parts and for downloads, all against a real server."""

from __future__ import annotations

import hashlib

import httpx
import pytest
from service_models import ball

import threedkit as tk
from threedkit.service.pipeline import Pipeline
from threedkit.store.queue import Message

BIG = b"solid \n" + hashlib.shake_256(b"bucket").digest(11 << 20)


@pytest.fixture(scope="module")
def bucket(s3, serving):
    """An app whose files are in a bucket."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in s3.environment().items():
            patch.setenv(name, value)
        with serving(blobs=s3.url()) as app:
            yield app


def test_up_and_down_through_the_service(bucket):
    asset = bucket.http.post("/v1/assets/upload", files={"file": ("big.stl", BIG)}).json()
    assert asset["sha256"] == hashlib.sha256(BIG).hexdigest()
    url = f"/v1/assets/{asset['asset_id']}/content?redirect=false"
    assert bucket.http.get(url).content == BIG
    assert bucket.http.get(url, headers={"Range": "bytes=5242870-5242890"}).content == BIG[5242870:5242891]


def test_downloads_go_to_the_bucket(bucket):
    asset = bucket.http.post("/v1/assets/upload", files={"file": ("b.stl", BIG)}).json()
    answer = bucket.http.get(f"/v1/assets/{asset['asset_id']}/content")
    assert (answer.status_code, answer.headers["cache-control"]) == (307, "no-store")
    assert bucket.token not in answer.headers["location"]
    assert httpx.get(answer.headers["location"]).content == BIG
    with tk.connect(bucket.url, bucket.token) as client:
        assert client.read(asset["asset_id"]) == BIG


def test_parts_go_straight_to_the_bucket(bucket):
    size = 5 << 20
    sent = {"file": "parts.stl", "size": len(BIG), "part_size": size, "sha256": hashlib.sha256(BIG).hexdigest()}
    url = bucket.http.post("/v1/assets/uploads", json=sent).headers["location"]
    parts = bucket.http.get(f"{url}/parts").json()["items"]
    assert len(parts) == 3
    for part in reversed(parts[1:]):
        start = (part["number"] - 1) * size
        assert httpx.put(part["url"], content=BIG[start : start + part["size"]]).status_code == 200
    assert bucket.http.put(f"{url}/parts/1", content=BIG[:size]).status_code == 204  # or through us
    assert all(part["received"] for part in bucket.http.get(f"{url}/parts").json()["items"])
    first, again = (bucket.http.post(f"{url}/complete") for _ in range(2))
    assert first.status_code == 201, first.text
    assert first.json()["sha256"] == sent["sha256"]
    assert again.json()["asset_id"] == first.json()["asset_id"]
    content = f"/v1/assets/{first.json()['asset_id']}/content?redirect=false"
    assert bucket.http.get(content).content == BIG


def test_the_pipeline_works_from_the_bucket(bucket):
    asset = bucket.http.post("/v1/assets/upload", files={"file": ("ball.glb", ball())}).json()["asset_id"]
    store = bucket.service.store
    pipeline = Pipeline(store, bucket.service.settings)
    pipeline.handle(Message(topic="asset", body={"asset_id": asset}))
    pipeline.close()
    states = {one.kind: one.state for one in store.derivatives.list(asset)}
    assert set(states.values()) == {"succeeded"}, store.derivatives.list(asset)
    report = bucket.http.get(f"/v1/assets/{asset}/report")
    assert report.json()["problems"] == [] or report.status_code == 200
    with tk.connect(bucket.url, bucket.token) as client:
        assert client.load(asset).nodes["ball"].name == "ball"
