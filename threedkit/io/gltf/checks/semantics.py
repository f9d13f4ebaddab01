"""The names of a primitive's attributes: which there are, and which belong together."""

from __future__ import annotations

from functools import lru_cache
from typing import Final, NamedTuple

from threedkit.errors import Severity
from threedkit.io.gltf.problems import pointer

__all__ = ["Semantics", "check_morph_names", "semantics_of"]

_SETS: Final = ("COLOR", "JOINTS", "WEIGHTS", "TEXCOORD")
_SINGLE: Final = frozenset({"POSITION", "NORMAL", "TANGENT"})
_MORPH_SETS: Final = frozenset({"COLOR", "TEXCOORD"})

_ENDLESS: Final = 10**9

Finding = tuple[Severity, str, str, str]


class Semantics(NamedTuple):
    """What the names of a primitive's attributes say.

    Attributes:
        normal: whether there is NORMAL.
        tangent: whether there is TANGENT.
        joints: sets of joints and weights that belong together.
        texcoords: sets of texture coordinates.
        findings: severity, code, pointer below the attributes, and message.
    """

    normal: bool
    tangent: bool
    joints: int
    texcoords: int
    findings: tuple[Finding, ...]


def _set_number(text: str) -> int | None:
    """The number of a set, which has no leading zeros."""
    if not (text.isascii() and text.isdigit()) or (text[0] == "0" and text != "0"):
        return None
    return int(text) if len(text) < 10 else _ENDLESS


def _invalid(name: str) -> Finding:
    text = f"{name[:60]!r} is no attribute of glTF; names of one's own begin with an underscore"
    return "error", "MESH_PRIMITIVE_INVALID_ATTRIBUTE", pointer(name), text


@lru_cache(maxsize=1024)
def semantics_of(names: tuple[str, ...]) -> Semantics:
    """Look at the names of all attributes of a primitive.

    Example:
        >>> semantics_of(("POSITION", "TEXCOORD_1")).findings[0][1]
        'MESH_PRIMITIVE_INDEXED_SEMANTIC_CONTINUITY'
    """
    findings: list[Finding] = []
    numbers: dict[str, list[int]] = {kind: [] for kind in _SETS}
    for name in names:
        if name.startswith("_") or name in _SINGLE:
            continue
        kind, *rest = name.split("_")
        number = _set_number(rest[0]) if kind in numbers and len(rest) == 1 else None
        if number is None:
            findings.append(_invalid(name))
        else:
            numbers[kind].append(number)
    if "POSITION" not in names:
        findings.append(("warning", "MESH_PRIMITIVE_NO_POSITION", "", "without POSITION nothing is drawn"))
    normal, tangent = "NORMAL" in names, "TANGENT" in names
    if tangent and not normal:
        text = "TANGENT needs NORMAL beside it"
        findings.append(("warning", "MESH_PRIMITIVE_TANGENT_WITHOUT_NORMAL", "/TANGENT", text))
    counts = {kind: _count(kind, found, findings) for kind, found in numbers.items()}
    joints = counts["JOINTS"]
    if joints != counts["WEIGHTS"]:
        text = f"{joints} JOINTS sets and {counts['WEIGHTS']} WEIGHTS sets: there must be as many"
        findings.append(("error", "MESH_PRIMITIVE_JOINTS_WEIGHTS_MISMATCH", "", text))
        joints = 0
    return Semantics(normal, tangent, joints, counts["TEXCOORD"], tuple(findings))


def _count(kind: str, numbers: list[int], findings: list[Finding]) -> int:
    """How many sets there are; none if their numbers have gaps."""
    if not numbers or max(numbers) + 1 == len(numbers):
        return len(numbers)
    text = f"{kind} sets must be numbered from 0 without gaps, not {sorted(numbers)[:8]}"
    findings.append(("error", "MESH_PRIMITIVE_INDEXED_SEMANTIC_CONTINUITY", "", text))
    return 0


@lru_cache(maxsize=1024)
def check_morph_names(names: tuple[str, ...]) -> tuple[Finding, ...]:
    """What is wrong with the names of a morph target's attributes."""
    findings = []
    for name in names:
        if name.startswith("_") or name in _SINGLE:
            continue
        kind, *rest = name.split("_")
        if kind not in _MORPH_SETS or len(rest) != 1 or _set_number(rest[0]) is None:
            findings.append(_invalid(name))
    return tuple(findings)
