"""Materials that scenes share."""

from __future__ import annotations

from threedkit.service.routes.definitions import definition_router
from threedkit.store.records import MaterialRecord

__all__ = ["router"]

router = definition_router(
    "material",
    "materials",
    MaterialRecord,
    lambda store: store.materials,
    {
        "name": "gold",
        "definition": {"pbrMetallicRoughness": {"baseColorFactor": [1.0, 0.77, 0.34, 1.0], "roughnessFactor": 0.2}},
    },
)
