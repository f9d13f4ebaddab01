from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image

from threedkit.jupyter import JobMonitor, job_mimebundle
from threedkit.jupyter.monitor import summary
from threedkit.jupyter.monitor.pictures import Thumbnails

if TYPE_CHECKING:
    from pathlib import Path


class FakeJob:
    """A job whose state the test sets."""

    id = "7"

    def __init__(self, folder: Path) -> None:
        self.folder, self.status, self.done, self.total = folder, "running", 0, 4
        self.failures: list[str] = []
        self.callbacks: list = []
        self.wishes: list[str] = []

    @property
    def frames(self) -> list[Path]:
        return sorted(self.folder.glob("*.png"))

    def snapshot(self) -> dict:
        return {
            "id": self.id, "status": self.status, "message": "", "done": self.done, "total": self.total,
            "progress": self.done / self.total, "eta": 75.0, "elapsed": 3.0, "reused": 0, "errors": self.failures,
            "engine": "filament", "size": [640, 480], "samples": 4, "device": "<cpu>", "output": str(self.folder),
        }  # fmt: skip

    def on_progress(self, callback):
        self.callbacks.append(callback)
        return lambda: self.callbacks.remove(callback)

    def pause(self) -> None:
        self.wishes.append("pause")

    def change(self, **values) -> None:
        for name, value in values.items():
            setattr(self, name, value)
        for callback in tuple(self.callbacks):
            callback(self)


@pytest.fixture
def job(tmp_path):
    return FakeJob(tmp_path)


def frame(folder: Path, number: int) -> None:
    Image.fromarray(np.full((48, 64, 4), (200, 40 * number, 0, 255), np.uint8)).save(folder / f"frame_{number}.png")


def test_the_monitor_follows_to_the_end(job):
    ended = threading.Event()
    monitor = JobMonitor(job, on_end=lambda _: ended.set())
    assert "0/4 frames" in monitor._head.value
    assert "1 min 15 s left" in monitor._head.value
    frame(job.folder, 0)
    job.change(done=1)
    for number in range(1, 4):
        frame(job.folder, number)
    job.change(done=4, status="succeeded")
    assert ended.wait(10)
    assert "succeeded" in monitor._head.value
    assert monitor._bar.value == 4
    assert bytes(monitor._strip.value).startswith(b"\xff\xd8")
    monitor.close()
    assert not job.callbacks


def test_buttons_steer(job):
    monitor = JobMonitor(job)
    assert monitor._buttons["pause"].layout.display is None
    assert monitor._buttons["resume"].layout.display == "none"
    monitor._buttons["pause"].click()
    assert job.wishes == ["pause"]
    monitor.close()


def test_the_bundle_stands_alone(job):
    frame(job.folder, 0)
    job.status, job.failures = "failed", ["frame 3: RenderError: <b>no</b>"]
    data = job_mimebundle(job)
    assert "application/vnd.jupyter.widget-view+json" in data
    assert "data:image/jpeg;base64," in data["text/html"]
    assert "frame 3: RenderError: &lt;b&gt;no&lt;/b&gt;" in data["text/html"]
    assert "&lt;cpu&gt;" in data["text/html"]
    assert data["text/plain"].splitlines()[0].startswith("job 7: failed, 0/4 frames")
    assert set(job_mimebundle(job, include={"text/html"})) == {"text/html"}


def test_times_are_short():
    state = {"done": 1, "total": 9, "elapsed": 3725.0, "status": "paused", "eta": 1.0, "reused": 2}
    assert summary.line(state) == "1/9 frames, 1 h 02 min, 2 kept from before"


def test_thumbnails_leave_out_what_is_no_picture(tmp_path):
    (tmp_path / "torn.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    (tmp_path / "other.exr").write_bytes(b"")
    strips = Thumbnails(height=24)
    assert strips.strip(sorted(tmp_path.iterdir())) is None
    frame(tmp_path, 1)
    assert strips.strip(sorted(tmp_path.iterdir())) is not None
