"""The REST service: what a notebook does alone, a team does together. FastAPI comes with first use."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from threedkit.service.app import create_app
    from threedkit.service.client import Client, connect
    from threedkit.service.settings import Settings

__all__ = ["Client", "Settings", "connect", "create_app"]

_LATE = {
    "Client": ("client", ("httpx",)),
    "Settings": ("settings", ("pydantic_settings",)),
    "connect": ("client", ("httpx",)),
    "create_app": ("app", ("fastapi", "pydantic_settings")),
}
"""Names whose modules need more than the core, and what they need."""


def __getattr__(name: str) -> Any:
    """Import what needs a web framework or an HTTP client on first use (PEP 562).

    Raises:
        MissingPackageError: it is not installed.
    """
    if name not in _LATE:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    from threedkit.errors import require

    module, packages = _LATE[name]
    for package in packages:
        require(package, extra="service")
    value = getattr(importlib.import_module(f"{__name__}.{module}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """The public names."""
    return [*__all__]
