"""Real servers for the tests, on loopback: databases, brokers, S3, Envoy, Prometheus, a proxy that can break down."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlencode

START_SECONDS = 60


def free_port(below: int = 65536) -> int:
    while True:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        if port < below:
            return port
        with socket.socket() as probe:  # the system hands out high ports here: choose one ourselves
            port = 20_000 + uuid.uuid4().int % (below - 20_000)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port


def wait_for(ready, what, process=None):
    end = time.monotonic() + START_SECONDS
    while not ready():
        if process is not None and process.poll() is not None:
            raise RuntimeError(f"{what} ended with {process.returncode}")
        if time.monotonic() > end:
            raise RuntimeError(f"{what} did not start within {START_SECONDS} s")
        time.sleep(0.05)


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


class Postgres:
    """A PostgreSQL server of our own. `url()` makes a fresh database; `stop`, `start` and `crash` do as they say."""

    def __init__(self) -> None:
        found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[4]))
        if not found:
            raise RuntimeError("no PostgreSQL: apt-get install postgresql-15 (make test does)")
        self.binaries = found[-1].parent
        self.folder = Path(tempfile.mkdtemp(prefix="threedkit-postgres-"))
        self.port = free_port()
        self.user = []
        if os.geteuid() == 0:  # it refuses to run as root
            shutil.chown(self.folder, "postgres", "postgres")
            self.user = ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"]
        self._run("initdb", "-D", self.data, "-A", "trust", "-U", "tk", "--no-sync", "-E", "UTF8", "--locale=C.UTF-8")
        self.process = None
        self.start()

    @property
    def data(self) -> str:
        return str(self.folder / "data")

    def start(self) -> None:
        options = ["-D", self.data, "-p", str(self.port), "-h", "127.0.0.1", "-k", str(self.folder), "-F"]
        with (self.folder / "log").open("ab") as log:
            command = [*self.user, str(self.binaries / "postgres"), *options]
            self.process = subprocess.Popen(command, stdout=log, stderr=log, cwd="/", start_new_session=True)
        ask = [str(self.binaries / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(self.port)]
        wait_for(lambda: subprocess.run(ask, check=False).returncode == 0, "PostgreSQL", self.process)

    def stop(self) -> None:
        """Break all connections and end in order."""
        self.process.send_signal(signal.SIGINT)
        self.process.wait(60)

    def crash(self) -> None:
        """End at once: the next start has to recover."""
        self.process.send_signal(signal.SIGQUIT)
        self.process.wait(60)

    def url(self) -> str:
        """The URL of a fresh database."""
        import psycopg

        name = f"t{uuid.uuid4().hex}"
        with psycopg.connect(f"{self.base}/postgres", autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return f"{self.base}/{name}"

    @property
    def base(self) -> str:
        return f"postgresql://tk@127.0.0.1:{self.port}"

    def kill(self) -> None:
        """SIGKILL to the server and all of its processes, which have sessions of their own."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        for pid in (str(self.process.pid), *children):
            with contextlib.suppress(ProcessLookupError):
                os.kill(int(pid), signal.SIGKILL)
        self.process.wait(60)
        wait_for(lambda: not any(Path(f"/proc/{pid}").exists() for pid in children), "the end of PostgreSQL")

    @property
    def is_up(self) -> bool:
        return self.process.poll() is None

    def close(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.crash()
        shutil.rmtree(self.folder)

    def _run(self, program: str, *arguments: str) -> None:
        command = [*self.user, str(self.binaries / program), *arguments]
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd="/")
        if done.returncode:
            raise RuntimeError(f"{program}: {done.stderr}")


class RabbitMQ:
    """A RabbitMQ broker of our own; `crash` and `start` as of `Postgres`. Its port mapper is its own, too."""

    program = "/usr/lib/rabbitmq/bin/rabbitmq-server"

    def __init__(self) -> None:
        if not Path(self.program).exists():
            raise RuntimeError("no RabbitMQ: apt-get install rabbitmq-server (make test does)")
        self.folder = Path(tempfile.mkdtemp(prefix="threedkit-rabbit-"))
        self.port, self.mapper, distribution = free_port(), free_port(), free_port()
        (self.folder / "rabbitmq.conf").write_text(f"listeners.tcp.1 = 127.0.0.1:{self.port}\n")
        (self.folder / "plugins").write_text("[].")
        self.environment = {
            **os.environ,
            "HOME": str(self.folder),
            "RABBITMQ_NODENAME": "tk@localhost",
            "RABBITMQ_NODE_IP_ADDRESS": "127.0.0.1",
            "RABBITMQ_MNESIA_BASE": str(self.folder / "data"),
            "RABBITMQ_LOG_BASE": str(self.folder / "log"),
            "RABBITMQ_CONFIG_FILE": str(self.folder / "rabbitmq"),
            "RABBITMQ_ENABLED_PLUGINS_FILE": str(self.folder / "plugins"),
            "RABBITMQ_DIST_PORT": str(distribution),
            "RABBITMQ_CONF_ENV_FILE": "/dev/null",
            "ERL_EPMD_ADDRESS": "127.0.0.1",
            "ERL_EPMD_PORT": str(self.mapper),
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": "-kernel inet_dist_use_interface {127,0,0,1}",
        }
        self.user = []
        if os.geteuid() == 0:
            self.user = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"]
            shutil.chown(self.folder, "nobody", "nogroup")
        self.process = None
        self.start()

    def start(self) -> None:
        with (self.folder / "out").open("ab") as log:
            self.process = subprocess.Popen(
                [*self.user, self.program],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=self.environment,
                cwd=self.folder,
                start_new_session=True,
            )
        wait_for(lambda: listens(self.port), "RabbitMQ", self.process)

    def crash(self) -> None:
        """End at once, the runtime of Erlang too."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(60)
        wait_for(lambda: not listens(self.port), "the end of RabbitMQ")

    @property
    def url(self) -> str:
        return f"amqp://guest:guest@127.0.0.1:{self.port}/"

    def close(self) -> None:
        self.crash()
        for found in Path("/proc").glob("[0-9]*/environ"):  # its port mapper has made itself a daemon
            with contextlib.suppress(OSError):
                if f"ERL_EPMD_PORT={self.mapper}".encode() in found.read_bytes().split(b"\0"):
                    os.kill(int(found.parent.name), signal.SIGKILL)
        shutil.rmtree(self.folder, ignore_errors=True)


class S3:
    """SeaweedFS. `environment` is what a client needs; `url()` is a fresh prefix of its bucket. `kill`, `start`."""

    bucket = "farm"

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="threedkit-s3-"))
        self.key, self.secret = uuid.uuid4().hex[:20], uuid.uuid4().hex
        self.port = free_port(55_000)
        others = {f"-{name}.port={free_port(55_000)}" for name in ("master", "volume", "filer")}
        while len({one.rpartition("=")[2] for one in others} | {str(self.port)}) < 4:
            others = {f"-{name}.port={free_port(55_000)}" for name in ("master", "volume", "filer")}
        flags = [f"-dir={self.folder}", "-ip=127.0.0.1", "-ip.bind=127.0.0.1", "-master.telemetry=false", *others]
        flags += [f"-s3.port={self.port}", "-s3.port.iceberg=0", "-s3.port.lance=0", "-webdav=false", "-admin.ui=false"]
        program = str(Path(sys.executable).parent / "weed")
        self.command = [program, "-logtostderr=true", "mini", *flags, f"-bucket={self.bucket}"]
        self.process, self.killed = None, False
        self.start()

    def start(self) -> None:
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                stdout=log,
                stderr=log,
                cwd=self.folder,
                env={
                    **os.environ,
                    "AWS_ACCESS_KEY_ID": self.key,
                    "AWS_SECRET_ACCESS_KEY": self.secret,
                    "TMPDIR": str(self.folder),  # it leaves sockets there
                    "HOME": str(self.folder),
                },
                start_new_session=True,
            )
        wait_for(self._is_ready, "SeaweedFS", self.process)
        wait_for(self._keeps, "the volumes of SeaweedFS", self.process)

    def kill(self) -> None:
        """End at once, by SIGKILL: SIGTERM takes half a minute."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)  # a session of its own
        self.process.wait(60)
        self.killed = True
        for left in self.folder.glob("*.sock"):
            left.unlink()

    @property
    def is_up(self) -> bool:
        return self.process.poll() is None

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def environment(self, endpoint: str | None = None) -> dict[str, str]:
        return {
            "AWS_ENDPOINT_URL": endpoint or self.endpoint,
            "AWS_ACCESS_KEY_ID": self.key,
            "AWS_SECRET_ACCESS_KEY": self.secret,
            "AWS_REGION": "us-east-1",
        }

    def url(self) -> str:
        return f"s3://{self.bucket}/{uuid.uuid4().hex}"

    def _keeps(self) -> bool:
        """Whether it finds what was written before it was killed: for some seconds it answers 500."""
        from obstore.exceptions import BaseError
        from obstore.store import S3Store

        known = self.environment()
        keys = {"access_key_id": self.key, "secret_access_key": self.secret, "region": known["AWS_REGION"]}
        options = {"client_options": {"allow_http": True}, "retry_config": {"max_retries": 0}}
        store = S3Store(self.bucket, endpoint=self.endpoint, virtual_hosted_style_request=False, **keys, **options)
        try:
            if self.killed:
                return bytes(store.get("canary").bytes()) == bytes(1 << 16)
            store.put("canary", bytes(1 << 16))
        except BaseError:
            return False
        return True

    def close(self) -> None:
        self.kill()
        shutil.rmtree(self.folder)

    def _is_ready(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.endpoint}/status", timeout=5):
                pass
        except (OSError, urllib.error.URLError):
            return False
        try:  # the bucket comes last
            with urllib.request.urlopen(f"{self.endpoint}/{self.bucket}", timeout=5):
                return True
        except urllib.error.HTTPError as error:
            return error.code == 403
        except OSError:
            return False


class Proxy:
    """An HTTP proxy in front of a server: answers with `failing` (a status) while that is set. Counts requests."""

    def __init__(self, target: str) -> None:
        self.host = target.removeprefix("http://")
        self.failing: int | None = None
        self.failed = 0
        self.passed = 0
        proxy = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                if proxy.failing is not None:
                    proxy.failed += 1
                    self._answer(proxy.failing, [], b"<Error><Code>InternalError</Code></Error>")
                    return
                connection = http.client.HTTPConnection(proxy.host, timeout=60)
                connection.request(self.command, self.path, body, dict(self.headers.items()))
                answer = connection.getresponse()
                content = answer.read()
                proxy.passed += 1
                headers = [
                    (k, v) for k, v in answer.getheaders() if k.lower() not in {"connection", "transfer-encoding"}
                ]
                self._answer(answer.status, headers, content)
                connection.close()

            do_PUT = do_POST = do_DELETE = do_HEAD = do_GET  # noqa: N815 - names that http.server asks for

            def _answer(self, status, headers, content) -> None:
                self.send_response_only(status)
                for name, value in headers:
                    self.send_header(name, value)
                if "content-length" not in {name.lower() for name, _ in headers}:
                    self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                if self.command != "HEAD":
                    self.wfile.write(content)

            def log_message(self, *_) -> None:
                pass

        class Server(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, request, client_address) -> None:
                """A client that hangs up is no news."""

        self.server = Server(("127.0.0.1", 0), Handler)
        self.endpoint = f"http://127.0.0.1:{self.server.server_port}"
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self.thread.start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


def unprivileged(*folders: Path) -> list[str]:
    """What a command is prefixed with so that it does not run as root; it may write to these folders."""
    if os.geteuid() != 0:
        return []
    for folder in folders:
        for path in (folder, *folder.rglob("*")):
            shutil.chown(path, "nobody", "nogroup")
    return ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"]


class Envoy:
    """Envoy with a configuration of ours (a document, in which admin and listener have ports). `log` is its output."""

    def __init__(self, config: dict, folder: Path) -> None:
        self.folder = folder
        self.program = Path(find_spec("envoy").origin).parent / "_bin" / "envoy"
        (folder / "envoy.json").write_text(json.dumps(config))
        self.admin = config["admin"]["address"]["socket_address"]["port_value"]
        command = [str(self.program), "-c", str(folder / "envoy.json"), "--concurrency", "1", "--use-dynamic-base-id"]
        command += ["--file-flush-interval-msec", "50"]
        with (folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [*unprivileged(folder), *command],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=folder,
                start_new_session=True,
            )
        try:
            wait_for(self._is_ready, "Envoy", self.process)
        except RuntimeError as error:
            self.close()
            raise RuntimeError(f"{error}: {self.log[-2000:]}") from error

    @property
    def log(self) -> str:
        return (self.folder / "log").read_text("utf-8", "replace")

    def close(self) -> None:
        self.process.kill()
        self.process.wait(60)

    def _is_ready(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.admin}/ready", timeout=5) as answer:
                return answer.status == 200
        except OSError:
            return False


class Prometheus:
    """Prometheus with a configuration of ours (its text). `query` asks it."""

    def __init__(self, config: str, folder: Path) -> None:
        program = shutil.which("prometheus")
        if program is None:
            raise RuntimeError("no Prometheus: apt-get install prometheus (make test does)")
        (folder / "prometheus.yml").write_text(config)
        self.port = free_port()
        self.folder = folder
        flags = [
            f"--config.file={folder}/prometheus.yml",
            f"--storage.tsdb.path={folder}/data",
            f"--web.listen-address=127.0.0.1:{self.port}",
        ]
        with (folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [*unprivileged(folder), program, *flags],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=folder,
                start_new_session=True,
            )
        try:
            wait_for(self._is_ready, "Prometheus", self.process)
        except RuntimeError:
            self.close()
            raise

    def _is_ready(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/-/ready", timeout=5) as answer:
                return answer.status == 200
        except OSError:
            return False

    def query(self, expression: str) -> list[dict]:
        """The samples of an expression, now."""
        return self._ask("query", query=expression)["result"]

    def rules(self) -> list[dict]:
        """The groups of rules that it has loaded."""
        return self._ask("rules")["groups"]

    def _ask(self, what: str, **values: str) -> dict:
        url = f"http://127.0.0.1:{self.port}/api/v1/{what}?{urlencode(values)}"
        try:
            with urllib.request.urlopen(url, timeout=10) as answer:
                return json.load(answer)["data"]
        except urllib.error.HTTPError as error:
            raise RuntimeError(f"{values}: {error.read().decode()}") from error

    def close(self) -> None:
        self.process.kill()
        self.process.wait(60)
