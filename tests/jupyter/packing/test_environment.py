"""The light that a browser gets: filtered for each roughness, laid out as three.js looks it up."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

import threedkit as tk
from threedkit.jupyter.packing.environment import STUDIO, blobs_of, environment_state, studio_file, surroundings_of

EDGES = (128, 64, 32, 16, 8)
ROWS = 64


def mapped(light):
    """A map of `light(x, y, z)`, (64, 128, 3)."""
    azimuth, elevation = np.meshgrid(
        2 * np.pi * ((np.arange(2 * ROWS) + 0.5) / (2 * ROWS) - 0.5), np.pi * (0.5 - (np.arange(ROWS) + 0.5) / ROWS)
    )
    x, z = np.sin(azimuth) * np.cos(elevation), -np.cos(azimuth) * np.cos(elevation)
    return np.stack(np.broadcast_arrays(*light(x, np.sin(elevation), z)), axis=-1).astype(np.float32)


def levels_of(radiance):
    around = surroundings_of(tk.Environment(radiance=radiance), 256)
    halves = np.frombuffer(around.light.data(), np.float16).astype(np.float32)
    ends = np.cumsum([6 * edge**2 * around.channels for edge in EDGES])
    assert ends[-1] == halves.size
    parts = np.split(halves, ends[:-1])
    return [part.reshape(6, edge, edge, around.channels) for part, edge in zip(parts, EDGES, strict=True)]


def three_looks_up(size):
    """Directions in which three.js sees each texel of a cube, (6, n, n, 3): OpenGL's, x mirrored."""
    t, s = np.meshgrid(*[(2 * np.arange(size) + 1) / size - 1] * 2, indexing="ij")
    one = np.ones_like(s)
    faces = [(one, -t, -s), (-one, -t, s), (s, one, t), (s, -one, -t), (s, -t, one), (-s, -t, -one)]
    found = np.array([np.stack(face, axis=-1) for face in faces])
    return found / np.linalg.norm(found, axis=-1, keepdims=True) * (-1, 1, 1)


def test_even_light_stays_even_and_grey_light_has_one_channel():
    for level in levels_of(np.full((4, 8, 3), 0.7, np.float32)):
        assert level.shape[-1] == 1
        np.testing.assert_allclose(level, 0.7, rtol=2e-3)
    colour = np.float32([0.2, 0.5, 1.0])
    for level in levels_of(np.broadcast_to(colour, (4, 8, 3)).copy()):
        np.testing.assert_allclose(level, np.broadcast_to(colour, level.shape), rtol=2e-3)


def test_each_texel_has_the_light_of_its_direction():
    sharpest = levels_of(mapped(lambda x, y, z: (2 + x, 2 + y, 2 + z)))[0]
    np.testing.assert_allclose(sharpest, three_looks_up(128) + 2, atol=0.03)


def test_light_from_one_half_at_roughness_1():
    last = levels_of(mapped(lambda x, y, z: [(y > 0).astype(float)] * 3))[-1]
    assert last[2].max() == pytest.approx(1, abs=0.03)
    assert last[3].min() == pytest.approx(0, abs=0.03)
    assert last[[0, 1, 4, 5]].mean() == pytest.approx(0.5, abs=0.03)


def test_rougher_is_smoother():
    contrasts = [level.std() for level in levels_of(mapped(lambda x, y, z: [10.0 * (x > 0.95)] * 3))]
    assert all(rough < sharp for sharp, rough in itertools.pairwise(contrasts))


def test_light_beyond_half_floats_is_bounded():
    radiance = np.ones((4, 8, 3), np.float32)
    radiance[0, 0] = 1e6
    around = surroundings_of(tk.Environment(radiance=radiance), 256)
    for blob in (around.light, around.picture):
        assert np.isfinite(np.frombuffer(blob.data(), np.float16)).all()


def test_what_is_told_of_an_environment():
    assert environment_state(None, 256) == (None, ())
    assert blobs_of(None) == ()
    state, blobs = environment_state(tk.Environment(), 256)
    assert tuple(blob.hash for blob in blobs) == blobs_of(state) == (state["light"], state["picture"])
    assert (state["size"], state["channels"], state["width"], state["height"]) == (128, 1, 512, 256)
    large = environment_state(tk.Environment(radiance=np.ones((300, 600, 3), np.float32)), 256)[0]
    assert (large["width"], large["height"]) == (512, 256)


def test_the_studio_is_kept_as_it_would_be_made():
    kept, made = (np.frombuffer(data, np.float16).astype(np.float32) for data in (STUDIO.read_bytes(), studio_file()))
    np.testing.assert_allclose(kept, made, rtol=2e-3, err_msg="run python tests/jupyter/packing/studio_file.py")
    around, other = (surroundings_of(tk.Environment(), rows) for rows in (256, 128))
    assert (around.width, around.height, around.channels) == (512, 256, 1)
    picture = np.frombuffer(around.picture.data(), np.float16).reshape(256, 512, 4)
    assert (picture[..., 3] == 1).all()
    halved = np.frombuffer(other.picture.data(), np.float16).reshape(128, 256, 4)
    assert np.abs(picture[::2, ::2, 0].astype(np.float32) - halved[..., 0]).mean() < 0.01
