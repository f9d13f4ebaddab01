"""Asks the service what its own document allows, and what it does not: ``python tests/service/fuzz.py [EXAMPLES]``.

schemathesis makes so many requests for each operation (300 unless said otherwise), and follows links from what is made
to what can be done with it. Nothing may answer 5xx, nothing undocumented, and nothing that is wrong may be accepted.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

__all__ = ["fuzz"]

TOKEN = "a-token-for-tests-0123456789"
SETTINGS = """\
[generation]
codec = "utf-8"

[warnings]
enabled = false

# A schema cannot say which records there are, which version a record has, or which cursor belongs to which list.
[checks.positive_data_acceptance]
expected-statuses = ["2xx", "3xx", "400", "401", "403", "404", "409", "412", "416", "422"]
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
            *more,
        ]
        return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def main() -> int:
    """Serve a fresh database in this process, and try hard."""
    sys.path.insert(0, str(Path(__file__).parent))
    from conftest import running

    examples = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    with tempfile.TemporaryDirectory() as folder:
        os.environ["THREEDKIT_HOME"] = folder
        with running(database=f"sqlite:///{folder}/r.db", blobs=f"{folder}/blobs", work=False) as app:
            done = fuzz(app.url, app.token, examples, "examples,coverage,fuzzing,stateful", *sys.argv[2:])
    print(done.stdout, done.stderr, sep="\n")
    return done.returncode


if __name__ == "__main__":
    raise SystemExit(main())
