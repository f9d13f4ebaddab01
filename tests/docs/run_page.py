"""Executes a page of the documentation in the current folder: ``python run_page.py PAGE``.

Python blocks share one namespace, as in a notebook; commands run between them, in page order. Those that end in ``&``
stay up until the page ends. The well-known ports of Dask and of the service become free ones.
"""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import Any

BLOCK = re.compile(r"^```(python|sh)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
COMMANDS = ("curl ", "dask ", "mkdir ", "python -m trustme ", "threedkit ")  # not make, pip and the like
PORTS = ("8786", "8733")
"""Of a Dask scheduler, and of the service."""


def run_page(page: str) -> None:
    for port in PORTS:
        with socket.create_server(("127.0.0.1", 0)) as free:
            page = page.replace(port, str(free.getsockname()[1]))
    os.environ.setdefault("THREEDKIT_TOKEN", "a-token-for-the-pages-0123")
    names: dict[str, Any] = {"__name__": "__main__"}
    with ExitStack() as at_end:
        for kind, code in BLOCK.findall(page):
            if kind == "python":
                exec(compile(code, "<page>", "exec"), names)
            else:
                run_commands(code, at_end)


def run_commands(code: str, at_end: ExitStack) -> None:
    for line in code.replace("\\\n", " ").splitlines():
        if not line.startswith(COMMANDS):
            continue
        print("$", line, flush=True)
        if line.endswith("&"):
            at_end.callback(stop, subprocess.Popen(["/bin/bash", "-c", f"exec {line[:-1]}"]))
        else:
            subprocess.run(["/bin/bash", "-c", line], check=True)


def stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    process.wait(30)


if __name__ == "__main__":
    run_page(Path(sys.argv[1]).read_text("utf-8"))
