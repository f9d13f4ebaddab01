"""What is made ready before the first scene, and how large its pictures are on a slow GPU."""

from __future__ import annotations

import numpy as np
import pytest

import threedkit as tk

SIZE = (320, 240)
PROGRAMS = "return view.stage().renderer.info.programs.map(program => program.cacheKey).sort()"


def ball():
    scene = tk.Scene()
    scene.add(tk.Mesh(tk.sphere(), tk.Material(base_color="#ef6631", roughness=0.4)))
    return scene


def crowd():
    scene = tk.Scene()
    for i in range(20):
        scene.add(tk.Mesh(tk.sphere(), tk.Material(base_color=(i / 20, 0.5, 0.2))), position=(i, 0, 0))
    return scene


@pytest.mark.parametrize(("make", "meshes"), [(ball, 1), (crowd, 20)])
def test_an_ordinary_scene_finds_its_programs_compiled(bench, make, meshes):
    first = bench.open(tk.Scene(), SIZE)
    first.run("await view.warmUp(a)", meshes)
    made = first.run(PROGRAMS)
    view = bench.open(make(), SIZE)
    assert view.picture().std() > 5
    assert view.run(PROGRAMS) == made


SLOW = """
    const gl = view.stage().gl, begun = new WeakMap();
    gl.getSyncParameter = sync => {
        begun.set(sync, begun.get(sync) ?? performance.now());
        const takes = v.stats.pixels.width < v.pixels.width ? 30 : 120;
        return performance.now() - begun.get(sync) < takes ? gl.UNSIGNALED : gl.SIGNALED;
    };
    const drawn = [];
    v.on('frame', ({ whole }) => drawn.push([whole, v.stats.pixels.width, v.canvas.ariaBusy]));
    for (let i = 0; i < 5; i += 1) {
        v.exposure = 1 + i / 10;
        await new Promise(done => setTimeout(done, 700));
    }
    const [end, seen] = [drawn.length, v.stats.pixels.width];
    v.exposure = 2;
    while (drawn.length === end) await new Promise(requestAnimationFrame);
    const busy = v.canvas.ariaBusy;
    v.canvas.dispatchEvent(new Event('tk-settle'));
    delete gl.getSyncParameter;
    return [drawn.slice(0, end), [busy, v.canvas.ariaBusy, v.stats.pixels.width - seen]];
"""


def test_a_slow_gpu_draws_changes_small_and_the_whole_picture_at_rest(bench):
    view = bench.open(ball(), SIZE)
    drawn, kept = view.run(SLOW)
    drafts = [width for whole, width, _ in drawn if not whole]
    assert drafts
    assert max(drafts) < SIZE[0]
    assert all((busy == "true") is not whole for whole, _, busy in drawn)
    assert drawn[-1] == [True, SIZE[0], "false"]
    assert kept == ["true", "false", 0]  # for whom keeps the canvas, as JupyterLab's extension does
    data = view.run("return [...v.canvas.getContext('2d').getImageData(0, 0, ...a).data]", SIZE)
    seen = np.array(data, np.uint8).reshape(SIZE[1], SIZE[0], 4)[..., :3]
    assert np.abs(seen.astype(int) - view.picture()).max() <= 1
