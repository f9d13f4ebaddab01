"""The gateway as a declarative file of Kong (DB-less, format 3.0), as far as Kong's free plugins go.

It is checked by a schema only, and was never run: where you can choose, take Envoy. What differs: Kong's jwt plugin
needs the issuers' public keys in the file (`keys`), since it fetches no key sets; API keys do not pass it; and it
limits whole bodies only.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

from model import IDENTITY_HEADERS, OPEN_PATHS, SERVICES, UPLOADS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from model import Gateway, Upstream

__all__ = ["render"]

_MEGABYTE = 1_000_000


def render(gateway: Gateway, keys: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Return the declarative file.

    Args:
        gateway: what it does.
        keys: by the name of an issuer its public key (RSA, PEM); without one nobody's token is good.
    """
    document: dict[str, Any] = {
        "_format_version": "3.0",
        "_info": {"select_tags": ["threedkit"]},
        "services": [_service(name, upstream, gateway) for name, upstream in gateway.services.items()],
        "plugins": [
            {
                "name": "correlation-id",
                "config": {"header_name": "X-Request-Id", "generator": "uuid", "echo_downstream": True},
            },
            {"name": "request-transformer", "config": {"remove": {"headers": list(IDENTITY_HEADERS)}}},
            {"name": "prometheus", "config": {"status_code_metrics": True, "latency_metrics": True}},
        ],
        "consumers": [
            {
                "username": name,
                "jwt_secrets": [_key(gateway.issuers[name].issuer, pem)],
            }
            for name, pem in (keys or {}).items()
        ],
    }
    if gateway.grpc:
        document["services"].append(_grpc(gateway.grpc, gateway))
    if gateway.notebooks:
        document["services"].append(_notebooks(gateway.notebooks, gateway))
    return document


def _key(issuer: str, pem: str) -> dict[str, str]:
    """Return the key of an issuer; the secret, which the format asks for, is nobody's and used for nothing (RS256)."""
    return {"key": issuer, "algorithm": "RS256", "rsa_public_key": pem, "secret": secrets.token_urlsafe(32)}


def _service(name: str, upstream: Upstream, gateway: Gateway) -> dict[str, Any]:
    routes = [_route(name, SERVICES[name], gateway, limit=gateway.limits.document_bytes)]
    if name == "geometry":
        routes.append(_route("uploads", UPLOADS, gateway, limit=gateway.limits.upload_bytes, buffered=False))
    if name == next(iter(gateway.services)):
        routes.append(_route("about", ("/v1/me",), gateway, limit=gateway.limits.document_bytes))
        opened = _route("open", OPEN_PATHS, gateway, limit=gateway.limits.document_bytes)
        opened["plugins"] = [one for one in opened["plugins"] if one["name"] != "jwt"]
        routes.append(opened)
    return {**_to(name, upstream, "http"), "routes": routes}


def _to(name: str, upstream: Upstream, protocol: str) -> dict[str, Any]:
    """Return a service: where it listens, and no second try, which could do things twice."""
    return {
        "name": f"threedkit-{name}",
        "protocol": f"{protocol}s" if upstream.ca else protocol,
        "host": upstream.host,
        "port": upstream.port,
        "connect_timeout": 5000,
        "read_timeout": 300_000,
        "write_timeout": 300_000,
        "retries": 0,
        "tags": ["threedkit"],
    }


def _route(name: str, paths: tuple[str, ...], gateway: Gateway, *, limit: int, buffered: bool = True) -> dict[str, Any]:
    route: dict[str, Any] = {
        "name": f"threedkit-{name}",
        "paths": [f"~{path}(?:/|$)" for path in paths],
        "strip_path": False,
        "preserve_host": True,
        "protocols": ["https"],
        "request_buffering": buffered,
        "response_buffering": False,
        "tags": ["threedkit"],
        "plugins": [*_access(gateway), _size(limit)],
    }
    if "*" not in gateway.domains:
        route["hosts"] = list(gateway.domains)
    return route


def _access(gateway: Gateway) -> list[dict[str, Any]]:
    rate = gateway.limits.user
    per_minute = max(1, rate.requests * 60 // rate.seconds)
    return [
        {
            "name": "jwt",
            "config": {"key_claim_name": "iss", "claims_to_verify": ["exp", "nbf"], "maximum_expiration": 86400},
        },
        {
            "name": "rate-limiting",
            "config": {"minute": per_minute, "limit_by": "header", "header_name": "authorization", "policy": "local"},
        },
    ]


def _size(limit: int) -> dict[str, Any]:
    """Return the largest body, in the plugin's megabytes, at least one."""
    return {
        "name": "request-size-limiting",
        "config": {"allowed_payload_size": max(1, limit // _MEGABYTE), "size_unit": "megabytes"},
    }


def _grpc(upstream: Upstream, gateway: Gateway) -> dict[str, Any]:
    route = _route("grpc", ("/threedkit.",), gateway, limit=gateway.limits.upload_bytes, buffered=False)
    route |= {"paths": ["/threedkit."], "protocols": ["grpcs"], "plugins": _access(gateway)}
    for name in ("request_buffering", "response_buffering", "strip_path"):
        del route[name]
    return {**_to("grpc", upstream, "grpc"), "routes": [route]}


def _notebooks(upstream: Upstream, gateway: Gateway) -> dict[str, Any]:
    route = _route("notebooks", gateway.notebook_paths, gateway, limit=gateway.limits.upload_bytes, buffered=False)
    route["plugins"] = []  # Jupyter's own login
    return {**_to("notebooks", upstream, "http"), "routes": [route]}
