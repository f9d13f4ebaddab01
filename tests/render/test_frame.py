"""Frames and the files they are written to."""

from __future__ import annotations

import io
import os
import pickle
import stat

import numpy as np
import OpenEXR
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from PIL import Image

from threedkit.errors import OutputError, RenderError
from threedkit.render import Frame
from threedkit.render.png import encode_png


@pytest.fixture
def frame():
    rng = np.random.default_rng(1)
    color = np.dstack([rng.integers(0, 256, (6, 9, 3)), np.full((6, 9), 255)]).astype(np.uint8)
    color[0, 0, 3] = 0
    depth = rng.random((6, 9)).astype(np.float32)
    depth[0, 0] = np.inf
    normal = rng.random((6, 9, 3)).astype(np.float32)
    ids = rng.integers(0, 3, (6, 9)).astype(np.uint32)
    return Frame(color=color, depth=depth, normal=normal, object_id=ids, names={1: "fox", 2: "Füchsin"})


@settings(max_examples=60, deadline=None)
@given(
    image=st.tuples(st.integers(1, 12), st.integers(1, 12), st.sampled_from((3, 4))).flatmap(
        lambda shape: arrays(np.uint8, shape)
    )
)
def test_png_is_valid_and_lossless(image):
    data = encode_png(image)
    with Image.open(io.BytesIO(data)) as opened:
        opened.verify()
    assert np.array_equal(np.array(Image.open(io.BytesIO(data))), image)
    assert encode_png(image) == data


def test_an_image_that_was_not_asked_for_names_the_remedy(frame):
    with pytest.raises(RenderError, match=r"no position: ask for it with outputs=\('color', .*'position'\)"):
        _ = frame.position


@pytest.mark.parametrize(
    "images",
    [
        {},
        {"color": np.zeros((2, 2, 3), np.uint8)},
        {"depth": np.zeros((2, 2))},
        {"color": np.zeros((2, 2, 4), np.uint8), "depth": np.zeros((2, 3), np.float32)},
    ],
)
def test_a_frame_keeps_its_layout(images):
    with pytest.raises(RenderError):
        Frame(**images)


def test_frames_travel(frame):
    other = pickle.loads(pickle.dumps(frame))
    assert np.array_equal(other.color, frame.color)
    assert (other.names, other.size, other.outputs) == (frame.names, (9, 6), frame.outputs)
    assert repr(frame) == "<Frame 9x6 color depth normal object_id>"
    assert np.array_equal(np.array(Image.open(io.BytesIO(frame._repr_png_()))), frame.color)


def test_png_and_webp_keep_alpha_and_jpeg_lies_on_white(frame, tmp_path):
    assert np.array_equal(np.array(Image.open(frame.save(tmp_path / "a.png"))), frame.color)
    with Image.open(frame.save(tmp_path / "a.webp")) as picture:
        assert picture.mode == "RGBA"
    flat = np.full((16, 16, 4), (10, 20, 30, 0), np.uint8)
    found = np.array(Image.open(Frame(color=flat).save(tmp_path / "a.jpg")))
    assert found.shape == (16, 16, 3)
    assert found.min() > 250


def test_npz_holds_everything(frame, tmp_path):
    with np.load(frame.save(tmp_path / "a.npz")) as found:
        for name in frame.outputs:
            assert np.array_equal(found[name], frame.image(name))
        assert dict(zip(found["object_ids"].tolist(), found["object_names"].tolist(), strict=True)) == frame.names


def test_exr_holds_layers_in_linear_light(frame, tmp_path):
    with OpenEXR.File(str(frame.save(tmp_path / "a.exr")), separate_channels=True) as file:
        channels = {name: channel.pixels for name, channel in file.channels().items()}
    assert {"R", "G", "B", "A", "Z", "normal.X", "object_id"} <= set(channels)
    assert np.array_equal(channels["Z"], frame.depth)
    assert np.array_equal(channels["object_id"], frame.object_id)
    assert channels["R"][0, 0] == 0  # premultiplied
    expected = (frame.color[3, 3, 0] / 255 + 0.055) / 1.055
    assert abs(float(channels["R"][3, 3]) - expected**2.4) < 2e-3


def test_the_file_appears_whole_or_not_at_all(frame, tmp_path, monkeypatch):
    path = frame.save(tmp_path / "a.png")
    assert stat.S_IMODE(path.stat().st_mode) == 0o666 & ~_umask()
    before = path.read_bytes()

    def full(self, target):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pathlib.Path.replace", full)
    with pytest.raises(OutputError, match=r"a\.png: cannot be written: No space left on device"):
        frame.save(path)
    monkeypatch.undo()
    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == ["a.png"]


@pytest.mark.parametrize("name", ["a.tiff", "a", "missing/a.png"])
def test_bad_places_are_one_line(frame, tmp_path, name):
    with pytest.raises(OutputError) as caught:
        frame.save(tmp_path / name)
    assert "\n" not in str(caught.value)
    assert not list(tmp_path.iterdir())


def _umask():
    mask = os.umask(0)
    os.umask(mask)
    return mask
