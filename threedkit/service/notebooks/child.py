"""The process that runs a template for a worker: ``python -m threedkit.service.notebooks.child ORDER``."""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
import time
from typing import Any, Final

from threedkit.errors import ThreedkitError
from threedkit.runs import run

__all__ = ["main"]

_LOOK_SECONDS: Final = 1.0


def main() -> int:
    """Run the template that the order names; the last line of what is printed says what went wrong."""
    order = json.loads(sys.argv[1])
    signal.signal(signal.SIGTERM, _stop)
    threading.Thread(target=_end_with, args=(order["parent"],), daemon=True).start()
    try:
        run(order["template"], order["parameters"], order["output"], progress=False)
    except ThreedkitError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


def _stop(number: int, _frame: Any) -> None:
    """As Ctrl+C: the kernel is ended, and run.json says so."""
    raise SystemExit(128 + number)


def _end_with(parent: int) -> None:
    """A worker that was killed leaves no run behind: another worker begins it anew."""
    while os.getppid() == parent:
        time.sleep(_LOOK_SECONDS)
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    sys.exit(main())
