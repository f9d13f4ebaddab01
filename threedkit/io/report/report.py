"""Report: what `validate` found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import msgspec

from threedkit.errors import printable
from threedkit.io.report.hints import hint_for
from threedkit.io.report.wording import amount

if TYPE_CHECKING:
    from pathlib import Path

    from threedkit.errors import Problem, Severity
    from threedkit.io.report.statistics import Statistics
    from threedkit.io.report.verdicts import ProfileVerdict

__all__ = ["SEVERITIES", "Report"]

SEVERITIES: Final[tuple[Severity, ...]] = ("error", "warning", "info", "hint")
"""From worst to mildest."""

_IN_A_REPR = 20


@dataclass(frozen=True, slots=True, repr=False)
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

    @property
    def valid(self) -> bool:
        """Whether the file itself is without error, whatever the profile says."""
        return not any(p.severity == "error" and not p.code.startswith("PROFILE_") for p in self.problems)

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
            "valid": self.valid,
            **{f"{severity}s": self.count(severity) for severity in SEVERITIES},
            "problems": [_problem(problem) for problem in listed],
            "statistics": None if self.statistics is None else self.statistics.to_dict(),
            "profile": None if self.profile is None else msgspec.json.decode(msgspec.json.encode(self.profile)),
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

    def __repr__(self) -> str:
        """The verdict and the worst problems."""
        return "\n".join(self.lines(most=_IN_A_REPR))

    def lines(self, least: Severity = "hint", most: int | None = None, *, hints: bool = False) -> list[str]:
        """The report as lines of plain text, worst problems first, without control characters that a file brings.

        Args:
            least: leave out problems that are milder.
            most: how many problems at most; None: all.
            hints: also say how to mend what is found, once for each code.
        """
        verdict = "valid" if self.valid else "not valid"
        profile = (
            "" if self.profile is None else f", profile {self.profile.name} {'kept' if self.profile.ok else 'not kept'}"
        )
        counts = ", ".join(amount(self.count(severity), severity) for severity in SEVERITIES[:2])
        wanted, told = self.worst(least), set()
        lines = [f"{self.source}: {verdict}{profile}, {counts}"]
        for problem in wanted[:most]:
            lines.append(f"  {problem.severity} {problem.code} {problem.pointer or '/'}: {problem.message}")
            if hints and problem.code not in told and problem.hint:
                lines.append(f"    {problem.hint}")
                told.add(problem.code)
        left = 0 if most is None else max(len(wanted) - most, 0)
        return [printable(line) for line in lines] + ([f"  ... and {left} more"] if left else [])


def _problem(problem: Problem) -> dict[str, str]:
    severity, code, pointer, message = problem
    return {"severity": severity, "code": code, "pointer": pointer, "message": message, "hint": problem.hint}
