from __future__ import annotations

import io
from base64 import b64decode

import numpy as np
import pytest
from PIL import Image

from threedkit.jupyter.pythreejs.environment import atlas, latlong, light, rgbm
from threedkit.scene import Environment


def decoded(encoded) -> np.ndarray:
    pixels = np.asarray(Image.open(io.BytesIO(b64decode(encoded.uri.split(",")[1]))), np.float64) / 255
    return pixels[..., :3] * pixels[..., 3:] * rgbm.RANGE * encoded.scale


@pytest.mark.parametrize("roughness", [0.2, 0.6, 1.0])
def test_blur_keeps_a_constant(roughness):
    blurred = latlong.blur(np.full((32, 64, 3), 0.7, np.float32), roughness)
    np.testing.assert_allclose(blurred, 0.7, rtol=1e-5)


def test_roughness_one_is_irradiance_over_pi():
    """A sky that is 1 above the horizon and 0 below: E/pi of a surface facing up is 1, sideways 1/2, down 0."""
    sky = np.zeros((64, 128, 3), np.float32)
    sky[:32] = 1
    blurred = latlong.blur(sky, 1.0)
    up, side, down = ([0, 1, 0], [1, 0, 0], [0, -1, 0])
    np.testing.assert_allclose(
        latlong.sample(blurred, np.array([up, side, down])), [[1] * 3, [0.5] * 3, [0] * 3], atol=0.01
    )


def test_resize_keeps_the_mean():
    picture = np.random.default_rng(1).random((90, 180, 3)).astype(np.float32)
    small = latlong.resize(picture, 32)
    assert small.shape == (32, 64, 3)
    np.testing.assert_allclose(small.mean(), picture.mean(), rtol=1e-3)


def test_sample_follows_the_convention_of_environment():
    picture = np.zeros((16, 32, 3), np.float32)
    picture[8, 16] = 1  # just right of the middle, just below the horizon: towards -Z
    a, e = 2 * np.pi * (16.5 / 32 - 0.5), np.pi * (0.5 - 8.5 / 16)
    towards = np.array([np.sin(a) * np.cos(e), np.sin(e), -np.cos(a) * np.cos(e)])
    np.testing.assert_allclose(latlong.sample(picture, towards), 1, atol=1e-5)
    # Turned a quarter counter-clockwise seen from above, what was at -Z is at -X.
    quarter = np.array([towards[2], towards[1], -towards[0]])
    np.testing.assert_allclose(latlong.sample(picture, quarter, np.pi / 2), 1, atol=1e-4)


def get_cube_uv(direction, level, copy=0.0, size=1024.0):
    """three.js r97's `getCubeUV` (cube_uv_reflection_fragment), transcribed line by line."""
    x, y, z = direction
    copy = 0.0 if level > np.log2(size * 0.25) - 2.0 - 3.0 else copy
    a = 16.0 / size
    scale = 0.25 / 2**level / 2**copy
    offset_x = 0.75 * (1.0 - 2**-copy) * 2**-level
    whole = copy == 0.0
    scale = a if whole and scale < a else scale
    absolute = np.abs(direction)
    axis = int(np.argmax(absolute))
    face = axis if direction[axis] > 0 else axis + 3
    r = {0: (x, -z, y), 1: (y, x, z), 2: (z, x, y), 3: (x, z, y), 4: (y, x, -z), 5: (z, -x, y)}[face]
    high, low = (0.75, a) if face < 3 else (0.5, 0.0)
    offset = np.array([(face % 3) * scale + offset_x, high / 2 ** (level + copy)])
    offset[1] = low if whole and offset[1] < 2.0 * a else offset[1]
    half = 0.5 / size
    s = (np.array(r[1:]) / abs(r[0]) + 1.0) * 0.5
    return offset + half + s * (scale - 2.0 * half)


@pytest.mark.parametrize("level", range(6))
def test_the_atlas_is_read_where_it_was_written(level):
    """Each level holds its own colour plus a smooth function of direction, looked up as the shader does."""
    height = 64
    v, u = np.meshgrid((np.arange(height) + 0.5) / height, (np.arange(2 * height) + 0.5) / (2 * height), indexing="ij")
    a, e = 2 * np.pi * (u - 0.5), np.pi * (0.5 - v)
    direction = np.stack([np.sin(a) * np.cos(e), np.sin(e), -np.cos(a) * np.cos(e)], axis=-1).astype(np.float32)
    atlas_ = atlas.unfold(tuple(direction + 2 + number for number in range(6)))
    rng = np.random.default_rng(level)
    for towards in rng.normal(size=(200, 3)):
        unit = towards / np.linalg.norm(towards)
        for copy in range(6 if level < 4 else 1):
            column, row = get_cube_uv(unit, float(level), float(copy)) * atlas.SIZE
            size = max(256 >> (level + copy), 1)
            found = atlas_[min(int(row), 1023), min(int(column), 1023)]
            np.testing.assert_allclose(found, unit + 2 + level, atol=0.1 + 3 / size)


def test_rgbm_keeps_what_the_eye_sees():
    radiance = np.random.default_rng(2).random((8, 8, 3)).astype(np.float32) ** 4 * 16
    pixels = rgbm.encode(radiance).astype(np.float64) / 255
    back = pixels[..., :3] * pixels[..., 3:] * rgbm.RANGE
    assert (np.abs(back - radiance) <= 0.005 * radiance.max(axis=-1, keepdims=True) + 1e-3).all()


def test_light_of_an_environment():
    encoded = light(Environment(radiance=np.full((8, 16, 3), 0.5, np.float32)))
    seen = decoded(encoded)
    np.testing.assert_allclose(seen[seen > 0], 0.5, rtol=0.01)
    assert decoded(light(Environment())).max() > 1
    assert decoded(light(Environment(radiance=np.zeros((8, 16, 3), np.float32)))).max() < 1e-3
