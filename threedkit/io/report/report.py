"""Report: what `validate` found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import msgspec

from threedkit.io.report.hints import hint_for

if TYPE_CHECKING:
    from pathlib import Path

    from threedkit.errors import Problem, Severity
    from threedkit.io.report.statistics import Statistics
    from threedkit.io.report.verdicts import ProfileVerdict

__all__ = ["SEVERITIES", "Report", "printable"]

SEVERITIES: Final[tuple[Severity, ...]] = ("error", "warning", "info", "hint")
"""From worst to mildest."""


@dataclass(frozen=True, slots=True)
class Report:
    """What `validate` found.

    Attributes:
        source: the file's name.
        problems: everything found, as (severity, code, pointer, message) with the property `hint`; codes are those of
            the Khronos glTF validator, and PROFILE_... for the limits of a profile.
        statistics: numbers about the asset; None when it cannot be read.
        profile: what the profile says; None when none was asked for.
    """

    source: str
    problems: tuple[Problem, ...] = ()
    statistics: Statistics | None = None
    profile: ProfileVerdict | None = None

    @property
    def ok(self) -> bool:
        """Whether there is no error (warnings, infos and hints do not count), and the profile, if any, is kept."""
        return not self.count("error") and (self.profile is None or self.profile.ok)

    def count(self, severity: str) -> int:
        """How many problems are of a severity: "error", "warning", "info" or "hint"."""
        return sum(problem.severity == severity for problem in self.problems)

    def hint(self, problem: Problem) -> str:
        """How to mend a problem: `problem.hint`."""
        return hint_for(problem.code)

    def worst(self, least: Severity = "hint", most: int | None = None) -> tuple[Problem, ...]:
        """The problems, worst first, otherwise in the order in which they were found.

        Args:
            least: leave out what is milder.
            most: how many at most; None: all.
        """
        rank = {severity: i for i, severity in enumerate(SEVERITIES)}
        kept = sorted((p for p in self.problems if rank[p.severity] <= rank[least]), key=lambda p: rank[p.severity])
        return tuple(kept[:most])

    def to_dict(self, least: Severity = "hint", most: int | None = None) -> dict[str, Any]:
        """The report as JSON values.

        Args:
            least: list no problems milder than that.
            most: list at most so many problems; None: all.
        """
        listed = self.problems if least == "hint" and most is None else self.worst(least, most)
        return {
            "source": self.source,
            "ok": self.ok,
            **{f"{severity}s": self.count(severity) for severity in SEVERITIES},
            "problems": [_problem(problem) for problem in listed],
            "statistics": None if self.statistics is None else self.statistics.to_dict(),
            "profile": None if self.profile is None else msgspec.to_builtins(self.profile),
        }

    def to_html(self) -> str:
        """The report as one HTML page that needs nothing else."""
        from threedkit.io.report.page import render_page

        return render_page([self])

    def save(self, path: str | Path) -> Path:
        """Write the report: .html a page, .json its values.

        Raises:
            OutputError: the place cannot be written, or the suffix is another.
        """
        from threedkit.io.report.page import save_reports

        return save_reports([self], path)

    def _repr_html_(self) -> str:
        """The report in a notebook."""
        from threedkit.io.report.page import render_fragment

        return render_fragment(self)

    def __str__(self) -> str:
        """A line for the verdict and one for each problem."""
        return "\n".join(self.lines())

    def lines(self, least: Severity = "hint", most: int | None = None) -> list[str]:
        """The report as lines of plain text; what a file says is shown without control characters.

        Args:
            least: leave out problems that are milder.
            most: how many problems at most; None: all.
        """
        verdict = "valid" if not self.count("error") else "not valid"
        profile = "" if self.profile is None else f", profile {self.profile.name}: {'ok' if self.profile.ok else 'no'}"
        counts = ", ".join(f"{self.count(severity)} {severity}s" for severity in SEVERITIES[:2])
        listed = self.worst(least, most)
        lines = [f"{self.source}: {verdict}, {counts}{profile}"]
        lines += [f"  {p.severity} {p.code} {p.pointer or '/'}: {p.message}" for p in listed]
        left = len(self.worst(least)) - len(listed)
        if left:
            lines.append(f"  ... and {left} more")
        return [printable(line) for line in lines]


def _problem(problem: Problem) -> dict[str, str]:
    severity, code, pointer, message = problem
    return {"severity": severity, "code": code, "pointer": pointer, "message": message, "hint": problem.hint}


def printable(text: str) -> str:
    r"""Text with its control characters escaped: what a file says must not steer a terminal.

    Example:
        >>> printable("a" + chr(27) + "[31m")
        'a\\x1b[31m'
    """
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)
