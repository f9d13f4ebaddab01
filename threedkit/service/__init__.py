"""The REST service: what a notebook does alone, a team does together. FastAPI comes with first use."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from threedkit.service.app import create_app
    from threedkit.service.settings import Settings

__all__ = ["Settings", "create_app"]

_LATE = {"Settings": "settings", "create_app": "app"}
"""Names whose modules need FastAPI and pydantic."""


def __getattr__(name: str) -> Any:
    """Import what needs a web framework on first use (PEP 562).

    Raises:
        MissingPackageError: FastAPI or pydantic-settings is not installed.
    """
    module = _LATE.get(name)
    if module is None:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    from threedkit.errors import require

    for package in ("fastapi", "pydantic_settings"):
        require(package, extra="service")
    value = getattr(importlib.import_module(f"{__name__}.{module}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """The public names."""
    return [*__all__]
