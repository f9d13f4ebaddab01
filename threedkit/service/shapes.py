"""What clients send: the records' own fields, without what the service decides."""

from __future__ import annotations

from typing import Annotated, Any, Final

import msgspec
from msgspec import UNSET, Meta, UnsetType

from threedkit.store.records import (
    AnimationUse,
    CameraSpec,
    Derivative,
    EnvironmentSpec,
    LightSpec,
    Placement,
    SceneGraph,
    SceneRecord,
)

__all__ = [
    "AssetChange",
    "AssetWhole",
    "DefinitionChange",
    "Manifest",
    "NewDefinition",
    "NewScene",
    "SceneChange",
    "SceneShown",
    "SceneWhole",
    "graph_of",
    "scene_shown",
]

_LINE: Final = r"^[^\x00-\x1f]*$"
_WORD: Final = r"^[^\x00-\x1f]+$"

Name = Annotated[str, Meta(max_length=300, pattern=_LINE, description="For people.")]
Words = Annotated[tuple[Annotated[str, Meta(min_length=1, max_length=100, pattern=_WORD)], ...], Meta(max_length=100)]
Facts = Annotated[dict[str, Any], Meta(description="JSON of your own.")]

_GRAPH: Final = ("assets", "lights", "cameras", "environment", "animations")


class AssetChange(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """What may be changed of an asset; what is left out stays. Metadata is merged, null takes a key away (RFC 7396)."""

    name: Name | UnsetType = UNSET
    tags: Words | UnsetType = UNSET
    metadata: Facts | UnsetType = UNSET
    groups: Words | UnsetType = UNSET


class AssetWhole(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """What is said of an asset, whole; the bytes never change."""

    name: Name
    tags: Words = ()
    metadata: Facts = {}
    groups: Words = ()


class NewScene(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """A scene: assets placed by matrices, with lights, cameras, an environment and animations."""

    name: Name = ""
    assets: tuple[Placement, ...] = ()
    lights: tuple[LightSpec, ...] = ()
    cameras: tuple[CameraSpec, ...] = ()
    environment: EnvironmentSpec | None = EnvironmentSpec()
    animations: tuple[AnimationUse, ...] = ()
    metadata: Facts = {}
    tags: Words = ()
    groups: Words = ()


class SceneWhole(NewScene, kw_only=True, forbid_unknown_fields=True):
    """A scene as it was fetched, changed: what the service decides may stand there, and is left alone."""

    scene_id: Any = None
    version: Any = None
    owner: Any = None
    author: Any = None
    created: Any = None
    updated: Any = None
    glb: Any = None


class SceneChange(AssetChange, kw_only=True, forbid_unknown_fields=True):
    """What may be changed of a scene; what is left out stays. Lists are given whole."""

    assets: tuple[Placement, ...] | UnsetType = UNSET
    lights: tuple[LightSpec, ...] | UnsetType = UNSET
    cameras: tuple[CameraSpec, ...] | UnsetType = UNSET
    environment: EnvironmentSpec | UnsetType | None = UNSET
    animations: tuple[AnimationUse, ...] | UnsetType = UNSET


class SceneShown(msgspec.Struct, kw_only=True):
    """A version of a scene."""

    scene_id: str
    name: str
    version: int
    assets: tuple[Placement, ...]
    lights: tuple[LightSpec, ...]
    cameras: tuple[CameraSpec, ...]
    environment: EnvironmentSpec | None
    animations: tuple[AnimationUse, ...]
    metadata: dict[str, Any]
    tags: tuple[str, ...]
    owner: str
    groups: tuple[str, ...]
    author: str
    created: str
    updated: str
    glb: str


class NewDefinition(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """A material or an animation."""

    definition: dict[str, Any]
    name: Name = ""
    metadata: Facts = {}
    tags: Words = ()
    groups: Words = ()


class DefinitionChange(AssetChange, kw_only=True, forbid_unknown_fields=True):
    """What may be changed of a material or an animation; what is left out stays."""

    definition: dict[str, Any] | UnsetType = UNSET


class Manifest(msgspec.Struct, kw_only=True):
    """What was made of an asset, each with its state."""

    asset_id: str
    state: str
    message: str
    items: tuple[Derivative, ...]


def scene_shown(record: SceneRecord) -> SceneShown:
    """Return a scene as it is sent: the parts of its graph beside its other fields."""
    same = {name: getattr(record, name) for name in SceneShown.__struct_fields__ if name not in _GRAPH}
    return SceneShown(**same, **{name: getattr(record.graph, name) for name in _GRAPH})


def graph_of(sent: NewScene | SceneChange, before: SceneGraph | None = None) -> SceneGraph:
    """Return the graph that was sent; parts that were left out are those of `before`."""
    given = {name: getattr(sent, name) for name in _GRAPH if getattr(sent, name) is not UNSET}
    return SceneGraph(**given) if before is None else msgspec.structs.replace(before, **given)
