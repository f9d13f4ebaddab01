"""RabbitMQ of our own."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from .loopback import free_port, listens, wait_for


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
