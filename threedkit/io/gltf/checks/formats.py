"""Which accessor formats each attribute may have (glTF 2.0, 3.7.2.1; KHR_mesh_quantization)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from threedkit.io.gltf.layout import COMPONENT_NAMES

if TYPE_CHECKING:
    from threedkit.io.gltf import schema

__all__ = ["INDICES", "allowed_formats", "describe"]

Format = tuple[str, int, bool]

_BYTE, _UBYTE, _SHORT, _USHORT, _UINT, _FLOAT = 5120, 5121, 5122, 5123, 5125, 5126


def _formats(types: tuple[str, ...], *components: tuple[int, bool]) -> frozenset[Format]:
    return frozenset((kind, number, normalized) for kind in types for number, normalized in components)


_UNIT = ((_FLOAT, False), (_UBYTE, True), (_USHORT, True))
_SIGNED = ((_FLOAT, False), (_BYTE, True), (_SHORT, True))
_ANY_SIGNED = (*_SIGNED, (_BYTE, False), (_SHORT, False))
_ANY = (*_ANY_SIGNED, (_UBYTE, False), (_USHORT, False), (_UBYTE, True), (_USHORT, True))

INDICES: Final = _formats(("SCALAR",), (_UBYTE, False), (_USHORT, False), (_UINT, False))
"""Formats of indices."""

_BASE: Final = {
    "POSITION": _formats(("VEC3",), (_FLOAT, False)),
    "NORMAL": _formats(("VEC3",), (_FLOAT, False)),
    "TANGENT": _formats(("VEC4",), (_FLOAT, False)),
    "TEXCOORD": _formats(("VEC2",), *_UNIT),
    "COLOR": _formats(("VEC3", "VEC4"), *_UNIT),
    "JOINTS": _formats(("VEC4",), (_UBYTE, False), (_USHORT, False)),
    "WEIGHTS": _formats(("VEC4",), *_UNIT),
}
_BASE_QUANTIZED: Final = {
    **_BASE,
    "POSITION": _formats(("VEC3",), *_ANY),
    "NORMAL": _formats(("VEC3",), *_SIGNED),
    "TANGENT": _formats(("VEC4",), *_SIGNED),
    "TEXCOORD": _formats(("VEC2",), *_ANY),
}
_MORPH: Final = {
    "POSITION": _formats(("VEC3",), (_FLOAT, False)),
    "NORMAL": _formats(("VEC3",), (_FLOAT, False)),
    "TANGENT": _formats(("VEC3",), (_FLOAT, False)),
    "TEXCOORD": _formats(("VEC2",), *_UNIT, *_SIGNED),
    "COLOR": _formats(("VEC3", "VEC4"), *_UNIT, *_SIGNED),
}
_MORPH_QUANTIZED: Final = {
    **_MORPH,
    "POSITION": _formats(("VEC3",), *_ANY_SIGNED),
    "NORMAL": _formats(("VEC3",), *_SIGNED),
    "TANGENT": _formats(("VEC3",), *_SIGNED),
    "TEXCOORD": _formats(("VEC2",), *_UNIT, *_ANY_SIGNED),
}


def allowed_formats(semantic: str, *, morph: bool, quantized: bool) -> frozenset[Format] | None:
    """Formats of an attribute (by its name without the set's number); None if there is no such attribute."""
    if morph:
        return (_MORPH_QUANTIZED if quantized else _MORPH).get(semantic)
    return (_BASE_QUANTIZED if quantized else _BASE).get(semantic)


def describe(info: schema.Accessor) -> str:
    """A format in words.

    Example:
        >>> from threedkit.io.gltf import schema
        >>> describe(schema.Accessor(component_type=5126, count=1, type="VEC3"))
        'VEC3 of FLOAT'
    """
    component = COMPONENT_NAMES.get(info.component_type, "no known type")
    return f"{info.type} of {component}{' normalized' if info.normalized else ''}"


def words(formats: frozenset[Format]) -> str:
    """Several formats in words."""
    names = [
        f"{kind} of {COMPONENT_NAMES[number]}{' normalized' if scaled else ''}" for kind, number, scaled in formats
    ]
    return " or ".join(sorted(names))
