"""One picture on several workers: slices in any order, a preview that sharpens, the same bytes each time."""

from __future__ import annotations

import contextlib
import time

import numpy as np
import PIL.Image
import pytest

import threedkit as tk
from threedkit import jobs
from threedkit.errors import CapabilityError, FieldError, JobError, RenderError
from threedkit.jobs.shots import Orbit
from threedkit.jobs.slicing import SLICES, SliceSpec
from threedkit.jobs.spec import RenderSpec
from threedkit.render.npz import decode_npz
from threedkit.render.slices import slice_shot

pytestmark = pytest.mark.cluster


@pytest.fixture
def split(make_scene, tmp_path):
    def submit(count=4, frames=1, *, scene=None, output="job", split=4, samples=8, form="npz", **orders):
        subject = scene if scene is not None else make_scene(**orders)
        return jobs.submit(
            subject,
            jobs.turntable(subject, frames),
            size=(32, 24),
            engine="null",
            samples=samples,
            split=split,
            outputs=("color", "radiance", "depth", "object_id") if form == "npz" else ("color",),
            format=form,
            output=tmp_path / output,
        )

    return submit


def picture(job, frame=0):
    return decode_npz(job.frames[frame].read_bytes())


def test_a_frame_is_the_weighted_mean_of_its_slices(split):
    job = split(samples=10)
    assert job.wait(60) == "succeeded", job.message
    found = picture(job)
    weights = np.array([one.samples for one in slice_shot(job.spec.shot(0), 4)])
    assert weights.tolist() == [3, 3, 2, 2]
    offset = (weights * np.arange(4)).sum() / weights.sum()  # the null engine adds the number of the slice
    ramp = np.linspace(0, 255, 32).astype(np.uint8) / np.float32(256)
    assert found.radiance[0, :, 0] == pytest.approx(ramp + offset, abs=1e-6)
    assert found.depth.min() == found.depth.max() == 1.0
    assert found.names[1] == "ball"
    assert job.snapshot()["slices"] == {"done": 4, "total": 4}
    assert (job.done, job.total, job.progress) == (1, 1, 1.0)
    assert not any((job.output / ".job" / SLICES).iterdir()), "slices go when the frame is there"


def test_the_same_split_gives_the_same_bytes_and_is_not_drawn_again(split, tmp_path):
    first, again = split(output="a", frames=3), split(output="b", frames=3)
    assert first.wait(60) == again.wait(60) == "succeeded"
    assert [one.read_bytes() for one in first.frames] == [one.read_bytes() for one in again.frames]
    other = split(output="c", frames=3, split=3)
    assert other.wait(60) == "succeeded"
    assert other.frames[0].read_bytes() != first.frames[0].read_bytes()
    marks = tmp_path / "marks"
    marks.mkdir()
    same = split(output="a", frames=3)
    assert same.wait(60) == "succeeded"
    assert same.snapshot()["reused"] == 3
    assert same.snapshot()["scene_loads"] == 0


def test_the_preview_sharpens_while_it_runs(split):
    job = split(split=6, samples=6, seconds=0.4)
    seen = []
    end = time.monotonic() + 60
    while job.status not in {"succeeded", "failed"}:
        assert time.monotonic() < end
        with contextlib.suppress(JobError):
            seen.append(job.preview().meta["slices"])
        time.sleep(0.1)
    assert job.status == "succeeded"
    assert len(set(seen)) > 1
    assert seen == sorted(seen)
    with pytest.raises(JobError, match="its frames are in"):
        job.preview()


def test_a_job_goes_on_with_the_slices_that_are_there(split, tmp_path):
    marks = tmp_path / "marks"
    marks.mkdir()
    job = split(split=8, samples=8, seconds=0.3, marks=str(marks))
    end = time.monotonic() + 60
    while job.snapshot()["slices"]["done"] < 2:
        assert time.monotonic() < end
        time.sleep(0.05)
    job.pause()
    while any(letter == "r" for letter in slice_states(job)):
        assert time.monotonic() < end
        time.sleep(0.05)
    drawn = len(list(marks.iterdir()))
    assert drawn < 8
    lost = next(iter(sorted((job.output / ".job" / SLICES).iterdir())))
    lost.write_bytes(b"damaged")
    job.resume()
    assert job.wait(60) == "succeeded"
    assert len(list(marks.iterdir())) == 9, "one was damaged; no other was drawn twice"


def slice_states(job):
    found = job._ledger.store.frames(job.id, layer=SLICES)
    return ["r" if one.state == "running" else one.state for one in found]


def test_a_frame_fails_with_its_slice_and_can_be_tried_again(split, tmp_path):
    marks = tmp_path / "marks"
    marks.mkdir()
    bad = 2 << 32  # the seed of slice 2 of frame 0
    job = split(frames=2, marks=str(marks), fail=[bad])
    assert job.wait(60) == "failed"
    assert list(job.errors) == [0]
    assert "slice 2 of 4" in job.errors[0]
    assert job.done == 1
    job.retry()
    assert job.wait(60) == "failed"
    job.skip([0])
    job.retry([])
    assert job.wait(60) == "succeeded"


def test_mitsuba_in_slices_is_mitsuba_within_noise(tmp_path):
    scene = tk.Scene()
    scene.add(tk.Mesh(tk.sphere(), tk.Material(base_color="#ef6631", metallic=0.0)), name="ball")
    shots = jobs.stills(scene, size=(48, 36))
    options = {"size": (48, 36), "engine": "mitsuba", "samples": 64, "format": "npz", "outputs": ("color", "radiance")}
    whole = jobs.submit(scene, shots, output=tmp_path / "whole", **options)
    parts = jobs.submit(scene, shots, output=tmp_path / "parts", split=4, **options)
    again = jobs.submit(scene, shots, output=tmp_path / "again", split=4, **options)
    assert {job.wait(240) for job in (whole, parts, again)} == {"succeeded"}
    assert parts.frames[0].read_bytes() == again.frames[0].read_bytes()
    difference = picture(parts).radiance - picture(whole).radiance
    assert abs(difference.mean()) < 2e-3
    assert np.abs(difference).mean() < 2e-2
    assert not np.array_equal(picture(parts).radiance, picture(whole).radiance)


def test_a_png_is_what_the_sum_encodes_to(split):
    job = split(form="png")
    assert job.wait(60) == "succeeded"
    color = np.asarray(PIL.Image.open(job.frames[0]))
    assert color.shape == (24, 32, 4)
    assert color[0, 0, 0] == 255  # the light of the mean, 1.5, is above white


def test_bad_splits_are_refused_at_once(make_scene, tmp_path):
    scene = make_scene()
    shots = jobs.turntable(scene, 1)
    for wrong, error in ((0, FieldError), (1.5, FieldError), (9, RenderError)):
        with pytest.raises(error, match=r"split|slices"):
            jobs.submit(scene, shots, engine="null", samples=8, split=wrong, output=tmp_path / "job")
    with pytest.raises(CapabilityError, match="traces no paths"):
        jobs.submit(scene, shots, engine="filament", samples=8, split=2, output=tmp_path / "job")


def test_slices_are_numbered_through():
    spec = RenderSpec(scene_hash="0" * 64, engine="null", shots=Orbit(frames=12), samples=100, split=12)
    slices = SliceSpec(spec)
    assert slices.total == 144
    assert len({slices.frame_name(index) for index in range(144)}) == 144
    assert len({slices.frame_key(index) for index in range(144)}) == 144
    assert [slices.frame_of(index) for index in slices.of_frame(5)] == [5] * 12
    assert sum(slices.shot(index).samples for index in slices.of_frame(5)) == 100
    whole = RenderSpec(scene_hash="0" * 64, engine="null", shots=Orbit(frames=12), samples=100)
    assert whole.frame_key(5) != spec.frame_key(5)
