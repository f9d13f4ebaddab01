"""Jobs whose frames go to a bucket of S3, on a real server; and what happens when it answers 500 for a while."""

from __future__ import annotations

import time

import pytest
from PIL import Image

from threedkit import jobs
from threedkit.jobs.bucket import BucketFolder
from threedkit.store import open_blobs

pytestmark = pytest.mark.cluster


def until(condition, seconds=180.0):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.02)


@pytest.fixture
def bucket(s3, servers, monkeypatch):
    """A proxy before the server, and a place behind it; the embedded cluster starts anew with its environment."""
    proxy = servers.Proxy(s3.endpoint)
    jobs.close_cluster()
    for name, value in {**s3.environment(proxy.endpoint), "THREEDKIT_S3_OUTAGE": "2"}.items():
        monkeypatch.setenv(name, value)
    proxy.place = s3.url()
    yield proxy
    proxy.failing = None
    jobs.close_cluster()
    proxy.close()


def test_frames_go_to_the_bucket_and_come_back(submit_null, bucket):
    job = submit_null(6, output=bucket.place)
    frames = job.result(240)
    assert [frame.name for frame in frames] == [f"frame_{index:04d}.png" for index in range(6)]
    for frame in frames:
        with Image.open(frame) as image:
            assert image.size == (32, 24)
    there = open_blobs(bucket.place)
    assert {entry.name for entry in there.list("frames")} == {f"frames/{frame.name}" for frame in frames}
    assert there.read("frames/frame_0003.png") == frames[3].read_bytes()
    assert job.spec.scene_hash in open_blobs(f"{bucket.place}/.job/blobs")
    assert job.contact_sheet().is_file()
    there.delete("frames/frame_0002.png")
    again = submit_null(6, output=bucket.place)
    again.result(240)
    assert again.snapshot()["reused"] == 5
    assert jobs.open_job(job.id).record.output == bucket.place == BucketFolder(bucket.place).place


def test_a_bucket_that_is_away_pauses_the_job_and_costs_no_attempt(submit_null, bucket):
    job = submit_null(40, output=bucket.place, seconds=0.1, attempts=1)
    until(lambda: job.done >= 4)
    bucket.failing = 500
    until(lambda: job.status == "paused")
    assert bucket.place in job.message
    assert "resume" in job.message
    assert job.errors == {}
    assert 4 <= job.done < 40
    bucket.failing = None
    job.resume()
    assert job.wait(240) == "succeeded"
    assert job.done == 40


def test_a_short_outage_is_not_noticed(submit_null, bucket):
    job = submit_null(30, output=bucket.place, seconds=0.1)
    until(lambda: job.done >= 3)
    bucket.failing = 503
    time.sleep(0.8)
    bucket.failing = None
    assert job.wait(240) == "succeeded"
    assert "paused" not in [event.data.get("status") for event in job.events()]
