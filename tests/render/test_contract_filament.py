"""The engine contract, passed by Filament."""

from __future__ import annotations

import pytest

from threedkit.testing import EngineContract

pytestmark = pytest.mark.engine


class TestFilamentContract(EngineContract):
    engine_name = "filament"
