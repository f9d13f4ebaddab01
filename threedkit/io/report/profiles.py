"""Profiles: the limits that assets for one purpose keep, from a name, a file or a dictionary.

In the manner of Khronos' glTF Asset Auditor (https://github.com/KhronosGroup/gltf-asset-auditor): a profile says
which checks run and what passes; what it does not mention is not checked.
"""

from __future__ import annotations

import json
import tomllib
from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import msgspec

from threedkit.errors import AssetError, ParameterError
from threedkit.io import files

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Profile", "builtin_profiles", "find_profile"]

Count = Annotated[int, msgspec.Meta(ge=0, le=2**53)]
Length = Annotated[float, msgspec.Meta(ge=0.0, le=1e12)]
Name = Annotated[str, msgspec.Meta(max_length=200)]

_LARGEST_FILE = 1_000_000
_SUFFIXES = (".toml", ".json")


class Profile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Limits. Everything is optional; None (and False, and "any") is not checked.

    Attributes:
        name: what the report calls it.
        description: who it is for.
        source: where its numbers come from.
        max_file_bytes: of the file and the files that it refers to.
        min_file_bytes: smaller is suspicious.
        max_triangles: as drawn, as the following two (see `Statistics`).
        max_vertices: as drawn.
        max_draw_calls: as drawn.
        max_nodes: in the document, as the following ones.
        max_meshes: in the document.
        max_primitives: in the document.
        max_materials: in the document.
        max_textures: in the document.
        max_animations: in the document.
        max_joints: of the largest skin.
        max_morph_targets: of the mesh that has most.
        max_lights: in the document.
        max_texture_size: pixels, of the longer side of any image.
        min_texture_size: pixels, of the shorter side of any image.
        power_of_two: image sides are powers of two.
        square_textures: images are as wide as high.
        max_texture_memory: bytes of all images on the GPU.
        image_formats: the media types that images may have, e.g. "image/png".
        min_size: metres, of the longest side of the box around the model: catches a wrong unit.
        max_size: metres, of the longest side of the box around the model.
        max_dimensions: metres: width (x), height (y), depth (z).
        min_dimensions: metres: width (x), height (y), depth (z).
        origin: "base": the origin is in the middle of the box's bottom; "center": in the middle of the box.
        origin_tolerance: how far off it may be, as a part of the box's longest side.
        untransformed_roots: the scene's root nodes have no translation, rotation or scale.
        texcoords_in_unit_square: all texture coordinates are from 0 to 1.
        self_contained: nothing is in other files.
        allowed_extensions: the only ones that may be used.
        allowed_required_extensions: the only ones that may be required; () for none.
    """

    name: Name = ""
    description: str = ""
    source: str = ""
    max_file_bytes: Count | None = None
    min_file_bytes: Count | None = None
    max_triangles: Count | None = None
    max_vertices: Count | None = None
    max_draw_calls: Count | None = None
    max_nodes: Count | None = None
    max_meshes: Count | None = None
    max_primitives: Count | None = None
    max_materials: Count | None = None
    max_textures: Count | None = None
    max_animations: Count | None = None
    max_joints: Count | None = None
    max_morph_targets: Count | None = None
    max_lights: Count | None = None
    max_texture_size: Count | None = None
    min_texture_size: Count | None = None
    power_of_two: bool = False
    square_textures: bool = False
    max_texture_memory: Count | None = None
    image_formats: tuple[Name, ...] | None = None
    min_size: Length | None = None
    max_size: Length | None = None
    max_dimensions: tuple[Length, Length, Length] | None = None
    min_dimensions: tuple[Length, Length, Length] | None = None
    origin: Literal["any", "base", "center"] = "any"
    origin_tolerance: Annotated[float, msgspec.Meta(ge=0.0, le=1.0)] = 0.01
    untransformed_roots: bool = False
    texcoords_in_unit_square: bool = False
    self_contained: bool = False
    allowed_extensions: tuple[Name, ...] | None = None
    allowed_required_extensions: tuple[Name, ...] | None = None

    def limits(self) -> dict[str, Any]:
        """The limits that are set: name -> value."""
        about = {"name", "description", "source", "origin_tolerance"}
        plain: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(self))
        return {
            name: value
            for name, value in plain.items()
            if name not in about and value is not None and value is not False and value != "any"
        }


@cache
def builtin_profiles() -> dict[str, Profile]:
    """The profiles that come with threedkit (profiles.toml): name -> profile."""
    text = resources.files(__package__).joinpath("profiles.toml").read_text("utf-8")
    return {name: _convert({"name": name, **values}, name) for name, values in tomllib.loads(text).items()}


def find_profile(profile: Profile | str | Path | Mapping[str, Any]) -> Profile:
    """A profile from its name, a .toml or .json file, or its values.

    Args:
        profile: the name of one of `builtin_profiles`, a file, a dictionary, or a Profile.

    Raises:
        ParameterError: there is none of that name, the file cannot be read, or a value is not what the limit asks for.

    Example:
        >>> find_profile({"max_triangles": 1000}).limits()
        {'max_triangles': 1000}
    """
    if isinstance(profile, Profile):
        return profile
    if not isinstance(profile, (str, Path)):
        return _convert(profile, "profile")
    known = builtin_profiles()
    if str(profile) in known:
        return known[str(profile)]
    path = Path(profile)
    if path.suffix.lower() in _SUFFIXES:
        return _read(path)
    raise ParameterError(f"profile {str(profile)!r}: there is none; use {', '.join(known)}, or a .toml or .json file")


def _read(path: Path) -> Profile:
    try:
        files.require_file(path)
    except AssetError as error:
        raise ParameterError(f"profile {path}: {error.problems[0].message}") from error
    with path.open("rb") as file:
        data = file.read(_LARGEST_FILE + 1)
    if len(data) > _LARGEST_FILE:
        raise ParameterError(f"profile {path}: is larger than {_LARGEST_FILE:,} bytes")
    try:
        text = data.decode("utf-8-sig")
        values = tomllib.loads(text) if path.suffix.lower() == ".toml" else _json(text)
    except (ValueError, RecursionError) as error:  # of the text's encoding, of TOML or of JSON
        kind = path.suffix[1:].upper()
        why = str(error) if isinstance(error, ValueError) else "it is nested too deeply"
        raise ParameterError(f"profile {path}: is no {kind}: {why}") from error
    if not isinstance(values, dict):
        raise ParameterError(f"profile {path}: must be an object of limits, not {type(values).__name__}")
    return _convert({"name": path.stem, **values}, str(path))


def _json(text: str) -> Any:
    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) != len(pairs):
            names = [name for name, _ in pairs]
            twice = next(name for name in names if names.count(name) > 1)
            raise ValueError(f"{twice!r} is there twice")
        return found

    return json.loads(text, object_pairs_hook=once)


def _convert(values: Mapping[str, Any], where: str) -> Profile:
    unknown = sorted(set(map(str, values)) - set(Profile.__struct_fields__))
    if unknown:
        known = ", ".join(Profile.__struct_fields__)
        raise ParameterError(f"profile {where}: there is no limit {unknown[0][:100]!r}; limits are {known}")
    try:
        return msgspec.convert(dict(values), Profile)
    except msgspec.ValidationError as error:
        message = str(error).replace(" - at `$.", " - at `")
        raise ParameterError(f"profile {where}: {message}") from error
