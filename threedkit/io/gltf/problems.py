"""Collecting what is wrong with a document."""

from __future__ import annotations

from threedkit.errors import AssetError, Problem, Severity

__all__ = ["LIMIT", "Problems", "pointer"]

LIMIT = 1000
"""Problems that are kept of one severity; the rest are counted (a hostile file must not fill the memory)."""


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

    def __init__(self, source: str) -> None:
        """Begin an empty list; `source` names the document in messages."""
        self.source = source
        self.counts: dict[Severity, int] = {"error": 0, "warning": 0, "info": 0, "hint": 0}
        self._items: list[Problem] = []

    def add(self, severity: Severity, code: str, where: str, message: str) -> None:
        """Add a problem; beyond LIMIT of its severity it is only counted."""
        self.counts[severity] += 1
        if self.counts[severity] <= LIMIT:
            self._items.append(Problem(severity, code, where, message))

    def error(self, code: str, where: str, message: str) -> None:
        """Add an error: the document cannot be read."""
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
        """The error to raise."""
        return AssetError(self.source, self.items)

    def raise_errors(self) -> None:
        """Raise if there is any error.

        Raises:
            AssetError: with all problems, warnings included.
        """
        if self.has_errors:
            raise self.failure()
