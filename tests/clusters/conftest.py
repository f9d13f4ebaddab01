"""What the pages and files of dask_cluster/ say, run for real where that can be done on one machine."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = (str(ROOT), str(ROOT / "tests" / "jobs" / "plugins"))  # the null engine is in the latter
SECONDS = 60.0
BLOCK = re.compile(r"^```py\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="session")
def definitions():
    """The folder dask_cluster/."""
    return ROOT / "dask_cluster"


@pytest.fixture
def snippet(definitions):
    """Return the one Python block of a page that needs more than this machine has; some texts become others."""

    def read(page, instead):
        (code,) = BLOCK.findall((definitions / page).read_text("utf-8"))
        for before, after in instead.items():
            assert before in code, f"{page} no longer says {before!r}"
            code = code.replace(before, after)
        return code

    return read


@pytest.fixture
def program(tmp_path):
    """Start a program with our packages in its way, its output in the file `said`; all are ended after the test."""
    started = []

    def start(*command, cwd=None, **more):
        path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
        said = tmp_path / f"said-{len(started)}.txt"
        with said.open("wb") as output:
            process = subprocess.Popen(
                command,
                cwd=cwd,
                env={**os.environ, "PATH": path, "PYTHONPATH": os.pathsep.join(PACKAGES), **more},
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        process.said = said
        started.append(process)
        return process

    yield start
    for process in reversed(started):
        process.terminate()
        try:
            process.wait(SECONDS)
        finally:
            process.kill()


@pytest.fixture
def line_with(until):
    """Wait for the first line of a program's output that has some words in it."""

    def read(process, words):
        def found():
            lines = [line for line in process.said.read_text(errors="replace").splitlines() if words in line]
            assert lines or process.poll() is None, f"{process.args} ended: {process.said.read_text(errors='replace')}"
            return lines

        return until(found)[0].strip()

    return read


@pytest.fixture
def until():
    """Wait for something to become true."""

    def wait(condition):
        end = time.monotonic() + SECONDS
        while not (outcome := condition()):
            assert time.monotonic() < end, "not in time"
            time.sleep(0.05)
        return outcome

    return wait


@pytest.fixture
def scheduler(program, line_with):
    """Start a Dask scheduler on the loopback address; gives its address."""

    def start(*arguments, protocol="tcp"):
        process = program(
            "dask", "scheduler", "--host=127.0.0.1", "--port=0", "--no-dashboard", f"--protocol={protocol}", *arguments
        )
        return line_with(process, "Scheduler at:").rpartition(" ")[2]

    return start
