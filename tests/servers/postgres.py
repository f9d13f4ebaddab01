"""PostgreSQL of our own."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
import uuid
from pathlib import Path

from .loopback import free_port, wait_for


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
