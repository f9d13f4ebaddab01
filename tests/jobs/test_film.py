"""Films and contact sheets show the frames: number, size, speed and content."""

from __future__ import annotations

import io
import json

import av
import numpy as np
import pytest
from PIL import Image
from rich.console import Console

from threedkit.errors import FieldError, JobError, JobFailedError, OutputError
from threedkit.jobs import film, sheet
from threedkit.jobs.terminal import follow


@pytest.fixture
def frames(tmp_path):
    """Twelve frames of odd size: a white bar that moves over a coloured ground."""
    paths = []
    for index in range(12):
        picture = np.full((49, 65, 4), (200, 60, 20, 255), np.uint8)
        picture[:, 5 * index : 5 * index + 5] = 255
        path = tmp_path / f"frame_{index:04d}.png"
        Image.fromarray(picture).save(path)
        paths.append(path)
    return paths


def decoded(path):
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        return [frame.to_ndarray(format="rgb24") for frame in container.decode(stream)]


def test_the_film_shows_every_frame(frames, tmp_path):
    path = film.write_film(frames, tmp_path / "deep" / "film.mp4", fps=12.5)
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        assert stream.codec_context.name == "h264"
        assert stream.pix_fmt == "yuv420p"
        assert stream.average_rate == 12.5
        assert (stream.width, stream.height) == (66, 50)
        assert float(stream.duration * stream.time_base) == pytest.approx(12 / 12.5)
    pictures = decoded(path)
    assert len(pictures) == 12
    for file, picture in zip(frames, pictures, strict=True):
        wanted = film.read_picture(file).astype(float)
        assert np.abs(picture[:49, :65] - wanted).mean() < 6
    assert np.abs(pictures[0][:, 40:].reshape(-1, 3).mean(axis=0) - (200, 60, 20)).max() < 4
    data = path.read_bytes()
    assert data.index(b"moov") < data.index(b"mdat")
    assert [entry.name for entry in path.parent.iterdir()] == ["film.mp4"]


def test_players_get_the_colours_right(frames, tmp_path):
    """The stream says BT.709, and that is what the numbers are."""
    path = film.write_film(frames, tmp_path / "film.mp4", fps=24)
    with av.open(str(path)) as container:
        context = container.streams.video[0].codec_context
        assert int(context.colorspace) == 1
        assert int(context.color_primaries) == 1
        frame = next(container.decode(video=0))
    luma = frame.to_ndarray()[:49, 40:60].mean()
    assert luma == pytest.approx(16 + 219 * (0.2126 * 200 + 0.7152 * 60 + 0.0722 * 20) / 255, abs=1.5)


def test_one_frame_is_a_film(frames, tmp_path):
    assert len(decoded(film.write_film(frames[:1], tmp_path / "one.mp4", fps=24))) == 1


def test_transparent_frames_stand_on_white(tmp_path):
    picture = np.zeros((4, 4, 4), np.uint8)
    picture[0, 0] = (255, 0, 0, 128)
    Image.fromarray(picture).save(tmp_path / "clear.png")
    seen = film.read_picture(tmp_path / "clear.png")
    assert seen[3, 3].tolist() == [255, 255, 255]
    assert seen[0, 0].tolist() == [255, 127, 127]


def test_a_gif_keeps_the_time(frames, tmp_path):
    path = film.write_film(frames, tmp_path / "film.gif", fps=24)
    with Image.open(path) as image:
        assert image.n_frames == 12
        durations = []
        for index in range(12):
            image.seek(index)
            durations.append(image.info["duration"])
    assert sum(durations) == pytest.approx(1000 * 12 / 24, abs=10)


def test_bad_films_are_refused(frames, tmp_path):
    for error, word, arguments in (
        (FieldError, r"one of \.mp4, \.webm, \.mkv, \.gif, not '\.avi'", (frames, tmp_path / "film.avi")),
        (JobError, "no frames", ([], tmp_path / "film.mp4")),
        (JobError, "no frames", (iter(()), tmp_path / "film.webm")),
        (OutputError, "film", (frames, frames[0] / "film.mp4")),
        (JobError, "npz", ([tmp_path / "a.npz"], tmp_path / "film.mp4")),
    ):
        with pytest.raises(error, match=word):
            film.write_film(*arguments, fps=24)
    with pytest.raises(FieldError, match="fps"):
        film.write_film(frames, tmp_path / "film.mp4", fps=0)
    with pytest.raises(FieldError, match="crf"):
        film.write_film(frames, tmp_path / "film.mp4", fps=24, crf=99)
    assert not list(tmp_path.glob("*.mp4"))
    assert not list(tmp_path.glob(".*"))


def test_the_sheet_shows_the_chosen_frames(frames, tmp_path):
    path = sheet.write_sheet(frames, tmp_path / "sheet.png", columns=3, limit=6)
    with Image.open(path) as image:
        picture = np.asarray(image.convert("RGB"))
    step = (65 + 4, 49 + 4 + 16)
    assert picture.shape == (2 * step[1] + 4, 3 * step[0] + 4, 3)
    for place, index in enumerate(sheet.choose(12, 6)):
        left, top = 4 + (place % 3) * step[0], 4 + (place // 3) * step[1]
        assert np.array_equal(picture[top : top + 49, left : left + 65], film.read_picture(frames[index]))


def test_a_sheet_of_big_frames_is_scaled(tmp_path):
    path = tmp_path / "big.png"
    Image.fromarray(np.zeros((900, 1600, 3), np.uint8)).save(path)
    with Image.open(sheet.write_sheet([path] * 9, tmp_path / "sheet.jpg")) as image:
        assert 1500 < image.width < 1700


def test_bad_sheets_are_refused(frames, tmp_path):
    for error, word, values in (
        (FieldError, "columns", {"columns": 0}),
        (FieldError, "limit", {"limit": 0}),
        (FieldError, "png", {"path": tmp_path / "sheet.bmp"}),
        (JobError, "no frames", {"frames": []}),
    ):
        arguments = {"frames": frames, "path": tmp_path / "sheet.png", **values}
        with pytest.raises(error, match=word):
            sheet.write_sheet(**arguments)


@pytest.mark.cluster
def test_a_job_makes_its_film_and_sheet(submit_null):
    job = submit_null(10, size=(33, 17), fps=10)
    assert job.wait(60) == "succeeded"
    assert job.video() == job.output / "film.mp4"
    pictures = decoded(job.video())
    assert len(pictures) == 10
    assert pictures[0].shape == (18, 34, 3)
    assert np.abs(pictures[9][:17, :33, 2].mean() - 144) < 8
    assert job.contact_sheet().name == "contact_sheet.png"
    assert job.video(job.output / "film.gif").is_file()


@pytest.mark.cluster
def test_a_film_follows_its_job(submit_null):
    job = submit_null(12, size=(32, 18), fps=10, seconds=0.05)
    path = job.video(follow=True)
    assert job.wait(60) == "succeeded"
    assert len(decoded(path)) == 12
    assert np.abs(decoded(path)[5].astype(int) - decoded(job.video(job.output / "again.mp4"))[5]).max() < 12
    with av.open(str(path)) as container:
        assert json.loads(container.metadata["comment"])["scene"] == job.spec.scene_hash


@pytest.mark.cluster
def test_a_film_that_follows_ends_with_its_job(submit_null):
    job = submit_null(6, fail=[3], attempts=1)
    with pytest.raises(JobFailedError, match="1 of 6 frames failed: 3; first: RenderError"):
        job.video(follow=True)
    assert not list(job.output.glob("*.mp4"))
    assert not list(job.output.glob(".film*"))


@pytest.mark.cluster
def test_the_terminal_follows_to_the_end(submit_null):
    screen = Console(file=io.StringIO(), width=100, force_terminal=False)
    job = submit_null(5, fail=[2], attempts=1)
    assert follow(job, screen) == "failed"
    assert "4/5" in screen.file.getvalue()
    assert "1 failed" in screen.file.getvalue()
