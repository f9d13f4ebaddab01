"""Who uses what: written with every scene, material and animation; asked before anything is deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import sqlalchemy as sa

from threedkit.errors import InUseError, RecordNotFoundError
from threedkit.store.ids import check_id
from threedkit.store.records import Use
from threedkit.store.repositories.filters import visible
from threedkit.store.tables import animations, assets, materials, renderjobs, scene_versions, scenes, uses

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy.engine import Connection

    from threedkit.store.access import Access

__all__ = ["check_unused", "forget_composed", "users", "waiting_renders", "write"]

_USED: Final[dict[str, tuple[str, sa.Table]]] = {
    "asset_id": ("asset", assets),
    "material_id": ("material", materials),
    "animation_id": ("animation", animations),
}
_SHOWN: Final = 5


def write(
    connection: Connection,
    access: Access,
    user: Mapping[str, Any],
    used: Mapping[str, Iterable[str]],
    known: Mapping[str, Iterable[str]] | None = None,
) -> None:
    """Write down what somebody uses, and keep it from being deleted meanwhile.

    Args:
        connection: of the transaction.
        access: who writes: they must see what they use.
        user: column of `uses` -> value, e.g. ``{"by_scene": id, "by_version": 3}``.
        used: ``asset_id``, ``material_id`` or ``animation_id`` -> ids.
        known: those of them that the same user used before: whoever may change the user may leave them in it.

    Raises:
        RecordNotFoundError: one of them is not there, or not for them.
    """
    sqlite = connection.dialect.name == "sqlite"
    rows: list[dict[str, Any]] = []
    for column, ids in used.items():
        noun, table = _USED[column]
        wanted = sorted({check_id(noun, one) for one in ids})
        for start in range(0, len(wanted), 500):
            part = wanted[start : start + 500]
            key = table.c[column]
            allowed = sa.or_(visible(table, access, sqlite), key.in_(sorted((known or {}).get(column, ()))))
            query = sa.select(key).where(key.in_(part), allowed).order_by(key)
            found = set(connection.scalars(query.with_for_update(read=True, key_share=True)))
            missing = [one for one in part if one not in found]
            if missing:
                raise RecordNotFoundError(f"there is no {noun} {missing[0]}")
        rows += [{**user, **dict.fromkeys(_USED), column: one} for one in wanted]
    if rows:
        connection.execute(sa.insert(uses), rows)


def users(connection: Connection, access: Access, column: str, record_id: str, limit: int = 100) -> list[Use]:
    """Who uses a record: scenes (their newest version that does), materials, animations.

    Those that the asker may not see have neither id nor name.
    """
    found: list[Use] = []
    for kind, table in (("scene", scenes), ("material", materials), ("animation", animations)):
        version = uses.c.by_version if kind == "scene" else sa.literal(0)
        using = sa.select(uses.c[f"by_{kind}"].label("id"), sa.func.max(version).label("version"))
        using_ids = using.where(uses.c[column] == record_id).group_by(uses.c[f"by_{kind}"]).subquery()
        found += _named(connection, access, kind, table, using_ids, limit)
    return found[:limit]


def waiting_renders(connection: Connection, access: Access, scene_id: str, limit: int = 100) -> list[Use]:
    """Render jobs that still need a scene."""
    waiting = sa.and_(renderjobs.c.scene_id == scene_id, renderjobs.c.status.in_(("queued", "running", "paused")))
    jobs = sa.select(renderjobs.c.job_id.label("id"), renderjobs.c.scene_version.label("version")).where(waiting)
    return _named(connection, access, "renderjob", renderjobs, jobs.subquery(), limit)


def forget_composed(connection: Connection, column: str, record_id: str) -> None:
    """Scenes that use a record which has changed, also through a material or animation, are composed anew."""
    through = uses.alias("through")
    direct = uses.c[column] == record_id
    indirect = [
        uses.c[f"{kind}_id"].in_(sa.select(through.c[f"by_{kind}"]).where(through.c[column] == record_id))
        for kind in ("material", "animation")
    ]
    of = (uses.c.by_scene == scene_versions.c.scene_id, uses.c.by_version == scene_versions.c.version)
    using = sa.exists(sa.select(uses.c.number).where(*of, sa.or_(direct, *indirect)))
    connection.execute(sa.update(scene_versions).where(using).values(glb=None))


def _named(
    connection: Connection, access: Access, kind: str, table: sa.Table, using: sa.Subquery, limit: int
) -> list[Use]:
    key = table.c["job_id" if kind == "renderjob" else f"{kind}_id"]
    seen = visible(table, access, connection.dialect.name == "sqlite").label("seen")
    query = sa.select(key, table.c.name, using.c.version, seen).join(using, using.c.id == key)
    rows = connection.execute(query.order_by(table.c.number).limit(limit))
    return [Use(kind, *row[:3]) if row.seen else Use(kind, "", "", 0) for row in rows]


def check_unused(told: str, found: Sequence[Use]) -> None:
    """Raise InUseError when a record has users.

    Raises:
        InUseError: it names them.
    """
    if not found:
        return
    names = [_told(use) for use in found]
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    raise InUseError(f"{told} cannot be deleted: it is used by {', '.join(names[:_SHOWN])}{more}", names)


def _told(use: Use) -> str:
    if not use.id:
        return f"a {use.kind} of somebody else"
    return f"{use.kind} {use.name} ({use.id})" if use.name else f"{use.kind} {use.id}"
