"""What the JSON of accessors says of itself: bounds, and offsets that have something to be an offset into."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from threedkit.io.gltf.checks.numbers import has_bytes
from threedkit.io.gltf.layout import DTYPES, WIDTHS
from threedkit.io.gltf.schema import ABSENT

if TYPE_CHECKING:
    from threedkit.io.gltf import schema
    from threedkit.io.gltf.checks.uses import Uses
    from threedkit.io.gltf.document import Document

__all__ = ["check_accessors", "check_idle_accessors"]

_KINDS: Final = frozenset({int, float})
_FLOATS: Final = {float}
_LARGE: Final = 1e300
_RANGES: Final = {
    number: (int(np.iinfo(dtype).min), int(np.iinfo(dtype).max))
    for number, dtype in DTYPES.items()
    if dtype.kind in "iu"
}


def check_accessors(document: Document, uses: Uses) -> None:
    """Check bounds and offsets; what does not fit its buffer view is told where the arrays are made."""
    for index, accessor in enumerate(document.gltf.accessors):
        low, high = accessor.min, accessor.max
        if (low is not None and not _is_vector(low, accessor)) or (high is not None and not _is_vector(high, accessor)):
            accessor.min = _check_bound(document, accessor, accessor.min, f"/accessors/{index}/min")
            accessor.max = _check_bound(document, accessor, accessor.max, f"/accessors/{index}/max")
        if accessor.buffer_view == ABSENT and "byteOffset" in document.plain("accessors", index):
            text = "a byteOffset needs a bufferView"
            document.problems.error("UNSATISFIED_DEPENDENCY", f"/accessors/{index}/byteOffset", text)
        if accessor.sparse is not None:
            for name in ("indices", "values"):
                part = getattr(accessor.sparse, name)
                if part.buffer_view != ABSENT:
                    uses.view(part.buffer_view, "Other", f"/accessors/{index}/sparse/{name}/bufferView")


def check_idle_accessors(document: Document, uses: Uses) -> None:
    """Look at the numbers of accessors that nothing uses: they too must be numbers."""
    for index in uses.idle():
        accessor = document.gltf.accessors[index]
        if not has_bytes(document, index):
            continue
        if accessor.buffer_view == ABSENT or document.buffers.has(accessor.buffer_view):
            document.accessors.array(index)


def _check_bound(document: Document, accessor: schema.Accessor, bound: Any, where: str) -> list[float] | None:
    """The bound if it is one: as many numbers as components, of a kind that these can be."""
    width, limits = WIDTHS.get(accessor.type), _RANGES.get(accessor.component_type)
    if width is not None and _is_plain(bound, width, accessor, limits):
        kept: list[float] = bound
        return kept
    if bound is None or width is None or accessor.component_type not in DTYPES:
        return None
    problems = document.problems
    if not isinstance(bound, list):
        problems.error("TYPE_MISMATCH", where, "must be an array")
        return None
    if not bound and limits is None:
        problems.error("EMPTY_ENTITY", where, "an array must not be empty: leave the property out")
        return None
    if len(bound) != width:
        text = f"{accessor.type} needs {width} numbers, not {len(bound)}"
        problems.error("ARRAY_LENGTH_NOT_IN_LIST", where, text)
        return None
    good = True
    for place, number in enumerate(bound):
        good = _check_number(document, number, limits, where, place) and good
    return bound if good else None


def _is_vector(bound: Any, accessor: schema.Accessor) -> bool:
    """Whether a bound of an accessor of floats is as the typed decode gives it; for the rest there is a closer look."""
    return (
        accessor.component_type == 5126
        and isinstance(bound, list)
        and len(bound) == WIDTHS.get(accessor.type)
        and set(map(type, bound)) == _FLOATS
        and math.isfinite(sum(bound))
    )


def _is_plain(bound: Any, width: int, accessor: schema.Accessor, limits: tuple[int, int] | None) -> bool:
    """Whether there is nothing wrong with it, told quickly."""
    if not isinstance(bound, list) or len(bound) != width or not _KINDS.issuperset(map(type, bound)):
        return False
    low, high = min(bound), max(bound)
    if limits is None:
        return accessor.component_type == 5126 and -_LARGE < low <= high < _LARGE
    return limits[0] <= low <= high <= limits[1] and all(int(number) == number for number in bound)


def _check_number(document: Document, number: Any, limits: tuple[int, int] | None, where: str, place: int) -> bool:
    problems = document.problems
    plain = isinstance(number, (int, float)) and not isinstance(number, bool)
    if not plain or (limits is not None and isinstance(number, float) and not number.is_integer()):
        text = f"element {place} must be a {'number' if limits is None else 'whole number'}"
        problems.error("ARRAY_TYPE_MISMATCH", where, text)
        return False
    if limits is None and ((isinstance(number, int) and number.bit_length() > 1023) or math.isinf(number)):
        problems.error("VALUE_NOT_IN_RANGE", f"{where}/{place}", "must be finite")
        return False
    if limits is not None and not limits[0] <= number <= limits[1]:
        text = f"element {place} must be from {limits[0]} to {limits[1]} for this component type"
        problems.error("INVALID_GL_VALUE", where, text)
        return False
    return True
