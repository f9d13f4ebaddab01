"""The container file: what it copies is there, and it installs what the tests install. It is not built here."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from dockerfile_parse import DockerfileParser

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def instructions():
    file = ROOT / "dask_cluster" / "images" / "Containerfile"
    parser = DockerfileParser(fileobj=io.BytesIO(file.read_bytes()))
    return [(step["instruction"], step["value"]) for step in parser.structure if step["instruction"] != "COMMENT"]


def of(instructions, kind):
    return [value for instruction, value in instructions if instruction == kind]


def test_bases_are_named_with_a_version_and_python_is_one_that_we_support(instructions):
    bases = [value.split()[0] for value in of(instructions, "FROM")]
    assert len(set(bases)) == 1
    assert re.fullmatch(r"python:3\.1[1-9]-slim-bookworm", bases[0])


def test_what_is_installed_is_pinned(instructions):
    install = of(instructions, "RUN")[0]
    for file in re.findall(r"--requirement (\S+)", install):
        assert "--hash=sha256:" in (ROOT / file).read_text("utf-8")
    assert install.count("--require-hashes") == 2


def test_the_system_packages_are_those_of_the_set_up(instructions):
    wanted = set((ROOT / "binder" / "apt.txt").read_text("utf-8").split())
    (install,) = [value for value in of(instructions, "RUN") if "apt-get install" in value]
    named = re.search(r"--no-install-recommends ([\w\s.-]+?)\s*&&", install.replace("\\", " "))[1]
    assert set(named.split()) == wanted
    set_up = (ROOT / ".ci" / "system-packages").read_text("utf-8")
    assert all(package in set_up for package in wanted)


def test_it_runs_as_an_ordinary_user_and_a_gpu_may_draw(instructions):
    kinds = [instruction for instruction, _ in instructions]
    assert of(instructions, "USER") == ["1000"]
    assert kinds.index("USER") > max(index for index, kind in enumerate(kinds) if kind == "RUN")
    assert "NVIDIA_DRIVER_CAPABILITIES=compute,graphics,utility" in " ".join(of(instructions, "ENV"))


def test_the_build_is_sent_no_more_than_it_needs():
    ignored = set((ROOT / ".dockerignore").read_text("utf-8").split())
    assert {".git", ".venv*", "output", "**/node_modules"} <= ignored
