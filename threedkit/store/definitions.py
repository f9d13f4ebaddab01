"""Definitions of materials and animations, as JSON: checked before they are kept."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final, Literal

import msgspec

from threedkit.errors import FieldError
from threedkit.store.values import check_object

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["ChannelSpec", "Keyed", "Taken", "check_animation", "check_material", "duration_of", "read_animation"]

_WIDTHS: Final = {"translation": 3, "rotation": 4, "scale": 3}


class ChannelSpec(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Keys of one property of a node.

    Attributes:
        node: its name.
        times: seconds, ascending.
        values: one row a time, three of them with CUBICSPLINE: in-tangent, value, out-tangent.
    """

    node: str
    path: Literal["translation", "rotation", "scale", "weights"]
    interpolation: Literal["STEP", "LINEAR", "CUBICSPLINE"] = "LINEAR"
    times: list[float]
    values: list[list[float]]


class Keyed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An animation of its own keys."""

    channels: list[ChannelSpec]


class Taken(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An animation of an asset: its name, or its number."""

    asset_id: str
    clip: str | int = 0


def check_material(definition: Mapping[str, Any]) -> dict[str, Any]:
    """Return the definition of a material.

    Raises:
        FieldError: it is no material of glTF.
    """
    plain = check_object("definition", definition)
    from threedkit.store.composing.materials import read_material

    read_material(plain, None)
    return plain


def check_animation(definition: Mapping[str, Any]) -> dict[str, Any]:
    """Return the definition of an animation.

    Raises:
        FieldError: it is none.
    """
    plain = check_object("definition", definition)
    read_animation(plain)
    return plain


def read_animation(plain: Mapping[str, Any]) -> Keyed | Taken:
    """Return a definition with its types.

    Raises:
        FieldError: it is none.

    Example:
        >>> read_animation({"asset_id": "a", "clip": "Walk"})
        Taken(asset_id='a', clip='Walk')
    """
    try:
        if "asset_id" in plain:
            return msgspec.convert(plain, Taken)
        keyed = msgspec.convert(plain, Keyed)
    except msgspec.ValidationError as error:
        raise FieldError(f"definition: {error}") from error
    for place, channel in enumerate(keyed.channels):
        problem = _problem(channel)
        if problem:
            raise FieldError(f"definition: {problem} - at `$.channels[{place}]`")
    return keyed


def duration_of(plain: Mapping[str, Any]) -> float:
    """Seconds of an animation of its own keys; 0 for one of an asset."""
    animation = read_animation(plain)
    if isinstance(animation, Taken):
        return 0.0
    return max((channel.times[-1] for channel in animation.channels), default=0.0)


def _problem(channel: ChannelSpec) -> str:
    times, rows = channel.times, channel.values
    if not times or times[0] < 0 or not all(a < b for a, b in pairwise(times)):
        return "times must ascend from 0 or later"
    if len(rows) != len(times) * (3 if channel.interpolation == "CUBICSPLINE" else 1):
        return f"there must be a row of values for each of {len(times)} times, three with CUBICSPLINE"
    width = _WIDTHS.get(channel.path, len(rows[0]))
    if not width or any(len(row) != width for row in rows):
        return f"each row of values must have {width or 'some'} numbers"
    return "" if all(math.isfinite(value) for row in rows for value in row) else "values must be finite"
