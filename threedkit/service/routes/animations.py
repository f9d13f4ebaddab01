"""Animations that scenes share."""

from __future__ import annotations

from threedkit.service.routes.definitions import definition_router
from threedkit.store.records import AnimationRecord

__all__ = ["router"]

_UP = {"node": "fox", "path": "translation", "times": [0.0, 2.0], "values": [[0.0, 0.0, 0.0], [0.0, 1.0, 0.0]]}

router = definition_router(
    "animation",
    "animations",
    AnimationRecord,
    lambda store: store.animations,
    {"name": "up", "definition": {"channels": [_UP]}},
)
