"""What a gateway in front of the service does, in one model; `to_envoy` and `to_kong` say it in their own words.

The services verify every credential themselves. The gateway keeps strangers, floods and malformed requests away from
them, ends TLS, and gives five services, gRPC and notebooks one address.
"""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Annotated, Literal

import msgspec

if TYPE_CHECKING:
    from pathlib import Path

__all__ = [
    "IDENTITY_HEADERS",
    "OPEN_PATHS",
    "SERVICES",
    "Gateway",
    "Issuer",
    "Limits",
    "Rate",
    "Tls",
    "Upstream",
    "read",
]

SERVICES = {
    "geometry": ("/v1/assets",),
    "scene": ("/v1/scenes",),
    "material": ("/v1/materials",),
    "animation": ("/v1/animations",),
    "render": ("/v1/renderjobs", "/v1/runs"),
}
"""The paths of each of the five services; what is left of /v1 is answered by the first one."""

OPEN_PATHS = ("/v1/healthz", "/v1/readyz", "/v1/jwks.json", "/v1/openapi.json", "/v1/token")
"""What needs no token of ours; a token of JupyterHub is exchanged at the last one."""

IDENTITY_HEADERS = ("x-threedkit-user", "x-threedkit-groups")
"""Set by the gateway from verified claims, for its logs and limits; what clients send there is thrown away."""

UPLOADS = ("/v1/assets/upload", "/v1/assets/uploads")
"""Paths whose bodies are files; all others are documents, which are bounded much tighter."""

Port = Annotated[int, msgspec.Meta(ge=1, le=65535)]
Positive = Annotated[int, msgspec.Meta(ge=1)]
Name = Annotated[str, msgspec.Meta(min_length=1, max_length=253, pattern=r"^[A-Za-z0-9._:-]+$")]


class Upstream(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where a service listens.

    Args:
        host: its name or address.
        port: its port.
        ca: PEM file of the authority that has signed its certificate; "": no TLS, for loopback and meshes only.
    """

    host: Name
    port: Port
    ca: str = ""


class Tls(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The gateway's own certificate: PEM files of the chain and of the key."""

    certificate: str
    key: str


class Issuer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Whose tokens are good.

    Args:
        issuer: that they name (``iss``).
        audience: that they name (``aud``).
        jwks: file, or https URL, of the keys; ``service``: those of the service's own ``/v1/jwks.json``.
        ca: PEM file of the authority of that URL's server; "": those of the system.
    """

    issuer: str
    jwks: str
    audience: str = "threedkit"
    ca: str = ""


class Rate(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """So many requests in so many seconds; `burst` of them at once."""

    requests: Positive = 100
    seconds: Positive = 1
    burst: Positive = 200


class Limits(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the gateway lets through.

    Args:
        user: requests of one user (or API key).
        everybody: requests of all together.
        document_bytes: most bytes of a body that is no upload.
        upload_bytes: most bytes of an upload, by its Content-Length; without one the service counts.
        connections: at the same time.
    """

    user: Rate = Rate()
    everybody: Rate = Rate(5000, 1, 10000)
    document_bytes: Positive = 8 << 20
    upload_bytes: Positive = 16 << 30
    connections: Positive = 10_000


class Gateway(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A gateway.

    Args:
        port: to listen on, with TLS; likewise `host`.
        tls: its certificate.
        issuers: whose tokens are good, by a short name each.
        services: where the five services listen, or those of them that there are.
        grpc: where gRPC is spoken; none: not offered.
        notebooks: where JupyterHub (or one Jupyter server) listens; it has its own login. None: not offered.
        notebook_paths: that belong to it.
        domains: names by which clients call the gateway; ``*``: any.
        limits: what it lets through.
        admin_port: of Envoy's own page, on loopback only; 0 chooses one.
    """

    tls: Tls
    issuers: Annotated[
        dict[Annotated[str, msgspec.Meta(pattern=r"^[a-z][a-z0-9_]*$")], Issuer], msgspec.Meta(min_length=1)
    ]
    services: Annotated[
        dict[Literal["geometry", "scene", "material", "animation", "render"], Upstream], msgspec.Meta(min_length=1)
    ]
    host: str = "0.0.0.0"  # noqa: S104 - it is the one part that others reach, and speaks TLS only
    port: Port = 8443
    grpc: Upstream | None = None
    notebooks: Upstream | None = None
    notebook_paths: tuple[str, ...] = ("/hub", "/user", "/services")
    domains: tuple[str, ...] = ("*",)
    limits: Limits = Limits()
    admin_port: Annotated[int, msgspec.Meta(ge=0, le=65535)] = 9901

    def __post_init__(self) -> None:
        """Refuse what would be a hole.

        Raises:
            ValueError: keys that come in the clear, or paths of notebooks that cover the API.
        """
        for name, issuer in self.issuers.items():
            if issuer.jwks.startswith("http:"):
                raise ValueError(f"issuers.{name}.jwks must be a file or https: anybody could forge keys")
        for path in self.notebook_paths:
            if not path.startswith("/") or path == "/" or path.startswith("/v1"):
                raise ValueError(f"notebook_paths: {path!r} must begin with / and be no path of the API")


def read(path: Path) -> Gateway:
    """Read a gateway from a TOML file.

    Raises:
        OSError: the file cannot be read.
        ValueError: it is no TOML, or no gateway; the text names the place.
    """
    return msgspec.convert(tomllib.loads(path.read_text("utf-8")), Gateway, str_keys=True)
