"""The engine contract, passed by pyrender."""

from __future__ import annotations

import pytest

from threedkit.testing import EngineContract

pytestmark = pytest.mark.engine


class TestPyrenderContract(EngineContract):
    engine_name = "pyrender"
