"""Kernels that run this very Python.

A kernelspec called ``python3`` may belong to another environment; a run must see the packages of its caller. So
the specification is made here, from ``sys.executable``, and found before any that is installed.
"""

from __future__ import annotations

import importlib.util
import os
import sys
import sysconfig
from pathlib import Path
from typing import TYPE_CHECKING, Any

from threedkit.errors import require

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["KERNEL_NAME", "kernel_environment", "kernel_manager_class", "kernel_spec_manager_class"]

KERNEL_NAME = "python3"
"""What notebooks call their kernel."""


def kernel_environment(extra: Mapping[str, str]) -> dict[str, str]:
    """Return the environment of a kernel: ours, with threedkit importable when it runs from a source tree.

    Args:
        extra: further variables.
    """
    environment = {**os.environ, **extra}
    spec = importlib.util.find_spec("threedkit")
    root = Path(spec.origin).parents[1] if spec is not None and spec.origin else None
    installed = {Path(sysconfig.get_path(name)).resolve() for name in ("purelib", "platlib")}
    if root is not None and root.resolve() not in installed:
        paths = [str(root), *filter(None, [environment.get("PYTHONPATH")])]
        environment["PYTHONPATH"] = os.pathsep.join(paths)
    return environment


def kernel_spec_manager_class() -> type[Any]:
    """Return a KernelSpecManager that knows one kernel: this Python."""
    kernelspec = require("jupyter_client.kernelspec", extra="runs")
    require("ipykernel", extra="runs")
    command = [sys.executable, "-Xfrozen_modules=off", "-m", "ipykernel_launcher", "--log-level=40", "-f"]
    command.append("{connection_file}")

    class ThisPython(kernelspec.KernelSpecManager):  # type: ignore[name-defined, misc]  # imported on use
        def find_kernel_specs(self) -> dict[str, str]:
            return {KERNEL_NAME: ""}

        def get_kernel_spec(self, kernel_name: str) -> Any:  # noqa: ARG002 - there is one
            return kernelspec.KernelSpec(
                argv=command, display_name="Python 3 (threedkit)", language="python", metadata={"debugger": False}
            )

    return ThisPython


def kernel_manager_class(environment: Mapping[str, str], log: Path) -> type[Any]:
    """Return an AsyncKernelManager that starts this Python.

    Args:
        environment: the whole environment of the kernel's process.
        log: file that gets what the process itself prints; output of cells does not pass there.
    """
    client = require("jupyter_client", extra="runs")
    specs = kernel_spec_manager_class()

    class ThisPythonManager(client.AsyncKernelManager):  # type: ignore[name-defined, misc]  # imported on use
        def __init__(self, **kwargs: Any) -> None:
            super().__init__(kernel_spec_manager=specs(), **kwargs)

        async def _async_start_kernel(self, **kwargs: Any) -> None:
            with log.open("ab") as file:
                kwargs.update(env=dict(environment), stdout=file, stderr=file)
                await super()._async_start_kernel(**kwargs)

        start_kernel = _async_start_kernel

    return ThisPythonManager
