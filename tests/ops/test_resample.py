from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

import threedkit as tk
from threedkit.errors import ParameterError
from threedkit.ops import _keys
from threedkit.transforms import curves, quaternions

TOLERANCES = st.sampled_from([0.0, 1e-6, 1e-4, 1e-2, 0.3])


@st.composite
def keys(draw, width, rotation=False):
    """Times and values with runs, ramps and noise."""
    count = draw(st.integers(1, 40))
    gaps = draw(arrays.arrays(np.float32, count, elements=st.floats(0.0078125, 1, width=32)))
    times = np.cumsum(gaps, dtype=np.float32)
    seed = np.random.default_rng(draw(st.integers(0, 2**32)))
    anchors = seed.normal(size=(count // 4 + 2, width)) * draw(st.sampled_from([0.0, 1e-3, 1.0]))
    values = np.stack([np.interp(np.linspace(0, 1, count), np.linspace(0, 1, len(anchors)), a) for a in anchors.T], 1)
    values += seed.normal(size=values.shape) * draw(st.sampled_from([0.0, 1e-5, 1e-3, 0.1]))
    if draw(st.booleans()):
        values = np.repeat(values, 3, axis=0)[:count]
    if rotation:
        values = quaternions.normalize(values + 1e-9) * seed.choice([1, draw(st.sampled_from([1, -1]))], (count, 1))
    return times, values.astype(np.float32)


def scene_of(times, values, interpolation="LINEAR", path="translation"):
    scene = tk.Scene()
    node = scene.add(tk.Node())
    channel = tk.Channel(node=node, path=path, times=times, values=values, interpolation=interpolation)
    scene.animations = [tk.Animation(channels=(channel,))]
    return scene, channel


def moments(times):
    """Times at, between, before and behind the keys."""
    between = np.concatenate([times[:-1] + (times[1:] - times[:-1]) * u for u in (0.1, 0.5, 0.9)])
    return np.concatenate([times, between, times - 1e-4, [times[0] - 1, times[-1] + 1]]).astype(np.float64)


def off(before, after, ts, interpolation, *, rotation=False):
    a, b = (curves.sample_many(*pair, ts, interpolation, rotation=rotation) for pair in (before, after))
    if rotation:
        return np.minimum(np.linalg.norm(a - b, axis=1), np.linalg.norm(a + b, axis=1)).max()
    return np.abs(a - b).max()


@given(keys(3), TOLERANCES, st.sampled_from(["LINEAR", "STEP"]))
def test_values_stay_within_the_tolerance_at_all_times(given_keys, tolerance, interpolation):
    times, values = given_keys
    scene, channel = scene_of(times, values, interpolation)
    tk.ops.resample(scene, tolerance=tolerance)
    assert off((times, values), (channel.times, channel.values), moments(times), interpolation) <= tolerance + 1e-6
    assert (channel.times[0], channel.times[-1]) == (times[0], times[-1])
    kept = np.isin(times, channel.times)
    np.testing.assert_array_equal(values[kept], channel.values)


@given(keys(4, rotation=True), TOLERANCES, st.sampled_from(["LINEAR", "STEP"]))
def test_rotations_stay_within_the_tolerance_at_all_times(given_keys, tolerance, interpolation):
    times, values = given_keys
    scene, channel = scene_of(times, values, interpolation, "rotation")
    tk.ops.resample(scene, tolerance=tolerance)
    found = off((times, values), (channel.times, channel.values), moments(times), interpolation, rotation=True)
    assert found <= tolerance + 1e-6


@given(keys(3), TOLERANCES)
def test_twice_is_as_once_within_the_tolerance(given_keys, tolerance):
    times, values = given_keys
    scene, channel = scene_of(times, values)
    tk.ops.resample(scene, tolerance=tolerance)
    once = channel.times
    tk.ops.resample(scene, tolerance=tolerance)
    assert len(channel.times) <= len(once)


def test_baked_runs_and_ramps_lose_their_keys():
    times = np.arange(14, dtype=np.float32)
    scene, channel = scene_of(times, np.repeat([[0.0], [1], [0]], [4, 3, 7], axis=0) * [1, 1, 1])
    tk.ops.resample(scene)
    assert channel.times.tolist() == [0, 3, 4, 6, 7, 13]
    scene, channel = scene_of(times, np.repeat([[0.0], [1], [0]], [4, 3, 7], axis=0) * [1, 1, 1], "STEP")
    tk.ops.resample(scene)
    assert channel.times.tolist() == [0, 4, 7, 13]


def test_a_steady_turn_loses_its_keys_but_a_half_turn_keeps_its_sense():
    times = np.linspace(0, 1, 64, dtype=np.float32)
    for degrees, at_most in ((90, 2), (350, 6), (180, 4)):
        half = times * np.radians(degrees) / 2
        turn = np.stack([0 * half, np.sin(half), 0 * half, np.cos(half)], axis=1)
        scene, channel = scene_of(times, turn, path="rotation")
        tk.ops.resample(scene)
        assert len(channel.times) <= at_most
        assert off((times, turn), (channel.times, channel.values), moments(times), "LINEAR", rotation=True) < 1e-4


def test_cubic_splines_and_short_channels_are_left_alone():
    values = np.zeros((5, 3, 3), np.float32)
    scene, channel = scene_of(np.arange(5), values, "CUBICSPLINE")
    before = channel.values
    tk.ops.resample(scene)
    assert channel.values is before


def test_channels_of_one_sampler_stay_together(full):
    tk.ops.resample(full)
    turning, moving, knee, weights, steps = full.animations[0].channels
    assert turning.times is moving.times is weights.times
    assert len(turning.times) == 2
    assert steps.times.tolist() == [0, 1]
    assert knee.times is turning.times


def test_many_keys_take_bounded_time_whatever_they_are():
    count = 200_000
    saw = np.random.default_rng(1).normal(size=(count, 1)).cumsum(axis=0) ** 2
    times = np.arange(count, dtype=np.float64)
    kept = _keys.kept_linear(times, saw, 1.0)
    assert off((times, saw), (times[kept], saw[kept]), times, "LINEAR") <= 1.0
    steep = 1.5 ** np.arange(1000.0)[:, None]  # the worst key is the last but one, in every round
    assert _keys.kept_linear(times[:1000], steep, 1e-9).sum() >= 900


def test_real_models_play_as_before(models, world_points):
    for path in models:
        scene = tk.load(path)
        copy = tk.ops.resample(scene.copy(), tolerance=1e-5)
        for number, animation in enumerate(scene.animations):
            assert copy.animations[number].duration == animation.duration
            for time in np.linspace(0, animation.duration, 3):
                size = max(1.0, float(np.abs(scene.bounds()).max()))
                np.testing.assert_allclose(
                    world_points(copy, time, number), world_points(scene, time, number), atol=2e-3 * size
                )


@pytest.mark.parametrize("tolerance", [-1, float("nan"), "small", None, True])
def test_wrong_tolerances_are_refused(tolerance):
    with pytest.raises(ParameterError, match="resample: tolerance must be"):
        tk.ops.resample(tk.Scene(), tolerance=tolerance)
