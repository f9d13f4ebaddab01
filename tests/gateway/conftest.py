"""A real Envoy in front of services that tell what reached them."""

from __future__ import annotations

import json
import os
import shutil
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import time
from concurrent import futures
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import grpc
import httpx
import pytest
import trustme
from joserfc import jwt
from joserfc.jwk import RSAKey

SERVICES = ("geometry", "scene", "material", "animation", "render")


class Told(BaseHTTPRequestHandler):
    """Answers with what it was asked: the service's name, method, path, headers and length of the body."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        length = int(self.headers.get("Content-Length", 0))
        if "chunked" in self.headers.get("Transfer-Encoding", ""):
            length = 0
            while size := int(self.rfile.readline(), 16):
                length += size
                self.rfile.read(size)
                self.rfile.readline()
            self.rfile.readline()
        else:
            self.rfile.read(length)
        told = {"service": self.server.name, "method": self.command, "path": self.path, "length": length}
        told["headers"] = [[name.lower(), value] for name, value in self.headers.items()]
        if self.path not in {"/v1/healthz", "/v1/jwks.json"}:  # the gateway asks these by itself, when it likes
            self.server.seen.append(told)
        body = self.server.jwks if self.path == "/v1/jwks.json" else json.dumps(told).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_PUT = do_DELETE = do_PATCH = do_GET  # noqa: N815 - names that http.server asks for

    def log_message(self, *_):
        pass


class Issuer:
    """Signs tokens."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.key = RSAKey.generate_key(2048, {"use": "sig", "alg": "RS256"}, auto_kid=True)

    @property
    def jwks(self) -> bytes:
        return json.dumps({"keys": [self.key.as_dict(private=False)]}).encode()

    def token(self, subject="ada", key=None, **claims) -> str:
        now = int(time.time())
        usual = {"iss": self.name, "aud": "threedkit", "sub": subject, "iat": now, "exp": now + 600}
        usual |= {"scope": "assets:write scenes:write jobs:write"}
        key = key or self.key
        values = {name: value for name, value in {**usual, **claims}.items() if value is not None}
        return jwt.encode({"alg": "RS256", "kid": self.key.kid}, values, key, ["RS256"])


@pytest.fixture(scope="module")
def place():
    """A folder that an unprivileged user may enter."""
    folder = Path(tempfile.mkdtemp(prefix="threedkit-gateway-"))
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def issuer():
    return Issuer("https://login.example")


@pytest.fixture(scope="module")
def own_issuer():
    """The service's own signatures."""
    return Issuer("threedkit")


@pytest.fixture(scope="module")
def certificates(place):
    authority = trustme.CA()
    server = authority.issue_cert("localhost", "127.0.0.1")
    authority.cert_pem.write_to_path(place / "ca.crt")
    server.private_key_pem.write_to_path(place / "tls.key")
    server.cert_chain_pems[0].write_to_path(place / "tls.crt")
    context = ssl.create_default_context()
    authority.configure_trust(context)
    return context


@pytest.fixture(scope="module")
def services(own_issuer):
    """The five services: each a server that tells; ``.seen`` is what reached it."""
    found = {}
    for name in SERVICES:
        server = ThreadingHTTPServer(("127.0.0.1", 0), Told)
        server.daemon_threads = True
        server.name, server.seen, server.jwks = name, [], own_issuer.jwks
        server.thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        server.thread.start()
        found[name] = server
    yield found
    for server in found.values():
        server.shutdown()
        server.server_close()
        server.thread.join()


class Streams(grpc.GenericRpcHandler):
    """One method that sends back every message, and one that tells the metadata."""

    def service(self, details):
        if details.method == "/threedkit.v1.Test/Echo":
            return grpc.stream_stream_rpc_method_handler(lambda messages, _: (message for message in messages))
        if details.method == "/threedkit.v1.Test/Who":
            return grpc.unary_unary_rpc_method_handler(
                lambda _, context: json.dumps([list(map(str, pair)) for pair in context.invocation_metadata()]).encode()
            )
        return None


@pytest.fixture(scope="module")
def grpc_port():
    server = grpc.server(futures.ThreadPoolExecutor(4), handlers=(Streams(),))
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    yield port
    server.stop(0).wait()


@pytest.fixture(scope="module")
def notebooks(servers, tmp_path_factory):
    """A real Jupyter server at /user/ada, behind its own token."""
    home, port = tmp_path_factory.mktemp("jupyter"), servers.free_port()
    flags = [f"--ServerApp.port={port}", "--ServerApp.base_url=/user/ada", "--IdentityProvider.token=notebooks"]
    flags += ["--ServerApp.allow_root=True", "--ServerApp.open_browser=False", f"--ServerApp.root_dir={home}"]
    flags += ["--ServerApp.ip=127.0.0.1", "--ServerApp.port_retries=0", "--ServerApp.allow_remote_access=True"]
    process = subprocess.Popen(
        [sys.executable, "-m", "jupyter_server", *flags],
        env={**os.environ, "HOME": str(home), "JUPYTER_CONFIG_DIR": str(home), "JUPYTER_RUNTIME_DIR": str(home / "r")},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    servers.wait_for(lambda: servers.listens(port), "Jupyter", process)
    yield port
    process.terminate()
    process.wait(30)


@pytest.fixture(scope="module")
def rendered(repository):
    """Run ``python dask_cluster/gateway`` on a TOML text; what it prints, or its error."""

    def render(form, text, folder, *more):
        (folder / "gateway.toml").write_text(text)
        command = [
            sys.executable,
            str(repository / "dask_cluster" / "gateway"),
            form,
            str(folder / "gateway.toml"),
            *more,
        ]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        return json.loads(done.stdout) if done.returncode == 0 else done.stderr

    return render


@pytest.fixture(scope="module")
def gateway_text(servers, place):
    """A gateway in TOML, as ``gateway.toml`` beside the program, on this machine."""

    def text(ports, issuer_name, *, more="", port=None):
        services = "\n".join(f'{name} = {{ host = "127.0.0.1", port = {number} }}' for name, number in ports.items())
        return f"""
host = "127.0.0.1"
port = {port or servers.free_port()}
admin_port = {servers.free_port()}
{more}
[tls]
certificate = "{place}/tls.crt"
key = "{place}/tls.key"
[issuers.login]
issuer = "{issuer_name}"
jwks = "{place}/login.json"
[issuers.own]
issuer = "threedkit"
jwks = "service"
[services]
{services}
"""

    return text


@pytest.fixture(scope="module")
def envoy(servers, place, certificates, services, grpc_port, notebooks, issuer, rendered, gateway_text):
    """Envoy; ``envoy.port``."""
    (place / "login.json").write_bytes(issuer.jwks)
    text = gateway_text({name: server.server_port for name, server in services.items()}, issuer.name)
    text += f'[grpc]\nhost = "127.0.0.1"\nport = {grpc_port}\n[notebooks]\nhost = "127.0.0.1"\nport = {notebooks}\n'
    text += "[limits]\ndocument_bytes = 100000\nupload_bytes = 5000000\n"
    text += "user = { requests = 20, seconds = 60, burst = 40 }\n"
    config = rendered("envoy", text, place)
    assert isinstance(config, dict), config
    server = servers.Envoy(config, place)
    server.port = config["static_resources"]["listeners"][0]["address"]["socket_address"]["port_value"]
    yield server
    server.close()


@pytest.fixture
def client(envoy, certificates):
    with httpx.Client(base_url=f"https://localhost:{envoy.port}", verify=certificates, timeout=30) as made:
        yield made


@pytest.fixture
def raw(envoy, certificates):
    """Send bytes to the gateway as they are; what comes back until it hangs up, or for a moment."""

    def send(data: bytes) -> bytes:
        certificates_1 = ssl.create_default_context(cafile=str(envoy.folder / "ca.crt"))
        with (
            socket.create_connection(("127.0.0.1", envoy.port), timeout=10) as plain,
            certificates_1.wrap_socket(plain, server_hostname="localhost") as link,
        ):
            link.sendall(data)
            link.settimeout(0.3)
            found = b""
            try:
                while piece := link.recv(65536):
                    found += piece
            except TimeoutError:
                pass
            return found

    return send
