"""Real engines on real scenes: what a job draws is what `tk.render` draws."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

import threedkit as tk
from threedkit import jobs
from threedkit.render import render

pytestmark = [pytest.mark.cluster, pytest.mark.engine]


def pixels(path):
    with Image.open(path) as image:
        return np.asarray(image.convert("RGBA"))


def check_against_render(scene, job, index, tolerance):
    shot = job.spec.shot(index)
    frame = render(
        scene,
        size=shot.size,
        camera=shot.camera,
        time=shot.time,
        engine=job.spec.engine,
        samples=shot.samples,
        seed=shot.seed,
        outputs=("color",),
    )
    drawn = pixels(job.frames[index])
    assert drawn.shape == frame.color.shape
    assert np.abs(drawn.astype(float) - frame.color).mean() <= tolerance
    return drawn


def test_filament_draws_the_turntable_of_a_textured_model(suzanne, tmp_path):
    scene = tk.load(suzanne)
    job = jobs.submit(
        scene, jobs.turntable(scene, 8), size=(96, 72), engine="filament", samples=4, output=tmp_path, transparent=False
    )
    assert job.wait(180) == "succeeded", job.errors
    first = check_against_render(scene, job, 0, 1.0)
    later = check_against_render(scene, job, 3, 1.0)
    assert np.abs(first.astype(float) - later).mean() > 2
    assert job.snapshot()["device"]
    assert job.snapshot()["scene_loads"] <= 2
    assert job.video().stat().st_size > 1000
    assert job.contact_sheet().is_file()


def test_nothing_is_cut_at_any_angle(suzanne, tmp_path):
    """With a transparent background, the picture's border stays empty and the subject fills most of it."""
    scene = tk.load(suzanne)
    job = jobs.submit(
        scene,
        jobs.turntable(scene, 5, margin=1.05),
        size=(80, 80),
        engine="filament",
        samples=4,
        transparent=True,
        output=tmp_path,
    )
    assert job.wait(180) == "succeeded", job.errors
    for frame in job.frames:
        alpha = pixels(frame)[..., 3]
        rim = np.concatenate([alpha[0], alpha[-1], alpha[:, 0], alpha[:, -1]])
        assert rim.max() == 0
        assert (alpha > 0).mean() > 0.15


def test_mitsuba_draws_on_the_cluster(tmp_path):
    scene = tk.Scene()
    scene.add(tk.Mesh(tk.torus(), tk.Material(base_color="#ef6631", roughness=0.5)))
    job = jobs.submit(scene, jobs.turntable(scene, 3), size=(32, 24), engine="mitsuba", samples=8, output=tmp_path)
    assert job.wait(240) == "succeeded", job.errors
    drawn = check_against_render(scene, job, 1, 6.0)
    assert drawn[..., :3].std() > 10


def test_an_animated_model_moves(shared_assets, tmp_path):
    """A lift that goes up, and a skinned model where there is one."""
    scene = tk.Scene()
    lift = scene.add(tk.Mesh(tk.box(), tk.Material()), name="lift")
    times, values = np.array([0, 1], np.float32), np.array([[0, 0, 0], [0, 3, 0]], np.float32)
    rise = tk.Channel(node=lift, path="translation", times=times, values=values)
    scene.animations = (tk.Animation(name="up", channels=(rise,)),)
    scenes = [scene]
    if shared_assets is not None:
        scenes += [tk.load(path) for path in sorted(shared_assets.rglob("Fox.glb"))[:1]]
    for number, one in enumerate(scenes):
        shots = jobs.animate(one, frames=4, fps=4)
        job = jobs.submit(one, shots, size=(48, 48), engine="filament", samples=1, output=tmp_path / str(number))
        assert job.wait(180) == "succeeded", job.errors
        start, middle = (pixels(job.frames[index]).astype(float) for index in (0, 2))
        assert np.abs(start - middle).mean() > 1
