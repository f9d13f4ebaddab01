"""Envoy, which stands before the service, and Prometheus, which watches it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import urllib.error
import urllib.request
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlencode

from .loopback import free_port, wait_for


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
