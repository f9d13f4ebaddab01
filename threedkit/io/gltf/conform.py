"""Every deviation of a JSON value from the schema, found by walking the structs of schema.py.

The typed decode stops at the first deviation. When it does, or when a report wants warnings too, this walk goes over
the plain JSON instead, lists everything, and gives back what is left when the members that are wrong are taken out.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import inspect

from threedkit.io.gltf.problems import pointer

if TYPE_CHECKING:
    from threedkit.io.gltf.problems import Problems

__all__ = ["conform"]

_LENIENT = "VALUE_NOT_IN_LIST"
_DROP = object()
_METHODS = {
    inspect.StructType: "struct",
    inspect.ListType: "items",
    inspect.TupleType: "vector",
    inspect.DictType: "mapping",
    inspect.IntType: "number",
    inspect.FloatType: "number",
    inspect.LiteralType: "literal",
    inspect.StrType: "text",
    inspect.BoolType: "flag",
}
"""Method of the walk for each kind of type; what has none is taken as it is."""


@cache
def _type_info(struct: type[msgspec.Struct]) -> inspect.Type:
    return inspect.type_info(struct)


def conform(
    value: Any, struct: type[msgspec.Struct], problems: Problems, where: str = "", *, thorough: bool = True
) -> Any:
    """List how a JSON value deviates from a struct.

    Args:
        value: plain JSON.
        struct: what it should be.
        problems: where deviations go.
        where: JSON pointer of the value.
        thorough: also report empty arrays where they do no harm.

    Returns:
        The value without the members that are wrong: `msgspec.convert(result, struct)` works unless one of them is
        required.
    """
    return _Walk(problems, thorough=thorough).visit(value, _type_info(struct), where)


class _Walk:
    def __init__(self, problems: Problems, *, thorough: bool) -> None:
        self.problems, self.thorough = problems, thorough

    def visit(self, value: Any, kind: inspect.Type, where: str) -> Any:
        if isinstance(kind, inspect.Metadata):
            filled = self.thorough and kind.extra is not None and kind.extra.get("filled")
            if filled and isinstance(value, list) and not value:
                self.problems.error("EMPTY_ENTITY", where, "an array must not be empty: leave the property out")
            return self.visit(value, kind.type, where)
        if isinstance(kind, inspect.UnionType):
            return self.visit(value, next(t for t in kind.types if not isinstance(t, inspect.NoneType)), where)
        method = getattr(self, _METHODS.get(type(kind), ""), None)
        return value if method is None else method(value, kind, where)

    def flag(self, value: Any, _kind: inspect.BoolType, where: str) -> Any:
        return value if isinstance(value, bool) else self.mismatch(value, "true or false", where)

    def mismatch(self, value: Any, wanted: str, where: str) -> Any:
        self.problems.error("TYPE_MISMATCH", where, f"must be {wanted}, not {_brief(value)}")
        return _DROP

    def struct(self, value: Any, kind: inspect.StructType, where: str) -> Any:
        if not isinstance(value, dict):
            return self.mismatch(value, "an object", where)
        known = {field.encode_name: field for field in kind.fields}
        result = {}
        for name, member in value.items():
            at = where + pointer(name)
            field = known.get(name)
            if field is None:
                self.problems.warning("UNEXPECTED_PROPERTY", at, "glTF 2.0 has no such property here; it is not kept")
            elif name == "extras":
                result[name] = member
            elif (kept := self.visit(member, field.type, at)) is not _DROP:
                result[name] = kept
        for name, field in known.items():
            if field.required and name not in value:
                self.problems.error("UNDEFINED_PROPERTY", where, f"the property {name!r} must be given")
        return result

    def items(self, value: Any, kind: inspect.ListType, where: str) -> Any:
        if not isinstance(value, list):
            return self.mismatch(value, "an array", where)
        if kind.min_length and not value:
            self.problems.error("EMPTY_ENTITY", where, "an array must not be empty here")
        if kind.max_length and len(value) > kind.max_length:
            text = f"at most {kind.max_length} elements, not {len(value)}"
            self.problems.error("ARRAY_LENGTH_NOT_IN_LIST", where, text)
        return [self.visit(item, kind.item_type, f"{where}/{i}") for i, item in enumerate(value)]

    def vector(self, value: Any, kind: inspect.TupleType, where: str) -> Any:
        if not isinstance(value, list):
            return self.mismatch(value, "an array", where)
        if len(value) != len(kind.item_types):
            text = f"must have {len(kind.item_types)} elements, not {len(value)}"
            self.problems.error("ARRAY_LENGTH_NOT_IN_LIST", where, text)
            return _DROP
        return [self.visit(v, t, f"{where}/{i}") for i, (v, t) in enumerate(zip(value, kind.item_types, strict=True))]

    def mapping(self, value: Any, kind: inspect.DictType, where: str) -> Any:
        if not isinstance(value, dict):
            return self.mismatch(value, "an object", where)
        if kind.min_length and not value:
            self.problems.error("EMPTY_ENTITY", where, "an object must not be empty here")
        if isinstance(kind.value_type, inspect.AnyType):
            return value
        visited = {name: self.visit(member, kind.value_type, where + pointer(name)) for name, member in value.items()}
        return {name: member for name, member in visited.items() if member is not _DROP}

    def number(self, value: Any, kind: inspect.IntType | inspect.FloatType, where: str) -> Any:
        whole = isinstance(kind, inspect.IntType)
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            return self.mismatch(value, "a whole number" if whole else "a number", where)
        if whole and isinstance(value, float):
            if not value.is_integer():
                return self.mismatch(value, "a whole number", where)
            value = int(value)  # 1.0 and 1e3 are whole numbers in JSON
        if (limits := _limits(value, kind)) is not None:
            index = whole and kind.ge == 0 and kind.multiple_of is None and isinstance(value, int) and value < 0
            self.problems.error(
                "INVALID_INDEX" if index else "VALUE_NOT_IN_RANGE", where, f"must be {limits}, not {value!r}"
            )
            return _DROP
        if whole and kind.multiple_of and value % kind.multiple_of:
            self.problems.error("VALUE_MULTIPLE_OF", where, f"must be a multiple of {kind.multiple_of}, not {value!r}")
            return _DROP
        return value

    def literal(self, value: Any, kind: inspect.LiteralType, where: str) -> Any:
        if isinstance(value, bool) or type(value) is not type(kind.values[0]):
            return self.mismatch(value, "a whole number" if isinstance(kind.values[0], int) else "text", where)
        if value not in kind.values:
            names = ", ".join(map(repr, kind.values))
            # The validator only warns here; where the member is needed, its absence is the error.
            required = where.rpartition("/")[2] in {"componentType", "type"}
            self.problems.add(
                "error" if required else "warning", _LENIENT, where, f"must be one of {names}, not {value!r}"
            )
            return _DROP
        return value

    def text(self, value: Any, kind: inspect.StrType, where: str) -> Any:
        if not isinstance(value, str):
            return self.mismatch(value, "text", where)
        if kind.pattern and not re.search(kind.pattern, value):
            self.problems.error("PATTERN_MISMATCH", where, f"{_brief(value)} must be like {kind.pattern}")
            return _DROP
        return value


def _limits(value: float, kind: inspect.IntType | inspect.FloatType) -> str | None:
    """In words what the range is, if the value is outside."""
    if kind.ge is not None and value < kind.ge:
        return f"at least {kind.ge:g}"
    if kind.gt is not None and value <= kind.gt:
        return f"above {kind.gt:g}"
    if kind.le is not None and value > kind.le:
        return f"at most {kind.le:g}"
    return None


def _brief(value: Any) -> str:
    text = " ".join(repr(value)[:200].split())
    return text if len(text) <= 60 else text[:57] + "..."
