"""Reports as HTML: one page that needs nothing else, and a fragment for a notebook's cell.

Names and messages come from files that may be hostile: Jinja2 escapes all of them, control characters are shown as
such, and the page's content security policy lets nothing run or load but its own script and style.
"""

from __future__ import annotations

import base64
import hashlib
import json
from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from threedkit.errors import OutputError, printable
from threedkit.io import files
from threedkit.io.report.report import SEVERITIES
from threedkit.io.report.wording import amount, byte_text, statistics_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    import jinja2

    from threedkit.errors import Problem
    from threedkit.io.report.report import Report
    from threedkit.io.report.verdicts import Check

__all__ = ["render_fragment", "render_page", "save_reports"]

_IN_A_CELL = 100  # problems that a notebook's cell shows
_LONGEST = 2000  # characters of a name or message


def render_page(reports: Sequence[Report]) -> str:
    """One HTML page on one or more reports: verdicts, statistics, profile and problems.

    The page loads nothing and works without a network; without JavaScript only sorting and filtering are missing.
    """
    style, script = _text("page.css"), _text("page.js")
    policy = f"default-src 'none'; style-src {_digest(style)}; script-src {_digest(script)}; base-uri 'none'"
    page: str = (
        _templates()
        .get_template("page.html.j2")
        .render(
            reports=[_view(report, i) for i, report in enumerate(reports)],
            style=style,
            script=script,
            policy=f"{policy}; form-action 'none'",
            severities=SEVERITIES,
            ok=sum(report.ok for report in reports),
        )
    )
    return page


def render_fragment(report: Report) -> str:
    """A report for a notebook's cell: without script, with at most 100 problems."""
    view = _view(report, 0, most=_IN_A_CELL)
    fragment: str = _templates().get_template("fragment.html.j2").render(report=view, style=_text("fragment.css"))
    return fragment


def save_reports(reports: Sequence[Report], path: str | Path) -> Path:
    """Write reports to a file, whole or not at all: .html a page, .json a list of their values (of one: its values).

    Raises:
        OutputError: the place cannot be written, or the suffix is another.
    """
    path = Path(path)
    if path.suffix.lower() == ".html":
        text = render_page(reports)
    elif path.suffix.lower() == ".json":
        values = [report.to_dict() for report in reports]
        text = json.dumps(values[0] if len(values) == 1 else values, indent=2, ensure_ascii=False) + "\n"
    else:
        raise OutputError(f"{path}: a report is written as .html or .json")
    return files.write(path, text.encode("utf-8", "backslashreplace"))


@cache
def _templates() -> jinja2.Environment:
    import jinja2

    names = ("page.html.j2", "fragment.html.j2", "parts.html.j2")
    loader = jinja2.DictLoader({name: _text(name) for name in names})
    return jinja2.Environment(
        loader=loader, autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )


@cache
def _text(name: str) -> str:
    return resources.files(__package__).joinpath("html", name).read_text("utf-8")


def _digest(text: str) -> str:
    """A source of a content security policy: this very text and no other."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _view(report: Report, index: int, most: int | None = None) -> dict[str, Any]:
    """What the templates show of a report: texts that are ready to be escaped."""
    listed = report.worst(most=most)
    numbers, profile = report.statistics, report.profile
    size = None if numbers is None or numbers.file_bytes is None else numbers.file_bytes + numbers.external_bytes
    return {
        "id": f"file-{index}",
        "source": _shown(report.source),
        "valid": report.valid,
        "verdict": _verdict(report),
        "counts": [(severity, report.count(severity)) for severity in SEVERITIES],
        "summary": ", ".join(amount(report.count(s), s) for s in SEVERITIES if report.count(s)),
        "problems": [_problem(problem) for problem in listed],
        "left": len(report.problems) - len(listed),
        "rows": [] if numbers is None else [(label, _shown(text)) for label, text in statistics_rows(numbers)],
        "triangles": None if numbers is None else numbers.triangles,
        "bytes": size,
        "size": "" if size is None else byte_text(size),
        "images": [] if numbers is None else [_image(image) for image in numbers.image_list],
        "profile": None
        if profile is None
        else {
            "name": _shown(profile.name or "profile"),
            "ok": profile.ok,
            "about": _shown(profile.description),
            "source": _shown(profile.source),
            "checks": [_check(check) for check in profile.checks],
        },
    }


def _verdict(report: Report) -> str:
    if not report.valid:
        errors = sum(p.severity == "error" and not p.code.startswith("PROFILE_") for p in report.problems)
        return amount(errors, "error")
    warnings = report.count("warning")
    return f"valid, {amount(warnings, 'warning')}" if warnings else "valid"


def _problem(problem: Problem) -> dict[str, Any]:
    return {
        "severity": problem.severity,
        "rank": SEVERITIES.index(problem.severity),
        "code": _shown(problem.code),
        "pointer": _shown(problem.pointer or "/"),
        "message": _shown(problem.message),
        "hint": problem.hint,
    }


def _check(check: Check) -> dict[str, Any]:
    return {
        "rule": check.rule.replace("_", " "),
        "limit": _value(check.limit),
        "actual": _value(check.actual),
        "ok": check.ok,
    }


def _image(image: Any) -> dict[str, str]:
    return {
        "name": _shown(image.name or "unnamed"),
        "type": _shown(image.mime_type),
        "size": f"{image.width} x {image.height}" if image.width else "unknown",
        "bytes": byte_text(image.bytes),
        "memory": byte_text(image.memory),
    }


def _value(value: Any) -> str:
    if value is None:
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, float):
        return f"{value:.6g}"
    if isinstance(value, (list, tuple)):
        return ", ".join(_value(item) for item in value) or "none"
    return _shown(str(value))


def _shown(text: str) -> str:
    """Without control characters, and not longer than anyone reads."""
    text = printable(text)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]} ..."
