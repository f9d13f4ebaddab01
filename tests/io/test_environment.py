"""Environment maps."""

from __future__ import annotations

import contextlib
import struct

import numpy as np
import OpenEXR
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import threedkit as tk
from threedkit import io
from threedkit.io import hdr


def encode(rgb: np.ndarray, *, runs: bool) -> bytes:
    """Radiance HDR by its own rules: shared exponent of the largest channel; rows as four planes of literals."""
    height, width, _ = rgb.shape
    _, exponent = np.frexp(rgb.max(axis=2))
    rgbe = np.zeros((height, width, 4), np.uint8)
    rgbe[..., :3] = np.ldexp(rgb, (8 - exponent)[..., None]).astype(np.uint8)
    rgbe[..., 3] = exponent + 128
    body = b""
    for row in rgbe:
        if not runs:
            body += row.tobytes()
            continue
        body += struct.pack(">BBH", 2, 2, width)
        for channel in range(4):
            plane = row[:, channel].tobytes()
            body += b"".join(bytes([len(plane[i : i + 100])]) + plane[i : i + 100] for i in range(0, width, 100))
    return b"#?RADIANCE\nFORMAT=32-bit_rle_rgbe\n\n-Y %d +X %d\n" % (height, width) + body


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 5), st.integers(1, 300), st.booleans(), st.integers(0, 2**32 - 1))
def test_hdr(height, width, runs, seed):
    rgb = np.random.default_rng(seed).uniform(0.01, 100, (height, width, 3)).astype(np.float32)
    decoded = hdr.decode(encode(rgb, runs=runs and width >= 8))
    assert decoded.dtype == np.float32
    error = np.abs(decoded - rgb) / rgb.max(axis=2, keepdims=True)
    assert error.max() < 1 / 128


def test_runs_orientation_and_exposure():
    row = struct.pack(">BBH", 2, 2, 8) + bytes([128 + 8, 128]) * 3 + bytes([128 + 8, 129])
    head = b"#?RADIANCE\n# a comment\nFORMAT=32-bit_rle_rgbe\nEXPOSURE=2\n\n"
    assert hdr.decode(head + b"-Y 1 +X 8\n" + row).tolist() == [[[0.5] * 3] * 8]
    black = bytes(4 * 8)
    assert hdr.decode(head + b"+Y 2 +X 8\n" + row + black)[0].max() == 0


def test_hdr_cut_at_every_byte():
    data = encode(np.full((3, 20, 3), 0.5, np.float32), runs=True)
    for length in range(len(data)):
        with pytest.raises(hdr.HdrError):
            hdr.decode(data[:length])


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_hdr_mutations(data):
    broken = bytearray(encode(np.full((3, 20, 3), 0.5, np.float32), runs=data.draw(st.booleans())))
    for _ in range(data.draw(st.integers(1, 5))):
        broken[data.draw(st.integers(0, len(broken) - 1))] = data.draw(st.integers(0, 255))
    with contextlib.suppress(hdr.HdrError):
        hdr.decode(bytes(broken))


def test_a_picture_that_says_it_is_huge():
    with pytest.raises(hdr.HdrError, match="pixels"):
        hdr.decode(b"#?RADIANCE\nFORMAT=32-bit_rle_rgbe\n\n-Y 999999 +X 999999\n" + bytes(100))
    with pytest.raises(hdr.HdrError, match="cut off"):
        hdr.decode(b"#?RADIANCE\nFORMAT=32-bit_rle_rgbe\n\n-Y 8000 +X 8000\n")


@pytest.mark.parametrize("channels", ["RGB", "Y"])
def test_exr(tmp_path, channels):
    rgb = np.random.default_rng(0).random((6, 12, 3)).astype(np.float32)
    rgb[0, 0] = (np.inf, -1, 3)
    planes = {name: rgb[..., i].copy() for i, name in enumerate(channels)}
    header = {"compression": OpenEXR.ZIP_COMPRESSION, "type": OpenEXR.scanlineimage}
    with OpenEXR.File(header, planes) as file:
        file.write(str(tmp_path / "a.exr"))
    environment = tk.load_environment(tmp_path / "a.exr", rotation=1)
    assert environment.rotation == 1
    assert environment.uri == "a.exr"
    wanted = rgb if channels == "RGB" else rgb[..., :1].repeat(3, axis=2)
    np.testing.assert_array_equal(environment.radiance, np.clip(wanted, 0, 65504))


def test_broken_exr(tmp_path, capfd):
    rgb = {name: np.ones((6, 12), np.float32) for name in "RGB"}
    with OpenEXR.File({"type": OpenEXR.scanlineimage}, rgb) as file:
        file.write(str(tmp_path / "a.exr"))
    data = (tmp_path / "a.exr").read_bytes()
    for length in range(0, len(data) - 1, 37):
        (tmp_path / "b.exr").write_bytes(data[:length])
        with pytest.raises(tk.AssetError):
            tk.load_environment(tmp_path / "b.exr")


def test_other_files(tmp_path):
    with pytest.raises(tk.AssetError, match="no such file"):
        tk.load_environment(tmp_path / "no.hdr")
    with pytest.raises(tk.AssetError, match="no such file"):
        tk.load_environment(tmp_path / "no.exr")
    (tmp_path / "a.png").write_bytes(b"x")
    with pytest.raises(tk.AssetError, match=r"\.hdr or \.exr"):
        tk.load_environment(tmp_path / "a.png")


def test_travels_in_the_glb():
    radiance = np.random.default_rng(0).random((4, 8, 3)).astype(np.float32)
    scene = tk.Scene(environment=tk.Environment(radiance=radiance, intensity=2, background="environment"))
    again = io.load(scene.to_glb()).environment
    np.testing.assert_array_equal(again.radiance, radiance)
    assert (again.intensity, again.background) == (2, "environment")
    assert io.load(tk.Scene(environment=None).to_glb()).environment is None
    assert b"THREEDKIT" not in tk.Scene().to_glb()


def test_shared_maps(shared_assets):
    for path in sorted(shared_assets.rglob("*.hdr")) if shared_assets is not None else []:
        radiance = tk.load_environment(path).radiance
        assert radiance.shape[1] >= radiance.shape[0]
        assert radiance.max() > 0
