"""Every package's ``__all__`` is sorted, real and complete."""

from __future__ import annotations

import importlib
import pkgutil
from types import ModuleType

import pytest

import threedkit


def packages() -> list[str]:
    found = pkgutil.walk_packages(threedkit.__path__, "threedkit.")
    return ["threedkit", *(info.name for info in found if info.ispkg and not info.name.endswith("._notebooks"))]


def sort_key(name: str) -> tuple[int, str]:
    """CONSTANTS, then Classes, then functions: the order that ruff's RUF022 keeps."""
    return (0 if name.isupper() else 1 if name[0].isupper() else 2), name


def exported(module: ModuleType) -> list[str]:
    """The module's ``__all__``; a package that is only a folder needs none."""
    return getattr(module, "__all__", [])


@pytest.mark.parametrize("package", packages())
def test_all_is_sorted(package):
    names = exported(importlib.import_module(package))
    assert list(names) == sorted(set(names), key=sort_key)


@pytest.mark.parametrize("package", packages())
def test_all_is_real(package):
    module = importlib.import_module(package)
    missing = [name for name in exported(module) if not hasattr(module, name)]
    assert not missing
    assert set(exported(module)) <= set(dir(module))


@pytest.mark.parametrize("package", packages())
def test_all_is_complete(package):
    module = importlib.import_module(package)
    public = {
        name
        for name, value in vars(module).items()
        if not name.startswith("_")
        and not isinstance(value, ModuleType)
        and str(getattr(value, "__module__", "")).startswith("threedkit")
    }
    assert public <= set(exported(module))


def test_every_name_of_the_public_face_is_documented():
    undocumented = [name for name in threedkit.__all__ if not (getattr(threedkit, name).__doc__ or "").strip()]
    assert not undocumented
