"""The wheel holds what an installation needs: the package, its types, the notebook templates, the commands."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    with zipfile.ZipFile(next(folder.glob("*.whl"))) as archive:
        yield archive


def test_every_module_and_notebook_is_in_it(wheel):
    modules = {path.relative_to(ROOT).as_posix() for path in (ROOT / "threedkit").rglob("*.py")}
    notebooks = {f"threedkit/_notebooks/{path.name}" for path in (ROOT / "notebooks").glob("*.ipynb")}
    assert notebooks
    assert modules | notebooks | {"threedkit/py.typed"} <= set(wheel.namelist())


def test_data_files_are_in_it(wheel):
    data = {path.relative_to(ROOT).as_posix() for path in (ROOT / "threedkit" / "io" / "report").rglob("*.*")}
    data = {name for name in data if not name.endswith((".py", ".pyc"))}
    assert len(data) >= 8
    assert data <= set(wheel.namelist())


OPEN = """
import sys, threedkit
from threedkit.store import Database, JobStore
with Database.open("sqlite:///farm.db") as database:
    print(threedkit.__file__, len(JobStore(database).list().jobs))
"""


def test_migrations_run_from_it(wheel, tmp_path):
    wheel.extractall(tmp_path)
    done = subprocess.run(
        [sys.executable, "-c", OPEN], cwd=tmp_path, env={"PYTHONPATH": str(tmp_path)}, capture_output=True, check=True
    )
    assert done.stdout.decode() == f"{tmp_path}/threedkit/__init__.py 0\n"


def test_nothing_else_is_in_it(wheel):
    assert {name.partition("/")[0].partition("-")[0] for name in wheel.namelist()} == {"threedkit"}
    assert not [name for name in wheel.namelist() if "__pycache__" in name or ".ipynb_checkpoints" in name]


def test_it_declares_commands_engines_and_licence(wheel):
    info = next(name.partition("/")[0] for name in wheel.namelist() if ".dist-info/" in name)
    entry_points = wheel.read(f"{info}/entry_points.txt").decode()
    assert "threedkit = threedkit.cli:main" in entry_points
    assert "[threedkit.engines]" in entry_points
    assert f"{info}/licenses/LICENSE" in wheel.namelist()


def test_the_extras_are_those_of_the_design(wheel):
    info = next(name.partition("/")[0] for name in wheel.namelist() if ".dist-info/" in name)
    metadata = wheel.read(f"{info}/METADATA").decode()
    extras = {line.partition(": ")[2] for line in metadata.splitlines() if line.startswith("Provides-Extra: ")}
    assert {"all", "cluster", "jupyter", "pathtrace", "pyrender", "render", "service", "test"} <= extras
