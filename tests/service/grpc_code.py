"""Makes the Python code of threedkit.proto: ``python tests/service/grpc_code.py`` writes it beside the .proto."""

from __future__ import annotations

import importlib.resources
import sys
import tempfile
from pathlib import Path

from grpc_tools import protoc

ROOT = Path(__file__).resolve().parent.parent.parent
FOLDER = "threedkit/service/grpc"
NAMES = ("threedkit_pb2.py", "threedkit_pb2.pyi", "threedkit_pb2_grpc.py")


def make() -> dict[str, str]:
    """File name -> text."""
    common = importlib.resources.files("grpc_tools") / "_proto"
    with tempfile.TemporaryDirectory() as out:
        flags = [f"-I{ROOT}", f"-I{common}", f"--python_out={out}", f"--pyi_out={out}", f"--grpc_python_out={out}"]
        code = protoc.main(["protoc", *flags, f"{FOLDER}/threedkit.proto"])
        if code:
            raise SystemExit(code)
        return {name: (Path(out) / FOLDER / name).read_text("utf-8") for name in NAMES}


if __name__ == "__main__":
    for name, text in make().items():
        (ROOT / FOLDER / name).write_text(text, "utf-8")
        print(f"{FOLDER}/{name}", file=sys.stderr)
