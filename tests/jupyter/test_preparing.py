"""`import threedkit` in a kernel: the modules of the first view come when the kernel is idle."""

from __future__ import annotations

import asyncio
import sys

import pytest
from jupyter_client.manager import start_new_kernel

from threedkit.jupyter import preparing

LAST = "threedkit.jupyter.pictures.display"
LOADED = f"import sys; print([name in sys.modules for name in {preparing._MODULES}])"


def run(client, code: str, **options) -> str:
    printed = []
    client.execute_interactive(code, output_hook=printed.append, timeout=30, **options)
    return "".join(message["content"].get("text", "") for message in printed)


def test_a_kernel_has_them_before_they_are_needed_unless_a_program_runs_it():
    manager, client = start_new_kernel()
    try:
        run(client, "import threedkit", allow_stdin=False)
        run(client, "import asyncio; await asyncio.sleep(0.3)")
        assert "True" not in run(client, LOADED)
        run(client, "import importlib; importlib.reload(threedkit)", allow_stdin=True)
        wait = f"while {LAST!r} not in sys.modules: await asyncio.sleep(0.01)"
        run(client, f"import sys\nasync def wait():\n    {wait}\nawait asyncio.wait_for(wait(), 20)")
        assert "False" not in run(client, LOADED)
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


@pytest.fixture
def kernel(monkeypatch):
    monkeypatch.setattr(preparing, "is_kernel", lambda: True)
    monkeypatch.setattr(preparing, "is_unattended", lambda: False)
    monkeypatch.setattr(preparing, "_WAIT", 0)


def prepared(monkeypatch, modules: tuple[str, ...]) -> list[dict]:
    """Prepare in a loop of its own, which tells what went wrong there."""
    monkeypatch.setattr(preparing, "_MODULES", modules)
    wrong = []

    async def idle():
        asyncio.get_running_loop().set_exception_handler(lambda _, context: wrong.append(context))
        preparing.prepare()
        await asyncio.sleep(0.05)

    asyncio.run(idle())
    return wrong


def test_what_cannot_be_imported_is_told(kernel, monkeypatch):
    (wrong,) = prepared(monkeypatch, ("threedkit.nowhere", "colorsys"))
    assert isinstance(wrong["exception"], ModuleNotFoundError)


def test_nothing_is_arranged_without_the_packages_a_loop_or_a_kernel(kernel, monkeypatch):
    monkeypatch.delitem(sys.modules, "colorsys", raising=False)
    preparing.prepare()  # no loop runs here
    with monkeypatch.context() as patched:
        patched.setattr(preparing, "_NEEDED", ("ipywidgets", "a_package_that_is_not_there"))
        assert prepared(patched, ("colorsys",)) == []
    with monkeypatch.context() as patched:
        patched.setattr(preparing, "is_kernel", lambda: False)
        assert prepared(patched, ("colorsys",)) == []
    assert "colorsys" not in sys.modules
    assert prepared(monkeypatch, ("colorsys",)) == []
    assert "colorsys" in sys.modules
