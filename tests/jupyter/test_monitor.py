from __future__ import annotations

import io
import threading
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image

from threedkit.errors import JobError
from threedkit.jupyter import JobMonitor, job_mimebundle
from threedkit.jupyter.monitor import summary
from threedkit.jupyter.monitor.cells import cells
from threedkit.jupyter.monitor.gallery import Gallery
from threedkit.jupyter.monitor.pictures import Thumbnails, large
from threedkit.render import Frame
from threedkit.store import Event

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
            "states": "d" * self.done + "." * (self.total - self.done), "slices": None, "split": 1, "workers": 2,
            "worker_seconds": 61.0, "cluster": "http://127.0.0.1:8787/status",
            "crew": {"<1>": {"frame": 3, "done": 2}, "2": {"failed": 3, "error": "boom", "excluded": True}},
        }  # fmt: skip

    def events(self, after: int = 0) -> list:
        return [Event(n, f"2026-11-23T05:00:{n:02d}+00:00", "chunk", {"worker": "<1>"}) for n in range(after + 1, 30)]

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
    assert monitor._bar.value == monitor._bar.max
    assert monitor._cells.value.count(": done") == 4
    assert len(monitor._gallery._row.children) == 4
    monitor.close()
    assert not job.callbacks


def test_buttons_steer(job):
    monitor = JobMonitor(job)
    assert monitor._buttons["pause"].layout.display is None
    assert monitor._buttons["resume"].layout.display == "none"
    monitor._buttons["pause"].click()
    assert job.wishes == ["pause"]
    monitor.close()


def test_pictures_open_and_lead_to_their_neighbours(job):
    for number in range(3):
        frame(job.folder, number)
    monitor = JobMonitor(job)
    gallery = monitor._gallery
    assert gallery._style.value.count("data:image/jpeg") == 3
    assert gallery._large.layout.display == "none"
    gallery._row.children[1].click()
    assert gallery.opened.name == "frame_1.png"
    assert bytes(gallery._picture.value) == gallery.opened.read_bytes()
    gallery._steps["on"].click()
    assert gallery.opened.name == "frame_2.png"
    assert gallery._steps["on"].disabled
    gallery._steps["on"].click()
    gallery._steps["back"].click()
    assert gallery.opened.name == "frame_1.png"
    gallery._steps["close"].click()
    assert gallery.opened is None
    assert gallery._large.layout.display == "none"
    monitor.close()


def test_a_long_row_shows_some_and_shrinks_again(tmp_path):
    for number in range(30):
        frame(tmp_path, number)
    gallery = Gallery()
    paths = sorted(tmp_path.iterdir())
    gallery.refresh(paths)
    assert len(gallery._row.children) == 12
    assert gallery._row.children[0].tooltip == f"open {paths[0].name}"
    assert gallery._row.children[-1].tooltip == f"open {paths[-1].name}"
    gallery.refresh(paths[:2])
    assert len(gallery._row.children) == 2
    gallery.close()


def test_large_frames_are_made_smaller(tmp_path):
    path = tmp_path / "big.png"
    Image.fromarray(np.zeros((100, 4000, 4), np.uint8)).save(path)
    kind, data = large(path)
    assert kind == "jpeg"
    assert Image.open(io.BytesIO(data)).size == (1600, 40)
    assert large(tmp_path / "gone.png") is None
    assert large(tmp_path / "frame.exr") is None


def test_workers_and_events_are_listed_as_text(job):
    monitor = JobMonitor(job)
    assert "&lt;1&gt;" in monitor._crew.value
    assert "excluded: boom" in monitor._crew.value
    assert monitor._log.value.count("chunk") == 12, "the tail"
    assert "05:00:29" in monitor._log.value
    assert 'href="http://127.0.0.1:8787/status"' in monitor._foot.value
    monitor.close()


@pytest.mark.parametrize("count", [2, 480, 481, 100_000])
def test_cells_stay_few(count):
    html = cells("d" * (count // 2) + "." * (count - count // 2))
    assert html.count("<i ") == min(count, 480)
    assert f"{count // 2} done" in html


def test_a_cell_tells_the_worst_of_its_frames():
    states = bytearray(b"d" * 4800)
    states[4700] = ord("f")
    html = cells(states.decode())
    assert html.count(": failed") == 1
    assert "frames 4700 to 4709: failed" in html
    assert cells("d") == cells("-d-") == ""


class SplitJob(FakeJob):
    """A job of one frame in four slices."""

    slices = 0

    def snapshot(self) -> dict:
        return super().snapshot() | {"split": 4, "slices": {"done": self.slices, "total": 4}}

    def preview(self) -> Frame:
        if not self.slices or self.status == "succeeded":
            raise JobError("nothing there")
        return Frame(color=np.full((4, 4, 4), 60 * self.slices, np.uint8), meta={"slices": self.slices})


def test_a_split_picture_sharpens_in_the_monitor(tmp_path):
    job = SplitJob(tmp_path)
    job.total = 1
    monitor = JobMonitor(job)
    gallery = monitor._gallery
    assert gallery._large.layout.display == "none"
    seen = []
    for job.slices in (1, 3, 4):
        monitor._slow = 0.0
        monitor.refresh()
        seen.append((gallery._name.value, bytes(gallery._picture.value)))
    assert [name for name, _ in seen] == ["1 of 4 slices", "3 of 4 slices", "4 of 4 slices"]
    assert len({picture for _, picture in seen}) == 3
    assert "4/4 slices" in monitor._head.value
    frame(tmp_path, 0)
    job.status, job.done = "succeeded", 1  # all slices were there before: now the frame is
    monitor.refresh()
    assert gallery.opened == tmp_path / "frame_0.png"
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
    state = {"done": 1, "total": 9, "elapsed": 3725.0, "status": "paused", "eta": 1.0, "reused": 2, "slices": None}
    assert summary.line(state) == "1/9 frames, 1 h 02 min, 2 kept from before"


def test_thumbnails_leave_out_what_is_no_picture(tmp_path):
    (tmp_path / "torn.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    (tmp_path / "other.exr").write_bytes(b"")
    strips = Thumbnails(height=24)
    assert strips.strip(sorted(tmp_path.iterdir())) is None
    frame(tmp_path, 1)
    assert strips.strip(sorted(tmp_path.iterdir())) is not None
