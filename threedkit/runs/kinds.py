"""The kinds of value that a parameter of a template may have.

A kind turns what a person typed, or what a program passed, into one canonical JSON value, and refuses what it
cannot. Besides Python's own ``bool int float str list dict`` a template may annotate with the names below; at run
time they are plain aliases, so that the notebook also runs by hand.
"""

from __future__ import annotations

import json
import math
import operator
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from threedkit.runs.inputs import SAMPLES, find_engine, find_environment, try_asset

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = ["KINDS", "Asset", "Engine", "Environment", "Kind", "Size"]

Asset = str
"""A model: the path of a file, or a sample's name (``"suzanne"``)."""
Engine = str
"""A render engine by name, or ``"auto"`` for the best one that runs here."""
Environment = str
"""The light around the scene: ``"studio"``, or the path of an .hdr or .exr panorama."""
Size = list[int]
"""Width and height in pixels; ``1280x720`` on the command line."""


@dataclass(frozen=True, slots=True)
class Kind:
    """How one kind of value is read and checked.

    Attributes:
        name: as it is annotated in a template, e.g. ``"int"``.
        wants: completes "must be ...", e.g. ``"a whole number"``.
        convert: value or text -> canonical JSON value; raises ValueError, TypeError or KeyError.
        numbers: canonical value -> the numbers that a range bounds; None where a range has no meaning.
        show: canonical value -> as it is typed on a command line.
        preflight: canonical value -> anything; looks at files and engines before a run, raises a ThreedkitError.
    """

    name: str
    wants: str
    convert: Callable[[Any], Any]
    numbers: Callable[[Any], Sequence[float]] | None = None
    preflight: Callable[[Any], object] | None = None
    show: Callable[[Any], str] = str


def _to_bool(value: object) -> bool:
    words = {"true": True, "yes": True, "on": True, "1": True, "false": False, "no": False, "off": False, "0": False}
    if isinstance(value, str):
        return words[value.strip().lower()]
    if isinstance(value, bool):
        return value
    raise TypeError


def _to_int(value: Any) -> int:
    if isinstance(value, str):
        return int(value.strip(), 10)
    if isinstance(value, bool):
        raise TypeError
    return operator.index(value)  # refuses floats, takes NumPy's integers


def _to_float(value: Any) -> float:
    if isinstance(value, bool) or not (isinstance(value, str) or hasattr(value, "__float__")):
        raise TypeError
    number = float(value)
    if not math.isfinite(number):
        raise ValueError
    return number


def _to_str(value: object) -> str:
    if isinstance(value, Path):
        return str(value)
    if not isinstance(value, str):
        raise TypeError
    return value


def _to_name(value: object) -> str:
    text = _to_str(value).strip()
    if not text:
        raise ValueError
    return text


def _to_json(kind: type[Any]) -> Callable[[Any], Any]:
    def convert(value: object) -> object:
        plain = json.loads(value if isinstance(value, str) else json.dumps(value))
        if not isinstance(plain, kind):
            raise TypeError
        return plain

    return convert


def _to_size(value: Any) -> list[int]:
    if isinstance(value, str):
        match = re.fullmatch(r"\s*\[?\s*(\d+)\s*[xX,]\s*(\d+)\s*\]?\s*", value, flags=re.ASCII)
        if match is None:
            raise ValueError
        return [int(match[1]), int(match[2])]
    width, height = value
    return [_to_int(width), _to_int(height)]


def _to_file(*names: str) -> Callable[[Any], str]:
    """Canonical form of a named thing or a file: the name, or the absolute path (a run has a folder of its own)."""

    def convert(value: object) -> str:
        text = _to_name(value)
        return text.lower() if text.lower() in names else str(Path(text).expanduser().absolute())

    return convert


def _one(value: float) -> tuple[float]:
    return (value,)


def _show_size(value: Sequence[int]) -> str:
    return "x".join(map(str, value))


def _each(value: Sequence[float]) -> Sequence[float]:
    return value


_PANORAMA = "'studio' or the path of an .hdr or .exr panorama"

KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind("bool", "true or false", _to_bool),
        Kind("int", "a whole number", _to_int, numbers=_one),
        Kind("float", "a number", _to_float, numbers=_one),
        Kind("str", "text", _to_str),
        Kind("list", "a JSON list", _to_json(list)),
        Kind("dict", "a JSON object", _to_json(dict)),
        Kind("Asset", "the path of a model or a sample's name", _to_file(*SAMPLES), preflight=try_asset),
        Kind("Engine", "an engine's name or 'auto'", _to_name, preflight=find_engine),
        Kind("Environment", _PANORAMA, _to_file("studio"), preflight=find_environment),
        Kind(
            "Size",
            "width and height like 1280x720",
            _to_size,
            numbers=_each,
            show=_show_size,
        ),
    )
}
"""Every kind by the name that a template annotates with."""
