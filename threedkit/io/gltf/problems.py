"""Collecting what is wrong with a document."""

from __future__ import annotations

from typing import Final

from threedkit.errors import AssetError, Problem, Severity

__all__ = ["HARMLESS", "LIMIT", "Problems", "pointer"]

LIMIT = 1000
"""Problems that are kept of one severity; the rest are counted (a hostile file must not fill the memory)."""

HARMLESS: Final = frozenset(
    {
        "ACCESSOR_NORMALIZED_INVALID",
        "ACCESSOR_USAGE_OVERRIDE",
        "ANIMATION_SAMPLER_ACCESSOR_WITH_BYTESTRIDE",
        "ANIMATION_SAMPLER_INPUT_ACCESSOR_WITHOUT_BOUNDS",
        "ASSET_MIN_VERSION_GREATER_THAN_VERSION",
        "BUFFER_DATA_URI_MIME_TYPE_INVALID",
        "BUFFER_VIEW_INVALID_BYTE_STRIDE",
        "BUFFER_VIEW_TARGET_OVERRIDE",
        "BUFFER_VIEW_TOO_BIG_BYTE_STRIDE",
        "EMPTY_ENTITY",
        "GLB_CHUNK_LENGTH_UNALIGNED",
        "GLB_DUPLICATE_CHUNK",
        "GLB_LENGTH_MISMATCH",
        "IMAGE_BUFFER_VIEW_WITH_BYTESTRIDE",
        "IMAGE_DATA_INVALID",
        "IMAGE_MIME_TYPE_INVALID",
        "IMAGE_NON_ENABLED_MIME_TYPE",
        "IMAGE_UNEXPECTED_EOS",
        "INVALID_GL_VALUE",
        "MESH_PRIMITIVE_ACCESSOR_UNALIGNED",
        "MESH_PRIMITIVE_ACCESSOR_WITHOUT_BYTESTRIDE",
        "MESH_PRIMITIVE_ATTRIBUTES_ACCESSOR_UNSIGNED_INT",
        "MESH_PRIMITIVE_INDICES_ACCESSOR_WITH_BYTESTRIDE",
        "MESH_PRIMITIVE_POSITION_ACCESSOR_WITHOUT_BOUNDS",
        "MESH_PRIMITIVE_TOO_FEW_TEXCOORDS",
        "NODE_MATRIX_NON_TRS",
        "NODE_SKIN_NO_SCENE",
        "NON_REQUIRED_EXTENSION",
        "ROTATION_NON_UNIT",
        "SKIN_IBM_ACCESSOR_WITH_BYTESTRIDE",
        "SKIN_NO_COMMON_ROOT",
        "SKIN_SKELETON_INVALID",
        "TEXTURE_INVALID_IMAGE_MIME_TYPE",
        "UNDECLARED_EXTENSION",
        "UNEXPECTED_EXTENSION_OBJECT",
        "UNSATISFIED_DEPENDENCY",
        "UNUSED_EXTENSION_REQUIRED",
    }
)
"""Errors that break a rule but leave no doubt about what the document says: reading can go on when it is asked to."""

_ADVICE: Final = "; it does no harm in reading: strict=False (--lenient) lets it pass"


def pointer(*parts: str | int) -> str:
    """A JSON pointer (RFC 6901).

    Example:
        >>> pointer("meshes", 0, "extras", "a/b")
        '/meshes/0/extras/a~1b'
    """
    return "".join(f"/{str(part).replace('~', '~0').replace('/', '~1')}" for part in parts)


class Problems:
    """A list of problems that grows while a document is read.

    Codes and severities are those of the Khronos glTF validator (its ISSUES.md); codes of our own are marked so where
    they are used.

    Example:
        >>> problems = Problems("fox.glb")
        >>> problems.error("UNRESOLVED_REFERENCE", "/nodes/0/mesh", "there are 2 meshes, not 8")
        >>> problems.has_errors
        True
    """

    def __init__(self, source: str, *, strict: bool = True) -> None:
        """Begin an empty list.

        Args:
            source: names the document in messages.
            strict: whether HARMLESS errors are errors; otherwise they become warnings.
        """
        self.source, self.strict = source, strict
        self.tolerable = True
        self.placeholders: set[str] = set()
        self.counts: dict[Severity, int] = {"error": 0, "warning": 0, "info": 0, "hint": 0}
        self._items: list[Problem] = []

    def add(self, severity: Severity, code: str, where: str, message: str) -> None:
        """Add a problem; beyond LIMIT of its severity it is only counted."""
        self.counts[severity] += 1
        if self.counts[severity] <= LIMIT:
            self._items.append(Problem(severity, code, where, message))

    def error(self, code: str, where: str, message: str) -> None:
        """Add an error: the document is refused for it."""
        harmless = code in HARMLESS
        self.tolerable = self.tolerable and harmless
        self.add("warning" if harmless and not self.strict else "error", code, where, message)

    def refuse(self, code: str, where: str, message: str) -> None:
        """Add an error that makes reading impossible here, though its code is elsewhere harmless."""
        self.tolerable = False
        self.add("error", code, where, message)

    def warning(self, code: str, where: str, message: str) -> None:
        """Add a warning: readable, but something is lost or doubtful."""
        self.add("warning", code, where, message)

    def info(self, code: str, where: str, message: str) -> None:
        """Add an information."""
        self.add("info", code, where, message)

    def hint(self, code: str, where: str, message: str) -> None:
        """Add a hint."""
        self.add("hint", code, where, message)

    def is_placeholder(self, collection: str, index: int) -> bool:
        """Whether an element of one of the root's arrays is no object, so that only a placeholder is there."""
        return bool(self.placeholders) and f"/{collection}/{index}" in self.placeholders

    @property
    def has_errors(self) -> bool:
        """Whether the document must be refused."""
        return self.counts["error"] > 0

    @property
    def items(self) -> tuple[Problem, ...]:
        """All problems in the order they were found, with one line for those that were only counted."""
        more = [
            Problem(severity, "TOO_MANY_PROBLEMS", "", f"{count - LIMIT} more of severity {severity} are not listed")
            for severity, count in self.counts.items()
            if count > LIMIT
        ]
        return (*self._items, *more)

    def failure(self) -> AssetError:
        """The error to raise; it says so when `strict=False` would have avoided it."""
        items = self.items
        if self.tolerable and self.has_errors:
            first = next(i for i, problem in enumerate(items) if problem.severity == "error")
            severity, code, where, message = items[first]
            items = (*items[:first], Problem(severity, code, where, message + _ADVICE), *items[first + 1 :])
        return AssetError(self.source, items)

    def raise_errors(self) -> None:
        """Raise if there is any error.

        Raises:
            AssetError: with all problems, warnings included.
        """
        if self.has_errors:
            raise self.failure()
