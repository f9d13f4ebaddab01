"""Frames with every output: their layout, and the layers of files."""

from __future__ import annotations

import json

import numpy as np
import OpenEXR
import pytest

from threedkit.errors import FieldError, RenderError
from threedkit.render import Frame
from threedkit.render.shot import OUTPUTS, CameraView, Shot

NAMES = {"names": {1: "fox"}, "material_names": {1: "fur", 2: "Fuß"}}
LAYERS = {"normal": "XYZ", "position": "XYZ", "albedo": "RGB", "motion": "XY", "uv": "UV"}


@pytest.fixture
def images():
    rng = np.random.default_rng(2)
    shapes = {"color": 4, "radiance": 3, "normal": 3, "position": 3, "albedo": 3, "motion": 2, "uv": 2}
    made = {
        name: rng.random((5, 8, *((shapes[name],) if name in shapes else ()))).astype(np.float32) for name in OUTPUTS
    }
    made["color"] = (made["color"] * 255).astype(np.uint8)
    for name in ("object_id", "material_id"):
        made[name] = rng.integers(0, 2**31, (5, 8)).astype(np.uint32)
    made["radiance"] *= 9
    made["uv"][0, 0] = np.nan
    return made


def test_every_output_is_an_attribute(images):
    frame = Frame(**images, **NAMES)
    assert frame.outputs == OUTPUTS
    for name in OUTPUTS:
        assert getattr(frame, name) is images[name]


def test_an_unknown_image_is_refused():
    with pytest.raises(RenderError, match="unknown image 'shine'; a Frame holds color, radiance, alpha, depth"):
        Frame(shine=np.zeros((2, 2), np.float32))
    with pytest.raises(RenderError, match=r"Frame.motion must be \(h, w, 2\) float32, not \(2, 2, 3\) float32"):
        Frame(motion=np.zeros((2, 2, 3), np.float32))


def test_exr_holds_all(images, tmp_path):
    path = Frame(**images, **NAMES).save(tmp_path / "all.exr")
    with OpenEXR.File(str(path), separate_channels=True) as file:
        channels = {name: channel.pixels for name, channel in file.channels().items()}
        names = json.loads(file.header()["materialNames"])
    cover = images["color"][..., 3:] / np.float32(255)
    np.testing.assert_allclose(np.stack([channels[c] for c in "RGB"], -1), images["radiance"] * cover, rtol=1e-6)
    for name, letters in LAYERS.items():
        np.testing.assert_array_equal(np.stack([channels[f"{name}.{one}"] for one in letters], -1), images[name])
    for name, channel in (("depth", "Z"), *((one, one) for one in ("alpha", "object_id", "material_id"))):
        np.testing.assert_array_equal(channels[channel], images[name])
        assert channels[channel].dtype == images[name].dtype
    assert names == {"1": "fur", "2": "Fuß"}
    assert len(channels) == 4 + sum(map(len, LAYERS.values())) + 4


def test_exr_of_light_alone(images, tmp_path):
    path = Frame(radiance=images["radiance"]).save(tmp_path / "light.exr")
    with OpenEXR.File(str(path), separate_channels=True) as file:
        assert {name: channel.pixels.dtype.name for name, channel in file.channels().items()} == dict.fromkeys(
            "BGR", "float32"
        )


def test_npz_holds_all(images, tmp_path):
    with np.load(Frame(**images, **NAMES).save(tmp_path / "all.npz")) as found:
        for name in OUTPUTS:
            np.testing.assert_array_equal(found[name], images[name])
        assert (
            dict(zip(found["material_ids"].tolist(), found["material_names"].tolist(), strict=True))
            == NAMES["material_names"]
        )


@pytest.mark.parametrize("step", [0, 0.0, float("nan"), float("inf")])
def test_a_motion_step_is_a_time(step):
    view = CameraView.from_matrix(np.eye(4))
    with pytest.raises((RenderError, FieldError), match="motion_step must be a finite number of seconds other than 0"):
        Shot(camera=view, motion_step=step)
    assert Shot(camera=view, time=1.0, motion_step=-0.25).time_after == 0.75
    assert Shot(camera=view, time=None).time_after is None
