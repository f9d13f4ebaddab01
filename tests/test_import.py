"""What ``import threedkit`` costs: little time, and none of the heavy packages."""

from __future__ import annotations

import json
import subprocess
import sys

HEAVY = {
    "IPython",
    "OpenGL",
    "PIL",
    "alembic",
    "av",
    "dask",
    "distributed",
    "drjit",
    "fastapi",
    "filly",
    "glcontext",
    "ipywidgets",
    "mitsuba",
    "moderngl",
    "nbformat",
    "obstore",
    "papermill",
    "psycopg",
    "pygltflib",
    "pyrender",
    "pythreejs",
    "scipy",
    "sqlalchemy",
    "starlette",
    "tornado",
    "trimesh",
    "uvicorn",
    "voila",
}
PROGRAM = """
import json, sys, time
start = time.perf_counter()
import threedkit
seconds = time.perf_counter() - start
print(json.dumps({"seconds": seconds, "modules": sorted({name.partition(".")[0] for name in sys.modules})}))
"""


def in_a_fresh_process(program: str) -> dict:
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def test_import_takes_under_300_ms():
    # The one timing in the tests: a promise to the user. The best of five, as the machine may be busy.
    assert min(in_a_fresh_process(PROGRAM)["seconds"] for _ in range(5)) < 0.3


def test_import_pulls_in_no_heavy_package():
    assert not HEAVY & set(in_a_fresh_process(PROGRAM)["modules"])


def test_making_and_writing_a_scene_pulls_in_no_heavy_package():
    program = PROGRAM.replace(
        "seconds =", "tk = threedkit; s = tk.Scene(); s.add(tk.Mesh(tk.sphere())); s.to_glb(); seconds ="
    )
    assert not HEAVY & set(in_a_fresh_process(program)["modules"])
