"""Animations that scenes can share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from threedkit.store.definitions import check_animation, duration_of
from threedkit.store.records import AnimationRecord
from threedkit.store.repositories.base import iso, shared_fields
from threedkit.store.repositories.definitions import DefinitionStore
from threedkit.store.tables import animations

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy.engine import Connection, Row

__all__ = ["AnimationStore"]


class AnimationStore(DefinitionStore[AnimationRecord]):
    """Animations in a database.

    Example:
        >>> import tempfile
        >>> from threedkit.store import Store
        >>> animations = Store(f"sqlite:///{tempfile.mkdtemp()}/farm.db").animations
        >>> up = {"node": "ball", "path": "translation", "times": [0, 2], "values": [[0, 0, 0], [0, 1, 0]]}
        >>> animations.create({"channels": [up]}, name="up").duration
        2.0
    """

    noun, key, table, user = "animation", "animation_id", animations, "by_animation"

    def _columns(self, definition: Mapping[str, Any]) -> dict[str, Any]:
        checked = check_animation(definition)
        return {"definition": checked, "duration": duration_of(checked)}

    def _records(self, connection: Connection, rows: Sequence[Row[Any]]) -> Sequence[AnimationRecord]:  # noqa: ARG002
        return [
            AnimationRecord(
                **shared_fields(row),
                animation_id=row.animation_id,
                definition=row.definition,
                duration=row.duration,
                created=iso(row.created),
            )
            for row in rows
        ]
