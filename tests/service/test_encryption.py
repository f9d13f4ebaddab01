"""Files that the service keeps are encrypted where its owner says so: by our own key, or by the object store."""

from __future__ import annotations

import hashlib
from pathlib import Path

from service_models import picture

from threedkit.service.pipeline import Pipeline
from threedkit.store.blobs import new_key
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
        assert not any(b"PNG" in file or data[100:200] in file for file in files)
        assert app.service.store.check(deep=True).ok
