"""Serve a notebook as a web page, by Voila in a process of its own."""

from __future__ import annotations

import contextlib
import ipaddress
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Self

from threedkit.errors import OutputError, ParameterError, require
from threedkit.runs.kernels import kernel_environment
from threedkit.runs.templates import find_notebook

if TYPE_CHECKING:
    from types import TracebackType

__all__ = ["DashboardServer", "dashboard"]

_GRACE = 10  # seconds for the server to end its kernels


@dataclass(slots=True)
class DashboardServer:
    """A dashboard that is being served; also a context manager that ends it.

    Attributes:
        name: of the notebook.
        url: of the page, token included.
        process: the server.
    """

    name: str
    url: str
    process: subprocess.Popen[str]
    _folder: tempfile.TemporaryDirectory[str] = field(repr=False)

    def wait(self, timeout: float | None = None) -> int:
        """Wait until the server ends; return its exit code.

        Args:
            timeout: seconds; None waits on. TimeoutError when they pass.
        """
        try:
            return self.process.wait(timeout)
        except subprocess.TimeoutExpired as error:
            message = f"dashboard {self.name} still runs after {timeout} s"
            raise TimeoutError(message) from error

    def close(self) -> None:
        """End the server and its kernels."""
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(_GRACE)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        for stream in (self.process.stdin, self.process.stdout):
            if stream is not None:
                stream.close()
        self._folder.cleanup()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def dashboard(
    name_or_path: str | Path,
    host: str = "127.0.0.1",
    port: int = 0,
    token: str | None = None,
    *,
    open_browser: bool = False,
) -> DashboardServer:
    """Serve a notebook as a web page.

    Two kernels stand ready with the notebook run, so that a page opens at once; each visitor has a kernel of their own,
    which ends when the page is left. Everything that the page needs comes from this server.

    Args:
        name_or_path: a notebook that comes with threedkit (``"configurator"``), or a path.
        host: address to listen on. Whoever reaches the page uses this machine, so others than loopback need a token.
        port: 0 takes a free one.
        token: visitors must show it (``?token=...``, once).
        open_browser: open the page.

    Returns:
        The server, which listens already.

    Raises:
        ParameterError: no such notebook, the port is none, or the host needs a token.
        OutputError: the port is taken.
        MissingPackageError: Voila is not installed.

    Example:
        >>> with dashboard("configurator") as server:  # doctest: +SKIP
        ...     print(server.url)
    """
    require("voila", extra="runs")
    notebook = find_notebook(name_or_path)
    if not _is_loopback(host) and not token:
        message = f"host {host!r} is open to other machines and needs a token (--token); 127.0.0.1 needs none"
        raise ParameterError(message)
    if not 0 <= port <= 65535:
        message = f"port must be a whole number from 0 to 65535, not {port}"
        raise ParameterError(message)
    server = _start(notebook, host, port, token)
    if open_browser:
        import webbrowser

        webbrowser.open(server.url)
    return server


def _start(notebook: Path, host: str, port: int, token: str | None) -> DashboardServer:
    share = Path(__file__).parent / "voila_share"
    paths = [str(share), *filter(None, [os.environ.get("JUPYTER_PATH")])]
    folder = tempfile.TemporaryDirectory(prefix="threedkit-dashboard-")
    environment = kernel_environment({"JUPYTER_PATH": os.pathsep.join(paths), "THREEDKIT_RUN_OUTPUT": folder.name})
    environment.pop("THREEDKIT_TOKEN", None)
    process = subprocess.Popen(
        [sys.executable, "-m", "threedkit.runs.voila_app"],
        env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    server = DashboardServer(notebook.stem, "", process, folder)
    with contextlib.ExitStack() as stack:
        stack.callback(server.close)
        server.url = _handshake(process, {"notebook": str(notebook), "host": host, "port": port, "token": token})
        stack.pop_all()
    return server


def _handshake(process: subprocess.Popen[str], settings: dict[str, object]) -> str:
    """Send the settings; return the address at which the server listens."""
    if process.stdin is None or process.stdout is None:
        message = "the dashboard's pipes are not there"
        raise OutputError(message)
    process.stdin.write(json.dumps(settings) + "\n")
    process.stdin.flush()
    line = process.stdout.readline()
    answer = json.loads(line) if line else {"error": "Voila ended at once; see its messages above"}
    if "url" not in answer:
        message = f"dashboard: {answer['error']}"
        raise OutputError(message)
    return str(answer["url"])


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
