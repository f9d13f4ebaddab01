"""Scenes, materials and animations."""

from __future__ import annotations

from typing import Any

import msgspec

from threedkit.store.records.graph import SceneGraph

__all__ = ["AnimationRecord", "MaterialRecord", "SceneRecord", "Use"]


class SceneRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A version of a scene.

    Attributes:
        scene_id: UUIDv7.
        version: of this state; the newest unless another was asked for.
        graph: what it is made of.
        author: subject of who wrote this version.
        created: when the scene was made; UTC, ISO 8601, as `updated`.
        updated: when this version was written.
        glb: name of the composed scene's blob, its content hash; "" until it was asked for.
    """

    scene_id: str
    name: str
    version: int = 1
    graph: SceneGraph = SceneGraph()
    metadata: dict[str, Any] = {}
    tags: tuple[str, ...] = ()
    owner: str = ""
    groups: tuple[str, ...] = ()
    author: str = ""
    created: str = ""
    updated: str = ""
    glb: str = ""


class MaterialRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A material that scenes can share.

    Attributes:
        definition: a material of glTF as JSON, extensions included; where glTF has the index of a texture, this has
            ``"asset_id"`` of an asset that is a texture.
    """

    material_id: str
    name: str
    definition: dict[str, Any] = {}
    metadata: dict[str, Any] = {}
    tags: tuple[str, ...] = ()
    owner: str = ""
    groups: tuple[str, ...] = ()
    version: int = 1
    created: str = ""
    updated: str = ""


class AnimationRecord(msgspec.Struct, frozen=True, kw_only=True):
    """An animation that scenes can share.

    Attributes:
        definition: ``{"asset_id": ..., "clip": name or number}``, an animation of an asset; or
            ``{"channels": [{"node": name, "path": "translation", "interpolation": "LINEAR", "times": [...],
            "values": [[x, y, z], ...]}, ...]}``, times in seconds.
        duration: seconds; 0 where it is not known.
    """

    animation_id: str
    name: str
    definition: dict[str, Any] = {}
    duration: float = 0.0
    metadata: dict[str, Any] = {}
    tags: tuple[str, ...] = ()
    owner: str = ""
    groups: tuple[str, ...] = ()
    version: int = 1
    created: str = ""
    updated: str = ""


class Use(msgspec.Struct, frozen=True):
    """Who uses a record.

    Attributes:
        kind: scene, material, animation or renderjob.
        id: its id.
        name: its name.
        version: of the scene.
    """

    kind: str
    id: str
    name: str
    version: int = 0
