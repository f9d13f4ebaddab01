"""Fixtures that every room's tests share: real models, the browser, a quiet place to work."""

from __future__ import annotations

import importlib.util
import os
import shutil
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import hypothesis
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import ModuleType

ROOT = Path(__file__).resolve().parent.parent


# A shell ignores Ctrl+C for what it runs in the background, and so would every process that a test starts and stops.
signal.signal(signal.SIGINT, signal.default_int_handler)

# The machine may be busy: no example fails for being slow.
hypothesis.settings.register_profile("threedkit", deadline=None)
hypothesis.settings.load_profile("threedkit")


@pytest.fixture(scope="session")
def repository() -> Path:
    """The root of the source tree."""
    return ROOT


@pytest.fixture(scope="session")
def shared_assets() -> Path | None:
    """The folder of public models beside the checkout, or None: a test adds these to what it generates itself."""
    folder = ROOT.parent / "shared" / "assets"
    return folder if folder.is_dir() else None


@pytest.fixture(scope="session")
def suzanne() -> Path:
    """The textured GLB that ships in filly."""
    spec = importlib.util.find_spec("filly")
    if spec is None or spec.origin is None:
        pytest.fail("filly is not installed: make test installs it")
    return Path(spec.origin).parent / "samples" / "suzanne.glb"


def _module(name: str, path: Path) -> ModuleType:
    """A module or package of helpers, loaded from its file: test folders are no packages."""
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def ktx2_files() -> ModuleType:
    """Small KTX 2 files, and a writer of uncompressed ones: tests/ktx2_files.py."""
    return _module("ktx2_files", ROOT / "tests" / "ktx2_files.py")


@pytest.fixture(scope="session")
def oracle() -> Iterator[Callable[..., dict]]:
    """Khronos' glTF validator: ``oracle(data, resources=None) -> report``; see tests/oracle/client.py."""
    validator = _module("oracle_client", ROOT / "tests" / "oracle" / "client.py").Oracle()
    yield validator
    validator.close()


@pytest.fixture(scope="session")
def servers() -> ModuleType:
    """Starters of real servers: tests/servers."""
    return _module("test_servers", ROOT / "tests" / "servers" / "__init__.py")


@pytest.fixture(scope="session")
def postgres(servers) -> Iterator[Any]:
    """A PostgreSQL server on loopback; ``postgres.url()`` makes a fresh database in it."""
    server = servers.Postgres()
    yield server
    server.close()


@pytest.fixture(scope="session")
def rabbitmq(servers) -> Iterator[Any]:
    """A RabbitMQ broker on loopback; ``rabbitmq.url``."""
    server = servers.RabbitMQ()
    yield server
    server.close()


@pytest.fixture(scope="session")
def s3(servers) -> Iterator[Any]:
    """An S3 server on loopback; ``s3.environment()`` for the client, ``s3.url()`` is a fresh prefix."""
    server = servers.S3()
    yield server
    server.close()


@pytest.fixture(scope="session", autouse=True)
def _a_home_of_its_own(tmp_path_factory) -> Iterator[None]:
    """Records and jobs that a test does not place go to a temporary folder, those of worker processes too."""
    before = {name: os.environ.pop(name, None) for name in ("THREEDKIT_DATABASE", "THREEDKIT_HOME")}
    os.environ["THREEDKIT_HOME"] = str(tmp_path_factory.mktemp("home"))
    yield
    del os.environ["THREEDKIT_HOME"]
    os.environ.update({name: value for name, value in before.items() if value is not None})


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of the browser for Playwright's ``executable_path``: Debian's chromium, or THREEDKIT_CHROMIUM."""
    path = os.environ.get("THREEDKIT_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if path is None:
        pytest.fail("no Chromium: apt-get install chromium (make test does), or set THREEDKIT_CHROMIUM")
    return path


@pytest.fixture(scope="session")
def chromium_args() -> list[str]:
    """Flags for a headless Chromium that draws WebGL in software and talks to loopback only."""
    flags = [
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-quic",
        "--disable-sync",
        "--enable-unsafe-swiftshader",
        "--no-first-run",
        "--use-angle=swiftshader",
    ]
    return [*flags, "--no-sandbox"] if os.geteuid() == 0 else flags
