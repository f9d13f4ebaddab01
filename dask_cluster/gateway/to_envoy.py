"""The gateway as a configuration of Envoy (JSON, which it takes as it takes YAML)."""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from model import IDENTITY_HEADERS, OPEN_PATHS, SERVICES, UPLOADS

if TYPE_CHECKING:
    from model import Gateway, Issuer, Rate, Upstream

__all__ = ["render"]

_TYPES = "type.googleapis.com/envoy.extensions"
_HTTP = f"{_TYPES}.filters.http"
_MOST = (1 << 63) - 1
_USER, _KEY = IDENTITY_HEADERS[0], "x-api-key"
_PROBLEMS = {
    401: "unauthorized",
    403: "forbidden",
    404: "not-found",
    413: "too-large",
    429: "too-many-requests",
    503: "unavailable",
}
_BEFORE = [{"remove": name} for name in (*IDENTITY_HEADERS, "x-forwarded-for", "forwarded", "x-real-ip")]


def render(gateway: Gateway) -> dict[str, Any]:
    """Return the configuration: one listener with TLS, its filters and routes, a cluster for each upstream."""
    return {
        "admin": {"address": _address("127.0.0.1", gateway.admin_port)},
        "static_resources": {"listeners": [_listener(gateway)], "clusters": _clusters(gateway)},
        "overload_manager": {
            "resource_monitors": [
                {
                    "name": "envoy.resource_monitors.global_downstream_max_connections",
                    "typed_config": {
                        "@type": f"{_TYPES}.resource_monitors.downstream_connections.v3.DownstreamConnectionsConfig",
                        "max_active_downstream_connections": gateway.limits.connections,
                    },
                }
            ]
        },
    }


def _address(host: str, port: int) -> dict[str, Any]:
    return {"socket_address": {"address": host, "port_value": port}}


def _listener(gateway: Gateway) -> dict[str, Any]:
    tls = {
        "@type": f"{_TYPES}.transport_sockets.tls.v3.DownstreamTlsContext",
        "common_tls_context": {
            "tls_params": {"tls_minimum_protocol_version": "TLSv1_2"},
            "alpn_protocols": ["h2", "http/1.1"],
            "tls_certificates": [
                {
                    "certificate_chain": {"filename": gateway.tls.certificate},
                    "private_key": {"filename": gateway.tls.key},
                }
            ],
        },
    }
    manager = {"name": "envoy.filters.network.http_connection_manager", "typed_config": _manager(gateway)}
    return {
        "name": "threedkit",
        "address": _address(gateway.host, gateway.port),
        "per_connection_buffer_limit_bytes": 1 << 20,
        "filter_chains": [
            {
                "transport_socket": {"name": "envoy.transport_sockets.tls", "typed_config": tls},
                "transport_socket_connect_timeout": "10s",
                "filters": [manager],
            }
        ],
    }


def _manager(gateway: Gateway) -> dict[str, Any]:
    """Return how HTTP is spoken: strictly, so that gateway and service read one request in one way."""
    return {
        "@type": f"{_TYPES}.filters.network.http_connection_manager.v3.HttpConnectionManager",
        "stat_prefix": "threedkit",
        "server_header_transformation": "PASS_THROUGH",
        "use_remote_address": True,  # X-Forwarded-For and X-Envoy-* are made here, whatever a client says
        "normalize_path": True,
        "merge_slashes": True,
        "path_with_escaped_slashes_action": "REJECT_REQUEST",
        "preserve_external_request_id": False,
        "always_set_request_id_in_response": True,
        "max_request_headers_kb": 32,
        "request_headers_timeout": "10s",
        "stream_idle_timeout": "300s",
        "common_http_protocol_options": {
            "idle_timeout": "300s",
            "max_headers_count": 100,
            "headers_with_underscores_action": "REJECT_REQUEST",
        },
        "http2_protocol_options": {"max_concurrent_streams": 100},
        "access_log": [_access_log()],
        "local_reply_config": {
            "mappers": [_problem(*one) for one in _PROBLEMS.items()],
            "body_format": _document("gateway"),
        },
        "early_header_mutation_extensions": [
            {
                "name": "envoy.http.early_header_mutation.header_mutation",
                "typed_config": {
                    "@type": f"{_TYPES}.http.early_header_mutation.header_mutation.v3.HeaderMutation",
                    "mutations": _BEFORE,
                },
            }
        ],
        "http_filters": _filters(gateway),
        "route_config": {
            "name": "threedkit",
            "virtual_hosts": [{"name": "threedkit", "domains": list(gateway.domains), "routes": _routes(gateway)}],
        },
    }


def _problem(status: int, code: str) -> dict[str, Any]:
    """Return how an error of the gateway itself is said: as the service says its own (RFC 9457)."""
    compared = {"op": "EQ", "value": {"default_value": status, "runtime_key": f"threedkit.status_{status}"}}
    return {
        "filter": {"status_code_filter": {"comparison": compared}},
        "body_format_override": _document(code),
    }


def _document(code: str) -> dict[str, Any]:
    told = {
        "type": f"urn:threedkit:problem:{code}",
        "title": code.replace("-", " ").title(),
        "status": "%RESPONSE_CODE%",
        "detail": "%LOCAL_REPLY_BODY%",
        "request_id": "%REQ(X-REQUEST-ID)%",
    }
    return {"json_format": told, "content_type": "application/problem+json"}


def _access_log() -> dict[str, Any]:
    """Return JSON lines in the words of the service's own logs; neither queries nor headers with credentials."""
    line = {
        "time": "%START_TIME%",
        "request_id": "%REQ(X-REQUEST-ID)%",
        "method": "%REQ(:METHOD)%",
        "path": "%PATH(NQ)%",
        "status": "%RESPONSE_CODE%",
        "details": "%RESPONSE_CODE_DETAILS%",
        "milliseconds": "%DURATION%",
        "received": "%BYTES_RECEIVED%",
        "sent": "%BYTES_SENT%",
        "user": f"%REQ({_USER})%",
        "client": "%DOWNSTREAM_REMOTE_ADDRESS_WITHOUT_PORT%",
        "upstream": "%UPSTREAM_CLUSTER%",
    }
    return {
        "name": "envoy.access_loggers.stdout",
        "typed_config": {
            "@type": f"{_TYPES}.access_loggers.stream.v3.StdoutAccessLog",
            "log_format": {"json_format": line},
        },
    }


def _filters(gateway: Gateway) -> list[dict[str, Any]]:
    return [
        {"name": "envoy.filters.http.jwt_authn", "typed_config": _tokens(gateway)},
        {"name": "envoy.filters.http.local_ratelimit", "typed_config": _rates(gateway)},
        {
            "name": "envoy.filters.http.buffer",
            "typed_config": {"@type": f"{_HTTP}.buffer.v3.Buffer", "max_request_bytes": gateway.limits.document_bytes},
        },
        {"name": "envoy.filters.http.router", "typed_config": {"@type": f"{_HTTP}.router.v3.Router"}},
    ]


def _tokens(gateway: Gateway) -> dict[str, Any]:
    """Return which paths need a token; one with an API key instead is let through to the service, which knows keys."""
    names = [{"provider_name": name} for name in gateway.issuers]
    token = names[0] if len(names) == 1 else {"requires_any": {"requirements": names}}
    key_or_token = {"requires_any": {"requirements": [*names, {"allow_missing": {}}]}}
    with_key = [{"name": _KEY, "string_match": {"prefix": "tk_"}}]
    rules: list[dict[str, Any]] = [{"match": {"path": path}} for path in OPEN_PATHS]
    rules += [{"match": {"path_separated_prefix": path}} for path in gateway.notebook_paths if gateway.notebooks]
    rules += [{"match": {"prefix": "/", "headers": with_key}, "requires": key_or_token}]
    rules += [{"match": {"prefix": "/"}, "requires": token}]
    return {
        "@type": f"{_HTTP}.jwt_authn.v3.JwtAuthentication",
        "providers": {name: _provider(name, issuer, gateway) for name, issuer in gateway.issuers.items()},
        "rules": rules,
    }


def _provider(name: str, issuer: Issuer, gateway: Gateway) -> dict[str, Any]:
    keys: dict[str, Any]
    if issuer.jwks == "service":
        keys = _remote(f"http://{_first(gateway)}/v1/jwks.json", _first(gateway))
    elif "://" in issuer.jwks:
        keys = _remote(issuer.jwks, f"keys_{name}")
    else:
        keys = {"local_jwks": {"filename": issuer.jwks}}
    return {
        "issuer": issuer.issuer,
        "audiences": [issuer.audience],
        "forward": True,  # the service verifies it again
        "require_expiration": True,
        "clock_skew_seconds": 30,
        "from_headers": [{"name": "Authorization", "value_prefix": "Bearer "}],
        "claim_to_headers": [{"header_name": _USER, "claim_name": "sub"}],
        **keys,
    }


def _remote(url: str, cluster: str) -> dict[str, Any]:
    return {
        "remote_jwks": {
            "http_uri": {"uri": url, "cluster": cluster, "timeout": "5s"},
            "cache_duration": "300s",
            "async_fetch": {"fast_listener": True},
        }
    }


def _rates(gateway: Gateway) -> dict[str, Any]:
    always = {"numerator": 100, "denominator": "HUNDRED"}
    each = _bucket(gateway.limits.user)
    return {
        "@type": f"{_HTTP}.local_ratelimit.v3.LocalRateLimit",
        "stat_prefix": "per_user",
        "token_bucket": _bucket(gateway.limits.everybody),
        "filter_enabled": {"default_value": always},
        "filter_enforced": {"default_value": always},
        "rate_limits": [
            {"actions": [{"request_headers": {"header_name": _USER, "descriptor_key": "user"}}]},
            {"actions": [{"request_headers": {"header_name": _KEY, "descriptor_key": "key"}}]},
        ],
        "descriptors": [  # no value: a bucket for each that turns up
            {"entries": [{"key": "user"}], "token_bucket": each},
            {"entries": [{"key": "key"}], "token_bucket": each},
        ],
        "max_dynamic_descriptors": 10_000,
        "response_headers_to_add": [{"header": {"key": "retry-after", "value": str(gateway.limits.user.seconds)}}],
    }


def _bucket(rate: Rate) -> dict[str, Any]:
    return {"max_tokens": rate.burst, "tokens_per_fill": rate.requests, "fill_interval": f"{rate.seconds}s"}


def _routes(gateway: Gateway) -> list[dict[str, Any]]:
    routes = []
    if gateway.grpc:
        routes.append({"match": {"prefix": "/threedkit.", "grpc": {}}, "route": _to("grpc"), **_unbuffered()})
    if gateway.notebooks:
        upgrade = {"upgrade_configs": [{"upgrade_type": "websocket"}]}
        routes += [
            {
                "match": {"path_separated_prefix": path},
                "route": {**_to("notebooks"), **upgrade},
                **_unbuffered(limited=False),
            }
            for path in gateway.notebook_paths
        ]
    uploads = next((name for name in ("geometry",) if name in gateway.services), None)
    if uploads:
        for path in UPLOADS:
            match = {"path_separated_prefix": path}
            routes.append(_too_large(match, gateway.limits.upload_bytes))
            routes.append({"match": match, "route": _to(uploads), **_unbuffered()})
    routes.append(_too_large({"prefix": "/v1/"}, gateway.limits.document_bytes))
    for name in gateway.services:
        routes += [{"match": {"path_separated_prefix": path}, "route": _to(name)} for path in SERVICES[name]]
    routes.append({"match": {"prefix": "/v1/"}, "route": _to(_first(gateway))})
    return routes


def _to(cluster: str) -> dict[str, Any]:
    return {"cluster": cluster, "timeout": "0s", "idle_timeout": "300s"}


def _too_large(match: dict[str, Any], most: int) -> dict[str, Any]:
    """Return a route that refuses by the Content-Length before a byte of the body is read."""
    length = {"name": "content-length", "range_match": {"start": most + 1, "end": _MOST}}
    told = {"status": 413, "body": {"inline_string": f"the body is longer than {most:,} bytes"}}
    return {"match": {**match, "headers": [length]}, "direct_response": told}


def _unbuffered(*, limited: bool = True) -> dict[str, Any]:
    """Return what lets a body stream, and, for notebooks, takes no token of the user's bucket."""
    off: dict[str, Any] = {
        "envoy.filters.http.buffer": {"@type": f"{_HTTP}.buffer.v3.BufferPerRoute", "disabled": True}
    }
    if not limited:
        off["envoy.filters.http.local_ratelimit"] = {
            "@type": "type.googleapis.com/envoy.config.route.v3.FilterConfig",
            "disabled": True,
        }
    return {"typed_per_filter_config": off}


def _first(gateway: Gateway) -> str:
    return next(name for name in SERVICES if name in gateway.services)


def _clusters(gateway: Gateway) -> list[dict[str, Any]]:
    found = [_cluster(name, upstream, health="/v1/healthz") for name, upstream in gateway.services.items()]
    if gateway.grpc:
        found.append(_cluster("grpc", gateway.grpc, http2=True))
    if gateway.notebooks:
        found.append(_cluster("notebooks", gateway.notebooks))
    for name, issuer in gateway.issuers.items():
        if "://" in issuer.jwks:
            url = urlsplit(issuer.jwks)
            made = _cluster(f"keys_{name}", _Keys(url.hostname or "", url.port or 443, issuer.ca or _SYSTEM))
            found.append(made)
    return found


_SYSTEM = "/etc/ssl/certs/ca-certificates.crt"


class _Keys:
    """The server of an issuer's keys, as an upstream."""

    def __init__(self, host: str, port: int, ca: str) -> None:
        self.host, self.port, self.ca = host, port, ca


def _cluster(name: str, upstream: Upstream | _Keys, *, http2: bool = False, health: str = "") -> dict[str, Any]:
    spoken = {"http2_protocol_options": {}} if http2 else {"http_protocol_options": {}}
    made: dict[str, Any] = {
        "name": name,
        "type": "STATIC" if _is_address(upstream.host) else "STRICT_DNS",
        "connect_timeout": "5s",
        "per_connection_buffer_limit_bytes": 1 << 20,
        "load_assignment": {
            "cluster_name": name,
            "endpoints": [{"lb_endpoints": [{"endpoint": {"address": _address(upstream.host, upstream.port)}}]}],
        },
        "typed_extension_protocol_options": {
            "envoy.extensions.upstreams.http.v3.HttpProtocolOptions": {
                "@type": f"{_TYPES}.upstreams.http.v3.HttpProtocolOptions",
                "explicit_http_config": spoken,
            }
        },
    }
    if health:
        check = {"path": health, "host": upstream.host}
        made["health_checks"] = [
            {
                "timeout": "2s",
                "interval": "5s",
                "no_traffic_interval": "5s",
                "unhealthy_threshold": 3,
                "healthy_threshold": 1,
                "http_health_check": check,
            }
        ]
    if upstream.ca:
        made["transport_socket"] = _verified(upstream)
    return made


def _verified(upstream: Upstream | _Keys) -> dict[str, Any]:
    kind = "IP_ADDRESS" if _is_address(upstream.host) else "DNS"
    trusted = {
        "trusted_ca": {"filename": upstream.ca},
        "match_typed_subject_alt_names": [{"san_type": kind, "matcher": {"exact": upstream.host}}],
    }
    context: dict[str, Any] = {
        "@type": f"{_TYPES}.transport_sockets.tls.v3.UpstreamTlsContext",
        "common_tls_context": {"validation_context": trusted},
    }
    if kind == "DNS":
        context["sni"] = upstream.host
    return {"name": "envoy.transport_sockets.tls", "typed_config": context}


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
