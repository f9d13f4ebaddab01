"""Write a gateway's configuration: ``python dask_cluster/gateway envoy gateway.toml > envoy.json``.

The first word is ``envoy`` or ``kong``; for Kong, ``NAME=key.pem`` adds an issuer's public key.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import to_envoy
import to_kong
from model import read


def main(arguments: list[str]) -> int:
    """Read the gateway, print it in one of the two forms; return the exit code."""
    if len(arguments) < 2 or arguments[0] not in {"envoy", "kong"}:
        sys.stderr.write("usage: python dask_cluster/gateway envoy|kong GATEWAY.toml [ISSUER=KEY.pem ...]\n")
        return 2
    form, file, *pairs = arguments
    try:
        gateway = read(Path(file))
        if form == "envoy":
            document = to_envoy.render(gateway)
        else:
            keys = dict(pair.split("=", 1) for pair in pairs)
            document = to_kong.render(gateway, {name: Path(path).read_text("ascii") for name, path in keys.items()})
    except (OSError, ValueError, KeyError) as error:
        sys.stderr.write(f"{file}: {error}\n")
        return 2
    sys.stdout.write(json.dumps(document, indent=2) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
