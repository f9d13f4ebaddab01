"""Every deviation of a JSON value from the schema, found by walking the structs of schema.py.

The typed decode stops at the first deviation. When it does, or when a report wants warnings too, this walk goes over
the plain JSON instead, lists everything as the Khronos validator does (its lib/src/utils.dart), and makes a struct of
what is left when the members that are wrong are taken out. Where a required member is wrong or missing, the struct
holds a placeholder (ABSENT, NaN, an empty string, a struct of such): whoever goes on with it has to expect that.
"""

from __future__ import annotations

import math
import re
from functools import cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeVar

import msgspec
from msgspec import inspect

from threedkit.io.gltf.problems import pointer

if TYPE_CHECKING:
    from collections.abc import Callable

    from threedkit.io.gltf.problems import Problems

__all__ = ["conform", "member_names", "nested_members"]

S = TypeVar("S", bound=msgspec.Struct)

_DROP: Final = object()
_MISSING: Final = -1
_INT64: Final = 2**63 - 1
_NUMBERS: Final = (inspect.IntType, inspect.FloatType)


class _Field(NamedTuple):
    """One member of an object.

    Attributes:
        attribute: its name in the struct.
        kind: its type, unwrapped.
        extra: what the schema notes beside the type: "index", "offset", "raw", "of_type".
        required: whether it must be there.
        placeholder: what stands for it where it must be there and is not.
    """

    attribute: str
    kind: inspect.Type
    extra: frozenset[str]
    required: bool
    placeholder: Any

    def stand_in(self) -> Any:
        """A struct of placeholders, if it holds a struct."""
        return _stand_in(self.kind.cls) if isinstance(self.kind, inspect.StructType) else None


@cache
def _fields(struct: type[msgspec.Struct]) -> dict[str, _Field]:
    info = inspect.type_info(struct)
    if not isinstance(info, inspect.StructType):
        message = f"{struct.__name__} is no struct"
        raise TypeError(message)
    return {field.encode_name: _field(field) for field in info.fields}


def _field(field: inspect.Field) -> _Field:
    kind, extra = _unwrap(field.type)
    return _Field(field.name, kind, extra, field.required, _placeholder(kind) if field.required else None)


def _unwrap(kind: inspect.Type) -> tuple[inspect.Type, frozenset[str]]:
    """The type behind `| None` and annotations, and the notes of these annotations."""
    extra: frozenset[str] = frozenset()
    while isinstance(kind, (inspect.Metadata, inspect.UnionType)):
        if isinstance(kind, inspect.UnionType):
            kind = next(t for t in kind.types if not isinstance(t, inspect.NoneType))
        else:
            extra |= frozenset(kind.extra or {})
            kind = kind.type
    return kind, extra


def _placeholder(kind: inspect.Type) -> Any:
    if isinstance(kind, inspect.IntType):
        return _MISSING
    if isinstance(kind, inspect.FloatType):
        return math.nan
    if isinstance(kind, inspect.LiteralType):
        return _MISSING if isinstance(kind.values[0], int) else ""
    if isinstance(kind, inspect.StrType):
        return ""
    if isinstance(kind, inspect.StructType):
        return _stand_in(kind.cls)
    return [] if isinstance(kind, inspect.ListType) else {} if isinstance(kind, inspect.DictType) else None


def _stand_in(struct: type[msgspec.Struct]) -> Any:
    """A struct of placeholders."""
    fields = _fields(struct).values()
    return struct(**{field.attribute: field.placeholder for field in fields if field.required})


def member_names(struct: type[msgspec.Struct]) -> frozenset[str]:
    """The JSON names of a struct's members."""
    return frozenset(_fields(struct))


@cache
def nested_members(struct: type[msgspec.Struct]) -> tuple[tuple[str, str, bool, bool], ...]:
    """The members that hold structs.

    Returns:
        For each its attribute, its JSON name, whether it is a list, and whether those structs hold no others.
    """
    result = []
    for name, field in _fields(struct).items():
        is_list = isinstance(field.kind, inspect.ListType)
        kind = _unwrap(field.kind.item_type)[0] if isinstance(field.kind, inspect.ListType) else field.kind
        if isinstance(kind, inspect.StructType):
            result.append((field.attribute, name, is_list, not nested_members(kind.cls)))
    return tuple(result)


def conform(value: Any, struct: type[S], problems: Problems, where: str = "") -> S | None:
    """List how a JSON value deviates from a struct, and make the struct of what does not.

    Args:
        value: plain JSON.
        struct: what it should be.
        problems: where deviations go.
        where: JSON pointer of the value.

    Returns:
        The struct, with placeholders for required members that are wrong; None if the value is no object.

    Example:
        >>> from threedkit.io.gltf import problems, schema
        >>> found = problems.Problems("x")
        >>> conform({"mesh": -3, "name": "a"}, schema.Node, found).name, found.items[0].code
        ('a', 'INVALID_INDEX')
    """
    walk = _Walk(problems)
    if not isinstance(value, dict):
        walk.mismatch(value, "an object", where)
        return None
    made: S = walk.make(value, struct, where)
    return made


class _Walk:
    def __init__(self, problems: Problems) -> None:
        self.problems = problems
        self.methods: dict[type[inspect.Type], Callable[[Any, Any, str], Any]] = {
            inspect.StructType: self.struct,
            inspect.ListType: self.items,
            inspect.TupleType: self.vector,
            inspect.DictType: self.indices_map,
            inspect.IntType: self.whole,
            inspect.FloatType: self.number,
            inspect.LiteralType: self.literal,
            inspect.StrType: self.text,
            inspect.BoolType: self.flag,
        }

    def make(self, value: dict[str, Any], struct: type[msgspec.Struct], where: str) -> Any:
        """The struct of an object."""
        known, result = _fields(struct), {}
        for name, member in value.items():
            field = known.get(name)
            if field is None:
                text = "glTF 2.0 has no such property here; it is not kept"
                self.problems.warning("UNEXPECTED_PROPERTY", where + pointer(name), text)
            elif name == "extras":
                self.extras(member, where)
                result["extras"] = member
            elif (kept := self.member(member, field, where + pointer(name), value.get("type"))) is not _DROP:
                result[field.attribute] = kept
            elif "offset" in field.extra:
                result[field.attribute] = _MISSING  # there is no telling where, which is not the same as 0
        for name, field in known.items():
            if field.required and field.attribute not in result:
                if value.get(name) is None:
                    self.problems.error("UNDEFINED_PROPERTY", where, f"the property {name!r} must be given")
                result[field.attribute] = field.placeholder
        return struct(**result)

    def extras(self, value: Any, where: str) -> None:
        if value is not None and not isinstance(value, dict):
            self.problems.info("NON_OBJECT_EXTRAS", f"{where}/extras", "extras are best an object")

    def member(self, value: Any, field: _Field, where: str, kind: Any) -> Any:
        if "of_type" in field.extra and kind != where.rpartition("/")[2]:
            return field.stand_in() if isinstance(value, dict) else _DROP
        if "raw" in field.extra:
            return value if value is not None else self.mismatch(value, "an array", where)
        if "index" in field.extra:
            return self.index(value, where)
        if isinstance(field.kind, inspect.DictType) and isinstance(field.kind.value_type, inspect.AnyType):
            return value if isinstance(value, dict) else self.mismatch(value, "an object", where)
        method = self.methods.get(type(field.kind))
        return value if method is None else method(value, field.kind, where)

    def mismatch(self, value: Any, wanted: str, where: str) -> Any:
        self.problems.error("TYPE_MISMATCH", where, f"must be {wanted}, not {_brief(value)}")
        return _DROP

    def flag(self, value: Any, _kind: inspect.BoolType, where: str) -> Any:
        return value if isinstance(value, bool) else self.mismatch(value, "true or false", where)

    def struct(self, value: Any, kind: inspect.StructType, where: str) -> Any:
        if not isinstance(value, dict):
            return self.mismatch(value, "an object", where)
        return self.make(value, kind.cls, where)

    # -- numbers and text -----------------------------------------------------------------------------------------

    def index(self, value: Any, where: str) -> Any:
        number = _whole(value)
        if number is None:
            return self.mismatch(value, "a whole number", where)
        if number < 0:
            self.problems.error("INVALID_INDEX", where, f"an index is a whole number from 0 up, not {_brief(value)}")
            return _DROP
        return number

    def whole(self, value: Any, kind: inspect.IntType, where: str) -> Any:
        number = _whole(value)
        if number is None:
            return self.mismatch(value, "a whole number", where)
        if self.outside(number, kind, where):
            return _DROP
        if kind.multiple_of and number % kind.multiple_of:
            self.problems.error("VALUE_MULTIPLE_OF", where, f"must be a multiple of {kind.multiple_of}, not {number}")
        return number

    def number(self, value: Any, kind: inspect.FloatType, where: str) -> Any:
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            return self.mismatch(value, "a number", where)
        if math.isinf(_float(value)):
            self.problems.error("VALUE_NOT_IN_RANGE", where, "must be finite")
            return _DROP
        return _DROP if self.outside(value, kind, where) else _float(value)

    def outside(self, value: float, kind: inspect.IntType | inspect.FloatType, where: str) -> bool:
        limits = _limits(value, kind)
        if limits is not None:
            self.problems.error("VALUE_NOT_IN_RANGE", where, f"must be {limits}, not {_brief(value)}")
        return limits is not None

    def literal(self, value: Any, kind: inspect.LiteralType, where: str) -> Any:
        first: Any = kind.values[0]
        found = _whole(value) if isinstance(first, int) else value
        if found is None or type(found) is not type(first):
            return self.mismatch(value, "a whole number" if isinstance(first, int) else "text", where)
        if found in kind.values:
            return found
        names = ", ".join(map(repr, kind.values))
        self.problems.warning("VALUE_NOT_IN_LIST", where, f"must be one of {names}, not {_brief(value)}")
        return _DROP

    def text(self, value: Any, kind: inspect.StrType, where: str) -> Any:
        if not isinstance(value, str):
            return self.mismatch(value, "text", where)
        if kind.pattern and not re.search(kind.pattern, value):
            self.problems.error("PATTERN_MISMATCH", where, f"{_brief(value)} must be like {kind.pattern}")
            return _DROP
        return value

    # -- arrays ---------------------------------------------------------------------------------------------------

    def vector(self, value: Any, kind: inspect.TupleType, where: str) -> Any:
        if not isinstance(value, list):
            return self.mismatch(value, "an array", where)
        if value and len(value) != len(kind.item_types):
            text = f"must have {len(kind.item_types)} elements, not {len(value)}"
            self.problems.error("ARRAY_LENGTH_NOT_IN_LIST", where, text)
            return _DROP
        item, _ = _unwrap(kind.item_types[0])
        numbers = self.floats(value, item, where)
        return _DROP if numbers is _DROP else tuple(numbers)

    def items(self, value: Any, kind: inspect.ListType, where: str) -> Any:
        if not isinstance(value, list):
            return self.mismatch(value, "an array", where)
        if not value:
            self.problems.error("EMPTY_ENTITY", where, "an array must not be empty: leave the property out")
            return _DROP
        item, extra = _unwrap(kind.item_type)
        if "index" in extra:
            return self.indices(value, where)
        if isinstance(item, inspect.StructType):
            return self.objects(value, item, where)
        if isinstance(item, inspect.DictType):
            return self.indices_maps(value, item, where)
        return self.texts(value, where) if isinstance(item, inspect.StrType) else self.floats(value, item, where)

    def floats(self, value: list[Any], kind: inspect.Type, where: str) -> Any:
        if not value:
            self.problems.error("EMPTY_ENTITY", where, "an array must not be empty: leave the property out")
            return _DROP
        good = True
        for i, number in enumerate(value):
            if isinstance(number, bool) or not isinstance(number, (int, float)):
                self.problems.error("ARRAY_TYPE_MISMATCH", where, f"element {_brief(number)} must be a number")
                good = False
            elif math.isinf(_float(number)):
                self.problems.error("VALUE_NOT_IN_RANGE", f"{where}/{i}", "must be finite")
                good = False
            elif isinstance(kind, _NUMBERS) and self.outside(number, kind, f"{where}/{i}"):
                good = False
        return [_float(number) for number in value] if good else _DROP

    def indices(self, value: list[Any], where: str) -> list[int]:
        result: list[int] = []
        for i, element in enumerate(value):
            number = _whole(element)
            if number is None or number < 0:
                text = f"an index is a whole number from 0 up, not {_brief(element)}"
                self.problems.error("INVALID_INDEX", f"{where}/{i}", text)
                number = _MISSING
            result.append(number)
        return result

    def objects(self, value: list[Any], kind: inspect.StructType, where: str) -> Any:
        """Of the root's arrays a wrong element is told by its index, any other array is of no use with one."""
        if where.count("/") == 1:
            return [self.element(item, kind, f"{where}/{i}") for i, item in enumerate(value)]
        wrong = [item for item in value if not isinstance(item, dict)]
        for item in wrong:
            self.problems.error("ARRAY_TYPE_MISMATCH", where, f"element {_brief(item)} must be an object")
        return _DROP if wrong else [self.make(item, kind.cls, f"{where}/{i}") for i, item in enumerate(value)]

    def element(self, value: Any, kind: inspect.StructType, where: str) -> Any:
        if isinstance(value, dict):
            return self.make(value, kind.cls, where)
        self.mismatch(value, "an object", where)
        self.problems.placeholders.add(where)
        return _stand_in(kind.cls)

    def texts(self, value: list[Any], where: str) -> Any:
        seen: set[str] = set()
        good = True
        for i, text in enumerate(value):
            if not isinstance(text, str):
                self.problems.error("ARRAY_TYPE_MISMATCH", f"{where}/{i}", f"must be text, not {_brief(text)}")
                good = False
            elif text in seen:
                self.problems.error("DUPLICATE_ELEMENTS", f"{where}/{i}", f"{_brief(text)} is in the array twice")
            else:
                seen.add(text)
        return value if good else _DROP

    def indices_map(self, value: Any, _kind: inspect.DictType, where: str) -> Any:
        if not isinstance(value, dict):
            return self.mismatch(value, "an object", where)
        if not value:
            self.problems.error("EMPTY_ENTITY", where, "an object must not be empty here")
            return _DROP
        return dict(zip(value, (self.mapped(v, where + pointer(name)) for name, v in value.items()), strict=True))

    def mapped(self, value: Any, where: str) -> int:
        number = _whole(value)
        if number is not None and number >= 0:
            return number
        self.problems.error("INVALID_INDEX", where, f"an index is a whole number from 0 up, not {_brief(value)}")
        return _MISSING

    def indices_maps(self, value: list[Any], kind: inspect.DictType, where: str) -> Any:
        result = []
        for i, item in enumerate(value):
            if isinstance(item, dict):
                result.append(self.indices_map(item, kind, f"{where}/{i}"))
            else:
                self.problems.error("ARRAY_TYPE_MISMATCH", where, f"element {_brief(item)} must be an object")
                result.append(_DROP)
        return _DROP if _DROP in result else result


def _whole(value: Any) -> int | None:
    """A JSON number as int of 64 bits; 1.0 and 1e3 are whole numbers too. None for anything else."""
    if isinstance(value, float):
        value = int(value) if value.is_integer() else None
    if not isinstance(value, int) or isinstance(value, bool):
        return None
    return max(-_INT64, min(value, _INT64))  # as in the validator; no file has so many bytes or objects


def _float(value: float) -> float:
    try:
        return float(value)
    except OverflowError:
        return math.inf


def _limits(value: float, kind: inspect.IntType | inspect.FloatType) -> str | None:
    """In words what the range is, if the value is outside."""
    if kind.ge is not None and value < kind.ge:
        return f"at least {kind.ge:g}"
    if kind.gt is not None and value <= kind.gt:
        return f"above {kind.gt:g}"
    if kind.le is not None and value > kind.le:
        return f"at most {kind.le:g}"
    if kind.lt is not None and value >= kind.lt:
        return f"below {kind.lt:g}"
    return None


def _brief(value: Any) -> str:
    """A value in a few words; what is large or deep is only named."""
    if isinstance(value, (dict, list)):
        return "an object" if isinstance(value, dict) else "an array"
    text = " ".join(repr(value[:80] if isinstance(value, str) else value).split())
    return text if len(text) <= 60 else text[:57] + "..."
