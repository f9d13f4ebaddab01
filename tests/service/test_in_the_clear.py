"""gRPC is not answered in the clear for other machines, however the process was started."""

from __future__ import annotations

import pytest

from threedkit.errors import ParameterError, StoreError
from threedkit.service import Settings, workers
from threedkit.service.context import Service
from threedkit.service.grpc.server import GrpcPart
from threedkit.service.serving import serve


@pytest.fixture
def settings(tmp_path):
    places = {"database": f"sqlite:///{tmp_path}/records.db", "blobs": str(tmp_path / "blobs")}
    return lambda **more: Settings(**{**places, "grpc_port": 0, "work": False, **more})


def test_beside_a_unix_socket(settings, tmp_path):
    said = settings(host="0.0.0.0", unix_socket=tmp_path / "s")
    with pytest.raises(ParameterError, match="would send tokens in the clear"):
        serve(said, ready=lambda _: None)
    assert not (tmp_path / "s").exists()


def test_in_an_app_of_somebody_elses(settings):
    service = Service(settings(host="0.0.0.0"))
    part = GrpcPart(service)
    try:
        with pytest.raises(ParameterError, match="would send tokens in the clear"):
            part.start()
    finally:
        part.stop()
        service.stop()


def test_a_process_that_only_works_does_not_listen(settings, monkeypatch):
    started = []

    def start(service, **how):
        started.append(how)
        raise StoreError("enough")

    monkeypatch.setattr(Service, "start", start)
    with pytest.raises(StoreError, match="enough"):
        workers.work(settings(work=True), ready=lambda: None)
    assert started == [{"answers": False}]
    monkeypatch.undo()
    for answers, port in ((False, 0), (True, 1)):
        service = Service(settings())
        service.start(answers=answers)
        assert sum(isinstance(part, GrpcPart) for part in service.parts) == port
        service.stop()
