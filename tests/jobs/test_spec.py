"""A spec is complete, canonical and checked; chunks cover every frame once."""

from __future__ import annotations

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from threedkit import jobs
from threedkit.errors import FieldError, JobError, RenderError
from threedkit.jobs import plan
from threedkit.jobs.worker import Task
from threedkit.store.ranges import as_ranges, from_ranges
from threedkit.store.states import FINAL, MOVES, check_move

HASH = "0123456789abcdef" * 4


def spec(**changes):
    return jobs.RenderSpec(**{"scene_hash": HASH, "engine": "null", "shots": jobs.Orbit(frames=12), **changes})


def test_json_round_trip_and_key():
    one = spec(outputs=("color", "depth"), format="exr", transparent=True)
    again = jobs.RenderSpec.from_json(one.to_json())
    assert again == one
    assert again.key == one.key
    assert spec(seed=1).key != spec().key
    with pytest.raises(FieldError, match="no render spec"):
        jobs.RenderSpec.from_json(b'{"scene_hash": 3}')


def test_motion_leads_to_the_next_frame():
    moving = spec(outputs=("motion",), format="exr", fps=30.0)
    for index in range(12):
        shot, following = moving.shot(index), moving.shot((index + 1) % 12)
        np.testing.assert_allclose(shot.camera_after.matrix, following.camera.matrix, atol=1e-9)
        if shot.time is not None and following.time not in {None, shot.time} and index < 11:
            assert shot.time_after == pytest.approx(following.time)
    cameras = tuple(moving.shot(index).camera for index in (0, 3))
    views = spec(shots=jobs.Views(cameras=cameras, times=(0.0, 0.5)), outputs=("motion",), format="npz", fps=30.0)
    assert (views.shot(0).camera_after, views.shot(0).motion_step) == (cameras[1], 0.5)
    assert (views.shot(1).camera_after, views.shot(1).motion_step) == (None, pytest.approx(1 / 30))
    assert spec().shot(0).camera_after is None


def test_frames_are_keyed_by_what_they_show():
    keys = [spec().frame_key(index) for index in range(12)]
    assert len(set(keys)) == 12
    assert spec().frame_key(3) == keys[3]
    assert spec(engine="other").frame_key(3) != keys[3]
    # A longer film of the same step shares its first frames' time, but not their camera.
    assert spec(shots=jobs.Orbit(frames=24)).frame_key(0) == keys[0]


def test_keys_of_what_was_drawn_before_stay():
    """A field of a later day that is off is not in the key."""
    assert spec().frame_key(3) == "26f3fd85b45d007810eea15e41d4bde437655f1fa5b792aaf661394bfd64e19a"
    motion = spec(outputs=("motion",), format="exr").frame_key(3)
    assert motion == "b8d4ccc8167346e02d0384fdc3d419289a1f663f85032e9631966fd47fd1bba6"
    lens = msgspec.structs.replace(spec().shot(0).camera, aperture=0.1, focus_distance=1.0)
    specs = [spec(), spec(shutter=0.01), spec(denoise=True), spec(shots=jobs.Orbit(frames=12, camera=lens))]
    assert len({one.frame_key(0) for one in specs}) == 4
    with pytest.raises(RenderError, match="shutter"):
        spec(shutter=-1.0)


def test_the_camera_goes_on_while_the_shutter_is_open():
    turning = spec(fps=10.0, shots=jobs.Orbit(frames=12, fps=10.0), shutter=0.05)
    halfway = jobs.Orbit(frames=24, fps=20.0).view(7, turning.size[0] / turning.size[1]).camera
    np.testing.assert_allclose(turning.shot(3).camera_shut.matrix, halfway.matrix, atol=1e-9)
    assert spec(shots=jobs.Orbit(frames=12, turns=0.0), shutter=0.05).shot(3).camera_shut is None
    cameras = tuple(turning.shot(index).camera for index in (0, 1, 2))
    walk = spec(shots=jobs.Views(cameras=cameras, times=(0.0, 0.5, 0.5)), shutter=0.25)
    np.testing.assert_allclose(walk.shot(0).camera_shut.position, (cameras[0].position + cameras[1].position) / 2)
    assert [walk.shot(index).camera_shut for index in (1, 2)] == [None, None]  # where time stands still, and the end
    assert spec().shot(0).camera_shut is None


def test_frame_names_sort():
    assert spec().frame_name(7) == "frame_0007.png"
    assert spec(shots=jobs.Orbit(frames=100_000)).frame_name(7) == "frame_00007.png"


def test_noise_moves_from_frame_to_frame():
    assert [spec(seed=5).shot(index).seed for index in (0, 1)] == [5, 6]


@pytest.mark.parametrize(
    ("changes", "error", "word"),
    [
        ({"scene_hash": "x"}, FieldError, "scene_hash"),
        ({"format": "bmp"}, FieldError, "format"),
        ({"size": (0, 10)}, RenderError, "size"),
        ({"size": (10, 10, 10)}, RenderError, "size"),
        ({"size": (100_000, 10)}, RenderError, "size"),
        ({"samples": 0}, RenderError, "samples"),
        ({"seed": -1}, RenderError, "seed"),
        ({"fps": 0.0}, FieldError, "fps"),
        ({"outputs": ("color", "depth")}, FieldError, "exr"),
        ({"outputs": ("colour",)}, RenderError, "colour"),
        ({"outputs": ()}, RenderError, "outputs"),
    ],
)
def test_bad_values_are_named_in_one_line(changes, error, word):
    with pytest.raises(error, match=word) as caught:
        spec(**changes)
    assert "\n" not in str(caught.value)


def test_a_task_is_small():
    ranges = tuple((1_000_000 + 2 * run, 1_000_001 + 2 * run) for run in range(plan.MAX_RANGES))
    task = Task(ticket="f" * 32, root="/" + "x" * 200, token="f" * 32, spec=HASH, ranges=ranges)
    assert len(msgspec.json.encode(task)) < 2048


@given(st.sets(st.integers(0, 400)), st.integers(1, 8), st.floats(1e-5, 10.0))
def test_chunks_cover_every_frame_once(frames, workers, seconds):
    waiting = list(reversed(as_ranges(sorted(frames))))
    seen = []
    while waiting:
        left = sum(stop - start for start, stop in waiting)
        size = plan.chunk_size(left, workers, seconds)
        taken = plan.take(waiting, size)
        assert 1 <= len(from_ranges(taken)) <= size
        assert len(taken) <= plan.MAX_RANGES
        seen += from_ranges(taken)
    assert seen == sorted(frames)


def test_chunks_shrink_towards_the_end_and_with_cost():
    assert plan.chunk_size(1000, 2, None) == 1
    assert plan.chunk_size(1000, 2, 0.001) == 250
    assert plan.chunk_size(1000, 2, 0.1) == 10
    assert plan.chunk_size(1000, 2, 60.0) == 1
    assert plan.chunk_size(3, 2, 0.001) == 1


def test_only_legal_moves():
    check_move("x", "running", "succeeded")
    for before, after in (("succeeded", "running"), ("cancelled", "queued"), ("queued", "succeeded")):
        with pytest.raises(JobError, match="cannot become"):
            check_move("x", before, after)
    assert set(MOVES) >= FINAL
