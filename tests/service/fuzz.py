"""Asks the service what its own document allows, and what it does not: ``python tests/service/fuzz.py [EXAMPLES]``.

schemathesis makes so many requests for each operation (300 unless said otherwise), and as many walks along the links
from what is made to what can be done with it. Nothing may answer 5xx, nothing undocumented, and nothing that is wrong
may be accepted.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

__all__ = ["WALKS", "fuzz"]

WALKS = {
    "assets": ("tag=assets", "tag=uploads"),
    "scenes": ("operation-id=upload", "tag=scenes"),
    "definitions": ("tag=materials", "tag=animations"),
    "renders": ("operation-id=upload", "operation-id=create_scene", "tag=renderjobs"),
    "runs": ("tag=runs",),
}
"""What one walk may ask for: with everything it would seldom come back to what it has made."""

SETTINGS = f"""\
hooks = {json.dumps(str(Path(__file__).with_name("fuzz_hooks.py")))}

[generation]
codec = "utf-8"

[phases.stateful]
max-steps = 30

[warnings]
enabled = false

# A schema cannot say which records there are, which version a record has, which cursor belongs to which list,
# which bytes are a picture, or which size this service takes.
[checks.positive_data_acceptance]
expected-statuses = ["2xx", "3xx", "400", "401", "403", "404", "409", "412", "413", "415", "416", "422"]
"""


def fuzz(url: str, token: str, examples: int, phases: str, *more: str) -> subprocess.CompletedProcess[str]:
    """Run schemathesis against a server.

    Args:
        url: of the server.
        token: an administrator's.
        examples: an operation.
        phases: of schemathesis: examples, coverage, fuzzing, stateful.
        more: arguments of its command line.
    """
    endless = "fuzzing" in phases or "stateful" in phases  # the events of a job that nobody draws do not end
    with tempfile.TemporaryDirectory() as folder:
        config = Path(folder) / "schemathesis.toml"
        config.write_text(SETTINGS)
        command = [
            *(sys.executable, "-m", "schemathesis.cli", "--config-file", str(config), "run", f"{url}/v1/openapi.json"),
            *("--header", f"Authorization: Bearer {token}", "--max-examples", str(examples), "--phases", phases),
            *(
                "--no-color",
                "--request-timeout",
                "120",
                "--suppress-health-check",
                "all",
            ),
            *(("--exclude-operation-id", "follow_renderjob") if endless else ()),
            *more,
        ]
        return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def main() -> int:
    """Serve a fresh database in this process, and try hard."""
    sys.path.insert(0, str(Path(__file__).parent))
    from conftest import running

    examples = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    runs: list[tuple[str, list[str]]] = [("examples,coverage", []), ("fuzzing", [])]
    runs += [("stateful", _included(name)) for name in WALKS]
    failed = 0
    for phases, more in runs:
        with tempfile.TemporaryDirectory() as folder:
            os.environ["THREEDKIT_HOME"] = folder
            with running(database=f"sqlite:///{folder}/r.db", blobs=f"{folder}/blobs", work=False) as app:
                done = fuzz(app.url, app.token, examples, phases, *more, *sys.argv[2:])
        print(done.stdout, done.stderr, sep="\n", flush=True)
        failed += done.returncode != 0
    return failed


def _included(walk: str) -> list[str]:
    pairs = [one.split("=") for one in WALKS[walk]]
    return [word for kind, value in pairs for word in (f"--include-{kind}", value)]


if __name__ == "__main__":
    raise SystemExit(main())
