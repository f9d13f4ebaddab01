"""Graphs of scenes, materials and animations: read strictly, and asked what they refer to."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

import msgspec

from threedkit.errors import FieldError
from threedkit.store.elements import camera_of, environment_of, light_of
from threedkit.store.records import SceneGraph
from threedkit.store.values import check_json

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["asset_ids_in", "check_graph", "used_by_graph"]

_MOST: Final = 100_000


def check_graph(value: SceneGraph | Mapping[str, Any]) -> SceneGraph:
    """Return the graph of a scene.

    Args:
        value: one, or plain JSON values: ``{"assets": [{"asset_id": ..., "matrix": [...]}], "lights": [...]}``.

    Raises:
        FieldError: it is none; the message names the place.

    Example:
        >>> check_graph({"assets": [{"asset_id": "a", "matrix": [1, 0]}]})
        Traceback (most recent call last):
        threedkit.errors.FieldError: graph: Expected `array` of length 16, got 2 - at `$.assets[0].matrix`
    """
    plain = check_json("graph", value)
    try:
        graph = msgspec.convert(plain, SceneGraph)
    except msgspec.ValidationError as error:
        raise FieldError(f"graph: {error}") from error
    if len(graph.assets) > _MOST:
        raise FieldError(f"graph: a scene must have {_MOST} assets at most, not {len(graph.assets)}")
    for place, problem in _problems(graph):
        raise FieldError(f"graph: {problem} - at `$.{place}`")
    return graph


def used_by_graph(graph: SceneGraph) -> dict[str, set[str]]:
    """Which records a graph refers to: column of `uses` -> ids."""
    assets = {placement.asset_id for placement in graph.assets}
    if graph.environment is not None and graph.environment.asset_id:
        assets.add(graph.environment.asset_id)
    return {
        "asset_id": assets,
        "material_id": {one for placement in graph.assets for one in placement.materials.values()},
        "animation_id": {use.animation_id for use in graph.animations},
    }


def asset_ids_in(value: Any) -> set[str]:
    """The assets that a material's or an animation's definition refers to, however deep.

    Example:
        >>> asset_ids_in({"pbrMetallicRoughness": {"baseColorTexture": {"asset_id": "a"}}})
        {'a'}
    """
    found: set[str] = set()
    if isinstance(value, dict):
        if isinstance(value.get("asset_id"), str):
            found.add(value["asset_id"])
        for item in value.values():
            found |= asset_ids_in(item)
    elif isinstance(value, list):
        for item in value:
            found |= asset_ids_in(item)
    return found


def _problems(graph: SceneGraph) -> Iterator[tuple[str, str]]:
    """What a schema cannot say: (place, what is wrong)."""
    for place, placement in enumerate(graph.assets):
        if not all(intensity >= 0 for intensity in placement.lights.values()):
            yield f"assets[{place}].lights", "intensities must be 0 or more"
        yield from _affine(f"assets[{place}].matrix", placement.matrix)
    for place, light in enumerate(graph.lights):
        yield from _affine(f"lights[{place}].matrix", light.matrix)
        yield from _built(f"lights[{place}]", lambda one=light: light_of(one))
    for place, camera in enumerate(graph.cameras):
        yield from _affine(f"cameras[{place}].matrix", camera.matrix)
        yield from _built(f"cameras[{place}]", lambda one=camera: camera_of(one))
    for place, use in enumerate(graph.animations):
        if use.placement is not None and not 0 <= use.placement < len(graph.assets):
            yield f"animations[{place}].placement", f"must be the position of one of {len(graph.assets)} assets"
    if graph.environment is not None:
        environment = graph.environment
        yield from _built("environment", lambda: environment_of(environment))


def _affine(place: str, matrix: tuple[float, ...]) -> Iterator[tuple[str, str]]:
    if not all(math.isfinite(value) for value in matrix) or (*matrix[3::4],) != (0.0, 0.0, 0.0, 1.0):
        yield place, "must be an affine matrix by columns: finite, its last row 0 0 0 1"


def _built(place: str, build: Any) -> Iterator[tuple[str, str]]:
    """The scene's own fields know what is allowed."""
    try:
        build()
    except FieldError as error:
        yield place, str(error)
