"""Shots and camera views: small, frozen, checked, JSON."""

from __future__ import annotations

import math

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from threedkit.errors import FieldError, RenderError
from threedkit.render import CameraView, Shot
from threedkit.transforms import matrices

VIEW = CameraView.from_matrix(matrices.look_at((1, 2, 3), (0, 0, 0)), yfov=0.7)


@given(
    size=st.tuples(st.integers(1, 16384), st.integers(1, 16384)),
    time=st.none() | st.floats(allow_nan=False, allow_infinity=False),
    animation=st.none() | st.text(max_size=20) | st.integers(0, 9) | st.lists(st.integers(0, 9)).map(tuple),
    samples=st.integers(1, 4096),
    exposure=st.floats(1e-3, 1e3),
)
def test_json_round_trip(size, time, animation, samples, exposure):
    shot = Shot(camera=VIEW, size=size, time=time, animation=animation, samples=samples, exposure=exposure)
    text = msgspec.json.encode(shot)
    assert len(text) < 2048
    assert msgspec.json.decode(text, type=Shot) == shot


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"size": (0, 5)}, "size must be (width, height)"),
        ({"size": (5, 16385)}, "16384"),
        ({"size": (5.5, 4)}, "whole number"),
        ({"size": (5,)}, "size"),
        ({"time": math.nan}, "time"),
        ({"time": math.inf}, "time"),
        ({"samples": 0}, "samples"),
        ({"samples": True}, "samples"),
        ({"seed": -1}, "seed"),
        ({"exposure": 0.0}, "exposure"),
        ({"exposure": math.inf}, "exposure"),
        ({"outputs": ("colour",)}, "unknown output 'colour'; known are color, radiance, alpha, depth"),
        ({"outputs": ()}, "outputs"),
        ({"outputs": "color"}, "outputs"),
        ({"shutter": -0.1}, "shutter"),
        ({"shutter": math.inf}, "shutter"),
        ({"camera_shut": CameraView.from_matrix(np.eye(4), kind="orthographic", zfar=9.0)}, "camera_shut"),
    ],
)
def test_what_cannot_be_drawn_is_refused(change, words):
    with pytest.raises(RenderError) as caught:
        Shot(**({"camera": VIEW, "size": (4, 4)} | change))
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"world_from_camera": (1.0,) * 15}, "16 numbers"),
        ({"world_from_camera": (math.nan,) * 16}, "finite"),
        ({"world_from_camera": (0.0,) * 16}, "invertible"),
        ({"kind": "fisheye"}, "perspective"),
        ({"yfov": 0.0}, "yfov"),
        ({"yfov": 3.2}, "yfov"),
        ({"znear": 0.0}, "znear"),
        ({"znear": 2.0, "zfar": 1.0}, "zfar"),
        ({"kind": "orthographic", "zfar": None}, "zfar"),
        ({"kind": "orthographic", "zfar": 5.0, "xmag": 0.0}, "xmag"),
    ],
)
def test_impossible_cameras_are_refused(change, words):
    with pytest.raises(FieldError, match=words.replace("(", r"\(")):
        CameraView(**({"world_from_camera": VIEW.world_from_camera} | change))


def test_projection_is_that_of_gltf():
    assert np.allclose(VIEW.clip_from_camera(1.5), matrices.perspective(0.7, 1.5, 0.01, None))
    flat = CameraView.from_matrix(np.eye(4), kind="orthographic", xmag=3, ymag=2, znear=0, zfar=10)
    assert np.allclose(flat.clip_from_camera(9.0), matrices.orthographic(3, 2, 0, 10))
    assert np.allclose(VIEW.camera_from_world @ VIEW.matrix, np.eye(4))
    assert np.allclose(VIEW.position, (1, 2, 3))


def test_numbers_of_numpy_become_plain():
    view = CameraView(world_from_camera=tuple(np.eye(4).ravel()), yfov=np.float32(0.5), znear=np.float64(0.1))
    shot = Shot(
        camera=view, time=np.linspace(0, 1, 3)[1], samples=np.int64(8), seed=np.uint8(3), exposure=np.float32(2)
    )
    assert msgspec.json.decode(msgspec.json.encode(shot), type=Shot) == shot
    assert type(shot.time) is float
    assert type(shot.samples) is int
    with pytest.raises(RenderError, match="samples"):
        Shot(camera=view, samples=np.float64(1.5))
