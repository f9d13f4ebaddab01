"""What a scene of the store is made of: assets placed by matrices, overrides, lights, cameras, an environment."""

from __future__ import annotations

from typing import Final, Literal

import msgspec

__all__ = [
    "IDENTITY",
    "AnimationUse",
    "CameraSpec",
    "EnvironmentSpec",
    "LightSpec",
    "Matrix",
    "Placement",
    "SceneGraph",
]

Matrix = tuple[
    float, float, float, float, float, float, float, float, float, float, float, float, float, float, float, float
]
"""``world_from_node``, 16 numbers by columns as in glTF."""

IDENTITY: Final[Matrix] = (1.0, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 1.0)

Color = tuple[float, float, float]


class LightSpec(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A light, in the units of KHR_lights_punctual; it shines down -Z of its matrix.

    Attributes:
        intensity: lux for directional ones, else candela.
        range: metres after which it has no effect; None: never.
        inner_cone_angle: radians from the axis; spots only.
        outer_cone_angle: radians from the axis; spots only.
    """

    type: Literal["directional", "point", "spot"]
    name: str = ""
    color: Color = (1.0, 1.0, 1.0)
    intensity: float = 1.0
    range: float | None = None
    inner_cone_angle: float = 0.0
    outer_cone_angle: float = 0.7853981633974483
    matrix: Matrix = IDENTITY


class CameraSpec(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A camera, looking down -Z of its matrix.

    Attributes:
        yfov: radians; perspective ones only, as `aspect`.
        xmag: metres; orthographic ones only, as `ymag`.
        zfar: metres; None: infinite (perspective ones only).
    """

    type: Literal["perspective", "orthographic"] = "perspective"
    name: str = ""
    yfov: float = 0.8
    aspect: float | None = None
    xmag: float = 1.0
    ymag: float = 1.0
    znear: float = 0.01
    zfar: float | None = None
    matrix: Matrix = IDENTITY


class EnvironmentSpec(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Light from all around, and what is seen behind.

    Attributes:
        asset_id: an asset that is an environment; "": the studio.
        rotation: radians counter-clockwise about +Y.
    """

    asset_id: str = ""
    intensity: float = 1.0
    rotation: float = 0.0
    background: Literal["color", "environment"] = "color"
    background_color: Color = (0.8, 0.8, 0.8)


class Placement(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An asset in a scene, under a node of its own.

    Attributes:
        asset_id: an asset that is a model.
        matrix: of that node.
        name: of that node; "": the asset's name.
        materials: name of a material in the asset, "#3" for its fourth or "*" for all -> id of the material instead.
        lights: name of a light in the asset, "#0" or "*" -> its new intensity; 0 puts it out.
        variant: name of a material variant of the asset.
    """

    asset_id: str
    matrix: Matrix = IDENTITY
    name: str = ""
    visible: bool = True
    materials: dict[str, str] = {}
    lights: dict[str, float] = {}
    variant: str = ""


class AnimationUse(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An animation that moves nodes of the scene.

    Attributes:
        animation_id: a record of `animations`.
        placement: position in `SceneGraph.assets` of the asset whose nodes it names; None: nodes of the whole scene.
        name: in the scene; "": the record's.
    """

    animation_id: str
    placement: int | None = None
    name: str = ""


class SceneGraph(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All of a scene.

    Example:
        >>> graph = msgspec.json.decode(b'{"assets": [{"asset_id": "0198..."}]}', type=SceneGraph)
        >>> graph.assets[0].matrix == IDENTITY
        True
    """

    assets: tuple[Placement, ...] = ()
    lights: tuple[LightSpec, ...] = ()
    cameras: tuple[CameraSpec, ...] = ()
    environment: EnvironmentSpec | None = EnvironmentSpec()
    animations: tuple[AnimationUse, ...] = ()
