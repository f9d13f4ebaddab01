"""Frames as files: colours keep to their format's loss, data to the bit; provenance, limits and bad places."""

from __future__ import annotations

import io
import json
import os
import re
import resource
import subprocess
import sys
from xml.etree import ElementTree as ET

import av
import numpy as np
import OpenEXR
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from PIL import Image

from threedkit.errors import MissingPackageError, OutputError, RenderError
from threedkit.render import CameraView, Frame, Shot
from threedkit.render.files import FORMATS, LAYERED, check_file, encode_frame
from threedkit.render.frame import _LAYOUT
from threedkit.render.provenance import about_shot
from threedkit.transforms.colors import srgb_to_linear

PATCHES = np.array(
    [(0, 0, 0), (255, 255, 255), (128, 128, 128), (255, 0, 0), (0, 255, 0), (0, 0, 255), (239, 102, 49), (94, 60, 52),
     (70, 148, 73), (8, 133, 161)], np.uint8,
)  # fmt: skip
"""Black, white, grey, the primaries, threedkit's orange, and skin, green and cyan about as on a colour chart."""
SIDE = 32
LOSS = {"png": 0, "jxl": 0, "exr": 0, "jpg": 3, "jpeg": 3, "webp": 6, "avif": 4}
"""Levels that a patch may be off, in its middle: 4:2:0 without full precision (WebP) is worst."""


@pytest.fixture
def patches():
    """Ten patches in a row, opaque."""
    row = np.repeat(PATCHES[None], SIDE, axis=0).repeat(SIDE, axis=1)
    return np.dstack([row, np.full(row.shape[:2], 255, np.uint8)])


def seen(data, kind):
    """(h, w, 3) sRGB levels as float64, by a reader that is not the writer's where there is one."""
    if kind == "jxl":  # FFmpeg's wheel has no reader for it
        return np.asarray(Image.open(io.BytesIO(data)).convert("RGB")).astype(float)
    with av.open(io.BytesIO(data)) as file:
        frame = next(file.decode(video=0))
        if kind != "exr":
            return frame.to_ndarray(format="rgb24").astype(float)
        planes = [
            np.frombuffer(plane, np.float16).reshape(frame.height, -1)[:, : frame.width] for plane in frame.planes
        ]
    linear = np.stack([planes[i] for i in (2, 0, 1)], -1).astype(float)  # gbrap
    return 255 * np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * np.maximum(linear, 0) ** (1 / 2.4) - 0.055)


@pytest.mark.parametrize("kind", LOSS)
def test_known_colours_come_back(patches, kind):
    found = seen(Frame(color=patches).encode(kind), kind)
    assert found.shape == (SIDE, 10 * SIDE, 3)
    for number, patch in enumerate(PATCHES):
        inside = found[4 : SIDE - 4, number * SIDE + 4 : (number + 1) * SIDE - 4]
        off = np.abs(inside.mean(axis=(0, 1)) - patch).max()
        assert off <= max(LOSS[kind], 0.2 if kind == "exr" else 0), f"{kind}: {patch} is {off:.2f} levels off"


def test_npz_keeps_the_colours(patches):
    with np.load(io.BytesIO(Frame(color=patches).encode("npz"))) as found:
        assert np.array_equal(found["color"], patches)


@st.composite
def frames(draw):
    """A frame with some of the images, of any values that their type holds."""
    size = draw(st.tuples(st.integers(1, 9), st.integers(1, 9)))
    names = draw(st.lists(st.sampled_from(list(_LAYOUT)), min_size=1, unique=True))
    images = {}
    for name in names:
        dtype, channels = _LAYOUT[name]
        floats = {"elements": st.floats(width=32)} if dtype is np.float32 else {}
        images[name] = draw(arrays(dtype, (*size, channels) if channels else size, **floats))
    return Frame(**images, names={1: "fox", 7: "Füchsin"}, meta={"engine": "filament", "seconds": 3.2})


def layers(data):
    with OpenEXR.File(io.BytesIO(data), separate_channels=True) as file:
        return {name: channel.pixels for name, channel in file.channels().items()}, dict(file.header())


@settings(max_examples=60)
@given(frame=frames())
def test_layered_files_keep_every_bit(frame):
    with np.load(io.BytesIO(frame.encode("npz"))) as found:
        for name in frame.outputs:
            assert found[name].tobytes() == frame.image(name).tobytes()
    channels, _ = layers(frame.encode("exr"))
    letters = {"normal": "XYZ", "position": "XYZ", "albedo": "RGB", "motion": "XY", "uv": "UV"}
    for name in frame.outputs:
        if name in letters:
            found = np.stack([channels[f"{name}.{letter}"] for letter in letters[name]], -1)
        elif name in {"color", "radiance"}:
            continue
        else:
            found = channels["Z" if name == "depth" else name]
        assert found.dtype == frame.image(name).dtype
        assert np.array_equal(found, frame.image(name), equal_nan=name not in {"object_id", "material_id"})
    if "radiance" in frame.outputs and "color" not in frame.outputs:
        assert np.array_equal(np.stack([channels[c] for c in "RGB"], -1), frame.radiance, equal_nan=True)


@settings(max_examples=60)
@given(color=st.tuples(st.integers(1, 20), st.integers(1, 20), st.just(4)).flatmap(lambda s: arrays(np.uint8, s)))
def test_lossless_pictures_keep_every_bit(color):
    frame = Frame(color=color)
    for kind in ("png", "jxl"):
        with Image.open(io.BytesIO(frame.encode(kind))) as found:
            assert np.array_equal(np.asarray(found.convert("RGBA")), color)


@settings(max_examples=30)
@given(color=st.tuples(st.integers(1, 20), st.integers(1, 20), st.just(4)).flatmap(lambda s: arrays(np.uint8, s)))
def test_half_floats_hold_eight_bits(color):
    """Colour and alpha of an EXR, back in 8-bit sRGB, are those of the frame where anything is seen."""
    channels, _ = layers(Frame(color=color).encode("exr"))
    alpha = channels["A"].astype(np.float64)
    assert np.array_equal(np.rint(255 * alpha), color[..., 3])
    opaque = color[..., 3] == 255
    linear = np.stack([channels[c] for c in "RGB"], -1).astype(np.float64)
    np.testing.assert_allclose(linear[opaque], srgb_to_linear(color[opaque][:, :3] / 255), rtol=1e-3, atol=1e-7)


def test_depth_and_ids_are_grey_pictures(tmp_path):
    depth = np.array([[0.0001, 1.5, 65.535], [np.inf, 2.0004, 2.0006]], np.float32)
    ids = np.array([[0, 1, 65535], [3, 4, 5]], np.uint32)
    alpha = np.array([[0, 0.5, 1], [1, 1, 1]], np.float32)
    frame = Frame(depth=depth, object_id=ids, material_id=ids, alpha=alpha)
    for name, wanted in (
        ("depth", [[1, 1500, 65535], [0, 2000, 2001]]),
        ("object_id", ids),
        ("material_id", ids),
        ("alpha", [[0, 32768, 65535], [65535] * 3]),
    ):
        with Image.open(frame.save(tmp_path / f"{name}.png", output=name)) as found:
            assert found.mode == "I;16"
            assert np.array_equal(np.asarray(found), wanted)
            assert json.loads(found.text["threedkit"])["output"] == name


@pytest.mark.parametrize(
    ("output", "value", "words"),
    [
        ("depth", 65.54, r"a\.png: a PNG holds depths from 0 to 65\.535 m, and here they go from 0 to 65\.54 m"),
        ("depth", -1, r"a\.png: a PNG holds depths from 0 to 65\.535 m, and here they go from -1 to 0 m"),
        ("depth", np.nan, r"a\.png: a PNG holds no depth that is no number"),
        ("object_id", 65536, r"a\.png: object_id 65536 does not fit a PNG's 16 bits; save it as \.exr or \.npz"),
        ("uv", 0, r"a\.png: a \.png cannot hold uv; save it as \.exr or \.npz"),
    ],
)
def test_values_that_do_not_fit_are_named(tmp_path, output, value, words):
    dtype, channels = _LAYOUT[output]
    frame = Frame(**{output: np.full((2, 2, channels) if channels else (2, 2), value, dtype)})
    with pytest.raises(OutputError, match=words):
        frame.save(tmp_path / "a.png", output=output)
    assert not list(tmp_path.iterdir())


def test_one_image_alone(tmp_path):
    frame = Frame(color=np.zeros((2, 2, 4), np.uint8), depth=np.ones((2, 2), np.float32))
    with np.load(frame.save(tmp_path / "a.npz", output="depth")) as found:
        assert set(found) == {"depth", "threedkit"}
    assert set(layers(frame.encode("exr", output="depth"))[0]) == {"Z"}
    assert frame.encode("png", output="color") == frame.encode("png")
    with pytest.raises(RenderError, match="this frame has no uv"):
        frame.encode("exr", output="uv")
    with pytest.raises(OutputError, match=r"b\.exr: this frame has no uv"):
        frame.save(tmp_path / "b.exr", output="uv")


@pytest.fixture
def told():
    """A frame that says where it comes from."""
    view = CameraView.from_matrix(np.eye(4), yfov=0.5)
    shot = Shot(camera=view, size=(6, 4), seed=41)
    meta = (
        {"scene": "ab" * 32}
        | about_shot(shot)
        | {
            "engine": "filament",
            "device": "a <GPU> & more",
            "seconds": 0.123,
            "host": "x",
        }
    )
    return Frame(color=np.full((4, 6, 4), 99, np.uint8), meta=meta)


def provenance(data, kind):
    if kind == "npz":
        return json.loads(str(np.load(io.BytesIO(data))["threedkit"]))
    if kind == "exr":
        return json.loads(layers(data)[1]["threedkit"])
    if kind == "png":
        with Image.open(io.BytesIO(data)) as opened:
            opened.load()
            assert opened.text["Software"].startswith("threedkit ")
            return json.loads(opened.text["threedkit"])
    packet = re.search(rb"<\?xpacket begin.*<\?xpacket end=.w.\?>", data, re.DOTALL)[0]
    if kind != "jxl":
        with Image.open(io.BytesIO(data)) as opened:
            assert opened.info["xmp"] == packet
    root = ET.fromstring(packet.decode().replace("\ufeff", ""))
    assert any(key.endswith("CreatorTool") for node in root.iter() for key in node.keys())  # noqa: SIM118 - an element
    return json.loads(next(node.text for node in root.iter() if node.tag.endswith("}li")))


@pytest.mark.parametrize("kind", FORMATS)
def test_files_say_where_they_come_from_and_nothing_else(told, kind):
    data = told.encode(kind)
    assert data == told.encode(kind)
    about = provenance(data, kind)
    assert about["scene"] == "ab" * 32
    assert (about["shot"]["seed"], about["shot"]["camera"]["yfov"]) == (41, 0.5)
    assert about["device"] == "a <GPU> & more"
    assert {"threedkit", "numpy", "filly"} <= set(about["versions"])
    assert not {"seconds", "host"} & set(about)
    assert provenance(encode_frame(told, kind, metadata={"note": "ö]]>"}), kind)["note"] == "ö]]>"


@pytest.mark.parametrize(("kind", "most"), [("webp", 16383), ("jpg", 65500)])
def test_sizes_over_a_format_s_limit(tmp_path, kind, most):
    frame = Frame(color=np.zeros((1, most + 1, 4), np.uint8))
    with pytest.raises(OutputError, match=rf"a\.{kind}: a \.{kind} is at most {most} pixels .* not {most + 1}x1; save"):
        frame.save(tmp_path / f"a.{kind}")
    assert frame.save(tmp_path / "a.png").is_file()
    Frame(color=np.zeros((1, most, 4), np.uint8)).save(tmp_path / f"b.{kind}")


def test_quality(tmp_path):
    color = np.random.default_rng(1).integers(0, 256, (64, 64, 4), np.uint8)
    color[..., 3] = 255
    frame = Frame(color=color)
    for kind in ("jpg", "webp", "avif", "jxl"):
        assert len(frame.encode(kind, quality=30)) < len(frame.encode(kind, quality=90))
    for wrong in (0, 101, 2.5, True, "90"):
        with pytest.raises(OutputError, match=r"a\.jpg: quality must be a whole number from 1 to 100"):
            frame.save(tmp_path / "a.jpg", quality=wrong)
    with pytest.raises(OutputError, match=r"a\.png: a \.png loses nothing and has no quality; \.jpg, "):
        frame.save(tmp_path / "a.png", quality=90)


@pytest.mark.parametrize("kind", [kind for kind in FORMATS if kind not in LAYERED])
def test_a_frame_without_colour(tmp_path, kind):
    frame = Frame(depth=np.ones((2, 2), np.float32))
    with pytest.raises(OutputError, match=rf"a\.{kind}: a \.{kind} holds the colour, and this frame has depth only"):
        frame.save(tmp_path / f"a.{kind}")
    with pytest.raises(OutputError, match=rf"a \.{kind} holds the colour"):
        check_file(kind, size=(2, 2), outputs=("depth",))
    assert not list(tmp_path.iterdir())


def test_light_that_is_no_number_is_kept(tmp_path):
    radiance = np.array([[[np.nan, np.inf, -np.inf]], [[1e30, -1, 0]]], np.float32)
    channels, _ = layers(Frame(radiance=radiance).encode("exr"))
    assert np.array_equal(np.stack([channels[c] for c in "RGB"], -1), radiance, equal_nan=True)


def test_a_missing_encoder_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "pillow_jxl", None)
    with pytest.raises(MissingPackageError, match=r"pip install 'threedkit\[render\]'"):
        Frame(color=np.zeros((1, 1, 4), np.uint8)).encode("jxl")


BAD_PLACES = """
import resource, signal, sys
import numpy as np
from threedkit.errors import OutputError
from threedkit.render import Frame
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
frame = Frame(color=np.random.default_rng(0).integers(0, 256, (90, 90, 4), np.uint8))
for kind in sys.argv[2:]:
    try:
        frame.save(f"{sys.argv[1]}/full.{kind}")
    except OutputError as error:
        print(error)
"""


def test_a_full_place_is_named_and_left_clean(tmp_path):
    """A file that may not grow beyond 1000 bytes stands for a full disk."""
    done = subprocess.run(
        [sys.executable, "-c", BAD_PLACES, str(tmp_path), *FORMATS], capture_output=True, text=True, check=True
    )
    wanted = [f"{tmp_path}/full.{kind}: cannot be written: File too large" for kind in FORMATS]
    assert done.stdout.splitlines() == wanted
    assert not list(tmp_path.iterdir())
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] != 1000


@pytest.mark.parametrize(
    ("name", "why"), [("no/a.png", "No such file or directory"), ("file/a.exr", "Not a directory")]
)
def test_bad_folders_are_named(tmp_path, name, why):
    (tmp_path / "file").write_bytes(b"")
    frame = Frame(color=np.zeros((1, 1, 4), np.uint8))
    with pytest.raises(OutputError) as caught:
        frame.save(tmp_path / name)
    assert str(caught.value) == f"{tmp_path / name}: cannot be written: {why}"
    with pytest.raises(OutputError, match=re.escape(f"{tmp_path}/x.tif: unknown picture format '.tif'; known are")):
        frame.save(tmp_path / "x.tif")


def test_a_read_only_folder_is_named(tmp_path):
    frame = Frame(color=np.zeros((1, 1, 4), np.uint8))
    frame.encode("png")  # everything is imported
    tmp_path.chmod(0o500)
    user = os.geteuid()
    try:
        if user == 0:  # root writes everywhere
            os.seteuid(65534)
        with pytest.raises(OutputError, match=r"a\.png: cannot be written: Permission denied"):
            frame.save(tmp_path / "a.png")
    finally:
        os.seteuid(user)
