"""What a profile says about a scene: each limit, what was found, and a problem for each thing that does not pass."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np

from threedkit.errors import Problem
from threedkit.io.report.image_limits import image_fault

if TYPE_CHECKING:
    from collections.abc import Iterator

    from threedkit.io.report.profiles import Profile
    from threedkit.io.report.statistics import Extent, Statistics
    from threedkit.scene import Scene

__all__ = ["Check", "ProfileVerdict", "judge"]

_COUNTS = {
    "triangles": "triangles",
    "vertices": "vertices",
    "draw_calls": "draw calls",
    "nodes": "nodes",
    "meshes": "meshes",
    "primitives": "primitives",
    "materials": "materials",
    "textures": "textures",
    "animations": "animations",
    "joints": "joints in one skin",
    "morph_targets": "morph targets in one mesh",
    "lights": "lights",
}


class Check(msgspec.Struct, frozen=True):
    """A limit of a profile.

    Attributes:
        rule: the profile's field, e.g. "max_triangles".
        limit: what the profile asks for.
        actual: what there is.
        ok: whether that passes.
    """

    rule: str
    limit: Any
    actual: Any
    ok: bool


class ProfileVerdict(msgspec.Struct, frozen=True):
    """What a profile says.

    Attributes:
        name: the profile's name.
        ok: whether every limit is kept; False for a file that cannot be read.
        checks: each limit that the profile sets; empty for a file that cannot be read.
        description: who the profile is for.
        source: where its numbers come from.
    """

    name: str
    ok: bool
    checks: tuple[Check, ...] = ()
    description: str = ""
    source: str = ""


def judge(
    profile: Profile, statistics: Statistics | None, scene: Scene | None
) -> tuple[ProfileVerdict, tuple[Problem, ...]]:
    """Compare a scene with a profile.

    Args:
        profile: the limits.
        statistics: of the scene; None when it could not be read.
        scene: None when it could not be read.

    Returns:
        The verdict, and an error for each thing that does not pass.
    """
    if statistics is None or scene is None:
        return ProfileVerdict(profile.name, False, (), profile.description, profile.source), ()
    found = list(_Judge(profile, statistics, scene).run())
    checks = tuple(check for check, _ in found)
    problems = tuple(problem for _, problems in found for problem in problems)
    verdict = ProfileVerdict(
        profile.name, all(check.ok for check in checks), checks, profile.description, profile.source
    )
    return verdict, problems


class _Judge:
    """One comparison; each rule gives a Check and its problems."""

    def __init__(self, profile: Profile, statistics: Statistics, scene: Scene) -> None:
        self.profile, self.statistics, self.scene = profile, statistics, scene
        self.limits = profile.limits()

    def run(self) -> Iterator[tuple[Check, list[Problem]]]:
        for rule, limit in self.limits.items():
            rules = getattr(self, f"_{rule}", None)
            if rules is not None:
                actual, problems = rules(limit)
            elif rule.startswith("max_") and rule[4:] in _COUNTS:
                actual, problems = self._count(rule[4:], limit)
            else:
                actual, problems = self._each_image(rule, limit)
            yield Check(rule, limit, actual, not problems), problems

    def _error(self, code: str, message: str, pointer: str = "") -> Problem:
        name = f"profile {self.profile.name}" if self.profile.name else "the profile"
        return Problem("error", f"PROFILE_{code}", pointer, f"{message} ({name})")

    # -- counts ---------------------------------------------------------------------------------------------------

    def _count(self, name: str, limit: int) -> tuple[int, list[Problem]]:
        actual = self._actual(name)
        if actual <= limit:
            return actual, []
        text = f"{actual:,} {_COUNTS[name]}; at most {limit:,} are allowed"
        return actual, [self._error(f"{name.upper()}_TOO_MANY", text)]

    def _actual(self, name: str) -> int:
        if name == "joints":
            return max((len(skin.joints) for skin in self.scene.skins), default=0)
        if name == "morph_targets":
            return max((mesh.target_count for mesh in self.scene.meshes), default=0)
        value = getattr(self.statistics, name)
        return value if isinstance(value, int) else len(value)

    def _max_file_bytes(self, limit: int) -> tuple[int, list[Problem]]:
        actual = (self.statistics.file_bytes or 0) + self.statistics.external_bytes
        text = f"{actual:,} bytes; at most {limit:,} are allowed"
        return actual, [self._error("FILE_TOO_LARGE", text)] if actual > limit else []

    def _min_file_bytes(self, limit: int) -> tuple[int, list[Problem]]:
        actual = (self.statistics.file_bytes or 0) + self.statistics.external_bytes
        text = f"{actual:,} bytes; at least {limit:,} are expected"
        return actual, [self._error("FILE_TOO_SMALL", text)] if actual < limit else []

    # -- images ---------------------------------------------------------------------------------------------------

    def _each_image(self, rule: str, limit: Any) -> tuple[Any, list[Problem]]:
        images, problems = self.statistics.image_list, []
        for index, image in enumerate(images):
            wrong = image_fault(image, rule, limit)
            if wrong is not None:
                problems.append(self._error(wrong[0], wrong[1], f"/images/{index}"))
        sizes = [(image.width, image.height) for image in images if image.width and image.height]
        if rule == "max_texture_size":
            return max((max(size) for size in sizes), default=None), problems
        if rule == "min_texture_size":
            return min((min(size) for size in sizes), default=None), problems
        if rule == "image_formats":
            return sorted({image.mime_type for image in images}), problems
        return not problems, problems

    def _max_texture_memory(self, limit: int) -> tuple[int, list[Problem]]:
        actual = self.statistics.texture_memory
        text = f"the textures take {actual:,} bytes on the GPU; at most {limit:,} are allowed"
        return actual, [self._error("TEXTURE_MEMORY_TOO_LARGE", text)] if actual > limit else []

    # -- size and place -------------------------------------------------------------------------------------------

    def _longest(self) -> float | None:
        bounds = self.statistics.bounds
        return None if bounds is None else max(bounds.size)

    def _max_size(self, limit: float) -> tuple[float | None, list[Problem]]:
        actual = self._longest()
        return actual, [] if actual is None or actual <= limit else [self._large(actual, limit, "the longest side")]

    def _min_size(self, limit: float) -> tuple[float | None, list[Problem]]:
        actual = self._longest()
        if actual is None:
            return None, [self._error("MODEL_TOO_SMALL", "there is nothing that has a size")]
        return actual, [] if actual >= limit else [self._small(actual, limit, "the longest side")]

    def _max_dimensions(self, limit: list[float]) -> tuple[Any, list[Problem]]:
        size = _size(self.statistics.bounds)
        names = ("the width (x)", "the height (y)", "the depth (z)")
        pairs = zip(size or (), limit, names, strict=False)
        return size, [self._large(actual, most, name) for actual, most, name in pairs if actual > most]

    def _min_dimensions(self, limit: list[float]) -> tuple[Any, list[Problem]]:
        size = _size(self.statistics.bounds)
        names = ("the width (x)", "the height (y)", "the depth (z)")
        pairs = zip(size or (0.0, 0.0, 0.0), limit, names, strict=False)
        return size, [self._small(actual, least, name) for actual, least, name in pairs if actual < least]

    def _large(self, actual: float, limit: float, side: str) -> Problem:
        return self._error("MODEL_TOO_LARGE", f"{side} is {actual:.6g} m; at most {limit:.6g} m is allowed")

    def _small(self, actual: float, limit: float, side: str) -> Problem:
        return self._error("MODEL_TOO_SMALL", f"{side} is {actual:.6g} m; at least {limit:.6g} m is expected")

    def _origin(self, limit: str) -> tuple[Any, list[Problem]]:
        bounds = self.statistics.bounds
        if bounds is None:
            return None, []
        low, high = np.array(bounds.min), np.array(bounds.max)
        wanted = (low + high) / 2.0
        if limit == "base":
            wanted[1] = low[1]
        allowed = self.profile.origin_tolerance * max(bounds.size)
        place = [round(float(value), 9) + 0.0 for value in -wanted]
        if float(np.abs(wanted).max()) <= allowed:
            return place, []
        where = {"base": "middle of the box's bottom", "center": "middle of the box"}[limit]
        offset = ", ".join(f"{value:.6g}" for value in wanted)
        return place, [self._error("ORIGIN_MISPLACED", f"the {where} is at ({offset}) m; it must be at the origin")]

    def _untransformed_roots(self, limit: bool) -> tuple[bool, list[Problem]]:
        del limit
        index = {id(node): i for i, node in enumerate(self.scene.nodes)}
        problems = [
            self._error(
                "ROOT_TRANSFORMED", f"the root {node.name[:100]!r} has a transform", f"/nodes/{index[id(node)]}"
            )
            for node in self.scene.roots
            if not np.array_equal(node.local_matrix, np.eye(4))
        ]
        return not problems, problems

    # -- data -----------------------------------------------------------------------------------------------------

    def _texcoords_in_unit_square(self, limit: bool) -> tuple[bool, list[Problem]]:
        del limit
        problems = []
        for number, mesh in enumerate(self.scene.meshes):
            for i, primitive in enumerate(mesh.primitives):
                for k in range(len(primitive.texcoords)):
                    values = primitive.as_float("texcoords", k)
                    if values.size and not (float(values.min()) >= 0.0 and float(values.max()) <= 1.0):
                        where = f"/meshes/{number}/primitives/{i}/attributes/TEXCOORD_{k}"
                        text = f"texture coordinates from {values.min():.4g} to {values.max():.4g}; 0 to 1 is allowed"
                        problems.append(self._error("TEXCOORDS_OUT_OF_RANGE", text, where))
        return not problems, problems

    def _self_contained(self, limit: bool) -> tuple[bool, list[Problem]]:
        del limit
        external = self.statistics.external_bytes
        text = f"{external:,} bytes are in other files; everything must be in one"
        return not external, [self._error("EXTERNAL_FILES", text)] if external else []

    def _allowed_extensions(self, limit: list[str]) -> tuple[list[str], list[Problem]]:
        return self._extensions(self.statistics.extensions_used, limit, "used", "EXTENSION_NOT_ALLOWED")

    def _allowed_required_extensions(self, limit: list[str]) -> tuple[list[str], list[Problem]]:
        return self._extensions(self.statistics.extensions_required, limit, "required", "EXTENSION_REQUIRED")

    def _extensions(
        self, names: tuple[str, ...], allowed: list[str], verb: str, code: str
    ) -> tuple[list[str], list[Problem]]:
        wrong = [name for name in names if name not in allowed]
        list_of = ", ".join(allowed) or "none"
        return list(names), [
            self._error(code, f"{name[:100]} is {verb}; allowed: {list_of}", f"/extensions{verb.capitalize()}")
            for name in wrong
        ]


def _size(bounds: Extent | None) -> tuple[float, float, float] | None:
    return None if bounds is None else bounds.size
