"""Records behind a service, asked for as those of `threedkit.store` are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Final, Generic, TypeVar, cast

import msgspec

from threedkit.errors import FieldError, VersionConflictError
from threedkit.service.client.wire import path_of
from threedkit.store.records import (
    AnimationRecord,
    Asset,
    Derivative,
    Listing,
    MaterialRecord,
    SceneGraph,
    SceneRecord,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from threedkit.service.client.wire import Wire

__all__ = ["RemoteAnimations", "RemoteAssets", "RemoteDerivatives", "RemoteMaterials", "RemoteRecords", "RemoteScenes"]

R = TypeVar("R", bound=msgspec.Struct)

_TRIES: Final = 8


class _Page(msgspec.Struct):
    items: list[msgspec.Raw]
    next: str | None = None


class RemoteRecords(Generic[R]):
    """Records of one kind.

    Args:
        wire: to the service.
    """

    plural: ClassVar[str]
    kind: ClassVar[type[msgspec.Struct]]

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    def get(self, record_id: str) -> R:
        """Return a record.

        Raises:
            RecordNotFoundError: there is none, or none that you may see.
        """
        return self._read(self._wire.get(path_of(self.plural, record_id), msgspec.Raw))

    def list(
        self,
        *,
        name: str | None = None,
        contains: str = "",
        tags: Iterable[str] = (),
        metadata: Mapping[str, Any] | None = None,
        owner: str | None = None,
        group: str | None = None,
        limit: int = 50,
        cursor: str | None = None,
        order: str = "newest",
    ) -> Listing[R]:
        """Return a page of them; see `threedkit.store.AssetStore.list`."""
        return self._list(
            name=name, contains=contains, tags=tags, metadata=metadata, owner=owner, group=group, limit=limit,
            cursor=cursor, order=order,
        )  # fmt: skip

    def delete(self, record_id: str, *, version: int | None = None) -> None:
        """Delete a record, in a version or in any.

        Raises:
            RecordNotFoundError: there is none.
            VersionConflictError: it has another version.
            InUseError: others refer to it.
        """
        self._wire.delete(path_of(self.plural, record_id), version=version)

    def _read(self, data: msgspec.Raw) -> R:
        found: Any = msgspec.json.decode(data, type=self.kind)
        return cast("R", found)

    def _list(self, *, tags: Iterable[str], metadata: Mapping[str, Any] | None, **query: Any) -> Listing[R]:
        told = {
            **query,
            "contains": query["contains"] or None,
            "tag": tuple(tags) or None,
            "metadata": [f"{key}:{msgspec.json.encode(value).decode()}" for key, value in (metadata or {}).items()]
            or None,
        }
        page: _Page = self._wire.get(path_of(self.plural), _Page, **told)
        return Listing(tuple(self._read(item) for item in page.items), page.next)

    def _change(self, record_id: str, version: int | None, given: Mapping[str, Any]) -> R:
        """Write a record with what is given, over the version asked for, or over whichever there is."""
        for tries in range(1, _TRIES + 1):
            current = self.get(record_id)
            wanted = getattr(current, "version") if version is None else version  # noqa: B009 - R has one
            body = {**self._whole(current), **given}
            try:
                data = self._wire.put(path_of(self.plural, record_id), body, msgspec.Raw, version=wanted)
                return self._read(data)
            except VersionConflictError:
                if version is not None or tries == _TRIES:
                    raise
        raise RuntimeError("unreachable")

    def _whole(self, record: R) -> dict[str, Any]:
        """What a PUT takes that changes nothing."""
        return {name: getattr(record, name) for name in ("name", "tags", "metadata", "groups")}


class RemoteAssets(RemoteRecords[Asset]):
    """Assets of a service."""

    plural, kind = "assets", Asset

    def list(
        self,
        *,
        asset_type: str | None = None,
        file_format: str | None = None,
        state: str | None = None,
        sha256: str | None = None,
        box: Any = None,
        relation: str = "intersects",
        name: str | None = None,
        contains: str = "",
        tags: Iterable[str] = (),
        metadata: Mapping[str, Any] | None = None,
        owner: str | None = None,
        group: str | None = None,
        limit: int = 50,
        cursor: str | None = None,
        order: str = "newest",
    ) -> Listing[Asset]:
        """Return a page of assets; see `threedkit.store.AssetStore.list`."""
        return self._list(
            asset_type=asset_type, file_format=file_format, state=state, sha256=sha256, bbox=_box(box),
            relation=relation if box is not None else None, name=name, contains=contains, tags=tags,
            metadata=metadata, owner=owner, group=group, limit=limit, cursor=cursor, order=order,
        )  # fmt: skip

    def update(
        self,
        asset_id: str,
        *,
        version: int | None = None,
        name: str | None = None,
        tags: Iterable[str] | None = None,
        metadata: Mapping[str, Any] | None = None,
        groups: Iterable[str] | None = None,
    ) -> Asset:
        """Change what is given; see `threedkit.store.AssetStore.update`."""
        return self._change(asset_id, version, _described(name, tags, metadata, groups))


class RemoteScenes(RemoteRecords[SceneRecord]):
    """Scenes of a service."""

    plural, kind = "scenes", SceneRecord

    def create(
        self,
        *,
        name: str = "",
        graph: SceneGraph | Mapping[str, Any] | None = None,
        tags: Iterable[str] = (),
        metadata: Mapping[str, Any] | None = None,
        groups: Iterable[str] = (),
    ) -> SceneRecord:
        """Make a scene; see `threedkit.store.SceneStore.create`."""
        body = {**_described(name, tags, metadata or {}, groups), **msgspec.to_builtins(graph or SceneGraph())}
        return self._read(self._wire.post(path_of("scenes"), body, msgspec.Raw))

    def get(self, record_id: str, version: int | None = None) -> SceneRecord:
        """Return a scene in its newest version, or in this one."""
        return self._read(self._wire.get(path_of("scenes", record_id), msgspec.Raw, version=version))

    def versions(self, scene_id: str, *, limit: int = 100, before: int | None = None) -> tuple[SceneRecord, ...]:
        """Return the versions of a scene, newest first."""
        page: _Page = self._wire.get(path_of("scenes", scene_id, "versions"), _Page, limit=limit, before=before)
        return tuple(self._read(item) for item in page.items)

    def update(
        self,
        scene_id: str,
        *,
        version: int | None = None,
        graph: SceneGraph | Mapping[str, Any] | None = None,
        name: str | None = None,
        tags: Iterable[str] | None = None,
        metadata: Mapping[str, Any] | None = None,
        groups: Iterable[str] | None = None,
    ) -> SceneRecord:
        """Write a new version with what is given; see `threedkit.store.SceneStore.update`."""
        given = _described(name, tags, metadata, groups)
        if graph is not None:
            given |= msgspec.to_builtins(msgspec.convert(msgspec.to_builtins(graph), SceneGraph))
        return self._change(scene_id, version, given)

    def _whole(self, record: SceneRecord) -> dict[str, Any]:
        return {**super()._whole(record), **msgspec.to_builtins(record.graph)}

    def _read(self, data: msgspec.Raw) -> SceneRecord:
        """A scene is sent with the parts of its graph beside its other fields."""
        plain = msgspec.json.decode(data)
        graph = {name: plain.pop(name) for name in SceneGraph.__struct_fields__}
        return msgspec.convert({**plain, "graph": graph}, SceneRecord)


class _RemoteDefinitions(RemoteRecords[R]):
    """Materials or animations."""

    def create(
        self,
        definition: Mapping[str, Any],
        *,
        name: str = "",
        tags: Iterable[str] = (),
        metadata: Mapping[str, Any] | None = None,
        groups: Iterable[str] = (),
    ) -> R:
        """Make one; see `threedkit.store`."""
        body = {"definition": dict(definition), **_described(name, tags, metadata or {}, groups)}
        return self._read(self._wire.post(path_of(self.plural), body, msgspec.Raw))

    def update(
        self,
        record_id: str,
        *,
        version: int | None = None,
        definition: Mapping[str, Any] | None = None,
        name: str | None = None,
        tags: Iterable[str] | None = None,
        metadata: Mapping[str, Any] | None = None,
        groups: Iterable[str] | None = None,
    ) -> R:
        """Change what is given."""
        given = _described(name, tags, metadata, groups)
        if definition is not None:
            given["definition"] = dict(definition)
        return self._change(record_id, version, given)

    def _whole(self, record: R) -> dict[str, Any]:
        return {**super()._whole(record), "definition": getattr(record, "definition")}  # noqa: B009 - R has one


class RemoteMaterials(_RemoteDefinitions[MaterialRecord]):
    """Materials of a service."""

    plural, kind = "materials", MaterialRecord


class RemoteAnimations(_RemoteDefinitions[AnimationRecord]):
    """Animations of a service."""

    plural, kind = "animations", AnimationRecord


class RemoteDerivatives:
    """What was made of the assets of a service.

    Args:
        wire: to the service.
    """

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    def list(self, asset_id: str) -> tuple[Derivative, ...]:
        """Return all of an asset."""
        plain: dict[str, Any] = self._wire.get(path_of("assets", asset_id, "derivatives"))
        return msgspec.convert(plain["items"], tuple[Derivative, ...])

    def get(self, asset_id: str, kind: str, name: str = "") -> Derivative | None:
        """Return one; None: there is none."""
        return next((one for one in self.list(asset_id) if (one.kind, one.name) == (kind, name)), None)

    def read(self, asset_id: str, kind: str, name: str = "") -> bytes:
        """Return its bytes."""
        return self._wire.read(path_of("assets", asset_id, "derivatives", kind), name=name or None)

    def make(self, asset_id: str) -> None:
        """Have all of it made anew."""
        self._wire.post(path_of("assets", asset_id, "derivatives"), once=False)


def _described(
    name: str | None,
    tags: Iterable[str] | None,
    metadata: Mapping[str, Any] | None,
    groups: Iterable[str] | None,
) -> dict[str, Any]:
    """What was given of the fields that all records have."""
    given: dict[str, Any] = {} if name is None else {"name": name}
    for field, words in (("tags", tags), ("groups", groups)):
        if words is not None:
            given[field] = tuple(words)
    if metadata is not None:
        given["metadata"] = dict(metadata)
    return given


def _box(box: Any) -> str | None:
    if box is None:
        return None
    lower, upper = (box.lower, box.upper) if hasattr(box, "lower") else box
    numbers = [float(value) for corner in (lower, upper) for value in corner]
    if len(numbers) != 6:
        raise FieldError(f"a box must be its smallest and its largest x, y, z, not {box!r:.120}")
    return ",".join(repr(number) for number in numbers)
