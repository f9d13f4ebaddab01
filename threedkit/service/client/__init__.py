"""A service from Python: `connect` gives the face of `threedkit.Store`. Imports no web framework."""

from threedkit.service.client.client import Client, connect

__all__ = ["Client", "connect"]
