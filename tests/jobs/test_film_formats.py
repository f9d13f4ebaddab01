"""Every kind of film: colours, sizes, what is lossless, what it says of itself, and films of frames to come."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import threading

import av
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from threedkit.errors import FieldError, JobError, OutputError
from threedkit.jobs import film
from threedkit.jobs.film_formats import FILMS
from threedkit.render import Frame

KINDS = sorted(FILMS)
PATCHES = np.array(
    [(0, 0, 0), (255, 255, 255), (128, 128, 128), (255, 0, 0), (0, 255, 0), (0, 0, 255), (239, 102, 49), (94, 60, 52),
     (70, 148, 73), (8, 133, 161)], np.uint8,
)  # fmt: skip


def written(folder, pictures, kind="png"):
    """Frame files of pictures (h, w, 4)."""
    return [Frame(color=picture).save(folder / f"frame_{i:04d}.{kind}") for i, picture in enumerate(pictures)]


def decoded(path, layout="rgb24"):
    with av.open(str(path)) as container:
        return [frame.to_ndarray(format=layout) for frame in container.decode(video=0)]


def from_bt709(path):
    """The first frame as sRGB levels, by the standard's own formula from the numbers in the stream.

    ITU-R BT.709-6, 3.3 and 3.4, 8 bits: Y' from 16 to 235, C'b and C'r from 16 to 240.
    """
    with av.open(str(path)) as container:
        frame = next(container.decode(video=0))
        context = container.streams.video[0].codec_context
        assert (int(frame.colorspace), int(frame.color_range)) == (1, 1)
        assert (int(context.color_primaries), int(context.color_trc)) == (1, 13)
        planes = [
            np.frombuffer(plane, np.uint8).reshape(-1, plane.line_size)[:, : plane.width] for plane in frame.planes
        ]
    luma = (planes[0].astype(float) - 16) / 219
    blue, red = ((plane.repeat(2, axis=0).repeat(2, axis=1).astype(float) - 128) / 224 for plane in planes[1:])
    r, b = luma + 1.5748 * red, luma + 1.8556 * blue
    g = (luma - 0.2126 * r - 0.0722 * b) / 0.7152
    return 255 * np.stack([r, g, b], -1)


@pytest.fixture
def patches(tmp_path):
    row = np.repeat(PATCHES[None], 32, axis=0).repeat(32, axis=1)
    return written(tmp_path, [np.dstack([row, np.full(row.shape[:2], 255, np.uint8)])] * 3)


@pytest.mark.parametrize("kind", KINDS)
def test_known_colours_come_back(patches, tmp_path, kind):
    path = film.write_film(patches, tmp_path / f"film{kind}", fps=24)
    found = from_bt709(path) if kind in {".mp4", ".webm"} else decoded(path)[0].astype(float)
    for number, patch in enumerate(PATCHES):
        inside = found[4:28, number * 32 + 4 : number * 32 + 28]
        off = np.abs(inside.mean(axis=(0, 1)) - patch).max()
        assert off <= {".mkv": 0, ".gif": 4}.get(kind, 2.5), f"{kind}: {patch} is {off:.2f} levels off"


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(size=st.tuples(st.integers(1, 70), st.integers(1, 70)), seed=st.integers(0, 99))
def test_mkv_keeps_every_bit(tmp_path, size, seed):
    rng = np.random.default_rng(seed)
    pictures = [rng.integers(0, 256, (*size, 4), np.uint8) for _ in range(3)]
    found = decoded(film.write_film(written(tmp_path, pictures), tmp_path / "film.mkv", fps=30), "rgba")
    assert all(np.array_equal(one, other) for one, other in zip(found, pictures, strict=True))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("size", [(1, 1), (1, 3), (300, 1), (2, 401), (33, 17)])
def test_any_size(tmp_path, kind, size):
    pictures = [np.full((*size, 4), (250, 40 * i, 20, 255), np.uint8) for i in range(3)]
    found = decoded(film.write_film(written(tmp_path, pictures), tmp_path / f"film{kind}", fps=24))
    padded = tuple(side + side % 2 for side in size) if kind in {".mp4", ".webm"} else size
    assert [one.shape[:2] for one in found] == [padded] * 3
    assert all(np.abs(one[0, 0].astype(int) - (250, 40 * i, 20)).max() <= 9 for i, one in enumerate(found))


@pytest.mark.parametrize("kind", KINDS)
def test_films_say_where_they_come_from_and_no_time(patches, tmp_path, kind):
    about = json.dumps({"software": "threedkit", "scene": "ab"})
    path = film.write_film(patches, tmp_path / f"film{kind}", fps=24, comment=about)
    data = path.read_bytes()
    again = film.write_film(patches, path, fps=24, comment=about).read_bytes()
    if kind in {".mkv", ".gif"}:
        assert again == data
    else:  # x264 and libvpx now and then decide otherwise, on a busy machine, for the same input
        assert len(again) == pytest.approx(len(data), rel=0.05)
    if kind != ".gif":
        with av.open(io.BytesIO(data)) as container:
            assert json.loads({k.lower(): v for k, v in container.metadata.items()}["comment"])["scene"] == "ab"
            assert "creation_time" not in container.metadata


@pytest.mark.parametrize("kind", ["png", "jpg", "webp", "avif", "jxl"])
def test_frames_of_every_format(tmp_path, kind):
    picture = np.full((40, 50, 4), (200, 60, 20, 255), np.uint8)
    found = decoded(film.write_film(written(tmp_path, [picture] * 2, kind), tmp_path / "film.mkv", fps=24))
    assert len(found) == 2
    assert np.abs(found[0].astype(int) - picture[..., :3]).max() <= 4


def test_a_film_of_frames_to_come(tmp_path):
    """Frames are encoded while later ones are not there yet."""
    pictures = written(tmp_path, [np.full((32, 32, 4), 20 * i, np.uint8) for i in range(12)])
    asked, may_go = [], threading.Event()

    def arriving():
        for number, path in enumerate(pictures):
            if number == 8:
                assert may_go.wait(30)
            asked.append(number)
            yield path

    target = tmp_path / "film.mkv"
    maker = threading.Thread(target=film.write_film, args=(arriving(), target), kwargs={"fps": 24})
    maker.start()
    for _ in range(300):
        if len(asked) == 8 and list(tmp_path.glob(".film.*.part.mkv")):
            break
        maker.join(0.1)
    assert list(tmp_path.glob(".film.*.part.mkv"))  # begun
    assert not target.exists()  # but not shown
    may_go.set()
    maker.join(30)
    assert len(decoded(target)) == 12
    assert not list(tmp_path.glob(".*"))


def test_what_breaks_while_frames_come_leaves_nothing(tmp_path):
    pictures = written(tmp_path, [np.zeros((8, 8, 4), np.uint8)] * 6)

    def arriving():
        yield from pictures
        raise JobError("the job failed")

    for kind in KINDS:
        with pytest.raises(JobError, match="the job failed"):
            film.write_film(arriving(), tmp_path / f"film{kind}", fps=24)
    assert sorted(tmp_path.iterdir()) == pictures


def test_bad_frames_are_named(tmp_path):
    good, other = written(tmp_path, [np.zeros((8, 8, 4), np.uint8), np.zeros((8, 9, 4), np.uint8)])
    with pytest.raises(JobError, match=r"frame .*frame_0001\.png is 9x8, the ones before 8x8"):
        film.write_film([good, other], tmp_path / "film.mp4", fps=24)
    for name, content, word in (
        ("cut.png", good.read_bytes()[:-50], "cannot be read"),
        ("text.jpg", b"no picture", "cannot be read: cannot identify"),
        ("gone.png", None, "cannot be read: No such file"),
    ):
        path = tmp_path / name
        if content is not None:
            path.write_bytes(content)
        with pytest.raises(JobError, match=rf"frame .*{name} {word}"):
            film.write_film([good, path], tmp_path / "film.webm", fps=24)
    assert not list(tmp_path.glob("film*"))
    assert not list(tmp_path.glob(".*"))


def test_bad_options_are_refused(patches, tmp_path):
    for kind, most in ((".mp4", 51), (".webm", 63)):
        with pytest.raises(FieldError, match=f"crf must be a whole number from 0 to {most}"):
            film.write_film(patches, tmp_path / f"film{kind}", fps=24, crf=most + 1)
        best, worst = (film.write_film(patches, tmp_path / f"film{kind}", fps=24, crf=crf) for crf in (1, most))
        assert best == worst
    for kind in (".mkv", ".gif"):
        with pytest.raises(FieldError, match=rf"a {kind} has no crf; \.mp4 and \.webm have"):
            film.write_film(patches, tmp_path / f"film{kind}", fps=24, crf=1)


def test_a_size_that_no_player_takes(tmp_path):
    path = tmp_path / "wide.png"
    Image.fromarray(np.zeros((1, 16386, 3), np.uint8)).save(path)
    with pytest.raises(OutputError, match=r"film .*film\.mp4 cannot be written: a \.mp4 is at most 16384 pixels"):
        film.write_film([path], tmp_path / "film.mp4", fps=24)


FULL = """
import pathlib, resource, signal, sys
from threedkit.errors import OutputError
from threedkit.jobs.film import write_film
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
folder = pathlib.Path(sys.argv[1])
frames = sorted(folder.glob("*.png"))
resource.setrlimit(resource.RLIMIT_FSIZE, (3000, 3000))
for kind in sys.argv[2:]:
    try:
        write_film(frames, folder / f"film{kind}", fps=24)
    except OutputError as error:
        print(error)
"""


def test_a_full_place_is_named_and_left_clean(tmp_path):
    rng = np.random.default_rng(0)
    frames = written(tmp_path, [rng.integers(0, 256, (90, 120, 4), np.uint8) for _ in range(5)])
    done = subprocess.run(
        [sys.executable, "-c", FULL, str(tmp_path), *KINDS], capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines() == [
        f"film {tmp_path}/film{kind} cannot be written: File too large" for kind in KINDS
    ]
    assert sorted(tmp_path.iterdir()) == frames
