"""Says whether an engine can run here: ``python -m threedkit.jobs.engine_probe ENGINE PARENT``."""

from __future__ import annotations

import sys

import msgspec

from threedkit.errors import MissingPackageError, UnknownEngineError
from threedkit.jobs.engine_host.parent import end_with
from threedkit.render.registry import probe_engine

__all__ = ["main"]


def main() -> None:
    """Write the reason why not, or null, as JSON in the last line."""
    engine, parent = sys.argv[1:3]
    end_with(int(parent))
    try:
        reason = probe_engine(engine)
    except (MissingPackageError, UnknownEngineError) as error:
        reason = str(error)
    sys.stdout.write("\n" + msgspec.json.encode(reason).decode() + "\n")


if __name__ == "__main__":
    main()
