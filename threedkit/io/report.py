"""`validate`: everything that can be said about a file, without raising."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from threedkit.errors import AssetError, Problem
from threedkit.io.gltf.checks import check_document
from threedkit.io.gltf.document import open_document
from threedkit.io.gltf.load import load_gltf
from threedkit.io.gltf.problems import Problems
from threedkit.io.info import statistics
from threedkit.io.loading import open_source
from threedkit.io.meshes import load_meshes

if TYPE_CHECKING:
    from pathlib import Path

    from threedkit.io.files import Bytes
    from threedkit.io.loading import Opened

__all__ = ["Report", "validate"]


@dataclass(frozen=True, slots=True)
class Report:
    """What `validate` found.

    Attributes:
        source: the file's name.
        problems: everything found; codes are those of the Khronos glTF validator.
        statistics: numbers about the scene (see `describe`), as far as it could be read.
    """

    source: str
    problems: tuple[Problem, ...] = ()
    statistics: dict[str, Any] = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        """Whether there is no error (warnings, infos and hints do not count)."""
        return not any(problem.severity == "error" for problem in self.problems)

    def count(self, severity: str) -> int:
        """How many problems are of a severity: "error", "warning", "info" or "hint"."""
        return sum(problem.severity == severity for problem in self.problems)

    def to_dict(self) -> dict[str, Any]:
        """The report as JSON values."""
        return {
            "source": self.source,
            "ok": self.ok,
            "errors": self.count("error"),
            "warnings": self.count("warning"),
            "problems": [
                {"severity": severity, "code": code, "pointer": pointer, "message": message}
                for severity, code, pointer, message in self.problems
            ],
            "statistics": self.statistics,
        }

    def __str__(self) -> str:
        """A line for the verdict and one for each problem."""
        verdict = "valid" if self.ok else "not valid"
        head = f"{self.source}: {verdict}, {self.count('error')} errors, {self.count('warning')} warnings"
        lines = (f"  {p.severity} {p.code} {p.pointer or '/'}: {p.message}" for p in self.problems)
        return "\n".join((head, *lines))


def validate(source: str | Path | Bytes, *, allow_network: bool = False) -> Report:
    """Look a file through and list everything that is wrong or doubtful, with the code that `load` uses.

    It is stricter than `load`, which lets pass what does no harm in reading (bounds that do not match, normals that
    are not of unit length, undeclared extensions ...): what is an error to the Khronos validator is one here.

    Args:
        source: what `load` takes.
        allow_network: let a URL be fetched.

    Raises:
        AssetError: there is no such file, or it is of no format that is read.

    Example:
        >>> report = validate(b"glTF")
        >>> report.ok, report.problems[0].code
        (False, 'GLB_UNEXPECTED_END_OF_HEADER')
    """
    opened = open_source(source, allow_network=allow_network)
    if opened.is_gltf:
        return _validate_gltf(opened)
    try:
        scene = load_meshes(opened.data, opened.suffix, opened.folder, opened.name)
    except AssetError as error:
        return Report(opened.name, error.problems)
    return Report(opened.name, (), statistics(scene))


def _validate_gltf(opened: Opened) -> Report:
    problems = Problems(opened.name)
    document = open_document(opened.data, opened.folder, problems, thorough=True)
    if document is None:
        return Report(opened.name, problems.items)
    check_document(document)
    try:
        numbers = statistics(load_gltf(opened.data, opened.folder, opened.name))
    except AssetError as error:  # reading finds what is wrong inside extensions
        known = set(problems.items)
        more = (problem for problem in error.problems if problem not in known)
        return Report(opened.name, (*problems.items, *more))
    return Report(opened.name, problems.items, numbers)
