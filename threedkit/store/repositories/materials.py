"""Materials that scenes can share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from threedkit.store.definitions import check_material
from threedkit.store.records import MaterialRecord
from threedkit.store.repositories.base import iso, shared_fields
from threedkit.store.repositories.definitions import DefinitionStore
from threedkit.store.tables import materials

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy.engine import Connection, Row

__all__ = ["MaterialStore"]


class MaterialStore(DefinitionStore[MaterialRecord]):
    """Materials in a database.

    Example:
        >>> import tempfile
        >>> from threedkit.store import Store
        >>> materials = Store(f"sqlite:///{tempfile.mkdtemp()}/farm.db").materials
        >>> gold = materials.create({"pbrMetallicRoughness": {"roughnessFactor": 0.2}}, name="gold")
        >>> materials.get(gold.material_id).name
        'gold'
    """

    noun, key, table, user = "material", "material_id", materials, "by_material"

    def _columns(self, definition: Mapping[str, Any]) -> dict[str, Any]:
        return {"definition": check_material(definition)}

    def _records(self, connection: Connection, rows: Sequence[Row[Any]]) -> Sequence[MaterialRecord]:  # noqa: ARG002
        return [
            MaterialRecord(
                **shared_fields(row), material_id=row.material_id, definition=row.definition, created=iso(row.created)
            )
            for row in rows
        ]
