"""A minute of fuzzing in every test run; `python tests/fuzz/fuzz.py` goes on for longer."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

SECONDS = {"gltf": 45, "meshes": 15}


@pytest.mark.parametrize("target", SECONDS)
def test_nothing_but_asset_errors(target, tmp_path):
    script = Path(__file__).with_name("fuzz.py")
    # A process's peak of memory, which the fuzzer bounds, begins at that of its parent: so one of little memory is put
    # between it and us (the shell forks, since it has something left to do).
    between = ["/bin/sh", "-c", '"$@"; exit $?', "sh"]
    command = [*between, sys.executable, str(script), target, "--seconds", str(SECONDS[target])]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=300, check=False)
    output = run.stdout + run.stderr
    left = sorted(path.name for path in tmp_path.iterdir() if path.is_file())
    assert run.returncode == 0, f"{left}\n{output[-4000:]}"
    found = re.search(r"Done (\d+) runs in (\d+) second", output)
    assert found is not None
    assert int(found[1]) > 100
    print(f"fuzzed {target}: {found[1]} executions in {found[2]} s")
