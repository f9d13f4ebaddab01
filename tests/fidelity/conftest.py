"""The scenarios of the golden folder; `None` where the public models are not beside the checkout."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from fidelity_goldens import scenarios


@pytest.fixture(scope="session")
def golden_scenarios(shared_assets):
    if shared_assets is None:
        return []
    return list(scenarios(shared_assets / "golden", shared_assets / "gltf-sample-assets" / "Models"))
