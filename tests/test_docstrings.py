"""Every example in a docstring runs."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import threedkit

MODULES = [
    "threedkit",
    *(m.name for m in pkgutil.walk_packages(threedkit.__path__, "threedkit.") if "_notebooks" not in m.name),
]


@pytest.mark.parametrize("name", MODULES)
def test_examples(name):
    results = doctest.testmod(importlib.import_module(name), optionflags=doctest.ELLIPSIS)
    assert results.failed == 0
