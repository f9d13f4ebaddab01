"""What commands say: rows and JSON on standard output, errors and warnings as one line on standard error."""

from __future__ import annotations

import json
import sys
from typing import Any

from threedkit.errors import printable

__all__ = ["print_json", "print_line", "print_rows", "print_table", "say"]

_WIDE = 400  # columns, where no terminal says how many there are


def print_json(document: Any) -> None:
    """Print one JSON document."""
    text = json.dumps(document, indent=2, ensure_ascii=False)
    print(text.encode("utf-8", "backslashreplace").decode())  # half of a surrogate pair as JSON's own escape


def print_rows(rows: list[tuple[str, str]]) -> None:
    """Print a label and a text a line, the texts below each other."""
    width = max((len(label) for label, _ in rows), default=0)
    for label, text in rows:
        print(printable(f"{label:<{width}}  {text}"))


def print_line(line: str) -> None:
    """Print a line at once: somebody may follow it through a pipe."""
    print(line, flush=True)


def print_table(table: Any) -> None:
    """Print a table of rich: as wide as the terminal, or as it needs to be where there is none."""
    from rich.console import Console

    console = Console(highlight=False)
    if not console.is_terminal:
        console = Console(highlight=False, width=_WIDE)
    console.print(table)


def say(kind: str, message: object) -> None:
    """Print one line on standard error; `kind` is ``error``, ``warning`` or ``stopped``."""
    print(f"threedkit: {kind}: {printable(' '.join(str(message).split()))}", file=sys.stderr)
