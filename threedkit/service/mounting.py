"""The service inside JupyterLab: at ``BASE_URL/threedkit/``, under Jupyter's own login, through jupyter-server-proxy.

Jupyter starts the service with the first request, on a unix socket that only its user can open, and adds a token that
nobody else knows. Named in the entry-point group ``jupyter_serverproxy_servers``; imports nothing heavy.
"""

from __future__ import annotations

import secrets
import sys
from typing import Any

__all__ = ["proxied"]

_START_SECONDS = 60.0


def proxied() -> dict[str, Any]:
    """Return how jupyter-server-proxy starts and reaches the service.

    Example:
        >>> proxied()["unix_socket"]
        True
    """
    token = secrets.token_urlsafe(32)
    return {
        "command": [sys.executable, "-m", "threedkit.cli", "serve", "--unix-socket", "{unix_socket}"],
        "environment": {
            "THREEDKIT_TOKEN": token,
            "THREEDKIT_ROOT_PATH": "{base_url}threedkit",
            "THREEDKIT_AUTH_EMBEDDED": "true",
            "THREEDKIT_AUTH_SAME_ORIGIN": "true",
        },
        "request_headers_override": {"Authorization": f"Bearer {token}"},
        "unix_socket": True,
        "timeout": _START_SECONDS,
        "launcher_entry": {"enabled": False},
    }
