"""The Binder environment is the one that make builds."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_apt_packages_are_those_that_make_installs():
    script = (ROOT / ".ci" / "system-packages").read_text("utf-8")
    run_part = script.partition("if [[ $kind == test ]]")[0]
    needed = {name for group in re.findall(r"missing\+=\(([^)]*)\)", run_part) for name in group.split()}
    assert set((ROOT / "binder" / "apt.txt").read_text("utf-8").split()) == needed - {"python3-venv"}


def test_post_build_accepts_this_environment():
    # All the pins are installed here, so pip has only to agree: nothing is downloaded or changed.
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    done = subprocess.run(
        ["bash", "binder/postBuild"],
        cwd=ROOT,
        env={**os.environ, "PATH": path, "PIP_DRY_RUN": "1", "PIP_NO_INDEX": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
